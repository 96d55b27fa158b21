"""All that may be allowed or refused, who may by role, and how far it reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cached_property


class Permission(StrEnum):
    """One thing that may be allowed or refused; its value is its scope on an API token."""

    STORES_READ = "stores:read"
    STORES_OPERATE = "stores:operate"
    STORES_MANAGE = "stores:manage"
    CATALOGUE_READ = "catalogue:read"
    PRODUCTS_WRITE = "products:write"
    CONTENT_WRITE = "content:write"
    PRICES_WRITE = "prices:write"
    LISTINGS_PUBLISH = "listings:publish"
    COSTS_READ = "costs:read"
    COSTS_WRITE = "costs:write"
    SUPPLIERS_READ = "suppliers:read"
    SUPPLIERS_WRITE = "suppliers:write"
    SUPPLIERS_BLOCK = "suppliers:block"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    ORDERS_INGEST = "orders:ingest"
    PAYMENTS_RECORD = "payments:record"
    CUSTOMERS_READ = "customers:read"
    CUSTOMERS_WRITE = "customers:write"
    CUSTOMERS_ERASE = "customers:erase"
    CONTACT_REVEAL = "contact:reveal"
    CONTACT_REVEAL_FOR_FULFILMENT = "contact:reveal-for-fulfilment"
    PEOPLE_READ = "people:read"
    PEOPLE_MANAGE = "people:manage"
    AUDIT_READ = "audit:read"
    ASSETS_WRITE = "assets:write"
    BRANDS_WRITE = "brands:write"
    TEMPLATES_READ = "templates:read"
    TEMPLATES_WRITE = "templates:write"
    TEMPLATES_PUBLISH = "templates:publish"
    RENDERS_READ = "renders:read"
    RENDERS_WRITE = "renders:write"
    REVIEWS_WRITE = "reviews:write"
    REVIEWS_DECIDE = "reviews:decide"
    EVENTS_READ = "events:read"
    EVENTS_WRITE = "events:write"
    JOBS_READ = "jobs:read"
    IMPORTS_RUN = "imports:run"
    EXPORTS_RUN = "exports:run"
    SCHEMA_READ = "schema:read"


class Role(StrEnum):
    """A duty in the shop; a small shop's one person holds them all."""

    DESIGNER = "DESIGNER"
    OPERATIONS = "OPERATIONS"
    CUSTOMER_SERVICE = "CUSTOMER_SERVICE"
    PURCHASING = "PURCHASING"
    FINANCE = "FINANCE"
    MANAGER = "MANAGER"


_D, _O, _C, _P, _F, _M = Role

MATRIX: Mapping[Permission, frozenset[Role]] = {
    Permission.STORES_READ: frozenset({_D, _O, _C, _P, _F, _M}),
    Permission.STORES_OPERATE: frozenset({_O, _M}),
    Permission.STORES_MANAGE: frozenset({_M}),
    Permission.CATALOGUE_READ: frozenset({_D, _O, _C, _P, _F, _M}),
    Permission.PRODUCTS_WRITE: frozenset({_O, _M}),
    Permission.CONTENT_WRITE: frozenset({_D, _O, _M}),
    Permission.PRICES_WRITE: frozenset({_O, _M}),
    Permission.LISTINGS_PUBLISH: frozenset({_O, _M}),
    Permission.COSTS_READ: frozenset({_O, _P, _F, _M}),
    Permission.COSTS_WRITE: frozenset({_P}),
    Permission.SUPPLIERS_READ: frozenset({_O, _P, _F, _M}),
    Permission.SUPPLIERS_WRITE: frozenset({_P, _M}),
    Permission.SUPPLIERS_BLOCK: frozenset({_M}),
    Permission.ORDERS_READ: frozenset({_O, _C, _P, _F, _M}),
    Permission.ORDERS_WRITE: frozenset({_O, _C, _M}),
    Permission.ORDERS_INGEST: frozenset({_O, _M}),
    Permission.PAYMENTS_RECORD: frozenset({_O, _F, _M}),
    Permission.CUSTOMERS_READ: frozenset({_O, _C, _F, _M}),
    Permission.CUSTOMERS_WRITE: frozenset({_O, _C, _M}),
    Permission.CUSTOMERS_ERASE: frozenset({_M}),
    Permission.CONTACT_REVEAL: frozenset({_C, _M}),
    Permission.CONTACT_REVEAL_FOR_FULFILMENT: frozenset({_O}),
    Permission.PEOPLE_READ: frozenset({_M}),
    Permission.PEOPLE_MANAGE: frozenset({_M}),
    Permission.AUDIT_READ: frozenset({_F, _M}),
    Permission.ASSETS_WRITE: frozenset({_D, _O, _M}),
    Permission.BRANDS_WRITE: frozenset({_D, _M}),
    Permission.TEMPLATES_READ: frozenset({_D, _O, _C, _P, _M}),
    Permission.TEMPLATES_WRITE: frozenset({_D}),
    Permission.TEMPLATES_PUBLISH: frozenset({_M}),
    Permission.RENDERS_READ: frozenset({_D, _O, _C, _P, _M}),
    Permission.RENDERS_WRITE: frozenset({_D, _O, _M}),
    Permission.REVIEWS_WRITE: frozenset({_D, _O, _M}),
    Permission.REVIEWS_DECIDE: frozenset({_M}),
    Permission.EVENTS_READ: frozenset({_D, _O, _C, _F, _M}),
    Permission.EVENTS_WRITE: frozenset({_O, _M}),
    Permission.JOBS_READ: frozenset({_O, _M}),
    Permission.IMPORTS_RUN: frozenset({_O, _M}),
    Permission.EXPORTS_RUN: frozenset({_O, _F, _M}),
    Permission.SCHEMA_READ: frozenset({_D, _O, _C, _P, _F, _M}),
}
"""Which roles hold which permission: CAPABILITIES 2.4, read row by row."""


def permissions_of(role: Role) -> frozenset[Permission]:
    return frozenset(permission for permission, roles in MATRIX.items() if role in roles)


class Reach(IntEnum):
    """In how many of the organisation's stores a permission is held.

    What belongs to the whole organisation (products, variants, categories, suppliers, customers) is
    seen by who holds the permission anywhere in it, and changed by who holds it in every store: a
    change shows in all of them. What an order says of its buyer is its store's own.
    """

    NOWHERE = 0
    ONE_STORE = 1
    SOME_STORES = 2
    EVERY_STORE = 3


@dataclass(frozen=True)
class Grants:
    """What an actor may do and how far; equal for actors whom one compiled plan can serve."""

    reaches: frozenset[tuple[Permission, Reach]]

    @classmethod
    def everywhere(cls, permissions: Iterable[Permission]) -> "Grants":
        return cls(frozenset((permission, Reach.EVERY_STORE) for permission in permissions))

    @cached_property
    def _by_permission(self) -> dict[Permission, Reach]:
        return dict(self.reaches)

    @cached_property
    def _hash(self) -> int:
        return hash(self.reaches)

    def __hash__(self) -> int:
        return self._hash

    def reach(self, permission: Permission) -> Reach:
        return self._by_permission.get(permission, Reach.NOWHERE)

    def __contains__(self, permission: Permission) -> bool:
        """Held in one store at least."""
        return permission in self._by_permission


EVERYTHING = Grants.everywhere(Permission)
