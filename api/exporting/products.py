"""Products as a table: a row for each variant, the product's own cells in the first of them."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Select, select

from domain.base import Base
from domain.catalogue.models import Category, Product, ProductAttribute, ProductPicture, Variant
from domain.catalogue.options import names_of, values_of
from domain.permissions import Permission
from domain.stores.models import Listing
from domain.work import Work

AT_ONCE = 200
OF_PRODUCT = (
    "handle",
    "title",
    "title_zh",
    "description_html",
    "description_html_zh",
    "brand",
    "tags",
    "state",
    "category",
    "attributes",
    "pictures",
    "option_1_name",
    "option_2_name",
    "option_3_name",
)
OF_VARIANT = (
    "option_1",
    "option_2",
    "option_3",
    "sku",
    "barcode",
    "variant_title",
    "unit_price",
    "currency",
    "unit_cost",
    "cost_currency",
    "weight_g",
    "archived_at",
)
COLUMNS = (*OF_PRODUCT, *OF_VARIANT)
"""They only grow, at the end."""
NUMBERS = frozenset({"unit_price", "unit_cost", "weight_g"})
PART = " > "
"""Between the names of a category's path; one that holds it is written as JSON."""
Row = TypeVar("Row", bound=Base)


def product_rows(work: Work, store_id: UUID | None) -> Iterator[list[str]]:
    """All products that the actor sees; of a store: those that it lists. Costs only for some."""
    work.require(Permission.CATALOGUE_READ, store_id)
    paths = category_paths(work)
    has_costs = work.actor.may(Permission.COSTS_READ)
    wanted = work.seen(Product)
    if store_id:
        listed = work.seen(Listing).with_only_columns(Listing.product_id)
        wanted = wanted.where(Product.id.in_(listed.where(Listing.store_id == store_id)))
    for products in batches(work, wanted, Product):
        ids = [product.id for product in products]
        variants = by_product(work, Variant, ids, Variant.position, Variant.id)
        pictures = by_product(work, ProductPicture, ids, ProductPicture.position, ProductPicture.id)
        facts = by_product(work, ProductAttribute, ids, ProductAttribute.position)
        for product in products:
            path = paths.get(product.category_id, ())
            own = of_product(product, path, facts[product.id], pictures[product.id])
            rest = [product.handle, *[""] * (len(OF_PRODUCT) - 1)]
            rows = [of_variant(one, has_costs=has_costs) for one in variants[product.id]]
            for place, cells in enumerate(rows or [[""] * len(OF_VARIANT)]):
                yield [*(rest if place else own), *cells]


def of_product(
    product: Product,
    path: Sequence[str],
    facts: Sequence[ProductAttribute],
    pictures: Sequence[ProductPicture],
) -> list[str]:
    names = [*names_of(product), "", "", ""][:3]
    return [
        product.handle,
        product.title,
        product.title_zh or "",
        product.description_html,
        product.description_html_zh or "",
        product.brand or "",
        product.tags,
        product.state.name,
        as_path(path),
        as_json({one.name: one.value for one in facts}),
        as_json([picture(one) for one in pictures]),
        *names,
    ]


def of_variant(variant: Variant, *, has_costs: bool) -> list[str]:
    cost = variant.unit_cost if has_costs else None
    return [
        *[*values_of(variant), "", "", ""][:3],
        variant.sku,
        variant.barcode or "",
        variant.title,
        str(variant.unit_price.amount),
        variant.unit_price.currency,
        str(cost.amount) if cost else "",
        cost.currency if cost else "",
        "" if variant.weight_g is None else str(variant.weight_g),
        variant.archived_at.isoformat() if variant.archived_at else "",
    ]


def picture(row: ProductPicture) -> dict[str, Any]:
    said = {"url": row.url, "file": row.file_key, "alt": row.alt}
    return {name: value for name, value in said.items() if value}


def as_path(names: Sequence[str]) -> str:
    if any(PART in name or name.startswith("[") for name in names):
        return json.dumps(list(names), ensure_ascii=False)
    return PART.join(names)


def as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def category_paths(work: Work) -> dict[UUID | None, tuple[str, ...]]:
    """Of each category: its name after those of all above it."""
    rows = work.session.scalars(work.seen(Category), work.actor.values())
    known = {row.id: (row.parent_id, row.name) for row in rows}

    def path(category_id: UUID | None) -> tuple[str, ...]:
        if category_id not in known:
            return ()
        parent_id, name = known[category_id]
        return (*path(parent_id), name)

    return {category_id: path(category_id) for category_id in known}


def batches(work: Work, wanted: Select[Row], model: Any) -> Iterator[Sequence[Row]]:
    """In the order of their ids, a few at a time; the session forgets them again."""
    last: UUID | None = None
    while True:
        following = wanted if last is None else wanted.where(model.id > last)
        some = work.session.scalars(
            following.order_by(model.id).limit(AT_ONCE), work.actor.values()
        ).all()
        if not some:
            return
        last = some[-1].id
        yield some
        work.session.expunge_all()


def by_product(
    work: Work, model: Any, ids: Sequence[UUID], *order: Any
) -> defaultdict[UUID, list[Any]]:
    found: defaultdict[UUID, list[Any]] = defaultdict(list)
    for row in work.session.scalars(
        select(model).where(model.product_id.in_(ids)).order_by(*order)
    ):
        found[row.product_id].append(row)
    return found
