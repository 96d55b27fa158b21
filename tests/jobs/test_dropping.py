"""Files that came in and went out do not stay for ever; what shows them elsewhere does."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from api.jobs import sweeping, tidy
from api.jobs.run import Runner
from api.storage import Storage
from api.storage.folder import Folder
from domain.assets.models import StagedUpload
from domain.creatives.states import RenderState
from domain.integration.models import FileExport, FileImport, ImportFinding
from domain.jobs import JobState
from tests.factories.assets import make_asset, make_derivative, make_staged
from tests.factories.catalogue import make_product
from tests.factories.creatives import make_kept_picture, make_render
from tests.factories.files import make_export, make_finding, make_import
from tests.house import House
from tests.jobs.queued import asked, now, runner


@pytest.fixture
def worker(house: House, tmp_path: Path) -> Runner:
    return runner(house, {tidy.TIDY: tidy.KIND}, tmp_path)


def tidied(house: House, worker: Runner) -> None:
    for one in (house.organization, house.owner):  # or they are loaded in between
        house.session.refresh(one)
    house.session.commit()
    job = asked(house, tidy.TIDY, house.organization.id)
    worker.perform(job.id, 0)
    assert now(house, job).state is JobState.SUCCEEDED
    house.session.expire_all()


def kept(storage: Storage, text: str) -> str:
    return storage.put(text.encode(), media_type="text/csv")


def brought(house: House, key: str, **more: Any) -> FileImport:
    files = [{"name": "orders.csv", "sha256": "0", "size_bytes": 3, "key": key}]
    packed = json.dumps(files, sort_keys=True, separators=(",", ":"))
    return make_import(house, **{"state": JobState.SUCCEEDED, "files": packed, **more})


def test_a_file_goes_a_day_after_its_import(house: House, worker: Runner) -> None:
    storage = worker.tools.storage
    old, young, waiting = (kept(storage, word) for word in ("old", "young", "waiting"))
    row = brought(house, old)
    brought(house, young, finished_at=datetime.now(UTC) - timedelta(hours=12))
    brought(house, waiting, state=JobState.QUEUED, finished_at=None)
    tidied(house, worker)
    assert [storage.exists(key) for key in (old, young, waiting)] == [False, True, True]
    assert json.loads(row.files)[0]["key"] is None
    tidied(house, worker)


def test_what_is_still_shown_or_awaited_stays(house: House, worker: Runner) -> None:
    storage = worker.tools.storage
    again, shown, drawn, used = (kept(storage, word) for word in ("a", "b", "c", "d"))
    for key in (again, shown, drawn, used):
        brought(house, key)
    brought(house.second, again, state=JobState.QUEUED, finished_at=None)
    make_kept_picture(house.second, make_product(house.second), file_key=shown)
    make_render(house, state=RenderState.SUCCEEDED, file_key=drawn)
    make_render(house, pictures=json.dumps({"picture": used}))
    tidied(house, worker)
    assert all(storage.exists(key) for key in (again, shown, drawn, used))


def test_reports_and_exports_go_after_a_month(house: House, worker: Runner) -> None:
    storage = worker.tools.storage
    report, export, fresh = (kept(storage, word) for word in ("report", "export", "fresh"))
    row = make_import(house, state=JobState.SUCCEEDED, report_key=report)
    make_finding(house, row)
    make_export(house, state=JobState.SUCCEEDED, file_key=export)
    make_export(
        house,
        state=JobState.SUCCEEDED,
        file_key=fresh,
        finished_at=datetime.now(UTC) - timedelta(days=10),
    )
    tidied(house, worker)
    assert [storage.exists(key) for key in (report, export, fresh)] == [False, False, True]
    assert row.report_key is None
    count = select(func.count()).select_from(ImportFinding)
    assert house.session.scalar(count) == 0
    assert house.session.scalars(select(FileExport.file_key)).all() == [fresh]


def test_an_import_whose_command_line_died_is_given_up(house: House, worker: Runner) -> None:
    dead = make_import(house, state=JobState.RUNNING, host="here")
    job = make_import(house, state=JobState.RUNNING)
    tidied(house, worker)
    assert (dead.state, dead.error_code) == (JobState.FAILED, "ABANDONED")
    assert job.state is JobState.RUNNING


def aged(storage: Storage, text: str, days: float = 2) -> str:
    """A file that was put so many days ago."""
    key = kept(storage, text)
    assert isinstance(storage.place, Folder)
    then = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    os.utime(storage.place.root / key, (then, then))
    return key


def test_what_no_row_names_goes_after_a_day_and_all_else_stays(
    house: House, worker: Runner
) -> None:
    storage = worker.tools.storage
    lost, young, again = aged(storage, "lost"), kept(storage, "young"), aged(storage, "again")
    kept(storage, "again")  # put once more, so that it is new
    named = [aged(storage, word) for word in ("asset", "staged", "made", "pinned", "export")]
    asset = make_asset(house.second, file_key=named[0])
    make_derivative(house.second, asset, file_key=named[2])
    make_staged(
        house, file_key=named[1], received_at=datetime.now(UTC), expires_at=datetime.now(UTC)
    )
    make_render(house, pictures=json.dumps({"picture": named[3]}))
    make_export(house, state=JobState.SUCCEEDED, file_key=named[4], finished_at=datetime.now(UTC))
    tidied(house, worker)
    assert [storage.exists(key) for key in (lost, young, again)] == [False, True, True]
    assert all(storage.exists(key) for key in named)


def test_only_the_first_house_sweeps_for_all(house: House, worker: Runner) -> None:
    lost = aged(worker.tools.storage, "lost")
    tidied(house.second, worker)
    assert worker.tools.storage.exists(lost)


def test_what_was_sent_and_never_taken_is_forgotten(house: House, worker: Runner) -> None:
    storage = worker.tools.storage
    keys = [kept(storage, word) for word in ("late", "taken", "fresh")]
    now_, hour = datetime.now(UTC), timedelta(hours=1)
    for key, since in zip(keys, (25 * hour, 25 * hour, 23 * hour), strict=True):
        make_staged(house, file_key=key, received_at=now_ - since, expires_at=now_ - since)
    make_staged(house, expires_at=now_ - 25 * hour)
    make_asset(house, file_key=keys[1])
    tidied(house, worker)
    assert [storage.exists(key) for key in keys] == [False, True, True]
    assert house.session.scalars(select(StagedUpload.file_key)).all() == [keys[2]]


def test_every_column_of_keys_is_known() -> None:
    names = {f"{column.table.name}.{column.name}" for column in sweeping.key_columns()}
    assert {"media_assets.file_key", "render_jobs.file_key", "file_imports.report_key"} <= names
    texts = {f"{column.table.name}.{column.name}" for column in sweeping.texts()}
    assert {"file_imports.files", "render_jobs.pictures"} <= texts
