"""Products as we export them ourselves: read back, they change nothing."""

from collections.abc import Sequence
from typing import Any

import orjson

from api.connectors.format import Cell, Feed, Format, Origin, Refused, Unit, Units
from api.connectors.tables import BadCell, How, Row, Rule, Spec, Tables
from api.exporting.outgoing import plain
from api.exporting.products import COLUMNS, NUMBERS, PART
from domain.catalogue.importing import PictureRow, ProductRow, VariantRow
from domain.catalogue.models import ProductState
from domain.errors import DomainError
from domain.money import UnitPrice

SPEC = Spec(
    required=("handle", "title"), optional=COLUMNS, numbers=tuple(NUMBERS), decimal_mark="."
)
SAID = ("title", "title_zh", "description_html", "description_html_zh", "brand", "tags")
OPTIONS = (1, 2, 3)
FROM_VARIANT = {
    "sku": "sku",
    "barcode": "barcode",
    "title": "variant_title",
    "unit_price": "unit_price",
    "unit_cost": "unit_cost",
    "weight_g": "weight_g",
    "option_values": "option_1",
}


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(SPEC)
    for handle, rows in table.grouped(lambda row: text(row, "handle")):
        first = rows[0]
        origin = Origin(first.file, first.number)
        try:
            for row in rows:
                if row.fault:
                    raise row.fault
            yield Unit(handle, origin, product_row(handle, rows, how), cells_of(rows))
        except BadCell as error:
            yield Refused(handle, origin, error)


def text(row: Row, column: str) -> str:
    """As it was before it was made harmless; HTML keeps its blanks."""
    return plain(row.raw(column))


def product_row(handle: str, rows: Sequence[Row], how: How) -> ProductRow:
    first = rows[0]
    names = [name for n in OPTIONS if (name := text(first, f"option_{n}_name"))]
    said: dict[str, Any] = {name: text(first, name) for name in SAID if first[name]}
    if "tags" in said:
        said["tags"] = said["tags"].split()
    return ProductRow(
        handle=handle,
        said=said,
        option_names=names,
        variants=[variant(row, len(names), how) for row in rows if is_variant(row)],
        category=category(first),
        attributes=listed(first, "attributes", dict),
        pictures=[
            PictureRow(url=one["url"], alt=one.get("alt", ""))
            for one in listed(first, "pictures", list)
            if isinstance(one, dict) and one.get("url")  # files of ours are where they were
        ],
        is_active=first["state"].upper() == ProductState.ACTIVE.name or None,
    )


def is_variant(row: Row) -> bool:
    """What is archived is no offer, and stays as it is."""
    return bool(row["unit_price"] or row["sku"]) and not row["archived_at"]


def variant(row: Row, option_count: int, how: How) -> VariantRow:
    weight = row.integer("weight_g")
    return VariantRow(
        option_values=[text(row, f"option_{n}") for n in OPTIONS[:option_count]],
        sku=text(row, "sku") or None,
        unit_price=price(row, "unit_price", "currency", how),
        unit_cost=price(row, "unit_cost", "cost_currency", how),
        barcode=text(row, "barcode") or None,
        title=text(row, "variant_title"),
        weight_g=weight,
    )


def price(row: Row, column: str, currency: str, how: How) -> UnitPrice | None:
    amount = row.decimal(column)
    if amount is None:
        return None
    said = row[currency].upper() or how.currency
    if not said:
        raise row.bad(currency, Rule.REQUIRED, "Say in which currency it is.")
    try:
        return UnitPrice.of(amount, said)
    except DomainError as error:
        raise row.bad(column, Rule.INVALID, str(error)) from None


def category(row: Row) -> Sequence[str]:
    said = text(row, "category")
    if said.startswith("["):
        return [str(name) for name in listed(row, "category", list)]
    return [name for name in said.split(PART) if name]


def listed(row: Row, column: str, kind: type[Any]) -> Any:
    """A list or an object as JSON; an empty one when the cell is."""
    said = text(row, column)
    if not said.strip():
        return kind()
    try:
        found = orjson.loads(said)
    except ValueError:
        found = None
    if not isinstance(found, kind):
        raise row.bad(column, Rule.UNKNOWN_VALUE, "It is no JSON, as exported.")
    return found


def cells_of(rows: Sequence[Row]) -> dict[str, Cell]:
    first = rows[0]
    cells = {
        name: Cell(first.number, name, first[name])
        for name in ("handle", *SAID, "category", "attributes", "pictures")
    }
    cells["option_names"] = Cell(first.number, "option_1_name", first["option_1_name"])
    for place, row in enumerate(filter(is_variant, rows)):
        for path, name in FROM_VARIANT.items():
            cells[f"variants.{place}.{path}"] = Cell(row.number, name, row[name])
    return cells


FORMAT = Format(
    name="tradepost-products",
    feed=Feed.PRODUCTS,
    words="Products as `tradepost export` writes them.",
    read=_read,
)
