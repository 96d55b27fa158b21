"""Who sees which rows: said once beside each model, put on every alias by the compiler."""

import json
from typing import Any, ClassVar, Protocol
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Dialect,
    TypeDecorator,
    and_,
    bindparam,
    column,
    false,
    or_,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Text, TypeEngine, Uuid

from domain.base import RowId, UtcDateTime
from domain.permissions import Grants, Permission, Reach
from domain.phrases import Condition, speaks

ORGANIZATION = bindparam("organization", type_=RowId())
"""The reader's organisation: filled in at each run, so that one statement serves every actor."""
USER = bindparam("user", type_=RowId())
NOW = bindparam("now", type_=UtcDateTime())
"""The moment of the read or the change; filled in at each run, as the two above are."""


class Many(TypeDecorator[list[Any]]):
    """A list bound as one value: an array on PostgreSQL, JSON text on SQLite."""

    impl = Text
    cache_ok = True

    def __init__(self, item: TypeEngine[Any]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        item = Uuid() if isinstance(self.item, RowId) else self.item
        return dialect.type_descriptor(postgresql.ARRAY(item))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        process = self.item.dialect_impl(dialect).bind_processor(dialect)
        items = [process(item) for item in value] if process else list(value)
        return _json_list(items) if dialect.name == "sqlite" else items


def _json_list(items: list[Any]) -> str:
    return json.dumps(items, ensure_ascii=False)


@speaks(
    postgresql="({0} = ANY ({1}))",
    sqlite="({0} IN (SELECT value FROM json_each({1})))",
)
class Among(Condition):
    """A column is one of the items of a list bound as `Many`."""


@speaks(
    postgresql="(SELECT unnest({0}) AS item)",
    sqlite="(SELECT value AS item FROM json_each({0}))",
)
class Each(FunctionElement[Any]):
    """A table of the items of a list bound as `Many`; its one column is `item`."""

    inherit_cache = True

    def table(self, type_: TypeEngine[Any], name: str) -> Any:
        return self.table_valued(column("item", type_)).alias(name)


@speaks(postgresql="({0} = ANY (ARRAY{1}))", sqlite="({0} IN {1})")
class AmongRows(Condition):
    """A column is one of what a scalar subquery, which may hang on the row beside it, finds.

    PostgreSQL is given an array: it looks that up by index, where `IN` would try every row.
    """


@speaks(postgresql="({0})", sqlite="likely({0})")
class Likely(Condition):
    """A condition that nearly every row of its table meets.

    SQLite, which knows nothing of a table until it is told, would take any equality for one that
    few rows meet, and walk a whole organisation to find one customer's orders.
    """


def stores_of(permission: Permission) -> BindParameter[Any]:
    """The stores in which the reader holds the permission, when they are some of them."""
    return bindparam(f"stores_{permission.name}", type_=Many(RowId()))


def store_of(permission: Permission) -> BindParameter[UUID]:
    """The one store in which the reader holds the permission."""
    return bindparam(f"store_{permission.name}", type_=RowId())


def of_organization(rows: Any, may: Grants, permission: Permission) -> ColumnElement[bool]:
    """Rows of the reader's organisation, for those who hold the permission anywhere in it."""
    if permission not in may:
        return false()
    return Likely(rows.organization_id == ORGANIZATION)


def of_stores(
    rows: Any, may: Grants, permission: Permission, store: str = "store_id"
) -> ColumnElement[bool]:
    """Rows of the stores in which the reader holds the permission."""
    seen: ColumnElement[bool]
    store_id = getattr(rows, store)
    match may.reach(permission):
        case Reach.EVERY_STORE:
            seen = Likely(rows.organization_id == ORGANIZATION)
        case Reach.SOME_STORES:
            seen = Among(store_id, stores_of(permission))
        case Reach.ONE_STORE:
            seen = store_id == store_of(permission)
        case Reach.NOWHERE:
            seen = false()
    return seen


class Seen(Protocol):
    """What every model of the graph says beside its columns."""

    seen_with: ClassVar[Permission]

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]: ...


class SeenInOrganization:
    """The scope of rows that are the whole organisation's."""

    seen_with: ClassVar[Permission]

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        return of_organization(rows, may, cls.seen_with)


class SeenInStores:
    """The scope of rows that are one store's."""

    seen_with: ClassVar[Permission]

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        return of_stores(rows, may, cls.seen_with)


class SeenInStoreOrOrganization:
    """The scope of rows of a store, for those who may there; of none, for all who may anywhere."""

    seen_with: ClassVar[Permission]

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        """The organisation stands before the OR, or no index is of use to the database."""
        theirs = of_stores(rows, may, cls.seen_with)
        own = of_organization(rows, may, cls.seen_with)
        return and_(own, or_(rows.store_id.is_(None), theirs))


class SeenShippedOrOwn:
    """The scope of rows that ship with Tradepost and are nobody's, or an organisation's own."""

    seen_with: ClassVar[Permission]

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        own = of_organization(rows, may, cls.seen_with)
        return or_(rows.organization_id.is_(None), own) if cls.seen_with in may else own
