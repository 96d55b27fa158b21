"""Those who ask: each as the product's Actor and as the reference's Who."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from domain.people.sign_in import actor_with
from domain.permissions import Permission, Role
from domain.work import Actor
from tests.house import House
from tests.reference import Who
from tests.reference.who import HOLDERS

D, O, C, P, F, M = Role  # noqa: E741  the matrix's own letters


@dataclass(frozen=True)
class Reader:
    name: str
    actor: Actor
    who: Who


def reader(
    house: House,
    name: str,
    assigned: Iterable[tuple[Role, UUID | None]],
    user: Any = None,
    only: Iterable[str] = HOLDERS,
) -> Reader:
    user, roles, kept = user or house.owner, tuple(assigned), frozenset(only)
    scopes = frozenset(Permission[permission] for permission in kept)
    actor = actor_with(user.id, house.organization.id, roles, scopes)
    return Reader(name, actor, Who(name, user.id, house.organization.id, roles, kept))


def everybody(house: House, stores: list[Any], stranger: Any = None) -> list[Reader]:
    """A manager, each role alone, people of one store and of two, and a second organisation."""
    a, b, c = (store.id for store in stores)
    return [
        reader(house, "manager", [(role, None) for role in Role]),
        *(reader(house, role.name, [(role, None)]) for role in Role),
        reader(house, "clerk of one", [(C, a)], stranger),
        reader(house, "clerk of two", [(O, a), (O, b)], stranger),
        reader(house, "different here and there", [(P, a), (C, b), (D, c)], stranger),
        reader(house, "accounts of one, care of all", [(F, a), (C, None)], stranger),
        reader(house, "narrowed", [(M, a), (M, b)], only=["ORDERS_READ", "CATALOGUE_READ"]),
        reader(house, "nobody", [], stranger),
        reader(house.second, "second manager", [(role, None) for role in Role]),
    ]
