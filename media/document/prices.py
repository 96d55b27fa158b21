"""Prices as a poster shows them: the mark, the whole units, the decimals, apart.

For show only: amounts are exact decimals that somebody else has computed. How a language writes
them is in `currencies`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from media.document.currencies import DIGITS, MARKS, WORDS, mark, writing

_MOST = Decimal(10) ** 12


@dataclass(frozen=True, slots=True)
class Price:
    """An exact amount in a currency of ISO 4217."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True)
class Parts:
    """As they are read from left to right: `mark` stands before or behind the figures."""

    mark: str
    whole: str
    decimals: str  # with its sign; empty when there are none to show
    mark_behind: bool
    gap: str = ""  # between the mark and the figures

    @property
    def text(self) -> str:
        figures = self.whole + self.decimals
        if self.mark_behind:
            return figures + self.gap + self.mark
        return self.mark + self.gap + figures


def read(value: Any) -> Price:
    """`{amount: "2399.00", currency: "CNY"}`; ValueError says what is wrong with it."""
    if isinstance(value, Price):
        return value
    if not isinstance(value, Mapping) or set(value) != {"amount", "currency"}:
        raise ValueError("A price is an amount and a currency")
    amount, currency = value["amount"], value["currency"]
    if isinstance(amount, bool) or not isinstance(amount, str | int | Decimal):
        raise ValueError("An amount is a decimal in quotes")  # noqa: TRY004  one kind of error
    if not isinstance(currency, str) or currency not in MARKS:
        raise ValueError(f"No currency {currency!r} is known")
    try:
        exact = Decimal(amount)
    except InvalidOperation:
        raise ValueError(f"{amount!r} is no amount") from None
    if not exact.is_finite() or not 0 <= exact < _MOST:
        raise ValueError(f"An amount is from 0 to below {_MOST}")
    places = DIGITS.get(currency, 2)
    if exact != round(exact, places):
        raise ValueError(f"{currency} has {places} decimals")
    return Price(round(exact, places), currency)


def _grouped(whole: str, sign: str, *, is_indian: bool) -> str:
    first, last = (whole[:-3], whole[-3:]) if len(whole) > 3 else ("", whole)
    step, pieces = 2 if is_indian else 3, [last]
    while first:
        pieces.append(first[-step:])
        first = first[:-step]
    return sign.join(reversed(pieces))


def parts(price: Price, locale: str, *, in_words: bool = False) -> Parts:
    """Without decimals when they are zero. `locale` is a language, or one and a country: `de-CH`.

    In words: 円, 원, 元 behind the figures, where the language has such a word.
    """
    how, places = writing(locale), DIGITS.get(price.currency, 2)
    whole, _, decimals = f"{price.amount:.{places}f}".partition(".")
    if len(whole) >= how.least:
        whole = _grouped(whole, how.group, is_indian=how.is_indian)
    shown = how.point + decimals if decimals.strip("0") else ""
    digits = str.maketrans("0123456789", how.digits)
    whole, shown = whole.translate(digits), shown.translate(digits)
    language = locale.partition("-")[0]
    word = WORDS.get((locale, price.currency)) or WORDS.get((language, price.currency))
    if in_words and word:
        gap = "" if language in {"ja", "ko", "zh"} else "\u00a0"
        return Parts(word, whole, shown, mark_behind=True, gap=gap)
    sign = mark(price.currency, locale)
    # Letters before figures need air: CHF 20, but HK$20 and R$ only where the language wants it.
    gap = how.gap or ("\u00a0" if not how.behind and sign[-1].isalpha() and len(sign) > 2 else "")
    return Parts(sign, whole, shown, how.behind, gap)


def amount_in(text: str, currency: str, locale: str) -> Price:
    """What `Parts.text` of a price says, read back; ValueError when it says none."""
    how = writing(locale)
    figures = text
    for sign in {mark(currency, locale), MARKS[currency], *WORDS.values()}:
        figures = figures.removeprefix(sign).removesuffix(sign)
    figures = figures.strip("\u00a0").replace(how.group, "").replace(how.point, ".")
    plain = figures.translate(str.maketrans(how.digits, "0123456789"))
    return read({"amount": plain, "currency": currency})
