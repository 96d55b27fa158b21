"""Money in the graph: exact decimal strings and their currency."""

from collections import defaultdict
from decimal import Decimal
from typing import Any, Self

import strawberry
from sqlalchemy import type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from api import reads
from api.reads.text import PlainText
from domain import money
from domain.currencies import DECIMALS


class MajorUnits(FunctionElement[str]):
    """`Money.amount` in SQL: the minor units with the point where their currency has it."""

    type = PlainText()
    inherit_cache = True


class PriceUnits(FunctionElement[str]):
    """`UnitPrice.amount` in SQL: the currency's decimals, more only where they say something."""

    type = PlainText()
    inherit_cache = True


COMMON = 2


def _by_decimals(dialect: str, currency: str, phrase: Any) -> str:
    """Most have two decimals, which one look tells; SQLite is slow at IN within a subquery."""
    codes: dict[int, str] = defaultdict(str)
    for code, decimals in DECIMALS.items():
        codes[decimals] += f"{code},"
    others = "".join(said for decimals, said in codes.items() if decimals != COMMON)

    def among(said: str) -> str:
        return f"{find}('{said}', {currency}) > 0"

    find = "strpos" if dialect == "postgresql" else "instr"
    whens = (f"WHEN {among(c)} THEN {phrase(d)}" for d, c in codes.items() if d != COMMON)
    return f"CASE WHEN NOT {among(others)} THEN {phrase(COMMON)} {' '.join(whens)} END"


def _pointed(dialect: str, minor: str, decimals: int) -> str:
    if not decimals:
        return f"CAST({minor} AS TEXT)"
    unit = 10**decimals
    if dialect == "postgresql":
        return f"CAST({minor} * {Decimal(1).scaleb(-decimals)} AS TEXT)"
    sign = f"CASE WHEN {minor} < 0 THEN '-' ELSE '' END"
    return f"printf('%s%d.%0{decimals}d', {sign}, abs({minor}) / {unit}, abs({minor}) % {unit})"


def _trimmed(dialect: str, micros: str) -> str:
    if dialect == "postgresql":
        return f"CAST(trim_scale({micros} * 0.000001) AS TEXT)"
    return f"rtrim({_pointed(dialect, micros, 6)}, '0')"


@compiles(MajorUnits)
def _(element: MajorUnits, compiler: Any, **how: Any) -> str:
    minor, currency = (compiler.process(part, **how) for part in element.clauses)
    dialect = compiler.dialect.name
    return _by_decimals(dialect, currency, lambda decimals: _pointed(dialect, minor, decimals))


@compiles(PriceUnits)
def _(element: PriceUnits, compiler: Any, **how: Any) -> str:
    micros, currency = (compiler.process(part, **how) for part in element.clauses)
    dialect = compiler.dialect.name

    def phrase(decimals: int) -> str:
        step = 10 ** (money.PLACES - decimals)
        short = _pointed(dialect, f"({micros} / {step})", decimals)
        return f"CASE WHEN {micros} % {step} = 0 THEN {short} ELSE {_trimmed(dialect, micros)} END"

    return _by_decimals(dialect, currency, phrase)


def _code(value: Any) -> Any:
    return type_coerce(value.currency, PlainText())


@strawberry.type(description="An exact sum of money.")
class Money:
    amount: Decimal = reads.sql(
        lambda money: MajorUnits(money.minor, money.currency),
        description="In major units with the currency's decimals, as a decimal string.",
    )
    currency_code: str = reads.sql(_code, description="ISO 4217 code.")

    @classmethod
    def of(cls, value: money.Money) -> Self:
        return cls(amount=value.amount, currency_code=value.currency)


@strawberry.type(description="An exact price of one unit; up to six decimals, no amount yet.")
class UnitPrice:
    amount: Decimal = reads.sql(
        lambda price: PriceUnits(price.micros, price.currency),
        description="In major units, as a decimal string.",
    )
    currency_code: str = reads.sql(_code, description="ISO 4217 code.")

    @classmethod
    def of(cls, value: money.UnitPrice) -> Self:
        return cls(amount=value.amount, currency_code=value.currency)


@strawberry.input(description="An exact sum of money.")
class MoneyInput:
    amount: Decimal = strawberry.field(description="In major units, as a decimal string.")
    currency_code: str = strawberry.field(description="ISO 4217 code.")

    def value(self, *path: str) -> money.Money:
        return money.Money.of(self.amount, self.currency_code, *path)


@strawberry.input(description="An exact price of one unit.")
class UnitPriceInput:
    amount: Decimal = strawberry.field(
        description="In major units, up to six decimals, as a decimal string."
    )
    currency_code: str = strawberry.field(description="ISO 4217 code.")

    def value(self, *path: str) -> money.UnitPrice:
        return money.UnitPrice.of(self.amount, self.currency_code, *path)
