"""An import asked for through the graph: on whose behalf it works, and how it goes on."""

import json
from itertools import count as count_up
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from api.importing import sinks
from api.jobs import file_import
from api.jobs.run import Runner
from domain.audit import AuditEntry
from domain.integration.imports import IMPORT
from domain.integration.models import FileImport, ImportFinding
from domain.jobs import Job, JobState
from domain.orders.models import Order
from domain.people.models import User
from domain.people.sign_in import actor_with
from domain.permissions import Permission, Role
from domain.stores.models import Store
from domain.work import Actor
from tests.api.catalogue_changes import refusal
from tests.conftest import House, node_id
from tests.factories.people import make_actor
from tests.factories.stores import make_store
from tests.factories.uploads import sent
from tests.jobs.queued import now, runner

START = """mutation ($input: FileImportStartInput!, $key: String!) {
  fileImportStart(input: $input) @idempotent(key: $key) {
    fileImport { id state format fileNames isDryRun store { name } requestedBy { id } }
    userErrors { code path message } } }"""
ROW = "{number},2026-01-05T10:00:00Z,EUR,MUG,2,12.50,25.00,COMPLETED\n"
HEADER = "number,placed_at,currency,sku,quantity,unit_price,total,state\n"


def orders(*numbers: str) -> bytes:
    return (HEADER + "".join(ROW.format(number=number) for number in numbers)).encode()


def start(
    house: House, data: bytes, actor: Actor | None = None, key: str = "1", **more: Any
) -> dict[str, Any]:
    actor = actor or employed(house, *Role)
    file = sent(data, "orders.csv", "text/csv")
    given = {"format": "TRADEPOST_ORDERS", "files": [file], **more}
    answer = house.query(START, actor, input=given, key=key)
    assert "errors" not in answer, answer
    payload: dict[str, Any] = answer["data"]["fileImportStart"]
    return payload


_numbers = count_up(1)


def employed(house: House, *roles: Role | tuple[Role, UUID]) -> Actor:
    """In the database as well: a job asks there who somebody is by now."""
    return make_actor(house, *roles, email=f"somebody{next(_numbers)}@example.com")


@pytest.fixture
def store(house: House) -> Store:
    return make_store(house)


@pytest.fixture
def worker(house: House, tmp_path: Path) -> Runner:
    """With the storage that the graph keeps files in."""
    found = runner(house, {IMPORT: file_import.KIND}, tmp_path)
    object.__setattr__(found.tools, "storage", house.storage)
    return found


def job_of(house: House) -> Job:
    house.session.rollback()
    found = house.session.scalars(select(Job).where(Job.kind == IMPORT)).all()[-1]
    house.session.commit()
    return found


def row_of(house: House) -> FileImport:
    house.session.rollback()
    found = house.session.scalars(select(FileImport).order_by(FileImport.id)).all()[-1]
    house.session.refresh(found)
    house.session.commit()
    return found


def count(house: House, model: Any) -> int:
    house.session.rollback()
    found = len(house.session.scalars(select(model)).all())
    house.session.commit()
    return found


def test_a_file_that_is_sent_is_brought_in(house: House, store: Store, worker: Runner) -> None:
    data = orders("A-1", "A-2") + ROW.format(number="A-3").replace(",2,", ",-2,").encode()
    started = start(house, data, storeId=node_id("Store", store))
    assert started["userErrors"] == []
    assert started["fileImport"]["fileNames"] == ["orders.csv"]
    assert started["fileImport"]["state"] == "QUEUED"
    worker.perform(job_of(house).id, 0)
    assert now(house, job_of(house)).state is JobState.SUCCEEDED
    asked = """query ($id: ID!) { fileImport(id: $id) { state progress createdCount updatedCount
      skippedCount errorCount reportUrl findings(first: 10) { edges { node {
        file row subject outcome column value rule message } } } } }"""
    said = house.query(asked, id=started["fileImport"]["id"])["data"]["fileImport"]
    url, [finding] = said.pop("reportUrl"), said.pop("findings")["edges"]
    assert said == {
        "state": "SUCCEEDED",
        "progress": "1",
        "createdCount": 2,
        "updatedCount": 0,
        "skippedCount": 0,
        "errorCount": 1,
    }
    node = finding["node"]
    assert node.pop("message")
    assert node == {
        "file": "orders.csv",
        "row": 4,
        "subject": "A-3",
        "outcome": "ERROR",
        "column": "quantity",
        "value": "-2",
        "rule": "INVALID",
    }
    assert "/files/sha256/" in url
    key = row_of(house).report_key
    assert key
    report = house.storage.get(key).decode("utf-8-sig")
    assert report.splitlines()[1].startswith("orders.csv,4,A-3,ERROR,quantity,")


def test_what_it_does_is_done_by_who_asked_for_it(
    house: House, store: Store, worker: Runner
) -> None:
    actor = employed(house, (Role.OPERATIONS, store.id))
    start(house, orders("A-1"), actor, storeId=node_id("Store", store))
    worker.perform(job_of(house).id, 0)
    assert row_of(house).state is JobState.SUCCEEDED
    house.session.rollback()
    told = house.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "orders.ingested")
    ).one()
    assert (told.actor_id, told.operation) == (actor.user_id, "job file.import")


def test_who_may_not_any_more_by_then_gets_nothing_done(
    house: House, store: Store, worker: Runner
) -> None:
    actor = employed(house, Role.OPERATIONS)
    start(house, orders("A-1"), actor, storeId=node_id("Store", store))
    house.session.rollback()
    user = house.session.get_one(User, actor.user_id)
    user.disabled_at = house.now
    house.save(user)
    worker.perform(job_of(house).id, 0)
    row = row_of(house)
    assert (row.state, row.error_code) == (JobState.FAILED, "FORBIDDEN")
    assert count(house, Order) == 0


def test_a_token_for_less_does_no_more_later(house: House, store: Store, worker: Runner) -> None:
    wide = employed(house, Role.MANAGER)
    assert wide.user_id
    kept = frozenset({Permission.IMPORTS_RUN, Permission.STORES_READ})
    narrow = actor_with(wide.user_id, house.organization.id, [(Role.MANAGER, None)], kept)
    start(house, orders("A-1"), narrow, storeId=node_id("Store", store))
    worker.perform(job_of(house).id, 0)
    assert (row_of(house).state, row_of(house).error_code) == (JobState.FAILED, "FORBIDDEN")
    assert count(house, Order) == 0


def test_an_interrupted_import_goes_on_where_it_was(
    house: House, store: Store, worker: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sinks.Orders, "chunk", 2)
    start(house, orders(*(f"A-{n}" for n in range(7))), storeId=node_id("Store", store))
    job, taken = job_of(house), []
    take = sinks.Orders.take

    def stopping(self: sinks.Orders, work: Any, units: Any) -> Any:
        taken.append([unit.key for unit in units])
        found = take(self, work, units)
        if len(taken) == 2:
            worker.runs[job.id].end(is_stopping=True)
        return found

    monkeypatch.setattr(sinks.Orders, "take", stopping)
    worker.perform(job.id, 0)
    assert now(house, job).state is JobState.QUEUED
    done = row_of(house)
    assert (done.state, done.units_done, count(house, Order)) == (JobState.QUEUED, 4, 4)
    monkeypatch.setattr(sinks.Orders, "take", take)
    worker.perform(job.id, now(house, job).ticket)
    done = row_of(house)
    assert (done.state, done.units_done, done.created_count) == (JobState.SUCCEEDED, 7, 7)
    assert (done.skipped_count, count(house, Order)) == (0, 7)


def test_a_dry_run_that_was_interrupted_begins_anew(
    house: House, store: Store, worker: Runner
) -> None:
    start(house, orders("A-1", "A-2"), storeId=node_id("Store", store), dryRun=True)
    row = row_of(house)
    row.created_count, row.units_done = 1, 1
    house.save(row)
    worker.perform(job_of(house).id, 0)
    done = row_of(house)
    assert (done.state, done.created_count, count(house, ImportFinding)) == (
        JobState.SUCCEEDED,
        2,
        2,
    )
    assert count(house, Order) == 0


def test_a_file_of_another_kind_fails_in_words(house: House, store: Store, worker: Runner) -> None:
    start(house, b"a,b\n1,2\n", storeId=node_id("Store", store))
    worker.perform(job_of(house).id, 0)
    row = row_of(house)
    assert (row.state, row.error_code) == (JobState.FAILED, "MISSING_COLUMN")
    assert row.error
    assert "orders.csv" in row.error


def test_all_or_nothing_reports_its_errors(house: House, store: Store, worker: Runner) -> None:
    data = orders("A-1") + ROW.format(number="A-2").replace(",2,", ",-2,").encode()
    start(house, data, storeId=node_id("Store", store), allOrNothing=True)
    worker.perform(job_of(house).id, 0)
    row = row_of(house)
    assert (row.state, row.error_code) == (JobState.FAILED, "ROWS_REFUSED")
    assert row.report_key
    assert (count(house, Order), count(house, ImportFinding)) == (0, 1)


def test_a_cancelled_import_is_not_begun(house: House, store: Store, worker: Runner) -> None:
    started = start(house, orders("A-1"), storeId=node_id("Store", store))
    cancel = """mutation ($input: FileImportCancelInput!) { fileImportCancel(input: $input) {
      fileImport { state allowedTransitions } userErrors { code } } }"""
    given = {"id": started["fileImport"]["id"]}
    said = house.query(cancel, input=given)["data"]["fileImportCancel"]
    assert said["fileImport"] == {"state": "CANCELLED", "allowedTransitions": []}
    worker.perform(job_of(house).id, 0)
    assert count(house, Order) == 0
    assert refusal(house, "fileImportCancel", **given)[0] == "INVALID_TRANSITION"


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"storeId": None}, ("REQUIRED", ["storeId"])),
        ({"files": []}, ("REQUIRED", ["files"])),
        ({"currency": "USD"}, ("INVALID", ["currency"])),
        ({"currency": "XXY"}, ("INVALID", ["currency"])),
        ({"encoding": "klingon"}, ("INVALID", ["encoding"])),
        ({"delimiter": "x"}, ("INVALID", ["delimiter"])),
        ({"decimalMark": "'"}, ("INVALID", ["decimalMark"])),
        ({"timeZone": "Mars"}, ("INVALID", ["timeZone"])),
    ],
)
def test_what_cannot_be_asked_for(
    house: House, store: Store, more: dict[str, Any], refused: tuple[str, list[str]]
) -> None:
    given = {"storeId": node_id("Store", store), **more}
    [error] = start(house, orders("A-1"), **given)["userErrors"]
    assert (error["code"], error["path"]) == refused
    assert count(house, FileImport) == 0


def test_only_who_may_has_anything_kept(house: House, store: Store) -> None:
    designer = house.actor(Role.DESIGNER)
    [error] = start(house, orders("A-1"), designer, storeId=node_id("Store", store))["userErrors"]
    assert error["code"] == "FORBIDDEN"
    elsewhere = house.actor(Role.OPERATIONS, stores=[make_store(house)])
    [error] = start(house, orders("A-1"), elsewhere, storeId=node_id("Store", store))["userErrors"]
    assert error["code"] in {"FORBIDDEN", "NOT_FOUND"}


def test_a_key_brings_a_file_in_once(house: House, store: Store) -> None:
    actor = employed(house, Role.MANAGER)
    one = start(house, orders("A-1"), actor, storeId=node_id("Store", store))
    again = start(house, orders("A-1"), actor, storeId=node_id("Store", store))
    assert one["fileImport"]["id"] == again["fileImport"]["id"]
    other = start(house, orders("A-2"), actor, storeId=node_id("Store", store))
    assert [error["code"] for error in other["userErrors"]] == ["IDEMPOTENCY_KEY_REUSED"]
    assert count(house, FileImport) == 1
    assert json.loads(row_of(house).files)[0]["size_bytes"] == len(orders("A-1"))
