"""Suppliers: who we buy from and on which terms."""

from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from domain.base import Base, Dated, OfOrganization, Words
from domain.permissions import Permission
from domain.scope import SeenInOrganization
from domain.states import Machine

if TYPE_CHECKING:
    from domain.catalogue.models import Product


class SupplierState(StrEnum):
    """Whether we may buy from them."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    ARCHIVED = "ARCHIVED"


SUPPLIER_STATES = Machine(
    "supplier",
    {
        SupplierState.ACTIVE: (SupplierState.BLOCKED, SupplierState.ARCHIVED),
        SupplierState.BLOCKED: (SupplierState.ACTIVE, SupplierState.ARCHIVED),
    },
)


_PERSONAL = {"personal": True}


class Supplier(SeenInOrganization, OfOrganization, Dated, Base):
    """A supplier of the whole organisation; the person behind it is only ever shown masked."""

    __tablename__ = "suppliers"
    __table_args__ = (
        UniqueConstraint("organization_id", "code"),
        CheckConstraint("lead_time_days >= 0", name="lead_time_days"),
        CheckConstraint("payment_terms_days >= 0", name="payment_terms_days"),
        Index(None, "organization_id", "name", "id"),
        Index(None, "organization_id", "created_at", "id"),
        Index(None, "organization_id", "updated_at", "id"),
        Index(None, "organization_id", "lead_time_days", "id"),
    )
    folded = {"name_folded": ("name",), "search_text": ("code", "name", "name_zh")}
    seen_with: ClassVar[Permission] = Permission.SUPPLIERS_READ

    code: Mapped[str] = mapped_column(Words(60))
    name: Mapped[str] = mapped_column(Words(200))
    country: Mapped[str] = mapped_column(Words(2))  # ISO 3166-1 alpha-2
    currency: Mapped[str] = mapped_column(Words(3))  # ISO 4217: what they bill in
    name_zh: Mapped[str | None] = mapped_column(Words(200), default=None)
    state: Mapped[SupplierState] = mapped_column(default=SupplierState.ACTIVE)
    blocked_reason: Mapped[str | None] = mapped_column(Text, default=None)
    lead_time_days: Mapped[int] = mapped_column(default=0)  # from order to goods at our door
    payment_terms_days: Mapped[int] = mapped_column(default=0)  # 0: paid in advance
    website: Mapped[str | None] = mapped_column(Words(500), default=None)
    note: Mapped[str | None] = mapped_column(Text, default=None)
    contact_name: Mapped[str | None] = mapped_column(Words(200), default=None, info=_PERSONAL)
    contact_phone: Mapped[str | None] = mapped_column(Words(60), default=None, info=_PERSONAL)
    contact_email: Mapped[str | None] = mapped_column(Words(320), default=None, info=_PERSONAL)
    contact_wechat: Mapped[str | None] = mapped_column(Words(100), default=None, info=_PERSONAL)
    contact_address: Mapped[str | None] = mapped_column(Words(500), default=None, info=_PERSONAL)
    contact_name_masked: Mapped[str | None] = mapped_column(
        Words(200), default=None, info=_PERSONAL
    )
    contact_phone_masked: Mapped[str | None] = mapped_column(
        Words(60), default=None, info=_PERSONAL
    )
    contact_email_masked: Mapped[str | None] = mapped_column(
        Words(320), default=None, info=_PERSONAL
    )
    contact_wechat_masked: Mapped[str | None] = mapped_column(
        Words(100), default=None, info=_PERSONAL
    )
    contact_address_masked: Mapped[str | None] = mapped_column(
        Words(500), default=None, info=_PERSONAL
    )
    name_folded: Mapped[str] = mapped_column(Text, init=False)
    search_text: Mapped[str] = mapped_column(Text, init=False)
    products: Mapped[list["Product"]] = relationship(
        viewonly=True, lazy="raise", init=False, order_by="Product.id"
    )
