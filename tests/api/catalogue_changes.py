"""How tests ask for a change through the graph."""

from typing import Any

from domain.work import Actor
from tests.conftest import House


def change(
    house: House, field: str, wanted: str, actor: Actor | None = None, **given: Any
) -> dict[str, Any]:
    """The payload of one mutation: what is `wanted` of it, and its `userErrors`."""
    kind = field[0].upper() + field[1:]
    text = f"""mutation ($input: {kind}Input!) {{ {field}(input: $input) {{
        {wanted} userErrors {{ __typename code path message }} }} }}"""
    answer = house.query(text, actor, input=given)
    assert "errors" not in answer, answer["errors"]
    payload: dict[str, Any] = answer["data"][field]
    return payload


def refusal(
    house: House, field: str, actor: Actor | None = None, **given: Any
) -> tuple[str, list[str]]:
    """The code and the path of the one error, after which nothing was changed."""
    payload = change(house, field, "", actor, **given)
    [error] = payload["userErrors"]
    return error["code"], error["path"]
