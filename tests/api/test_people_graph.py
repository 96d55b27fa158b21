"""Users, roles and tokens through the graph."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.base import instant_text
from domain.people.models import RoleAssignment
from domain.people.sign_in import actor_of, hash_of
from domain.permissions import MATRIX, Permission, Role
from tests.conftest import MONDAY, House, node_id
from tests.factories.people import SECRET, make_actor, make_assignment, make_token, make_user
from tests.factories.stores import make_store

USER = "user { id name email locale disabledAt assignments { role isEverywhere store { name } } }"
SHOWN = {
    "userInvite": USER,
    "userUpdate": USER,
    "userDisable": USER,
    "userEnable": USER,
    "roleAssign": "assignment { role isEverywhere user { name } store { name } }",
    "roleRevoke": USER,
    "tokenCreate": "secret token { name scopes expiresAt revokedAt user { name } madeBy { name } }",
    "tokenRevoke": "token { name revokedAt }",
}
ERRORS = "userErrors { __typename code message path ... on VersionMismatch { version } }"


def change(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    kind = mutation[0].upper() + mutation[1:] + "Input!"
    text = f"""mutation ($input: {kind}) {{
      {mutation}(input: $input) {{ {SHOWN[mutation]} {ERRORS} }} }}"""
    answer = house.query(text, actor, input=input)
    assert "errors" not in answer, answer
    return answer["data"][mutation]


def refused(house: House, mutation: str, actor: Any = None, **input: Any) -> Any:
    payload = change(house, mutation, actor, **input)
    [error] = payload.pop("userErrors")
    assert set(payload.values()) == {None}
    return error


def given_to(house: House, mutation: str) -> dict[str, Any]:
    """An input that a manager may send."""
    make_user(house, Role.MANAGER, email="boss@example.com")
    away = mutation == "userEnable"
    user = make_user(house, Role.FINANCE, disabled_at=MONDAY if away else None)
    mine = select(RoleAssignment).where(RoleAssignment.user_id == user.id)
    [assignment] = house.session.scalars(mine)
    house.session.commit()
    token = make_token(house, user)
    inputs: dict[str, dict[str, Any]] = {
        "userInvite": {"name": "Bea", "email": "bea@example.com", "role": "DESIGNER"},
        "userUpdate": {"id": node_id("User", user), "name": "Ann"},
        "userDisable": {"id": node_id("User", user)},
        "userEnable": {"id": node_id("User", user)},
        "roleAssign": {"userId": node_id("User", user), "role": "DESIGNER"},
        "roleRevoke": {"id": node_id("RoleAssignment", assignment)},
        "tokenCreate": {"userId": node_id("User", user), "name": "laptop"},
        "tokenRevoke": {"id": node_id("ApiToken", token)},
    }
    return inputs[mutation]


ANA = {"name": "Ana", "email": "ana@example.com", "locale": "en"}
FINANCE = {"role": "FINANCE", "isEverywhere": True, "store": None}


def test_somebody_is_invited_into_one_store(house: House) -> None:
    store = make_store(house)
    given = {**ANA, "role": "OPERATIONS", "storeId": node_id("Store", store), "locale": "zh-CN"}
    payload = change(house, "userInvite", **given)
    assert payload["userErrors"] == []
    assert payload["user"].pop("id").startswith("User:")
    assert payload["user"] == {
        **ANA,
        "locale": "zh-CN",
        "disabledAt": None,
        "assignments": [
            {"role": "OPERATIONS", "isEverywhere": False, "store": {"name": store.name}}
        ],
    }


def test_a_user_is_changed_in_what_is_said(house: House) -> None:
    id = node_id("User", make_user(house, Role.FINANCE))
    make_user(house.second, email="ann@example.com")  # a stranger's address is free here
    payload = change(house, "userUpdate", id=id, name=" Ann ", email="Ann@Example.com")
    assert payload["userErrors"] == []
    shown = {name: payload["user"][name] for name in ANA}
    assert shown == {"name": "Ann", "email": "ann@example.com", "locale": "en"}
    assert change(house, "userUpdate", id=id, email="ann@example.com")["userErrors"] == []
    said = " ".join(house.session.scalars(select(AuditEntry.changes)))
    assert "keyed:" in said
    assert "nn" not in said


def test_a_user_is_disabled_and_enabled(house: House) -> None:
    given = given_to(house, "userDisable")
    payload = change(house, "userDisable", **given, expectedVersion=1, reason="On leave.")
    assert payload["user"]["disabledAt"] == instant_text(MONDAY)
    payload = change(house, "userEnable", **given, expectedVersion=2)
    assert payload["user"]["disabledAt"] is None
    assert payload["user"]["assignments"] == [FINANCE]


def test_a_role_is_assigned_and_revoked(house: House) -> None:
    user = make_user(house)
    store = make_store(house)
    given = {"userId": node_id("User", user), "role": "FINANCE", "storeId": node_id("Store", store)}
    payload = change(house, "roleAssign", **given)
    shown = {"role": "FINANCE", "isEverywhere": False, "store": {"name": store.name}}
    assert payload["assignment"] == {**shown, "user": {"name": "Ana"}}
    assignment = house.session.scalars(select(RoleAssignment)).one()
    house.session.commit()
    payload = change(house, "roleRevoke", id=node_id("RoleAssignment", assignment))
    assert payload["user"]["assignments"] == []


@pytest.mark.parametrize(
    ("mutation", "more", "path", "code"),
    [
        ("userInvite", {"name": ""}, ["name"], "REQUIRED"),
        ("userInvite", {"email": "bea"}, ["email"], "INVALID"),
        ("userInvite", {"email": "ANA@example.com"}, ["email"], "TAKEN"),
        ("userInvite", {"storeId": "Store:1"}, ["storeId"], "NOT_FOUND"),
        ("userUpdate", {"id": "User:1"}, ["id"], "NOT_FOUND"),
        ("userUpdate", {"name": " "}, ["name"], "REQUIRED"),
        ("userUpdate", {"name": None}, ["name"], "REQUIRED"),
        ("userUpdate", {"email": None}, ["email"], "REQUIRED"),
        ("userUpdate", {"email": "ann"}, ["email"], "INVALID"),
        ("userUpdate", {"email": "Boss@example.com"}, ["email"], "TAKEN"),
        ("userUpdate", {"locale": "x" * 21}, ["locale"], "INVALID"),
        ("userUpdate", {"expectedVersion": 9}, [], "VERSION_MISMATCH"),
        ("userDisable", {"id": "User:1"}, ["id"], "NOT_FOUND"),
        ("userDisable", {"expectedVersion": 9}, [], "VERSION_MISMATCH"),
        ("userEnable", {"id": "Store:1"}, ["id"], "NOT_FOUND"),
        ("userEnable", {"expectedVersion": 9}, [], "VERSION_MISMATCH"),
        ("roleAssign", {"userId": ""}, ["userId"], "NOT_FOUND"),
        ("roleAssign", {"role": "FINANCE"}, ["role"], "TAKEN"),
        ("roleAssign", {"storeId": ""}, ["storeId"], "NOT_FOUND"),
        ("roleRevoke", {"id": ""}, ["id"], "NOT_FOUND"),
        ("tokenCreate", {"name": ""}, ["name"], "REQUIRED"),
        ("tokenCreate", {"userId": ""}, ["userId"], "NOT_FOUND"),
        ("tokenCreate", {"scopes": []}, ["scopes"], "INVALID"),
        ("tokenCreate", {"scopes": ["PEOPLE_MANAGE"]}, ["scopes"], "FORBIDDEN"),
        ("tokenCreate", {"expiresAt": instant_text(MONDAY)}, ["expiresAt"], "INVALID"),
        ("tokenCreate", {"expiresAt": "2028-01-01T00:00:00Z"}, ["expiresAt"], "INVALID"),
        ("tokenRevoke", {"id": ""}, ["id"], "NOT_FOUND"),
        ("tokenRevoke", {"expectedVersion": 9}, [], "VERSION_MISMATCH"),
    ],
)
def test_a_change_is_refused(
    house: House, mutation: str, more: dict[str, Any], path: list[str], code: str
) -> None:
    error = refused(house, mutation, **{**given_to(house, mutation), **more})
    assert error["code"] == code
    if path:
        assert error["path"] == path


@pytest.mark.parametrize("mutation", ["userDisable", "roleRevoke"])
def test_the_last_manager_of_every_store_stays(house: House, mutation: str) -> None:
    boss = make_user(house)
    assignment = make_assignment(house, boss, Role.MANAGER)
    kind, row = ("User", boss) if mutation == "userDisable" else ("RoleAssignment", assignment)
    assert refused(house, mutation, id=node_id(kind, row))["code"] == "CONFLICT"


@pytest.mark.parametrize("mutation", SHOWN)
@pytest.mark.parametrize("role", Role)
def test_who_may_change_the_people(house: House, mutation: str, role: Role) -> None:
    given = given_to(house, mutation)
    payload = change(house, mutation, house.actor(role), **given)
    codes = [error["code"] for error in payload["userErrors"]]
    if role is Role.MANAGER:
        assert codes == []
    else:
        assert codes == ["NOT_FOUND" if mutation == "tokenRevoke" else "FORBIDDEN"]


@pytest.mark.parametrize("mutation", SHOWN)
def test_who_manages_one_store_manages_no_people(house: House, mutation: str) -> None:
    given = given_to(house, mutation)
    local = house.actor(Role.MANAGER, stores=[make_store(house)])
    assert refused(house, mutation, local, **given)["code"] == "FORBIDDEN"


@pytest.mark.parametrize("mutation", [name for name in SHOWN if name != "userInvite"])
def test_another_organisations_people_are_not_found(house: House, mutation: str) -> None:
    given = given_to(house.second, mutation)
    assert refused(house, mutation, **given)["code"] == "NOT_FOUND"


def test_a_token_is_made_shown_once_and_revoked(house: House) -> None:
    maker = make_actor(house, Role.FINANCE)
    ends = instant_text(MONDAY + timedelta(days=30))
    payload = change(
        house, "tokenCreate", maker, name="laptop", scopes=["AUDIT_READ"], expiresAt=ends
    )
    assert payload["userErrors"] == []
    secret = payload["secret"]
    assert payload["token"] == {
        "name": "laptop",
        "scopes": ["AUDIT_READ"],
        "expiresAt": ends,
        "revokedAt": None,
        "user": {"name": "Ana"},
        "madeBy": {"name": "Ana"},
    }
    actor = actor_of(house.session, hash_of(secret), MONDAY)
    assert actor
    house.session.commit()
    text = "{ tokens { edges { node { id name } } } }"
    [edge] = house.query(text, actor)["data"]["tokens"]["edges"]
    payload = change(house, "tokenRevoke", maker, id=edge["node"]["id"], expectedVersion=1)
    assert payload["token"] == {"name": "laptop", "revokedAt": instant_text(MONDAY)}
    assert actor_of(house.session, hash_of(secret), MONDAY) is None


def test_a_replayed_key_makes_no_second_token_and_shows_no_secret(house: House) -> None:
    text = """mutation { tokenCreate(input: {name: "laptop"}) @idempotent(key: "1")
      { secret token { id } userErrors { message } } }"""
    maker = make_actor(house, Role.FINANCE)
    first, again = (house.query(text, maker)["data"]["tokenCreate"] for _ in range(2))
    assert first["secret"]
    assert again == {"secret": None, "token": first["token"], "userErrors": []}


def test_no_field_shows_a_tokens_hash(house: House) -> None:
    text = '{ __type(name: "ApiToken") { fields { name } } }'
    names = {field["name"] for field in house.ordinary(text)["data"]["__type"]["fields"]}
    assert not {name for name in names if "hash" in name.lower() or "secret" in name.lower()}


VIEWER = """{ viewer { user { name assignments { role isEverywhere } } organization { handle }
  permissions { reach permission } } }"""


def test_the_viewer_is_whoever_asks(house: House) -> None:
    store, other = make_store(house), make_store(house)
    local = [(Role.CUSTOMER_SERVICE, store.id), (Role.CUSTOMER_SERVICE, other.id)]
    actor = make_actor(house, Role.DESIGNER, (Role.FINANCE, store.id), *local)
    viewer = house.query(VIEWER, actor)["data"]["viewer"]
    assert viewer["organization"] == {"handle": house.organization.handle}
    assert viewer["user"]["name"] == "Ana"
    roles = [(one["role"], one["isEverywhere"]) for one in viewer["user"]["assignments"]]
    service = ("CUSTOMER_SERVICE", False)
    assert roles == [("DESIGNER", True), ("FINANCE", False), service, service]
    reaches = {held["permission"]: held["reach"] for held in viewer["permissions"]}
    assert reaches == {permission.name: reach.name for permission, reach in actor.grants.reaches}
    assert reaches["CONTENT_WRITE"] == "EVERY_STORE"
    assert reaches["AUDIT_READ"] == "ONE_STORE"
    assert reaches["ORDERS_WRITE"] == "SOME_STORES"


def test_the_viewer_says_the_same_both_ways(house: House) -> None:
    actor = make_actor(house, Role.DESIGNER)
    house.session.commit()
    assert house.compiled(VIEWER, actor) == house.ordinary(VIEWER, actor)


def test_the_graph_shows_the_matrix(house: House) -> None:
    text = "{ p: permissions { is: permission description roles __typename } }"
    rows = house.query(text)["data"]["p"]
    assert {row["is"]: set(row["roles"]) for row in rows} == {
        permission.name: {role.name for role in roles} for permission, roles in MATRIX.items()
    }
    assert all(row["description"].endswith(".") for row in rows)
    assert len(rows) == len(Permission)
    house.session.commit()
    assert house.ordinary(text)["data"]["p"] == rows


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.MANAGER, ["Ana", "Bea", "Owner"]),
        (Role.FINANCE, None),
        (Role.DESIGNER, None),
    ],
)
def test_who_sees_the_users(house: House, role: Role, sees: list[str] | None) -> None:
    actor = make_actor(house, role)
    make_user(house, name="Bea", email="bea@example.com")
    make_user(house.second, name="Stranger")
    answer = house.query("{ users { edges { node { name } } } }", actor)
    if sees is None:
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    else:
        assert [edge["node"]["name"] for edge in answer["data"]["users"]["edges"]] == sees


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.MANAGER, True), (Role.FINANCE, True), (Role.DESIGNER, False)]
)
def test_one_user_is_seen_by_who_reads_people_or_audit(
    house: House, role: Role, *, sees: bool
) -> None:
    actor = make_actor(house, role)
    other = make_user(house, Role.MANAGER, name="Bea", email="bea@example.com")
    text = "query ($id: ID!) { user(id: $id) { name assignments { role } } }"
    found = house.query(text, actor, id=node_id("User", other))["data"]["user"]
    assert (found is not None) is sees
    if role is Role.FINANCE:
        assert found["assignments"] == []  # roles are for who reads the people
    mine = house.query(text, actor, id=node_id("User", actor.user_id))["data"]["user"]
    assert mine == {"name": "Ana", "assignments": [{"role": role.name}]}


def test_tokens_are_seen_by_their_user_and_by_managers(house: House) -> None:
    actor = make_actor(house, Role.FINANCE)
    make_token(house, make_user(house, Role.DESIGNER), SECRET)
    text = "{ tokens { edges { node { name user { name } scopes } } } }"
    assert house.query(text, actor)["data"]["tokens"]["edges"] == []
    node = {"name": "laptop", "user": {"name": "Ana"}, "scopes": None}
    assert house.query(text)["data"]["tokens"]["edges"] == [{"node": node}]
    assert house.query(text, house.second.manager)["data"]["tokens"]["edges"] == []
