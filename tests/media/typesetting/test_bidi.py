"""The order of mixed directions, beside python-bidi's (the unicode-bidi of Rust)."""

import pytest
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st

from media.scene import Align, Box, Color, Font, Reading, Span, Text
from media.typesetting import bidi
from media.typesetting.lines import ordered
from media.typesetting.measuring import measure
from media.typesetting.shaping import shape
from media.typesetting.text import place_in

INK = Color(0, 0, 0)
ISOLATES = "\u2066\u2067\u2068\u2069"
CONTROLS = "\u202a\u202b\u202c\u202d\u202e"
MIXED = "abZ אבג ابت 0123٤\u0665 .,:+-%$()[]{}<>«»\u2066\u2067\u2068\u2069\u200e\u200f\u0301\u064e!?…〈〉⟨⟩"


def text(words: str, **more: object) -> Text:
    spans = (Span(words, Font(("Inter",)), INK),)
    return Text(name="words", spans=spans, size_min_px=20, size_max_px=20, max_lines=9, **more)  # type: ignore[arg-type]  # test sugar


def lines(words: str, width: float) -> list[str]:
    measured = measure(text(words), width, 1e6)
    return ["".join(atom.text for atom in ordered(measured.atoms, one)) for one in measured.lines]


@settings(max_examples=400)
@given(
    words=st.text(alphabet=MIXED + CONTROLS, min_size=1, max_size=40), base=st.sampled_from([0, 1])
)
def test_characters_stand_where_another_maker_of_uax_9_puts_them(words: str, base: int) -> None:
    levels = bidi.levels(words, base)
    ours = [sign for _, sign in bidi.visual(list(zip(levels, words, strict=True)))]
    theirs = get_display(words, base_dir="LR"[base])
    # Controls that rule X9 takes out stand nowhere; a run of spaces at the end is another rule, L1.
    shown = [sign for sign in ours if sign not in CONTROLS]
    if not words.endswith(tuple(f" {ISOLATES}{CONTROLS}")):
        assert shown == [sign for sign in theirs if sign not in CONTROLS]


@pytest.mark.parametrize(
    ("words", "base"),
    [("abc", 0), ("12 גדה", 1), ("(مرحبا", 1), ("\u2067גדה\u2069 abc", 0), ("123", 0), ("", 0)],
)
def test_a_paragraph_goes_by_its_first_letter(words: str, base: int) -> None:
    assert bidi.base_level(words) == base


@pytest.mark.parametrize("depth", [62, 130, 5000])
def test_deep_nesting_is_bounded(depth: int) -> None:
    words = "\u202b\u2067" * depth + "א" + "\u2069\u202c" * depth
    assert max(bidi.levels(words, 0)) <= 127


def test_words_go_to_lines_in_the_order_in_which_they_are_read() -> None:
    assert lines("אבג דהח זטי כלמ", 90) == ["חהד גבא", "מלכ יטז"]


def test_figures_and_latin_keep_their_own_direction() -> None:
    assert lines("מחיר 1,299.90 של Nike Air", 2000) == ["Nike Air לש 1,299.90 ריחמ"]


def test_brackets_in_hebrew_are_drawn_mirrored() -> None:
    ltr, rtl = (
        shape((Span("(", Font(("Inter",)), INK),), 40),
        shape((Span("א(", Font(("Inter",)), INK),), 40),
    )
    closing = shape((Span(")", Font(("Inter",)), INK),), 40)
    assert rtl[1].glyphs[0].id == closing[0].glyphs[0].id != ltr[0].glyphs[0].id


def test_arabic_letters_join_also_over_a_change_of_colour() -> None:
    font = Font(("Inter",))
    whole = shape((Span("سلام", font, INK),), 40)
    parts = shape((Span("سل", font, INK), Span("ام", font, Color(255, 0, 0))), 40)
    alone = [shape((Span(letter, font, INK),), 40)[0].glyphs[0].id for letter in "سلام"]
    joined = [atom.glyphs[0].id for atom in whole]
    assert joined[0] != alone[0]
    assert parts[0].glyphs[0].id == joined[0]
    assert parts[-1].glyphs == whole[-1].glyphs


@pytest.mark.parametrize(
    ("words", "align", "reading", "is_left"),
    [
        ("abc", Align.START, Reading.AUTO, True),
        ("שלום", Align.START, Reading.AUTO, False),
        ("مرحبا abc", Align.START, Reading.AUTO, False),
        ("שלום", Align.END, Reading.AUTO, True),
        ("123", Align.START, Reading.RTL, False),
        ("שלום", Align.START, Reading.LTR, True),
    ],
)
def test_a_line_starts_where_its_paragraph_is_read_from(
    words: str, align: Align, reading: Reading, is_left: bool
) -> None:
    placed = place_in(text(words, align=align, reading=reading), Box(0, 0, 600, 60))
    assert (placed.box.x < 5) == is_left
    assert (placed.box.right > 595) == (not is_left)


def test_a_space_of_letters_never_tears_what_joins() -> None:
    plain = shape((Span("سلام", Font(("Inter",)), INK),), 40)
    spaced = shape((Span("سلام", Font(("Inter",)), INK, tracking_em=0.3),), 40)
    assert [atom.width for atom in spaced] == [atom.width for atom in plain]
    hebrew = shape((Span("שלום", Font(("Inter",)), INK, tracking_em=0.3),), 40)
    assert hebrew[0].tracking == pytest.approx(0.3)
