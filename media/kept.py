"""Results worth keeping: bounded by their size in bytes, the longest unused goes first."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Result = TypeVar("Result")


class Kept(Generic[Result]):
    """Safe between threads; two that miss at once both compute, and one result stays."""

    def __init__(self, room_bytes: int, size_of: Callable[[Result], int]) -> None:
        self._room, self._size_of = room_bytes, size_of
        self._results: OrderedDict[Hashable, tuple[Result, int]] = OrderedDict()
        self._used, self._lock = 0, Lock()

    def get(self, key: Hashable, make: Callable[[], Result]) -> Result:
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key][0]
        result = make()
        size = self._size_of(result)
        with self._lock:
            if key not in self._results and size <= self._room:
                self._results[key] = (result, size)
                self._used += size
                while self._used > self._room:
                    _, (_, gone) = self._results.popitem(last=False)
                    self._used -= gone
        return result

    def clear(self) -> None:
        with self._lock:
            self._results.clear()
            self._used = 0
