"""Every template of a set, for every preset that it suits, of every product: as renders."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.renders import facts as found_facts
from api.renders import making
from api.renders.facts import ProductFacts, StoreFacts, Wanted
from api.renders.making import How, Shown, Subject
from api.renders.versions import Preset, Version, pinned, preset_of
from domain.compliance.models import SizePreset
from domain.creatives.asked import NewRender, Problem
from domain.creatives.batches import NewBatch, check_count
from domain.creatives.errors import Undrawable
from domain.creatives.states import RenderFormat
from domain.errors import Invalid, NotFound
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
PER_PRODUCT = frozenset({"product_id", "listing_id", "picture_id"})


@dataclass(frozen=True)
class AskedSet:
    """`values` are for every render."""

    product_ids: Sequence[UUID]
    template_set_id: UUID
    preset_ids: Sequence[UUID] = ()
    store_id: UUID | None = None
    values: Mapping[str, Any] = field(default_factory=dict)

    def batch(self) -> NewBatch:
        return NewBatch(self.template_set_id, self.preset_ids, self.store_id)


def new_set(work: Work, asked: AskedSet) -> list[NewRender]:
    """A render for each, those that cannot be made with their problem. Raises Invalid, NotFound."""
    if len(asked.preset_ids) > MOST_PRESETS:
        raise Invalid(f"Up to {MOST_PRESETS} presets.", "preset_ids")
    if not asked.product_ids:
        raise Invalid("There are no such products.", "product_ids")
    store = work.find(Store, asked.store_id, "store_id") if asked.store_id else None
    presets = presets_with(work, asked.preset_ids)
    hows = list(_hows(work, asked, presets))
    check_count(len(hows) * len(asked.product_ids))
    found = found_facts.products(
        work, asked.product_ids, asked.store_id, wanted=Wanted(choices=_wants_choices(hows))
    )
    if missing := [one for one in asked.product_ids if one not in found]:
        raise NotFound(f"No such product: Product:{missing[0]}.", "product_ids")
    shop = found_facts.store_facts(work, store)
    products = found_facts.in_order(found, asked.product_ids)
    return [one_of(work, how, product, shop) for product in products for how in hows]


def one_of(work: Work, how: How, product: ProductFacts, store: StoreFacts | None) -> NewRender:
    subject = Subject([product.id], store_id=store.id if store else None)
    asked = making.asked_as(subject, how.values)
    what = Shown([product], store)
    try:
        return making.new_render(work, how, what, asked, is_laid_out=False)
    except Undrawable as error:
        return refused(how, what, asked, error)


def refused(how: How, what: Shown, asked: Mapping[str, Any], error: Undrawable) -> NewRender:
    """What was to be made, and why it cannot be."""
    product = what.products[0]
    parts = [product.handle[:90], how.version.handle, *([how.preset.name] if how.preset else [])]
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
        product_id=product.id,
        store_id=what.store.id if what.store else None,
        asked=asked,
        problem=Problem(error.rule.upper().replace(".", "_"), str(error)),
    )


def presets_with(work: Work, ids: Sequence[UUID]) -> list[Preset]:
    """As they were named; raises NotFound."""
    seen = work.seen(SizePreset).where(found_facts.among(SizePreset.id, ids))
    rows = {row.id: row for row in work.session.scalars(seen, work.actor.values())}
    for one in ids:
        if one not in rows:
            raise NotFound("No such size preset.", "preset_ids")
    return [preset_of(rows[one]) for one in dict.fromkeys(ids)]


def _hows(work: Work, asked: AskedSet, presets: Sequence[Preset]) -> Iterator[How]:
    """Each template of the set for its own preset, or for each of those asked for that suit it."""
    work.find(TemplateSet, asked.template_set_id, "template_set_id")
    used, count = set[UUID](), 0
    own_ids = set[UUID]()
    items = list(_items(work, asked.template_set_id))
    for item, _, _ in items:
        if item.preset_id is not None:
            own_ids.add(item.preset_id)
    owns = {one.pin.id: one for one in presets_with(work, sorted(own_ids))}
    for item, template, row in items:
        version = pinned(row, template)
        own = owns.get(item.preset_id) if item.preset_id else None
        wanted: list[Preset | None] = [own] if own else list(presets) or [None]
        for preset in wanted:
            if own and presets and own.pin.id not in asked.preset_ids:
                continue
            if preset is not None and not (own or suits(version, preset)):
                continue
            if preset is not None:
                used.add(preset.pin.id)
            count += 1
            yield How(version, preset, None, Decimal(1), taken(version, asked.values))
    for preset in presets:
        if preset.pin.id not in used:
            raise Invalid(f"No template of the set suits {preset.name}.", "preset_ids")
    if not count:
        raise Invalid("The set has no template that is published.", "template_set_id")


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
    if is_film is not (preset.kind == "VIDEO"):
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


def again(work: Work, how: How, asked: Mapping[str, Any], format: RenderFormat) -> NewRender:
    """What was asked for, bound anew from rows as they are now."""
    subject = making.subject_of(asked)
    how = replace(how, values=asked.get("values", {}), format=format)
    what = making.shown(work, subject)
    try:
        return making.new_render(work, how, what, asked, is_laid_out=False)
    except Undrawable as error:
        return refused(how, what, asked, error)
