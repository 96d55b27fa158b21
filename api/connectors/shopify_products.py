"""Products as Shopify exports them: a row for each variant and for each further picture.

Columns are known by name, for exports of 2017, 2023 and 2025 differ. A row without a price is a
picture. `Variant Grams` is in grams whatever `Variant Weight Unit` says: that is how it is shown.
Google's columns, stock, tax and shipping settings are no business of the catalogue.
"""

import re
from collections.abc import Sequence
from functools import partial

from api.connectors.format import Feed, Format, Origin, Refused, Units
from api.connectors.product_draft import Columns, Draft, as_unit
from api.connectors.tables import How, Row, Rule, Spec, Tables

_OPTIONS = (1, 2, 3)
_SPEC = Spec(
    required=("Handle", "Title", "Variant Price"),
    optional=(
        *("Body (HTML)", "Vendor", "Product Category", "Type", "Tags", "Published", "Status"),
        *(f"Option{place} {part}" for place in _OPTIONS for part in ("Name", "Value")),
        *("Variant SKU", "Variant Grams", "Variant Compare At Price", "Variant Barcode"),
        *("Image Src", "Image Position", "Image Alt Text", "Variant Image", "Cost per item"),
    ),
    numbers=("Variant Price", "Cost per item", "Variant Grams"),
    aliases={  # since 2025
        "URL handle": "Handle",
        "Description": "Body (HTML)",
        "Published on online store": "Published",
        "SKU": "Variant SKU",
        "Barcode": "Variant Barcode",
        "Price": "Variant Price",
        "Compare-at price": "Variant Compare At Price",
        "Weight value (grams)": "Variant Grams",
        "Product image URL": "Image Src",
        "Variant image URL": "Variant Image",
    },
)
_SAID = {"title": "Title", "description_html": "Body (HTML)", "brand": "Vendor"}
_METAFIELD = re.compile(r"(?P<name>.+) \(product\.metafields\..+\)")
_NO_CATEGORY = "uncategorized"
_SOLD = frozenset({"active", "unlisted"})
_UNSOLD = frozenset({"draft", "archived"})
_LAST = 10**9
"""After every picture that has a position."""


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(_SPEC)
    for handle, rows in table.grouped(_handle):
        if handle:
            yield as_unit(handle, rows, partial(_product, handle, rows, how))
        else:
            yield from map(_nameless, rows)


def _handle(row: Row) -> str:
    """Shopify's handles differ by more than case."""
    return row["Handle"].lower()


def _nameless(row: Row) -> Refused:
    error = row.bad("Handle", Rule.REQUIRED, "is empty, so the row is of no product")
    return Refused(row["Title"], Origin(row.file, row.number), row.fault or error)


def _product(handle: str, rows: Sequence[Row], how: How) -> Draft:
    draft = Draft(handle, rows[0], "Handle", how)
    for name, column in _SAID.items():
        draft.say(name, _first(rows, column), column)
    tagged = _first(rows, "Tags")
    draft.tag(tagged, "Tags", tagged["Tags"].split(","))
    _file(draft, rows)
    _facts(draft, rows[0])
    draft.is_active = _is_active(_first(rows, "Status"), _first(rows, "Published"))
    _variants(draft, rows)
    _pictures(draft, rows)
    return draft


def _first(rows: Sequence[Row], column: str) -> Row:
    """The first row that says something there; the product's first row, if none does."""
    return next((row for row in rows if row[column]), rows[0])


def _file(draft: Draft, rows: Sequence[Row]) -> None:
    """By Shopify's own taxonomy; by the merchant's word where there is none."""
    row = _first(rows, "Product Category")
    path = [name.strip() for name in row["Product Category"].split(">") if name.strip()]
    typed = _first(rows, "Type")
    if path and path[0].lower() != _NO_CATEGORY:
        draft.file_under(row, "Product Category", [path])
        draft.describe("Type", typed["Type"], typed, "Type")
    elif typed["Type"]:
        draft.file_under(typed, "Type", [[typed["Type"]]])


def _facts(draft: Draft, row: Row) -> None:
    for column in row.cells:
        found = _METAFIELD.fullmatch(column)
        if found:
            draft.describe(found["name"], "; ".join(row[column].split("\n")), row, column)


def _is_active(status: Row, published: Row) -> bool | None:
    """Exports of old have no status: there, what is published is for sale."""
    said = status["Status"].lower()
    if said in _SOLD | _UNSOLD:
        return said in _SOLD
    if said:
        raise status.bad(
            "Status", Rule.UNKNOWN_VALUE, "is none of active, draft, archived and unlisted"
        )
    return published.truth("Published")


def _variants(draft: Draft, rows: Sequence[Row]) -> None:
    places = _places(rows)
    named = [_first(rows, f"Option{place} Name")[f"Option{place} Name"] for place in places]
    draft.choose_between(named, rows[0], [f"Option{place} Name" for place in places])
    columns = _columns(places)
    for row in rows:
        if not _is_variant(draft, row):
            continue
        values = [row[column] for column in columns.options]
        draft.sell(row, columns, values)
        if row["Variant Compare At Price"].strip("0.,"):
            draft.leave_out("compare-at price", row)
    if not draft.variants:
        draft.notes.append("No row has a price, so the product comes in without a variant.")


def _columns(places: Sequence[int]) -> Columns:
    return Columns(
        sku="Variant SKU",
        price="Variant Price",
        cost="Cost per item",
        barcode="Variant Barcode",
        weight="Variant Grams",
        options=[f"Option{place} Value" for place in places],
    )


def _places(rows: Sequence[Row]) -> Sequence[int]:
    """Which options the product has: `Title: Default Title` is how Shopify says none."""
    used = [
        place
        for place in _OPTIONS
        if any(row[f"Option{place} Name"] or row[f"Option{place} Value"] for row in rows)
    ]
    values = {row["Option1 Value"].lower() for row in rows}
    is_default = used == [1] and values <= {"default title", ""}
    return [] if is_default else used


def _is_variant(draft: Draft, row: Row) -> bool:
    if row["Variant Price"]:
        return True
    stated = row["Variant SKU"] or row["Option1 Value"] or row["Variant Barcode"]
    if stated and row["Image Src"]:
        draft.leave_out(f"{stated!r}, for a row without a price is a picture", row)
    return bool(stated) and not row["Image Src"]


def _pictures(draft: Draft, rows: Sequence[Row]) -> None:
    """The product's in their order; then those that only a variant has."""
    ordered = sorted(rows, key=lambda row: row.integer("Image Position") or _LAST)
    for row in ordered:
        draft.show(row["Image Src"], row, "Image Src", alt=row["Image Alt Text"])
    columns = _columns(_places(rows))
    for row in rows:
        values = [row[column] for column in columns.options]
        draft.show(row["Variant Image"], row, "Variant Image", values=values)


FORMAT = Format(
    name="shopify-products",
    feed=Feed.PRODUCTS,
    words="Products as Shopify exports them.",
    read=_read,
)
