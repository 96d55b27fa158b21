"""The sets of templates that come with Tradepost, as rows of each organisation.

Each set is written once: what a later release puts into it is put in at the next start. A set of
an organisation's own under such a handle stays theirs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from domain.base import fold_into
from domain.ids import new_id
from domain.people.models import Organization
from domain.templates.models import MediaTemplate, TemplateSet, TemplateSetItem


class ShippedSet(NamedTuple):
    """Templates that are rendered together, by their handles."""

    handle: str
    title: str
    templates: tuple[str, ...]


SETS = (
    ShippedSet(
        "launch",
        "Launch of a product",
        ("product-image-white", "product-image-lifestyle", "poster-new-arrival", "detail-page"),
    ),
    ShippedSet(
        "price-cut", "Price cut", ("product-image-white", "poster-price-cut", "coupon-banner")
    ),
    ShippedSet(
        "double-eleven",
        "Double Eleven",
        ("event-double-eleven", "poster-price-cut", "coupon-banner", "live-announcement"),
    ),
    ShippedSet("618", "618", ("event-618", "poster-price-cut", "coupon-banner")),
    ShippedSet(
        "films",
        "Films",
        ("film-promo-vertical", "film-single-square", "film-store-wide"),
    ),
    ShippedSet("store", "A store's front", ("store-banner", "coupon-banner", "live-announcement")),
    ShippedSet("detail", "Detail page", ("detail-page", "size-chart", "comparison-table")),
)


def keep_sets(session: Session, now: datetime, shipped: Sequence[ShippedSet] = SETS) -> None:
    """Write what is missing or has other templates, for every organisation, a statement a table.

    `keep_templates` goes before; of templates that an organisation lacks nothing is put in.
    """
    organizations = session.scalars(select(Organization.id)).all()
    templates = _templates(session, shipped)
    kept, items = _kept(session, shipped)
    added, emptied, filled = [], [], []
    for one in shipped:
        for organization_id in organizations:
            own = [templates.get((organization_id, handle)) for handle in one.templates]
            wanted = [template_id for template_id in own if template_id]
            set_id, is_shipped = kept.get((organization_id, one.handle), (None, True))
            if not is_shipped or (set_id and items.get(set_id, []) == wanted):
                continue
            if set_id:
                emptied.append(set_id)
            else:
                set_id = new_id()
                row = {
                    "id": set_id,
                    "organization_id": organization_id,
                    "handle": one.handle,
                    "title": one.title,
                    "is_shipped": True,
                    "archived_at": None,
                    "created_at": now,
                    "updated_at": now,
                    "version": 1,
                }
                added.append(fold_into(TemplateSet, row))
            filled += _items(organization_id, set_id, wanted)
    if emptied:
        of_these = TemplateSetItem.template_set_id.in_(emptied)
        session.execute(delete(TemplateSetItem).where(of_these))
    if added:
        session.execute(insert(TemplateSet), added)
    if filled:
        session.execute(insert(TemplateSetItem), filled)


def _items(organization_id: Any, set_id: Any, templates: Sequence[Any]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id(),
            "organization_id": organization_id,
            "template_set_id": set_id,
            "template_id": template_id,
            "position": position,
        }
        for position, template_id in enumerate(templates)
    ]


def _templates(session: Session, shipped: Sequence[ShippedSet]) -> dict[tuple[Any, str], Any]:
    """By organisation and handle; those of one's own stand in for what ships under the name."""
    handles = {handle for one in shipped for handle in one.templates}
    found = select(MediaTemplate.organization_id, MediaTemplate.handle, MediaTemplate.id)
    rows = session.execute(found.where(MediaTemplate.handle.in_(handles)))
    return {(row[0], row[1]): row[2] for row in rows}


def _kept(
    session: Session, shipped: Sequence[ShippedSet]
) -> tuple[dict[tuple[Any, str], tuple[Any, bool]], dict[Any, list[Any]]]:
    """The sets of these handles by organisation, and the templates in each."""
    of_handle = TemplateSet.handle.in_([one.handle for one in shipped])
    columns = (
        TemplateSet.organization_id,
        TemplateSet.handle,
        TemplateSet.id,
        TemplateSet.is_shipped,
    )
    kept = {
        (row[0], row[1]): (row[2], row[3])
        for row in session.execute(select(*columns).where(of_handle))
    }
    held = select(TemplateSetItem.template_set_id, TemplateSetItem.template_id).join(
        TemplateSet, TemplateSet.id == TemplateSetItem.template_set_id
    )
    items: dict[Any, list[Any]] = {}
    in_order = held.where(of_handle).order_by(TemplateSetItem.position)
    for set_id, template_id in session.execute(in_order):
        items.setdefault(set_id, []).append(template_id)
    return kept, items
