from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import anyio
import pytest
from sqlalchemy import Engine, event

from api.sign_in import SignIn
from domain.people import actions
from domain.people.models import ApiToken, RoleAssignment, User
from domain.people.tokens import revoke_token
from domain.permissions import Permission, Role
from tests.conftest import MONDAY, House
from tests.factories.people import SECRET, make_assignment, make_token, make_user

TTL_S = 2.0


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def engine(house: House) -> Engine:
    return house.database.looking


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sign_in(engine: Engine, clock: Clock) -> SignIn:
    return SignIn(engine, ttl_s=TTL_S, size=3, clock=clock)


@pytest.fixture
def token(house: House) -> ApiToken:
    make_user(house, Role.MANAGER, email="boss@example.com")
    return make_token(house, make_user(house, Role.FINANCE))


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*given: object) -> None:
        said.append(str(given[2]))

    event.listen(engine, "before_cursor_execute", note)
    yield said
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.usefixtures("token")
def test_who_was_here_a_moment_ago_costs_no_statement(
    sign_in: SignIn, engine: Engine, clock: Clock
) -> None:
    first = sign_in.actor(SECRET, MONDAY)
    assert first
    with statements(engine) as said:
        assert sign_in.actor(SECRET, MONDAY) is first
        assert anyio.run(sign_in, SECRET, MONDAY) is first
    assert not said
    clock.now_s = TTL_S
    with statements(engine) as said:
        assert sign_in.actor(SECRET, MONDAY) == first
    assert len(said) == 1


@pytest.mark.usefixtures("token")
def test_awaiting_signs_in_too(sign_in: SignIn) -> None:
    actor = anyio.run(sign_in, SECRET, MONDAY)
    assert actor
    assert actor.may(Permission.AUDIT_READ)
    assert anyio.run(sign_in, "tp_" + "b" * 43, MONDAY) is None


def test_what_is_no_token_asks_no_database(sign_in: SignIn, engine: Engine) -> None:
    with statements(engine) as said:
        assert sign_in.actor("' OR 1=1", MONDAY) is None
        assert sign_in.actor("\ud800", MONDAY) is None
    assert not said


def test_an_unknown_token_is_not_remembered(house: House, sign_in: SignIn) -> None:
    assert sign_in.actor(SECRET, MONDAY) is None
    make_token(house, make_user(house, Role.FINANCE))
    assert sign_in.actor(SECRET, MONDAY)


def test_expiry_counts_at_every_use(sign_in: SignIn, token: ApiToken) -> None:
    assert token.expires_at
    before = token.expires_at - timedelta(milliseconds=1)
    assert sign_in.actor(SECRET, before)
    assert sign_in.actor(SECRET, token.expires_at) is None
    assert sign_in.actor(SECRET, before)


@pytest.mark.parametrize("changed", ["token", "user", "role"])
def test_what_this_process_takes_away_counts_at_once(
    house: House, sign_in: SignIn, token: ApiToken, changed: str
) -> None:
    assert sign_in.actor(SECRET, MONDAY)
    assignment = house.session.query(RoleAssignment).filter_by(user_id=token.user_id).one()
    verbs: dict[str, Callable[[], object]] = {
        "token": lambda: revoke_token(house.work(), token.id),
        "user": lambda: actions.disable_user(house.work(), token.user_id),
        "role": lambda: actions.revoke_role(house.work(), assignment.id),
    }
    verbs[changed]()
    house.session.flush()
    assert sign_in.actor(SECRET, MONDAY)  # not committed yet
    house.session.commit()
    assert sign_in.actor(SECRET, MONDAY) is None


def test_what_this_process_gives_counts_at_once(
    house: House, sign_in: SignIn, token: ApiToken
) -> None:
    before = sign_in.actor(SECRET, MONDAY)
    make_assignment(house, house.session.get_one(User, token.user_id), Role.MANAGER)
    after = sign_in.actor(SECRET, MONDAY)
    assert before
    assert after
    assert not before.may(Permission.PEOPLE_MANAGE)
    assert after.may(Permission.PEOPLE_MANAGE)


def test_an_undone_change_forgets_nobody(house: House, sign_in: SignIn, token: ApiToken) -> None:
    first = sign_in.actor(SECRET, MONDAY)
    revoke_token(house.work(), token.id)
    house.session.flush()
    house.session.rollback()
    house.session.commit()
    assert sign_in.actor(SECRET, MONDAY) is first


def test_the_longest_unused_is_forgotten_first(
    house: House, sign_in: SignIn, engine: Engine, token: ApiToken
) -> None:
    user = house.session.get_one(User, token.user_id)
    secrets = [SECRET, *(f"tp_{letter * 43}" for letter in "bcd")]
    for secret in secrets[1:]:
        make_token(house, user, secret)
    for secret in [*secrets[:3], secrets[0], secrets[3]]:  # all remembered; the second goes
        assert sign_in.actor(secret, MONDAY)
    with statements(engine) as said:
        for secret in (secrets[0], secrets[2], secrets[3]):
            assert sign_in.actor(secret, MONDAY)
    assert not said
    with statements(engine) as said:
        assert sign_in.actor(secrets[1], MONDAY)
    assert len(said) == 1


def test_no_token_is_kept_in_memory(sign_in: SignIn, token: ApiToken) -> None:
    assert sign_in.actor(SECRET, MONDAY)
    assert SECRET not in repr(vars(sign_in))
    assert token.token_hash in repr(vars(sign_in))


def test_signing_in_waits_for_no_writer(house: House, sign_in: SignIn, token: ApiToken) -> None:
    house.work().claim(User, token.user_id)  # SQLite: the whole file is locked
    assert sign_in.actor(SECRET, MONDAY)
