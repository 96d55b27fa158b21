"""Which permission a field of the catalogue needs, and which rule its value must pass."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from domain import text
from domain.assets.focal_point import focal_point
from domain.base import Base
from domain.catalogue import tags, values
from domain.catalogue.descriptions import clean_html
from domain.errors import Required
from domain.permissions import Permission
from domain.work import Work

Rule = Callable[..., Any]


@dataclass(frozen=True)
class Field:
    """Who may set it, and `rule(value, *path)`, which gives back what is kept."""

    needs: Permission
    rule: Rule
    may_be_null: bool = False


Fields = Mapping[str, Field]

_name, _title = partial(text.name, longest=200), partial(text.name, longest=255)
_short = partial(text.words, longest=500)
_PRODUCTS, _CONTENT, _PRICES = (
    Permission.PRODUCTS_WRITE,
    Permission.CONTENT_WRITE,
    Permission.PRICES_WRITE,
)


def _as_given(given: Any, *_path: str) -> Any:
    return given


CATEGORY: Fields = {
    "handle": Field(_PRODUCTS, text.handle),
    "name": Field(_PRODUCTS, _name),
    "name_zh": Field(_PRODUCTS, _name, may_be_null=True),
    "position": Field(_PRODUCTS, values.position),
}
PRODUCT: Fields = {
    "handle": Field(_PRODUCTS, values.handle),
    "title": Field(_CONTENT, _title),
    "title_zh": Field(_CONTENT, _title, may_be_null=True),
    "description_html": Field(_CONTENT, clean_html),
    "description_html_zh": Field(_CONTENT, clean_html, may_be_null=True),
    "brand": Field(_PRODUCTS, _name, may_be_null=True),
    "tags": Field(_PRODUCTS, tags.kept),
    "option_names": Field(_PRODUCTS, values.option_names),
    "attributes": Field(_PRODUCTS, values.attributes),
    "category_id": Field(_PRODUCTS, _as_given, may_be_null=True),
    "supplier_id": Field(_PRODUCTS, _as_given, may_be_null=True),
}
VARIANT: Fields = {
    "sku": Field(_PRODUCTS, values.sku),
    "barcode": Field(_PRODUCTS, values.barcode, may_be_null=True),
    "title": Field(_CONTENT, partial(text.words, longest=255)),
    "option_values": Field(_PRODUCTS, _as_given),  # checked against the product's options
    "unit_price": Field(_PRICES, values.price),
    "weight_g": Field(_PRODUCTS, values.weight_g, may_be_null=True),
    "position": Field(_PRODUCTS, values.position),
}
PICTURE: Fields = {
    "url": Field(_CONTENT, values.url),
    "alt": Field(_CONTENT, _short),
    "alt_zh": Field(_CONTENT, _short, may_be_null=True),
    "focal_point": Field(_CONTENT, focal_point, may_be_null=True),
    "variant_id": Field(_CONTENT, _as_given, may_be_null=True),
}


def checked(fields: Fields, given: Mapping[str, Any], *path: str) -> dict[str, Any]:
    """What is kept of the fields given; raises at the first that is refused."""
    return {name: _checked(fields[name], value, *path, name) for name, value in given.items()}


def _checked(field: Field, value: Any, *path: str) -> Any:
    if value is None:
        if not field.may_be_null:
            raise Required("It can be changed, but not taken away.", *path)
        return None
    return field.rule(value, *path)


def require_fields(work: Work, fields: Fields, given: Mapping[str, Any]) -> None:
    """Forbidden unless the actor may set every field given."""
    require(work, *sorted({fields[name].needs for name in given}))


def require(work: Work, *permissions: Permission) -> None:
    """Master data reaches every store, so writing it takes the permission in every store."""
    for permission in permissions:
        work.require(permission, everywhere=True)


def put(row: Base, kept: Mapping[str, Any]) -> bool:
    """Sets what differs, so that a change to the same value is none; whether anything did."""
    differing = {name: value for name, value in kept.items() if getattr(row, name) != value}
    for name, value in differing.items():
        setattr(row, name, value)
    return bool(differing)
