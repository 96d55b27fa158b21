"""Products as Magento 2 exports them: each variant a row of its own, then the product of them.

A configurable row packs its children as `sku=..,size=..|sku=..`; they become its variants and are
no products of their own. Rows of a store view repeat a SKU in another language. The weight's unit
is a setting of the shop (lbs or kgs) that no file states, so weights are left out; pictures are
paths in the shop's media folder, so only those with an address come in.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from api.connectors.format import Feed, Format, Origin, Refused, Units
from api.connectors.product_cells import Handles, joined
from api.connectors.product_draft import Columns, Draft, as_unit
from api.connectors.tables import How, Row, Rule, Spec, Table, Tables

_SPEC = Spec(
    required=("sku", "product_type", "name", "price"),
    optional=(
        *("store_view_code", "categories", "description", "short_description", "weight"),
        *("product_online", "visibility", "special_price", "cost", "url_key"),
        "additional_attributes",
        *("base_image", "base_image_label", "additional_images", "additional_image_labels"),
        *("configurable_variations", "configurable_variation_labels"),
        *("associated_skus", "bundle_values"),
    ),
    numbers=("price", "cost"),
)
_CONFIGURABLE = "configurable"
_SOLD = frozenset({"simple", "virtual", "downloadable"})
_UNSOLD = {
    "grouped": "A grouped product has no price of its own: it comes in without a variant.",
    "bundle": "A bundle has no price of its own: it comes in without a variant.",
}
_HIDDEN = "not visible individually"  # a part of another product
_STATES = {"1": True, "2": False, "0": False}
_TECHNICAL = frozenset({"has_options", "required_options"})
_BRANDS = ("brand", "manufacturer")
_COLUMNS = Columns(sku="sku", price="price", cost="cost", weight="weight", grams_per_unit=None)
_PACKED = "configurable_variations"
_ATTRIBUTES = "additional_attributes"
_PAIR = re.compile(
    r"""(?:^|,)\s*(?P<name>[A-Za-z][A-Za-z0-9_]*)=
    (?:"(?P<quoted>(?:[^"]|"")*)"(?=,|$)|(?P<plain>.*?)(?=,\s*[A-Za-z][A-Za-z0-9_]*=|$))""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class _Shop:
    """The file as a whole. `children` are SKUs that some configurable packs."""

    how: How
    children: frozenset[str]
    by_sku: Callable[[str], list[Row]]
    handles: Handles


def _read(tables: Tables, how: How) -> Units:
    table = tables.only(_SPEC)
    shop = _Shop(how, _children(table), table.lookup(lambda row: row["sku"]), Handles())
    for sku, rows in table.grouped(lambda row: row["sku"]):
        if sku and sku not in shop.children:
            yield as_unit(sku, rows, partial(_product, shop, rows))
        elif not sku:
            yield from map(_nameless, rows)


def _children(table: Table) -> frozenset[str]:
    """A row may pack many, and stands behind them: so they are gathered beforehand."""
    packed = (row[_PACKED] for row in table.rows() if row[_PACKED])
    return frozenset(child.get("sku", "") for words in packed for child in _unpacked(words))


def _nameless(row: Row) -> Refused:
    error = row.bad("sku", Rule.REQUIRED, "is empty, so the row is of no product")
    return Refused(row["name"], Origin(row.file, row.number), row.fault or error)


def _product(shop: _Shop, rows: Sequence[Row]) -> Draft:
    row = _main(rows)
    handle, column = shop.handles.take(row, {"url_key": row["url_key"], "name": row["name"]})
    draft = Draft(handle, row, column, shop.how)
    _words(draft, rows)
    _file(draft, row)
    _pictures(draft, row, None)
    kind, facts = row["product_type"].lower(), _pairs(row[_ATTRIBUTES])
    options: Sequence[str] = ()
    if kind == _CONFIGURABLE:
        options = _variants(shop, draft, row, facts)
    elif kind in _SOLD:
        _sell(draft, row, _COLUMNS, ())
    elif kind not in _UNSOLD:
        known = ", ".join((*sorted(_SOLD), _CONFIGURABLE, *_UNSOLD))
        raise row.bad("product_type", Rule.UNKNOWN_VALUE, f"is none of {known}")
    _describe(draft, row, {code: facts[code] for code in facts if code not in options})
    draft.is_active = _is_active(row)
    if kind in _UNSOLD:
        draft.notes.append(_UNSOLD[kind])
    elif row["visibility"].lower() == _HIDDEN:
        draft.is_active = None
        draft.notes.append("Magento does not show it by itself: it stays a draft.")
    return draft


def _main(rows: Sequence[Row]) -> Row:
    """The row of all store views; else the first."""
    return next((row for row in rows if not row["store_view_code"]), rows[0])


def _words(draft: Draft, rows: Sequence[Row]) -> None:
    """In the main language, and in Chinese where a store view has it."""
    row = _main(rows)
    draft.say("title", row, "name")
    draft.say("description_html", row, "description", _description(row))
    for other in rows:
        if other is row:
            continue
        if re.match("(zh|cn)([_-]|$)", other["store_view_code"].lower()):
            draft.say("title_zh", other, "name")
            draft.say("description_html_zh", other, "description", _description(other))
        else:
            draft.leave_out("words of another store view", other)


def _description(row: Row) -> str:
    return joined(row["short_description"], row["description"])


def _file(draft: Draft, row: Row) -> None:
    r"""`Default Category/Men/Tops,Default Category/Sale`; the root is no shelf, `\/` is no step."""
    paths = [
        [name.replace("\\/", "/").strip() for name in re.split(r"(?<!\\)/", path)[1:]]
        for path in row["categories"].split(",")
    ]
    draft.file_under(row, "categories", [path for path in paths if any(path)])


def _describe(draft: Draft, row: Row, facts: Mapping[str, str]) -> None:
    brand = next((code for code in _BRANDS if facts.get(code)), None)
    draft.say("brand", row, _ATTRIBUTES, facts[brand] if brand else "")
    for code, value in facts.items():
        if code not in _TECHNICAL and code != brand:
            draft.describe(_label(code), ", ".join(value.split("|")), row, _ATTRIBUTES)


def _is_active(row: Row) -> bool | None:
    said = row["product_online"]
    if said and said not in _STATES:
        raise row.bad(
            "product_online", Rule.UNKNOWN_VALUE, "is neither 1 (enabled) nor 2 (disabled)"
        )
    return _STATES.get(said)


def _variants(shop: _Shop, draft: Draft, row: Row, facts: Mapping[str, str]) -> Sequence[str]:
    """Gives back which attributes are the options."""
    children = _unpacked(row[_PACKED])
    if not all(child.get("sku") for child in children):
        raise row.bad(_PACKED, Rule.INVALID, "is not written sku=..,size=..|sku=..,size=..")
    codes = list(dict.fromkeys(code for child in children for code in child if code != "sku"))
    labels = _pairs(row["configurable_variation_labels"])
    names = [labels.get(code) or _label(code) for code in codes]
    draft.choose_between(names, row, [_PACKED] * len(codes))
    for child in children:
        values = [child.get(code, "") for code in codes]
        found = shop.by_sku(child["sku"])
        if found:
            _variant(draft, _main(found), values, facts, codes)
        else:
            packed = Columns(sku=_PACKED, price="", options=[_PACKED] * len(values))
            draft.sell(row, packed, values, sku=child["sku"])
    if not children:
        draft.notes.append("It packs no variations, so it comes in without a variant.")
    return codes


def _variant(
    draft: Draft,
    child: Row,
    values: Sequence[str],
    facts: Mapping[str, str],
    codes: Sequence[str],
) -> None:
    if child.fault:
        raise child.fault
    _sell(draft, child, replace(_COLUMNS, options=[_ATTRIBUTES] * len(values)), values)
    _pictures(draft, child, values)
    own = _pairs(child[_ATTRIBUTES])
    if any(own[code] != facts.get(code) for code in own.keys() - _TECHNICAL - set(codes)):
        draft.leave_out("attributes of single variants", child)
    if _is_active(child) is False:
        draft.notes.append(f"The variant of row {child.number} is disabled in Magento.")


def _sell(draft: Draft, row: Row, columns: Columns, values: Sequence[str]) -> None:
    draft.sell(row, columns, values)
    if row["special_price"]:
        draft.leave_out("special price", row)


def _pictures(draft: Draft, row: Row, values: Sequence[str] | None) -> None:
    draft.show(row["base_image"], row, "base_image", alt=row["base_image_label"], values=values)
    alts = row["additional_image_labels"].split(",")
    for place, one in enumerate(row["additional_images"].split(",")):
        alt = alts[place].strip() if place < len(alts) else ""
        draft.show(one.strip(), row, "additional_images", alt=alt, values=values)


def _unpacked(words: str) -> list[dict[str, str]]:
    return [_pairs(part.strip()) for part in words.split("|") if part.strip()]


def _pairs(words: str) -> dict[str, str]:
    """`size=XS,note="a, b"`; what is no `code=` after a comma belongs to the value before it."""
    found: dict[str, str] = {}
    for pair in _PAIR.finditer(words):
        quoted = pair["quoted"]
        found[pair["name"]] = (
            pair["plain"] if quoted is None else quoted.replace('""', '"')
        ).strip()
    return found


def _label(code: str) -> str:
    """`eco_collection`, as people say it."""
    return code.replace("_", " ").strip().capitalize()


FORMAT = Format(
    name="magento-products",
    feed=Feed.PRODUCTS,
    words="Products as Magento 2 exports them.",
    read=_read,
)
