"""The same key twice at once."""

import pytest

from tests.conftest import House
from tests.writes.at_once import at_once, sender
from tests.writes.changes import broken, codes, everything, is_answered_again, told
from tests.writes.every import CHANGES, FIELDS


@pytest.mark.parametrize("field", sorted(FIELDS))
def test_two_at_once_are_one_change(house: House, field: str) -> None:
    tried = CHANGES[field]
    input = tried.ready(house)
    before = told(house)
    sends = sender(house, field, input)
    first, second = at_once(house, sends, sends)
    assert first["userErrors"] == []
    assert is_answered_again(field, first, second)
    assert told(house) == (before[0] + tried.lines, before[1] + tried.events)


def test_two_inputs_at_once_are_one_change_and_one_refusal(house: House) -> None:
    inputs = [CHANGES["storeCreate"].ready(house) for _ in range(2)]
    first, second = at_once(house, *(sender(house, "storeCreate", one) for one in inputs))
    assert codes(first) == []
    assert codes(second) == ["IDEMPOTENCY_KEY_REUSED"]


def test_a_refusal_lets_the_one_that_waits_try(house: House) -> None:
    """What is refused holds the key no longer than its own transaction."""
    input = CHANGES["orderPaymentRecord"].ready(house)
    before = everything(house)
    refused = sender(house, "orderPaymentRecord", broken(input))
    first, second = at_once(house, refused, sender(house, "orderPaymentRecord", input))
    assert codes(first) == ["NOT_FOUND"]
    assert codes(second) == []
    assert len(everything(house)["payments"]) == len(before["payments"]) + 1
