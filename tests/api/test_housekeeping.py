"""What follows a change without anybody asking: seals, and what is given up."""

from datetime import timedelta

from sqlalchemy import select

from api.housekeeping import Housekeeper
from domain.audit_chain import verify
from domain.creatives.states import RenderState
from domain.jobs import JobState
from domain.outbox import OutboxEvent
from tests.factories.creatives import make_job, make_render
from tests.house import KEY, House


def test_what_was_audited_is_sealed_in_every_organisation(house: House) -> None:
    for owner in (house, house.second):
        owner.work(owner.manager).tell("thing.done", "Thing", None, None, {})
    house.session.commit()
    Housekeeper(house.database.writing, KEY).round(house.now)
    for owner in (house, house.second):
        found = verify(house.session, owner.organization.id)
        assert (found.sealed, found.unsealed, found.is_intact) == (1, 0, True)


def test_renders_that_nobody_began_for_a_day_expire_in_every_organisation(house: House) -> None:
    late = [make_render(owner) for owner in (house, house.second)]
    fresh = make_render(house, expires_at=house.now + timedelta(days=3))
    jobs = [
        make_job(owner, row_id=row.id)
        for owner, row in zip((house, house.second), late, strict=True)
    ]
    keeper = Housekeeper(house.database.writing, KEY)
    keeper.round(house.now + timedelta(days=1))
    keeper.round(house.now + timedelta(days=2))
    house.session.expire_all()
    assert [row.state for row in (*late, fresh)] == [RenderState.EXPIRED] * 2 + [RenderState.QUEUED]
    assert {job.state for job in jobs} == {JobState.CANCELLED}
    told = house.session.query(OutboxEvent.kind).filter_by(subject_type="RenderJob").all()
    assert [kind for (kind,) in told] == ["render_job.expired"] * 2


def test_every_event_has_its_place_before_anybody_listens(house: House) -> None:
    house.work().announce("thing.done", "Thing", None, None)
    house.session.commit()
    Housekeeper(house.database.writing, KEY).round(house.now)
    assert house.session.scalars(select(OutboxEvent.place)).all() == [1]
