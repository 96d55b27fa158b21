from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import event

from domain.ids import new_id
from domain.people.sign_in import actor_of, actor_with, hash_of, is_token, scopes_in
from domain.permissions import MATRIX, Permission, Reach, Role
from tests.conftest import MONDAY, House
from tests.factories.people import SECRET, make_token, make_user
from tests.factories.stores import make_store

STORES = [new_id() for _ in range(3)]
ASSIGNED = st.lists(st.tuples(st.sampled_from(Role), st.sampled_from([None, *STORES])))


@given(ASSIGNED, st.frozensets(st.sampled_from(Permission)))
def test_a_permission_reaches_where_a_role_with_it_is_held(
    assigned: list[tuple[Role, object]], scopes: frozenset[Permission]
) -> None:
    actor = actor_with(new_id(), new_id(), assigned, scopes)  # type: ignore[arg-type]
    for permission in Permission:
        places = {store for role, store in assigned if role in MATRIX[permission]}
        if permission not in scopes:
            places = set()
        for store in STORES:
            assert actor.may(permission, store) is bool({store, None} & places)
        expected = (
            Reach.EVERY_STORE
            if None in places
            else [Reach.NOWHERE, Reach.ONE_STORE, Reach.SOME_STORES, Reach.SOME_STORES][len(places)]
        )
        assert actor.grants.reach(permission) is expected
        assert (permission in actor.stores) is (expected in {Reach.ONE_STORE, Reach.SOME_STORES})


def test_grants_are_equal_for_those_whom_one_plan_serves() -> None:
    one, other = (
        actor_with(new_id(), new_id(), [(Role.FINANCE, store), (Role.DESIGNER, None)])
        for store in STORES[:2]
    )
    assert one.grants == other.grants
    assert one.stores != other.stores


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (SECRET, True),
        ("tp_" + "-_" * 21 + "0", True),
        (SECRET + "a", False),
        (SECRET[:-1], False),
        (SECRET + "\n", False),
        ("tp-" + "a" * 43, False),
        ("tp_" + "é" * 43, False),
        ("", False),
    ],
)
def test_what_looks_like_a_token(text: str, *, is_one: bool) -> None:
    assert is_token(text) is is_one


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("", frozenset(Permission)),
        ("orders:read", {Permission.ORDERS_READ}),
        ("orders:read stores:read", {Permission.ORDERS_READ, Permission.STORES_READ}),
        ("ORDERS_READ", frozenset()),
        ("orders:fly", frozenset()),
    ],
)
def test_what_the_scopes_of_a_token_let_through(text: str, scopes: frozenset[Permission]) -> None:
    assert scopes_in(text) == scopes


def test_a_token_signs_its_user_in(house: House) -> None:
    store = make_store(house)
    user = make_user(house, (Role.FINANCE, store.id), Role.DESIGNER)
    make_token(house, user)
    actor = actor_of(house.session, hash_of(SECRET), MONDAY)
    assert actor
    assert (actor.user_id, actor.organization_id) == (user.id, house.organization.id)
    assert actor.roles == ("DESIGNER", "FINANCE")
    assert actor.may(Permission.AUDIT_READ, store.id)
    assert actor.grants.reach(Permission.AUDIT_READ) is Reach.ONE_STORE
    assert actor.grants.reach(Permission.CONTENT_WRITE) is Reach.EVERY_STORE
    assert actor.values()["store_AUDIT_READ"] == store.id


def test_a_token_grants_no_more_than_its_scopes_and_its_user(house: House) -> None:
    user = make_user(house, Role.FINANCE)
    make_token(house, user, scopes="audit:read people:manage")
    actor = actor_of(house.session, hash_of(SECRET), MONDAY)
    assert actor
    assert {permission for permission, _ in actor.grants.reaches} == {Permission.AUDIT_READ}


def test_signing_in_is_one_statement(house: House) -> None:
    make_token(house, make_user(house, Role.FINANCE, Role.DESIGNER))
    said: list[str] = []
    event.listen(
        house.session.connection(), "before_cursor_execute", lambda *given: said.append(given[2])
    )
    assert actor_of(house.session, hash_of(SECRET), MONDAY)
    assert len(said) == 1


def test_a_token_lasts_until_it_expires(house: House) -> None:
    make_token(house, make_user(house, Role.FINANCE), expires_at=MONDAY)
    assert actor_of(house.session, hash_of(SECRET), MONDAY - timedelta(milliseconds=1))
    assert actor_of(house.session, hash_of(SECRET), MONDAY) is None


@pytest.mark.parametrize(
    "fault", ["unknown", "revoked", "disabled", "no role", "no known scope", "scopes without role"]
)
def test_a_token_opens_nothing(house: House, fault: str) -> None:
    roles = [] if fault == "no role" else [Role.DESIGNER]
    user = make_user(house, *roles, disabled_at=MONDAY if fault == "disabled" else None)
    scopes = {"no known scope": "orders:fly", "scopes without role": "audit:read"}.get(fault, "")
    revoked_at = MONDAY - timedelta(days=1) if fault == "revoked" else None
    make_token(house, user, scopes=scopes, revoked_at=revoked_at)
    wanted = "tp_" + "b" * 43 if fault == "unknown" else SECRET
    assert actor_of(house.session, hash_of(wanted), MONDAY) is None
