"""A bounded memory."""

from collections.abc import Callable
from threading import Lock
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Keeps what was made last, up to `most` by weight; forgets the oldest.

    Safe between threads: two that lack the same both make it, and one's is kept.
    """

    def __init__(
        self, most: int, weigh: Callable[[Any, Value], int] = lambda _key, _value: 1
    ) -> None:
        self.most, self.weigh = most, weigh
        self.kept: dict[Any, Value] = {}
        self.weights: dict[Any, int] = {}
        self.weight = 0
        self.alone = Lock()

    def get(self, key: Any, make: Callable[[], Value]) -> Value:
        found = self.kept.get(key)
        return self.remember(key, make()) if found is None else found

    def remember(self, key: Any, value: Value) -> Value:
        weight = self.weigh(key, value)
        with self.alone:
            self.weight += weight - self.weights.get(key, 0)
            self.kept[key], self.weights[key] = value, weight
            while self.weight > self.most and self.kept:
                oldest = next(iter(self.kept))
                del self.kept[oldest]
                self.weight -= self.weights.pop(oldest)
        return value
