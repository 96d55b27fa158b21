"""Lines of a shaped text: the fewest that hold it, and the evenest of that number. Widths in em."""

from functools import lru_cache
from typing import NamedTuple

from media import breaking
from media.scene import Span
from media.shaping import Atom, shape

ORPHAN = 0.7  # a last line of one character costs this much raggedness


class Line(NamedTuple):
    """A slice of the atoms, and its ink in em from the pen's start."""

    start: int
    end: int
    left: float
    right: float


def _line(atoms: tuple[Atom, ...], start: int, end: int) -> Line:
    """Without the spaces and the line break at its end."""
    while end > start and (atoms[end - 1].text.isspace() or not atoms[end - 1].glyphs):
        end -= 1
    pen, left, right = 0.0, None, 0.0
    for atom in atoms[start:end]:
        if atom.ink is not None:
            left = pen + atom.ink.left if left is None else min(left, pen + atom.ink.left)
            right = max(right, pen + atom.ink.right)
        pen += atom.width
    return Line(start, end, left or 0.0, right)


class Breaker:
    """The possible lines of one shaped text. Widths in em."""

    def __init__(self, atoms: tuple[Atom, ...], *, split_words: bool) -> None:
        self.atoms = atoms
        text = "".join(atom.text for atom in atoms)
        by_character = breaking.costs(text, split_words=split_words)
        self.stops: list[tuple[int, float]] = []
        place = 0
        for number, atom in enumerate(atoms[:-1], 1):
            place += len(atom.text)
            cost = by_character[place - 1]
            if cost != breaking.NEVER:
                self.stops.append((number, cost))
        self.stops.append((len(atoms), 0.0))
        self.lines: dict[tuple[int, int], Line] = {}

    def line(self, start: int, end: int) -> Line:
        if (start, end) not in self.lines:
            self.lines[start, end] = _line(self.atoms, start, end)
        return self.lines[start, end]

    def fewest(self, width: float) -> int | None:
        """How many lines it takes; None when a piece is wider than the line."""
        count, start, last = 1, 0, 0
        for stop, cost in self.stops:
            line = self.line(start, stop)
            if line.right - line.left > width:
                if last == start:
                    return None
                count, start = count + 1, last
                line = self.line(start, stop)
                if line.right - line.left > width:
                    return None
            last = stop
            if cost == breaking.MUST:
                count, start = count + 1, stop
        return count

    def best(self, count: int, width: float) -> tuple[Line, ...] | None:
        """That many lines, as even as can be, without a word cut where it need not be."""
        whole = self.line(0, len(self.atoms))
        target = min(width, max((whole.right - whole.left) / count, 1e-6))
        states: dict[int, tuple[float, tuple[Line, ...]]] = {0: (0.0, ())}
        for number in range(1, count + 1):
            reached: dict[int, tuple[float, tuple[Line, ...]]] = {}
            for start, (spent, lines) in states.items():
                for stop, cost in self.stops:
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
                        if stop not in reached or more < reached[stop][0]:
                            reached[stop] = (more, (*lines, line))
                    if cost == breaking.MUST:
                        break
            states = reached
        found = states.get(len(self.atoms))
        return found[1] if found else None


@lru_cache(maxsize=512)
def breaker(spans: tuple[Span, ...], size_px: float, *, split_words: bool) -> Breaker:
    """Raises MissingGlyph."""
    return Breaker(shape(spans, size_px), split_words=split_words)
