"""Words in boxes: never outside, never clipped, as large as can be; or an error that says so."""

import time
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from media.errors import MissingGlyph, TextOverflow
from media.layout import lay_out
from media.painting import glyphs
from media.painting.paint import Painter
from media.scene import Align, Box, Color, Font, Scene, Span, Stroke, Text
from media.typesetting.text import PlacedText, measure, place_in
from tests.media.typesetting.inked import NOTHING, inked

INK = Color(0, 0, 0)
LATIN = "abcdefghijkmnopqrstuvwxyz ABCDEFGHIJKÅÉÑgjpqy,.-!?0123456789"
HAN = "把一整张牛皮坐成习惯，。！到手价（新品）《书》灯光沙发椅"
SCRIPTS = {
    "arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىآأإئؤء ًٌٍَُِّْ٠١٢٣٤،؛؟",
    "hebrew": "אבגדהוזחטיכךלמםנןסעפףצץקרשת ָֹּׁ״",
    "thai": "กขคงจชซญดตถทธนบปผฝพฟภมยรลวสหอฮะาำิีึืุูเแโใไ่้๊๋็์ ",
    "devanagari": "अआइईउएओकखगघचछजझटठडढणतथदधनपफबभमयरलवशषसह ािीुूेैोौंँः़्।",
    "korean": "가을신상품할인무료배송뷁똠 한국어",
    "japanese": "秋の新作発売。送料無料、「価格」ゃっーカタカナ",
    "cyrillic and greek": "Новаяколекцщё Ελληνικάϋώς",
    "vietnamese": "Bộsưutậpmùathu Giảmgiáđặcbiệt",
    "emoji": ["🙂", "👩‍👩‍👧‍👦", "👍🏽", "🇫🇷", "1️⃣", "❤️", "☺", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", " ", "a"],
    "marks": "aeiou\u0301\u0302\u0323\u0308\u00ad\u200b\u200d\u2067\u2069\u202e\u202c ",
}
EVERYTHING = st.lists(
    st.sampled_from([piece for pieces in SCRIPTS.values() for piece in pieces] + list(LATIN + HAN)),
    min_size=1,
    max_size=50,
).map("".join)
ONE_SCRIPT = st.sampled_from(sorted(SCRIPTS)).flatmap(
    lambda script: st.lists(st.sampled_from(list(SCRIPTS[script])), min_size=1, max_size=50).map(
        "".join
    )
)
WORDS = st.text(alphabet=LATIN + HAN + "\n", min_size=1, max_size=60).filter(str.strip)
FAMILIES = st.sampled_from(["Inter", "Archivo", "Instrument Serif", "Noto Serif SC", "Smiley Sans"])


def text(words: str, family: str = "Inter", **more: object) -> Text:
    asked: dict[str, object] = {"size_min_px": 12, "size_max_px": 120, "max_lines": 4, **more}
    tracking = asked.pop("tracking_em", 0.0)
    width = asked.pop("stroke_px", 0.0)
    look = {"tracking_em": tracking, "underline": asked.pop("underline", False)}
    stroke = Stroke(width, INK) if width else None  # type: ignore[arg-type]  # test sugar
    spans = (Span(words.strip(), Font((family,)), INK, stroke=stroke, **look),)  # type: ignore[arg-type]
    return Text(name="words", spans=spans, **asked)  # type: ignore[arg-type]  # test sugar


@given(
    words=WORDS,
    family=FAMILIES,
    width=st.integers(60, 900),
    height=st.integers(30, 500),
    align=st.sampled_from([Align.START, Align.CENTER, Align.END]),
    valign=st.sampled_from([Align.START, Align.CENTER, Align.END]),
    tracking_em=st.sampled_from([-0.03, 0.0, 0.2]),
)
def test_ink_is_inside_its_box_or_it_is_an_error(  # noqa: PLR0913  all that may vary
    *,
    words: str,
    family: str,
    width: int,
    height: int,
    align: Align,
    valign: Align,
    tracking_em: float,
) -> None:
    box = Box(37.25, 51.5, width, height)
    layer = text(words, family, align=align, valign=valign, tracking_em=tracking_em)
    try:
        placed = place_in(layer, box)
    except TextOverflow:
        return
    assert 12 <= placed.size_px <= 120
    ink = inked(placed)
    assert ink.x >= box.x - 1
    assert ink.y >= box.y - 1
    assert ink.right <= box.right + 1
    assert ink.bottom <= box.bottom + 1


@settings(max_examples=300, deadline=None)
@given(
    words=st.one_of(ONE_SCRIPT, EVERYTHING),
    family=FAMILIES,
    width=st.integers(60, 900),
    height=st.integers(30, 500),
    align=st.sampled_from([Align.START, Align.CENTER, Align.END]),
    stroke_px=st.sampled_from([0.0, 0.0, 3.0, 9.5]),
    underline=st.booleans(),
    ellipsis=st.booleans(),
)
def test_so_it_is_in_every_script_and_with_what_is_drawn_around_letters(  # noqa: PLR0913  all that may vary
    *,
    words: str,
    family: str,
    width: int,
    height: int,
    align: Align,
    stroke_px: float,
    underline: bool,
    ellipsis: bool,
) -> None:
    box = Box(37.25, 51.5, width, height)
    more = {"stroke_px": stroke_px, "underline": underline, "ellipsis": ellipsis}
    layer = text(words, family, align=align, **more)
    try:
        placed = place_in(layer, box)
    except (TextOverflow, MissingGlyph):
        return
    ink = inked(placed)
    if ink == NOTHING:
        return
    assert ink.x >= box.x - 1.01
    assert ink.y >= box.y - 1.01
    assert ink.right <= box.right + 1.01
    assert ink.bottom <= box.bottom + 1.01


@given(words=WORDS.filter(lambda words: "\n" not in words), width=st.integers(200, 900))
def test_every_character_is_kept_in_its_order(words: str, width: int) -> None:
    measured = measure(text(words, max_lines=40), width, 1e6)
    lines = ["".join(a.text for a in measured.atoms[n.start : n.end]) for n in measured.lines]
    assert "".join("".join(lines).split()) == "".join(words.split())
    assert not any(line[:1] in "，。！）》" for line in lines[1:] if line)
    assert not any(line[-1:] in "（《" for line in lines[:-1] if line)


@given(words=WORDS.filter(lambda words: words.count("\n") < 3), width=st.integers(200, 700))
def test_a_wider_box_never_makes_words_smaller(words: str, width: int) -> None:
    layer = text(words, max_lines=3, size_min_px=1)
    narrow, wide = measure(layer, width, 400), measure(layer, width * 1.4, 400)
    # A word kept whole may cost up to a fifth of the size.
    assert wide.size_px >= narrow.size_px * 0.81


def test_short_words_take_the_largest_size_and_long_ones_shrink() -> None:
    sizes = [measure(text("新" * count), 600, 1e6).size_px for count in (1, 4, 20, 60)]
    assert sizes[0] == 120
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]


def test_lines_are_balanced_and_no_character_is_left_alone() -> None:
    measured = measure(text("把光留给餐桌和坐在那里的人", size_min_px=80, size_max_px=80), 900, 1e6)
    lengths = [line.end - line.start for line in measured.lines]
    assert len(lengths) == 2
    assert max(lengths) - min(lengths) <= 2


def test_even_lines_are_worth_a_little_size() -> None:
    """At its largest, only `Made to be grown` and `into` fit: the g would reach below the box."""
    layer = text("Made to be grown into", "Instrument Serif", max_lines=2, leading=1.0)
    placed = measure(layer, 560, 210)
    lines = ["".join(a.text for a in placed.atoms[n.start : n.end]) for n in placed.lines]
    assert lines == ["Made to be", "grown into"]


def test_a_listed_word_is_kept_whole_though_that_costs_a_little_size() -> None:
    measured = measure(text("把一整张牛皮坐成习惯", max_lines=2), 600, 1e6)
    lines = ["".join(a.text for a in measured.atoms[n.start : n.end]) for n in measured.lines]
    assert lines == ["把一整张牛皮", "坐成习惯"]


def test_what_does_not_fit_is_an_error_that_names_the_layer_and_the_words() -> None:
    with pytest.raises(TextOverflow, match="'Donaudampf") as caught:
        place_in(text("Donaudampfschifffahrt " * 9), Box(0, 0, 200, 40))
    assert (caught.value.layer, caught.value.rule) == ("words", "text.overflow")


def test_a_word_longer_than_any_line_is_cut_as_the_last_way() -> None:
    measured = measure(text("Donaudampfschifffahrtsgesellschaft"), 120, 1e6)
    assert len(measured.lines) > 1
    assert measured.width_px <= 120


def test_with_an_ellipsis_as_much_stays_as_fits() -> None:
    placed = place_in(text("word " * 80, ellipsis=True), Box(0, 0, 300, 40))
    assert inked(placed).right <= 301


def test_a_strike_runs_through_the_middle_and_over_both_ends() -> None:
    spans = (Span("¥3,299", Font(("Inter",)), INK, strike=True),)
    layer = Text(name="was", spans=spans, size_min_px=36, size_max_px=36)
    placed = place_in(layer, Box(10, 10, 400, 100))
    (bar,) = placed.inks[0].bars
    letters = inked(place_in(text("¥3,299", size_min_px=36, size_max_px=36), Box(10, 10, 400, 100)))
    assert bar.x < letters.x
    assert bar.right > letters.right
    assert letters.y < bar.y < bar.bottom < letters.bottom
    assert 2.5 < bar.height < 3.5


def test_no_ink_is_lost_on_the_canvas() -> None:
    layer = text("Éügj 一整张", box=Box(20, 20, 360, 160))
    scene = Scene("test", 400, 200, Color(255, 255, 255), (layer,))
    page = lay_out(scene)
    canvas = np.asarray(Painter(page, scene.ground, {}).paint().convert("L"), np.float64)
    (words,) = page.placed
    assert isinstance(words, PlacedText)
    masks = [glyphs.drawn(ink) for ink in words.inks]
    lost = sum(np.asarray(found[2], np.float64).sum() for found in masks if found)
    assert (255 - canvas).sum() == pytest.approx(lost, rel=0.002)


@pytest.mark.parametrize(
    "words",
    [
        "把一整张牛皮坐成习惯，灯光" * 154,
        "ab cde f " * 220,
        "x" * 2000,
        "a\n" * 39 + "a",
        "a " * 999,
        "אבג abc 12, " * 170,
        "שלום" * 500,
        "ลดราคาพิเศษ" * 180,
        "กขฃคฅฆงจ" * 250,
        "a" + "\u0301" * 1999,
        "\u202e\u2067" * 1000,
        "(" * 999 + "א" + ")" * 999,
        "🙂👍🏽 " * 300,
        "«" * 2000,
        "http://" + "a/" * 990,
    ],
)
def test_the_longest_texts_take_no_time_to_speak_of(words: str) -> None:
    began = time.process_time()
    with suppress(TextOverflow, MissingGlyph):
        measure(text(words[:2000], max_lines=40, size_min_px=4), 1000, 1400)
    assert time.process_time() - began < 5
