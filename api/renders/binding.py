"""A template's slots filled from rows, as its bindings say; a value that was given goes before.

`product.…`, `listing.…` and `variant.…` are of the product and the variant that are shown, or of
those whose item it is in a list; `products.2.…` of the second of those that were named; `store.…`
of the store, `brand.…` of its brand kit, or else of the organisation's, and `event.…` of the event.
What nobody knows stays unbound: `coupon.…` is given.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from api.brand_values import NO_BRAND, Brand
from api.renders.events import EventFacts, EventWords, Link
from api.renders.facts import Choice, ProductFacts, Shot, StoreFacts
from domain.creatives.asked import ShownPrice

if TYPE_CHECKING:
    from media.document.slot import Slot
    from media.document.template import Template

TITLE = "title"
PICTURE = "picture"
EVENT = "event"
OF_STORE = frozenset({"name", "logo", "address", "url"})
_OF_PRODUCT = frozenset({"product", "listing"})


@dataclass
class Bound:
    """Values by slot, the key of each file by the name that a value gives, prices that show; of
    fonts that were added, the key of each file that it needs."""

    values: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    fonts: dict[str, str] = field(default_factory=dict)
    prices: list[ShownPrice] = field(default_factory=list)
    event: dict[str, Any] = field(default_factory=dict)  # what shows of one: pins by binding

    def name_of(self, shot: Shot) -> str:
        """One name a file."""
        for name, key in self.pictures.items():
            if key == shot.key:
                return name
        name = PICTURE if not self.pictures else f"{PICTURE}-{len(self.pictures) + 1}"
        self.pictures[name] = shot.key
        return name

    def families(self) -> dict[str, str]:
        """Those of its fonts, as `fill` takes them."""
        added = {name.partition("=")[0] for name in self.fonts}
        return dict(zip(added, added, strict=True))


@dataclass(frozen=True)
class Around:
    """What a slot may be bound to."""

    product: ProductFacts | None
    products: Sequence[ProductFacts]
    store: StoreFacts | None
    is_chinese: bool
    shot: Shot | None = None  # in place of the product's first
    choice: Choice | None = None
    brand: Brand = NO_BRAND
    event: EventFacts | None = None

    def of(self, binding: str) -> Any:
        """None where it leads to nothing."""
        head, *rest = binding.split(".")
        if head == "products" and rest and rest[0].isdigit():
            number = int(rest[0])
            item = self.products[number - 1] if 0 < number <= len(self.products) else None
            return self._of_product(item, ".".join(rest[1:]))
        if head == "store":
            return self._of_store(".".join(rest))
        if head == "brand":
            return self.brand.colors.get(binding) or self._mark(binding)
        if head == EVENT:
            name = ".".join(rest)
            return self.event.of(name, is_chinese=self.is_chinese) if self.event else None
        if head in _OF_PRODUCT:
            return self._of_product(self.product, ".".join(rest))
        return self._of_choice(".".join(rest)) if head == "variant" else None

    def _of_store(self, name: str) -> Any:
        """A store without a sign of its own shows its brand's."""
        own = vars(self.store) if self.store and name in OF_STORE else {}
        return own.get(name) or (self._mark("brand.logo") if name == "logo" else None)

    def _mark(self, binding: str) -> Shot | None:
        key = self.brand.logos.get(binding)
        return Shot(key) if key else None

    def _of_product(self, product: ProductFacts | None, name: str) -> Any:
        if product is None:
            return None
        if name == PICTURE and self.shot is not None and product is self.product:
            return self.shot
        find = FIELDS.get(name)
        return find(product, self) if find else None

    def _of_choice(self, name: str) -> Any:
        if self.choice is None:
            return None
        return {
            "title": self.choice.title,
            "price": self.choice.price,
            "barcode": self.choice.barcode,
            PICTURE: self.choice.shot,
        }.get(name)


def _title(product: ProductFacts, around: Around) -> str:
    return product.own_title or (product.title_zh if around.is_chinese else None) or product.title


FIELDS: Mapping[str, Callable[[ProductFacts, Around], Any]] = {
    "title": _title,
    "titleZh": lambda product, _: product.title_zh,
    "brand": lambda product, _: product.brand,
    "handle": lambda product, _: product.handle,
    "picture": lambda product, _: product.shots[0] if product.shots else None,
    "price": lambda product, _: product.price,
    "compareAtPrice": lambda product, _: product.compare_at,
}
"""Of `product.…`, `listing.…` and `products.N.…`."""


def bound(template: "Template", given: Mapping[str, Any], around: Around) -> Bound:
    """All that the slots ask for and rows know, and the brand's fonts where layers ask for them."""
    from media.document.brand import SETTING as FONTS  # noqa: PLC0415  imports what draws
    from media.document.families import asks_for_roles  # noqa: PLC0415

    made = Bound()
    top = [slot for slot in template.slots.values() if slot.within is None]
    for slot in top:
        if slot.name not in given and not _is_of_event(slot):
            _put(made, made.values, slot, template, around)
    headline = template.slots.get(TITLE)
    if headline and headline.required and _is_bare(headline, made, given) and around.product:
        _say_title(made, top, headline, given, around)
    if around.event:
        _tell_event(made, top, given, template, around)
    if around.brand.fonts and FONTS not in given and asks_for_roles(template):
        made.values[FONTS] = dict(around.brand.fonts)
    made.values |= given
    _drop_unused(made)
    return made


def families_said(values: Mapping[str, Any]) -> frozenset[str]:
    """Those that the setting `fonts` names."""
    from media.document.brand import SETTING as FONTS  # noqa: PLC0415  imports what draws

    said = values.get(FONTS)
    families = said.values() if isinstance(said, Mapping) else ()
    return frozenset(one for one in families if isinstance(one, str))


def _is_bare(slot: "Slot", made: Bound, given: Mapping[str, Any]) -> bool:
    known = slot.default is not None or slot.binding is not None
    return not known and given.get(slot.name) is None and slot.name not in made.values


def _say_title(
    made: Bound, top: Sequence["Slot"], slot: "Slot", given: Mapping[str, Any], around: Around
) -> None:
    """A poster whose headline nobody wrote is headed by what it shows, and says so once."""
    made.values[slot.name] = said(slot, around.of("product.title"), made)
    for other in top:
        if other.binding == "product.title" and not other.required and other.name not in given:
            made.values.pop(other.name, None)


def _is_of_event(slot: "Slot") -> bool:
    return (slot.binding or "").partition(".")[0] == EVENT


def _tell_event(
    made: Bound,
    top: Sequence["Slot"],
    given: Mapping[str, Any],
    template: "Template",
    around: Around,
) -> None:
    """Last, for dates are written in the language of all other words."""
    from media.document.slots import language_of  # noqa: PLC0415  imports what draws

    language = language_of(template, {**made.values, **given})
    told = replace(around, is_chinese=language == "zh")
    for slot in top:
        if _is_of_event(slot) and slot.name not in given:
            _put(made, made.values, slot, template, told)


def _put(
    made: Bound, values: dict[str, Any], slot: "Slot", template: "Template", around: Around
) -> None:
    short = slot.name.rpartition(".")[2]
    if slot.is_list:
        if items := _items(made, slot, template, around):
            values[short] = items
        return
    found = around.of(slot.binding) if slot.binding else None
    if found is not None:
        values[short] = said(slot, found, made)


def said(slot: "Slot", found: Any, made: Bound) -> Any:
    """As templates take it."""
    match found:
        case Shot():
            name = made.name_of(found)
            return {"asset": name, "focus": list(found.focus)} if found.focus else name
        case ShownPrice():
            made.prices.append(found)
            amount = f"{found.price.amount.normalize():f}"
            return {"amount": amount, "currency": found.price.currency}
        case EventWords():
            made.event[found.binding] = found.pin
            return said(slot, found.words, made)
        case Link():
            return found.url if slot.kind == "QR" else found.words
        case str() if slot.kind == "RICH_TEXT":  # a star in a product's name is a star
            return found.replace("\\", "\\\\").replace("*", "\\*")
    return found


def _items(made: Bound, slot: "Slot", template: "Template", around: Around) -> list[dict[str, Any]]:
    """An item for each product, variant or further picture that the list's fields ask for."""
    fields = [template.slots[name] for name in slot.fields]
    items = []
    for item in _arounds(slot, fields, around)[: slot.max_items]:
        values: dict[str, Any] = {}
        for each in fields:
            if each.binding == "product.pictures" and item.shot is not None:
                values[each.name.rpartition(".")[2]] = said(each, item.shot, made)
            else:
                _put(made, values, each, template, item)
        if values:
            items.append(values)
    return items


def _arounds(slot: "Slot", fields: Sequence["Slot"], around: Around) -> list[Around]:
    bindings = {slot.binding or "", *(each.binding or "" for each in fields)}
    heads = {binding.partition(".")[0] for binding in bindings}
    if "product.pictures" in bindings:
        product = around.product
        shots = product.shots[1:] if product else []
        return [replace(around, shot=shot, choice=None) for shot in shots]
    if "variants" in heads or "variant" in heads or "product.variants" in bindings:
        product = around.product
        choices = product.choices if product else []
        return [replace(around, shot=None, choice=choice) for choice in choices]
    if heads & {"product", "products", "listing"}:
        return [replace(around, product=one, shot=None, choice=None) for one in around.products]
    return []


def _drop_unused(made: Bound) -> None:
    """Files of values that were left out again."""
    used = set(_names_in(made.values))
    made.pictures = {name: key for name, key in made.pictures.items() if name in used}


def _names_in(value: Any) -> Any:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _names_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _names_in(part)
