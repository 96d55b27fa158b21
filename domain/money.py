"""Exact sums and exact unit prices."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Self

from domain.currencies import DECIMALS
from domain.errors import Invalid

LARGEST_MINOR = 10**15
"""No sum of the trade is larger; it keeps SQL arithmetic far from 2⁶³."""
PLACES = 6
"""Decimals of a unit price or a rate."""
LARGEST_MICROS = 10**17
_MICROS_A_MINOR: dict[str, int] = {
    currency: 10 ** (PLACES - decimals) for currency, decimals in DECIMALS.items()
}


def decimals_of(currency: str, *path: str) -> int:
    """How many decimals the currency has; Invalid when ISO 4217 has no such currency."""
    if currency not in DECIMALS:
        raise Invalid(f"{currency[:12]!r} is no currency of ISO 4217.", *path, "currencyCode")
    return DECIMALS[currency]


@dataclass(frozen=True, slots=True)
class Money:
    """An exact sum: whole minor units (cents, yen) of one ISO 4217 currency."""

    minor: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal, currency: str, *path: str) -> Self:
        """From major units; Invalid when the currency cannot express it exactly."""
        decimals = decimals_of(currency, *path)
        scaled = amount.scaleb(decimals) if amount.is_finite() else amount
        if not amount.is_finite() or abs(scaled) > LARGEST_MINOR:
            raise Invalid("That is no sum of money.", *path, "amount")
        if scaled != scaled.to_integral_value():
            raise Invalid(f"{currency} has {decimals} decimals.", *path, "amount")
        return cls(int(scaled), currency)

    @classmethod
    def zero(cls, currency: str) -> Self:
        return cls(0, currency)

    @classmethod
    def total(cls, sums: Iterable["Money"], currency: str) -> "Money":
        """The sum of all; Invalid as soon as one is of another currency."""
        whole = Money(0, currency)
        for part in sums:
            whole = whole + part
        return whole

    @property
    def amount(self) -> Decimal:
        """In major units, with the currency's decimals."""
        return Decimal(self.minor).scaleb(-DECIMALS[self.currency])

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise Invalid(f"Expected {self.currency}, not {other.currency}.", "currencyCode")
        return other.minor

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __gt__(self, other: "Money") -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: "Money") -> bool:
        return self.minor >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"


@dataclass(frozen=True, slots=True)
class UnitPrice:
    """An exact price of one unit, in millionths of the major unit; it is no amount yet."""

    micros: int
    currency: str

    @classmethod
    def of(cls, amount: Decimal, currency: str, *path: str) -> Self:
        """From major units; Invalid past six decimals."""
        decimals_of(currency, *path)
        scaled = amount.scaleb(PLACES) if amount.is_finite() else amount
        if not amount.is_finite() or abs(scaled) > LARGEST_MICROS:
            raise Invalid("That is no price.", *path, "amount")
        if scaled != scaled.to_integral_value():
            raise Invalid(f"A unit price has up to {PLACES} decimals.", *path, "amount")
        return cls(int(scaled), currency)

    @property
    def amount(self) -> Decimal:
        """In major units: the currency's decimals, and more only where they say something."""
        exact = Decimal(self.micros).scaleb(-PLACES)
        short = exact.quantize(Decimal(1).scaleb(-DECIMALS[self.currency]), ROUND_HALF_UP)
        return short if short == exact else exact.normalize()

    def times(self, quantity: int) -> Money:
        """The amount of a line: rounded once, half up, to the currency's minor unit."""
        return Money(self.minor_times(quantity), self.currency)

    def minor_times(self, quantity: int) -> int:
        """`times` in minor units, in whole numbers alone; halves go away from nothing."""
        micros, one = self.micros * quantity, _MICROS_A_MINOR[self.currency]
        rounded = (abs(micros) + one // 2) // one
        return rounded if micros >= 0 else -rounded

    def __str__(self) -> str:
        return f"{self.amount} {self.currency}"
