"""What rows hold, for queries that find much, little or nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased

from api.reads.cursors import cursor_text
from benchmarks.rows import START
from domain.base import instant_text
from domain.catalogue.tags import Tags
from domain.ids import new_id
from domain.orders.models import Order
from domain.stores.models import Listing, Store

ABSENT: dict[type, Any] = {
    str: "no-such-thing",
    UUID: new_id(),
    datetime: datetime(2199, 1, 1, tzinfo=UTC),
    int: 987_654,
    Decimal: Decimal(987_654),
}


def graphed(value: Any) -> Any:
    """A row's value as a variable."""
    match value:
        case datetime():
            return instant_text(value)
        case Enum():
            return value.name
        case Decimal():
            return str(value)
    return value


class Values:
    """What rows hold: asked of the filled database, and remembered."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.of = cache(self._of)
        self.middle = cache(self._middle)
        self.words = cache(self._words)

    def _of(self, model: Any, column: Any) -> dict[str, Any]:
        """A common, a rare and an absent value of a column, or of an expression over a row."""
        row = aliased(model)
        asked = getattr(row, column) if isinstance(column, str) else column(row)
        value, count = asked.label("v"), func.count().label("n")
        found = select(value, count).select_from(row).group_by(value).order_by(count.desc(), value)
        held = [one.v for one in self.connection.execute(found) if one.v is not None]
        if not held:
            return {}
        kinds = {"common": held[0], "rare": held[-1]}
        if isinstance(asked.type, Tags):
            kinds = {"common": held[0].split()[0]}
        sample = held[0]
        if isinstance(sample, Enum):
            unused = [one for one in type(sample) if one not in held]
            kinds |= {"absent": unused[0]} if unused else {}
        elif type(sample) in ABSENT:
            kinds["absent"] = ABSENT[type(sample)]
        if kinds["common"] == kinds.get("rare"):
            del kinds["rare"]
        return kinds

    def _words(self, model: Any) -> dict[str, str]:
        """Of the searched text: in most rows, in few, in none."""
        text = model.search_text
        found = select(text).where(text != "").order_by(model.id).offset(self.count(model) // 2)
        said = self.connection.scalar(found.limit(1)) or "x"
        line = max(said.split("\n"), key=len)
        return {"common": line[:2], "rare": line, "absent": "qqqq"}

    def count(self, model: Any) -> int:
        return int(self.connection.scalar(select(func.count()).select_from(model)) or 0)

    def _middle(self, model: Any, sort: str, names: str) -> str:
        """The cursor of the row in the middle of all."""
        keys = [getattr(model, name.lstrip("-")) for name in names.split(",")] + [model.id]
        place = self.count(model) // 2
        found = select(*keys).where(keys[0].is_not(None)).order_by(*keys).offset(place).limit(1)
        row = self.connection.execute(found).first()
        return cursor_text(sort, row, [key.type for key in keys]) if row else ""

    def parents(self, model: Any, relation: Any) -> dict[str, UUID]:
        """Whose list of that relation is the longest, and whose the shortest but not empty."""
        [(here, there)] = relation.local_remote_pairs
        child = relation.mapper.local_table
        count = func.count().label("n")
        by_size = select(there, count).where(there.is_not(None)).group_by(there)
        ends = {"most": count.desc(), "fewest": count}
        found = {}
        for name, order in ends.items():
            top = self.connection.execute(by_size.order_by(order, there).limit(1)).first()
            if top is not None:
                own = select(model.id).where(here == top[0]).limit(1)
                found[name] = self.connection.scalar(own)
        if child is model.__table__ or found.get("most") == found.get("fewest"):
            found.pop("fewest", None)
        return {name: own for name, own in found.items() if own}


def argument(values: Values, name: str, model: Any) -> Any:
    """A value for an argument of a root that is no list, by its name."""
    days = {
        "since": START.date() + timedelta(days=300),
        "until": START.date() + timedelta(days=665),
    }
    match name:
        case "since" | "until":
            found: date = days[name]
            return found.isoformat()
        case "storeId" | "listingId":
            linked = Store if name == "storeId" else Listing
            first = select(linked.id).order_by(linked.id).limit(1)
            return f"{linked.__name__}:{values.connection.scalar(first)}"
        case "ids":
            ids = values.connection.scalars(select(Order.id).order_by(Order.id).limit(50))
            return [f"Order:{own}" for own in ids]
    own = model or Order
    key = "id" if name == "id" else name
    if not hasattr(own, key):
        return None  # of a root with a resolver of its own, which is named and not planned
    found_ = values.connection.scalar(
        select(getattr(own, key)).order_by(own.id).offset(values.count(own) // 2).limit(1)
    )
    return f"{own.__name__}:{found_}" if name == "id" else found_
