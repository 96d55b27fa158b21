"""Mutations about users, their roles and tokens."""

from itertools import count
from typing import Any

from domain.people.models import User
from domain.permissions import Role
from tests.conftest import MONDAY
from tests.factories.people import make_assignment, make_token, make_user
from tests.house import House, node_id
from tests.writes.changes import change

_numbers = count(1)


def someone(house: House, *roles: Role, **more: Any) -> User:
    return make_user(house, *roles, email=f"someone{next(_numbers)}@example.com", **more)


@change("userInvite", lines=2)
def invite(_: House) -> dict[str, Any]:
    return {"name": "Bo", "email": f"bo{next(_numbers)}@example.com", "role": "DESIGNER"}


@change("userUpdate")
def update(house: House) -> dict[str, Any]:
    return {"id": node_id("User", someone(house)), "name": f"Bo {next(_numbers)}"}


@change("userDisable")
def disable(house: House) -> dict[str, Any]:
    return {"id": node_id("User", someone(house, Role.FINANCE)), "reason": "left"}


@change("userEnable")
def enable(house: House) -> dict[str, Any]:
    return {"id": node_id("User", someone(house, disabled_at=MONDAY))}


@change("roleAssign")
def assign(house: House) -> dict[str, Any]:
    return {"userId": node_id("User", someone(house)), "role": "DESIGNER"}


@change("roleRevoke")
def revoke(house: House) -> dict[str, Any]:
    assignment = make_assignment(house, someone(house), Role.DESIGNER)
    return {"id": node_id("RoleAssignment", assignment)}


@change("tokenCreate")
def create_token(house: House) -> dict[str, Any]:
    user = someone(house, Role.DESIGNER)
    return {"name": "robot", "userId": node_id("User", user), "scopes": ["STORES_READ"]}


@change("tokenRevoke")
def revoke_token(house: House) -> dict[str, Any]:
    token = make_token(house, someone(house), secret=f"tp_{next(_numbers):043}")
    return {"id": node_id("ApiToken", token)}
