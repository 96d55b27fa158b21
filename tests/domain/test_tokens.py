from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.errors import Conflict, DomainError, ErrorCode, Forbidden
from domain.ids import NOBODY
from domain.people.bootstrap import ensure_organization, ensure_service_user, system_work
from domain.people.models import ApiToken, Organization, RoleAssignment, User
from domain.people.sign_in import actor_of, actor_with, hash_of, is_token, scopes_in
from domain.people.tokens import (
    Minted,
    create_token,
    mint_token,
    revoke_token,
    revoke_tokens_named,
)
from domain.permissions import Permission, Reach, Role, permissions_of
from domain.work import Actor
from tests.factories.people import make_actor, make_token, make_user
from tests.factories.stores import make_store
from tests.house import KEY, MONDAY, House

P = Permission
Create = Callable[..., Minted]


@pytest.fixture
def create(house: House) -> Create:
    def ask(maker: Actor, **more: Any) -> Minted:
        minted = create_token(house.work(maker), **{"name": "laptop", **more})
        house.session.commit()
        return minted

    return ask


def granted(house: House, minted: Minted) -> dict[Permission, Reach]:
    actor = actor_of(house.session, hash_of(minted.secret), MONDAY)
    return dict(actor.grants.reaches) if actor else {}


def test_only_the_hash_of_a_token_is_kept(house: House, create: Create) -> None:
    minted = create(make_actor(house, Role.FINANCE))
    assert is_token(minted.secret)
    assert minted.token.token_hash == hash_of(minted.secret)
    entry = house.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "token.created")
    ).one()
    assert minted.secret not in entry.changes
    assert minted.token.token_hash not in entry.changes


def test_two_tokens_are_never_alike(house: House, create: Create) -> None:
    maker = make_actor(house, Role.FINANCE)
    assert len({create(maker).secret for _ in range(20)}) == 20


def test_ones_own_token_grants_what_one_holds(house: House, create: Create) -> None:
    minted = create(make_actor(house, Role.FINANCE))
    assert set(granted(house, minted)) == permissions_of(Role.FINANCE)
    assert minted.token.expires_at == MONDAY + timedelta(days=90)


def test_a_token_reaches_no_further_than_its_user(house: House, create: Create) -> None:
    store = make_store(house)
    minted = create(make_actor(house, (Role.FINANCE, store.id)))
    assert set(granted(house, minted).values()) == {Reach.ONE_STORE}


def test_a_narrow_token_makes_no_wider_one(house: House, create: Create) -> None:
    whole = make_actor(house, Role.MANAGER)
    assert whole.user_id
    narrow = actor_with(
        whole.user_id,
        whole.organization_id,
        [(Role.MANAGER, None)],
        frozenset({P.ORDERS_READ, P.PEOPLE_MANAGE, P.PEOPLE_READ}),
    )
    assert set(granted(house, create(narrow))) == {P.ORDERS_READ, P.PEOPLE_MANAGE, P.PEOPLE_READ}
    with pytest.raises(Forbidden) as refused:
        create(narrow, scopes=[P.ORDERS_READ, P.ORDERS_WRITE])
    assert refused.value.path == ("scopes",)
    other = make_user(house, Role.FINANCE)
    assert set(granted(house, create(narrow, user_id=other.id))) == {P.ORDERS_READ}


def test_a_role_that_comes_later_widens_no_token(house: House, create: Create) -> None:
    maker = make_actor(house, Role.DESIGNER)
    minted = create(maker)
    assert maker.user_id
    house.save(
        RoleAssignment(
            organization_id=house.organization.id, user_id=maker.user_id, role=Role.MANAGER
        )
    )
    assert set(granted(house, minted)) == permissions_of(Role.DESIGNER)


def test_what_the_maker_lacks_no_other_users_token_grants(house: House, create: Create) -> None:
    buyer = make_user(house, Role.PURCHASING)
    manager = make_actor(house, Role.MANAGER)
    assert P.COSTS_WRITE in permissions_of(Role.PURCHASING) - permissions_of(Role.MANAGER)
    minted = create(manager, user_id=buyer.id)
    assert set(granted(house, minted)) == permissions_of(Role.PURCHASING) - {P.COSTS_WRITE}
    with pytest.raises(Forbidden):
        create(manager, user_id=buyer.id, scopes=[P.COSTS_WRITE])


def test_the_maker_must_hold_it_wherever_the_user_does(house: House, create: Create) -> None:
    here, there = make_store(house), make_store(house)
    maker = make_actor(house, Role.MANAGER, (Role.PURCHASING, here.id))
    for place, is_covered in ((here.id, True), (there.id, False), (None, False)):
        role = Role.PURCHASING if place is None else (Role.PURCHASING, place)
        buyer = make_user(house, role, email=f"{place}@example.com")
        minted = create(maker, user_id=buyer.id)
        assert (P.COSTS_WRITE in scopes_in(minted.token.scopes)) is is_covered


@pytest.mark.parametrize(
    ("given", "path", "code"),
    [
        ({"name": " "}, ("name",), ErrorCode.REQUIRED),
        ({"scopes": []}, ("scopes",), ErrorCode.INVALID),
        ({"scopes": [P.ORDERS_READ, P.PEOPLE_MANAGE]}, ("scopes",), ErrorCode.FORBIDDEN),
        ({"expires_at": MONDAY}, ("expires_at",), ErrorCode.INVALID),
        ({"expires_at": MONDAY + timedelta(days=367)}, ("expires_at",), ErrorCode.INVALID),
    ],
)
def test_a_token_is_refused(
    house: House, create: Create, given: dict[str, Any], path: tuple[str, ...], code: ErrorCode
) -> None:
    with pytest.raises(DomainError) as refused:
        create(make_actor(house, Role.FINANCE), **given)
    assert (refused.value.path, refused.value.code) == (path, code)


def test_a_token_lasts_up_to_366_days(house: House, create: Create) -> None:
    ends = MONDAY + timedelta(days=366)
    assert create(make_actor(house, Role.FINANCE), expires_at=ends).token.expires_at == ends


def test_a_token_outlasts_no_token_it_is_made_with(house: House, create: Create) -> None:
    lent = make_token(house, make_user(house, Role.MANAGER), expires_at=MONDAY + timedelta(days=1))
    maker = actor_of(house.session, lent.token_hash, MONDAY)
    assert maker
    other = make_user(house, Role.FINANCE, email="other@example.com")
    for user_id in (maker.user_id, other.id):
        assert create(maker, user_id=user_id).token.expires_at == lent.expires_at
        ends = MONDAY + timedelta(days=1)
        assert create(maker, user_id=user_id, expires_at=ends).token.expires_at == ends
        with pytest.raises(DomainError, match=r"which ends 2026-03-03T09:00:00\.000Z") as refused:
            create(maker, user_id=user_id, expires_at=ends + timedelta(milliseconds=1))
        assert (refused.value.path, refused.value.code) == (("expires_at",), ErrorCode.INVALID)


def test_a_token_for_another_needs_people_manage_everywhere(house: House, create: Create) -> None:
    other = make_user(house, Role.DESIGNER)
    store = make_store(house)
    for maker in (make_actor(house, Role.FINANCE), house.actor(Role.MANAGER, stores=[store])):
        with pytest.raises(Forbidden):
            create(maker, user_id=other.id)
    manager = make_actor(house, Role.MANAGER, email="m@example.com")
    assert create(manager, user_id=other.id).token.user_id == other.id


def test_who_gets_no_token(house: House, create: Create) -> None:
    manager = make_actor(house, Role.MANAGER)
    disabled = make_user(house, Role.DESIGNER, disabled_at=MONDAY)
    idle = make_user(house, email="idle@example.com")
    stranger = make_user(house.second, Role.DESIGNER)
    for user_id, code in (
        (disabled.id, ErrorCode.CONFLICT),
        (idle.id, ErrorCode.INVALID),
        (stranger.id, ErrorCode.NOT_FOUND),
        (NOBODY, ErrorCode.NOT_FOUND),
    ):
        with pytest.raises(DomainError) as refused:
            create(manager, user_id=user_id)
        assert refused.value.code is code
    system = system_work(house.session, house.organization, MONDAY, key=KEY)
    with pytest.raises(DomainError) as refused:
        create_token(system, name="whose?")
    assert refused.value.code is ErrorCode.REQUIRED


def test_a_revoked_token_opens_nothing(house: House, create: Create) -> None:
    maker = make_actor(house, Role.FINANCE)
    minted = create(maker)
    revoke_token(house.work(maker), minted.token.id, version=1, reason="lost")
    house.session.commit()
    assert minted.token.revoked_at == MONDAY
    assert not granted(house, minted)
    with pytest.raises(Conflict):
        revoke_token(house.work(maker), minted.token.id)


def test_whose_tokens_one_may_revoke(house: House) -> None:
    user = make_user(house, Role.FINANCE)
    token = make_token(house, user)
    assert user.id
    with pytest.raises(DomainError) as unseen:
        revoke_token(house.work(make_actor(house, Role.FINANCE)), token.id)
    assert unseen.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(Forbidden):
        revoke_token(house.work(house.holding(P.PEOPLE_READ)), token.id)
    with pytest.raises(DomainError) as elsewhere:
        revoke_token(house.work(house.second.manager), token.id)
    assert elsewhere.value.code is ErrorCode.NOT_FOUND
    with pytest.raises(DomainError) as stale:
        revoke_token(house.work(), token.id, version=7)
    assert stale.value.code is ErrorCode.VERSION_MISMATCH
    revoke_token(house.work(make_actor(house, Role.MANAGER, email="m@example.com")), token.id)


def test_the_first_token_makes_what_it_needs_once(house: House) -> None:
    session = house.session
    for _ in range(2):
        made = ensure_organization(session, MONDAY, "acme", "Acme", key=KEY)
        user = ensure_service_user(session, made, Role.MANAGER, key=KEY)
        work = system_work(session, made, MONDAY, "token create", key=KEY)
        minted = mint_token(work, user, "Command line", MONDAY + timedelta(days=1))
        session.commit()
    assert (
        len(session.scalars(select(Organization).where(Organization.handle == "acme")).all()) == 1
    )
    assert len(session.scalars(select(User).where(User.organization_id == made.id)).all()) == 1
    actor = actor_of(session, hash_of(minted.secret), MONDAY)
    assert actor
    assert {held for held, _ in actor.grants.reaches} == permissions_of(Role.MANAGER)
    assert set(dict(actor.grants.reaches).values()) == {Reach.EVERY_STORE}


def test_a_service_user_of_one_store_reaches_no_other(house: House) -> None:
    store = make_store(house)
    house.session.info["now"] = MONDAY
    local = ensure_service_user(
        house.session, house.organization, Role.OPERATIONS, store.id, key=KEY
    )
    everywhere = ensure_service_user(house.session, house.organization, Role.OPERATIONS, key=KEY)
    assert local.id != everywhere.id
    minted = mint_token(house.work(), local, "one", MONDAY + timedelta(days=1))
    house.session.commit()
    assert set(granted(house, minted).values()) == {Reach.ONE_STORE}


def test_earlier_tokens_of_a_name_are_revoked(house: House, create: Create) -> None:
    maker = make_actor(house, Role.FINANCE)
    user = house.session.get_one(User, maker.user_id)
    demo, other = create(maker, name="Demo"), create(maker)
    assert revoke_tokens_named(house.work(), user, "Demo") == 1
    house.session.commit()
    assert revoke_tokens_named(house.work(), user, "Demo") == 0
    assert not granted(house, demo)
    assert granted(house, other)


def test_tokens_are_seen_by_their_user_and_by_who_reads_the_people(house: House) -> None:
    mine = make_token(house, make_user(house, Role.FINANCE))
    for actor, count in (
        (Actor(mine.user_id, house.organization.id, house.holding(P.AUDIT_READ).grants), 1),
        (house.holding(P.AUDIT_READ), 0),
        (house.holding(P.PEOPLE_READ), 1),
        (house.second.manager, 0),
    ):
        work = house.work(actor)
        found = house.session.scalars(work.seen(ApiToken), actor.values()).all()
        assert len(found) == count
