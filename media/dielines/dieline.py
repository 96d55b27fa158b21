"""One flat sheet: its panels, and where it is cut and folded. In millimetres from its top left."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from media.dielines.edges import Edge, EdgeKind, Outline, Point, grown

Matrix = tuple[float, float, float, float, float, float]
"""As PDF has it: x' = a x + c y + e, y' = b x + d y + f."""


class Field(NamedTuple):
    """Left, top, width and height in mm."""

    x: float
    y: float
    width: float
    height: float


class Role(StrEnum):
    """A FACE is seen when all is closed, a FLAP is hidden, GLUE takes no ink."""

    FACE = "FACE"
    FLAP = "FLAP"
    GLUE = "GLUE"


def field_of(points: Outline) -> Field:
    left, top = (min(point[axis] for point in points) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in points) for axis in (0, 1))
    return Field(left, top, right - left, bottom - top)


def onto(field: Field, turn: int) -> Matrix:
    """From a field's own corner, as it is read, to the sheet. It is turned clockwise."""
    x, y, wide, tall = field
    return {
        0: (1.0, 0.0, 0.0, 1.0, x, y),
        90: (0.0, 1.0, -1.0, 0.0, x + wide, y),
        180: (-1.0, 0.0, 0.0, -1.0, x + wide, y + tall),
        270: (0.0, -1.0, 1.0, 0.0, x, y + tall),
    }[turn]


@dataclass(frozen=True)
class Panel:
    """`turn` is 0, 90, 180 or 270: clockwise, how its words stand on the flat sheet."""

    name: str
    title: Any  # text, or text by language
    role: Role
    turn: int
    outline: Outline
    edges: tuple[Edge, ...]

    @cached_property
    def field(self) -> Field:
        return field_of(self.outline)

    def ends(self, bare: frozenset[str]) -> tuple[Edge, ...]:
        """Where its ink ends: its cuts, and its folds to panels that are left bare."""
        return tuple(
            edge for edge in self.edges if edge.kind is EdgeKind.CUT or edge.beyond in bare
        )

    def printed(self, bleed_mm: float, bare: frozenset[str]) -> Outline:
        """What its ink covers: where it ends, it goes beyond by the bleed."""
        ends = self.ends(bare)
        return grown(self.edges, {edge: bleed_mm if edge in ends else 0.0 for edge in self.edges})


@dataclass(frozen=True)
class Dieline:
    """`holes` are cut out of the panels; `size` is what was asked for, by the measure's name."""

    style: str
    title: Any
    size: tuple[tuple[str, float], ...]
    panels: tuple[Panel, ...]
    holes: tuple[Outline, ...]
    labels: tuple[tuple[str, Point, Point], ...]
    """What is measured on a proof: a measure's name, and from where to where."""

    def panel(self, name: str) -> Panel | None:
        return next((panel for panel in self.panels if panel.name == name), None)

    @cached_property
    def field(self) -> Field:
        """All that is cut."""
        return field_of(tuple(point for panel in self.panels for point in panel.outline))

    @cached_property
    def folds(self) -> tuple[tuple[Point, Point], ...]:
        """Each once: as the one of its two panels has it whose name comes first."""
        return tuple(
            (edge.start, edge.end)
            for panel in self.panels
            for edge in panel.edges
            if edge.beyond is not None and panel.name < edge.beyond
        )

    @cached_property
    def cuts(self) -> tuple[Outline, ...]:
        """Lines as long as they can be, panel by panel, then the holes, which are closed."""
        found: list[list[Point]] = []
        for panel in self.panels:
            lines: list[list[Point]] = []
            for edge in panel.edges:
                if edge.kind is EdgeKind.FOLD:
                    continue
                if lines and lines[-1][-1] == edge.start:
                    lines[-1].append(edge.end)
                else:
                    lines.append([edge.start, edge.end])
            if len(lines) > 1 and lines[-1][-1] == lines[0][0]:
                lines[0] = lines.pop() + lines[0][1:]
            found += lines
        return tuple(map(tuple, [*found, *((*hole, hole[0]) for hole in self.holes)]))
