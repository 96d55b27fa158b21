from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain import audit
from domain.audit import AuditEntry
from domain.errors import Conflict, DomainError, ErrorCode, Forbidden
from domain.ids import NOBODY
from domain.people import actions
from domain.people.models import RoleAssignment, User
from domain.permissions import Grants, Permission, Role
from domain.work import Actor, Work
from tests.factories.people import make_assignment, make_user
from tests.factories.stores import make_store
from tests.house import KEY, MONDAY, House

Invite = Callable[..., User]
MANAGERS_OF_NONE = "Nobody else could manage"


@pytest.fixture
def invite(house: House) -> Invite:
    def ask(**more: Any) -> User:
        usual: dict[str, Any] = {"name": "Ana", "email": "ana@example.com", "role": Role.FINANCE}
        user = actions.invite_user(house.work(), **{**usual, **more})
        house.session.commit()
        return user

    return ask


def test_an_invited_user_has_a_role_and_an_audit_line(house: House, invite: Invite) -> None:
    user = invite(email=" Ana@Example.COM ")
    assert user.email == "ana@example.com"
    assert user.organization_id == house.organization.id
    [assignment] = assignments(house, user)
    assert (assignment.role, assignment.store_id) == (Role.FINANCE, None)
    actions_done = house.session.scalars(select(AuditEntry.action)).all()
    assert {"user.invited", "role.assigned"} <= set(actions_done)


def test_the_audit_knows_neither_name_nor_address(house: House, invite: Invite) -> None:
    invite()
    said = " ".join(house.session.scalars(select(AuditEntry.changes)))
    assert "keyed:" in said
    assert "Ana" not in said
    assert "example.com" not in said


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"name": "  "}, ("name",), ErrorCode.REQUIRED),
        ({"name": "x" * 201}, ("name",), ErrorCode.INVALID),
        ({"name": "a\x00"}, ("name",), ErrorCode.INVALID),
        ({"email": ""}, ("email",), ErrorCode.REQUIRED),
        ({"email": "ana"}, ("email",), ErrorCode.INVALID),
        ({"email": "ana@host"}, ("email",), ErrorCode.INVALID),
        ({"email": "a b@host.example"}, ("email",), ErrorCode.INVALID),
        ({"email": "a@b@host.example"}, ("email",), ErrorCode.INVALID),
        ({"locale": ""}, ("locale",), ErrorCode.REQUIRED),
        ({"store_id": NOBODY}, ("store_id",), ErrorCode.NOT_FOUND),
    ],
)
def test_an_invitation_is_refused(
    invite: Invite, given: dict[str, Any], path: tuple[str, ...], code: ErrorCode
) -> None:
    with pytest.raises(DomainError) as refused:
        invite(**given)
    assert (refused.value.path, refused.value.code) == (path, code)


def test_an_address_is_used_once_in_an_organisation(house: House, invite: Invite) -> None:
    invite()
    with pytest.raises(DomainError) as refused:
        invite(email="ANA@example.com")
    assert (refused.value.path, refused.value.code) == (("email",), ErrorCode.TAKEN)
    make_user(house.second, Role.FINANCE)  # the same address elsewhere


def test_a_store_of_another_organisation_is_not_found(house: House, invite: Invite) -> None:
    with pytest.raises(DomainError) as refused:
        invite(store_id=make_store(house.second).id)
    assert refused.value.code is ErrorCode.NOT_FOUND


def test_who_manages_people_in_one_store_only_manages_none(house: House) -> None:
    local = house.actor(Role.MANAGER, stores=[make_store(house)])
    work = house.work(local)
    user = make_user(house, Role.FINANCE)
    assignment = assignments(house, user)[0]
    for verb in (
        lambda: actions.invite_user(work, name="B", email="b@example.com", role=Role.MANAGER),
        lambda: actions.assign_role(work, user.id, Role.DESIGNER),
        lambda: actions.revoke_role(work, assignment.id),
        lambda: actions.disable_user(work, user.id),
        lambda: actions.enable_user(work, user.id),
    ):
        with pytest.raises(Forbidden):
            verb()


def test_a_role_is_assigned_once_in_each_place(house: House) -> None:
    store = make_store(house)
    user = make_user(house, Role.FINANCE)
    actions.assign_role(house.work(), user.id, Role.FINANCE, store.id)
    house.session.commit()
    for place in (None, store.id):
        with pytest.raises(DomainError) as refused:
            actions.assign_role(house.work(), user.id, Role.FINANCE, place)
        assert (refused.value.path, refused.value.code) == (("role",), ErrorCode.TAKEN)
    assert len(assignments(house, user)) == 2


def test_a_revoked_role_is_gone_and_audited(house: House) -> None:
    make_user(house, Role.MANAGER, email="boss@example.com")
    user = make_user(house, Role.FINANCE)
    [assignment] = assignments(house, user)
    assert actions.revoke_role(house.work(), assignment.id, reason=" left ").id == user.id
    house.session.commit()
    assert not assignments(house, user)
    entry = house.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "role.revoked")
    ).one()
    assert entry.reason == audit.keyed_hash("left", KEY)
    assert house.session.scalars(select(audit.AuditReason.words)).all() == ["left"]
    assert '"role":{"from":"FINANCE","to":null}' in entry.changes


def test_the_last_manager_of_every_store_stays(house: House) -> None:
    store = make_store(house)
    boss = make_user(house, Role.MANAGER, Role.FINANCE, email="boss@example.com")
    make_user(house, (Role.MANAGER, store.id), email="local@example.com")
    gone = make_user(house, Role.MANAGER, email="gone@example.com", disabled_at=MONDAY)
    manager = next(one for one in assignments(house, boss) if one.role is Role.MANAGER)
    with pytest.raises(Conflict, match=MANAGERS_OF_NONE):
        actions.disable_user(house.work(), boss.id)
    with pytest.raises(Conflict, match=MANAGERS_OF_NONE):
        actions.revoke_role(house.work(), manager.id)
    for other in assignments(house, boss):
        if other is not manager:
            actions.revoke_role(house.work(), other.id)
    house.session.commit()

    actions.enable_user(house.work(), gone.id)
    house.session.commit()
    actions.revoke_role(house.work(), manager.id)
    house.session.commit()
    with pytest.raises(Conflict, match=MANAGERS_OF_NONE):
        actions.disable_user(house.work(), gone.id)


def test_another_organisations_managers_do_not_count(house: House) -> None:
    make_user(house.second, Role.MANAGER)
    boss = make_user(house, Role.MANAGER)
    with pytest.raises(Conflict):
        actions.disable_user(house.work(), boss.id)


def test_disabling_and_enabling_take_turns(house: House) -> None:
    make_user(house, Role.MANAGER, email="boss@example.com")
    user = make_user(house, Role.FINANCE)
    with pytest.raises(Conflict, match="not disabled"):
        actions.enable_user(house.work(), user.id)
    actions.disable_user(house.work(), user.id, version=1)
    house.session.commit()
    assert user.disabled_at == MONDAY
    with pytest.raises(Conflict, match="disabled already"):
        actions.disable_user(house.work(), user.id)
    with pytest.raises(DomainError) as stale:
        actions.enable_user(house.work(), user.id, version=1)
    assert stale.value.code is ErrorCode.VERSION_MISMATCH
    actions.enable_user(house.work(), user.id, version=2)
    house.session.commit()
    assert user.disabled_at is None


@pytest.mark.parametrize("elsewhere", [False, True])
def test_whom_nobody_knows_is_not_found(house: House, *, elsewhere: bool) -> None:
    stranger = make_user(house.second, Role.FINANCE)
    user_id = stranger.id if elsewhere else NOBODY
    assignment_id = assignments(house.second, stranger)[0].id if elsewhere else NOBODY
    for verb in (
        lambda: actions.assign_role(house.work(), user_id, Role.FINANCE),
        lambda: actions.disable_user(house.work(), user_id),
        lambda: actions.enable_user(house.work(), user_id),
        lambda: actions.revoke_role(house.work(), assignment_id),
    ):
        with pytest.raises(DomainError) as refused:
            verb()
        assert refused.value.code is ErrorCode.NOT_FOUND


@pytest.mark.parametrize(
    ("held", "sees"),
    [
        ((), {"me"}),
        ((Permission.PEOPLE_READ,), {"me", "other"}),
        ((Permission.AUDIT_READ,), {"me", "other"}),
        ((Permission.ORDERS_READ,), {"me"}),
    ],
)
def test_who_is_seen(house: House, held: tuple[Permission, ...], sees: set[str]) -> None:
    me = make_user(house, Role.FINANCE, name="me")
    make_user(house, Role.FINANCE, name="other", email="other@example.com")
    make_user(house.second, Role.FINANCE, name="stranger")
    actor = Actor(me.id, house.organization.id, Grants.everywhere(held))
    assert set(seen(house, actor, User)) - {house.owner.name} == sees


def test_roles_are_seen_by_their_user_and_by_who_reads_the_people(house: House) -> None:
    me = make_user(house, Role.FINANCE)
    other = make_user(house, email="other@example.com")
    make_assignment(house, other, Role.MANAGER)
    for held, count in (((Permission.AUDIT_READ,), 1), ((Permission.PEOPLE_READ,), 2)):
        work = house.work(Actor(me.id, house.organization.id, Grants.everywhere(held)))
        found = house.session.scalars(work.seen(RoleAssignment), work.actor.values()).all()
        assert len(found) == count


def seen(house: House, actor: Actor, model: Any) -> list[str]:
    work = house.work(actor)
    return [row.name for row in house.session.scalars(work.seen(model), actor.values())]


def assignments(house: House, user: User) -> list[RoleAssignment]:
    mine = select(RoleAssignment).where(RoleAssignment.user_id == user.id)
    return list(house.session.scalars(mine.order_by(RoleAssignment.id)))


def test_two_managers_cannot_take_each_others_roles_at_once(house: House) -> None:
    bosses = [make_user(house, Role.MANAGER, email=f"{name}@example.com") for name in "ab"]
    held = [assignments(house, boss)[0].id for boss in bosses]
    house.session.commit()
    start = Barrier(2)

    def revoke(assignment_id: UUID) -> bool:
        start.wait()
        with Session(house.database.writing) as session:
            work = Work(
                session,
                house.holding(Permission.PEOPLE_MANAGE, Permission.PEOPLE_READ),
                MONDAY,
                key=KEY,
            )
            try:
                actions.revoke_role(work, assignment_id)
            except Conflict:
                return False
            session.commit()
            return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(revoke, held)) == [False, True]
