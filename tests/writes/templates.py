"""Mutations about what pictures and films are made by."""

from itertools import count
from typing import Any

from domain.templates.states import VersionState
from tests.factories.templates import make_set, make_template, make_version, small_document
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)


def version_in(house: House, state: VersionState) -> dict[str, Any]:
    return {"id": node_id("MediaTemplateVersion", make_version(house, state=state))}


@change("mediaTemplateCreate", lines=2)
def create_template(_house: House) -> dict[str, Any]:
    return {"handle": f"own-{next(_numbers)}", "document": small_document()}


@change("mediaTemplateVersionCreate")
def create_version(house: House) -> dict[str, Any]:
    document = small_document(revision=100 + next(_numbers))
    return {"templateId": node_id("MediaTemplate", make_template(house)), "document": document}


@change("mediaTemplateSubmit")
def submit_version(house: House) -> dict[str, Any]:
    return version_in(house, VersionState.DRAFT)


@change("mediaTemplatePublish", lines=2)
def publish_version(house: House) -> dict[str, Any]:
    template = make_template(house, VersionState.PUBLISHED)
    version = make_version(house, template, VersionState.IN_REVIEW)
    return {"id": node_id("MediaTemplateVersion", version)}


@change("mediaTemplateReject")
def reject_version(house: House) -> dict[str, Any]:
    return {**version_in(house, VersionState.IN_REVIEW), "reason": "Too loud."}


@change("mediaTemplateRetire")
def retire_version(house: House) -> dict[str, Any]:
    return version_in(house, VersionState.PUBLISHED)


@change("mediaTemplateArchive", lines=2)
def archive_template(house: House) -> dict[str, Any]:
    return {"id": node_id("MediaTemplate", make_template(house, VersionState.PUBLISHED))}


@change("templateSetSet")
def set_template_set(house: House) -> dict[str, Any]:
    row = make_set(house)
    template = node_id("MediaTemplate", make_template(house))
    named = {"id": node_id("TemplateSet", row), "handle": row.handle}
    return {**named, "title": "Another", "items": [{"templateId": template}]}


@change("templateSetArchive")
def archive_template_set(house: House) -> dict[str, Any]:
    return {"id": node_id("TemplateSet", make_set(house))}
