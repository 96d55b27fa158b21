"""Every template of a set, for every preset that it suits, of every product: as renders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.brand_values import Brand, brand_of
from api.renders import facts as found_facts
from api.renders import making
from api.renders.events import EventFacts, event_facts
from api.renders.facts import ProductFacts, StoreFacts, Wanted
from api.renders.layouts import Layouts
from api.renders.making import How, Shown
from api.renders.refusing import undrawable
from api.renders.subject import Subject, asked_as
from api.renders.variants import choice_of
from api.renders.versions import Preset, Version, pinned, preset_of
from domain.compliance.models import SizePreset
from domain.creatives.asked import NewRender, Problem
from domain.creatives.batches import NewBatch, check_count
from domain.creatives.errors import Undrawable
from domain.errors import Invalid, LimitExceeded, NotFound
from domain.stores.models import Store
from domain.templates.models import (
    MediaTemplate,
    MediaTemplateVersion,
    TemplateSet,
    TemplateSetItem,
)
from domain.templates.states import TemplateKind, VersionState
from domain.work import Work

MOST_PRODUCTS, MOST_PRESETS = 2_000, 20


@dataclass(frozen=True)
class AskedSet:
    """`values` are for every render."""

    product_ids: Sequence[UUID]
    template_set_id: UUID
    preset_ids: Sequence[UUID] = ()
    store_id: UUID | None = None
    event_id: UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def batch(self) -> NewBatch:
        return NewBatch(self.template_set_id, self.preset_ids, self.store_id)


def new_set(work: Work, asked: AskedSet, layouts: Layouts | None = None) -> list[NewRender]:
    """A render for each, those that cannot be made with their problem. Raises Invalid, NotFound.

    With `layouts`, stills are laid out too: the first of those that differ.
    """
    if len(asked.preset_ids) > MOST_PRESETS:
        raise LimitExceeded(f"Up to {MOST_PRESETS} presets.", MOST_PRESETS, "preset_ids")
    if not asked.product_ids:
        raise Invalid("There are no such products.", "product_ids")
    store = work.find(Store, asked.store_id, "store_id") if asked.store_id else None
    event = event_facts(work, asked.event_id, store)
    presets = presets_with(work, asked.preset_ids)
    hows = _hows(work, asked, presets)
    check_count(len(hows) * len(asked.product_ids))
    found = found_facts.products(
        work, asked.product_ids, asked.store_id, wanted=Wanted(choices=_wants_choices(hows))
    )
    if missing := [one for one in asked.product_ids if one not in found]:
        raise NotFound(f"No such product: Product:{missing[0]}.", "product_ids")
    shop = Shop(
        found_facts.store_facts(work, store),
        brand_of(work, asked.store_id),
        event,
    )
    products = found_facts.in_order(found, asked.product_ids)
    pairs = [(how, product) for product in products for how in hows]
    renders = [one_of(work, how, product, shop) for how, product in pairs]
    return renders if layouts is None else _laid_out(layouts, pairs, renders, shop)


def _laid_out(
    layouts: Layouts,
    pairs: Sequence[tuple[How, ProductFacts]],
    renders: Sequence[NewRender],
    shop: "Shop",
) -> list[NewRender]:
    """The same, those whose words have no room with their problem."""
    found = [
        making.layout_of(how, new.slot_values, new.pictures, new.fonts)
        if new.problem is None and how.version.kind is TemplateKind.IMAGE
        else None
        for (how, _), new in zip(pairs, renders, strict=True)
    ]
    layouts.try_first([one for one in found if one is not None])
    made = []
    for (how, product), new, layout in zip(pairs, renders, found, strict=True):
        error = layouts.refusal(layout) if layout is not None else None
        what = shop.showing(product)
        problem = undrawable(error, how, what) if error is not None else None
        made.append(new if problem is None else refused(how, what, new.asked, problem))
    return made


@dataclass(frozen=True)
class Shop:
    """The store and the event, if there are, that a set is made for, and the brand."""

    facts: StoreFacts | None
    brand: Brand
    event: EventFacts | None = None

    def showing(self, product: ProductFacts) -> Shown:
        choice = choice_of([product], None)
        return Shown([product], self.facts, choice=choice, brand=self.brand, event=self.event)


def one_of(work: Work, how: How, product: ProductFacts, shop: Shop) -> NewRender:
    store, event = shop.facts, shop.event
    subject = Subject(
        [product.id],
        store_id=store.id if store else None,
        event_id=event.id if event else None,
    )
    asked = asked_as(subject, how.values)
    what = shop.showing(product)
    try:
        return making.new_render(work, how, what, asked)
    except Undrawable as error:
        return refused(how, what, asked, error)


def refused(how: How, what: Shown, asked: Mapping[str, Any], error: Undrawable) -> NewRender:
    """What was to be made, and why it cannot be."""
    product = what.products[0] if what.products else None
    subject = product.handle[:90] if product else "render"
    parts = [subject, how.version.handle, *([how.preset.name] if how.preset else [])]
    template = how.version.read(how.preset)
    return NewRender(
        kind=making.kind_of(how.version, template),
        slot_values={},
        pictures={},
        file_name="-".join(parts)[:190],
        format=making.format_of(how),
        scale=how.scale,
        template=how.version.handle,
        template_version=how.version.pin,
        preset=how.preset.pin if how.preset else None,
        product_id=product.id if product else None,
        store_id=what.store.id if what.store else None,
        event_id=what.event.id if what.event else None,
        asked=asked,
        problem=Problem(error.rule.upper().replace(".", "_"), str(error), error.layer, error.slot),
    )


def presets_with(work: Work, ids: Sequence[UUID]) -> list[Preset]:
    """As they were named; raises NotFound."""
    seen = work.seen(SizePreset).where(found_facts.among(SizePreset.id, ids))
    rows = {row.id: row for row in work.session.scalars(seen, work.actor.values())}
    for one in ids:
        if one not in rows:
            raise NotFound("No such size preset.", "preset_ids")
    return [preset_of(rows[one]) for one in dict.fromkeys(ids)]


def _hows(work: Work, asked: AskedSet, presets: Sequence[Preset]) -> list[How]:
    """Each template of the set for its own preset, or for each of those asked for that suit it."""
    work.find(TemplateSet, asked.template_set_id, "template_set_id")
    items = list(_items(work, asked.template_set_id))
    own_ids = sorted({item.preset_id for item, _, _ in items if item.preset_id})
    owns = {one.pin.id: one for one in presets_with(work, own_ids)}
    hows = []
    for item, template, row in items:
        version = pinned(row, template)
        own = owns.get(item.preset_id) if item.preset_id else None
        values = taken(version, asked.values)
        hows += [How(version, one, values=values) for one in _presets_of(version, own, presets)]
    used = {how.preset.pin.id for how in hows if how.preset}
    for preset in presets:
        if preset.pin.id not in used:
            raise Invalid(f"No template of the set suits {preset.name}.", "preset_ids")
    if not hows:
        raise Invalid("The set has no template that is published.", "template_set_id")
    return hows


def _presets_of(
    version: Version, own: Preset | None, asked: Sequence[Preset]
) -> Sequence[Preset | None]:
    if own is not None:
        return [own] if not asked or own.pin.id in {one.pin.id for one in asked} else []
    return [one for one in asked if suits(version, one)] if asked else [None]


def taken(version: Version, values: Mapping[str, Any]) -> dict[str, Any]:
    """Of values for a whole set, those that this template has slots for."""
    slots = version.read().slots
    settings = {"language", "locale"}
    return {name: value for name, value in values.items() if name in slots or name in settings}


def suits(version: Version, preset: Preset) -> bool:
    """Of the same sort, and of a shape that the template has a layout for."""
    from media.errors import PresetError  # noqa: PLC0415  imports what draws
    from media.target import target_of  # noqa: PLC0415

    is_film = version.kind is TemplateKind.VIDEO
    if version.kind is TemplateKind.PACKAGING or is_film is not (preset.kind == "VIDEO"):
        return False
    try:
        target_of(version.read(preset), preset.row(), 1.0)
    except PresetError:
        return False
    return True


def _items(
    work: Work, set_id: UUID
) -> Iterator[tuple[TemplateSetItem, MediaTemplate, MediaTemplateVersion]]:
    version = MediaTemplateVersion
    found = (
        select(TemplateSetItem, MediaTemplate, version)
        .join(MediaTemplate, MediaTemplate.id == TemplateSetItem.template_id)
        .join(version, version.template_id == MediaTemplate.id)
        .where(
            TemplateSetItem.template_set_id == set_id,
            version.state == VersionState.PUBLISHED,
            MediaTemplate.archived_at.is_(None),
        )
        .order_by(TemplateSetItem.position, TemplateSetItem.id)
    )
    for row in work.session.execute(found):
        yield row[0], row[1], row[2]


def _wants_choices(hows: Sequence[How]) -> bool:
    slots = [slot for how in hows for slot in how.version.read(how.preset).slots.values()]
    return any((slot.binding or "").startswith(("variant", "product.variants")) for slot in slots)
