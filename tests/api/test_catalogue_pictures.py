"""Pictures through the graph."""

from typing import Any

import pytest
from sqlalchemy import select

from domain.audit import AuditEntry
from domain.catalogue.models import Product
from domain.catalogue.values import PICTURES
from domain.ids import NOBODY
from domain.permissions import Role
from tests.api.catalogue_changes import change, refusal
from tests.conftest import House, node_id
from tests.factories.catalogue import make_picture, make_product, make_variant
from tests.factories.stores import make_store

WANTED = "product { version pictures { id url alt altZh focalPoint { x y } position } }"
ONE = "https://a.example/1.jpg"
TWO = "https://a.example/2.jpg"
THREE = "https://a.example/3.jpg"
CENTRE = {"x": "0.5", "y": "0.5"}


@pytest.fixture
def mug(house: House) -> Product:
    return make_product(house, "Mug")


def urls(payload: dict[str, Any]) -> list[str]:
    assert payload["userErrors"] == []
    return [picture["url"] for picture in payload["product"]["pictures"]]


def test_a_products_pictures_are_set_whole_and_those_that_stay_are_the_same(
    house: House, mug: Product
) -> None:
    make_picture(house, mug, url=ONE)
    kept = make_picture(house, mug, url=TWO, position=1, alt="Old", alt_zh="旧")
    id = node_id("Product", mug)
    answer = change(
        house,
        "productPicturesSet",
        WANTED,
        productId=id,
        pictures=[{"url": THREE, "altZh": "新", "focalPoint": CENTRE}, {"url": TWO, "alt": "Mug"}],
        expectedVersion=1,
    )
    assert urls(answer) == [THREE, TWO]
    first, second = answer["product"]["pictures"]
    assert first["focalPoint"] == {"x": "0.5", "y": "0.5"}
    assert (first["alt"], first["altZh"], first["position"]) == ("", "新", 0)
    assert second["id"] == node_id("ProductPicture", kept)
    assert (second["alt"], second["altZh"], second["position"]) == ("Mug", None, 1)
    assert answer["product"]["version"] == 2
    assert urls(change(house, "productPicturesSet", WANTED, productId=id, pictures=[])) == []
    house.session.rollback()
    actions = house.session.scalars(select(AuditEntry.action)).all()
    assert actions == ["product.pictures_set"] * 2


def test_a_picture_is_put_after_the_others(house: House, mug: Product) -> None:
    make_picture(house, mug, url=ONE, position=4)
    blue = make_variant(house, mug, sku="BLUE")
    wanted = "picture { url position variant { sku } product { title version } }"
    given = {"url": TWO, "variantId": node_id("Variant", blue)}
    answer = change(
        house, "pictureAdd", wanted, productId=node_id("Product", mug), picture=given
    )  # fmt: skip
    assert answer["picture"] == {
        "url": TWO,
        "position": 5,
        "variant": {"sku": "BLUE"},
        "product": {"title": "Mug", "version": 2},
    }


def test_a_picture_takes_other_words_and_another_focal_point(house: House, mug: Product) -> None:
    picture = make_picture(house, mug, alt="Old", alt_zh="旧")
    id = node_id("ProductPicture", picture)
    wanted = "picture { alt altZh focalPoint { x y } variant { sku } version }"
    changed = change(
        house, "pictureUpdate", wanted, id=id, altZh=None, focalPoint=CENTRE, expectedVersion=1
    )
    assert changed["picture"] == {
        "alt": "Old",
        "altZh": None,
        "focalPoint": {"x": "0.5", "y": "0.5"},
        "variant": None,
        "version": 2,
    }
    cleared = change(house, "pictureUpdate", wanted, id=id, focalPoint=None, alt="New")["picture"]
    assert (cleared["focalPoint"], cleared["alt"], cleared["version"]) == (None, "New", 3)


def test_a_picture_is_taken_off(house: House, mug: Product) -> None:
    gone = make_picture(house, mug, url=ONE)
    make_picture(house, mug, url=TWO, position=1)
    answer = change(house, "pictureRemove", WANTED, id=node_id("ProductPicture", gone))
    assert urls(answer) == [TWO]
    assert answer["product"]["version"] == 2


def test_pictures_are_put_in_another_order(house: House, mug: Product) -> None:
    rows = [
        make_picture(house, mug, url=url, position=i) for i, url in enumerate((ONE, TWO, THREE))
    ]
    ids = [node_id("ProductPicture", row) for row in rows]
    given: dict[str, Any] = {"productId": node_id("Product", mug)}
    order = [ids[2], ids[0], ids[1]]
    answer = change(house, "picturesReorder", WANTED, pictureIds=order, expectedVersion=1, **given)
    assert urls(answer) == [THREE, ONE, TWO]
    for wrong, refused in (
        (ids[:2], ("INVALID", ["pictureIds"])),
        ([*ids, ids[0]], ("INVALID", ["pictureIds"])),
        ([ids[0], ids[0], ids[1]], ("INVALID", ["pictureIds"])),
        ([ids[0], f"ProductPicture:{NOBODY}"], ("NOT_FOUND", ["pictureIds", "1"])),
    ):
        assert refusal(house, "picturesReorder", pictureIds=wrong, **given) == refused


@pytest.mark.parametrize(
    ("given", "code", "path"),
    [
        ({"url": "data:image/png;base64,x"}, "INVALID", ["url"]),
        ({"url": ""}, "REQUIRED", ["url"]),
        ({"alt": "x" * 501}, "INVALID", ["alt"]),
        ({"focalPoint": {"x": "-0.1", "y": "0"}}, "INVALID", ["focalPoint", "x"]),
        ({"variantId": "nonsense"}, "NOT_FOUND", ["variantId"]),
    ],
)
def test_a_picture_that_cannot_be_is_refused(
    house: House, mug: Product, given: dict[str, Any], code: str, path: list[str]
) -> None:
    id = node_id("Product", mug)
    picture = {"url": ONE, **given}
    refused = refusal(house, "pictureAdd", productId=id, picture=picture)
    assert refused == (code, ["picture", *path])
    refused = refusal(house, "productPicturesSet", productId=id, pictures=[{"url": ONE}, picture])
    assert refused == (code, ["pictures", "1", *path])
    if "url" not in given:
        kept = node_id("ProductPicture", make_picture(house, mug))
        assert refusal(house, "pictureUpdate", id=kept, **given) == (code, path)


def test_a_picture_shows_no_other_products_variant(house: House, mug: Product) -> None:
    other = node_id("Variant", make_variant(house))
    picture = node_id("ProductPicture", make_picture(house, mug))
    refused = refusal(house, "pictureUpdate", id=picture, variantId=other)
    assert refused == ("CONFLICT", ["variantId"])


def test_a_product_has_so_many_pictures(house: House, mug: Product) -> None:
    id = node_id("Product", mug)
    many = [{"url": f"https://a.example/{i}"} for i in range(PICTURES + 1)]
    refused = refusal(house, "productPicturesSet", productId=id, pictures=many)
    assert refused == ("LIMIT_EXCEEDED", ["pictures"])
    answer = change(house, "productPicturesSet", WANTED, productId=id, pictures=many[:PICTURES])
    assert len(urls(answer)) == PICTURES
    refused = refusal(house, "pictureAdd", productId=id, picture={"url": ONE})
    assert refused == ("LIMIT_EXCEEDED", ["productId"])


def test_pictures_are_the_designers_work(house: House, mug: Product) -> None:
    product = {"productId": node_id("Product", mug)}
    row = make_picture(house, mug, url=ONE)
    picture = {"id": node_id("ProductPicture", row)}
    theirs = make_product(house.second)
    strange = {
        "productId": ("NOT_FOUND", ["productId"], node_id("Product", theirs)),
        "id": (
            "NOT_FOUND",
            ["id"],
            node_id("ProductPicture", make_picture(house.second, theirs)),
        ),
    }
    in_one_store = house.actor(Role.DESIGNER, stores=[make_store(house)])
    designer = house.actor(Role.DESIGNER)
    for field, given in (
        ("pictureUpdate", {**picture, "alt": "x"}),
        ("picturesReorder", {**product, "pictureIds": [picture["id"]]}),
        ("pictureAdd", {**product, "picture": {"url": TWO}}),
        ("pictureRemove", picture),
        ("productPicturesSet", {**product, "pictures": []}),
    ):
        for actor in (house.actor(Role.PURCHASING), house.actor(Role.FINANCE), in_one_store):
            assert refusal(house, field, actor, **given) == ("FORBIDDEN", [])
        stale = refusal(house, field, designer, **given, expectedVersion=99)
        assert stale == ("VERSION_MISMATCH", ["expectedVersion"])
        key = "id" if "id" in given else "productId"
        code, path, id = strange[key]
        assert refusal(house, field, designer, **{**given, key: id}) == (code, path)
        assert change(house, field, "", designer, **given)["userErrors"] == []
