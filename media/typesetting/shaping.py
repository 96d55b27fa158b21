"""Words to glyphs: which face has a character, how they join, how wide they stand. Sizes in em.

HarfBuzz shapes, from its own wheel; Pillow's RAQM is not used, as it needs the system's libfribidi.
An atom is what a line may not cut without harm: a cluster of glyphs.
"""

import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import uharfbuzz as hb

from media.errors import MissingGlyph
from media.fonts import Instance, chain, choose, covers, em_of, font_of
from media.scene import Span
from media.typesetting import breaking

HAN_GAP_EM = 0.2  # between Han and Latin letters or digits
_TOWARDS_HAN = frozenset("“”‘’…—·、，。；：！？（）《》")
_HAN_SIGNS = frozenset("￥％＋－　，。、；：？！（）《》「」『』【】〔〕〖〗〈〉～·…—“”‘’")
_OPENING = frozenset("（《「『【〔〖〈“‘")
_CLOSING = frozenset("，。、；：？！）》」』】〕〗〉”’")
_IGNORED = frozenset("\u200b\u2060\ufeff\u200d\u200c\ufe0f\ufe0e\u00ad")


class Glyph(NamedTuple):
    """Where it stands from the start of its atom, up from the baseline, and its size."""

    instance: Instance
    id: int
    x: float
    y: float
    size: float


class Extent(NamedTuple):
    """Edges of ink; top and bottom count upwards from the baseline."""

    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Atom:
    """`top` and `bottom` are of its kind of letters, not of its ink: capitals, or Han squares."""

    text: str
    span: int
    width: float
    glyphs: tuple[Glyph, ...]
    ink: Extent | None
    top: float = 0.0
    bottom: float = 0.0
    tracking: float = 0.0


@lru_cache(maxsize=8192)
def glyph_ink(instance: Instance, index: int) -> Extent | None:
    """None for a space."""
    extents = font_of(instance).get_glyph_extents(index)
    if extents is None or not extents.width or not extents.height:
        return None
    em = em_of(instance)
    left, top = extents.x_bearing / em, extents.y_bearing / em
    return Extent(left, left + extents.width / em, top, top + extents.height / em)


@lru_cache(maxsize=256)
def _height_of(instance: Instance, character: str) -> tuple[float, float]:
    index = font_of(instance).get_nominal_glyph(ord(character))
    ink = glyph_ink(instance, index) if index else None
    return (ink.top, min(ink.bottom, 0.0)) if ink else (0.7, 0.0)


def _faces(span: Span, size_px: float, around: str, start: int) -> list[Instance]:
    """One for each character; signs that both have take the face of the Han beside them."""
    instances = chain(span.font, size_px * span.size_em)
    han_first = tuple(sorted(instances, key=lambda instance: not instance.face.has_han))
    found: list[Instance] = []
    for place, character in enumerate(span.text, start):
        kind = unicodedata.category(character)
        if character == "\n" or character in _IGNORED or kind in {"Mn", "Me"}:
            last = found[-1] if found else instances[0]
            if kind in {"Mn", "Me"} and not covers(last, character):
                raise MissingGlyph(character)
            found.append(last)
            continue
        if kind in {"Cc", "Cs", "Co", "Cn"}:
            raise MissingGlyph(character)
        beside = around[max(0, place - 1) : place] + around[place + 1 : place + 2]
        is_sign = character in _TOWARDS_HAN and breaking.has_han(beside)
        if character == " " and found and covers(found[-1], " "):
            found.append(found[-1])
        else:
            found.append(choose(han_first if is_sign else instances, character))
    return found


def _squeezed(text: str) -> list[tuple[int, int, int]]:
    """Ranges for `halt`: of two full-width signs side by side, one gives up its empty half."""
    found = []
    for place in range(len(text) - 1):
        here, after = text[place], text[place + 1]
        if here in _CLOSING and after in _CLOSING | _OPENING:
            found.append((place, place + 1, 1))
        elif here in _OPENING and after in _OPENING:
            found.append((place + 1, place + 2, 1))
    return found


def _run(text: str, instance: Instance, span: Span) -> list[tuple[int, list[Glyph], float]]:
    """Clusters of one face: their first character, glyphs and width, at size 1."""
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    features: dict[str, Any] = dict(span.font.features)
    if instance.face.has_han and (squeezed := _squeezed(text)):
        features.setdefault("halt", squeezed)
    if span.tracking_em:
        features.setdefault("liga", 0)
    hb.shape(font_of(instance), buffer, features)
    em = em_of(instance)
    clusters: list[tuple[int, list[Glyph], float]] = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if not clusters or clusters[-1][0] != info.cluster:
            clusters.append((info.cluster, [], 0.0))
        first, glyphs, width = clusters[-1]
        x, y = width + position.x_offset / em, position.y_offset / em
        glyphs.append(Glyph(instance, info.codepoint, x, y, 1.0))
        clusters[-1] = (first, glyphs, width + position.x_advance / em)
    return clusters


def _ink(glyphs: list[Glyph]) -> Extent | None:
    inks = [
        (glyph, ink) for glyph in glyphs if (ink := glyph_ink(glyph.instance, glyph.id)) is not None
    ]
    if not inks:
        return None
    return Extent(
        min(glyph.x + ink.left * glyph.size for glyph, ink in inks),
        max(glyph.x + ink.right * glyph.size for glyph, ink in inks),
        max(glyph.y + ink.top * glyph.size for glyph, ink in inks),
        min(glyph.y + ink.bottom * glyph.size for glyph, ink in inks),
    )


def _atoms_of(span: Span, number: int, size_px: float, around: str, start: int) -> list[Atom]:
    atoms: list[Atom] = []
    faces = _faces(span, size_px, around, start)
    pairs = list(zip(span.text, faces, strict=True))
    for (instance, is_break), group in groupby(pairs, lambda pair: (pair[1], pair[0] == "\n")):
        text = "".join(character for character, _ in group)
        if is_break:
            atoms += [Atom("\n", number, 0.0, (), None) for _ in text]
            continue
        clusters = _run(text, instance, span)
        ends = [first for first, _, _ in clusters[1:]] + [len(text)]
        for (first, glyphs, width), end in zip(clusters, ends, strict=True):
            part, size = text[first:end], span.size_em
            is_han = instance.face.has_han and breaking.is_han(part[0])
            top, bottom = _height_of(instance, "国" if is_han else "H")
            placed = [
                glyph._replace(x=glyph.x * size, y=glyph.y * size + span.raise_em, size=size)
                for glyph in glyphs
            ]
            atoms.append(
                Atom(
                    part,
                    number,
                    width * size + span.tracking_em * size,
                    tuple(placed),
                    _ink(placed),
                    top * size + span.raise_em,
                    bottom * size + span.raise_em,
                    span.tracking_em * size,
                )
            )
    return atoms


def _is_letter(character: str) -> bool:
    return breaking.is_han(character) and character not in _HAN_SIGNS


def _spaced(atoms: list[Atom]) -> list[Atom]:
    """With the gap between Han and Latin, whether or not somebody typed a space there."""
    spaced = list(atoms)
    for place in range(len(atoms) - 1):
        here, after = atoms[place].text[-1], atoms[place + 1].text[0]
        size = atoms[place].glyphs[0].size if atoms[place].glyphs else 1.0
        pair = (here, after)
        if any(map(_is_letter, pair)) and any(one.isalnum() and one.isascii() for one in pair):
            spaced[place] = replace(atoms[place], width=atoms[place].width + HAN_GAP_EM * size)
        elif here == " " and place > 0:
            ends = (atoms[place - 1].text[-1], after)
            if any(map(_is_letter, ends)) and any(one.isalnum() and one.isascii() for one in ends):
                spaced[place] = replace(atoms[place], width=HAN_GAP_EM * size)
    return spaced


def _raised(atoms: list[Atom], spans: tuple[Span, ...]) -> list[Atom]:
    """With the spans that hang from the top of the full-sized letters hung there."""
    hung = {number for number, span in enumerate(spans) if span.cap_top}
    tops = [atom.ink.top for atom in atoms if atom.ink and atom.span not in hung]
    if not hung or not tops:
        return atoms
    raised: list[Atom] = []
    for atom in atoms:
        own = [other.ink.top for other in atoms if other.ink and other.span == atom.span]
        if atom.span not in hung or not own or atom.ink is None:
            raised.append(atom)
            continue
        up = max(tops) - max(own)
        glyphs = tuple(glyph._replace(y=glyph.y + up) for glyph in atom.glyphs)
        ink = atom.ink._replace(top=atom.ink.top + up, bottom=atom.ink.bottom + up)
        top, bottom = atom.top + up, atom.bottom + up
        raised.append(replace(atom, glyphs=glyphs, ink=ink, top=top, bottom=bottom))
    return raised


@lru_cache(maxsize=512)
def shape(spans: tuple[Span, ...], size_px: float) -> tuple[Atom, ...]:
    """Raises MissingGlyph. The size only chooses the optical axis; widths are in em."""
    around = "".join(span.text for span in spans)
    atoms: list[Atom] = []
    start = 0
    for number, span in enumerate(spans):
        atoms += _atoms_of(span, number, size_px, around, start)
        start += len(span.text)
    return tuple(_raised(_spaced(atoms), spans))
