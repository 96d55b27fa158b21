"""Compiled reads: one statement per root field, whose rows are the JSON of the answer."""

from api.reads.choices import by, described, sorting
from api.reads.compiler import Moment
from api.reads.connection import Connection, connection
from api.reads.fields import (
    Dated,
    Node,
    attribute,
    found,
    global_id,
    made,
    moves,
    one_of,
    sql,
    value,
)
from api.reads.figured import figured, foremost
from api.reads.filters import (
    BooleanFilter,
    DateTimeFilter,
    DecimalFilter,
    EnumFilter,
    IDFilter,
    IntFilter,
    StringFilter,
    TextFilter,
    filtering,
    where,
)
from api.reads.ids import maybe_row_id, own_ids, row_id, row_ids
from api.reads.led_to import pointed, values
from api.reads.reports import report
from api.reads.roots import by_id, by_key, changed, group, node, nodes, picked, points_at
from api.reads.search import Search
from api.reads.text import json_in
from api.reads.told import told

__all__ = [
    "BooleanFilter",
    "Connection",
    "DateTimeFilter",
    "Dated",
    "DecimalFilter",
    "EnumFilter",
    "IDFilter",
    "IntFilter",
    "Moment",
    "Node",
    "Search",
    "StringFilter",
    "TextFilter",
    "attribute",
    "by",
    "by_id",
    "by_key",
    "changed",
    "connection",
    "described",
    "figured",
    "filtering",
    "foremost",
    "found",
    "global_id",
    "group",
    "json_in",
    "made",
    "maybe_row_id",
    "moves",
    "node",
    "nodes",
    "one_of",
    "own_ids",
    "picked",
    "pointed",
    "points_at",
    "report",
    "row_id",
    "row_ids",
    "sorting",
    "sql",
    "told",
    "value",
    "values",
    "where",
]
