"""Values against the slots of a template: every wrong one is an error that names its slot."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from media.document import codes, film_cues, footage, prices, shot
from media.document.brand import SETTING as FONTS
from media.document.brand import families_of
from media.document.currencies import WRITTEN
from media.document.film_cues import Cue
from media.document.footage import Footage
from media.document.prices import Price
from media.document.shot import Shot
from media.document.slot import Slot
from media.document.template import Template
from media.errors import BadValue, MissingAsset, MissingSlot, SlotError, UnknownSlot
from media.pixels import colors
from media.scene import Color
from media.typesetting import breaking
from media.typesetting.scripts import is_blank

MOST_CHARACTERS = 2000
SETTINGS = frozenset({"language", "locale", FONTS})
_One = TypeVar("_One")


@dataclass(frozen=True, slots=True)
class Filled:
    """Checked values by slot; what is not there has no entry. `lists` are of items of their own.

    `families` are those of fonts that were added, from `media.fonts.added.families`.
    """

    language: str
    locale: str  # how prices are written
    texts: dict[str, str] = field(default_factory=dict)
    prices: dict[str, Price] = field(default_factory=dict)
    shots: dict[str, Shot] = field(default_factory=dict)
    colors: dict[str, Color] = field(default_factory=dict)
    flags: dict[str, bool] = field(default_factory=dict)
    lists: dict[str, tuple["Filled", ...]] = field(default_factory=dict)
    sounds: dict[str, str] = field(default_factory=dict)
    cues: dict[str, tuple[Cue, ...]] = field(default_factory=dict)
    footage: dict[str, Footage] = field(default_factory=dict)
    families: Mapping[str, str] = field(default_factory=dict)

    def has(self, slot: str) -> bool:
        found = (
            self.texts, self.prices, self.shots, self.colors, self.sounds, self.cues, self.footage,
        )  # fmt: skip
        return (
            self.flags.get(slot, False)
            or bool(self.lists.get(slot))
            or any(slot in kind for kind in found)
        )

    def within(self, name: str, number: int) -> "Filled":
        """As seen from an item of a list, whose values are named `list.field`. From 0."""
        items = self.lists[name]
        item, count = items[number], len(items)
        return Filled(
            language=self.language,
            locale=self.locale,
            families=self.families,
            texts={**self.texts, **item.texts, f"{name}.number": str(number + 1)},
            prices={**self.prices, **item.prices},
            shots={**self.shots, **item.shots},
            colors={**self.colors, **item.colors},
            flags={
                **self.flags,
                **item.flags,
                f"{name}.first": number == 0,
                f"{name}.last": number == count - 1,
                f"{name}.odd": number % 2 == 0,
            },
            lists={**self.lists, **item.lists},
            sounds={**self.sounds, **item.sounds},
            cues={**self.cues, **item.cues},
            footage={**self.footage, **item.footage},
        )

    def every_photo(self) -> Iterator[tuple[str, str]]:
        """The asset's name by slot, those of lists too: `products[0].picture`."""
        yield from ((slot, shot.asset) for slot, shot in self._every(lambda level: level.shots))

    def every_footage(self) -> Iterator[tuple[str, Footage]]:
        """Likewise."""
        yield from self._every(lambda level: level.footage)

    def _every(self, of: Callable[["Filled"], dict[str, _One]]) -> Iterator[tuple[str, _One]]:
        yield from of(self).items()
        for name, items in self.lists.items():
            for number, item in enumerate(items):
                for slot, one in item._every(of):  # noqa: SLF001  its own kind
                    yield slot.replace(name, f"{name}[{number}]", 1), one


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
    text = "" if is_blank(text) else text
    if text and slot.options and text not in slot.options:
        raise BadValue(f"One of {', '.join(slot.options)}")
    if text and slot.kind == "QR":
        return codes.qr(text)
    return codes.barcode(text, slot.symbology) if text and slot.kind == "BARCODE" else text


def _price(value: Any) -> Price:
    try:
        return prices.read(value)
    except ValueError as error:
        raise BadValue(str(error)) from None


def _color(value: Any) -> Color:
    try:
        return colors.parse(value)
    except (ValueError, TypeError):
        raise BadValue("Must be a colour as #B61D1B") from None


class _Filler:
    def __init__(
        self, template: Template, assets: Collection[str], language: str, locale: str
    ) -> None:
        self._slots, self._assets = template.slots, assets
        self._language, self._locale = language, locale

    def level(self, names: Sequence[str], values: Mapping[str, Any]) -> Filled:
        """Of the slots that stand side by side: a template's own, or those of an item."""
        filled = Filled(self._language, self._locale)
        short = {name.rpartition(".")[2]: name for name in names}
        for given in values:
            if given not in short or self._slots[short[given]].minus:
                raise UnknownSlot("Is no slot of this template", slot=str(given))
        for given, name in short.items():
            slot = self._slots[name]
            value = values.get(given)
            value = _default(slot, self._language) if value is None else value
            try:
                if value is not None:
                    self._put(filled, slot, value)
            except (SlotError, MissingAsset) as error:
                raise error.within(slot=given) from None
            if slot.required and not filled.has(name) and slot.kind != "BOOLEAN":
                raise MissingSlot("Must be filled", slot=given)
        _computed([self._slots[name] for name in names], filled)
        return filled

    def _put(self, filled: Filled, slot: Slot, value: Any) -> None:  # noqa: C901  a case a kind
        match slot.kind:
            case "TEXT" | "RICH_TEXT" | "QR" | "BARCODE":
                if text := _text(slot, value):
                    filled.texts[slot.name] = text
            case "PRICE":
                filled.prices[slot.name] = _price(value)
            case "IMAGE" | "LOGO":
                filled.shots[slot.name] = shot.read(value, self._assets)
            case "COLOR":
                filled.colors[slot.name] = _color(value)
            case "LIST" | "SWATCHES":
                filled.lists[slot.name] = self._items(slot, value)
                filled.texts[f"{slot.name}.count"] = str(len(value))
            case "AUDIO":
                filled.sounds[slot.name] = film_cues.sound(value, self._assets)
            case "VIDEO":
                filled.footage[slot.name] = footage.read(value, self._assets)
            case "CAPTIONS":
                filled.cues[slot.name] = film_cues.read(value)
            case _:
                if not isinstance(value, bool):
                    raise BadValue("Must be true or false")
                filled.flags[slot.name] = value

    def _items(self, slot: Slot, value: Any) -> tuple[Filled, ...]:
        if not isinstance(value, list | tuple):
            raise BadValue("Must be a list")
        if not slot.min_items <= len(value) <= slot.max_items:
            raise BadValue(f"Has {len(value)} items; {slot.min_items} to {slot.max_items} fit")
        found = []
        for number, item in enumerate(value):
            place = f"{slot.name.rpartition('.')[2]}[{number}]"
            if not isinstance(item, Mapping):
                raise BadValue("Must be an object", slot=place)
            try:
                found.append(self.level(slot.fields, item))
            except (SlotError, MissingAsset) as error:
                error.slot = f"{place}.{error.slot}"
                raise
        return tuple(found)


def _texts_in(value: Any, depth: int = 0) -> Iterator[str]:
    """All words of the values, those of lists too."""
    if isinstance(value, str):
        yield value
    elif depth < 3 and isinstance(value, Mapping):
        for part in value.values():
            yield from _texts_in(part, depth + 1)
    elif depth < 3 and isinstance(value, list | tuple):
        for part in value:
            yield from _texts_in(part, depth)


def language_of(template: Template, values: Mapping[str, Any]) -> str:
    """As said, or that of the words: Chinese when there is Han in any."""
    if (said := values.get("language")) is not None:
        if said not in template.languages:
            raise BadValue(f"One of {', '.join(template.languages)}", slot="language")
        return str(said)
    given = (
        values.get(slot.name)
        for slot in template.slots.values()
        if slot.within is None and ("TEXT" in slot.kind or slot.is_list)
    )
    has_han = any(breaking.has_han(text) for value in given for text in _texts_in(value))
    return "zh" if has_han and "zh" in template.languages else "en"


def _locale(values: Mapping[str, Any], language: str) -> str:
    """As said: a language that prices are written in, or one and a country."""
    said = values.get("locale")
    if said is None:
        return language
    if not isinstance(said, str) or said not in WRITTEN:
        raise BadValue(f"One of {', '.join(sorted(WRITTEN))}", slot="locale")
    return said


def _default(slot: Slot, language: str) -> Any:
    if slot.kind == "BOOLEAN":
        return slot.default
    if isinstance(slot.default, str | Mapping) and "TEXT" in slot.kind:
        return words_in(slot.default, language)
    return [] if slot.is_list and slot.min_items == 0 and not slot.required else None


def _computed(slots: Sequence[Slot], filled: Filled) -> None:
    for slot in slots:
        short = slot.name.rpartition(".")[2]
        if slot.above and slot.name in filled.prices and slot.above in filled.prices:
            price, below = filled.prices[slot.name], filled.prices[slot.above]
            if price.currency != below.currency:
                raise BadValue(f"Must be in {below.currency}, as {slot.above}", slot=short)
            if price.amount <= below.amount:
                raise BadValue(f"Must be more than {slot.above}", slot=short)
        if slot.minus and all(name in filled.prices for name in slot.minus):
            more, less = (filled.prices[name] for name in slot.minus)
            filled.prices[slot.name] = Price(more.amount - less.amount, more.currency)


def fill(
    template: Template,
    values: Mapping[str, Any],
    assets: Collection[str],
    families: Mapping[str, str] | None = None,
) -> Filled:
    """Raises a SlotError or MissingAsset with the slot's name, as `products[2].price`.

    `None` is as good as left out.
    """
    language = language_of(template, values)
    filler = _Filler(template, assets, language, _locale(values, language))
    top = [slot.name for slot in template.slots.values() if slot.within is None]
    of_slots = {name: one for name, one in values.items() if name not in SETTINGS}
    known = families or {}
    roles = families_of(values.get(FONTS), known)
    return replace(filler.level(top, of_slots), families={**known, **roles})
