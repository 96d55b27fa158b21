"""Which version of a template is drawn, and its document read."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING
from uuid import UUID

from domain.compliance.models import SizePreset
from domain.creatives.asked import Pin
from domain.errors import Conflict, Invalid
from domain.json_text import sha256_of
from domain.templates.models import MediaTemplate, MediaTemplateVersion
from domain.templates.states import TemplateKind, VersionState
from domain.templates.versions import version_to_use
from domain.work import Work

if TYPE_CHECKING:
    from media.document.template import Template
    from media.presets.preset import Preset as PresetRow


@dataclass(frozen=True)
class Version:
    """One that is pinned: whoever asks again gets the same."""

    handle: str
    kind: TemplateKind
    pin: Pin
    document: str

    def read(self, preset: "Preset | None" = None) -> "Template":
        """As it is for a preset; raises a MediaError."""
        return _read(self.pin.sha256, self.document, preset.name if preset else None)

    def families(self) -> frozenset[str]:
        """Those that it names."""
        return _families(self.pin.sha256, self.document)


@dataclass(frozen=True)
class Preset:
    """A row of sizes and rules, pinned."""

    name: str
    pin: Pin
    document: str
    kind: str

    def row(self) -> "PresetRow":
        return _row(self.pin.sha256, self.document)


@lru_cache(maxsize=128)
def _read(_sha256: str, document: str, preset: str | None) -> "Template":
    from media.document.library import read  # noqa: PLC0415  imports what measures letters

    return read(json.loads(document), preset)


@lru_cache(maxsize=128)
def _families(_sha256: str, document: str) -> frozenset[str]:
    from media.document.families import all_named  # noqa: PLC0415  as above

    return frozenset(all_named(json.loads(document)))


@lru_cache(maxsize=128)
def _row(_sha256: str, document: str) -> "PresetRow":
    from media.presets.reading import read  # noqa: PLC0415  only where something is drawn

    return read([json.loads(document)])[0]


def pinned(row: MediaTemplateVersion, template: MediaTemplate) -> Version:
    return Version(template.handle, template.kind, Pin(row.id, row.sha256), row.document)


def preset_of(row: SizePreset) -> Preset:
    pin = Pin(row.id, sha256_of(row.document))
    return Preset(row.name, pin, row.document, row.kind.name)


def preset_with(work: Work, preset_id: UUID | None, *path: str) -> Preset | None:
    if preset_id is None:
        return None
    return preset_of(work.find(SizePreset, preset_id, *(path or ("preset_id",))))


def version_with(work: Work, version_id: UUID) -> Version:
    """By its id; one that is not published draws nothing new."""
    row = work.find(MediaTemplateVersion, version_id, "template_version_id")
    if row.state is not VersionState.PUBLISHED:
        raise Conflict(f"This version is {row.state.name}.", "template_version_id")
    return pinned(row, work.session.get_one(MediaTemplate, row.template_id))


def version_named(work: Work, handle: str) -> Version:
    """The published version of the template with that handle."""
    row = version_to_use(work, handle)
    return pinned(row, work.session.get_one(MediaTemplate, row.template_id))


def chosen(work: Work, handle: str | None, version_id: UUID | None) -> Version:
    """By either; raises Invalid unless it is one."""
    if (handle is None) == (version_id is None):
        raise Invalid("Give either a template's handle or a version of one.", "template")
    if handle is not None:
        return version_named(work, handle)
    assert version_id is not None
    return version_with(work, version_id)
