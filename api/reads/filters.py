"""Typed filters: `filter: {state: {in: [OPEN]}, or: [{…}, {…}], not: {…}}`."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import partial
from typing import Any, Generic, TypeVar

import strawberry
from sqlalchemy import Text, and_, false, func, inspect, not_, or_, true
from sqlalchemy.types import TypeEngine
from strawberry.utils.str_converters import to_camel_case

from api.reads.beginnings import begins
from api.reads.compiler import Compiler, Given, Pick, refuse
from api.reads.ids import kind_linked, meant_id
from api.reads.selection import Asked
from api.reads.text import Holds, Plain, Sql, glue
from domain.base import RowId
from domain.scope import Among, Many
from domain.text import fold, is_storable

Take = Callable[[Any], Any]
Chosen = TypeVar("Chosen", bound=Enum)
Filter = TypeVar("Filter", bound=type)
EQ, IN = "Equal to this; null asks for no value.", "One of these."


def _given(description: str, **how: Any) -> Any:
    return strawberry.field(default=strawberry.UNSET, description=description, **how)


@strawberry.input(description="Text, compared to the letter.")
class StringFilter:
    eq: str | None = _given(EQ)
    in_: list[str] | None = _given(IN, name="in")
    starts_with: str | None = _given("Begins with this.")
    is_null: bool | None = _given("Whether there is no value.")


@strawberry.input(description="Text; `contains` minds neither case nor width.")
class TextFilter(StringFilter):
    contains: str | None = _given("Holds this somewhere, in any case and width of letters.")


@strawberry.input(description="The thing that is linked.")
class IDFilter:
    eq: strawberry.ID | None = _given(EQ)
    in_: list[strawberry.ID] | None = _given(IN, name="in")
    is_null: bool | None = _given("Whether nothing is linked.")


@strawberry.input(description="One of a few values.")
class EnumFilter(Generic[Chosen]):
    eq: Chosen | None = _given(EQ)
    in_: list[Chosen] | None = _given(IN, name="in")
    is_null: bool | None = _given("Whether there is no value.")


@strawberry.input(description="Yes or no.")
class BooleanFilter:
    eq: bool | None = _given(EQ)


GTE, GT, LTE, LT = "This or more.", "More than this.", "This or less.", "Less than this."


@strawberry.input(description="A whole number.")
class IntFilter:
    eq: int | None = _given(EQ)
    in_: list[int] | None = _given(IN, name="in")
    gte: int | None = _given(GTE)
    gt: int | None = _given(GT)
    lte: int | None = _given(LTE)
    lt: int | None = _given(LT)
    is_null: bool | None = _given("Whether there is no value.")


@strawberry.input(description="An exact decimal.")
class DecimalFilter:
    eq: Decimal | None = _given(EQ)
    gte: Decimal | None = _given(GTE)
    gt: Decimal | None = _given(GT)
    lte: Decimal | None = _given(LTE)
    lt: Decimal | None = _given(LT)
    is_null: bool | None = _given("Whether there is no value.")


@strawberry.input(description="An instant.")
class DateTimeFilter:
    eq: datetime | None = _given(EQ)
    gte: datetime | None = _given("Then or later.")
    gt: datetime | None = _given("Later than this.")
    lte: datetime | None = _given("Then or earlier.")
    lt: datetime | None = _given("Earlier than this.")
    is_null: bool | None = _given("Whether there is no value.")


def where(
    description: str,
    column: Callable[[Any], Any] | None = None,
    *,
    of: str | None = None,
    of_type_in: str | None = None,
) -> Any:
    """One field of a filter; `column` when it is not the model's column of that name.

    The ids of an IDFilter are of the type that the column's foreign key leads to; without one, `of`
    names it, or `of_type_in` the column that does.
    """
    return _given(description, metadata={"column": column, "of": of, "of_type_in": of_type_in})


def filtering(description: str) -> Callable[[Filter], Filter]:
    """Class decorator: a filter input, with `and`, `or` and `not` of itself added."""

    def register(cls: Filter) -> Filter:
        own: Any = cls
        for name, kind, said in (
            ("and_", list[own] | None, "All of these hold."),
            ("or_", list[own] | None, "One of these holds at least."),
            ("not_", own | None, "This does not hold."),
        ):
            cls.__annotations__[name] = kind
            setattr(cls, name, _given(said, name=name.rstrip("_")))
        strawberry.input(cls, description=description)
        return cls

    return register


@dataclass(frozen=True)
class Conditions:
    """The conditions of one `filter` argument on one alias."""

    compiler: Compiler
    asked: Asked
    row: Any

    def of(self, filter_: Any, given: Given, path: tuple[Any, ...] = ("filter",)) -> Iterator[Sql]:
        """A condition for each field given; null gives none."""
        for field in filter_.__strawberry_definition__.fields:
            name = field.graphql_name or to_camel_case(field.python_name)
            value, here = given.get(name), (*path, name)
            if value is None:
                continue
            match name:
                case "and" | "or":
                    each = (self.of(filter_, part, (*here, i)) for i, part in enumerate(value))
                    parts = [and_(true(), *conditions) for conditions in each]
                    yield and_(true(), *parts) if name == "and" else or_(false(), *parts)
                case "not":
                    # a comparison with no value is not true, so its opposite is
                    held = and_(true(), *self.of(filter_, value, here))
                    yield not_(func.coalesce(held, false()))
                case _:
                    column = field.metadata["column"]
                    target = column(self.row) if column else getattr(self.row, field.python_name)
                    yield from self.compared(field, target, value, here)

    def compared(
        self, field: Any, column: Any, given: Given, path: tuple[Any, ...]
    ) -> Iterator[Sql]:
        take: Take = sane
        if isinstance(column.type, RowId):
            take = partial(meant_id, kind_of(inspect(self.row).mapper.class_, field))
        for operator, value in given.items():
            here = (*path, operator)
            match operator, value:
                case "isNull", bool():
                    yield column.is_(None) if value else column.is_not(None)
                case "eq", None:
                    yield column.is_(None)
                case _, None:
                    pass
                case "in", _:
                    yield from self.among(field, column, here, take)
                case "eq", _ if field.metadata["of_type_in"]:
                    yield from self.among(field, column, here, take)
                case "startsWith", _:
                    yield begins(column, partial(self.begun, here, column.type))
                case "contains", _:
                    folded = getattr(self.row, f"{field.python_name}_folded")
                    sought = self.compiler.bind(self.asked, folded_pick(here), folded.type)
                    yield Holds(folded, sought)
                case _:
                    yield COMPARE[operator](column, self.bound(here, take, column.type))

    def among(self, field: Any, column: Any, path: tuple[Any, ...], take: Take) -> Iterator[Sql]:
        yield Among(column, self.bound(path, take, Many(column.type)))
        if named := field.metadata["of_type_in"]:
            whole = glue([getattr(self.row, named), ":", Plain(column)])
            yield Among(whole, self.bound(path, str, Many(Text())))

    def begun(self, path: tuple[Any, ...], type_: TypeEngine[Any], take: Take) -> Any:
        return self.bound(path, lambda text: take(sane(text)), type_)

    def bound(self, path: tuple[Any, ...], take: Take, type_: TypeEngine[Any]) -> Any:
        return self.compiler.bind(self.asked, value_pick(path, take, type_), type_)


def kind_of(model: Any, field: Any) -> str | None:
    """The type whose ids an IDFilter takes; None for any."""
    if field.metadata["of"] or field.metadata["of_type_in"]:
        said: str | None = field.metadata["of"]
        return said
    found = kind_linked(model, field.python_name)
    if found is None:
        raise TypeError(f"{model.__name__}.{field.python_name}: say of which type its ids are.")
    return found


COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "eq": lambda column, value: column == value,
    "gte": lambda column, value: column >= value,
    "gt": lambda column, value: column > value,
    "lte": lambda column, value: column <= value,
    "lt": lambda column, value: column < value,
}


def value_pick(path: tuple[Any, ...], take: Take, type_: TypeEngine[Any]) -> Pick:
    """The value at that place of the arguments, as `take` has it; a list where many are bound."""

    def pick(given: Given, _moment: Any) -> Any:
        value = at_path(given, path)
        if not isinstance(type_, Many):
            return take(value)
        return [take(one) for one in (value if isinstance(value, list) else [value])]

    return pick


def folded_pick(path: tuple[Any, ...]) -> Pick:
    return lambda given, _moment: fold(sane(at_path(given, path)))


def at_path(given: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        given = given[step]
    return given


def sane(value: Any) -> Any:
    """The value, if a row could hold it at all; BAD_USER_INPUT otherwise."""
    match value:
        case str() if not is_storable(value):
            raise refuse("No text holds U+0000 or half a surrogate pair.")
        case Decimal() if not value.is_finite() or abs(value) > LARGEST or value.scaleb(6) % 1:
            raise refuse(f"{value} is no decimal of up to six places.")
        case int() if abs(value) >= LARGEST_WHOLE:
            raise refuse(f"{value} is too large a number.")
    return value


LARGEST_WHOLE = 2**63
LARGEST = Decimal(10) ** 12
