"""Pure rules: prices as they are shown, emphasis, colours."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media.document import currencies, prices
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
        ("129999", "INR", "en-IN", "₹1,29,999"),
        ("12345678.50", "INR", "hi", "₹1,23,45,678.50"),
        ("1299.50", "CHF", "de-CH", "CHF\u00a01’299.50"),
        ("1299.50", "CHF", "fr-CH", "1’299,50\u00a0CHF"),
        ("20", "CHF", "en", "CHF\u00a020"),
        ("1299.50", "SAR", "ar", "1,299.50\u00a0ر.س."),
        ("1299.50", "EGP", "ar-EG", "\u0661٬٢٩٩\u066b\u0665\u0660\u00a0ج.م."),
        ("12.125", "KWD", "ar", "12.125\u00a0د.ك."),
        ("12.100", "BHD", "en", "BHD\u00a012.100"),
        ("59000", "KRW", "ko", "₩59,000"),
        ("1299", "MXN", "es-MX", "$1,299"),
        ("1299", "USD", "es-MX", "US$1,299"),
        ("1299", "MXN", "en", "MX$1,299"),
        ("1299.90", "BRL", "pt-BR", "R$\u00a01.299,90"),
        ("1299.90", "EUR", "pt-PT", "1299,90\u00a0€"),
        ("12999.90", "EUR", "es", "12.999,90\u00a0€"),
        ("1299.90", "EUR", "es", "1299,90\u00a0€"),
        ("1299.90", "EUR", "nl", "€\u00a01.299,90"),
        ("1299.90", "PLN", "pl", "1299,90\u00a0zł"),
        ("1299", "TRY", "tr", "₺1.299"),
        ("199000", "VND", "vi", "199.000\u00a0₫"),
        ("1299.90", "ILS", "he", "1,299.90\u00a0₪"),
        ("1299", "THB", "th", "฿1,299"),
        ("1299", "DKK", "da", "1.299\u00a0kr."),
        ("1299", "RUB", "ru", "1\u00a0299\u00a0₽"),
    ],
)
def test_a_price_is_shown_as_its_language_writes_it(
    amount: str, currency: str, language: str, shown: str
) -> None:
    price = prices.read({"amount": amount, "currency": currency})
    assert prices.parts(price, language).text == shown


@pytest.mark.parametrize(
    ("currency", "locale", "shown"),
    [
        ("JPY", "ja", "12,800円"),
        ("KRW", "ko", "12,800원"),
        ("CNY", "zh", "12,800元"),
        ("THB", "th", "12,800\u00a0บาท"),
        ("EUR", "de", "12.800\u00a0€"),  # it has no such word
    ],
)
def test_a_currency_may_be_a_word_behind_the_figures(
    currency: str, locale: str, shown: str
) -> None:
    price = prices.read({"amount": "12800", "currency": currency})
    assert prices.parts(price, locale, in_words=True).text == shown


@given(
    amount=st.integers(0, 10**11),
    currency=st.sampled_from(sorted(currencies.MARKS)),
    locale=st.sampled_from(sorted(currencies.WRITTEN)),
    in_words=st.booleans(),
)
def test_what_a_price_says_is_its_amount(
    amount: int, currency: str, locale: str, *, in_words: bool
) -> None:
    places = currencies.DIGITS.get(currency, 2)
    price = prices.read({"amount": Decimal(amount).scaleb(-places), "currency": currency})
    text = prices.parts(price, locale, in_words=in_words).text
    assert prices.amount_in(text, currency, locale) == price


def test_many_places_and_currencies_are_known() -> None:
    assert len(currencies.WRITTEN) >= 25
    assert len(currencies.MARKS) >= 25
    assert all(currency in currencies.MARKS for _, currency in currencies.HOME)


@pytest.mark.parametrize("amount", ["1.5", "1.2345"])
def test_a_currency_has_its_decimals_and_no_more(amount: str) -> None:
    currency = "JPY" if amount == "1.5" else "KWD"
    with pytest.raises(ValueError, match="decimals"):
        prices.read({"amount": amount, "currency": currency})


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
