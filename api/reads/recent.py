"""A bounded memory."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Keeps what was made last, up to `most` by weight; forgets the oldest.

    Safe between threads.
    """

    def __init__(
        self, most: int, weigh: Callable[[Any, Value], int] = lambda _key, _value: 1
    ) -> None:
        self.most, self.weigh = most, weigh
        self.kept: dict[Any, Value] = {}
        self.weights: dict[Any, int] = {}
        self.weight = 0

    def get(self, key: Any, make: Callable[[], Value]) -> Value:
        found = self.kept.get(key)
        return self.remember(key, make()) if found is None else found

    def remember(self, key: Any, value: Value) -> Value:
        weight = self.weigh(key, value)
        self.weight += weight - self.weights.get(key, 0)
        self.kept[key], self.weights[key] = value, weight
        while self.weight > self.most and self.kept:
            oldest = next(iter(self.kept), None)
            self.kept.pop(oldest, None)
            self.weight -= self.weights.pop(oldest, 0)
        return value
