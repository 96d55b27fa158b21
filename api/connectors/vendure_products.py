"""Products as Vendure imports them: the first row of a product names it, the next are variants.

Cells are padded, lists joined by `|`, prices in major units. A column may be told once for each
language (`name:en`, `name:zh_Hans`); option groups may carry a code (`size:shoe-size`). Vendure
has facets where we have shelves, brands and facts: `category` facets go from broad to narrow, as
in its own catalogue. Custom fields, stock and taxes are no business of the catalogue here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from api.connectors.format import Feed, Format, Units
from api.connectors.product_cells import Handles
from api.connectors.product_draft import Columns, Draft, as_unit
from api.connectors.tables import How, Row, Rule, Spec, Tables, Unreadable

_TOLD = ("name", "slug", "description", "facets", "optionGroups", "optionValues", "variantFacets")
_SPEC = Spec(
    required=("sku", "price"),
    optional=(*_TOLD, "assets", "variantAssets"),
    numbers=("price",),
    pattern=rf"({'|'.join(_TOLD)}):[A-Za-z_-]+",
)
_SHELF, _BRAND = "category", "brand"
Facets = dict[str, list[str]]


@dataclass(frozen=True)
class _Words:
    """In which column each thing is told: in English if it is there, and in Chinese beside it."""

    columns: Sequence[str]

    def main(self, name: str) -> str:
        """Untranslated, else English, else the language that comes first."""
        told = [one for one in self.columns if one.startswith(f"{name}:")]
        english = [one for one in told if re.match("en([_-]|$)", one.partition(":")[2])]
        return name if name in self.columns else next(iter(english or told), name)

    def chinese(self, name: str) -> str:
        """The Chinese column, unless it is the main one; else a column that is not there."""
        told = [one for one in self.columns if re.match(f"{name}:zh([_-]|$)", one)]
        return next((one for one in told if one != self.main(name)), f"{name}:zh")


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(_SPEC)
    words = _Words(table.columns)
    if words.main("name") not in table.columns:
        message = f"{table.file}: the header lacks name, and name:en too"
        raise Unreadable(Rule.MISSING_COLUMN, table.file, message, column="name")
    handles = Handles()
    for rows in _products(table.rows(), words.main("name")):
        key = rows[0][words.main("name")]
        yield as_unit(key, rows, partial(_product, rows, words, handles, how))


def _products(rows: Iterator[Row], name: str) -> Iterator[list[Row]]:
    """A row with a name begins a product."""
    product: list[Row] = []
    for row in rows:
        if row[name] and product:
            yield product
            product = []
        product.append(row)
    if product:
        yield product


def _product(rows: Sequence[Row], words: _Words, handles: Handles, how: How) -> Draft:
    first, name, slug = rows[0], words.main("name"), words.main("slug")
    if not first[name]:
        raise first.bad(name, Rule.REQUIRED, "is empty in the first row of a product")
    handle, named_by = handles.take(first, {slug: first[slug], name: first[name]})
    draft = Draft(handle, first, named_by, how, has_pictures_beside=True)
    for field, told in (("title", "name"), ("description_html", "description")):
        draft.say(field, first, words.main(told))
        draft.say(f"{field}_zh", first, words.chinese(told))
    _facets(draft, rows, words)
    for place in _listed(first["assets"]):
        draft.show(place, first, "assets")
    _variants(draft, rows, words)
    return draft


def _variants(draft: Draft, rows: Sequence[Row], words: _Words) -> None:
    groups, chosen = words.main("optionGroups"), words.main("optionValues")
    names = [one.partition(":")[0].strip() for one in _listed(rows[0][groups])]
    draft.choose_between(names, rows[0], [groups] * len(names))
    columns = Columns(sku="sku", price="price", options=[chosen] * len(names))
    for row in rows:
        values = _listed(row[chosen])
        if len(values) != len(names):
            raise row.bad(
                chosen,
                Rule.INCONSISTENT,
                f"has {len(values)} values, but the product has {len(names)} options",
            )
        draft.sell(row, columns, values)
        for place in _listed(row["variantAssets"]):
            draft.show(place, row, "variantAssets", values=values)


def _facets(draft: Draft, rows: Sequence[Row], words: _Words) -> None:
    """The product's own, and what all its variants share; what one alone has is told nowhere."""
    column, of_variants = words.main("facets"), words.main("variantFacets")
    first = rows[0]
    _describe(draft, first, column, _parsed(first, column))
    shared = first[of_variants]
    if shared and all(row[of_variants] == shared for row in rows):
        _describe(draft, first, of_variants, _parsed(first, of_variants))
        return
    for row in rows:
        if row[of_variants]:
            draft.leave_out("facets of single variants", row)


def _describe(draft: Draft, row: Row, column: str, facets: Facets) -> None:
    for group, values in facets.items():
        if group.lower() == _SHELF and not draft.category:
            draft.file_under(row, column, [values])
        elif group.lower() == _BRAND and "brand" not in draft.said:
            draft.say("brand", row, column, ", ".join(values))
        else:
            draft.describe(group, ", ".join(values), row, column)


def _parsed(row: Row, column: str) -> Facets:
    """`color:blue|color:pink` is one group with two values."""
    found: Facets = {}
    for one in _listed(row[column]):
        group, colon, value = (part.strip() for part in one.partition(":"))
        if not (group and colon and value):
            raise row.bad(column, Rule.INVALID, "has a facet that is not written group:value")
        found.setdefault(group, []).append(value)
    return found


def _listed(words: str) -> list[str]:
    return [part.strip() for part in words.split("|") if part.strip()]


def _pictures(file: Path) -> Path:
    return file.parent / "images"


FORMAT = Format(
    name="vendure-products",
    feed=Feed.PRODUCTS,
    words="Products as Vendure imports them, with their pictures in images/ beside the file.",
    read=_read,
    pictures=_pictures,
)
