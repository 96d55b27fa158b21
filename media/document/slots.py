"""Values against the slots of a template: every wrong one is an error that names its slot."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from media.document import prices
from media.document.currencies import WRITTEN
from media.document.prices import Price
from media.document.template import Slot, Template
from media.errors import BadValue, MissingAsset, MissingSlot, SlotError, UnknownSlot
from media.pixels import colors
from media.scene import Color
from media.typesetting import breaking

MOST_CHARACTERS = 2000
Ratio = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shot:
    """An asset's name, and what somebody knows of the photo."""

    asset: str
    focus: Ratio | None = None
    subject: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """Checked values by slot; what is not there has no entry."""

    language: str
    locale: str = ""  # how prices are written; that of the language when nothing is said
    texts: dict[str, str] = field(default_factory=dict)
    prices: dict[str, Price] = field(default_factory=dict)
    shots: dict[str, Shot] = field(default_factory=dict)
    colors: dict[str, Color] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)

    def has(self, slot: str) -> bool:
        found = (self.texts, self.prices, self.shots, self.colors)
        return self.flags.get(slot, False) or any(slot in kind for kind in found)


def words_in(words: str | Mapping[str, str], language: str) -> str:
    """Text by language, English where that language is not there."""
    return words if isinstance(words, str) else words.get(language, words["en"])


def _text(slot: Slot, value: Any) -> str:
    if not isinstance(value, str):
        raise BadValue("Must be text")
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()
    most = slot.max_chars or MOST_CHARACTERS
    if len(text) > most:
        raise BadValue(f"Is {len(text)} characters long; {most} fit")
    return text


def _ratios(value: Any, count: int, name: str) -> tuple[float, ...]:
    if not isinstance(value, list | tuple) or len(value) != count:
        raise BadValue(f"{name} is {count} figures from 0 to 1")
    for part in value:
        if isinstance(part, bool) or not isinstance(part, int | float) or not 0 <= part <= 1:
            raise BadValue(f"{name} is {count} figures from 0 to 1")
    return tuple(float(part) for part in value)


def _shot(value: Any, assets: Collection[str]) -> Shot:
    given = {"asset": value} if isinstance(value, str) else value
    if not isinstance(given, Mapping) or not isinstance(given.get("asset"), str):
        raise BadValue("Must be an asset's name, or {asset, focus, subject}")
    if unknown := set(given) - {"asset", "focus", "subject"}:
        raise BadValue(f"A picture has no {min(map(str, unknown))!r}")
    if given["asset"] not in assets:
        raise MissingAsset(given["asset"])
    focus = subject = None
    if given.get("focus") is not None:
        x, y = _ratios(given["focus"], 2, "focus")
        focus = (x, y)
    if given.get("subject") is not None:
        left, top, right, bottom = _ratios(given["subject"], 4, "subject")
        if right - left < 0.01 or bottom - top < 0.01:
            raise BadValue("subject is left, top, right, bottom, and not empty")
        subject = (left, top, right, bottom)
    return Shot(given["asset"], focus, subject)


def _put(filled: Filled, slot: Slot, value: Any, assets: Collection[str]) -> None:
    match slot.kind:
        case "TEXT" | "RICH_TEXT":
            if text := _text(slot, value):
                filled.texts[slot.name] = text
        case "PRICE":
            try:
                filled.prices[slot.name] = prices.read(value)
            except ValueError as error:
                raise BadValue(str(error)) from None
        case "IMAGE" | "LOGO":
            filled.shots[slot.name] = _shot(value, assets)
        case "COLOR":
            try:
                filled.colors[slot.name] = colors.parse(value)
            except (ValueError, TypeError):
                raise BadValue("Must be a colour as #B61D1B") from None
        case _:
            if not isinstance(value, bool):
                raise BadValue("Must be true or false")
            filled.flags[slot.name] = value


def _language(template: Template, values: Mapping[str, Any]) -> str:
    """As said, or that of the words: Chinese when there is Han in any."""
    if (said := values.get("language")) is not None:
        if said not in template.languages:
            raise BadValue(f"One of {', '.join(template.languages)}", slot="language")
        return str(said)
    given = (values.get(slot.name) for slot in template.slots.values() if "TEXT" in slot.kind)
    has_han = any(isinstance(text, str) and breaking.has_han(text) for text in given)
    return "zh" if has_han and "zh" in template.languages else "en"


def _locale(values: Mapping[str, Any], language: str) -> str:
    """As said: a language that prices are written in, or one and a country."""
    said = values.get("locale")
    if said is None:
        return language
    if said not in WRITTEN:
        raise BadValue(f"One of {', '.join(sorted(WRITTEN))}", slot="locale")
    return str(said)


def _default(slot: Slot, filled: Filled) -> Any:
    if slot.kind == "BOOLEAN":
        return slot.default
    if isinstance(slot.default, str | Mapping) and "TEXT" in slot.kind:
        return words_in(slot.default, filled.language)
    return None


def _computed(template: Template, filled: Filled) -> None:
    for slot in template.slots.values():
        if slot.above and slot.name in filled.prices and slot.above in filled.prices:
            price, below = filled.prices[slot.name], filled.prices[slot.above]
            if price.currency != below.currency:
                raise BadValue(f"Must be in {below.currency}, as {slot.above}", slot=slot.name)
            if price.amount <= below.amount:
                raise BadValue(f"Must be more than {slot.above}", slot=slot.name)
        if slot.minus and all(name in filled.prices for name in slot.minus):
            more, less = (filled.prices[name] for name in slot.minus)
            filled.prices[slot.name] = Price(more.amount - less.amount, more.currency)


def fill(template: Template, values: Mapping[str, Any], assets: Collection[str]) -> Filled:
    """Raises a SlotError or MissingAsset with the slot's name. `None` is as good as left out."""
    for name in values:
        if name not in {"language", "locale"} and (
            name not in template.slots or template.slots[name].minus
        ):
            raise UnknownSlot("Is no slot of this template", slot=str(name))
    language = _language(template, values)
    filled = Filled(language, _locale(values, language))
    for slot in template.slots.values():
        value = values.get(slot.name)
        value = _default(slot, filled) if value is None else value
        try:
            if value is not None:
                _put(filled, slot, value, assets)
        except (SlotError, MissingAsset) as error:
            raise error.within(slot=slot.name) from None
        if slot.required and not filled.has(slot.name) and slot.kind != "BOOLEAN":
            raise MissingSlot("Must be filled", slot=slot.name)
    _computed(template, filled)
    return filled
