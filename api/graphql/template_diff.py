"""What differs between two versions of templates, in the graph."""

import json
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api import reads
from domain.permissions import Permission
from domain.templates import changes, models
from domain.templates.queries import both_documents

reads.described(
    changes.ChangeKind,
    "What became of a part of a document.",
    ADDED="It is new.",
    REMOVED="It is no more.",
    CHANGED="It says something else.",
    MOVED="It stands elsewhere among its like: nearer the front, or later in the film.",
)


@strawberry.type(description="One difference between two documents.")
class TemplateChange:
    path: list[str] = strawberry.field(
        description="Where, by names: `layers`, `headline`, `size`; empty is the whole document."
    )
    kind: changes.ChangeKind = strawberry.field(description="What became of it.")
    from_: JSON | None = strawberry.field(
        name="from", description="What it was; of what has moved its place, from 0."
    )
    to: JSON | None = strawberry.field(
        description="What it is; of what has moved its place, from 0."
    )


def _changes(_moment: Any, before: str, after: str) -> list[dict[str, Any]]:
    return [
        {"path": one.path, "kind": one.kind.name, "from": one.before, "to": one.after}
        for one in changes.differences(json.loads(before), json.loads(after))
    ]


@strawberry.type(description="What differs between two versions, of one template or of two.")
class MediaTemplateDiff:
    changes: list[TemplateChange] = reads.made(
        _changes,
        "before",
        "after",
        description="From the one to the other: slots, layers, scenes and colours by their names.",
    )


@strawberry.type
class TemplateDiffQuery:
    media_template_diff: MediaTemplateDiff | None = reads.report(
        both_documents,
        {
            "from_version_id": (models.MediaTemplateVersion, "The version that it was."),
            "to_version_id": (models.MediaTemplateVersion, "The version that it is."),
        },
        needs=Permission.TEMPLATES_READ,
        is_one=True,
        description="What differs between two versions; null unless you see both.",
    )
