"""Prices as a poster shows them: the mark, the whole units, the decimals, apart.

For show only: amounts are exact decimals that somebody else has computed. Marks and the place of
signs are those of Unicode CLDR 45 for the languages named here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

MARKS = {
    "CNY": "¥", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£", "KRW": "₩", "HKD": "HK$",
    "TWD": "NT$", "SGD": "S$", "AUD": "A$", "CAD": "C$", "INR": "₹", "CHF": "CHF", "PLN": "zł",
    "SEK": "kr", "NOK": "kr", "DKK": "kr", "THB": "฿", "VND": "₫", "BRL": "R$", "MXN": "MX$",
}  # fmt: skip
_WHOLE_ONLY = frozenset({"JPY", "KRW", "VND"})
_MOST = Decimal(10) ** 12
# Between thousands, before the decimals, and whether the mark stands behind.
_SIGNS = {
    "en": (",", ".", False), "zh": (",", ".", False), "ja": (",", ".", False),
    "ko": (",", ".", False), "de": (".", ",", True), "fr": ("\u202f", ",", True),
    "es": (".", ",", True), "it": (".", ",", True), "pt": (".", ",", False),
    "nl": (".", ",", False), "pl": ("\u00a0", ",", True),
}  # fmt: skip


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

    @property
    def text(self) -> str:
        figures = self.whole + self.decimals
        return f"{figures}\u00a0{self.mark}" if self.mark_behind else f"{self.mark}{figures}"


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
    places = 0 if currency in _WHOLE_ONLY else 2
    if exact != round(exact, places):
        raise ValueError(f"{currency} has {places} decimals")
    return Price(round(exact, places), currency)


def parts(price: Price, language: str) -> Parts:
    """Without decimals when they are zero."""
    group, point, behind = _SIGNS.get(language, _SIGNS["en"])
    whole, _, decimals = f"{price.amount:,.2f}".partition(".")
    shown = "" if decimals == "00" else point + decimals
    return Parts(MARKS[price.currency], whole.replace(",", group), shown, behind)
