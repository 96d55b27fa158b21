"""A change of a foreign row is refused in the words for a change of no row at all."""

from typing import Any
from uuid import uuid4

import pytest
from graphql import get_named_type, is_leaf_type, is_non_null_type

from tests.house import House
from tests.reads.agree import Proof
from tests.reads.asking import possible
from tests.reads.filled import fill
from tests.reads.readers import everybody
from tests.reference import Tables
from tests.reference.answer import build

KINDS = [kind.name for kind in possible()]


def missing(kind: str) -> str:
    return f"{kind}:{uuid4()}"


UNANSWERABLE = {
    "userInvite", "tokenCreate", "storeCreate", "platformCreate", "listingCreate", "categoryCreate",
    "productCreate", "supplierCreate", "orderCreate", "customerCreate",
}  # fmt: skip
"""They make something, so they take no id of a row to change; see `test_links_…` below for the ids
that they do take."""


def input_of(field: Any) -> Any:
    return get_named_type(field.args["input"].type)


def id_fields(kind: Any) -> list[str]:
    """The fields of an input that name a row: `id`, `storeId`, `variantId`."""
    return [
        name
        for name, field in kind.fields.items()
        if get_named_type(field.type).name == "ID" and not str(field.type).startswith("[")
    ]


def usual(kind: Any, name: str = "") -> Any:
    """A value that an input of a type may have; ids are filled in later."""
    if is_leaf_type(kind):
        values = getattr(kind, "values", None)
        if values:
            return next(iter(values))
        plain = {
            "Int": 1,
            "Boolean": True,
            "Decimal": "1",
            "DateTime": "2027-01-01T00:00:00Z",
            "ID": "x",
        }
        special = {
            "currencyCode": "EUR",
            "email": "a@example.com",
            "handle": "h",
            "url": "https://a.b/c",
        }
        return plain.get(kind.name, special.get(name, "words"))
    return {
        key: wrapped(field.type, usual(get_named_type(field.type), key))
        for key, field in kind.fields.items()
        if is_non_null_type(field.type)
    }


def wrapped(type_: Any, value: Any) -> Any:
    return [value] if "[" in str(type_) else value


MUTATIONS = build().mutation_type.fields  # type: ignore[union-attr]
CHANGES = sorted(set(MUTATIONS) - UNANSWERABLE)


def test_each_mutation_is_tried_below_or_named_above() -> None:
    """One that takes ids only within lists is tried by its context's own tests."""
    for name in UNANSWERABLE:
        assert "id" not in input_of(MUTATIONS[name]).fields, name


@pytest.fixture
def two(house: House) -> House:
    fill(house)
    fill(house.second, size=2, mark="foreign ")
    return house


def test_a_mutation_of_a_foreign_row_says_what_it_says_of_no_row(two: House) -> None:
    """Every mutation, every id in its input, by a manager and by everybody else."""
    proof = Proof(two, readers := everybody(two, sorted_stores(two)))
    tried: set[str] = set()
    for name in CHANGES:
        kind = input_of(MUTATIONS[name])
        directive = ' @idempotent(key: "k1")'
        errors = "userErrors { __typename message path code }"
        query = (
            f"mutation ($input: {kind.name}!) {{ {name}(input: $input){directive} {{ {errors} }} }}"
        )
        for reader in [readers[0], readers[2], proof.of("clerk of one")]:
            for field in id_fields(kind):
                for said in answers(proof, reader, query, kind, field):
                    tried.add(f"{name}.{field}")
                    assert said["code"] in {"NOT_FOUND", "FORBIDDEN"} or field != "id", (name, said)
    assert len(tried) >= len(CHANGES) * 0.8, sorted(
        set(CHANGES) - {t.partition(".")[0] for t in tried}
    )


def sorted_stores(house: House) -> list[Any]:
    rows = Tables(house.database.writing).rows["Store"]
    own = [row for row in rows if row.organization_id == house.organization.id]
    return sorted(own, key=lambda row: row.id)


def answers(proof: Proof, reader: Any, query: str, kind: Any, field: str) -> list[Any]:
    """The one user error that a stranger's id, no row's and a malformed one all get."""
    named = subject(kind.name, field)
    hidden = [row for row in proof.tables.rows[named] if not reader.who.sees(row)]
    ids = [*(f"{named}:{row.id}" for row in hidden[:2]), missing(named), f"{named}:zz", "zz"]
    found = []
    for id in ids:
        given = {**usual(kind), field: id}
        said = proof.house.ordinary(query, reader.actor, input=given)
        assert "errors" not in said, (query, said)
        [payload] = said["data"].values()
        assert payload["userErrors"], f"{query} of {id} went through: {given}"
        found.append(payload["userErrors"][0])
    assert all(error == found[0] for error in found), (query, field, found)
    return found[:1]


def subject(input_name: str, field: str) -> str:
    """The type of the row that a field of an input names: by the field, or by the mutation."""
    by_field = {name[0].lower() + name[1:] + "Id": name for name in KINDS}
    if field in by_field:
        return by_field[field]
    special = {
        "Picture": "ProductPicture",
        "Role": "RoleAssignment",
        "Token": "ApiToken",
        "StoreOpeningTask": "StoreOpeningTask",
        "parentId": "Category",
        "lineId": "OrderLine",
    }
    if field in special:
        return special[field]
    names = sorted([*KINDS, *special], key=len, reverse=True)
    return next(special.get(name, name) for name in names if input_name.startswith(name))
