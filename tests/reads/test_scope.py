"""Nothing leaks on any path, and no answer tells that what is not seen exists."""

import json
from typing import Any
from uuid import uuid4

import pytest
from graphql import get_named_type, is_list_type, is_non_null_type
from sqlalchemy import inspect

from tests.reads.agree import Proof
from tests.reads.asking import connections, node_of, possible, whole
from tests.reference.by_hand import FIELDS
from tests.reference.known import reachable
from tests.reference.rows import MODELS

KINDS = [kind.name for kind in possible()]
ROOTS = [(name, field) for kind, name, field in connections() if kind == "Query"]


def missing(kind: str) -> str:
    return f"{kind}:{uuid4()}"


FOUND = {("MediaAsset", "duplicates")}
"""Lists that no relationship of a model holds; the reference finds them by hand."""


def relations() -> list[tuple[str, str, Any]]:
    """(type, field's name, field) of everything that leads from a row to other rows."""
    return [
        (name, field_name, field)
        for name, kind in sorted(reachable().items())
        if name in MODELS
        for field_name, field in kind.fields.items()
        if get_named_type(field.type).name.removesuffix("Connection") in KINDS
        and (name, field_name) not in FOUND
    ]


def test_what_is_promised_is_seen_by_all_who_see_the_row() -> None:
    """A token may hold one permission alone; what it lacks is null, and no promise is broken."""
    for kind, name, field in relations():
        named = get_named_type(field.type).name
        if (
            named in MODELS
            and is_non_null_type(field.type)
            and not is_list_type(field.type.of_type)
        ):
            needed = [getattr(MODELS[one], "seen_with", None) for one in (kind, named)]
            assert needed[0] == needed[1], f"{kind}.{name}"


def ids_in(value: Any) -> set[str]:
    """Every global id that stands anywhere in an answer."""
    if isinstance(value, dict):
        return {id for item in value.values() for id in ids_in(item)}
    if isinstance(value, list):
        return {id for item in value for id in ids_in(item)}
    is_id = isinstance(value, str) and value.partition(":")[0] in KINDS and len(value) > 36
    return {value} if is_id else set()


def test_every_type_has_rows_of_both_organisations(proof: Proof) -> None:
    """Or the tests below would prove nothing of it."""
    for kind in KINDS:
        rows = proof.tables.rows[kind]
        owners = {row.id if kind == "Organization" else row.organization_id for row in rows}
        assert len(owners - {None}) == 2, kind
        assert proof.readers[0].who.organization_id in owners


def test_every_row_is_seen_by_somebody_and_not_by_everybody(proof: Proof) -> None:
    for kind in KINDS:
        for row in proof.tables.rows[kind]:
            sees = [reader.who.sees(row) for reader in proof.readers]
            assert any(sees), kind
            assert not all(sees), kind


@pytest.mark.parametrize(("root", "field"), ROOTS, ids=lambda it: it if isinstance(it, str) else "")
def test_a_list_holds_just_what_is_seen(proof: Proof, root: str, field: Any) -> None:
    kind = node_of(field)
    query = f"{{ {root}(first: 100) {{ totalCount {{ value }} edges {{ node {{ {whole(kind)} }} }} }} }}"
    for reader in proof.readers:
        said = proof.house.compiled(query, reader.actor)["data"][root]
        seen = proof.seen(reader)
        if said is None:
            continue
        own = {edge["node"]["id"] for edge in said["edges"]}
        assert own == {id for id in seen if id.partition(":")[0] == kind}, reader.name
        assert said["totalCount"]["value"] == len(own)
        assert ids_in(said) - subjects(said) <= seen, reader.name


def subjects(said: Any) -> set[str]:
    """What audit entries name without showing it."""
    text = json.dumps(said)
    return {id for id in ids_in(said) if f'"subjectId": "{id}"' in text}


@pytest.mark.parametrize(
    ("kind", "name", "field"), relations(), ids=lambda it: it if isinstance(it, str) else ""
)
def test_a_relation_leads_to_just_what_is_seen(
    proof: Proof, kind: str, name: str, field: Any
) -> None:
    """From every row of the type, for every reader: what is at the other end, or nothing."""
    named = get_named_type(field.type).name
    below = "{ id }"
    if named.endswith("Connection"):
        below = "(first: 100) { totalCount { value } edges { node { id } } }"
    query = (
        f"query ($ids: [ID!]!) {{ nodes(ids: $ids) {{ id ... on {kind} {{ {name} {below} }} }} }}"
    )
    rows = proof.tables.rows[kind][:100]
    led_somewhere = False
    for reader in proof.readers:
        seen = proof.seen(reader)
        said = proof.house.compiled(query, reader.actor, ids=[f"{kind}:{row.id}" for row in rows])
        assert said["data"] is not None, said
        for row, found in zip(rows, said["data"]["nodes"], strict=True):
            if f"{kind}:{row.id}" not in seen:
                assert found is None
                continue
            there = ids_in(found[name])
            related = others(proof, row, name)
            expected = {f"{type(other).__name__}:{other.id}" for other in related} & seen
            if found[name] is not None:
                assert there == expected, f"{reader.name} from {row.id}"
            led_somewhere |= bool(there)
            if isinstance(found[name], dict) and "totalCount" in found[name]:
                assert found[name]["totalCount"]["value"] == len(there)
    assert led_somewhere, "no row proves anything of it"


def others(proof: Proof, row: Any, name: str) -> list[Any]:
    """The rows at the other end, whoever sees them; of some fields the reference knows which."""
    kind = type(row).__name__
    by_hand = FIELDS.get(f"{kind}.{name}")
    if by_hand is None:
        return proof.tables.related(row, name_of(kind, name))
    found = by_hand(row, proof.tables)
    return [] if found is None else [found]


def name_of(kind: str, name: str) -> str:
    found = {it.key.replace("_", "").lower(): it.key for it in inspect(MODELS[kind]).relationships}
    return str(found[name.lower()])


BY_ID = [name for name, field in reachable()["Query"].fields.items() if list(field.args) == ["id"]]


@pytest.mark.parametrize("root", BY_ID)
def test_a_row_by_id_is_null_for_strangers_as_if_it_were_not(proof: Proof, root: str) -> None:
    """A stranger's row, no row, a malformed id and another type's give the same bytes."""
    kind = get_named_type(reachable()["Query"].fields[root].type).name
    query = f"query ($id: ID!) {{ {root}(id: $id) {{ __typename id }} }}"
    for reader in proof.readers:
        seen, answers = proof.seen(reader), set()
        for id in [
            *proof.ids(*([kind] if kind in KINDS else KINDS)),
            missing("Store"),
            "Store:1",
            "",
            "x",
        ]:
            said = proof.house.reads.answer_now(
                query, None, {"id": id}, reader.actor, proof.house.now
            )
            if id in seen:
                assert json.loads(said or "") == {
                    "data": {root: {"__typename": id.partition(":")[0], "id": id}}
                }
            else:
                answers.add(said)
        assert len(answers) <= 1, reader.name


def test_many_by_id_are_null_where_they_are_not_seen(proof: Proof) -> None:
    ids = proof.ids(*KINDS)
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    for reader in proof.readers:
        seen = proof.seen(reader)
        for at in range(0, len(ids), 99):
            part = [*ids[at : at + 99], missing("Order")]
            said = proof.house.compiled(query, reader.actor, ids=part)
            assert said == {"data": {"nodes": [{"id": id} if id in seen else None for id in part]}}


def test_a_filter_or_a_search_by_a_foreign_id_is_the_same_as_by_none(proof: Proof) -> None:
    reader, foreign = proof.of("clerk of one"), proof.of("second manager")
    hidden = [id for id in proof.seen(foreign) if id.startswith("Store:")]
    for root, field in ROOTS:
        if (
            "filter" not in field.args
            or "storeId" not in get_named_type(field.args["filter"].type).fields
        ):
            continue
        query = f"query ($id: ID!) {{ {root}(filter: {{storeId: {{eq: $id}}}}) {{ totalCount {{ value }} edges {{ cursor }} }} }}"
        said = [
            proof.house.compiled(query, reader.actor, id=id) for id in [*hidden, missing("Store")]
        ]
        assert all(one == said[0] for one in said)
