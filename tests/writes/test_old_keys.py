"""A key answers for a day."""

from datetime import timedelta

from sqlalchemy import func, select

from api.housekeeping import FORGET_EVERY, Housekeeper
from domain.ids import new_id
from domain.outbox import AT_ONCE, KEPT, IdempotencyKey
from tests.house import KEY, MONDAY, House
from tests.writes.changes import codes, done, everything, send
from tests.writes.every import CHANGES


def kept(house: House) -> int:
    house.session.commit()
    found = house.session.scalar(select(func.count(IdempotencyKey.id))) or 0
    house.session.commit()
    return found


def test_a_key_answers_for_a_day_and_can_then_be_used_anew(house: House) -> None:
    input, other = (CHANGES["orderCreate"].ready(house) for _ in range(2))
    first = done(house, "orderCreate", input)
    keeper = Housekeeper(house.database.writing, KEY)
    house.now = MONDAY + KEPT - FORGET_EVERY
    keeper.round(house.now)
    assert done(house, "orderCreate", input) == first
    assert codes(send(house, "orderCreate", other)) == ["IDEMPOTENCY_KEY_REUSED"]

    house.now = MONDAY + KEPT
    keeper.round(house.now)
    assert kept(house) == 0
    second = done(house, "orderCreate", other)
    assert second["order"]["id"] != first["order"]["id"]
    assert codes(send(house, "orderCreate", input)) == ["IDEMPOTENCY_KEY_REUSED"]
    assert kept(house) == 1


def test_nothing_but_the_key_is_forgotten(house: House) -> None:
    done(house, "orderCreate", CHANGES["orderCreate"].ready(house))
    before = everything(house)
    Housekeeper(house.database.writing, KEY).forget(MONDAY + KEPT)
    assert everything(house) == {**before, "idempotency_keys": []}


def test_many_are_forgotten_in_one_go_but_not_every_second(house: House) -> None:
    def use(count: int) -> None:
        house.save(
            *(
                IdempotencyKey(
                    organization_id=house.organization.id,
                    actor_id=house.owner.id,
                    field="storeCreate",
                    key=str(new_id()),
                    input_hash="0" * 64,
                    outcome="{}",
                    used_at=MONDAY,
                )
                for _ in range(count)
            )
        )

    keeper = Housekeeper(house.database.writing, KEY)
    use(AT_ONCE + 1)
    keeper.round(MONDAY + KEPT)
    assert kept(house) == 0
    use(1)
    keeper.round(MONDAY + KEPT + timedelta(seconds=1))
    assert kept(house) == 1
    keeper.round(MONDAY + KEPT + FORGET_EVERY)
    assert kept(house) == 0
