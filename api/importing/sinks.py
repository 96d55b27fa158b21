"""From units to the actions they are for, a chunk at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Protocol
from uuid import UUID

from api.connectors.format import Feed, Refused, Unit
from api.importing import findings
from api.importing.pictures import Pictures
from domain.catalogue import importing as catalogue
from domain.catalogue.importing import ProductRow, upsert_products
from domain.integration.imports import Finding
from domain.integration.states import ImportOutcome
from domain.orders import ingesting as orders
from domain.orders.ingesting import PlatformRow, ingest_orders
from domain.stores.listings import list_products
from domain.stores.models import Store
from domain.work import Work


class Sink(Protocol):
    """Where the units of one feed go."""

    chunk: int
    """Units to a transaction: others who write wait for that long, on SQLite."""

    def made_ready(self, unit: Unit) -> Unit | Refused:
        """What takes its time, before any transaction begins."""
        ...

    def take(self, work: Work, units: Sequence[Unit]) -> list[Finding]:
        """A finding for each, in their order."""
        ...


class Products:
    """Products, and in the store, if there is one, a draft of a listing for each variant."""

    chunk = 200
    outcomes: Mapping[catalogue.Outcome, ImportOutcome] = {
        catalogue.Outcome.CREATED: ImportOutcome.CREATED,
        catalogue.Outcome.UPDATED: ImportOutcome.UPDATED,
        catalogue.Outcome.UNCHANGED: ImportOutcome.SKIPPED,
        catalogue.Outcome.REFUSED: ImportOutcome.ERROR,
    }

    def __init__(self, store_id: UUID | None, pictures: Pictures) -> None:
        self.store_id, self.pictures = store_id, pictures

    def made_ready(self, unit: Unit) -> Unit | Refused:
        assert isinstance(unit.row, ProductRow)
        found, notes = self.pictures.found(unit.row.pictures)
        return replace(unit, row=replace(unit.row, pictures=found), notes=[*unit.notes, *notes])

    def take(self, work: Work, units: Sequence[Unit]) -> list[Finding]:
        done = upsert_products(work, [_product(unit) for unit in units])
        if self.store_id:
            store = work.find(Store, self.store_id, "store_id")
            kept = [one.product_id for one in done if one.product_id and not one.error]
            listed = list_products(work, store, kept)
        else:
            listed = set()
        return [
            findings.of_unit(unit, self.outcome(one, listed), one.error, one.notes)
            for unit, one in zip(units, done, strict=True)
        ]

    def outcome(self, one: catalogue.Upserted, listed: set[UUID]) -> ImportOutcome:
        """A product that was there, and is in the store from now on, is updated."""
        is_listed = one.outcome is catalogue.Outcome.UNCHANGED and one.product_id in listed
        return ImportOutcome.UPDATED if is_listed else self.outcomes[one.outcome]


class Orders:
    """Orders of one store."""

    chunk = 250
    outcomes: Mapping[orders.Outcome, ImportOutcome] = {
        orders.Outcome.CREATED: ImportOutcome.CREATED,
        orders.Outcome.UPDATED: ImportOutcome.UPDATED,
        orders.Outcome.SKIPPED: ImportOutcome.SKIPPED,
        orders.Outcome.REFUSED: ImportOutcome.ERROR,
    }

    def __init__(self, store_id: UUID) -> None:
        self.store_id = store_id

    def made_ready(self, unit: Unit) -> Unit | Refused:
        return unit

    def take(self, work: Work, units: Sequence[Unit]) -> list[Finding]:
        done = ingest_orders(work, self.store_id, [_order(unit) for unit in units])
        return [
            findings.of_unit(unit, self.outcomes[one.outcome], one.error)
            for unit, one in zip(units, done, strict=True)
        ]


def sink_for(feed: Feed, store_id: UUID | None, pictures: Pictures) -> Sink:
    if feed is Feed.PRODUCTS:
        return Products(store_id, pictures)
    assert store_id
    return Orders(store_id)


def _product(unit: Unit) -> ProductRow:
    assert isinstance(unit.row, ProductRow)
    return unit.row


def _order(unit: Unit) -> PlatformRow:
    assert isinstance(unit.row, PlatformRow)
    return unit.row
