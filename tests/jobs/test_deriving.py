"""A picture is made smaller in the background: each file once, under its hash."""

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from api.jobs import deriving
from api.jobs.run import Runner
from domain.assets.deriving import DERIVE
from domain.assets.models import AssetDerivative, MediaAsset
from domain.ids import NOBODY
from domain.jobs import JobState
from tests.api.catalogue_changes import change, refusal
from tests.conftest import House, node_id
from tests.factories.assets import make_asset
from tests.factories.uploads import noise
from tests.jobs.queued import asked, now, runner


@pytest.fixture
def worker(house: House, tmp_path: Path) -> Runner:
    return runner(house, {DERIVE: deriving.KIND}, tmp_path)


def kept(house: House, worker: Runner, width_px: int, height_px: int) -> MediaAsset:
    key = worker.tools.storage.put(noise(width_px, height_px), media_type="image/png")
    return make_asset(house, file_key=key, width_px=width_px, height_px=height_px)


def derived(house: House, worker: Runner, asset: MediaAsset) -> list[AssetDerivative]:
    job = asked(house, DERIVE, asset.id)
    worker.perform(job.id, 0)
    assert now(house, job).state is JobState.SUCCEEDED
    found = select(AssetDerivative).order_by(AssetDerivative.width_px, AssetDerivative.media_type)
    rows = list(house.session.scalars(found))
    house.session.commit()
    return rows


def test_sizes_and_formats_are_made_once_and_kept_under_their_hash(
    house: House, worker: Runner
) -> None:
    asset = kept(house, worker, 420, 210)
    rows = derived(house, worker, asset)
    shapes = {(row.media_type, row.width_px, row.height_px, row.file_name) for row in rows}
    assert shapes == {
        ("image/avif", 400, 200, "mug-400.avif"),
        ("image/jpeg", 400, 200, "mug-400.jpg"),
        ("image/webp", 400, 200, "mug-400.webp"),
    }
    for row in rows:
        data = worker.tools.storage.get(row.file_key)
        assert len(data) == row.size_bytes
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.size == (400, 200)
    again = derived(house, worker, asset)
    assert [row.id for row in again] == [row.id for row in rows]
    text = "query ($id: ID!) { mediaAsset(id: $id) { derivatives { url widthPx mediaType } } }"
    shown = house.query(text, id=node_id("MediaAsset", asset))["data"]["mediaAsset"]
    assert [one["widthPx"] for one in shown["derivatives"]] == [400, 400, 400]
    assert shown["derivatives"][0]["url"].startswith("/files/sha256/")


@pytest.mark.parametrize(
    ("asset", "code"),
    [
        ({"kind": "DOCUMENT", "media_type": "application/pdf"}, "INVALID"),
        ({"width_px": 15, "height_px": 1}, "INVALID"),
        (None, "NOT_FOUND"),
    ],
)
def test_what_is_no_picture_is_not_made_smaller(
    house: House, asset: dict[str, Any] | None, code: str
) -> None:
    good = node_id("MediaAsset", make_asset(house))
    bad = f"MediaAsset:{make_asset(house, **asset).id if asset else NOBODY}"
    assert refusal(house, "mediaAssetsDerive", ids=[good, bad]) == (code, ["ids", "1"])
    assert refusal(house, "mediaAssetsDerive", ids=[]) == ("LIMIT_EXCEEDED", ["ids"])
    done = change(house, "mediaAssetsDerive", "mediaAssets { id }", ids=[good])
    assert done["mediaAssets"] == [{"id": good}]
