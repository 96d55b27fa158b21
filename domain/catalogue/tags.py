"""Tags: single words about a product, kept in one text and found one by one."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from sqlalchemy import Dialect, Text, TypeDecorator, func, literal
from sqlalchemy.sql import operators

from domain import text
from domain.base import Words
from domain.errors import Invalid, LimitExceeded

MOST = 50
LONGEST = 60


class Tags(Words):
    """` shoes summer `: a blank before and after each, so that `column == "summer"` finds one."""

    cache_ok = True
    holds_several: ClassVar[bool] = True  # so searches compare each, not the whole

    class comparator_factory(TypeDecorator.Comparator[str]):  # noqa: N801  SQLAlchemy's name
        def operate(self, op: Any, *other: Any, **how: Any) -> Any:
            if op is not operators.eq:
                return super().operate(op, *other, **how)
            [sought] = other
            bound = sought if hasattr(sought, "type") else literal(sought, Tags())
            return func.replace(self.expr, bound, "", type_=Text()) != self.expr

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else joined(text.fold(value).split())


def joined(tags: Sequence[str]) -> str:
    """As the column keeps them."""
    return f" {' '.join(tags)} " if tags else ""


def kept(given: Sequence[str], *path: str) -> str:
    """Folded, without doubles, sorted; Invalid when one is more than a word."""
    if len(given) > MOST:
        raise LimitExceeded(f"A product has up to {MOST} tags.", MOST, *path)
    found = set()
    for place, tag in enumerate(given):
        said = text.fold(text.name(tag, *path, str(place), longest=LONGEST))
        if re.search(r"\s", said):
            raise Invalid("A tag is one word; dashes may join several.", *path, str(place))
        found.add(said)
    return joined(sorted(found))
