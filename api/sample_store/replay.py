"""The orders of the story, brought in and worked on day by day, through the actions."""

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import cycle, islice
from typing import Any
from uuid import UUID

from api.sample_store.baskets import DAYS
from api.sample_store.history import Fate, History, Told, day_of
from api.sample_store.reading import Telling
from domain.orders.actions import cancel_order, hold_order, review_order
from domain.orders.ingesting import ingest_orders
from domain.orders.states import CancelReason
from domain.stores.models import Store
from domain.work import Work

WAITS_FOR_MONEY_DAYS = 2
"""What is not paid by the second day after is cancelled."""
NIGHTLY_FROM = 70
"""The day from which orders come in every night; before, twice a week."""
TWICE_A_WEEK = (3, 4)

Placed = list[tuple[UUID, int, Told]]


def replay(telling: Telling, stores: Sequence[tuple[Store, dict[str, Any]]]) -> None:
    """All stores side by side: orders come in after midnight, people work in the morning."""
    desks = [_Desk(telling, store, said) for store, said in stores]
    for days in spans():
        for desk in desks:
            desk.take_in(days)
            desk.work_through(days[-1])
    telling.session.flush()


def spans() -> Iterator[range]:
    """Which days' orders come in together."""
    start = 0
    for count in cycle(TWICE_A_WEEK):
        if start >= NIGHTLY_FROM:
            break
        yield range(start, start + count)
        start += count
    for day in range(start, DAYS):
        yield range(day, day + 1)


class _Desk:
    """Where the orders of one store are worked on."""

    def __init__(self, telling: Telling, store: Store, said: dict[str, Any]) -> None:
        self.telling, self.store_id, self.said = telling, store.id, said
        self.history = History(said, telling.now)
        self.days = self.history.days()
        self.waiting: Placed = []

    def take_in(self, days: Sequence[int]) -> None:
        """What was placed on those days, shortly after midnight."""
        story = islice(self.days, len(days))
        told = [(day, one) for day, orders in story for one in orders]
        work = self.telling.work(self._after(days[-1], time(0, 20)))
        done = ingest_orders(work, self.store_id, [one.row for _, one in told])
        for (day, one), outcome in zip(told, done, strict=True):
            if outcome.order_id is None:
                raise outcome.error or ValueError(outcome.external_id)
            self.waiting.append((outcome.order_id, day, one))

    def work_through(self, day: int) -> None:
        """The morning after that day; yesterday's orders are left for whoever reads this."""
        morning = self._after(day, time(9, 10))
        if day == DAYS - 1 or morning > self.telling.now:
            return
        work = self.telling.work(morning)
        with work.session.no_autoflush:
            self.waiting = [one for one in self.waiting if not self._is_done(work, day, *one)]
            work.session.flush()

    def _is_done(self, work: Work, today: int, order_id: UUID, placed_on: int, told: Told) -> bool:
        """Does with an order what the story says; False for one that may yet be paid."""
        if told.fate is Fate.NEVER_PAID:
            if today - placed_on < WAITS_FOR_MONEY_DAYS:
                return False
            cancel_order(work, order_id, CancelReason.NOT_PAID)
        elif told.fate is Fate.REVIEWED:
            review_order(work, order_id)
        elif told.fate is Fate.CANCELLED_BY_BUYER:
            cancel_order(work, order_id, CancelReason.BUYER_ASKED)
        elif told.fate is Fate.HELD:
            hold_order(work, order_id, self.said["trade"]["held"][str(DAYS - placed_on)])
        return True

    def _after(self, day: int, at: time) -> datetime:
        """That time on the following day, in the store's zone."""
        following = day_of(self.history.told_on, day) + timedelta(days=1)
        return datetime.combine(following, at, self.history.zone)
