"""Films, pictures and packagings: asked for through the graph, and drawn to their last file."""

import io
from typing import Any

from PIL import Image

from domain.assets.models import MediaAsset
from domain.assets.states import AssetOrigin
from domain.creatives.models import RenderJob
from domain.money import UnitPrice
from domain.templates.states import TemplateKind, VersionState
from tests.factories.catalogue import make_variant
from tests.factories.creatives import make_shipped
from tests.factories.templates import headline, make_template, make_version
from tests.house import House, node_id
from tests.jobs.studio import Studio
from tests.media import shots

TAG = "packaging-hang-tag"
CARE = [{"words": "Linen", "words_zh": "亚麻"}]


def scene(number: int) -> dict[str, Any]:
    photo = {"name": "photo", "kind": "picture", "slot": f"picture_{number}"}
    words = headline(text=f"{{name_{number}}}", box=[8, 8, 144, 40], size=[8, 16])
    return {
        "name": f"scene-{number}",
        "when": f"picture_{number}",
        "seconds": {"min": 0.6, "reading": False},
        "caption": f"{{name_{number}}}",
        "layers": [{**photo, "box": [0, 0, "100%", "100%"]}, words],
    }


FILM = {
    "version": 1,
    "name": "two-things",
    "title": {"en": "Two things", "zh": "两件"},
    "kind": "FILM",
    "placements": ["douyin"],
    "canvas": {"width_px": 160, "height_px": 160, "ground": "#20262B"},
    "slots": {
        f"{name}_{number}": {"kind": kind, "binding": f"products.{number}.{binding}"}
        for number in (1, 2)
        for name, kind, binding in (("picture", "IMAGE", "picture"), ("name", "TEXT", "title"))
    },
    "film": {"fps": 12, "scenes": [scene(1), scene(2)]},
}


def films(house: House) -> str:
    """The handle of a template."""
    template = make_template(house, kind=TemplateKind.VIDEO)
    make_version(house, template, VersionState.PUBLISHED, document=FILM)
    return template.handle


def test_a_film_whose_words_have_no_room_is_not_queued(studio: Studio) -> None:
    title = "A vase of clay with a lid, a saucer, a spoon and a box of its own"
    ids = [node_id("Product", studio.product(title, data=shots.vase()))]
    asked: dict[str, Any] = {"template": films(studio.house), "productIds": ids}
    [error] = studio.tried("promoVideoRender", **asked)["userErrors"]
    assert (error["rule"], error["slot"]) == ("text.overflow", "name_1"), error
    assert studio.house.session.query(RenderJob).count() == 0


def all_rendered(studio: Studio, *assets: Any) -> None:
    assert {one["origin"] for one in assets} == {"RENDERED"}
    found = studio.house.session.query(MediaAsset).filter_by(origin=AssetOrigin.RENDERED)
    assert {node_id("MediaAsset", row) for row in found} == {one["id"] for one in assets}


def test_a_film_of_two_products_comes_with_its_cover_and_its_subtitles(studio: Studio) -> None:
    ids = [
        node_id("Product", studio.product(title, data=shots.vase())) for title in ("Vase", "花瓶")
    ]
    made = studio.drawn("promoVideoRender", template=films(studio.house), productIds=ids)
    assert (made["state"], made["kind"], made["error"]) == ("SUCCEEDED", "PROMO_VIDEO", None)
    assert (made["mediaType"], made["widthPx"], made["heightPx"]) == ("video/mp4", 160, 160)
    film, sides = made["asset"], made["sideFiles"]
    assert (film["kind"], film["durationMs"]) == ("VIDEO", made["durationMs"])
    assert 1_000 <= made["durationMs"] <= 3_000
    assert [(one["role"], one["asset"]["mediaType"]) for one in sides] == [
        ("COVER", "image/jpeg"),
        ("SUBTITLES", "application/x-subrip"),
        ("SUBTITLES", "text/vtt"),
    ]
    all_rendered(studio, film, *(one["asset"] for one in sides))
    cover, srt, vtt = (studio.file(one["asset"]) for one in sides)
    assert Image.open(io.BytesIO(cover)).size == (160, 160)
    assert srt.decode().splitlines()[1].startswith("00:00:00,000 --> ")
    assert "花瓶" in vtt.decode()


def test_a_photo_becomes_a_ladder_of_pictures_on_white(studio: Studio) -> None:
    product = studio.product(data=shots.vase())
    made = studio.drawn(
        "productImageRender",
        productId=node_id("Product", product),
        background="WHITE",
        sizesPx=[96, 160],
        formats=["JPEG", "WEBP"],
    )
    assert (made["state"], made["kind"], made["error"]) == ("SUCCEEDED", "PRODUCT_IMAGE", None)
    assets = [made["asset"], *(one["asset"] for one in made["sideFiles"])]
    assert {one["role"] for one in made["sideFiles"]} == {"SIZE"}
    assert sorted((one["mediaType"], one["widthPx"], one["heightPx"]) for one in assets) == [
        ("image/jpeg", 96, 96),
        ("image/jpeg", 160, 160),
        ("image/webp", 96, 96),
        ("image/webp", 160, 160),
    ]
    all_rendered(studio, *assets)
    for one in assets:
        picture = Image.open(io.BytesIO(studio.file(one))).convert("L")
        assert picture.size == (one["widthPx"], one["heightPx"])
        assert min(picture.crop((0, 0, 4, 4)).tobytes()) >= 250


def test_a_packaging_is_a_pdf_with_its_proof(studio: Studio) -> None:
    make_shipped(studio.house, TAG)
    product = studio.product("Linen cover", title_zh="亚麻套", brand="Pine")
    price = UnitPrice(39_900_000, "EUR")
    make_variant(studio.house, product, barcode="6901234567892", unit_price=price)
    given = {"productId": node_id("Product", product), "values": {"care": CARE}}
    made = studio.drawn("packagingRender", template=TAG, **given)
    assert (made["state"], made["kind"], made["error"]) == ("SUCCEEDED", "PACKAGING", None)
    [proof] = made["sideFiles"]
    assert (made["asset"]["kind"], made["asset"]["mediaType"]) == ("DOCUMENT", "application/pdf")
    assert (proof["role"], proof["asset"]["mediaType"]) == ("PROOF", "image/png")
    assert proof["asset"]["fileName"] == made["fileName"].replace(".pdf", ".proof.png")
    all_rendered(studio, made["asset"], proof["asset"])
    assert studio.bytes_of(made["id"]).startswith(b"%PDF-")
    size = Image.open(io.BytesIO(studio.file(proof["asset"]))).size
    assert size == (proof["asset"]["widthPx"], proof["asset"]["heightPx"])
