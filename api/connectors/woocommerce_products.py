"""Products as WooCommerce exports them: variations in rows of their own, in any order.

A variation names its parent by SKU or by `id:NN`. The file has no address of a product, so the
handle is made of the SKU, which stays when the name changes. The price is the regular one: a sale
passes. Grouped products have no price and external ones are sold by others: both come in as
products without a variant, so that neither is ever listed.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

from api.connectors.format import Feed, Format, Origin, Refused, Unit, Units
from api.connectors.product_cells import Handles, joined
from api.connectors.product_draft import Columns, Draft, as_unit
from api.connectors.tables import BadCell, How, Row, Rule, Spec, Table, Tables
from domain.text import fold

_CODE = "GTIN, UPC, EAN, or ISBN"
_GRAMS = {
    "Weight (kg)": Decimal(1000),
    "Weight (g)": Decimal(1),
    "Weight (lbs)": Decimal("453.59237"),
    "Weight (oz)": Decimal("28.349523125"),
}
_SPEC = Spec(
    required=("Type", "Name", "Regular price"),
    optional=(
        *("ID", "SKU", "Published", "Short description", "Description", "Sale price"),
        *("Categories", "Tags", "Images", "Parent", "Grouped products", "External URL"),
        *("Position", "Brands", _CODE, "Cost of goods", *_GRAMS),
    ),
    numbers=("Regular price", "Cost of goods", *_GRAMS),
    pattern=r"Attribute \d+ (name|value\(s\))",
)
_UNSOLD = {
    "grouped": "A grouped product has no price of its own: it comes in without a variant",
    "external": "It is sold elsewhere: it comes in without a variant",
}
_KINDS = ("variation", "variable", *_UNSOLD, "simple")
_TRAITS = frozenset({"virtual", "downloadable"})
_STATES = {"1": True, "0": False, "-1": False}  # published, private, draft
_ANY = "Any"
Lookup = Callable[[str], list[Row]]


@dataclass(frozen=True, slots=True)
class _Attribute:
    """One of a row's: `Color`, with the values it may have."""

    name: str
    values: Sequence[str]
    column: str


@dataclass(frozen=True)
class _Shop:
    """The file as a whole: its columns, and its rows by what others call them."""

    how: How
    columns: Columns
    attributes: Sequence[int]  # the numbers of its attribute columns
    by_sku: Lookup
    by_id: Lookup
    by_parent: Lookup
    handles: Handles

    def parents(self, row: Row) -> list[Row]:
        parent = _text(row, "Parent")
        return self.by_id(parent[3:]) if parent.startswith("id:") else self.by_sku(parent)

    def variations(self, row: Row) -> list[Row]:
        """Of this product, in their positions; where two rows share a SKU, the first has them."""
        sku, number = _text(row, "SKU"), row["ID"]
        found = list(self.by_parent(f"id:{number}")) if number else []
        if sku and self.by_sku(sku)[0].number == row.number:
            found += self.by_parent(sku)
        return sorted(found, key=lambda one: (one.integer("Position") or 0, one.number))

    def attributes_of(self, row: Row) -> list[_Attribute]:
        """Those with a name, by the numbers of their columns."""
        found = []
        for place in self.attributes:
            name, column = _text(row, f"Attribute {place} name"), f"Attribute {place} value(s)"
            if name:
                found.append(_Attribute(name, _listed(_text(row, column)), column))
        return found


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(_SPEC)
    shop = _shop(table, how)
    for row in table.rows():
        if _is_variation(row):
            if not shop.parents(row):
                yield _orphan(row)
        else:
            yield _unit(shop, row)


def _shop(table: Table, how: How) -> _Shop:
    found = (re.fullmatch(r"Attribute (\d+) name", column) for column in table.columns)
    weight = next((column for column in _GRAMS if column in table.columns), "")
    columns = Columns(
        sku="SKU",
        price="Regular price",
        cost="Cost of goods",
        barcode=_CODE,
        weight=weight,
        grams_per_unit=_GRAMS.get(weight),
    )
    return _Shop(
        how=how,
        columns=columns,
        attributes=sorted(int(one[1]) for one in found if one),
        by_sku=table.lookup(lambda row: "" if _is_variation(row) else _text(row, "SKU")),
        by_id=table.lookup(lambda row: "" if _is_variation(row) else row["ID"]),
        by_parent=table.lookup(lambda row: _text(row, "Parent") if _is_variation(row) else ""),
        handles=Handles(),
    )


def _unit(shop: _Shop, row: Row) -> Unit | Refused:
    name = _text(row, "SKU") or _text(row, "Name")
    try:
        variations = shop.variations(row)
    except BadCell as error:
        return Refused(name, Origin(row.file, row.number), error)
    return as_unit(name, [row, *variations], partial(_product, shop, row, variations))


def _orphan(row: Row) -> Refused:
    error = row.bad("Parent", Rule.UNKNOWN_VALUE, "is the SKU or ID of no product in the file")
    name = _text(row, "SKU") or _text(row, "Name")
    return Refused(name, Origin(row.file, row.number), row.fault or error)


def _product(shop: _Shop, row: Row, variations: Sequence[Row]) -> Draft:
    kind, traits = _kind(row)
    handle, column = shop.handles.take(row, _names(row))
    draft = Draft(handle, row, column, shop.how)
    _words(draft, row)
    draft.is_active = _is_active(row)
    for place in _listed(row["Images"]):
        draft.show(place, row, "Images")
    if variations or kind == "variable":
        _variable(shop, draft, row, variations)
    else:
        _describe(draft, row, shop.attributes_of(row))
        _single(shop, draft, row, kind)
    for trait in sorted(traits):
        draft.leave_out(f"that it is {trait}", row)
    return draft


def _kind(row: Row) -> tuple[str, frozenset[str]]:
    """`simple, downloadable, virtual` says what it is, and what that is like."""
    said = frozenset(word.strip().lower() for word in row["Type"].split(",") if word.strip())
    if not said or said - _TRAITS - set(_KINDS):
        raise row.bad("Type", Rule.UNKNOWN_VALUE, f"is none of {', '.join(_KINDS)}")
    kind = next((one for one in _KINDS if one in said), "simple")
    return kind, said & _TRAITS


def _names(row: Row) -> Mapping[str, str]:
    """What the handle is made of, by column."""
    name, number = _text(row, "Name"), row["ID"]
    return {"SKU": _text(row, "SKU"), "Name": f"{name} {number}" if name and number else name}


def _words(draft: Draft, row: Row) -> None:
    draft.say("title", row, "Name", _text(row, "Name"))
    parts = (_lines(_text(row, column)) for column in ("Short description", "Description"))
    draft.say("description_html", row, "Description", joined(*parts))
    draft.say("brand", row, "Brands", next(iter(_listed(row["Brands"])), ""))
    draft.tag(row, "Tags", _listed(row["Tags"]))
    paths = [_path(one) for one in _listed(row["Categories"])]
    draft.file_under(row, "Categories", [path for path in paths if path])


def _path(words: str) -> list[str]:
    return [name.strip() for name in words.split(">") if name.strip()]


def _is_active(row: Row) -> bool | None:
    said = row["Published"]
    if said and said not in _STATES:
        raise row.bad(
            "Published", Rule.UNKNOWN_VALUE, "is none of 1 (published), 0 (private) and -1 (draft)"
        )
    return _STATES.get(said)


def _describe(draft: Draft, row: Row, attributes: Sequence[_Attribute]) -> None:
    for one in attributes:
        draft.describe(one.name, ", ".join(one.values), row, one.column)


def _single(shop: _Shop, draft: Draft, row: Row, kind: str) -> None:
    if kind not in _UNSOLD:
        _sell(draft, row, shop.columns, ())
        return
    where = row["External URL"] or row["Grouped products"]
    draft.notes.append(f"{_UNSOLD[kind]}{f' ({where[:500]})' if where else ''}.")
    if row["Regular price"]:
        draft.leave_out("price of what is not ours to sell", row)


def _variable(shop: _Shop, draft: Draft, row: Row, variations: Sequence[Row]) -> None:
    """Attributes that tell its variations apart are its options; the others describe it."""
    known = shop.attributes_of(row)
    chosen = [
        {fold(one.name): one for one in shop.attributes_of(variation)} for variation in variations
    ]
    every = {fold(one.name): one for one in known}
    for of_one in chosen:
        every |= {name: one for name, one in of_one.items() if name not in every}
    told = [name for name in every if any(name in one and one[name].values for one in chosen)]
    draft.choose_between(
        [every[name].name for name in told], row, [every[name].column for name in told]
    )
    _describe(draft, row, [one for one in known if fold(one.name) not in told])
    for variation, of_one in zip(variations, chosen, strict=True):
        _variation(shop, draft, row, variation, [of_one.get(name) for name in told])
    if not variations:
        draft.notes.append("None of its variations is in the file.")


def _variation(
    shop: _Shop,
    draft: Draft,
    row: Row,
    variation: Row,
    chosen: Sequence[_Attribute | None],
) -> None:
    """One that names no value of an option stands for any of them."""
    values = [", ".join(one.values) if one and one.values else _ANY for one in chosen]
    options = [one.column if one else "Parent" for one in chosen]
    _sell(draft, variation, replace(shop.columns, options=options), values, parent=row)
    if _is_active(variation) is False:
        draft.notes.append(
            f"The variation of row {variation.number} is switched off in WooCommerce."
        )
    if variation["Description"]:
        draft.leave_out("description of a variation", variation)
    for place in _listed(variation["Images"]):
        draft.show(place, variation, "Images", values=values)


def _sell(
    draft: Draft,
    row: Row,
    columns: Columns,
    values: Sequence[str],
    *,
    parent: Row | None = None,
) -> None:
    draft.sell(row, columns, values, sku=_text(row, "SKU"), parent=parent)
    if row["Sale price"]:
        draft.leave_out("sale price", row)


def _is_variation(row: Row) -> bool:
    return "variation" in (word.strip().lower() for word in row["Type"].split(","))


def _text(row: Row, column: str) -> str:
    """WooCommerce writes `'=` for `=` (and `+`, `-`, `@`), lest it be taken for a formula."""
    said = row[column]
    return said[1:] if re.match("'[=+@-]", said) else said


def _listed(words: str) -> list[str]:
    r"""`Blue, Green` is two, and `A\, B` is one."""
    parts = re.split(r"(?<!\\),", words)
    return [said for part in parts if (said := part.replace("\\,", ",").strip())]


def _lines(words: str) -> str:
    r"""WooCommerce writes a line's end as `\n`, and `\n` as `\\n`."""
    return re.sub(r"\\(\\n|n)", lambda found: "\n" if found[1] == "n" else "\\n", words)


FORMAT = Format(
    name="woocommerce-products",
    feed=Feed.PRODUCTS,
    words="Products as WooCommerce exports them.",
    read=_read,
)
