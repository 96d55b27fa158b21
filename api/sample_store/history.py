"""Twelve weeks of orders, made up whole from a seed and the last day; no session, no rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from api.sample_store.baskets import DAYS, PROMOTION, Counter, drawn
from api.sample_store.buyers import Person, people_of
from api.sample_store.payloads import WRITERS
from domain.orders.ingesting import PlatformRow
from domain.orders.stated import StatedOrder, StatedPayment
from domain.orders.states import PaymentMethod

SEED = "harbour-and-pine"
RUSH = 2.6
"""How much more is ordered in the promotion."""
NOTES = 0.09
PAYS_WITHIN_S = 900


class Fate(Enum):
    """What becomes of an order once it is here."""

    REVIEWED = auto()
    CANCELLED_BY_BUYER = auto()
    NEVER_PAID = auto()
    WAITS = auto()  # something is wrong with it
    HELD = auto()


@dataclass(frozen=True)
class Told:
    """One order of the story."""

    row: PlatformRow
    fate: Fate


def day_of(told_on: date, day: int) -> date:
    """The calendar day in the store's zone; day 83 is the day before the one it is told on."""
    return told_on - timedelta(days=DAYS - day)


class History:
    """All orders of one store, a day at a time, from day 0 to day 83."""

    def __init__(self, said: Mapping[str, Any], now: datetime) -> None:
        self.said, self.trade = said, said["trade"]
        self.zone = ZoneInfo(said["time_zone"])
        self.told_on = now.astimezone(self.zone).date()
        self.chance = Random(f"{SEED}:{said['handle']}")  # noqa: S311  a story, no secret
        self.people = people_of(said["handle"], DAYS, self.chance)
        self.counter = Counter(said, self.chance)
        self.count = 0

    def days(self) -> Iterator[tuple[int, list[Told]]]:
        """Each day with its orders in the order they were placed."""
        for day in range(DAYS):
            moments = sorted(self._moment(day) for _ in range(self._how_many(day)))
            special = self._special(day)
            told = [self._order(day, at, special.get(place)) for place, at in enumerate(moments)]
            yield day, told

    def _how_many(self, day: int) -> int:
        weekday = self.trade["weekdays"][day_of(self.told_on, day).weekday()]
        trend = 0.72 + 0.56 * day / DAYS
        expected = self.trade["orders_a_day"] * trend * weekday
        if day in PROMOTION:
            expected *= RUSH
        return max(3, int(expected * (0.75 + 0.5 * self.chance.random()) + self.chance.random()))

    def _moment(self, day: int) -> datetime:
        """In the evening more often than at night; in the hour that a clock skips, later."""
        hour = drawn(dict(enumerate(self.trade["hours"])), self.chance)
        seconds = hour * 3600 + int(self.chance.random() * 3600)
        at = datetime.combine(day_of(self.told_on, day), time(), self.zone)
        return (at + timedelta(seconds=seconds)).astimezone(UTC)

    def _special(self, day: int) -> dict[int, Fate | str]:
        """What is odd about which order of a day, counted from the last day."""
        ago = DAYS - day
        odd: dict[int, Fate | str] = {}
        if sku := self.trade["unmapped"].get(str(ago)):
            odd[0] = sku
        if ago in self.trade["addressless"]:
            odd[1] = Fate.WAITS
        if str(ago) in self.trade["held"]:
            odd[2] = Fate.HELD
        return odd

    def _order(self, day: int, at: datetime, odd: Fate | str | None) -> Told:
        unmapped = odd if isinstance(odd, str) else None
        basket = self.counter.fill(day, unmapped=unmapped)
        person = self._buyer(day)
        self.count += 1
        number, external_id = self._numbers()
        order = StatedOrder(
            number=number,
            placed_at=at,
            lines=basket.lines,
            shipping=basket.shipping,
            discount=basket.discount,
            tax=basket.tax,
            is_tax_included=True,
            total=basket.total,
            ship_to=person.contact,
            buyer_note=self._note(),
        )
        fate = odd if isinstance(odd, Fate) else Fate.WAITS if unmapped else self._fate()
        if fate is Fate.WAITS and not unmapped:
            nowhere = replace(person.contact, address1=None, postcode=None)
            order = replace(order, ship_to=nowhere)
        return Told(self._row(external_id, order, person, fate), fate)

    def _row(self, external_id: str, order: StatedOrder, person: Person, fate: Fate) -> PlatformRow:
        method = PaymentMethod[drawn(self.trade["methods"], self.chance)]
        within = timedelta(seconds=5 + int(self.chance.random() ** 3 * PAYS_WITHIN_S))
        paid_at = None if fate is Fate.NEVER_PAID else order.placed_at + within
        source = self.said["source"]
        return PlatformRow(
            source=source,
            external_id=external_id,
            payload=WRITERS[source](external_id, order, person, paid_at, method),
            order=order,
            buyer=person.buyer,
            payments=_payments(order, paid_at, method),
        )

    def _buyer(self, day: int) -> Person:
        known = [person for person in self.people if person.since <= day]
        [one] = self.chance.choices(known, [person.eagerness for person in known])
        return one

    def _fate(self) -> Fate:
        luck = self.chance.random()
        if luck < self.trade["unpaid"]:
            return Fate.NEVER_PAID
        is_cancelled = luck < self.trade["unpaid"] + self.trade["buyer_cancels"]
        return Fate.CANCELLED_BY_BUYER if is_cancelled else Fate.REVIEWED

    def _note(self) -> str | None:
        if self.chance.random() >= NOTES:
            return None
        return drawn(dict.fromkeys(self.trade["notes"], 1), self.chance)  # type: ignore[no-any-return]

    def _numbers(self) -> tuple[str, str]:
        """What people call the order, and what the platform does."""
        if self.said["source"] == "tmall":
            number = str(2_904_117_300_000_000_000 + self.count * 100_000_700_031)
            return number, number
        return f"#{1000 + self.count}", str(6_120_430_000_000 + self.count * 33_791)


def _payments(
    order: StatedOrder, paid_at: datetime | None, method: PaymentMethod
) -> tuple[StatedPayment, ...]:
    """All at once; nothing comes in for what costs nothing."""
    if paid_at is None or order.total is None or not order.total.minor:
        return ()
    return (StatedPayment(amount=order.total, received_at=paid_at, method=method),)
