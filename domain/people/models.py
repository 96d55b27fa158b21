"""Organisations, users, role assignments and API tokens."""

from datetime import datetime
from typing import Any, ClassVar, Self
from uuid import UUID

from sqlalchemy import ColumnElement, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization, Words
from domain.permissions import Grants, Permission, Role
from domain.scope import ORGANIZATION, USER, of_organization

_PERSONAL = {"personal": True}


def _own(user_id: Any, rows: Any) -> ColumnElement[bool]:
    own: ColumnElement[bool] = (user_id == USER) & (rows.organization_id == ORGANIZATION)
    return own


class Organization(Dated, Base):
    """One operator's whole house; nothing is shared between two."""

    __tablename__ = "organizations"
    seen_with: ClassVar[Permission] = Permission.CATALOGUE_READ

    name: Mapped[str] = mapped_column(Words(200))
    handle: Mapped[str] = mapped_column(Words(60), unique=True)

    @classmethod
    def scope(cls, rows: type[Self], may: Grants) -> ColumnElement[bool]:
        return rows.id == ORGANIZATION


class User(OfOrganization, Dated, Base):
    """A person who works in the organisation."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("organization_id", "email"),
        Index(None, "organization_id", "name", "id"),
        Index(None, "organization_id", "created_at", "id"),
    )
    folded = {"name_folded": ("name",), "search_text": ("name", "email")}
    seen_with: ClassVar[Permission] = Permission.PEOPLE_READ

    name: Mapped[str] = mapped_column(Words(200), info=_PERSONAL)
    email: Mapped[str] = mapped_column(Words(320), info=_PERSONAL)  # lower case
    locale: Mapped[str] = mapped_column(Words(20), default="en")
    disabled_at: Mapped[datetime | None] = mapped_column(default=None)
    name_folded: Mapped[str] = mapped_column(Text, init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    assignments: Mapped[list["RoleAssignment"]] = relationship(
        back_populates="user", lazy="raise", init=False, order_by="RoleAssignment.id"
    )
    organization: Mapped[Organization] = relationship(lazy="raise", init=False)

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        """Everybody sees themselves; who reads the audit or the people sees everybody."""
        if cls.seen_with in may or Permission.AUDIT_READ in may:
            everybody: ColumnElement[bool] = rows.organization_id == ORGANIZATION
            return everybody
        return _own(rows.id, rows)


class _SeenByTheirUser:
    """Everybody sees their own; the rest needs `people:read`."""

    seen_with: ClassVar[Permission] = Permission.PEOPLE_READ

    @classmethod
    def scope(cls, rows: Any, may: Grants) -> ColumnElement[bool]:
        if cls.seen_with in may:
            return of_organization(rows, may, cls.seen_with)
        return _own(rows.user_id, rows)


class RoleAssignment(_SeenByTheirUser, OfOrganization, Dated, Base):
    """This user has this role: in one store, or in every store when `store_id` is null."""

    __tablename__ = "role_assignments"
    __table_args__ = (
        Index(None, "user_id", "id"),
        Index(None, "organization_id", "created_at", "id"),
        UniqueConstraint("user_id", "role", "store_id"),
        Index(
            "uq_role_assignments_user_id_role",
            "user_id",
            "role",
            unique=True,
            sqlite_where=text("store_id IS NULL"),
            postgresql_where=text("store_id IS NULL"),
        ),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(back_populates="assignments", lazy="raise", init=False)
    role: Mapped[Role]
    store_id: Mapped[UUID | None] = mapped_column(ForeignKey("stores.id"), default=None)
    store: Mapped[Any] = relationship("Store", viewonly=True, lazy="raise", init=False)


class ApiToken(_SeenByTheirUser, OfOrganization, Dated, Base):
    """What a program or browser signs in with; only its SHA-256 is kept."""

    __tablename__ = "api_tokens"
    __table_args__ = (
        Index(None, "user_id", "id"),
        Index(None, "organization_id", "created_at", "id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="raise", init=False)
    name: Mapped[str] = mapped_column(Words(200))
    token_hash: Mapped[str] = mapped_column(Words(64), unique=True, info=_PERSONAL)
    made_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"), default=None)
    made_by: Mapped[User | None] = relationship(foreign_keys=[made_by_id], lazy="raise", init=False)
    scopes: Mapped[str] = mapped_column(Text, default="")  # permissions, a blank between; "" is all
    expires_at: Mapped[datetime | None] = mapped_column(default=None)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)
