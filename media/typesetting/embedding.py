"""What the invisible controls of UAX 9 say: embeddings, overrides, isolates. Rules P2 to X8."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

DEEPEST = 125
ISOLATES = frozenset({"LRI", "RLI", "FSI"})
_EMBEDDINGS = {"RLE": (1, ""), "LRE": (0, ""), "RLO": (1, "R"), "LRO": (0, "L")}


def base_level(text: str) -> int:
    """P2 and P3: 1 when the first strong character, isolates apart, is read from the right."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ISOLATES:
            depth += 1
        elif kind == "PDI":
            depth = max(depth - 1, 0)
        elif kind == "B":
            break
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return int(kind != "L")
    return 0


def matching(kinds: Sequence[str]) -> dict[int, int]:
    """BD9: each isolate and the PDI that ends it."""
    found: dict[int, int] = {}
    still_open: list[int] = []
    for place, kind in enumerate(kinds):
        if kind in ISOLATES:
            still_open.append(place)
        elif kind == "PDI" and still_open:
            found[still_open.pop()] = place
    return found


@dataclass(slots=True)
class Explicit:
    """X1 to X8: what the invisible controls say."""

    text: str
    base: int
    kinds: list[str]
    levels: list[int] = field(default_factory=list)
    _stack: list[tuple[int, str, bool]] = field(default_factory=list)
    _lost: list[int] = field(default_factory=lambda: [0, 0])  # isolates, embeddings
    _valid: int = 0

    def run(self, pairs: dict[int, int]) -> None:
        self._stack = [(self.base, "", False)]
        for place, kind in enumerate(list(self.kinds)):
            level, forced, _ = self._stack[-1]
            if kind in _EMBEDDINGS:
                self.levels.append(level)
                self._embed(kind)
            elif kind in ISOLATES:
                self.levels.append(level)
                inner = self.text[place + 1 : pairs.get(place, len(self.text))]
                rtl = kind == "RLI" or (kind == "FSI" and base_level(inner) == 1)
                self.kinds[place] = forced or kind
                self._isolate(int(rtl))
            elif kind == "PDI":
                self._close_isolate()
                level, forced, _ = self._stack[-1]
                self.levels.append(level)
                self.kinds[place] = forced or kind
            elif kind == "PDF":
                self.levels.append(level)
                if not self._lost[0]:
                    self._close_embedding()
            else:
                self.levels.append(level)
                self.kinds[place] = forced if forced and kind != "BN" else kind

    def _next(self, parity: int) -> int:
        level = self._stack[-1][0]
        return level + 1 if (level + 1) % 2 == parity else level + 2

    def _embed(self, kind: str) -> None:
        parity, forced = _EMBEDDINGS[kind]
        level = self._next(parity)
        if level <= DEEPEST and self._lost == [0, 0]:
            self._stack.append((level, forced, False))
        elif not self._lost[0]:
            self._lost[1] += 1

    def _isolate(self, parity: int) -> None:
        level = self._next(parity)
        if level <= DEEPEST and self._lost == [0, 0]:
            self._valid += 1
            self._stack.append((level, "", True))
        else:
            self._lost[0] += 1

    def _close_isolate(self) -> None:
        if self._lost[0]:
            self._lost[0] -= 1
        elif self._valid:
            self._lost[1] = 0
            while not self._stack[-1][2]:
                self._stack.pop()
            self._stack.pop()
            self._valid -= 1

    def _close_embedding(self) -> None:
        if self._lost[1]:
            self._lost[1] -= 1
        elif len(self._stack) > 1 and not self._stack[-1][2]:
            self._stack.pop()
