"""Queries made from the schema: whole selections, filters and searches that find something."""

import json
import random
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from graphql import GraphQLObjectType, get_named_type, is_abstract_type, is_leaf_type

from domain.ids import NOBODY
from tests.reference.answer import build, searched
from tests.reference.by_hand import FILTERS, IDS, SEARCHES, Tags
from tests.reference.columns import kind_of, plain
from tests.reference.known import reachable
from tests.reference.rows import MODELS, Tables
from tests.reference.words import instant, snake

PAGE = (
    "totalCount { value precision } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
)


def whole(kind: str, depth: int = 1) -> str:
    """Every field of a type, and of the types it leads to within `depth` steps."""
    said = ["__typename"]
    shown: Any = build().type_map[kind]
    for name, field in shown.fields.items():
        named: Any = get_named_type(field.type)
        if is_leaf_type(named):
            said.append(name)
        elif is_abstract_type(named):
            said.append(f"{name} {{ __typename ... on Node {{ id }} }}")
        elif named.name.endswith("Connection"):
            if depth:
                node = named.name.removesuffix("Connection")
                below = f"edges {{ cursor node {{ {whole(node, depth - 1)} }} }}"
                said.append(f"{name}(first: 3) {{ {PAGE} {below} }}")
        elif depth or named.name not in MODELS:
            said.append(f"{name} {{ {whole(named.name, max(depth - 1, 0))} }}")
    return " ".join(said)


def connections() -> Iterator[tuple[str, str, Any]]:
    """(type, field's name, field) of every connection, the roots' first."""
    kinds = reachable()
    for kind in [kinds["Query"], *(kinds[name] for name in sorted(kinds) if name in MODELS)]:
        for name, field in kind.fields.items():
            if get_named_type(field.type).name.endswith("Connection"):
                yield kind.name, name, field


def node_of(field: Any) -> str:
    return str(get_named_type(field.type)).removesuffix("Connection")


def sorts_of(field: Any) -> list[str]:
    enum: Any = get_named_type(field.args["orderBy"].type)
    return list(enum.values)


def possible() -> list[GraphQLObjectType]:
    """The types that `node` can answer with."""
    schema = build()
    return list(schema.get_possible_types(schema.type_map["Node"]))  # type: ignore[arg-type]


def literal(value: Any) -> str:
    """A value as GraphQL writes it."""
    match value:
        case Enum():
            return str(value.name)
        case datetime():
            return f'"{instant(value)}"'
        case Decimal():
            return f'"{value}"'
        case Tags():
            return literal(value[0] if value else "none")
        case list():
            return "[" + ", ".join(literal(item) for item in value) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


class Sense:
    """Arguments that find some of the rows, and not all."""

    def __init__(self, tables: Tables, choose: random.Random) -> None:
        self.tables, self.choose = tables, choose

    def values(self, kind: str, by_hand: Any, column: str) -> list[Any]:
        rows = self.tables.rows[kind]
        found = [by_hand[0](row, self.tables) if by_hand else getattr(row, column) for row in rows]
        return [value for value in found if value is not None] or [None]

    def filter_cases(self, kind: str, filter_name: str) -> Iterator[tuple[str, str, str]]:
        """(field, operator, literal) for every operator of every field, null and nothing too."""
        shown: Any = build().type_map[filter_name]
        for name, field in shown.fields.items():
            if name in {"and", "or", "not"}:
                continue
            values = self.values(kind, FILTERS.get(f"{filter_name}.{name}"), snake(name))
            if of := IDS.get(f"{filter_name}.{name}"):
                values = self.linked(kind, snake(name), of)
                yield from ((name, "eq", literal(said)) for said in (f"It:{NOBODY}", "Store:1"))
                yield name, "in", literal([str(values[0]), f":{NOBODY}"])
            operators: Any = get_named_type(field.type)
            for operator in operators.fields:
                yield name, operator, "null"
                yield from ((name, operator, said) for said in self.operands(operator, values))

    def linked(self, kind: str, column: str, of: str) -> list[Any]:
        """The global ids that a column of links stands for."""
        rows = [row for row in self.tables.rows[kind] if getattr(row, column)]
        kinds = [row.subject_type if of == "*" else of for row in rows]
        found = [f"{k}:{getattr(r, column)}" for k, r in zip(kinds, rows, strict=True)]
        return found or [f"{of}:{NOBODY}"]

    def operands(self, operator: str, values: list[Any]) -> list[str]:
        value, other = self.choose.choice(values), self.choose.choice(values)
        match operator:
            case "isNull":
                return ["true", "false"]
            case "in":
                return ["[]", literal([value]), literal([value, other])]
            case "startsWith" | "contains":
                return [literal(value[:2]), literal(value), '""', '"%"']
        return [literal(value)] + (['""'] if type(value) is str else [])

    def filter(self, kind: str, filter_name: str, depth: int = 1) -> str:
        cases = list(self.filter_cases(kind, filter_name))
        chosen = {name: (operator, said) for name, operator, said in self.choose.sample(cases, 2)}
        parts = [f"{name}: {{{op}: {said}}}" for name, (op, said) in chosen.items()]
        if depth:
            inner = [self.filter(kind, filter_name, depth - 1) for _ in range(2)]
            joint = self.choose.choice(["and", "or", "not", ""])
            if joint == "not":
                parts = [parts[0], f"not: {inner[0]}"]
            elif joint:
                parts = [f"{joint}: [{', '.join(inner)}]"]
        return "{" + ", ".join(parts) + "}"

    def term(self, kind: str, description: str) -> str:
        has_words, keys = searched(description)
        if has_words and (not keys or self.choose.random() < 0.3):
            sources = MODELS[kind].folded["search_text"]
            said = [getattr(row, name) for row in self.tables.rows[kind] for name in sources]
            words = " ".join(word for word in said if word).split()
            word = self.choose.choice(words or ["x"])
            return self.choose.choice([quoted(word), quoted(word[:2].upper()), "nothing"])
        key = self.choose.choice(keys)
        by_hand = SEARCHES.get(f"{kind}.{key}")
        of = by_hand[1] if by_hand else kind_of(kind, key)
        values = self.values(kind, by_hand, key)
        one, other = (searchable(self.choose.choice(values)) for _ in range(2))
        forms = [f"{key}:{quoted(one)}", f"{key}:*"]
        if of in (str, Tags) and "," not in one + other and not set(one + other) & set(' ()"*\n\t'):
            forms += [f"{key}:{one},{other}", f"{key}:{one[:2]}*"] if one and other else []
        if of in (datetime, int, Decimal):
            forms += [f"{key}:{sign}{quoted(one)}" for sign in (">", ">=", "<", "<=")]
        return self.choose.choice(forms)

    def search(self, kind: str, description: str) -> str:
        a, b, c = (self.term(kind, description) for _ in range(3))
        forms = [a, f"{a} {b}", f"-{a}", f"NOT {a} {b}", f"{a} OR {b}", f"({a} OR {b}) -{c}"]
        return self.choose.choice([*forms, f"{a} AND ({b} OR NOT ({c}))", f"-({a} {b})"])


def searchable(value: Any) -> str:
    match value:
        case datetime():
            return instant(value)
        case Tags():
            return value[0] if value else "none"
        case bool():
            return str(value).lower()
        case _:
            return str(plain(value))


def quoted(word: str) -> str:
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
