"""Pure rules: prices as they are shown, emphasis, colours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.document import prices
from media.document.words import Piece, emphasized
from media.pixels import colors
from media.scene import Color

COLORS = st.builds(Color, *[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("amount", "currency", "language", "shown"),
    [
        ("2399", "CNY", "zh", "¥2,399"),
        ("2399.00", "CNY", "en", "¥2,399"),
        ("129999.99", "CNY", "zh", "¥129,999.99"),
        ("9.5", "USD", "en", "$9.50"),
        ("0", "USD", "en", "$0"),
        ("1299", "EUR", "en", "€1,299"),
        ("1299.90", "EUR", "de", "1.299,90\u00a0€"),
        ("1299.90", "EUR", "fr", "1\u202f299,90\u00a0€"),
        ("12800", "JPY", "ja", "¥12,800"),
        ("15", "HKD", "zh", "HK$15"),
    ],
)
def test_a_price_is_shown_as_its_language_writes_it(
    amount: str, currency: str, language: str, shown: str
) -> None:
    price = prices.read({"amount": amount, "currency": currency})
    assert prices.parts(price, language).text == shown


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("plain", [("plain", "plain")]),
        ("Sit with *colour.*", [("Sit with ", "plain"), ("colour.", "emphasis")]),
        ("*all*", [("all", "emphasis")]),
        ("*a* b *c*", [("a", "emphasis"), (" b ", "plain"), ("c", "emphasis")]),
        (r"5 \* 3", [("5 * 3", "plain")]),
        ("one * alone", [("one * alone", "plain")]),
        ("*a* b * c", [("a", "emphasis"), (" b * c", "plain")]),
        ("", []),
    ],
)
def test_stars_mark_emphasis(text: str, pieces: list[tuple[str, str]]) -> None:
    assert emphasized(text) == [Piece(words, role) for words, role in pieces]


@pytest.mark.parametrize("text", ["#B61D1B", "#b61d1b", "#B61D1B80"])
def test_colours_are_read(text: str) -> None:
    assert colors.parse(text).rgb == (182, 29, 27)


@pytest.mark.parametrize("text", ["B61D1B", "#B61D1", "red", "#B61D1B\n", "", "#GGGGGG"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no colour"):
        colors.parse(text)


def test_contrast_is_that_of_wcag() -> None:
    assert colors.contrast(Color(0, 0, 0), Color(255, 255, 255)) == pytest.approx(21)
    assert colors.contrast(Color(119, 119, 119), Color(255, 255, 255)) == pytest.approx(
        4.48, abs=0.01
    )


@given(color=COLORS, ground=COLORS)
def test_a_colour_made_readable_is_so(color: Color, ground: Color) -> None:
    assert colors.contrast(colors.readable(color, ground, 4.5), ground) >= 4.4


@given(color=COLORS)
def test_a_colour_comes_back_from_oklch(color: Color) -> None:
    back = colors.of_oklch(*colors.to_oklch(color))
    assert max(abs(a - b) for a, b in zip(back.rgb, color.rgb, strict=True)) <= 1


@given(color=COLORS, lightness=st.floats(0.1, 0.95))
def test_a_shade_has_the_lightness_asked_for(color: Color, lightness: float) -> None:
    found, chroma, _ = colors.to_oklch(colors.shade(color, lightness, 0.0, 0.05))
    assert found == pytest.approx(lightness, abs=0.02)
    assert chroma <= 0.06
