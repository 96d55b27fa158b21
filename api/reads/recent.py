"""A bounded memory."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """Keeps what was made last, up to `most`; forgets the oldest. Safe between threads."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: dict[Any, Value] = {}

    def get(self, key: Any, make: Callable[[], Value]) -> Value:
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = make()
            while len(self.kept) > self.most:
                self.kept.pop(next(iter(self.kept)), None)
        return found
