"""Lines of a shaped text: the fewest that hold it, and the evenest of that number. Widths in em."""

from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from media.scene import Span
from media.typesetting import breaking
from media.typesetting.shaping import Atom, shape

ORPHAN = 0.7  # a last line of one character costs this much raggedness
_MOST_LINES, _MOST_STOPS = 6, 160  # that are evened out
_HEAVY_END = 0.02  # of two ways as even, the longer line goes first


class Line(NamedTuple):
    """A slice of the atoms, and its ink in em from the pen's start."""

    start: int
    end: int
    left: float
    right: float


class Breaker:
    """The possible lines of one shaped text. Widths in em."""

    def __init__(self, atoms: tuple[Atom, ...], *, split_words: bool) -> None:
        self.atoms = atoms
        self._pens = [0.0, *accumulate(atom.width for atom in atoms)]
        self._inked = [n for n, atom in enumerate(atoms) if atom.ink is not None]
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
        return Line(start, inked[-1] + 1, left - pen, right - pen)

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
def breaker(spans: tuple[Span, ...], size_px: float, *, split_words: bool) -> Breaker:
    """Raises MissingGlyph."""
    return Breaker(shape(spans, size_px), split_words=split_words)
