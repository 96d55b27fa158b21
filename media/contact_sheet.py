"""All templates on one sheet: itself a template, so that it is drawn as everything else is.

Pictures of one template stand close together and share their caption; rows are filled from edge to
edge, and of all ways to break them the one is taken whose rows are most alike.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WIDTH_PX = 2400
MOST_PICTURES = 60
_MARGIN, _HEAD, _FOOT = 112, 372, 104
_BETWEEN, _WITHIN, _BELOW = 64, 20, 176
_ROW_PX, _TALLEST_PX = 580, 760
_NARROWEST, _WIDEST = 0.5, 4.0
_GROUND, _INK, _MUTED, _LINE = "#EFEBE4", "#221D18", "#72685D", "#221D18"
_SERIF, _SANS = ["Instrument Serif", "Noto Serif SC"], ["Inter", "Noto Sans SC"]


@dataclass(frozen=True)
class Shot:
    """A drawn picture by its asset's name, and its size in px."""

    asset: str
    width_px: int
    height_px: int

    @property
    def ratio(self) -> float:
        """Of the tile: what is longer or wider than any tile is shown from its top or middle."""
        return min(max(self.width_px / self.height_px, _NARROWEST), _WIDEST)


@dataclass(frozen=True)
class Entry:
    """A template: its title, a line of facts, and its pictures."""

    title: str
    facts: str
    shots: tuple[Shot, ...]

    @property
    def ratio(self) -> float:
        return sum(shot.ratio for shot in self.shots)

    @property
    def gaps_px(self) -> int:
        return _WITHIN * (len(self.shots) - 1)


Row = Sequence[Entry]


def _height(row: Row) -> float:
    """In which its pictures fill the width."""
    gaps = _BETWEEN * (len(row) - 1) + sum(entry.gaps_px for entry in row)
    return (WIDTH_PX - 2 * _MARGIN - gaps) / sum(entry.ratio for entry in row)


def _cost(row: Row) -> float:
    """Half as high is as bad as twice as high; a row that is no row is worse than any."""
    height = _height(row)
    return math.log(height / _ROW_PX) ** 2 if height > 1 else 1e6


def rows_of(entries: Sequence[Entry]) -> list[list[Entry]]:
    """In their order, the cheapest way to break them."""
    best: list[tuple[float, list[list[Entry]]]] = [(0.0, [])]
    for end in range(1, len(entries) + 1):
        ways = []
        for start in range(end):
            row = list(entries[start:end])
            cost, rows = best[start]
            ways.append((cost + _cost(row), [*rows, row]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


def _plain(text: str) -> str:
    """Words that name no slot and emphasise nothing."""
    return text.translate({ord(sign): None for sign in "{}*"})


class _Sheet:
    def __init__(self) -> None:
        self.layers: list[dict[str, Any]] = []
        self.values: dict[str, str] = {}

    def words(self, text: str, box: Sequence[float], size: float, **style: Any) -> None:
        layer = {
            "name": f"words-{len(self.layers)}",
            "kind": "text",
            "text": _plain(text),
            "box": [round(side, 2) for side in box],
            "size": [size * 0.5, size],
            "font": _SANS,
            "color": _INK,
            "overflow": "ELLIPSIS",
        }
        self.layers.append(layer | style)

    def picture(self, shot: Shot, box: Sequence[float]) -> None:
        slot = f"shot_{len(self.values)}"
        is_cut = shot.width_px / shot.height_px < _NARROWEST
        self.values[slot] = shot.asset
        self.layers.append(
            {
                "name": f"shot-{len(self.layers)}",
                "kind": "picture",
                "slot": slot,
                "box": [round(side, 2) for side in box],
                "corners": 10,
                "fades": [0, 0, 120, 0] if is_cut else [0, 0, 0, 0],
                "shadows": []
                if is_cut
                else [
                    {"color": "#3A2E2226", "y": 18, "sigma": 22, "spread": -8},
                    {"color": "#3A2E2220", "y": 2, "sigma": 3},
                ],
            }
        )

    def row(self, row: Row, top: float) -> float:
        """Its bottom, in px."""
        height = min(_height(row), _TALLEST_PX)
        x: float = _MARGIN
        for entry in row:
            left = x
            for shot in entry.shots:
                width = shot.ratio * height
                self.picture(shot, (x, top, width, height))
                x += width + _WITHIN
            wide = x - _WITHIN - left
            self.words(
                entry.title, (left, top + height + 26, wide, 52), 38, weight=600, tracking=-0.01
            )
            self.words(
                entry.facts, (left, top + height + 80, wide, 38), 26, color=_MUTED, tracking=0.0
            )
            x += _BETWEEN - _WITHIN
        return top + height + _BELOW


def sheet(entries: Sequence[Entry], title: str, note: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A template's document and its values; at most MOST_PICTURES pictures."""
    drawn = _Sheet()
    whole = WIDTH_PX - 2 * _MARGIN
    drawn.words(title, (_MARGIN, 104, whole * 0.62, 156), 138, font=_SERIF, tracking=-0.02)
    note_box = (_MARGIN + whole * 0.64, 190, whole * 0.36, 44)
    drawn.words(note, note_box, 28, color=_MUTED, align="END")
    drawn.layers.append(
        {
            "name": "rule",
            "kind": "shape",
            "box": [_MARGIN, 276, whole, 2],
            "fill": f"{_LINE}40",
        }
    )
    top: float = _HEAD - 32
    for row in rows_of(entries):
        top = drawn.row(row, top)
    document = {
        "version": 1,
        "name": "contact-sheet",
        "kind": "BANNER",
        "canvas": {
            "width_px": WIDTH_PX,
            "height_px": round(top - _BELOW + 118 + _FOOT),
            "ground": _GROUND,
        },
        "slots": {slot: {"kind": "IMAGE", "required": True} for slot in drawn.values},
        "layers": drawn.layers,
    }
    values: Mapping[str, Any] = {**drawn.values, "language": "en"}
    return document, dict(values)
