"""Lines of a shaped text: the fewest that hold it, and the evenest of that number. Widths in em."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate, chain, groupby
from typing import NamedTuple

from media.scene import Reading, Span
from media.typesetting import bidi, breaking
from media.typesetting.atoms import Atom
from media.typesetting.shaping import shape

ORPHAN = 0.7  # a last line of one character costs this much raggedness
_MOST_LINES, _MOST_STOPS = 6, 160  # that are evened out
_EDGE_LETTERS = 3  # that may reach farthest out
_HEAVY_END = 0.02  # of two ways as even, the longer line goes first


class Line(NamedTuple):
    """A slice of the atoms, and its ink in em from the pen's start."""

    start: int
    end: int
    left: float
    right: float
    is_hyphened: bool = False  # it ends at a soft hyphen, which shows


def ordered(atoms: tuple[Atom, ...], line: Line) -> list[Atom]:
    """What stands in a line, from left to right."""
    found = list(atoms[line.start : line.end])
    if line.is_hyphened and (hyphen := atoms[line.end - 1].hyphen) is not None:
        found.append(hyphen)
    if not any(atom.level for atom in found):
        return found
    return [atom for _, atom in bidi.visual([(atom.level, atom) for atom in found])]


def extent(atoms: list[Atom]) -> tuple[float, float]:
    """From the leftmost to the rightmost ink of atoms as they stand; 0 and 0 if there is none."""
    pen, edges = 0.0, []
    for atom in atoms:
        if atom.ink is not None:
            edges.append((pen + atom.ink.left, pen + atom.ink.right))
        pen += atom.width
    if not edges:
        return 0.0, 0.0
    return min(left for left, _ in edges), max(right for _, right in edges)


class Breaker:
    """The possible lines of one shaped text. Widths in em."""

    def __init__(self, atoms: tuple[Atom, ...], *, split_words: bool) -> None:
        self.atoms = atoms
        self._pens = [0.0, *accumulate(atom.width for atom in atoms)]
        self._inked = [n for n, atom in enumerate(atoms) if atom.ink is not None]
        self._runs = [
            (level, [number for number, _ in group])
            for level, group in groupby(enumerate(atoms), lambda pair: pair[1].level)
        ]
        self._run_ends = [run[-1] for _, run in self._runs]
        text = "".join(atom.text for atom in atoms)
        by_character = breaking.costs(text, split_words=split_words)
        self._stops: list[tuple[int, float]] = []
        place = 0
        for number, atom in enumerate(atoms[:-1], 1):
            place += len(atom.text)
            cost = by_character[place - 1]
            if cost != breaking.NEVER:
                self._stops.append((number, cost))
        self._stops.append((len(atoms), 0.0))

    def _edge(self, number: int) -> tuple[float, float]:
        atom, pen = self.atoms[number], self._pens[number]
        return (pen + atom.ink.left, pen + atom.ink.right) if atom.ink else (pen, pen)

    def line(self, start: int, end: int) -> Line:
        """Without what has no ink at its end. The outermost three letters make its edges."""
        first, past = bisect_left(self._inked, start), bisect_left(self._inked, end)
        inked = (
            self._inked[first:past]
            if past - first <= 6
            else [*self._inked[first : first + 3], *self._inked[past - 3 : past]]
        )
        if not inked:
            return Line(start, start, 0.0, 0.0)
        left = min(self._edge(number)[0] for number in inked)
        right = max(self._edge(number)[1] for number in inked)
        pen = self._pens[start]
        if end < len(self.atoms) and self.atoms[end - 1].hyphen is not None:
            hyphened = Line(start, end, 0.0, 0.0, is_hyphened=True)
            left, right = extent(ordered(self.atoms, hyphened))
            return hyphened._replace(left=left, right=right)
        if len(self._runs) > 1 or self._runs[0][0]:
            return Line(start, inked[-1] + 1, *self._turned(start, inked[-1] + 1))
        return Line(start, inked[-1] + 1, left - pen, right - pen)

    def _turned(self, start: int, end: int) -> tuple[float, float]:
        """Edges of a line that does not run from left to right alone: as above, by its ends."""
        first, last = bisect_left(self._run_ends, start), bisect_left(self._run_ends, end - 1)
        runs: list[tuple[int, tuple[int, int]]] = []
        for level, run in self._runs[first : last + 1]:
            runs.append((level, (max(run[0], start), min(run[-1] + 1, end))))
        order = bidi.visual(runs)
        outer = [
            range(high - 1, low - 1, -1) if level % 2 else range(low, high)
            for level, (low, high) in order
        ]
        width = self._pens[end] - self._pens[start]
        left, right = width, 0.0
        for pen, atom in self._outermost(outer):
            left = min(left, pen + atom.ink.left) if atom.ink else left
        for pen, atom in self._outermost([numbers[::-1] for numbers in reversed(outer)]):
            edge = width - pen - atom.width
            right = max(right, edge + atom.ink.right) if atom.ink else right
        return left, right

    def _outermost(self, order: list[range]) -> Iterator[tuple[float, Atom]]:
        """The first letters with ink on the way, and how far the way has come before each."""
        pen, seen = 0.0, 0
        for number in chain.from_iterable(order):
            atom = self.atoms[number]
            if atom.ink is not None:
                yield pen, atom
                seen += 1
            if seen == _EDGE_LETTERS:
                return
            pen += atom.width

    def fewest(self, width: float, most: int) -> tuple[Line, ...] | None:
        """As much in each line as it holds; None past so many lines, or when a piece is wider."""
        lines: list[Line] = []
        start, last = 0, 0
        for stop, cost in self._stops:
            line = self.line(start, stop)
            if line.right - line.left > width:
                if last == start:
                    return None
                lines.append(self.line(start, last))
                start = last
                line = self.line(start, stop)
                if line.right - line.left > width:
                    return None
            last = stop
            if cost == breaking.MUST or stop == len(self.atoms):
                lines.append(line)
                start = stop
            if len(lines) > most:
                return None
        return tuple(lines)

    def best(self, count: int, width: float) -> tuple[float, tuple[Line, ...]] | None:
        """That many lines, as even as can be, and what they cost: a cut word, a lone character.

        Long texts are not evened out: their lines are as full as they can be.
        """
        if count > _MOST_LINES or len(self._stops) > _MOST_STOPS:
            full = self.fewest(width, count)
            return (0.0, full) if full else None
        whole = self.line(0, len(self.atoms))
        target = min(width, max((whole.right - whole.left) / count, 1e-6))
        states: dict[int, tuple[float, tuple[Line, ...]]] = {0: (0.0, ())}
        for number in range(1, count + 1):
            reached: dict[int, tuple[float, tuple[Line, ...]]] = {}
            for start, (spent, lines) in states.items():
                for stop, cost in self._stops:
                    if stop <= start:
                        continue
                    line = self.line(start, stop)
                    wide = line.right - line.left
                    if wide > width:
                        break
                    is_last = stop == len(self.atoms)
                    if is_last == (number == count):
                        ragged = ((wide - target) / target) ** 2
                        lone = is_last and count > 1 and line.end - line.start == 1
                        more = spent + ragged + max(cost, 0.0) + (ORPHAN if lone else 0.0)
                        more += _HEAVY_END if is_last and wide > target else 0.0
                        if stop not in reached or more < reached[stop][0]:
                            reached[stop] = (more, (*lines, line))
                    if cost == breaking.MUST:
                        break
            states = reached
        return states.get(len(self.atoms))


@lru_cache(maxsize=512)
def breaker(
    spans: tuple[Span, ...], size_px: float, reading: Reading, *, split_words: bool
) -> Breaker:
    """Raises MissingGlyph."""
    return Breaker(shape(spans, size_px, reading), split_words=split_words)
