"""JSON as SQL text: each construct says the same on PostgreSQL and on SQLite."""

from collections.abc import Iterable
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


class Bracketed(_Text):
    """A chain that does not melt into the next."""


class Quoted(_Text):
    """Text as a JSON string."""


class Instant(_Text):
    """An instant as `2026-03-02T09:00:00.000Z`."""


class Plain(_Text):
    """An id, a day or an enum's name: text that needs no escaping."""


class Exact(_Text):
    """Millionths as a decimal without trailing zeros."""


class Cursor(_Text):
    """Any text as digits that need no quotes; `cursors.keys_of` reads them back."""


class Holds(FunctionElement[bool]):
    """The first text holds the second."""

    type = Boolean()
    inherit_cache = True


class HoldsOne(FunctionElement[bool]):
    """The text holds one at least of a list bound as `Many`."""

    type = Boolean()
    inherit_cache = True


@compiles(HoldsOne, "postgresql")
def _(holds: HoldsOne, compiler: Any, **how: Any) -> str:
    text, items = (compiler.process(part, **how) for part in holds.clauses)
    return f"(EXISTS (SELECT 1 FROM unnest({items}) AS item WHERE strpos({text}, item) > 0))"  # noqa: S608  our own names


@compiles(HoldsOne, "sqlite")
def _(holds: HoldsOne, compiler: Any, **how: Any) -> str:
    text, items = (compiler.process(part, **how) for part in holds.clauses)
    return f"(EXISTS (SELECT 1 FROM json_each({items}) WHERE instr({text}, value) > 0))"  # noqa: S608  our own names


class Joined(_Text):
    """All texts of a sorted subquery, commas between."""


PATTERN = '\'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"\''
MICROS = (
    "printf('%s%d.%06d', CASE WHEN {0} < 0 THEN '-' ELSE '' END,"
    " abs({0}) / 1000000, abs({0}) % 1000000)"
)
PHRASES: dict[type[FunctionElement[Any]], tuple[str, str]] = {
    Bracketed: ("({0})", "({0})"),
    Quoted: ("CAST(to_json({0}) AS TEXT)", "json_quote({0})"),
    Instant: (f"to_char({{0}} AT TIME ZONE 'UTC', {PATTERN})", "{0}"),
    Plain: ("CAST({0} AS TEXT)", "{0}"),
    Exact: (
        "CAST(trim_scale({0} * 0.000001) AS TEXT)",
        f"rtrim(rtrim({MICROS}, '0'), '.')",
    ),
    Cursor: ("encode(convert_to({0}, 'UTF8'), 'hex')", "lower(hex({0}))"),
    Holds: ("(strpos({0}) > 0)", "(instr({0}) > 0)"),
    Joined: ("string_agg({0}, ',')", "group_concat({0}, ',')"),
}


def _speak(construct: type[FunctionElement[Any]], dialect: str, phrase: str) -> None:
    @compiles(construct, dialect)
    def say(element: FunctionElement[Any], compiler: Any, **how: Any) -> str:
        return phrase.format(compiler.process(element.clauses, **how))


for _construct, (_postgresql, _sqlite) in PHRASES.items():
    _speak(_construct, "postgresql", _postgresql)
    _speak(_construct, "sqlite", _sqlite)
