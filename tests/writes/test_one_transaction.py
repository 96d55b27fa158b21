"""A change is its rows, its audit line and its event, or nothing at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.api.served import serving
from tests.conftest import House
from tests.writes.changes import answered, done, everything, sentence
from tests.writes.every import CHANGES

INNER = "SELECT secret FROM vault"


TABLES = {"audit": "audit_entries", "outbox": "outbox_events"}


@contextmanager
def failing(house: House, where: str) -> Iterator[None]:
    """No audit line, no event, or no transaction can be kept."""
    house.session.commit()
    if where in TABLES:
        with refusing(house, TABLES[where]):
            yield
        return

    def fail(*_: Any) -> None:
        raise RuntimeError(INNER)

    event.listen(house.database.writing, "commit", fail)
    try:
        yield
    finally:
        event.remove(house.database.writing, "commit", fail)


@contextmanager
def refusing(house: House, table: str) -> Iterator[None]:
    """The database itself takes no row of the table, and says what no client should read."""
    before = f"CREATE TRIGGER refusing BEFORE INSERT ON {table}"
    if house.database.is_embedded:
        made = [f'{before} BEGIN SELECT no_such("{INNER}"); END']
        gone = ["DROP TRIGGER refusing"]
    else:
        body = f"BEGIN RAISE EXCEPTION '{INNER}'; END"
        made = [
            f"CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$",
            f"{before} FOR EACH ROW EXECUTE FUNCTION refuse()",
        ]
        gone = [f"DROP TRIGGER refusing ON {table}", "DROP FUNCTION refuse()"]
    said(house, made)
    try:
        yield
    finally:
        said(house, gone)


def said(house: House, statements: list[str]) -> None:
    with house.database.writing.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize("where", ["audit", "outbox", "commit"])
def test_what_cannot_be_kept_whole_is_not_kept(house: House, where: str) -> None:
    """Of every mutation; and its key is free, so that the client can send it again."""
    for field, tried in CHANGES.items():
        input = tried.ready(house)
        before = everything(house)
        with failing(house, where):
            answer = answered(house, field, input, field)
        assert answer["data"] == {field: None}, field
        [error] = answer["errors"]
        assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
        assert error["path"] == [field]
        assert set(error["extensions"]) == {"code", "errorId"}
        assert INNER not in str(answer)
        assert everything(house) == before, field
        done(house, field, input, field)


def test_a_bug_is_masked_on_the_wire(house: House) -> None:
    input = CHANGES["storeCreate"].ready(house)
    body = {"query": sentence("storeCreate"), "variables": {"input": input, "key": "k"}}
    with serving(house) as client:
        with failing(house, "audit"):
            answer = client.post("/graphql", json=body)
        said = answer.json()["errors"][0]
        assert said["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
        for word in (INNER, "Traceback", "RuntimeError", "INSERT", "sqlalchemy", ".py"):
            assert word not in answer.text
        mended = client.post("/graphql", json=body).json()["data"]["storeCreate"]
    assert mended["userErrors"] == []
    assert mended["store"]["handle"] == input["handle"]


def test_a_commit_that_the_database_refuses_leaves_nothing_open(house: House) -> None:
    """Or on SQLite nobody could write until the server is started again."""
    house.session.commit()
    with Session(house.database.writing) as session:
        session.execute(text("CREATE TEMP TABLE one (id INTEGER PRIMARY KEY)"))
        pointing = "id INTEGER REFERENCES one (id) DEFERRABLE INITIALLY DEFERRED"
        session.execute(text(f"CREATE TEMP TABLE other ({pointing})"))
        session.execute(text("INSERT INTO other VALUES (5)"))
        with pytest.raises(IntegrityError):
            session.commit()
    for _ in range(3):
        done(house, "storeCreate", CHANGES["storeCreate"].ready(house), key=None)


@contextmanager
def failing_at(engine: Engine, turn: int) -> Iterator[None]:
    """Only the commit of that turn fails, from 1."""
    turns: list[Any] = []

    def fail(connection: Any) -> None:
        turns.append(connection)
        if len(turns) == turn:
            raise RuntimeError(INNER)

    event.listen(engine, "commit", fail)
    try:
        yield
    finally:
        event.remove(engine, "commit", fail)


ONE = """mutation ($a: StoreCreateInput!) {
  a: storeCreate(input: $a) { userErrors { code } } }"""
THREE = """mutation ($a: StoreCreateInput!, $b: StoreCreateInput!, $c: StoreCreateInput!) {
  a: storeCreate(input: $a) { store { handle } userErrors { code } }
  b: storeCreate(input: $b) { store { handle } userErrors { code } }
  c: storeCreate(input: $c) { store { handle } userErrors { code } }
}"""


def test_of_several_mutations_each_stands_alone_when_one_is_refused(house: House) -> None:
    a, b, c = (CHANGES["storeCreate"].ready(house) for _ in range(3))
    before = everything(house)
    answer = house.query(THREE, a=a, b={**b, "handle": a["handle"]}, c=c)
    assert "errors" not in answer
    assert answer["data"]["b"] == {"store": None, "userErrors": [{"code": "TAKEN"}]}
    assert [answer["data"][name]["store"]["handle"] for name in "ac"] == [a["handle"], c["handle"]]
    after = everything(house)
    assert len(after["stores"]) == len(before["stores"]) + 2
    assert len(after["audit_entries"]) == len(before["audit_entries"]) + 2
    assert len(after["outbox_events"]) == len(before["outbox_events"]) + 2


def test_of_several_mutations_those_beside_a_bug_stand_and_are_told(house: House) -> None:
    a, b, c = (CHANGES["storeCreate"].ready(house) for _ in range(3))
    before = everything(house)
    with failing_at(house.database.writing, 2):
        answer = house.ordinary(THREE, a=a, b=b, c=c)
    [error] = answer["errors"]
    assert (error["path"], INNER in str(answer)) == (["b"], False)
    assert error["extensions"]["code"] == "INTERNAL_SERVER_ERROR"
    assert error["extensions"]["errorId"] in error["message"]
    told = [answer["data"][name] and answer["data"][name]["store"]["handle"] for name in "abc"]
    assert told == [a["handle"], None, c["handle"]]
    after = everything(house)
    assert len(after["stores"]) == len(before["stores"]) + 2
    assert len(after["audit_entries"]) == len(before["audit_entries"]) + 2
    assert b["handle"] not in str(after)
    assert house.query(ONE, a=b)["data"]["a"]["userErrors"] == []


def test_a_key_of_one_mutation_says_nothing_to_its_neighbour(house: House) -> None:
    """Three times the same field in one document, two under one key: two effects."""
    input = CHANGES["categoryCreate"].ready(house)
    other = CHANGES["categoryCreate"].ready(house)
    three = """mutation ($one: CategoryCreateInput!, $two: CategoryCreateInput!) {
      a: categoryCreate(input: $one) @idempotent(key: "k") { category { id } }
      b: categoryCreate(input: $one) @idempotent(key: "k") { category { id } }
      c: categoryCreate(input: $two) @idempotent(key: "l") { category { id } } }"""
    data = house.query(three, one=input, two=other)["data"]
    assert data["a"] == data["b"] != data["c"]
    assert all(made["category"] for made in data.values())
