"""Mutations about what is drawn."""

from typing import Any

from domain.creatives.models import RenderJob
from domain.creatives.states import RenderState
from domain.templates.models import MediaTemplate, TemplateSet
from tests.factories.batches import make_batch
from tests.factories.catalogue import make_product, make_variant
from tests.factories.creatives import TEMPLATE, make_kept_picture, make_render, make_shipped
from tests.factories.templates import latest, make_set
from tests.house import House, node_id
from tests.writes.changes import change


@change("posterRender")
def render_poster(house: House) -> dict[str, Any]:
    make_shipped(house)
    product = make_product(house)
    make_variant(house, product)
    make_kept_picture(house, product)
    return {"template": TEMPLATE, "productId": node_id("Product", product), "scale": "0.5"}


@change("promoVideoRender")
def render_film(house: House) -> dict[str, Any]:
    make_shipped(house, "film-single-square")
    product = make_product(house)
    make_variant(house, product)
    make_kept_picture(house, product)
    values = {"title": "Mug", "brand": "Clay", "points": [{"title": "Light"}, {"title": "Warm"}]}
    ids = [node_id("Product", product)]
    return {"template": "film-single-square", "productIds": ids, "values": values}


@change("packagingRender")
def render_packaging(house: House) -> dict[str, Any]:
    make_shipped(house, "packaging-hang-tag")
    variant = make_variant(house, make_product(house))
    values = {"title_zh": "杯", "care": [{"words": "Clay"}], "gtin": "6901234567892"}
    told = {"template": "packaging-hang-tag", "values": values}
    return {**told, "variantId": node_id("Variant", variant)}


@change("productImageRender")
def render_photo(house: House) -> dict[str, Any]:
    product = make_product(house)
    make_kept_picture(house, product)
    return {"productId": node_id("Product", product), "background": "WHITE", "sizesPx": [800, 400]}


@change("renderJobRepeat")
def repeat_render(house: House) -> dict[str, Any]:
    return {"id": node_id("RenderJob", make_render(house, state=RenderState.SUCCEEDED))}


@change("renderJobCancel")
def cancel_render(house: House) -> dict[str, Any]:
    return {"id": node_id("RenderJob", make_render(house))}


@change("renderJobRetry")
def retry_render(house: House) -> dict[str, Any]:
    return {"id": node_id("RenderJob", make_render(house, state=RenderState.FAILED))}


def own_set(house: House) -> TemplateSet:
    make_shipped(house, "product-image-white")
    own = {"handle": "product-image-white", "organization_id": house.organization.id}
    template = house.session.query(MediaTemplate).filter_by(**own).one()
    return make_set(house, template)


def own_batch(house: House, state: RenderState) -> dict[str, Any]:
    batch = make_batch(house, own_set(house))
    product = make_product(house)
    make_kept_picture(house, product)
    own = {"handle": "product-image-white", "organization_id": house.organization.id}
    template = house.session.query(MediaTemplate).filter_by(**own).one()
    make_render(
        house,
        product,
        state=state,
        batch_id=batch.id,
        template_version_id=latest(house, template).id,
    )
    return {"id": node_id("RenderBatch", batch)}


@change("mediaSetRender", events=2)
def render_set(house: House) -> dict[str, Any]:
    product = make_product(house)
    make_kept_picture(house, product)
    templates = own_set(house)
    return {
        "productIds": [node_id("Product", product)],
        "templateSetId": node_id("TemplateSet", templates),
    }


@change("renderBatchCancel", events=3)
def cancel_batch(house: House) -> dict[str, Any]:
    return own_batch(house, RenderState.QUEUED)


@change("renderBatchRetry", events=2)
def retry_batch(house: House) -> dict[str, Any]:
    return own_batch(house, RenderState.FAILED)


@change("creativesRefresh")
def refresh_creatives(house: House) -> dict[str, Any]:
    own_batch(house, RenderState.SUCCEEDED)
    render = house.session.query(RenderJob).order_by(RenderJob.id.desc()).first()
    assert render
    render.is_stale = True
    house.session.commit()
    return {"ids": [node_id("RenderJob", render)]}
