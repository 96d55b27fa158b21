"""A font that somebody uploads: whether it is one, what it may be used for, what it can draw.

TrueType and OpenType files, static or variable, with outlines; a `FontAsset` says what was found.
Call `added` where a render runs, or `media.fonts.intake.look` from anywhere else: a stranger's file
is opened in a child process alone. HarfBuzz checks every table before it reads it.
"""

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import uharfbuzz as hb

from media.errors import BadFont
from media.fonts import FAMILIES, add, faces
from media.fonts.faces import Face, Instance, font_of
from media.fonts.scripts import written_with
from media.kept import Kept

MAX_BYTES = 32 * 1024 * 1024
MOST_FONTS = 40  # two families of nine weights, upright and italic, and some more
_FAMILY = re.compile(r"[^\W_][\w .+'&-]{0,63}")
_MOST_TABLES = 64
_NEEDED = frozenset({"cmap", "head", "hhea", "hmtx", "maxp"})
_OUTLINES = ({"glyf", "loca"}, {"CFF "}, {"CFF2"})
_RESTRICTED, _BITMAPS_ONLY = 0x0002, 0x0200
_TRIED = 48
_HAN = frozenset(map(ord, "国的一是"))
_OTHERS = {
    b"ttcf": "is a collection; take one font out of it",
    b"wOFF": "is WOFF; hand in the TTF or OTF",
    b"wOF2": "is WOFF2; hand in the TTF or OTF",
}


@dataclass(frozen=True, slots=True)
class FontAsset:
    """What an added font is; weights as in CSS, widths in percent, `characters` a count."""

    digest: str  # SHA-256 of its bytes, in hex
    family: str
    weights: tuple[float, float]
    widths: tuple[float, float]
    italic: bool
    characters: int
    scripts: tuple[str, ...]  # as `media.fonts.scripts` names them
    face: Face


def _tables(data: bytes, name: str) -> frozenset[str]:
    """The directory, in bounds; raises BadFont."""
    if len(data) > MAX_BYTES:
        raise BadFont(name, f"is larger than {MAX_BYTES >> 20} MB")
    if len(data) < 12:
        raise BadFont(name, "is no font")
    if data[:4] in _OTHERS:
        raise BadFont(name, _OTHERS[data[:4]])
    if data[:4] not in {b"\0\1\0\0", b"OTTO", b"true"}:
        raise BadFont(name, "is neither TrueType nor OpenType")
    (count,) = struct.unpack_from(">H", data, 4)
    if not 0 < count <= _MOST_TABLES or len(data) < 12 + 16 * count:
        raise BadFont(name, "has a broken list of tables")
    tags: set[str] = set()
    for number in range(count):
        tag, _, offset, length = struct.unpack_from(">4sIII", data, 12 + 16 * number)
        shown = tag.decode("latin-1")
        if shown in tags or offset + length > len(data):
            raise BadFont(name, f"has a broken table {shown!r}")
        tags.add(shown)
    return frozenset(tags)


def _permitted(face: hb.Face, name: str) -> None:
    """`fsType` of OS/2: what the maker lets be done with it."""
    table = face.reference_table("OS/2").data
    if len(table) < 10:
        return
    (kind,) = struct.unpack_from(">H", table, 8)
    if kind & 0x000F == _RESTRICTED:
        raise BadFont(name, "may not be embedded: its maker has restricted its licence")
    if kind & _BITMAPS_ONLY:
        raise BadFont(name, "may be embedded as bitmaps only")


def _weight_and_slant(face: hb.Face) -> tuple[float, bool]:
    table = face.reference_table("OS/2").data
    if len(table) < 64:
        return 400.0, False
    weight, selection = (
        struct.unpack_from(">H", table, 4)[0],
        struct.unpack_from(">H", table, 62)[0],
    )
    return float(min(max(weight, 1), 1000)), bool(selection & 1)


def _named(face: hb.Face, family: str | None, name: str) -> str:
    kinds = (hb.OTNameIdPredefined.TYPOGRAPHIC_FAMILY, hb.OTNameIdPredefined.FONT_FAMILY)
    found = family or next((said for kind in kinds if (said := face.get_name(kind))), "")
    found = " ".join(found.split())
    if not _FAMILY.fullmatch(found):
        raise BadFont(name, "has no family name that can be used; give it one")
    if found in FAMILIES:
        raise BadFont(name, f"is named {found!r}, as a shipped one is; give it another name")
    return found


def _draws(instance: Instance, characters: list[int]) -> bool:
    """Some of what it maps has ink: outlines that are there, and can be read."""
    font = font_of(instance)
    tried = [*characters[:: max(1, len(characters) // _TRIED)], ord("n"), ord("H")]
    for code in tried:
        index = font.get_nominal_glyph(code)
        extents = font.get_glyph_extents(index) if index else None
        if extents is not None and extents.width and extents.height:
            raster = hb.RasterDraw()
            raster.transform = (0.05, 0.0, 0.0, 0.05, 0.0, 0.0)
            raster.draw_glyph(font, index)
            if raster.render() is not None:
                return True
    return False


def added(data: bytes, *, family: str | None = None, name: str = "font") -> FontAsset:
    """Checks a font and holds its bytes for renders of this process; raises BadFont.

    `family` is what templates call it, its own name where nothing is said; `name` is for errors.
    """
    digest = faces.digest_of(data)
    return _known.get((digest, family), lambda: _checked(data, family, name))


def _checked(data: bytes, family: str | None, name: str) -> FontAsset:
    tags = _tables(data, name)
    if missing := _NEEDED - tags:
        raise BadFont(name, f"lacks the table {min(missing)!r}")
    if not any(kinds <= tags for kinds in _OUTLINES):
        raise BadFont(name, "has no outlines")
    face = hb.Face(data)
    if not 16 <= face.upem <= 16384 or not face.glyph_count:
        raise BadFont(name, "has a broken head")
    _permitted(face, name)
    characters = sorted(face.unicodes)
    if not characters:
        raise BadFont(name, "maps no characters to glyphs")
    weight, italic = _weight_and_slant(face)
    axes = {axis.tag: (axis.min_value, axis.max_value) for axis in face.axis_infos}
    digest = faces.keep(data)
    made = Face(
        file="",
        family=_named(face, family, name),
        weights=axes.get("wght", (weight, weight)),
        widths=axes.get("wdth", (100.0, 100.0)),
        italic=italic,
        optical="opsz" in axes,
        has_han=set(characters) >= _HAN,
        digest=digest,
    )
    if not _draws(Instance(made), characters):
        raise BadFont(name, "has no outlines that can be drawn")
    return FontAsset(
        digest, made.family, made.weights, made.widths, italic, len(characters),
        written_with(characters), made,
    )  # fmt: skip


_known: Kept[FontAsset] = Kept(256, lambda _asset: 1)


@lru_cache(maxsize=64)
def _key(family: str, members: tuple[Face, ...]) -> str:
    return add(family, members)


def families(fonts: Mapping[str, bytes]) -> dict[str, str]:
    """By family, what `Font.families` takes for it: a name that holds the digests of its files.

    `fonts` are files by their digest, or by `family=digest` to call one otherwise than it calls
    itself. Raises BadFont: too many, not what the digest says, or no font.
    """
    if len(fonts) > MOST_FONTS:
        raise BadFont("fonts", f"are more than {MOST_FONTS}")
    members: dict[str, list[Face]] = {}
    for said, data in sorted(fonts.items()):
        family, _, digest = said.rpartition("=")
        if faces.digest_of(data) != digest:
            raise BadFont(said, "is not what its digest says")
        asset = added(data, family=family or None, name=said)
        faces.keep(data)  # again, where it had to go
        members.setdefault(asset.family, []).append(replace(asset.face))
    return {family: _key(family, tuple(found)) for family, found in members.items()}
