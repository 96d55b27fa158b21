"""What is done to products as a whole."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import delete, inspect, select
from sqlalchemy.orm.attributes import flag_modified

from domain.catalogue import fields, options, pictures, variants
from domain.catalogue.models import (
    PRODUCT_STATES,
    Category,
    Product,
    ProductAttribute,
    ProductState,
    Variant,
)
from domain.catalogue.uniqueness import refuse_taken
from domain.catalogue.variants import NewVariant
from domain.errors import Conflict
from domain.ids import new_id
from domain.permissions import Permission
from domain.work import Work


def create_product(
    work: Work,
    said: Mapping[str, Any],
    *,
    new_variants: Sequence[NewVariant] = (),
    new_pictures: Sequence[pictures.NewPicture] = (),
) -> Product:
    """A draft with all it has; `said` holds fields of `fields.PRODUCT`, handle and title too."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    variants.require_for_new(work, new_variants)
    if new_pictures:
        fields.require(work, Permission.CONTENT_WRITE)
    variants.check_count(len(new_variants), "variants")
    kept = fields.checked(fields.PRODUCT, said)
    _check_references(work, kept)
    refuse_taken(work, Product.handle, kept["handle"], "handle")
    names, attributes = kept.pop("option_names", ()), kept.pop("attributes", ())
    product = Product(id=new_id(), organization_id=work.actor.organization_id, **kept)
    options.put_names(product, names)
    paths = [("variants", str(place)) for place in range(len(new_variants))]
    rows = variants.built(work, product, new_variants, paths, ())
    shown = pictures.built(work, product, new_pictures)
    work.add(product)
    work.record(
        "product.created",
        product,
        details={
            "attributes": {"from": [], "to": _plain(attributes)},
            "variants": {"from": [], "to": [row.sku for row in rows]},
            "pictures": {"from": [], "to": [row.place for row in shown]},
        },
    )
    work.session.add_all([*_attribute_rows(product, attributes), *rows, *shown])
    return product


def update_product(
    work: Work, product_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> Product:
    """Texts, codes and places; `changes` holds what was said. Lists are replaced whole."""
    fields.require_fields(work, fields.PRODUCT, changes)
    product = work.claim(Product, product_id, version=version)
    kept = fields.checked(fields.PRODUCT, changes)
    _check_references(work, kept)
    if "handle" in kept:
        refuse_taken(work, Product.handle, kept["handle"], "handle", but=product.id)
    names, attributes = kept.pop("option_names", None), kept.pop("attributes", None)
    details = {}
    if attributes is not None:
        before = _plain((row.name, row.value) for row in _attributes(work, product))
        details["attributes"] = {"from": before, "to": _plain(attributes)}
    if names is not None:
        _rename_options(work, product, names)
    fields.put(product, kept)
    work.record("product.updated", product, details=details)
    if attributes is not None:
        touch(product)
        gone = ProductAttribute.product_id == product.id
        work.session.execute(delete(ProductAttribute).where(gone))
        work.session.add_all(_attribute_rows(product, attributes))
    return product


def activate_product(work: Work, product_id: UUID, *, version: int | None = None) -> Product:
    """Ready to be listed: it has a variant at least, and each has its option values."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    product = work.claim(Product, product_id, version=version)
    PRODUCT_STATES.check(product.state, ProductState.ACTIVE)
    check_sellable(product, variants.live_variants(work, product))
    product.state = ProductState.ACTIVE
    work.record("product.activated", product)
    return product


def check_sellable(product: Product, live: Sequence[Variant]) -> None:
    """Whether these variants are enough for the product to be active; raises Conflict."""
    if not live:
        raise Conflict("A product without variants cannot be sold; add one first.", "id")
    count = len(options.names_of(product))
    if not all(all(options.values_of(variant)[:count]) for variant in live):
        raise Conflict("A variant lacks the value of an option.", "id")


def archive_product(
    work: Work, product_id: UUID, *, version: int | None = None, reason: str | None = None
) -> Product:
    """Sold no more; it may come back by being activated."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    product = work.claim(Product, product_id, version=version)
    PRODUCT_STATES.check(product.state, ProductState.ARCHIVED)
    product.state = ProductState.ARCHIVED
    work.record("product.archived", product, reason=reason)
    return product


def touch(product: Product) -> None:
    """Counts a change of what belongs to the product as one of the product."""
    flag_modified(product, "updated_at")


def _check_references(work: Work, kept: Mapping[str, Any]) -> None:
    if category_id := kept.get("category_id"):
        work.find(Category, category_id, "category_id")
    if supplier_id := kept.get("supplier_id"):
        suppliers = inspect(Product).relationships["supplier"].mapper.class_  # a higher context's
        work.find(suppliers, supplier_id, "supplier_id")


def _rename_options(work: Work, product: Product, names: Sequence[str]) -> None:
    """Place by place: a new name keeps the values; a name less takes them away."""
    present = options.names_of(product)
    if len(names) < len(present):
        live = variants.live_variants(work, product)
        options.check_shortened(live, len(names), "option_names")
        for variant in live:
            options.put_values(variant, options.shortened(options.values_of(variant), len(names)))
            work.record("variant.updated", variant)
    options.put_names(product, names)


def _attributes(work: Work, product: Product) -> list[ProductAttribute]:
    own = select(ProductAttribute).where(ProductAttribute.product_id == product.id)
    return list(work.session.scalars(own.order_by(ProductAttribute.position)))


def _attribute_rows(
    product: Product, attributes: Sequence[tuple[str, str]]
) -> list[ProductAttribute]:
    return [
        ProductAttribute(
            organization_id=product.organization_id,
            product_id=product.id,
            name=name,
            value=value,
            position=place,
        )
        for place, (name, value) in enumerate(attributes)
    ]


def _plain(attributes: Any) -> list[str]:
    return [f"{name}: {value}" for name, value in attributes]
