"""JSON as SQL text: each construct says the same on PostgreSQL and on SQLite."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Enum,
    Integer,
    String,
    Text,
    case,
    cast,
    func,
    literal_column,
    type_coerce,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from domain.base import RowId, Scaled, UtcDateTime, Words
from domain.phrases import Condition, speaks

Sql: TypeAlias = ColumnElement[Any]
NULL = "null"
BROKEN = "\x01"
"""Stands where a promised value is missing. No JSON holds this byte, so it cannot go unseen."""
MADE, END = "\x02", "\x03"
"""Stand around the columns of a Python-finished value; no JSON holds them either."""
LINKS = 150
"""So many texts in one chain without brackets: SQLite's expressions nest 1,000 deep at most."""


class JsonText(Text):
    """The type of an expression that is JSON already."""


class PlainText(Text):
    """The type of text that needs no escaping: digits, codes, names of ours."""


def constant(text: str) -> Sql:
    """A string of ours, written into the statement; never a client's."""
    return literal_column("'" + text.replace("'", "''") + "'", Text())


def glue(parts: Iterable[str | Sql]) -> Sql:
    """One text out of many; neighbouring constants melt, and chains within join this one."""
    flat: list[str | Sql] = []
    for part in parts:
        for link in part.links if isinstance(part, Chain) else [part]:
            if isinstance(link, str) and flat and isinstance(flat[-1], str):
                flat[-1] += link
            else:
                flat.append(link)
    if len(flat) <= LINKS:
        return Chain(flat)
    return Chain([Bracketed(Chain(flat[at : at + LINKS])) for at in range(0, len(flat), LINKS)])


def members(named: Iterable[tuple[str, str | Sql]]) -> Sql:
    """A JSON object."""
    parts: list[str | Sql] = []
    for name, text in named:
        parts += [",", f'"{name}":', text]
    return glue(["{", *parts[1:], "}"])


def or_else(text: Sql, otherwise: str) -> Sql:
    return func.coalesce(text, constant(otherwise), type_=Text())


def json(value: Sql) -> Sql:  # noqa: PLR0911  one answer for each type
    """The JSON text of one value by its SQL type; NULL stays NULL."""
    match value.type:
        case JsonText():
            return value
        case PlainText():
            return glue(['"', value, '"'])
        case Boolean():
            return case((value, constant("true")), (~value, constant("false")))
        case Integer():
            return cast(value, Text)
        case Scaled():
            return glue(['"', Exact(type_coerce(value, BigInteger)), '"'])
        case UtcDateTime():
            return glue(['"', Instant(value), '"'])
        case RowId() | Enum() | Date():
            return glue(['"', Plain(value), '"'])
        case String() | Words():
            return Quoted(value)
        case other:
            raise TypeError(f"{value}: no JSON is agreed for {other!r}.")


def json_in(column: str) -> Callable[[Any], Sql]:
    """Of a row: what that column holds, which is JSON already."""
    return lambda row: type_coerce(getattr(row, column), JsonText())


def key_json(value: Sql) -> Sql:
    """A sort key inside a cursor: as `json`, but scaled decimals as their whole number."""
    if isinstance(value.type, Scaled):
        return cast(type_coerce(value, BigInteger), Text)
    return json(value)


class _Text(FunctionElement[str]):
    type = Text()
    inherit_cache = False


class Chain(_Text):
    """`a || b || c` without brackets: SQLite's parser before 3.46 nests only 100 symbols deep."""

    def __init__(self, links: list[str | Sql]) -> None:
        self.links = links
        super().__init__(*(constant(link) if isinstance(link, str) else link for link in links))


@compiles(Chain)
def _(chain: Chain, compiler: Any, **how: Any) -> str:
    return " || ".join(compiler.process(link, **how) for link in chain.clauses)


@speaks(postgresql="({0})", sqlite="({0})")
class Bracketed(_Text):
    """A chain that does not melt into the next."""


@speaks(postgresql="CAST(to_json({0}) AS TEXT)", sqlite="json_quote({0})")
class Quoted(_Text):
    """Text as a JSON string."""


PATTERN = '\'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\''
MICROS = (
    "printf('%s%d.%06d', CASE WHEN {0} < 0 THEN '-' ELSE '' END,"
    " abs({0}) / 1000000, abs({0}) % 1000000)"
)


@speaks(postgresql=f"to_char({{0}} AT TIME ZONE 'UTC', {PATTERN})", sqlite="{0}")
class Instant(_Text):
    """An instant as `2026-03-02T09:00:00.000Z`."""


@speaks(postgresql="CAST({0} AS TEXT)", sqlite="{0}")
class Plain(_Text):
    """An id, a day or an enum's name: text that needs no escaping."""


@speaks(
    postgresql="CAST(trim_scale({0} * 0.000001) AS TEXT)",
    sqlite=f"CASE WHEN {{0}} IS NOT NULL THEN rtrim(rtrim({MICROS}, '0'), '.') END",
)
class Exact(_Text):
    """Millionths as a decimal without trailing zeros."""


@speaks(postgresql="encode(convert_to({0}, 'UTF8'), 'hex')", sqlite="lower(hex({0}))")
class Cursor(_Text):
    """Any text as digits that need no quotes; `cursors.keys_of` reads them back."""


@speaks(postgresql="string_agg({0}, ',')", sqlite="group_concat({0}, ',')")
class Joined(_Text):
    """All texts of a sorted subquery, commas between."""


@speaks(postgresql="(strpos({0}, {1}) > 0)", sqlite="(instr({0}, {1}) > 0)")
class Holds(Condition):
    """The first text holds the second."""


@speaks(
    postgresql="(EXISTS (SELECT 1 FROM unnest({1}) AS item WHERE strpos({0}, item) > 0))",
    sqlite="(EXISTS (SELECT 1 FROM json_each({1}) WHERE instr({0}, value) > 0))",
)
class HoldsOne(Condition):
    """The text holds one at least of a list bound as `Many`."""
