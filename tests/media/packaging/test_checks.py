"""What a printer would send back is found before it is sent: the rule, the panel, the layer."""

from typing import Any

import pytest

from media.errors import BadValue
from media.layout import Placed
from media.packaging import bleed
from media.packaging.cover import Points, covers
from media.packaging.finding import NotPrintable
from media.packaging.render import check_packaging
from media.presets.finding import Verdict, worst
from tests.media.packaging.tags import BARS, EAN, LINK, PHOTO, WORDS, found, printed, tag

BAND = {"name": "band", "kind": "shape", "box": [-3, 63, "100%+6", 10], "fill": "#204060"}
RULE = {"name": "rule", "kind": "shape", "form": "STROKE", "box": [5, 30, 40, 0.1],
        "points": [[0, 0], [1, 0]], "fill": "#000000"}  # fmt: skip
SOFT = {"name": "soft", "kind": "group", "opacity": 0.5}
LOGO = {"name": "mark", "kind": "picture", "slot": "logo", "box": [10, 20, 20, 20]}


def test_what_keeps_every_rule_is_told_nothing() -> None:
    assert found(tag(WORDS, BARS, BAND), picture="picture") == []
    assert found(tag(LINK)) == []


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("words too small", {**WORDS, "size": 4.9}, "text.size", "FAIL"),
    ("words at the edge", {**WORDS, "box": [1, 20, 40, 8]}, "text.safe", "FAIL"),
    ("words over the fold", {**WORDS, "box": [5, -1, 40, 8]}, "text.safe", "FAIL"),
    ("words over the hole", {**WORDS, "box": [20, 4, 10, 8], "align": "CENTER"}, "text.safe", "FAIL"),
    ("a band that ends at the cut", {**BAND, "box": [0, 63, 50, 7]}, "bleed", "FAIL"),
    ("a band with half of its bleed", {**BAND, "box": [-1.5, 63, 53, 8.5]}, "bleed", "FAIL"),
    ("a frame along the cut", {**BAND, "box": [0, 0, 50, 70], "fill": "#00000000",
                               "border": {"color": "#000000", "px": 2}}, "bleed", "FAIL"),
    ("a hairline", {**RULE, "stroke": 0.05}, "line.thin", "WARN"),
    ("a picture a little coarse", PHOTO, "picture.dpi", "WARN"),
    ("bars too small", {**BARS, "box": [6, 35, 28, 20]}, "code.size", "FAIL"),
    ("bars cut short", {**BARS, "box": [6, 35, 37.29, 16]}, "code.height", "WARN"),
    ("bars at the edge", {**BARS, "box": [1, 35, 37.29, 26]}, "code.safe", "FAIL"),
    ("bars over the fold", {**BARS, "box": [6, -5, 37.29, 26]}, "code.fold", "FAIL"),
    ("no quiet zone", {**BARS, "quiet": 3}, "code.quiet", "FAIL"),
    ("bars in red", {**BARS, "color": "#D02020"}, "code.contrast", "FAIL"),
    ("light on dark", {**BARS, "color": "#FFFFFF", "ground": "#000000"}, "code.contrast", "FAIL"),
    ("modules too small", {**LINK, "box": [15, 30, 10, 10]}, "code.size", "FAIL"),
    ("modules rather small", {**LINK, "box": [15, 30, 12.5, 12.5]}, "code.size", "WARN"),
    ("a narrow quiet zone", {**LINK, "quiet": 2}, "code.quiet", "FAIL"),
    ("a code in a group", {**SOFT, "layers": [LINK]}, "code.group", "FAIL"),
]  # fmt: skip


@pytest.mark.parametrize(("layer", "rule", "verdict"), [case[1:] for case in CASES],
                         ids=[case[0] for case in CASES])  # fmt: skip
def test_what_breaks_a_rule_is_named(layer: dict[str, Any], rule: str, verdict: str) -> None:
    name = "link" if rule == "code.group" else layer["name"]
    assert found(tag(layer), picture="middle") == [(rule, verdict, "front", name)]


def test_a_picture_with_too_few_pixels_is_refused_and_one_with_enough_is_not() -> None:
    assert found(tag(PHOTO), picture="small") == [("picture.dpi", "FAIL", "front", "photo")]
    assert found(tag(PHOTO), picture="picture") == []


def test_a_logo_keeps_away_from_the_cut_where_a_picture_need_not() -> None:
    at_edge = [2, 20, 20, 20]
    assert found(tag({**LOGO, "box": at_edge}), logo="picture") == [
        ("logo.safe", "FAIL", "front", "mark")
    ]
    assert found(tag({**PHOTO, "box": at_edge}), picture="picture") == []


@pytest.mark.parametrize(
    "shape",
    [
        {"form": "ELLIPSE", "box": [46, 40, 8, 8]},
        {"form": "PATH", "view": [10, 10], "path": "M0 10 L10 0 L10 10 Z", "box": [30, 30, 23, 23]},
        {"form": "STROKE", "points": [[0, 0], [1, 1]], "stroke": 2, "box": [30, 30, 26, 26]},
    ],
)
def test_what_crosses_a_cut_aslant_is_no_fault(shape: dict[str, Any]) -> None:
    assert found(tag({"name": "form", "kind": "shape", "fill": "#204060", **shape})) == []


def test_nothing_may_lie_over_a_code() -> None:
    over = {"name": "seal", "kind": "shape", "fill": "#204060", "box": [30, 40, 10, 10]}
    assert found(tag(BARS, over)) == [("code.covered", "FAIL", "front", "bars")]
    assert found(tag(over, BARS)) == []


def test_ink_that_ends_at_a_bare_panel_goes_on_beyond_the_fold() -> None:
    band = {**BAND, "box": [-3, 0, "100%+6", 20]}
    assert found(tag(band)) == [("bleed", "FAIL", "front", "band")]
    both = tag(band)
    both["artwork"].append({"panels": ["back"], "ground": "#204060"})
    assert found(both) == []


def test_a_code_on_two_panels_crosses_their_fold() -> None:
    document = tag()
    layer = {**BARS, "box": [6, 57, 37.29, 26]}
    document["artwork"] = [{"panels": ["back", "front"], "turn": 0, "layers": [layer]}]
    assert found(document) == [("code.fold", "FAIL", "front", "bars")]


def test_a_wrong_check_digit_is_refused_with_its_slot() -> None:
    with pytest.raises(BadValue, match="Its check digit is 1; 2 is right") as refused:
        check_packaging(tag(BARS), {"gtin": "6901234567891"}, {})
    assert refused.value.slot == "gtin"


def test_what_fails_is_not_printed_and_all_of_it_is_said() -> None:
    small = {**WORDS, "size": 4.5}
    with pytest.raises(NotPrintable) as refused:
        printed(tag(small, {**BARS, "box": [6, 35, 28, 20]}))
    error = refused.value
    assert (error.panel, error.layer, error.broken) == ("front", "words", "text.size")
    assert "front/words: Its words are 4.5 pt" in error.message
    assert "front/bars: It is 75% of nominal" in error.message
    assert error.template == "packaging-test"


@pytest.mark.parametrize(
    ("symbology", "code", "width", "rules"),
    [
        ("UPCA", "036000291452", 37.29, []),
        ("EAN8", "96385074", 26.73, []),
        ("CODE128", "HP-T-1", 40, []),
        ("ITF14", "16901234567899", 40, ["code.size"]),
    ],
)
def test_other_barcodes_have_their_own_sizes(
    symbology: str, code: str, width: float, rules: list[str]
) -> None:
    slots = {"gtin": {"kind": "BARCODE", "symbology": symbology}}
    bars = {**BARS, "box": [5, 30, width, 24]}
    findings = check_packaging(tag(bars, slots=slots), {"gtin": code}, {})
    assert [one.rule for one in findings if one.verdict is Verdict.FAIL] == rules


def test_the_worst_comes_first() -> None:
    findings = check_packaging(tag({**LINK, "box": [15, 30, 12.5, 12.5]}), {"link": "x" * 30}, {})
    assert worst(findings) is Verdict.WARN
    assert worst(()) is Verdict.PASS
    assert EAN.isdigit()


def test_a_layer_is_asked_as_often_however_long_the_cut_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates are checked before they are queued: the time must not grow with the sheet."""
    asked: list[int] = []

    def counted(placed: Placed, points: Points) -> Any:
        asked.append(len(points))
        return covers(placed, points)

    monkeypatch.setattr(bleed, "covers", counted)
    small, large = tag(BAND), tag({**BAND, "box": [-3, 240, "100%+6", 13]})
    large["dieline"] = {"style": "hang-tag", "size": {"width": 150, "height": 250, "board": 0.4}}
    counts = []
    for document in (small, large):
        asked.clear()
        assert found(document) == []
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
    assert max(asked) > 300
