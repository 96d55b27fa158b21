"""Files are kept as assets, once each; described, found alike, and not lost while shown."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import ForeignKeyConstraint, select

from domain.assets import uses
from domain.assets.models import MediaAsset
from domain.catalogue.models import ProductPicture
from domain.every_table import METADATA
from domain.permissions import Permission
from tests.api.catalogue_changes import change, refusal
from tests.conftest import MONDAY, House, node_id
from tests.factories.assets import make_asset, make_derivative
from tests.factories.catalogue import make_picture, make_product
from tests.factories.pictures import saved
from tests.factories.stores import make_store
from tests.factories.uploads import png, sent
from tests.reads.filled import kept_file

FACTS = "kind origin fileName mediaType sizeBytes widthPx heightPx durationMs sha256 placeholder"
WORDS = "alt altZh licence licenceNote licenceUntil focalPoint { x y } version"
CREATED = f"isExisting mediaAsset {{ id {FACTS} {WORDS} fingerprint createdBy {{ name }} }}"


def shaded(width: int = 300, height: int = 200, kind: str = "PNG") -> bytes:
    """One scene, at any size and encoded in any way."""
    scene = Image.effect_mandelbrot((300, 200), (-2.0, -1.0, 0.7, 1.3), 60).convert("RGB")
    return saved(scene.resize((width, height)), kind)


def created(house: House, data: bytes, name: str = "mug.png", **more: Any) -> Any:
    given = {"file": sent(data, name), **more}
    payload = change(house, "mediaAssetCreate", CREATED, **given)
    assert payload["userErrors"] == []
    return payload


def test_a_file_is_kept_with_all_that_is_known_of_it(house: House) -> None:
    data = shaded()
    payload = created(
        house,
        data,
        "../蓝.png",
        alt="A mug",
        altZh="杯",
        licence="STOCK",
        licenceNote="Bought in May",
        licenceUntil="2027-05-31",
        focalPoint={"x": "0.25", "y": "1"},
    )
    asset = payload["mediaAsset"]
    assert payload["isExisting"] is False
    assert len(base64.b64decode(asset.pop("placeholder"))) > 5
    assert len(asset.pop("fingerprint")) == 16
    digest = asset.pop("sha256")
    assert house.storage.get(f"sha256/{digest[:2]}/{digest[2:4]}/{digest}") == data
    assert asset.pop("id").startswith("MediaAsset:")
    assert asset == {
        "kind": "IMAGE",
        "origin": "UPLOADED",
        "fileName": "_蓝.png",
        "mediaType": "image/png",
        "sizeBytes": len(data),
        "widthPx": 300,
        "heightPx": 200,
        "durationMs": None,
        "alt": "A mug",
        "altZh": "杯",
        "licence": "STOCK",
        "licenceNote": "Bought in May",
        "licenceUntil": "2027-05-31",
        "focalPoint": {"x": "0.25", "y": "1"},
        "createdBy": {"name": "Owner"},
        "version": 1,
    }


def test_the_same_file_twice_is_the_same_asset(house: House) -> None:
    first = created(house, png(1), alt="One")
    second = created(house, png(1), "other.png", alt="Two")
    assert second == {**first, "isExisting": True}
    there = created(house.second, png(1))
    assert (there["isExisting"], there["mediaAsset"]["alt"]) == (False, "")


def test_pictures_that_look_alike_are_found_and_others_are_not(house: House) -> None:
    first = created(house, shaded())["mediaAsset"]["id"]
    smaller = created(house, shaded(150, 100, "JPEG"), "mug.jpg")["mediaAsset"]["id"]
    created(house, png(7, 30, 20))
    created(house.second, shaded())
    created(house, saved(Image.linear_gradient("L").convert("RGB")))
    text = "query ($id: ID!) { mediaAsset(id: $id) { duplicates { id } } }"
    for one, like in ((first, smaller), (smaller, first)):
        found = house.query(text, id=one)["data"]["mediaAsset"]["duplicates"]
        assert found == [{"id": like}]


@pytest.mark.parametrize(
    ("data", "name", "code", "reason"),
    [
        (b"", "mug.png", "INVALID", "'mug.png' is not taken: it is empty"),
        (b"<svg onload='x'/>", "mug.svg", "INVALID", "can run scripts"),
        (b"\xef\xbb\xbf<!doctype html>", "mug.html", "INVALID", "can run scripts"),
        (b"#!/bin/sh\n", "mug.sh", "INVALID", "it is a program"),
        (b"MZ\x90\x00", "mug.exe", "INVALID", "it is no JPEG"),
        (png()[:40], "mug.png", "INVALID", "damaged"),
        (png(), "mug.jpg", "INVALID", "ends in .jpg, but it is image/png"),
        (png(0, 9000, 8000), "mug.png", "LIMIT_EXCEEDED", "too many pixels"),
        (b"%PDF-1.7 cut", "mug.pdf", "INVALID", "it is cut off"),
    ],
)
def test_what_is_refused_is_refused_by_name_and_reason(
    house: House, data: bytes, name: str, code: str, reason: str
) -> None:
    file = sent(data, name)
    payload = change(house, "mediaAssetCreate", CREATED, file=file)
    [error] = payload["userErrors"]
    assert (error["code"], error["path"]) == (code, ["file"])
    assert repr(name) in error["message"]
    assert reason in error["message"]
    digest = file.sha256
    assert not house.storage.exists(f"sha256/{digest[:2]}/{digest[2:4]}/{digest}")
    assert house.session.scalars(select(MediaAsset)).all() == []


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"alt": "x" * 501}, "INVALID", ["alt"]),
        ({"alt": None}, "REQUIRED", ["alt"]),
        ({"fileName": " "}, "REQUIRED", ["fileName"]),
        ({"licence": None}, "REQUIRED", ["licence"]),
        ({"focalPoint": {"x": "0", "y": "-1"}}, "INVALID", ["focalPoint", "y"]),
        ({"expectedVersion": 9}, "VERSION_MISMATCH", ["expectedVersion"]),
    ],
)
def test_what_cannot_be_said_of_an_asset_is_refused(
    house: House, given: dict[str, Any], code: str, path: list[str]
) -> None:
    id = node_id("MediaAsset", make_asset(house))
    assert refusal(house, "mediaAssetUpdate", id=id, **given) == (code, path)


def test_what_is_said_of_an_asset_can_be_taken_back(house: House) -> None:
    asset = make_asset(house, alt="Mug", alt_zh="杯", licence_note="Ours")
    wanted = f"mediaAsset {{ fileName {WORDS} }}"
    given: dict[str, Any] = {
        "fileName": "cup.png",
        "altZh": None,
        "focalPoint": {"x": "0.5", "y": "0.5"},
    }
    given |= {"licence": "OWN", "licenceNote": None, "licenceUntil": "2026-12-31"}
    payload = change(house, "mediaAssetUpdate", wanted, id=node_id("MediaAsset", asset), **given)
    assert payload["mediaAsset"] == {**given, "alt": "Mug", "version": 2}


def test_an_asset_in_use_stays_and_its_places_are_named(house: House) -> None:
    asset = make_asset(house)
    id = node_id("MediaAsset", asset)
    facts = {**kept_file(1), "file_key": asset.file_key}
    pictures = [make_picture(house, make_product(house), **facts) for _ in range(2)]
    store = make_store(house, logo_id=asset.id)
    wanted = "deletedId userErrors { code path message ... on InUse { places } }"
    refused = change(house, "mediaAssetDelete", wanted, id=id)
    [error] = refused["userErrors"]
    assert (refused["deletedId"], error["code"], error["path"]) == (None, "IN_USE", ["id"])
    assert error["message"] == "It is still shown: by 2 product pictures, 1 store's logo."
    shown = sorted(node_id("ProductPicture", row) for row in pictures)
    assert error["places"] == [*shown, node_id("Store", store)]
    assert house.query("{ mediaAssets { edges { node { isUsed } } } }")["data"]["mediaAssets"] == {
        "edges": [{"node": {"isUsed": True}}]
    }


def test_an_asset_goes_with_what_was_made_of_it(house: House) -> None:
    asset = make_asset(house)
    make_derivative(house, asset)
    id = node_id("MediaAsset", asset)
    assert change(house, "mediaAssetDelete", "deletedId", id=id)["deletedId"] == id
    assert house.query("query ($id: ID!) { node(id: $id) { id } }", id=id)["data"]["node"] is None


def test_a_purge_takes_what_is_old_and_unused_and_says_so_first(house: House) -> None:
    wanted = "count sizeKb mediaAssets { fileName }"
    house.now = MONDAY - timedelta(days=31)
    make_asset(house, file_name="old.png", size_bytes=1_025)
    facts = {**kept_file(1), "file_key": make_asset(house, file_name="shown.png").file_key}
    make_picture(house, make_product(house), **facts)
    make_asset(house.second, file_name="theirs.png")
    house.now = MONDAY
    make_asset(house, file_name="new.png")
    would = change(house, "mediaAssetsPurge", wanted, olderThanDays=30)
    assert would["mediaAssets"] == [{"fileName": "old.png"}]
    assert (would["count"], would["sizeKb"]) == (1, 2)
    did = change(house, "mediaAssetsPurge", wanted, olderThanDays=30, dryRun=False)
    assert (did["count"], did["sizeKb"], did["mediaAssets"]) == (1, 2, None)
    names = set(house.session.scalars(select(MediaAsset.file_name)))
    assert names == {"shown.png", "theirs.png", "new.png"}
    assert refusal(house, "mediaAssetsPurge", olderThanDays=-1) == ("INVALID", ["olderThanDays"])


def test_a_purge_lists_the_oldest_first_whatever_their_ids(house: House) -> None:
    for name, days in (("b.png", 40), ("a.png", 50), ("c.png", 30)):
        house.now = MONDAY - timedelta(days=days)
        make_asset(house, file_name=name)
    house.now = MONDAY
    would = change(house, "mediaAssetsPurge", "mediaAssets { fileName }", olderThanDays=30)
    assert [one["fileName"] for one in would["mediaAssets"]] == ["a.png", "b.png", "c.png"]


def test_a_picture_of_a_product_can_be_an_asset_and_has_its_words(house: House) -> None:
    asset = created(house, shaded(), alt="Blue mug", focalPoint={"x": "0.5", "y": "0"})
    given = {"assetId": asset["mediaAsset"]["id"], "altZh": "杯"}
    product = node_id("Product", make_product(house))
    wanted = "picture { alt altZh url imageUrl widthPx focalPoint { y } asset { alt isUsed } }"
    picture = change(house, "pictureAdd", wanted, productId=product, picture=given)["picture"]
    assert picture.pop("imageUrl").startswith("/files/sha256/")
    assert picture == {
        "alt": "Blue mug",
        "altZh": "杯",
        "url": None,
        "widthPx": 300,
        "focalPoint": {"y": "0"},
        "asset": {"alt": "Blue mug", "isUsed": True},
    }
    [row] = house.session.scalars(select(ProductPicture)).all()
    assert node_id("MediaAsset", row.asset_id) == given["assetId"]


def test_what_is_no_picture_of_ours_is_not_shown(house: House) -> None:
    product = node_id("Product", make_product(house))
    film = node_id("MediaAsset", make_asset(house, kind="VIDEO", media_type="video/mp4"))
    theirs = node_id("MediaAsset", make_asset(house.second))
    ours = node_id("MediaAsset", make_asset(house))
    both = {"assetId": ours, "url": "https://a.example/1.jpg"}
    for picture, code in (
        ({"assetId": film}, "INVALID"),
        ({"assetId": theirs}, "NOT_FOUND"),
        ({"assetId": "nonsense"}, "NOT_FOUND"),
        (both, "INVALID"),
    ):
        said = refusal(house, "pictureAdd", productId=product, picture=picture)
        assert said == (code, ["picture", "assetId"])
    store = node_id("Store", make_store(house))
    assert refusal(house, "storeUpdate", id=store, logoId=film) == ("INVALID", ["logoId"])
    assert refusal(house, "storeUpdate", id=store, logoId=theirs) == ("NOT_FOUND", ["logoId"])


def test_a_store_has_a_logo_until_it_is_taken_away(house: House) -> None:
    store, logo = make_store(house), node_id("MediaAsset", make_asset(house))
    for said, shown in ((logo, {"id": logo}), (None, None)):
        given: dict[str, Any] = {"id": node_id("Store", store), "logoId": said}
        found = change(house, "storeUpdate", "store { logo { id } }", **given)
        assert found["store"] == {"logo": shown}


def test_who_may_not_write_assets_has_no_file_looked_at(house: House) -> None:
    actor = house.holding(Permission.CATALOGUE_READ)
    text = """mutation ($input: MediaAssetCreateInput!) {
      mediaAssetCreate(input: $input) { userErrors { code } } }"""
    answer = house.query(text, actor, input={"file": sent(b"no picture")})
    assert answer["data"]["mediaAssetCreate"]["userErrors"] == [{"code": "FORBIDDEN"}]


def test_all_that_points_at_assets_is_a_use_or_goes_with_them() -> None:
    pointing = {
        (table.name, *constraint.column_keys)
        for table in METADATA.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, ForeignKeyConstraint)
        and constraint.referred_table.name == "media_assets"
    }
    known = {(use.table, use.column) for use in uses.USES} | set(uses.GO_WITH_IT)
    assert pointing == known
