"""Sheets of every style in every size: what meets is folded, what does not is cut."""

import math
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.dielines import BadSize, EdgeKind, Role, dieline, shipped, style_named
from media.dielines.arithmetic import value_of
from media.dielines.dieline import field_of
from media.dielines.edges import Outline, area, holds

STYLES = ("hang-tag", "mailer-box", "pouch-label", "sleeve", "straight-tuck-end")


Asked = tuple[str, tuple[tuple[str, float], ...]]


@st.composite
def sizes(draw: st.DrawFn) -> Asked:
    """A style, and a size that it has."""
    name = draw(st.sampled_from(shipped()))
    ranges = style_named(name)["measures"]
    size = {key: draw(st.floats(low, high)) for key, (low, high) in ranges.items()}
    return name, tuple(size.items())


def length(line: Outline) -> float:
    return sum(math.dist(*pair) for pair in pairwise(line))


def test_the_styles_that_ship() -> None:
    assert shipped() == STYLES


@settings(max_examples=25, deadline=None)
@given(sizes())
def test_each_edge_is_cut_once_or_is_a_fold_of_two_panels(asked: Asked) -> None:
    sheet = dieline(*asked)
    around = sum(length((*panel.outline, panel.outline[0])) for panel in sheet.panels)
    holes = sum(length((*hole, hole[0])) for hole in sheet.holes)
    cut = sum(map(length, sheet.cuts)) - holes
    folded = sum(map(length, sheet.folds))
    assert around == pytest.approx(cut + 2 * folded, rel=1e-4)


@settings(max_examples=25, deadline=None)
@given(sizes())
def test_panels_hang_together_and_lie_beside_one_another(asked: Asked) -> None:
    sheet = dieline(*asked)
    for panel in sheet.panels:
        assert area(panel.outline) > 0  # clockwise
        folds = {edge.beyond for edge in panel.edges if edge.kind is EdgeKind.FOLD}
        assert folds or sheet.style == "pouch-label"
        assert min(*panel.outline[0]) >= 0
    for one, other in combinations(sheet.panels, 2):
        x, y, wide, tall = other.field
        assert not holds(one.outline, x + wide / 2, y + tall / 2)


@settings(max_examples=25, deadline=None)
@given(sizes(), st.floats(1, 5))
def test_ink_reaches_over_what_is_cut_and_stops_at_folds(asked: Asked, bleed: float) -> None:
    sheet = dieline(*asked)
    glued = frozenset(panel.name for panel in sheet.panels if panel.role is Role.GLUE)
    for panel in sheet.panels:
        inked = panel.printed(bleed, glued)
        for edge in panel.edges:
            if edge.length < 4 * bleed:  # beside a corner another edge has its say
                continue
            x, y = ((a + b) / 2 for a, b in zip(edge.start, edge.end, strict=True))
            across, down = edge.outward
            far = bleed * 0.9
            is_over = edge.kind is EdgeKind.CUT or edge.beyond in glued
            assert holds(inked, x + across * far, y + down * far) == is_over
            assert holds(inked, x - across * 0.2, y - down * 0.2)


def test_a_carton_is_as_large_as_it_was_asked_for() -> None:
    size = (("width", 70.0), ("depth", 50.0), ("height", 124.0), ("board", 0.4))
    sheet = dieline("straight-tuck-end", size)
    fields = {panel.name: panel.field for panel in sheet.panels}
    assert fields["front"][2:] == (70, 124)
    assert fields["left"][2:] == fields["right"][2:] == (50, 124)
    assert fields["back"].width == pytest.approx(69.6)  # less the board, or it would stand out
    assert sheet.size == size


@settings(max_examples=10, deadline=None)
@given(st.floats(60, 500), st.floats(50, 450), st.floats(20, 200), st.floats(0.8, 4.5))
def test_the_tabs_of_a_rolled_wall_meet_their_slots(
    width: float, depth: float, height: float, board: float
) -> None:
    """A wall stands on its crease; what hangs on the roll stands as far inside as that is wide."""
    size = (("width", width), ("depth", depth), ("height", height), ("board", board))
    sheet = dieline("mailer-box", size)
    fields = {panel.name: panel.field for panel in sheet.panels}
    base = fields["base"]
    holes = [field_of(hole) for hole in sheet.holes]
    for side, crease, inwards in (("left", base.x, 1), ("right", base.x + base.width, -1)):
        stands = crease + inwards * fields[f"{side}-roll"].width
        inside = sheet.panel(f"{side}-inside")
        assert inside is not None
        tips = [x for x, _ in inside.outline]
        tip = min(tips) if side == "left" else max(tips)
        rows = [y for x, y in inside.outline if abs(x - tip) < 1e-4]
        assert rows
        for y in rows:
            assert any(
                hole.x - 1e-4 <= stands - board / 2
                and stands + board / 2 <= hole.x + hole.width + 1e-4
                and hole.y < y < hole.y + hole.height
                for hole in holes
            )


@pytest.mark.parametrize(
    ("size", "measure"),
    [
        ({"width": 50, "height": 90}, "board"),
        ({"width": 5, "height": 90, "board": 0.4}, "width"),
        ({"width": 50, "height": 90, "board": 0.4, "depth": 3}, "depth"),
    ],
)
def test_a_size_that_a_style_has_not_is_refused(size: dict[str, float], measure: str) -> None:
    with pytest.raises(BadSize) as refused:
        dieline("hang-tag", tuple(size.items()))
    assert refused.value.measure == measure


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2 * depth + width - 0.5", 169.5),
        ("-width / (depth - 30)", -3.5),
        ("min(15, 0.8 * depth, width)", 15),
        ("max(depth, -3) - -1", 51),
        (7.25, 7.25),
    ],
)
def test_lengths_are_arithmetic(said: str | float, value: float) -> None:
    assert value_of(said, {"width": 70, "depth": 50}) == value


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("width +", "the end"),
        ("1 / (width - 70)", "divided by 0"),
        ("high", "'high' is no number"),
        ("width ** 2", "'\\*' is no number"),
        ("open('x')", "no arithmetic"),
        ("(width", "'\\)' belongs"),
    ],
)
def test_what_is_no_arithmetic_is_refused(said: Any, problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        value_of(said, {"width": 70})
