"""The graph as it is shown: kept in a file, and told in words."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graphql import GraphQLEnumType, GraphQLInputObjectType, is_introspection_type

from api.commands.schema import checked
from api.schema import schema

ROOT = Path(__file__).parent.parent
TYPES = {
    name: kind
    for name, kind in schema._schema.type_map.items()
    if not is_introspection_type(kind) and name not in {"String", "Int", "Float", "Boolean", "ID"}
}


def test_the_file_says_what_the_code_says() -> None:
    assert checked(ROOT / "schema.graphql").endswith("is fresh.")


def told() -> Iterator[tuple[str, Any]]:
    for name, kind in TYPES.items():
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            for value, member in kind.values.items():
                yield f"{name}.{value}", member.description
        for field, shown in getattr(kind, "fields", {}).items():
            yield f"{name}.{field}", shown.description
            if isinstance(kind, GraphQLInputObjectType):
                continue
            for argument, given in shown.args.items():
                yield f"{name}.{field}({argument})", given.description


def test_every_type_field_argument_and_value_has_its_sentence() -> None:
    silent = [where for where, said in told() if not said]
    assert not silent


def test_sentences_begin_with_a_capital_and_end_with_a_stop() -> None:
    sloppy = [
        f"{where}: {said}"
        for where, said in told()
        if said and not ((said[0].isupper() or not said[0].isalpha()) and said[-1] in ".:`*)")
    ]
    assert not sloppy


def test_mutations_take_one_input_and_answer_with_a_payload() -> None:
    mutation = schema._schema.mutation_type
    assert mutation
    for name, field in mutation.fields.items():
        pascal = name[0].upper() + name[1:]
        assert [str(argument.type) for argument in field.args.values()] == [f"{pascal}Input!"], name
        assert str(field.type) == f"{pascal}Payload", name
        assert str(field.type.fields["userErrors"].type) == "[UserError!]!", name
