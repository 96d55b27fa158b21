"""A look at a template before it is drawn: small, marked, with its boxes, and nothing kept."""

import base64
import io
import json
from contextlib import ExitStack
from typing import Any

import pytest
from PIL import Image

from api.renders.children import WAITING, place
from domain.creatives.models import RenderJob
from domain.permissions import Role
from domain.templates.models import MediaTemplate, MediaTemplateVersion
from tests.conftest import House, node_id
from tests.factories.catalogue import make_product, make_variant
from tests.factories.creatives import TEMPLATE, make_kept_picture, make_shipped
from tests.factories.templates import small_document
from tests.jobs.yard import picture

ASK = """query ($version: ID, $document: JSON, $values: JSON, $products: [ID!], $boxes: Boolean!,
  $store: ID, $event: ID) {
  mediaPreview(templateVersionId: $version, document: $document, values: $values,
    productIds: $products, storeId: $store, eventId: $event, withBoxes: $boxes) { url widthPx heightPx seconds boxes } }"""


def look(house: House, actor: Any = None, **given: Any) -> Any:
    return house.query(ASK, actor, **{"boxes": False, **given})


def seen(answer: Any) -> Image.Image:
    data = answer["data"]["mediaPreview"]["url"].partition(",")[2]
    return Image.open(io.BytesIO(base64.b64decode(data)))


def test_a_version_is_seen_with_a_product_in_it(house: House) -> None:
    make_shipped(house)
    product = make_product(house, title="Clay mug")
    make_variant(house, product)
    key = house.storage.put(picture(), media_type="image/png")
    make_kept_picture(house, product, file_key=key)
    found = house.session.query(MediaTemplateVersion).join(
        MediaTemplate, MediaTemplate.id == MediaTemplateVersion.template_id
    )
    version = found.filter(
        MediaTemplate.handle == TEMPLATE,
        MediaTemplate.organization_id == house.organization.id,
    ).one()
    answer = look(
        house,
        version=node_id("MediaTemplateVersion", version),
        products=[node_id("Product", product)],
        boxes=True,
    )
    assert "errors" not in answer, answer
    image = seen(answer)
    assert (image.format, image.size) == ("JPEG", (432, 540))
    boxes = answer["data"]["mediaPreview"]["boxes"]
    sizes = {box["layer"]: box["fontSize"] for box in boxes if "fontSize" in box}
    assert max(sizes.values()) > 40, sizes
    assert all(box["width"] >= 0 for box in boxes)
    assert house.session.query(RenderJob).count() == 0


def test_a_document_is_seen_before_it_is_kept(house: House) -> None:
    answer = look(house, document=small_document(), values={"title": "New"})
    assert "errors" not in answer, answer
    assert seen(answer).size == (400, 300)
    assert answer["data"]["mediaPreview"]["boxes"] is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Give either"),
        ({"document": [1]}, "object"),
        ({"document": {"version": 1}}, "template"),
        ({"document": small_document()}, "Must be filled (template 'small', slot 'title')"),
        ({"document": small_document(), "values": {"title": "x" * 41}}, "41 characters"),
        ({"document": small_document(), "values": {"other": "x"}}, "no slot"),
        ({"document": small_document(), "products": ["Product:nothing"]}, "No such"),
    ],
)
def test_what_cannot_be_seen_is_told(house: House, given: Any, words: str) -> None:
    answer = look(house, **given)
    assert answer["data"] == {"mediaPreview": None}
    assert words in json.dumps(answer["errors"], ensure_ascii=False)


def test_so_many_wait_at_once_and_no_more(house: House) -> None:
    """Each keeps a thread of those that answer everybody."""
    given: dict[str, Any] = {"document": small_document(), "values": {"title": "New"}}
    with ExitStack() as others:
        for _ in range(WAITING):
            others.enter_context(place())
        [error] = look(house, **given)["errors"]
        assert error["extensions"]["code"] == "BUSY"
    assert "errors" not in look(house, **given)


def test_only_who_sees_templates_and_renders_looks(house: House) -> None:
    finance = house.actor(Role.FINANCE)
    answer = look(house, finance, document=small_document(), values={"title": "New"})
    assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"


def test_a_template_of_another_house_is_not_found(house: House) -> None:
    make_shipped(house)
    other = house.session.query(MediaTemplateVersion).filter(
        MediaTemplateVersion.organization_id != house.organization.id
    )
    for version in other:
        answer = look(house, version=node_id("MediaTemplateVersion", version))
        assert answer["data"] == {"mediaPreview": None}
