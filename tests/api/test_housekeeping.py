"""What follows a change without anybody asking: seals, and what is due."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, select
from structlog.testing import capture_logs

from api.app import DOERS
from api.housekeeping import Housekeeper
from domain.audit_chain import verify
from domain.errors import Conflict
from domain.ids import new_id
from domain.outbox import FollowUp, OutboxEvent
from domain.work import Work
from tests.house import House

KIND = "test.follow"


def waiting(house: House) -> int:
    house.session.rollback()
    return house.session.scalar(select(func.count(FollowUp.id))) or 0


def test_what_was_audited_is_sealed_in_every_organisation(house: House) -> None:
    for owner in (house, house.second):
        owner.work(owner.manager).tell("thing.done", "Thing", None, None, {})
    house.session.commit()
    Housekeeper(house.database.writing, {}).round(house.now)
    for owner in (house, house.second):
        found = verify(house.session, owner.organization.id)
        assert (found.sealed, found.unsealed, found.is_intact) == (1, 0, True)


def test_what_is_due_is_done_once_and_the_rest_waits(house: House) -> None:
    done: list[tuple[UUID, UUID]] = []
    first, second = new_id(), new_id()
    work = house.work()
    work.later(KIND, first)
    work.later(KIND, second, house.now + timedelta(hours=1))
    work.later("kind of tomorrow", new_id())
    house.session.commit()

    def do(work: Work, row_id: UUID) -> None:
        done.append((work.actor.organization_id, row_id))

    keeper = Housekeeper(house.database.writing, {KIND: do})
    keeper.round(house.now)
    keeper.round(house.now)
    assert done == [(house.organization.id, first)]
    keeper.round(house.now + timedelta(hours=2))
    assert [row_id for _, row_id in done] == [first, second]
    assert waiting(house) == 1


def test_what_the_rules_forbid_by_now_is_dropped_and_undone(house: House) -> None:
    def refuse(work: Work, _row_id: UUID) -> None:
        work.tell("thing.half", "Thing", None, None, {})
        work.session.flush()
        raise Conflict("Not any more.")

    house.work().later(KIND, new_id())
    house.session.commit()
    with capture_logs() as lines:
        Housekeeper(house.database.writing, {KIND: refuse}).round(house.now)
    assert [line["event"] for line in lines] == ["follow-up dropped"]
    assert waiting(house) == 0
    assert verify(house.session, house.organization.id).sealed == 0
    assert verify(house.session, house.organization.id).unsealed == 0


def test_a_bug_leaves_it_for_later_and_does_not_stop_the_others(house: House) -> None:
    good, bad = new_id(), new_id()
    done: list[UUID] = []
    house.work().later(KIND, bad)
    house.work().later(KIND, good)
    house.session.commit()

    def do(_work: Work, row_id: UUID) -> None:
        if row_id == bad:
            raise ZeroDivisionError
        done.append(row_id)

    keeper = Housekeeper(house.database.writing, {KIND: do})
    with capture_logs() as lines:
        for minutes in (0, 1, 11):
            keeper.round(house.now + timedelta(minutes=minutes))
    assert [line["event"] for line in lines] == ["bug", "bug"]
    assert done == [good]
    assert waiting(house) == 1


def test_the_program_publishes_what_was_scheduled() -> None:
    assert list(DOERS) == ["listing.publish"]


def test_every_event_has_its_place_before_anybody_listens(house: House) -> None:
    house.work().announce("thing.done", "Thing", None, None)
    house.session.commit()
    Housekeeper(house.database.writing, {}).round(house.now)
    assert house.session.scalars(select(OutboxEvent.place)).all() == [1]
