"""Renders that there are, bound anew to rows as they are now."""

import json
from collections.abc import Mapping, Sequence
from uuid import UUID

from api.brand_values import brand_of
from api.renders import facts as found_facts
from api.renders import making
from api.renders.events import event_facts
from api.renders.facts import ProductFacts, Wanted
from api.renders.making import How, Shown
from api.renders.sets import Shop, refused
from api.renders.subject import Subject, subject_of
from api.renders.variants import choice_of
from api.renders.versions import pinned, preset_of
from domain.creatives.asked import NewRender, asked_of
from domain.creatives.errors import Undrawable
from domain.creatives.models import RenderJob
from domain.errors import Invalid
from domain.stores.models import Store
from domain.templates.models import MediaTemplate
from domain.work import Work


def rebound(work: Work, rows: Sequence[RenderJob]) -> list[NewRender]:
    """What these were asked for, bound anew to rows as they are now: many products at once.

    A template that is retired by now is still the one that was asked for.
    """
    alike: dict[tuple[UUID | None, UUID | None], list[RenderJob]] = {}
    for row in rows:
        alike.setdefault((row.store_id, row.event_id), []).append(row)
    made: dict[UUID, NewRender] = {}
    for (store_id, event_id), theirs in alike.items():
        store = work.find(Store, store_id, "store_id") if store_id else None
        shop = Shop(
            found_facts.store_facts(work, store),
            brand_of(work, store_id),
            event_facts(work, event_id, store),
        )
        subjects = {row.id: subject_of(json.loads(row.asked)) for row in theirs}
        ids = {one for subject in subjects.values() for one in subject.product_ids}
        ids |= {row.product_id for row in theirs if row.product_id}
        listings = [one.listing_id for one in subjects.values() if one.listing_id]
        found = found_facts.products(work, ids, store_id, listings, Wanted(choices=True))
        for row in theirs:
            made[row.id] = _again(work, row, subjects[row.id], found, shop)
    return [made[row.id] for row in rows]


def _again(
    work: Work,
    row: RenderJob,
    subject: Subject,
    found: Mapping[UUID, ProductFacts],
    shop: Shop,
) -> NewRender:
    asked = json.loads(row.asked)
    if row.template_version is None:  # bound to a file, which is what it is
        return asked_of(row)
    ids = subject.product_ids or ([row.product_id] if row.product_id else [])
    products = found_facts.in_order(found, ids)
    shots = [shot for one in products[:1] for shot in one.shots if shot.id == subject.picture_id]
    what = Shown(
        products,
        shop.facts,
        shots[0] if shots else None,
        subject.listing_id,
        choice_of(products, subject.variant_id),
        shop.brand,
        shop.event,
    )
    template = work.session.get_one(MediaTemplate, row.template_version.template_id)
    preset = preset_of(row.preset) if row.preset else None
    version = pinned(row.template_version, template)
    how = How(version, preset, row.format, row.scale, asked.get("values", {}))
    try:
        return making.new_render(work, how, what, asked)
    except Undrawable as error:
        return refused(how, what, asked, error)


def drawable(new: NewRender) -> NewRender:
    """Itself; raises Invalid for one that cannot be made, where it stands alone."""
    if new.problem:
        raise Invalid(new.problem.error, "ids")
    return new
