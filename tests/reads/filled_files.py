"""Imports and exports in every state, of a store and of none, and what was found."""

from datetime import timedelta
from decimal import Decimal

from domain.integration.states import ExportForm, ExportKind, ImportOutcome
from domain.jobs import JobState
from domain.stores.models import Store
from tests.factories import files
from tests.factories.creatives import KEY
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text


def make_files(house: House, stores: list[Store], mark: str) -> None:
    for number, state in enumerate([*JobState, *JobState]):
        house.now = MONDAY + timedelta(seconds=number // 2)
        store = perhaps(number, stores[number % len(stores)])
        brought = files.make_import(
            house,
            state=state,
            store_id=store and store.id,
            format=("olist", "shopify-orders", "tradepost-products")[number % 3],
            file_names=f"{mark}{text(number)}.csv\nb.csv",
            currency=perhaps(number, "EUR"),
            requested_by_id=perhaps(number + 1, house.owner.id),
            is_dry_run=bool(number % 2),
            is_all_or_nothing=number % 3 == 0,
            progress=Decimal("0.125") * (number % 8),
            created_count=number,
            updated_count=number % 3,
            skipped_count=number * 2,
            error_count=number % 4,
            started_at=perhaps(number, house.now),
            report_key=perhaps(number, KEY),
        )
        for place, outcome in enumerate([*ImportOutcome, *ImportOutcome][: number % 7]):
            files.make_finding(
                house,
                brought,
                outcome=outcome,
                row=place + 2,
                subject=mark + text(place),
                column=perhaps(place, "quantity"),
                value=perhaps(place, text(place)),
                rule=perhaps(place, "NOT_A_NUMBER"),
                message=perhaps(place, text(place + 1)),
            )
        files.make_export(
            house,
            state=state,
            store_id=store and store.id,
            kind=list(ExportKind)[number % 2],
            form=list(ExportForm)[number // 2 % 2],
            file_name=f"{mark}{number}.csv",
        )
