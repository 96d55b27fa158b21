"""The compiled answer is the naive answer, for any query, on either database."""

import random
import re
from typing import Any

import pytest
from graphql import (
    ArgumentNode,
    IntValueNode,
    NullValueNode,
    StringValueNode,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    parse_value,
    print_ast,
    value_from_ast_untyped,
    visit,
)
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from tests.reads.agree import Proof, must_compile
from tests.reads.asking import (
    PAGE,
    Sense,
    connections,
    literal,
    node_of,
    possible,
    sorts_of,
    whole,
)
from tests.reads.picked import PICKED
from tests.reference.answer import SDL, build
from tests.reference.by_hand import ORDINARY
from tests.reference.known import reachable, unknown

CONNECTIONS = list(connections())
ROOTS = [(name, field) for kind, name, field in CONNECTIONS if kind == "Query"]
BELOW = [(kind, name, field) for kind, name, field in CONNECTIONS if kind != "Query"]


def test_the_reference_knows_the_whole_schema() -> None:
    assert not list(unknown())


def with_ids(proof: Proof, said: Any) -> Any:
    def id(found: re.Match[str]) -> str:
        rows = sorted(proof.tables.rows[found[1]], key=lambda row: row.id)
        return f"{found[1]}:{rows[int(found[2])].id}"

    if isinstance(said, str):
        return re.sub(r"<(\w+) (-?\d+)>", id, said)
    if isinstance(said, list):
        return [with_ids(proof, item) for item in said]
    return {k: with_ids(proof, v) for k, v in said.items()} if isinstance(said, dict) else said


@pytest.mark.parametrize("number", range(len(PICKED)))
def test_queries_picked_by_hand(proof: Proof, number: int) -> None:
    """By the manager, by somebody with different roles in different stores, and by three in turn."""
    query, variables = (it, {}) if isinstance(it := PICKED[number], str) else it
    always = [proof.of("manager"), proof.of("different here and there")]
    others = [reader for reader in proof.readers if reader not in always]
    some = [others[(number + step) % len(others)] for step in (0, 4, 8)]
    for reader in [*always, *some]:
        proof.same(with_ids(proof, query), reader, **with_ids(proof, variables))


@pytest.mark.parametrize("kind", possible(), ids=str)
def test_every_field_of_every_type(proof: Proof, kind: Any) -> None:
    """Of rows that are seen, of strangers' and of none."""
    ids = proof.ids(kind.name)
    query = (
        f"query ($id: ID!) {{ node(id: $id) {{ ... on {kind.name} {{ {whole(kind.name)} }} }} }}"
    )
    for reader in proof.readers:
        for id in [
            *ids[:3],
            ids[-1],
            f"{kind.name}:{'0' * 8}-{'0' * 4}-{'0' * 4}-{'0' * 4}-{'0' * 12}",
        ]:
            proof.same(query, reader, ordinary=reader.name == "manager", id=id)


@pytest.mark.parametrize(("root", "field"), ROOTS, ids=lambda it: it if isinstance(it, str) else "")
def test_every_filter_operator(proof: Proof, root: str, field: Any) -> None:
    if "filter" not in field.args:
        return
    """And its contrary: the rows of the one, the number of the other, by turns of the readers."""
    kind, filter_name = node_of(field), get_named_type(field.args["filter"].type).name
    readers = [proof.of("manager"), proof.of("clerk of two")]
    sense = Sense(proof.tables, random.Random(1))  # noqa: S311
    rows, number = "edges { cursor }", "totalCount { value }"
    query = f"""query ($is: {filter_name}!, $isNot: {filter_name}!) {{
      a: {root}(filter: $is) {{ {rows} }} b: {root}(filter: $isNot) {{ {number} }} }}"""
    turns: dict[str, int] = {}
    for name, operator, said in sense.filter_cases(kind, filter_name):
        turn = turns.setdefault(f"{name} {operator}", len(turns))
        one = value_from_ast_untyped(parse_value(f"{{{name}: {{{operator}: {said}}}}}"))
        given: Any = {"is": one, "isNot": {"not": one}}
        proof.same(query, readers[turn % 2], ordinary=False, **given)


@pytest.mark.parametrize(("root", "field"), ROOTS, ids=lambda it: it if isinstance(it, str) else "")
def test_searches(proof: Proof, root: str, field: Any) -> None:
    if "query" not in field.args:
        return
    sense = Sense(proof.tables, random.Random(1))  # noqa: S311
    query = f"query ($q: String) {{ {root}(query: $q) {{ totalCount {{ value }} edges {{ cursor }} }} }}"
    for _ in range(30):
        search = sense.search(node_of(field), field.args["query"].description)
        proof.same(query, proof.of("manager"), ordinary=False, q=search)


ENDS = ["first: 2, after: $c", "last: 2, before: $c", "first: 2, before: $c", "last: 2, after: $c"]


@pytest.mark.parametrize(("root", "field"), ROOTS, ids=lambda it: it if isinstance(it, str) else "")
def test_pages_from_any_cursor_either_way(proof: Proof, root: str, field: Any) -> None:
    for reader in [proof.of("manager"), proof.of("different here and there")]:
        for sort in sorts_of(field):
            everything = proof.same(
                f"{{ {root}(orderBy: {sort}) {{ edges {{ cursor }} }} }}", reader
            )
            edges = (everything["data"][root] or {"edges": []})["edges"]
            for ends in ENDS:
                page = f"{root}(orderBy: {sort}, {ends}) {{ {PAGE} edges {{ cursor }} }}"
                query = f"query ($c: String) {{ {page} }}"
                for edge in [*edges[:4], *edges[-2:]]:
                    proof.same(query, reader, ordinary=False, c=edge["cursor"])


@pytest.mark.parametrize(
    ("kind", "name", "field"), BELOW, ids=lambda it: it if isinstance(it, str) else ""
)
def test_pages_below_a_row(proof: Proof, kind: str, name: str, field: Any) -> None:
    reader = proof.of("manager")
    for sort in sorts_of(field):
        ask = f"{name}(orderBy: {sort}, last: 100) {{ edges {{ cursor }} }}"
        query = f"query ($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {ask} }} }} }}"
        said = [(id, proof.same(query, reader, id=id)) for id in proof.ids(kind)]
        found = [(id, (it["data"]["node"] or {}).get(name)) for id, it in said]
        id, most = max(found, key=lambda it: len(it[1]["edges"]) if it[1] else 0)
        assert most, f"no {kind} has {name}"
        assert most["edges"], f"no {kind} has {name}"
        for ends in ENDS:
            page = f"{name}(orderBy: {sort}, {ends}) {{ {PAGE} edges {{ cursor }} }}"
            below = f"node(id: $id) {{ ... on {kind} {{ {page} }} }}"
            for edge in most["edges"][:3]:
                query = f"query ($id: ID!, $c: String) {{ {below} }}"
                proof.same(query, reader, ordinary=False, id=id, c=edge["cursor"])


@pytest.mark.parametrize("name", sorted(reachable()["Query"].fields))
def test_every_root_is_compiled(proof: Proof, name: str) -> None:
    field = reachable()["Query"].fields[name]
    kind = get_named_type(field.type)
    said = {
        "id": '"x"',
        "ids": '["x"]',
        "sku": '"x"',
        "storeId": '"x"',
        "listingId": '"x"',
        "slot": "MAIN",
        "position": "0",
        **dict.fromkeys(["since", "until"], '"2026-03-02"'),
        **dict.fromkeys(["fromVersionId", "toVersionId"], '"x"'),
    }
    given = ", ".join(f"{it}: {said[it]}" for it in field.args if it in said)
    query = f"{{ {name}{f'({given})' if given else ''} {{ __typename }} }}"
    compiled = proof.house.compiled(query)
    assert (compiled is None) is (f"Query.{name}" in ORDINARY), kind


class Sensible(Visitor):
    """Turns arguments drawn at random into such as find something."""

    def __init__(self, info: TypeInfo, proof: Proof, choose: random.Random) -> None:
        super().__init__()
        self.info, self.choose = info, choose
        self.sense, self.ids = Sense(proof.tables, choose), proof.ids()

    def enter_argument(self, node: ArgumentNode, *_: Any) -> Any:
        field = self.info.get_field_def()
        value: Any
        match node.name.value:
            case "first" | "last":
                value = IntValueNode(value=str(self.choose.choice([0, 1, 2, 3, 4, 100, 101])))
            case "after" | "before":
                value = NullValueNode()
            case "id" | "storeId" | "listingId" | "fromVersionId" | "toVersionId":
                value = StringValueNode(value=self.choose.choice(self.ids))
            case "ids":
                value = parse_value(literal(self.choose.sample(self.ids, 5)))
            case "filter":
                name = get_named_type(field.args["filter"].type).name  # type: ignore[union-attr]
                value = parse_value(self.sense.filter(node_of(field), name))
            case "query":
                said = field.args["query"].description  # type: ignore[union-attr]
                value = StringValueNode(value=self.sense.search(node_of(field), said or ""))
            case _:
                return None
        return ArgumentNode(name=node.name, value=value)


NAMES = sorted(set(reachable()["Query"].fields) - {place.partition(".")[2] for place in ORDINARY})
SCALARS: Any = {
    name: st.just(StringValueNode(value="")) for name in ("DateTime", "Decimal", "JSON", "Date")
}
QUERIES = [queries(SDL, fields=[name], custom_scalars=SCALARS, allow_x00=False) for name in NAMES]


@settings(suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_generated_queries(proof: Proof, data: Any) -> None:
    raw = parse(data.draw(data.draw(st.sampled_from(QUERIES))))
    info = TypeInfo(build())
    choose = data.draw(st.randoms(use_true_random=False))
    query = print_ast(visit(raw, TypeInfoVisitor(info, Sensible(info, proof, choose))))
    assume(must_compile(proof.house, query))
    proof.same(query, data.draw(st.sampled_from(proof.readers)))
