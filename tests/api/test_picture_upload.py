"""A picture is sent, kept, shown by its signed address, and stays while its product does."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.app import application
from api.settings import Settings
from domain.audit import AuditEntry
from domain.catalogue.models import Product, ProductPicture
from domain.catalogue.values import PICTURES
from domain.ids import NOBODY
from domain.permissions import Role
from tests.api.catalogue_changes import change, refusal
from tests.api.served import serving
from tests.conftest import House, node_id
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.uploads import noise, png, sent
from tests.reads.filled import kept_file

SEND = {"x-graphql-require-preflight": "1"}
WANTED = """picture { url imageUrl fileName mediaType widthPx heightPx sizeBytes alt altZh position
  focalPoint { x } variant { sku } product { version } }"""
UPLOAD = f"""mutation ($input: PictureUploadInput!) {{ pictureUpload(input: $input) {{
  {WANTED} userErrors {{ code path message }} }} }}"""


@pytest.fixture
def mug(house: House) -> Product:
    return make_product(house, "Mug")


def test_a_picture_goes_all_the_way_from_form_to_address(house: House, mug: Product) -> None:
    make_picture(house, mug, position=3)
    blue = make_variant(house, mug, sku="BLUE")
    data = noise(400, 300)
    input = {
        "productId": node_id("Product", mug),
        "file": None,
        "alt": "A mug",
        "altZh": "杯子",
        "focalPoint": {"x": "0.25", "y": "0.5"},
        "variantId": node_id("Variant", blue),
        "expectedVersion": 1,
    }
    operations = json.dumps({"query": UPLOAD, "variables": {"input": input}})
    form: list[tuple[str, Any]] = [
        ("operations", (None, operations)),
        ("map", (None, '{"0": ["variables.input.file"]}')),
        ("0", ("../蓝色 杯子.jpg", data, "image/jpeg")),
    ]
    with serving(house) as client:
        said = client.post("/graphql", files=form, headers=SEND).json()
        assert "errors" not in said
        assert said["data"]["pictureUpload"]["userErrors"] == []
        picture = said["data"]["pictureUpload"]["picture"]
        url = picture.pop("imageUrl")
        assert picture == {
            "url": None,
            "fileName": "_蓝色 杯子.jpg",
            "mediaType": "image/png",
            "widthPx": 400,
            "heightPx": 300,
            "sizeBytes": len(data),
            "alt": "A mug",
            "altZh": "杯子",
            "position": 4,
            "focalPoint": {"x": "0.25"},
            "variant": {"sku": "BLUE"},
            "product": {"version": 2},
        }
        assert url.startswith("/files/sha256/")
        shown = client.get(url, headers={"authorization": ""})
        assert (shown.status_code, shown.content) == (200, data)
        assert shown.headers["content-type"] == "image/png"
        assert "%E8%93%9D%E8%89%B2" in shown.headers["content-disposition"]
        assert client.get(url, headers={"range": "bytes=1-3"}).content == b"PNG"
    house.session.rollback()
    [asset, entry] = house.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
    assert (asset.action, entry.action) == ("media_asset.created", "product.picture_added")
    assert hashlib.sha256(data).hexdigest() in entry.changes


def test_the_file_is_seen_also_through_its_product(house: House, mug: Product) -> None:
    make_picture(house, mug, url="https://a.example/1.jpg")
    make_picture(house, mug, position=1, **kept_file(1))
    text = "query ($id: ID!) { product(id: $id) { pictures { url imageUrl } } }"
    [elsewhere, ours] = house.query(text, id=node_id("Product", mug))["data"]["product"]["pictures"]
    assert elsewhere == {"url": "https://a.example/1.jpg", "imageUrl": "https://a.example/1.jpg"}
    assert ours["url"] is None
    assert ours["imageUrl"].startswith(f"/files/{kept_file(1)['file_key']}?name=")


@pytest.mark.parametrize(
    ("data", "code", "reason"),
    [
        (b"<svg onload='x'/>", "INVALID", "no JPEG"),
        (b"", "INVALID", "no JPEG"),
        (png()[:40], "INVALID", "damaged"),
        (png(0, 9000, 8000), "LIMIT_EXCEEDED", "too many pixels"),
    ],
)
def test_what_is_no_picture_is_refused_and_not_kept(
    house: House, mug: Product, data: bytes, code: str, reason: str
) -> None:
    given: dict[str, Any] = {"productId": node_id("Product", mug), "file": sent(data)}
    payload = change(house, "pictureUpload", WANTED, **given)
    [error] = payload["userErrors"]
    assert (error["code"], error["path"], payload["picture"]) == (code, ["file"], None)
    assert reason in error["message"]
    digest = given["file"].sha256
    assert not house.storage.exists(f"sha256/{digest[:2]}/{digest[2:4]}/{digest}")
    assert house.session.scalars(select(ProductPicture)).all() == []


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"productId": f"Product:{NOBODY}"}, "NOT_FOUND", ["productId"]),
        ({"productId": "nonsense"}, "NOT_FOUND", ["productId"]),
        ({"alt": "x" * 501}, "INVALID", ["alt"]),
        ({"focalPoint": {"x": "2", "y": "0"}}, "INVALID", ["focalPoint", "x"]),
        ({"variantId": "nonsense"}, "NOT_FOUND", ["variantId"]),
        ({"expectedVersion": 9}, "VERSION_MISMATCH", ["expectedVersion"]),
    ],
)
def test_a_picture_that_cannot_be_is_refused(
    house: House, mug: Product, given: dict[str, Any], code: str, path: list[str]
) -> None:
    usual = {"productId": node_id("Product", mug), "file": sent(png())}
    assert refusal(house, "pictureUpload", **{**usual, **given}) == (code, path)


def test_a_product_has_so_many_pictures_sent_or_not(house: House, mug: Product) -> None:
    for place in range(PICTURES):
        make_picture(house, mug, position=place)
    given: dict[str, Any] = {"productId": node_id("Product", mug), "file": sent(png())}
    assert refusal(house, "pictureUpload", **given) == ("LIMIT_EXCEEDED", ["productId"])


def test_who_may_not_change_content_keeps_no_file(house: House, mug: Product) -> None:
    file = sent(png(77))
    given: dict[str, Any] = {"productId": node_id("Product", mug), "file": file}
    assert refusal(house, "pictureUpload", house.actor(Role.FINANCE), **given) == ("FORBIDDEN", [])
    assert not house.storage.exists(f"sha256/{file.sha256[:2]}/{file.sha256[2:4]}/{file.sha256}")
    assert change(house, "pictureUpload", WANTED, house.actor(Role.DESIGNER), **given)["picture"]


def test_a_picture_taken_off_leaves_its_bytes(house: House, mug: Product) -> None:
    given: dict[str, Any] = {"productId": node_id("Product", mug), "file": sent(png())}
    wanted = "picture { id }"
    first = change(house, "pictureUpload", wanted, **given)["picture"]["id"]
    change(house, "pictureUpload", wanted, **given)
    assert change(house, "pictureRemove", "product { id }", id=first)["userErrors"] == []
    [left] = house.session.scalars(select(ProductPicture)).all()
    assert house.storage.get(left.file_key or "") == png()


def test_pictures_are_kept_by_their_ids_when_a_list_is_set(house: House, mug: Product) -> None:
    ours = make_picture(house, mug, **kept_file(1))
    elsewhere = make_picture(house, mug, position=1, url="https://a.example/1.jpg")
    ids = [node_id("ProductPicture", row) for row in (elsewhere, ours)]
    id, before = node_id("Product", mug), kept_file(1)
    pictures: list[dict[str, Any]] = [{"pictureId": one, "alt": "New"} for one in ids]
    wanted = "product { pictures { id alt url } }"
    set_now: dict[str, Any] = {
        "productId": id,
        "pictures": [*pictures, {"url": "https://a.example/2.jpg"}],
    }
    shown = change(house, "productPicturesSet", wanted, **set_now)["product"]["pictures"]
    assert [picture["id"] for picture in shown[:2]] == ids
    assert [picture["alt"] for picture in shown] == ["New", "New", ""]
    house.session.rollback()
    house.session.refresh(ours)
    assert {name: getattr(ours, name) for name in before} == before


@pytest.mark.parametrize(
    ("picture", "code", "field"),
    [
        ({"pictureId": f"ProductPicture:{NOBODY}"}, "NOT_FOUND", "pictureId"),
        ({"pictureId": "nonsense"}, "NOT_FOUND", "pictureId"),
        ({}, "REQUIRED", "url"),
        ({"url": None}, "REQUIRED", "url"),
    ],
)
def test_a_picture_that_is_nowhere_is_refused(
    house: House, mug: Product, picture: dict[str, Any], code: str, field: str
) -> None:
    given: dict[str, Any] = {"productId": node_id("Product", mug), "pictures": [picture]}
    assert refusal(house, "productPicturesSet", **given) == (code, ["pictures", "0", field])


def test_a_picture_is_said_by_address_or_by_id(house: House, mug: Product) -> None:
    id = node_id("Product", mug)
    picture = {"pictureId": node_id("ProductPicture", make_picture(house, mug))}
    both: dict[str, Any] = {**picture, "url": "https://a.example/1.jpg"}
    refused = refusal(house, "productPicturesSet", productId=id, pictures=[both])
    assert refused == ("INVALID", ["pictures", "0", "pictureId"])
    refused = refusal(house, "pictureAdd", productId=id, picture=picture)
    assert refused == ("INVALID", ["picture", "pictureId"])


def test_the_program_has_the_door_for_files(tmp_path: Path) -> None:
    paths = {
        getattr(route, "path", "") for route in application(Settings(data_dir=tmp_path)).routes
    }
    assert "/files/{key:path}" in paths
