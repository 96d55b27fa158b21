"""Fonts that were added, as renders pin them: by family, and of each face one file.

A face is what a font file looks like: its weights, its widths, upright or italic. Of two files of
one face the brand kit's own is taken, or else the one that was added last.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from domain.brands.models import FontAsset
from domain.work import Work

Faces = Mapping[str, Mapping[str, str]]
"""By family, the key of each file by what `media` calls it: the family, `=`, its SHA-256."""


def added_fonts(work: Work) -> Sequence[FontAsset]:
    """All that the actor sees, first added first."""
    seen = work.seen(FontAsset).order_by(FontAsset.created_at, FontAsset.id)
    return work.session.scalars(seen, work.actor.values()).all()


def faces_of(fonts: Iterable[FontAsset], chosen: Collection[UUID | None] = ()) -> Faces:
    """One file for each face; `chosen` are those of the kit. Pure."""
    taken: dict[tuple[object, ...], FontAsset] = {}
    for font in sorted(fonts, key=lambda font: font.id in chosen):
        weights, widths = (font.weight_min, font.weight_max), (font.width_min, font.width_max)
        taken[font.family, weights, widths, font.is_italic] = font
    found: dict[str, dict[str, str]] = {}
    for font in taken.values():
        found.setdefault(font.family, {})[f"{font.family}={font.sha256}"] = font.file_key
    return found


def pinned(faces: Faces, families: Iterable[str]) -> dict[str, str]:
    """The files of those families that were added."""
    return {name: key for one in families for name, key in faces.get(one, {}).items()}
