"""A file is announced, sent to the address it was given, and becomes an asset; nothing else does."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.uploads import Uploads, upload_routes
from domain.assets.models import MediaAsset, StagedUpload
from domain.permissions import Role
from tests.api.catalogue_changes import change, refusal
from tests.conftest import MONDAY, House, node_id
from tests.factories.assets import make_staged
from tests.factories.uploads import noise, png
from tests.house import KEY, LINKS

STAGED = "stagedUploads { id uploadUrl fileName sizeBytes expiresAt receivedAt }"
NO_TYPE = {"content-type": ""}


@pytest.fixture
def client(house: House, tmp_path: Path) -> Iterator[TestClient]:
    folder = tmp_path / "uploads"
    uploads = Uploads(house.database, house.storage, LINKS, folder, KEY, clock=lambda: house.now)
    with TestClient(Starlette(routes=upload_routes(uploads))) as found:
        yield found
    assert not list(folder.glob("*"))


def announced(house: House, *sizes: int, name: str = "mug.png") -> list[Any]:
    files = [{"name": name, "mediaType": "image/png", "sizeBytes": size} for size in sizes]
    payload = change(house, "stagedUploadsCreate", STAGED, files=files)
    assert payload["userErrors"] == []
    found: list[Any] = payload["stagedUploads"]
    house.session.commit()
    return found


def test_a_file_goes_by_its_own_address_and_becomes_an_asset(
    house: House, client: TestClient
) -> None:
    data = noise(300, 200)
    [one, other] = announced(house, len(data), 9, name="蓝 mug.png")
    assert one["uploadUrl"] != other["uploadUrl"]
    sent = client.put(one["uploadUrl"], content=data)
    assert (sent.status_code, sent.json()["id"]) == (201, one["id"])
    assert client.put(one["uploadUrl"], content=data).status_code == 201  # again, after a failure
    wanted = "isExisting mediaAsset { fileName widthPx sizeBytes alt }"
    given = {"stagedUploadId": one["id"], "alt": "Mug"}
    made = change(house, "mediaAssetCreate", wanted, **given)
    shown = {"fileName": "蓝 mug.png", "widthPx": 300, "sizeBytes": len(data), "alt": "Mug"}
    assert made == {"isExisting": False, "mediaAsset": shown, "userErrors": []}
    assert change(house, "mediaAssetCreate", "isExisting", **given)["isExisting"] is True
    text = "query ($id: ID!) { node(id: $id) { ... on StagedUpload { uploadUrl receivedAt } } }"
    node = house.query(text, id=one["id"])["data"]["node"]
    assert node == {"uploadUrl": None, "receivedAt": "2026-03-02T09:00:00.000Z"}


def test_a_key_answers_again_when_the_upload_is_long_forgotten(
    house: House, client: TestClient
) -> None:
    [one] = announced(house, len(png()))
    assert client.put(one["uploadUrl"], content=png()).status_code == 201
    text = """mutation ($input: MediaAssetCreateInput!) { mediaAssetCreate(input: $input)
      @idempotent(key: "k") { isExisting mediaAsset { id } userErrors { code } } }"""
    given = {"stagedUploadId": one["id"]}
    first = house.query(text, input=given)
    assert first["data"]["mediaAssetCreate"]["isExisting"] is False
    house.session.execute(delete(StagedUpload))
    house.session.commit()
    assert house.query(text, input=given) == first
    other = house.query(text, input={**given, "alt": "Mug"})["data"]["mediaAssetCreate"]
    assert other["userErrors"] == [{"code": "IDEMPOTENCY_KEY_REUSED"}]


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (png() + b"x", 413, "TOO_LONG"),
        (png()[:-1], 400, "TOO_SHORT"),
        (b"", 400, "TOO_SHORT"),
        ([png(), b"x"], 413, "TOO_LONG"),
    ],
    ids=["longer", "shorter", "empty", "longer in pieces"],
)
def test_only_what_was_announced_is_taken(
    house: House, client: TestClient, data: Any, status: int, code: str
) -> None:
    [one] = announced(house, len(png()))
    refused = client.put(one["uploadUrl"], content=iter(data) if isinstance(data, list) else data)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    assert house.session.scalars(select(StagedUpload.file_key)).all() == [None]
    house.session.rollback()
    said = refusal(house, "mediaAssetCreate", stagedUploadId=one["id"])
    assert said == ("CONFLICT", ["stagedUploadId"])


def test_an_address_is_good_for_one_file_until_it_expires(house: House, client: TestClient) -> None:
    [one, other] = announced(house, len(png()), len(png(1)))
    url = one["uploadUrl"]
    mixed = other["uploadUrl"].partition("?")[0] + "?" + url.partition("?")[2]
    for wrong in (url[:-1], url + "x", mixed, url.replace("until=1", "until=2")):
        assert client.put(wrong, content=png()).json()["error"]["code"] == "UNSIGNED"
    assert client.get(url).status_code == 405
    assert client.put(url, content=png()).status_code == 201
    assert client.put(url, content=png(1)).status_code == 409
    house.now = MONDAY + timedelta(hours=1)
    assert client.put(other["uploadUrl"], content=png(1)).json()["error"]["code"] == "EXPIRED"


def test_what_was_sent_is_looked_at_before_it_is_an_asset(house: House, client: TestClient) -> None:
    data = b"<svg onload='alert(1)'/>"
    [one] = announced(house, len(data))
    assert client.put(one["uploadUrl"], content=data).status_code == 201
    said = refusal(house, "mediaAssetCreate", stagedUploadId=one["id"])
    assert said == ("INVALID", ["stagedUploadId"])
    assert house.session.scalars(select(MediaAsset)).all() == []


@pytest.mark.parametrize(
    ("files", "code", "path"),
    [
        ([], "LIMIT_EXCEEDED", ["files"]),
        ([{"sizeBytes": 0}], "INVALID", ["files", "0", "sizeBytes"]),
        ([{"sizeBytes": 100_000_001}], "LIMIT_EXCEEDED", ["files", "0", "sizeBytes"]),
        ([{"mediaType": "text/html"}], "INVALID", ["files", "0", "mediaType"]),
        ([{}, {"name": " "}], "REQUIRED", ["files", "1", "name"]),
    ],
)
def test_what_cannot_be_announced_is_refused(
    house: House, files: list[dict[str, Any]], code: str, path: list[str]
) -> None:
    usual = {"name": "mug.png", "mediaType": "image/png", "sizeBytes": 10}
    given = [{**usual, **file} for file in files]
    assert refusal(house, "stagedUploadsCreate", files=given) == (code, path)


def test_the_upload_of_somebody_else_is_not_found(house: House) -> None:
    staged = make_staged(house)
    given = {"stagedUploadId": node_id("StagedUpload", staged)}
    said = refusal(house, "mediaAssetCreate", house.actor(Role.DESIGNER), **given)
    assert said == ("NOT_FOUND", ["stagedUploadId"])


def test_one_file_is_given_and_not_two(house: House) -> None:
    assert refusal(house, "mediaAssetCreate", alt="") == ("REQUIRED", ["file"])
