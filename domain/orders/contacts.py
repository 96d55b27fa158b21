"""Personal data: tables of their own, which no read opens. They have no scope on purpose.

Only `reveal_contact` reads them and only `erase_customer` empties them.
"""

from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, MappedAsDataclass, mapped_column

from domain.base import Base, Dated, OfOrganization, OfStore, Words

PERSONAL = {"personal": True}
CONTACT_FIELDS = (
    "name",
    "phone",
    "email",
    "address1",
    "address2",
    "city",
    "region",
    "postcode",
    "country",
)


class Contact(MappedAsDataclass, kw_only=True):
    """Who to ring and where to send; every column is personal and may be missing."""

    fields: ClassVar[tuple[str, ...]] = CONTACT_FIELDS

    name: Mapped[str | None] = mapped_column(Words(200), default=None, info=PERSONAL)
    phone: Mapped[str | None] = mapped_column(Words(40), default=None, info=PERSONAL)
    email: Mapped[str | None] = mapped_column(Words(320), default=None, info=PERSONAL)
    address1: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)
    address2: Mapped[str | None] = mapped_column(Text, default=None, info=PERSONAL)
    city: Mapped[str | None] = mapped_column(Words(100), default=None, info=PERSONAL)
    region: Mapped[str | None] = mapped_column(Words(100), default=None, info=PERSONAL)
    postcode: Mapped[str | None] = mapped_column(Words(20), default=None, info=PERSONAL)
    country: Mapped[str | None] = mapped_column(Words(2), default=None, info=PERSONAL)


class CustomerContact(Contact, OfOrganization, Dated, Base):
    """A customer's own contact, one row each; `external_id` is how their platform knows them."""

    __tablename__ = "customer_contacts"
    __table_args__ = (
        UniqueConstraint("customer_id"),
        UniqueConstraint("organization_id", "source", "external_id"),
    )

    customer_id: Mapped[UUID] = mapped_column(ForeignKey("customers.id"))
    source: Mapped[str | None] = mapped_column(Words(60), default=None)
    external_id: Mapped[str | None] = mapped_column(Words(200), default=None, info=PERSONAL)


class OrderContact(Contact, OfStore, Dated, Base):
    """Where one order goes, as given when it was placed; the customer may have moved since."""

    __tablename__ = "order_contacts"
    __table_args__ = (UniqueConstraint("order_id"), Index(None, "customer_id", "id"))

    order_id: Mapped[UUID] = mapped_column(ForeignKey("orders.id"))
    customer_id: Mapped[UUID | None] = mapped_column(ForeignKey("customers.id"), default=None)
