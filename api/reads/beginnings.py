"""Text that begins so: to the letter, and by an index where the column has one."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import and_, func
from sqlalchemy.orm import QueryableAttribute

from api.reads.text import Sql
from domain.base import Words
from domain.phrases import Condition, speaks

LAST, SURROGATES, AFTER_THEM = 0x10FFFF, 0xD800, 0xE000


def begins(column: Any, bind: Callable[[Callable[[str], Any]], Any]) -> Sql:
    """`column` begins with the text that `bind` binds as its argument makes it of what was given.

    A range beside it lets an index of the column find the rows; sorted by code point, as `Words`
    are, it holds every text that begins so. Other types may sort otherwise.
    """
    start = bind(str)
    held: Sql = func.substr(column, 1, func.length(start)) == start
    if not (isinstance(column, QueryableAttribute) and isinstance(column.type, Words)):
        return held
    return and_(held, column >= start, Before(column, bind(past)))


def past(start: str) -> str | None:
    """The least text after all that begin so; None where nothing comes after them."""
    for place in reversed(range(len(start))):
        code = ord(start[place]) + 1
        if code <= LAST:
            return start[:place] + chr(AFTER_THEM if code == SURROGATES else code)
    return None


@speaks(
    postgresql="({0} < {1} OR CAST({1} AS TEXT) IS NULL)",
    sqlite="({0} < coalesce({1}, x''))",  # an `OR` would use no index; blobs come after texts
)
class Before(Condition):
    """A column stands before a bound text; all do when that is null."""
