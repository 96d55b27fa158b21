"""A change of a foreign row is refused in the words for a change of no row at all."""

from typing import Any
from uuid import uuid4

import pytest
from graphql import get_named_type, is_leaf_type, is_non_null_type

from tests.factories.uploads import png, sent
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
        if kind.name == "Upload":
            return sent(png())
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


SKIPPED: dict[str, str] = {}
"""Fields whose row is not looked for before something else is refused, and why."""

BESIDE = {"PosterRenderInput.pictureId": "productId"}
"""Fields that mean nothing without another, which need not be there otherwise."""

MUTATIONS = build().mutation_type.fields  # type: ignore[union-attr]


@pytest.fixture
def two(house: House) -> House:
    fill(house)
    fill(house.second, size=2, mark="foreign ")
    return house


def test_a_foreign_id_is_answered_as_no_id_at_all(two: House) -> None:
    """In every mutation, every field that names a row, by a manager and by two with less."""
    proof = Proof(two, readers := everybody(two, sorted_stores(two)))
    missed: set[str] = set()
    for name, field in MUTATIONS.items():
        kind = input_of(field)
        errors = "userErrors { __typename message path code }"
        query = (
            f"mutation ($input: {kind.name}!) {{"
            f' {name}(input: $input) @idempotent(key: "k1") {{ {errors} }} }}'
        )
        for named in id_fields(kind):
            said = [
                answered(proof, reader, query, kind, named)
                for reader in [readers[0], readers[2], proof.of("clerk of one")]
            ]
            assert {error["code"] for error in said} <= {"NOT_FOUND", "FORBIDDEN"}, said
            if not any(error["code"] == "NOT_FOUND" and named in error["path"] for error in said):
                missed.add(f"{name}.{named}")
    assert missed == set(SKIPPED), missed ^ set(SKIPPED)


def sorted_stores(house: House) -> list[Any]:
    rows = Tables(house.database.writing).rows["Store"]
    own = [row for row in rows if row.organization_id == house.organization.id]
    return sorted(own, key=lambda row: row.id)


def answered(proof: Proof, reader: Any, query: str, kind: Any, field: str) -> Any:
    """The one user error that a stranger's id, no row's and a malformed one all get."""
    named = subject(kind.name, field)
    hidden = [row for row in proof.tables.rows[named] if not reader.who.sees(row)]
    ids = [*(f"{named}:{row.id}" for row in hidden[:2]), missing(named), f"{named}:zz", "zz"]
    found = []
    for id in ids:
        beside = BESIDE.get(f"{kind.name}.{field}")
        given = {**usual(kind), **own_ids(proof, reader, kind, beside), field: id}
        said = proof.house.ordinary(query, reader.actor, input=given)
        assert "errors" not in said, (query, said)
        [payload] = said["data"].values()
        assert payload["userErrors"], f"{query} of {id} went through: {given}"
        found.append(payload["userErrors"][0])
    assert all(error == found[0] for error in found), (query, field, found)
    return found[0]


def own_ids(proof: Proof, reader: Any, kind: Any, beside: str | None) -> dict[str, str]:
    """For the other fields that must name a row, and for `beside`: one that the reader sees."""
    found = {}
    for name in id_fields(kind):
        own = [row for row in proof.tables.rows[subject(kind.name, name)] if reader.who.sees(row)]
        if own and (name == beside or is_non_null_type(kind.fields[name].type)):
            found[name] = f"{type(own[0]).__name__}:{own[0].id}"
    return found


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
        "pictureId": "ProductPicture",
        "lineId": "OrderLine",
    }
    if field in special:
        return special[field]
    names = sorted([*KINDS, *special], key=len, reverse=True)
    return next(special.get(name, name) for name in names if input_name.startswith(name))
