"""Templates, their versions and sets of them with plain defaults."""

from itertools import count
from typing import Any

from api.template_documents import document_of
from domain.templates.documents import written
from domain.templates.models import (
    MediaTemplate,
    MediaTemplateVersion,
    TemplateSet,
    TemplateSetItem,
    TemplateSlot,
)
from domain.templates.states import TemplateKind, VersionState
from tests.house import House

_numbers = count(1)


def headline(**more: Any) -> dict[str, Any]:
    """A layer of words."""
    usual = {"name": "headline", "kind": "text", "box": [20, 20, 360, 100], "text": "{title}"}
    font = {"size": [20, 40], "font": ["Inter"], "color": "#101216"}
    return {**usual, **font, **more}


def small_document(*layers: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A banner with one slot, which `media` takes."""
    return {
        "version": 1,
        "name": "small",
        "title": {"en": "Small", "zh": "小"},
        "kind": "BANNER",
        "placements": ["coupon"],
        "canvas": {"width_px": 400, "height_px": 300, "ground": "#FFFFFF"},
        "slots": {"title": {"kind": "TEXT", "required": True, "max_chars": 40}},
        "layers": list(layers) or [headline()],
        **more,
    }


def make_template(house: House, *states: VersionState, **more: Any) -> MediaTemplate:
    """A template with a version in each of these states, or with one draft."""
    usual: dict[str, Any] = {
        "handle": f"template-{next(_numbers)}",
        "title": "Small",
        "kind": TemplateKind.IMAGE,
    }
    template = MediaTemplate(organization_id=house.organization.id, **{**usual, **more})
    house.save(template)
    for state in states or [VersionState.DRAFT]:
        make_version(house, template, state)
    return template


def make_version(
    house: House,
    template: MediaTemplate | None = None,
    state: VersionState = VersionState.DRAFT,
    *,
    document: dict[str, Any] | None = None,
    **more: Any,
) -> MediaTemplateVersion:
    """The next version of the template, or the first of a new one."""
    if template is None:
        template = make_template(house, state)
        return latest(house, template)
    before = house.session.query(MediaTemplateVersion).filter_by(template_id=template.id).count()
    said = document or small_document(revision=before + 1)
    read = document_of(written(said), said)
    told: dict[str, Any] = {"number": before + 1, "state": state, **read.columns()}
    if state in {VersionState.PUBLISHED, VersionState.RETIRED}:
        told["published_at"] = house.now
    if state is VersionState.RETIRED:
        told["retired_at"] = house.now
    own: dict[str, Any] = {"organization_id": template.organization_id}
    version = MediaTemplateVersion(template_id=template.id, **own, **{**told, **more})
    house.save(version)
    house.save(*(TemplateSlot(version_id=version.id, **own, **slot) for slot in read.slot_rows()))
    return version


def latest(house: House, template: MediaTemplate) -> MediaTemplateVersion:
    of_it = house.session.query(MediaTemplateVersion).filter_by(template_id=template.id)
    return of_it.order_by(MediaTemplateVersion.number.desc()).limit(1).one()


def make_set(house: House, *templates: MediaTemplate, **more: Any) -> TemplateSet:
    """Of these templates, or of one."""
    usual: dict[str, Any] = {"handle": f"set-{next(_numbers)}", "title": "A set"}
    row = TemplateSet(organization_id=house.organization.id, **{**usual, **more})
    house.save(row)
    for position, template in enumerate(templates or [make_template(house)]):
        make_item(house, row, template, position=position)
    return row


def make_item(house: House, row: TemplateSet, template: MediaTemplate, **more: Any) -> None:
    own = {"organization_id": row.organization_id, "template_set_id": row.id}
    house.save(TemplateSetItem(template_id=template.id, **{**own, "position": 0, **more}))
