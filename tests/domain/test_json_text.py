"""JSON as it is kept: one text for one value."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.json_text import canonical, in_order

KEYS = st.dictionaries(st.text(max_size=4), st.integers() | st.text(max_size=4), max_size=5)


@given(KEYS, st.randoms(use_true_random=False))
def test_fields_in_another_order_are_the_same_text(
    value: dict[str, object], random: Random
) -> None:
    names = list(value)
    random.shuffle(names)
    assert canonical({name: value[name] for name in names}) == canonical(value)
    assert json.loads(canonical(value)) == value


def test_an_order_that_says_something_is_kept() -> None:
    assert in_order({"b": 1, "a": "木"}) == '{"b":1,"a":"木"}'


def test_what_json_has_no_number_for_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        in_order(float("nan"))
