"""Permissions and roles in the graph: what they mean, who holds which, and how far."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import orjson
import strawberry
from sqlalchemy import type_coerce

from api import reads
from api.reads.compiler import Compiler
from api.reads.selection import Asked
from api.reads.text import JsonText, Sql, constant, glue
from api.reads.walk import reading_field
from domain.permissions import MATRIX, Grants, Permission, Reach, Role

SAID: Mapping[Permission, str] = {
    Permission.STORES_READ: "See stores and the platforms they are on.",
    Permission.STORES_OPERATE: "Take stores through opening, pausing and closing.",
    Permission.STORES_MANAGE: "Open new stores and change their basics.",
    Permission.CATALOGUE_READ: "See products, variants and listings.",
    Permission.PRODUCTS_WRITE: "Make and change products, variants and categories.",
    Permission.CONTENT_WRITE: "Change titles, descriptions and pictures.",
    Permission.PRICES_WRITE: "Set prices.",
    Permission.LISTINGS_PUBLISH: "Put listings up for sale and take them down.",
    Permission.COSTS_READ: "See what we pay.",
    Permission.COSTS_WRITE: "Record what we pay.",
    Permission.SUPPLIERS_READ: "See suppliers.",
    Permission.SUPPLIERS_WRITE: "Take on suppliers, change and archive them.",
    Permission.SUPPLIERS_BLOCK: "Block and unblock suppliers.",
    Permission.ORDERS_READ: "See orders.",
    Permission.ORDERS_WRITE: "Make orders and take them through review and delivery.",
    Permission.ORDERS_INGEST: "Bring in orders from platforms and files.",
    Permission.PAYMENTS_RECORD: "Record payments.",
    Permission.CUSTOMERS_READ: "See customers, masked.",
    Permission.CUSTOMERS_WRITE: "Make and change customers.",
    Permission.CUSTOMERS_ERASE: "Erase what is known of a customer's person.",
    Permission.CONTACT_REVEAL: "Be shown a customer's contact in full; each time is audited.",
    Permission.CONTACT_REVEAL_FOR_FULFILMENT: "The same, while their order is being shipped.",
    Permission.PEOPLE_READ: "See who works here, their roles and tokens.",
    Permission.PEOPLE_MANAGE: "Invite and disable users, assign roles, make and revoke tokens.",
    Permission.AUDIT_READ: "See who changed what, and verify that nothing was altered.",
    Permission.ASSETS_WRITE: "Send pictures, films and sounds, and change what is said of them.",
    Permission.BRANDS_WRITE: "Make and change brand kits and fonts.",
    Permission.TEMPLATES_READ: "See templates and their versions.",
    Permission.TEMPLATES_WRITE: "Draft templates and versions of them, and send them for review.",
    Permission.TEMPLATES_PUBLISH: "Publish and retire versions of templates.",
    Permission.RENDERS_READ: "See posters and films being made, and the finished ones.",
    Permission.RENDERS_WRITE: "Have posters and films made, call that off, try again.",
    Permission.REVIEWS_WRITE: "Ask for a review of a creative, and comment on it.",
    Permission.REVIEWS_DECIDE: "Approve creatives, or send them back.",
    Permission.EVENTS_READ: "See platforms' events, such as Double Eleven.",
    Permission.EVENTS_WRITE: "Make, change and take away platforms' events.",
    Permission.JOBS_READ: "See what works in the background, and how it fares.",
    Permission.IMPORTS_RUN: "Bring in files, and see what was found in them.",
    Permission.EXPORTS_RUN: "Have what one may see written into files.",
    Permission.SCHEMA_READ: "Ask the graph for its own schema in production.",
}

reads.described(
    Permission,
    "One thing that may be allowed or refused.",
    **{permission.name: words for permission, words in SAID.items()},
)
reads.described(
    Role,
    "A duty in the shop; a small shop's one person holds them all.",
    DESIGNER="Makes pictures, films and texts.",
    OPERATIONS="Runs stores: products, prices, listings, orders.",
    CUSTOMER_SERVICE="Answers customers and makes good what went wrong.",
    PURCHASING="Finds suppliers, negotiates and buys.",
    FINANCE="Checks what is paid and what comes in; reads the audit.",
    MANAGER="Answers for it all: people, stores, blocks and approvals.",
)
reads.described(
    Reach,
    "In how many of the organisation's stores a permission is held.",
    NOWHERE="In none.",
    ONE_STORE="In one.",
    SOME_STORES="In some.",
    EVERY_STORE="In every one, and in those to come.",
)


@dataclass(frozen=True)
class Known:
    """A list of objects that the grants alone decide, so that it is part of the plan."""

    rows: Callable[[Grants], Iterable[Mapping[str, Any]]]
    needs: Permission | None = None

    def text(self, compiler: Compiler, asked: Asked, row: Any) -> Sql:
        items: list[str | Sql] = []
        for values in self.rows(compiler.grants):
            items += [",", compiler.object(asked, asked.kind, SimpleNamespace(**_as_json(values)))]
        return glue(["[", *items[1:], "]"])


def _as_json(values: Mapping[str, Any]) -> dict[str, Sql]:
    return {
        name: type_coerce(constant(orjson.dumps(value).decode()), JsonText())
        for name, value in values.items()
    }


def _matrix(_grants: Grants) -> Iterable[Mapping[str, Any]]:
    for permission, roles in MATRIX.items():
        said = SAID[permission]
        names = [role.name for role in Role if role in roles]
        yield {"permission": permission.name, "description": said, "roles": names}


def _held(grants: Grants) -> Iterable[Mapping[str, Any]]:
    for permission in Permission:
        if permission in grants:
            yield {"permission": permission.name, "reach": grants.reach(permission).name}


@strawberry.type(description="A permission and the roles that hold it.")
class PermissionInfo:
    permission: Permission = strawberry.field(description="The permission.")
    description: str = strawberry.field(description="What it lets a person do.")
    roles: list[Role] = strawberry.field(description="The roles that hold it.")


@strawberry.type(description="A permission you hold, and how far it reaches.")
class HeldPermission:
    permission: Permission = strawberry.field(description="The permission.")
    reach: Reach = strawberry.field(description="In how many stores you hold it.")


def matrix(**how: Any) -> Any:
    """Every permission and the roles that hold it."""
    return reading_field(Known(_matrix), {}, **how)


def held(**how: Any) -> Any:
    """The reader's own permissions, narrowed by the token they came with."""
    return reading_field(Known(_held), {}, **how)
