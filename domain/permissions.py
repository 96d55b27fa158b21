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
    SCHEMA_READ = "schema:read"


class Role(StrEnum):
    """A duty in the shop; a small shop's one person holds them all."""

    DESIGNER = "DESIGNER"
    OPERATIONS = "OPERATIONS"
    CUSTOMER_SERVICE = "CUSTOMER_SERVICE"
    PURCHASING = "PURCHASING"
    FINANCE = "FINANCE"
    MANAGER = "MANAGER"


D, O, C, P, F, M = Role

MATRIX: Mapping[Permission, frozenset[Role]] = {
    Permission.STORES_READ: frozenset({D, O, C, P, F, M}),
    Permission.STORES_OPERATE: frozenset({O, M}),
    Permission.STORES_MANAGE: frozenset({M}),
    Permission.CATALOGUE_READ: frozenset({D, O, C, P, F, M}),
    Permission.PRODUCTS_WRITE: frozenset({O, M}),
    Permission.CONTENT_WRITE: frozenset({D, O, M}),
    Permission.PRICES_WRITE: frozenset({O, M}),
    Permission.LISTINGS_PUBLISH: frozenset({O, M}),
    Permission.COSTS_READ: frozenset({O, P, F, M}),
    Permission.COSTS_WRITE: frozenset({P}),
    Permission.SUPPLIERS_READ: frozenset({O, P, F, M}),
    Permission.SUPPLIERS_WRITE: frozenset({P, M}),
    Permission.SUPPLIERS_BLOCK: frozenset({M}),
    Permission.ORDERS_READ: frozenset({O, C, P, F, M}),
    Permission.ORDERS_WRITE: frozenset({O, C, M}),
    Permission.ORDERS_INGEST: frozenset({O, M}),
    Permission.PAYMENTS_RECORD: frozenset({O, F, M}),
    Permission.CUSTOMERS_READ: frozenset({O, C, F, M}),
    Permission.CUSTOMERS_WRITE: frozenset({O, C, M}),
    Permission.CUSTOMERS_ERASE: frozenset({M}),
    Permission.CONTACT_REVEAL: frozenset({C, M}),
    Permission.CONTACT_REVEAL_FOR_FULFILMENT: frozenset({O}),
    Permission.PEOPLE_READ: frozenset({M}),
    Permission.PEOPLE_MANAGE: frozenset({M}),
    Permission.AUDIT_READ: frozenset({F, M}),
    Permission.SCHEMA_READ: frozenset({D, O, C, P, F, M}),
}
"""Which roles hold which permission: CAPABILITIES 2.4, read row by row."""


def permissions_of(role: Role) -> frozenset[Permission]:
    return frozenset(permission for permission, roles in MATRIX.items() if role in roles)


class Reach(IntEnum):
    """In how many of the organisation's stores a permission is held."""

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
