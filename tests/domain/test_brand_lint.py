"""What is wrong with a brand kit, measured: every rule at its limit, and laws of the measures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.brands.lint import (
    CLEAR,
    JUST_NOTICED,
    BrandRule,
    Finding,
    Kit,
    Mark,
    Verdict,
    contrast,
    distance,
    findings,
    floor,
)
from domain.brands.roles import SHIPPED, ColorRole, FontRole, LogoRole, Script
from media.pixels import colors

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
_C = ColorRole


def kit(
    palette: dict[ColorRole, str] | None = None,
    *,
    fonts: dict[FontRole, str] | None = None,
    marks: dict[LogoRole, Mark] | None = None,
    scripts: frozenset[Script] = frozenset({Script.LATIN}),
) -> Kit:
    families = {role: (name, SHIPPED[name]) for role, name in (fonts or {}).items()}
    return Kit(palette or {}, families, marks or {}, scripts, clear_space=0.25, logo_min_px=40)


def found(rule: BrandRule, looked_at: Kit) -> list[Finding]:
    return [one for one in findings(looked_at) if one.rule is rule]


@pytest.mark.parametrize(
    ("words", "verdict", "measured"),
    [
        ("#767676", Verdict.PASS, "4.54:1"),  # WebAIM's well-known last grey that passes
        ("#777777", Verdict.WARN, "4.47:1"),
        ("#949494", Verdict.WARN, "3.03:1"),
        ("#959595", Verdict.FAIL, "2.99:1"),
    ],
)
def test_words_are_read_on_their_ground(words: str, verdict: Verdict, measured: str) -> None:
    [one] = found(BrandRule.CONTRAST, kit({_C.TEXT: words, _C.BACKGROUND: "#ffffff"}))
    assert (one.roles, one.verdict, one.measured) == (("TEXT", "BACKGROUND"), verdict, measured)
    assert one.limit == "at least 4.5:1"


def test_a_colour_that_is_no_ink_is_only_warned_of() -> None:
    [one] = found(BrandRule.CONTRAST, kit({_C.ACCENT: "#ffee00", _C.BACKGROUND: "#ffffff"}))
    assert (one.verdict, one.limit) == (Verdict.WARN, "at least 3:1")


@pytest.mark.parametrize(
    ("other", "verdict"),
    [
        ("#1d4d4f", Verdict.FAIL),
        ("#1e4f51", Verdict.FAIL),
        ("#255a5c", Verdict.WARN),
        ("#b6481b", Verdict.PASS),
    ],
)
def test_colours_of_the_palette_are_told_apart(other: str, verdict: Verdict) -> None:
    [one] = found(BrandRule.PALETTE_DISTANCE, kit({_C.PRIMARY: "#1d4d4f", _C.SECONDARY: other}))
    assert (one.roles, one.verdict) == (("PRIMARY", "SECONDARY"), verdict)


def test_two_grounds_and_words_on_colour_may_be_near() -> None:
    near = {_C.BACKGROUND: "#ffffff", _C.SURFACE: "#fefefe", _C.TEXT_ON_PRIMARY: "#ffffff"}
    assert found(BrandRule.PALETTE_DISTANCE, kit(near)) == []


@pytest.mark.parametrize(
    ("height", "margin", "resolution", "space"),
    [
        (30, 0, Verdict.FAIL, Verdict.WARN),
        (119, 29, Verdict.WARN, Verdict.WARN),
        (120, 30, Verdict.PASS, Verdict.PASS),
    ],
)
def test_a_mark_has_pixels_and_room(
    height: int, margin: int, resolution: Verdict, space: Verdict
) -> None:
    mark = Mark(400, height + 2 * margin, (margin,) * 4, is_transparent=True, hex="#000000")
    looked_at = kit({_C.BACKGROUND: "#ffffff"}, marks={LogoRole.LOGO: mark})
    verdicts = {one.rule: one.verdict for one in findings(looked_at)}
    assert verdicts == {
        BrandRule.LOGO_MARGIN: space,
        BrandRule.LOGO_RESOLUTION: resolution,
        BrandRule.LOGO_TRANSPARENCY: Verdict.PASS,
        BrandRule.LOGO_CONTRAST: Verdict.PASS,
    }


def test_a_mark_in_a_box_that_is_not_seen_is_warned_of() -> None:
    mark = Mark(400, 200, (60,) * 4, is_transparent=False, hex="#202020")
    looked_at = kit({_C.PRIMARY: "#303030"}, marks={LogoRole.LOGO_ON_DARK: mark})
    worse = [one.rule for one in findings(looked_at) if one.verdict is not Verdict.PASS]
    assert worse == [
        BrandRule.LOGO_RESOLUTION,
        BrandRule.LOGO_TRANSPARENCY,
        BrandRule.LOGO_CONTRAST,
    ]


def test_fonts_write_what_the_brand_writes() -> None:
    fonts = {
        FontRole.HEADING: "Archivo",
        FontRole.BODY: "Noto Sans Hebrew",
        FontRole.NUMERALS: "Archivo",
    }
    both = frozenset({Script.LATIN, Script.HAN})
    said = found(BrandRule.FONT_COVERAGE, kit(fonts=fonts, scripts=both))
    assert [one.verdict for one in said] == [Verdict.WARN, Verdict.FAIL, Verdict.PASS]
    assert said[0].message == "Archivo does not write HAN: another font stands in."


@given(COLORS, COLORS, COLORS)
def test_the_measures_obey_their_laws(one: str, other: str, third: str) -> None:
    """Contrast is the same both ways, from 1 to 21; distance is one, as geometry has it."""
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21
    assert distance(one, one) == 0
    assert distance(one, other) == distance(other, one)
    assert distance(one, third) <= distance(one, other) + distance(other, third) + 1e-12


@given(COLORS, COLORS)
def test_they_are_those_that_pictures_are_drawn_by(one: str, other: str) -> None:
    drawn = colors.contrast(colors.parse(one), colors.parse(other))
    assert contrast(one, other) == pytest.approx(drawn)


@given(st.dictionaries(st.sampled_from(ColorRole), COLORS))
def test_a_verdict_is_what_the_figures_say(palette: dict[ColorRole, str]) -> None:
    for one in found(BrandRule.PALETTE_DISTANCE, kit(palette)):
        apart = distance(*(palette[ColorRole[role]] for role in one.roles))
        limits = [(JUST_NOTICED, Verdict.FAIL), (CLEAR, Verdict.WARN)]
        assert one.verdict is next((v for most, v in limits if apart < most), Verdict.PASS)
        assert float(one.measured) <= apart


def test_figures_are_cut() -> None:
    assert (floor(4.4999), floor(0.0199, 3), floor(3)) == ("4.49", "0.019", "3.00")
