"""Words to glyphs: which face has a character, how they join, how wide they stand. Sizes in em.

HarfBuzz shapes, from its own wheel; Pillow's RAQM is not used, as it needs the system's libfribidi.
An atom is what a line may not cut without harm: a cluster of glyphs.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

import uharfbuzz as hb

from media.errors import MissingGlyph
from media.fonts import Instance, chain, choose, covers, em_of, font_of
from media.scene import Reading, Span
from media.typesetting import bidi, breaking
from media.typesetting.atoms import Atom, Glyph, height_of, ink_of
from media.typesetting.choosing import faces
from media.typesetting.scripts import JOINED, SQUARE, TALL, is_mark, is_unseen, script_of

HAN_GAP_EM = 0.2  # between Han and Latin letters or digits
_HAN_SIGNS = frozenset("￥％＋－　，。、；：？！（）《》「」『』【】〔〕〖〗〈〉～·…—“”‘’")
_OPENING = frozenset("（《「『【〔〖〈“‘")
_CLOSING = frozenset("，。、；：？！）》」』】〕〗〉”’")
SOFT_HYPHEN = "\u00ad"
_SIMPLE = SQUARE | {"LATIN", "GREEK", "CYRILLIC", "FULLWIDTH", "HALFWIDTH", "KATAKANA-HIRAGANA"}


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


class _Run(NamedTuple):
    """A stretch of the whole text: one face, one direction, one script."""

    start: int
    end: int
    span: int
    instance: Instance
    level: int
    base: int
    script: str


@dataclass(frozen=True, slots=True)
class _Words:
    """The whole text, as HarfBuzz sees what stands around a run: letters join across colours."""

    text: str
    codes: list[int]
    language: str


def _clusters(words: _Words, run: _Run, span: Span) -> list[tuple[int, list[Glyph], float]]:
    """Clusters in the order of the text: their first character, glyphs and width, at size 1."""
    buffer = hb.Buffer()
    buffer.add_codepoints(words.codes, run.start, run.end - run.start)
    buffer.direction = "rtl" if run.level % 2 else "ltr"
    buffer.language = words.language
    buffer.guess_segment_properties()
    features: dict[str, Any] = dict(span.font.features)
    if run.instance.face.has_han and (squeezed := _squeezed(words.text[run.start : run.end])):
        features.setdefault(
            "halt", [(first + run.start, end + run.start, on) for first, end, on in squeezed]
        )
    if span.tracking_em and run.script not in JOINED:
        features.setdefault("liga", 0)
    hb.shape(font_of(run.instance), buffer, features)
    em = em_of(run.instance)
    clusters: list[tuple[int, list[Glyph], float]] = []
    for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        if info.codepoint == 0:
            raise MissingGlyph(_lacking(run.instance, words.text[info.cluster : run.end]))
        if not clusters or clusters[-1][0] != info.cluster:
            clusters.append((info.cluster, [], 0.0))
        first, glyphs, width = clusters[-1]
        x, y = width + position.x_offset / em, position.y_offset / em
        glyphs.append(Glyph(run.instance, info.codepoint, x, y, 1.0))
        clusters[-1] = (first, glyphs, width + position.x_advance / em)
    return clusters[::-1] if run.level % 2 else clusters


def _lacking(instance: Instance, text: str) -> str:
    """Which character of a cluster, at the start of a text, has no glyph."""
    return next((one for one in text if not covers(instance, one) and not is_unseen(one)), text[0])


def _atoms_of(words: _Words, run: _Run, span: Span, size_px: float) -> list[Atom]:
    if words.text[run.start] == "\n":
        return [Atom("\n", run.span, 0.0, (), None, base=run.base)] * (run.end - run.start)
    clusters, size = _clusters(words, run, span), span.size_em
    tracking = 0.0 if run.script in JOINED else span.tracking_em * size
    ends = [first for first, _, _ in clusters[1:]] + [run.end]
    atoms: list[Atom] = []
    for (first, glyphs, width), end in zip(clusters, ends, strict=True):
        part = words.text[first:end]
        is_han = run.instance.face.has_han and breaking.is_han(part[0])
        script = script_of(part[0])
        top, bottom = height_of(run.instance, "国" if is_han else TALL.get(script, "H"))
        placed = tuple(
            glyph._replace(x=glyph.x * size, y=glyph.y * size + span.raise_em, size=size)
            for glyph in glyphs
        )
        ink = ink_of(placed)
        spaced = 0.0 if ink is None and all(map(is_unseen, part)) else tracking
        atom = Atom(part, run.span, width * size + spaced, placed, ink, top * size + span.raise_em,
                    bottom * size + span.raise_em, spaced, run.level, run.base)  # fmt: skip
        if part == SOFT_HYPHEN:
            atom = replace(atom, glyphs=(), hyphen=_hyphen(run, span, size_px))
        atoms.append(atom)
    return atoms


def _hyphen(run: _Run, span: Span, size_px: float) -> Atom:
    instance = choose((run.instance, *chain(span.font, size_px * span.size_em)), "-")
    words = _Words("-", [ord("-")], "und")
    alone = run._replace(start=0, end=1, instance=instance, script="")
    return _atoms_of(words, alone, span, size_px)[0]


def _levels(text: str, reading: Reading) -> tuple[list[int], list[int]]:
    """Of each character: its own and its paragraph's."""
    if bidi.is_plain(text) and reading is not Reading.RTL:
        return [0] * len(text), [0] * len(text)
    own: list[int] = []
    bases: list[int] = []
    for paragraph in text.split("\n"):
        if reading is Reading.AUTO:
            base = bidi.base_level(paragraph)
        else:
            base = int(reading is Reading.RTL)
        own += [*bidi.levels(paragraph, base), base]
        bases += [base] * (len(paragraph) + 1)
    return own[:-1], bases[:-1]


def _scripts(text: str) -> list[str]:
    """Those that HarfBuzz has a shaper of its own for; marks go with what they stand on."""
    found: list[str] = []
    for character in text:
        if found and (is_mark(character) or is_unseen(character)):
            found.append(found[-1])
        else:
            script = script_of(character)
            found.append("" if script in _SIMPLE else script)
    return found


def _language(text: str) -> str:
    """As far as the letters tell it: Han looks otherwise beside kana."""
    return "ja" if any(script_of(c) in {"HIRAGANA", "KATAKANA"} for c in text) else "und"


def _runs(spans: tuple[Span, ...], text: str, size_px: float, reading: Reading) -> list[_Run]:
    own, bases = _levels(text, reading)
    scripts = _scripts(text)
    runs: list[_Run] = []
    start = 0
    for number, span in enumerate(spans):
        found = faces(span, size_px, text, start)
        places = range(start, start + len(span.text))
        for key, group in groupby(
            places,
            lambda at, found=found, start=start: (  # type: ignore[misc]  # bound in this turn
                found[at - start], own[at], bases[at], scripts[at], text[at] == "\n"
            ),
        ):  # fmt: skip
            run = list(group)
            instance, level, base, script, _ = key
            runs.append(_Run(run[0], run[-1] + 1, number, instance, level, base, script))
        start += len(span.text)
    return runs


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
def shape(
    spans: tuple[Span, ...], size_px: float, reading: Reading = Reading.AUTO
) -> tuple[Atom, ...]:
    """Raises MissingGlyph. The size only chooses the optical axis; widths are in em."""
    text = "".join(span.text for span in spans)
    words = _Words(text, [ord(character) for character in text], _language(text))
    atoms: list[Atom] = []
    for run in _runs(spans, text, size_px, reading):
        atoms += _atoms_of(words, run, spans[run.span], size_px)
    return tuple(_raised(_spaced(atoms), spans))
