"""Rows: how they are typed, named, dated and folded."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Dialect,
    Enum,
    ForeignKey,
    MetaData,
    String,
    TypeDecorator,
    event,
    inspect,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, Session, mapped_column
from sqlalchemy.orm.attributes import instance_state
from sqlalchemy.orm.base import NO_VALUE
from sqlalchemy.types import BigInteger, DateTime, TypeEngine, Uuid

from domain.ids import new_id
from domain.text import fold


class UtcDateTime(TypeDecorator[datetime]):
    """Instants to the millisecond, aware and in UTC; on SQLite as the graph writes them."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @property
    def python_type(self) -> type[datetime]:
        return datetime

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(24))
        driver: Any = dialect.type_descriptor(postgresql.TIMESTAMP(timezone=True))
        driver.precision = 3  # said afterwards: the drivers' own types drop it
        found: TypeEngine[Any] = driver
        return found

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"Naive datetime: {value}")
        exact = to_millisecond(value)
        return instant_text(exact) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if isinstance(value, str):
            return datetime.fromisoformat(value)
        return None if value is None else value.astimezone(UTC)


def to_millisecond(value: datetime) -> datetime:
    """In UTC, cut to the millisecond, which is what rows keep."""
    value = value.astimezone(UTC)
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def instant_text(value: datetime) -> str:
    """The one text form of an instant: `2026-03-02T09:00:00.000Z`."""
    text = value.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


class RowId(TypeDecorator[UUID]):
    """A UUID: native on PostgreSQL, 36 characters on SQLite; SQL hands both out as they are."""

    impl = Uuid
    cache_ok = True

    @property
    def python_type(self) -> type[UUID]:
        return UUID

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(String(36) if dialect.name == "sqlite" else Uuid())

    def process_bind_param(self, value: UUID | None, dialect: Dialect) -> Any:
        return str(value) if value is not None and dialect.name == "sqlite" else value

    def process_result_value(self, value: Any, dialect: Dialect) -> UUID | None:
        return UUID(value) if isinstance(value, str) else value


class Words(TypeDecorator[str]):
    """Text that sorts by code point on both databases."""

    impl = String
    cache_ok = True

    @property
    def python_type(self) -> type[str]:
        return str

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        length = getattr(self.impl_instance, "length", None)
        if dialect.name == "sqlite":
            return dialect.type_descriptor(String(length))
        return dialect.type_descriptor(String(length, collation="C"))


class Scaled(TypeDecorator[Decimal]):
    """An exact decimal of up to six places, kept as millionths in a whole number."""

    impl = BigInteger
    cache_ok = True

    @property
    def python_type(self) -> type[Decimal]:
        return Decimal

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(6)
        if scaled != scaled.to_integral_value():
            raise TypeError(f"More than six decimals: {value}")
        return int(scaled)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value).scaleb(-6)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """Rows are keyword-only dataclasses, so none is built half-made; each equals only itself."""

    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map = {
        datetime: UtcDateTime,
        UUID: RowId,
        str: Words,
        Decimal: Scaled,
        int: BigInteger,
        StrEnum: Enum(StrEnum, native_enum=False, length=40),  # by name, as the graph says it
    }
    folded: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """Columns that hold other columns' text, folded, so that `contains` can search it."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default_factory=new_id)


class Dated(MappedAsDataclass, kw_only=True):
    """Rows that change: dated by `work.now`, and counted at every change."""

    created_at: Mapped[datetime] = mapped_column(init=False, default=None)
    updated_at: Mapped[datetime] = mapped_column(init=False, default=None)
    version: Mapped[int] = mapped_column(init=False, default=None)


class OfOrganization(MappedAsDataclass, kw_only=True):
    """Rows that belong to the whole organisation; see `domain.scope` for who sees them."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"))


class OfStore(MappedAsDataclass, kw_only=True):
    """Rows that belong to one store of one organisation; see `domain.scope`."""

    organization_id: Mapped[UUID] = mapped_column(ForeignKey("organizations.id"))
    store_id: Mapped[UUID] = mapped_column(ForeignKey("stores.id"))


def fold_into(model: type[Base], row: dict[str, Any]) -> dict[str, Any]:
    """`row`, for a bulk insert into `model`, with its folded columns filled."""
    for target, sources in model.folded.items():
        row[target] = folded_text(row.get(source) for source in sources)
    return row


def folded_text(parts: Any) -> str:
    """The texts there are, folded, a line each."""
    return "\n".join(fold(part) for part in parts if part)


@event.listens_for(Session, "before_flush")
def _make_ready(session: Session, _context: Any, _instances: Any) -> None:
    for row in session.new:
        make_ready(session, row, is_new=True)
    for row in session.dirty:
        if isinstance(row, Base) and is_changed(row):
            make_ready(session, row)


def make_ready(session: Session, row: Base, *, is_new: bool = False) -> None:
    """Folds and dates a row that is about to be saved."""
    _fold(row, is_new=is_new)
    if not isinstance(row, Dated):
        return
    if not is_new:
        row.updated_at = _now(session)
        row.version += 1
    elif row.created_at is None:
        row.created_at = row.updated_at = _now(session)
        row.version = 1


def is_changed(row: Base) -> bool:
    """Whether anything of the row, or any link of it, is other than it was loaded."""
    state, columns = instance_state(row), columns_of(type(row))
    if all(key in columns for key in state.committed_state):
        return bool(changed_columns(row))
    return state.session is not None and state.session.is_modified(row)


def changed_columns(row: Base) -> dict[str, Any]:
    """Columns that are other than they were loaded, and what they were; NO_VALUE if unknown.

    Read off what SQLAlchemy keeps of changes; `inspect(row).attrs` asks every column for it.
    """
    state, columns = instance_state(row), columns_of(type(row))
    values = state.dict
    return {
        key: old
        for key, old in state.committed_state.items()
        if key in columns and (old is NO_VALUE or values.get(key) != old)
    }


@cache
def columns_of(model: type[Base]) -> Mapping[str, Any]:
    """The columns of a model's rows, by attribute."""
    return {found.key: found.columns[0] for found in inspect(model).column_attrs}


def _now(session: Session) -> datetime:
    now: datetime | None = session.info.get("now")
    if now is None:
        raise TypeError("Dated rows are saved by a session whose info says what time it is.")
    return to_millisecond(now)


def _fold(row: Any, *, is_new: bool = False) -> None:
    for target, sources in type(row).folded.items():
        values = instance_state(row).dict
        if is_new or any(source in values for source in sources):
            text = folded_text(getattr(row, source) for source in sources)
            if getattr(row, target, None) != text:
                setattr(row, target, text)
