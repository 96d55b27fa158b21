"""`tradepost import`: what comes in, what is said of it, and how it ends."""

import csv
import json
import os
import signal
import time
from pathlib import Path

import pytest

from domain.audit import AuditEntry
from domain.integration.models import FileImport
from domain.jobs import JobState
from domain.orders.models import Order, OrderLine
from tests.importing.counter import ORDER, Counter, counts


def test_orders_come_in_once_however_often_the_file_is_sent(counter: Counter) -> None:
    file = counter.orders("A-1", "A-2", "A-3")
    assert counter.counted("tradepost-orders", file) == counts(created=3)
    assert [row.number for row in counter.rows(Order)] == ["A-1", "A-2", "A-3"]
    assert [row.amount.minor for row in counter.rows(OrderLine)] == [2500, 2500, 2500]
    before = counter.count(AuditEntry)
    assert counter.counted("tradepost-orders", file) == counts(skipped=3)
    assert counter.count(Order) == 3
    ours = {"file_import.queued", "file_import.succeeded"}
    assert {row.action for row in counter.rows(AuditEntry)[before:]} == ours


def test_a_person_is_told_in_a_line(counter: Counter) -> None:
    ended = counter.imports("tradepost-orders", counter.orders("A-1"))
    assert (ended.code, ended.out) == (0, "1 created, 0 updated, 0 skipped, 0 errors.\n")


def test_a_dry_run_says_what_would_come_of_each_and_changes_nothing(counter: Counter) -> None:
    counter.counted("tradepost-orders", counter.orders("A-1"))
    rows = [{"number": "A-1", **ORDER}, {"number": "A-2", **ORDER}]
    rows.append({"number": "A-3", **ORDER, "quantity": "many"})
    file = counter.file("more.csv", rows)
    events = counter.count(AuditEntry)

    ended = counter.imports("tradepost-orders", file, options=["--dry-run"])
    assert ended.code == 3
    said = ended.out.splitlines()
    assert said[0].startswith("more.csv row 2: A-1 skip")
    assert said[1].startswith("more.csv row 3: A-2 create")
    assert said[2].startswith("more.csv row 4: A-3 error: quantity 'many' [NOT_A_NUMBER]")
    assert said[3] == "Would be: 1 created, 0 updated, 1 skipped, 1 errors. Nothing was changed."
    assert counter.count(Order) == 1
    assert [one[:3] for one in counter.findings()] == [
        (2, "A-1", "SKIPPED"),
        (3, "A-2", "CREATED"),
        (4, "A-3", "ERROR"),
    ]
    told = {row.action for row in counter.rows(AuditEntry)[events:]}
    assert told == {"file_import.queued", "file_import.succeeded"}


def test_a_killed_dry_run_leaves_its_copy_for_a_day_at_most(counter: Counter) -> None:
    old, young = (counter.yard.settings.data_dir / f"rehearsal-{age}" for age in ("old", "young"))
    for folder in (old, young):
        folder.mkdir()
        (folder / "copy.db").touch()
    yesterday = time.time() - 25 * 3600
    os.utime(old, (yesterday, yesterday))
    counter.counted("tradepost-orders", counter.orders("A-1"), options=["--dry-run"])
    is_embedded = counter.yard.settings.is_embedded  # a server is rehearsed on without a copy
    assert (old.exists(), young.exists()) == (not is_embedded, True)


def test_what_has_an_error_holds_up_nothing_else_and_is_named(
    counter: Counter, tmp_path: Path
) -> None:
    rows = [{"number": f"A-{n}", **ORDER} for n in range(3)]
    rows[0]["quantity"] = "-1"
    rows[1]["unit_price"] = "1.1234567"
    report = tmp_path / "report.csv"
    options = ["--json", "--report", str(report)]
    ended = counter.imports("tradepost-orders", counter.file("a.csv", rows), options=options)
    assert ended.code == 3
    *errors, last = map(json.loads, ended.out.splitlines())
    assert last == counts(created=1, errors=2)
    assert [(one["row"], one["column"], one["value"]) for one in errors] == [
        (2, "quantity", "-1"),
        (3, "unit_price", "1.1234567"),
    ]
    assert all(one["rule"] and one["message"] for one in errors)
    with report.open(encoding="utf-8-sig", newline="") as file:
        told = list(csv.DictReader(file))
    assert [(one["row"], one["column"], one["outcome"]) for one in told] == [
        ("2", "quantity", "ERROR"),
        ("3", "unit_price", "ERROR"),
    ]


def test_all_or_nothing_takes_nothing_when_anything_has_an_error(counter: Counter) -> None:
    rows = [{"number": f"A-{n}", **ORDER} for n in range(3)]
    rows[2]["quantity"] = "-1"
    file = counter.file("a.csv", rows)
    ended = counter.imports("tradepost-orders", file, options=["--all-or-nothing"])
    assert ended.code == 1
    assert "1 has an error: nothing was taken in" in ended.err
    assert counter.count(Order) == 0
    last = counter.last()
    assert (last.state, last.error_code, last.error_count) == (JobState.FAILED, "ROWS_REFUSED", 1)
    assert [one[:3] for one in counter.findings()] == [(4, "A-2", "ERROR")]

    rows[2]["quantity"] = "1"
    rows[2]["total"] = "12.50"
    file = counter.file("a.csv", rows)
    assert counter.counted("tradepost-orders", file, options=["--all-or-nothing"]) == counts(3)


@pytest.mark.parametrize("chunks", [1, 3, 4])
def test_a_killed_import_goes_on_after_its_last_chunk(counter: Counter, chunks: int) -> None:
    file = counter.orders(*(f"A-{n:02}" for n in range(20)))
    words = [*counter.words("tradepost-orders", file), "--json"]
    with counter.started(f"{chunks}x5", *words) as killed:
        killed.communicate(timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert counter.count(Order) == 5 * chunks
    assert counter.last().state is JobState.RUNNING

    with counter.started("0x5", *words) as resumed:
        out, err = resumed.communicate(timeout=60)
    assert resumed.returncode == 0, err
    assert json.loads(out.splitlines()[-1]) == counts(created=20)
    assert counter.count(Order) == 20
    assert [row.state for row in counter.rows(FileImport)] == [JobState.SUCCEEDED]


def test_a_killed_import_of_all_or_nothing_leaves_nothing(counter: Counter) -> None:
    file = counter.orders(*(f"A-{n:02}" for n in range(20)))
    words = [*counter.words("tradepost-orders", file), "--json", "--all-or-nothing"]
    with counter.started("3x5", *words) as killed:
        killed.communicate(timeout=60)
    assert counter.count(Order) == 0
    with counter.started("0x5", *words) as again:
        out, _ = again.communicate(timeout=60)
    assert json.loads(out.splitlines()[-1]) == counts(created=20)


def test_two_at_once_take_each_order_once(counter: Counter) -> None:
    file = counter.orders(*(f"A-{n:02}" for n in range(40)))
    words = [*counter.words("tradepost-orders", file), "--json"]
    with counter.started("0x5", *words) as one, counter.started("0x5", *words) as other:
        ended = [process.communicate(timeout=120) for process in (one, other)]
    assert [one.returncode, other.returncode] == [0, 0], ended
    found = [json.loads(out.splitlines()[-1]) for out, _ in ended]
    assert sum(one["created"] for one in found) == 40
    assert all(one["created"] + one["skipped"] == 40 for one in found)
    assert counter.count(Order) == 40


def test_it_may_be_called_off_meanwhile(counter: Counter) -> None:
    file = counter.orders(*(f"A-{n:02}" for n in range(20)))
    words = counter.words("tradepost-orders", file)
    with counter.started("1x5", *words) as killed:
        killed.communicate(timeout=60)
    cancel = """mutation ($input: FileImportCancelInput!) { fileImportCancel(input: $input) {
      fileImport { state } userErrors { message } } }"""
    said = counter.yard.house.query(cancel, input={"id": f"FileImport:{counter.last().id}"})
    assert said["data"]["fileImportCancel"]["fileImport"] == {"state": "CANCELLED"}
    counter.yard.house.session.commit()
    assert counter.counted("tradepost-orders", file) == counts(created=15, skipped=5)


def test_what_is_no_table_is_refused_in_a_line(counter: Counter, tmp_path: Path) -> None:
    for name, data, said in (
        ("empty.csv", b"", "empty"),
        ("bad.csv", b"%PDF-1.7 \x00\x01\x02", "bad.csv"),
        ("short.csv", b"number,total\nA-1,2\n", "placed_at"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        line = counter.command.refuses(*counter.words("tradepost-orders", path))
        assert said in line
    assert counter.last().state is JobState.FAILED
    assert counter.count(Order) == 0


def test_words_that_can_never_be_right(counter: Counter, tmp_path: Path) -> None:
    file = counter.orders("A-1")
    refuses = counter.command.refuses
    assert "no format tiktok" in refuses("import", "tiktok", str(file), code=2)
    orders = counter.words("tradepost-orders", file)
    assert "no store porto" in refuses(*counter.words("tradepost-orders", file, store="porto"))
    assert "--store" in refuses(*counter.words("tradepost-orders", file, store=""))
    assert "sells in EUR" in refuses(*orders, "--currency", "USD")
    assert "--date-order" in refuses(*orders, "--date-order", "XYZ")
    assert "--time-zone" in refuses(*orders, "--time-zone", "Mars/Olympus")
    missing = counter.words("tradepost-orders", tmp_path / "none.csv")
    assert "cannot be read" in refuses(*missing)


def test_an_ambiguous_date_is_refused_unless_the_file_or_somebody_says(counter: Counter) -> None:
    rows = [{"number": "A-1", **ORDER, "placed_at": "10/2/2017"}]
    file = counter.file("dates.csv", rows)
    assert counter.counted("tradepost-orders", file) == counts(errors=1)
    assert counter.findings()[0][3:] == ("placed_at", "10/2/2017", "AMBIGUOUS_DATE")
    said = counter.counted("tradepost-orders", file, options=["--date-order", "DMY"])
    assert said == counts(created=1)
    rows = [{**rows[0], "number": "A-2"}, {**rows[0], "number": "A-3", "placed_at": "13/2/2017"}]
    assert counter.counted("tradepost-orders", counter.file("b.csv", rows)) == counts(created=2)
    assert {row.placed_at.month for row in counter.rows(Order)} == {2}
