"""When two answers are the same."""

import asyncio
import json
from collections.abc import Iterator
from typing import Any

import orjson

from api.http.ordinary import introspects
from tests.house import House
from tests.reads.readers import Reader
from tests.reference import Reference, Tables
from tests.reference.who import SEEN

Place = tuple[str, tuple[str, ...]]


class Proof:
    """One house, asked three ways by many."""

    def __init__(self, house: House, readers: list[Reader]) -> None:
        self.house, self.readers = house, readers
        self.tables = Tables(house.database.writing)
        self.loop = asyncio.Runner()
        self._seen: dict[str, set[str]] = {}
        self.references = {reader.name: Reference(self.tables, reader.who) for reader in readers}

    def close(self) -> None:
        self.loop.run(self.house.database.reader.close())
        self.loop.close()

    def of(self, name: str) -> Reader:
        return next(reader for reader in self.readers if reader.name == name)

    def seen(self, reader: Reader) -> set[str]:
        """The global ids of all rows that they see."""
        if reader.name not in self._seen:
            self._seen[reader.name] = {
                f"{kind}:{row.id}"
                for kind, rows in self.tables.rows.items()
                if kind in SEEN
                for row in rows
                if reader.who.sees(row)
            }
        return self._seen[reader.name]

    def ids(self, *kinds: str) -> list[str]:
        names = kinds or sorted(self.tables.rows)
        return [f"{name}:{row.id}" for name in names for row in self.tables.rows[name]]

    def same(
        self, query: str, reader: Reader, *, ordinary: bool = True, **variables: Any
    ) -> dict[str, Any]:
        """The compiled answer, once it is the reference's and the ordinary way's too."""
        self.house.session.rollback()
        about = f"{reader.name}: {query} {variables or ''}"
        reads, now = self.house.reads, self.house.now
        answer = reads.answer_now(query, None, variables, reader.actor, now)
        assert answer is not None, f"it was not compiled: {about}"
        served = self.loop.run(reads.answer(query, None, variables, reader.actor, now))
        assert served == answer, f"another driver, another answer: {about}"
        said: dict[str, Any] = orjson.loads(answer)
        expected = self.references[reader.name].answer(query, variables)
        agree(said, expected, about)
        if ordinary:
            agree(
                self.house.ordinary(query, reader.actor, **variables), expected, f"ordinary {about}"
            )
        return said


def agree(said: dict[str, Any], expected: dict[str, Any], about: str) -> None:
    """Same data, same failures.

    The compiler refuses an argument also where no row is, and stops at the first failure within
    what becomes null; graphql-core fails once for each row. Both are within the specification.
    """
    mine, theirs = failures(said), failures(expected)
    data = expected["data"]
    for code, path in mine - theirs:
        assert not reached(data, path[:-1]), f"{code} at {path} for nothing: {about}"
        data = emptied(data, said["data"], path)
    for code, path in theirs - mine:
        null = next((n for n in range(len(path)) if not reached(said["data"], path[:n])), None)
        beside = [other for _, other in mine if null and other[: null - 1] == path[: null - 1]]
        assert beside, f"{code} at {path} was not said: {about}"
    differences = list(differing(plain(said["data"]), plain(data)))
    assert not differences, f"{differences[:3]}: {about}"


def differing(mine: Any, theirs: Any, path: str = "") -> Iterator[str]:
    if isinstance(mine, dict) and isinstance(theirs, dict) and list(mine) == list(theirs):
        for key in mine:
            yield from differing(mine[key], theirs[key], f"{path}.{key}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for place, pair in enumerate(zip(mine, theirs, strict=True)):
            yield from differing(*pair, f"{path}.{place}")
    elif mine != theirs or type(mine) is not type(theirs):
        yield f"{path}: {mine!r:.300} and not {theirs!r:.300}"


def failures(answer: dict[str, Any]) -> set[Place]:
    return {
        (error["extensions"]["code"], tuple(k for k in error["path"] if isinstance(k, str)))
        for error in answer.get("errors", ())
    }


def reached(data: Any, path: tuple[str, ...]) -> list[Any]:
    """The objects at a path, through all lists on the way."""
    here = list(objects(data))
    for key in path:
        here = [one for thing in here if key in thing for one in objects(thing[key])]
    return here


def objects(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from objects(item)
    elif isinstance(value, dict):
        yield value


def emptied(expected: Any, said: Any, path: tuple[str, ...]) -> Any:
    """`expected` with null where `said` has it on the way to a refusal that no row met."""
    if said is None:
        return None
    if not path or not isinstance(expected, dict) or path[0] not in expected:
        return expected
    return {**expected, path[0]: emptied(expected[path[0]], said[path[0]], path[1:])}


def plain(value: Any) -> Any:
    """Cursors as what they say, for there are several ways to write a letter in JSON."""
    match value:
        case dict():
            return {key: plain(item) for key, item in value.items()}
        case list():
            return [plain(item) for item in value]
        case str():
            return decoded(value)
    return value


def decoded(word: str) -> Any:
    try:
        found = json.loads(bytes.fromhex(word)) if word.startswith("5b") else word
    except ValueError:
        return word
    return ("cursor", *found) if isinstance(found, list) else word


def must_compile(house: House, query: str) -> bool:
    """Valid, and neither introspection nor a root that is declared with a resolver."""
    document = house.reads.documents.get(query, None)
    if document.errors or document.parsed is None or document.definition is None:
        return False
    return not introspects(document.parsed, document.definition)
