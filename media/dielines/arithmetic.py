"""The arithmetic that a style is written in: `2 * depth + width - board`, `min(15, depth / 2)`."""

import re
from collections.abc import Callable, Mapping
from typing import ClassVar

_TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z_]*)|([-+*/(),]))")


class _Reader:
    """Reads one expression from its left; ValueError says what is wrong with it."""

    FUNCTIONS: ClassVar[Mapping[str, Callable[[list[float]], float]]] = {"min": min, "max": max}

    def __init__(self, text: str, known: Mapping[str, float]) -> None:
        self._known = known
        self._tokens: list[str] = []
        at = 0
        while text[at:].strip():
            found = _TOKEN.match(text, at)
            if found is None:
                raise ValueError(f"{text!r} is no arithmetic at {text[at:].strip()!r}")
            self._tokens.append(found[0].strip())
            at = found.end()
        self._tokens.append("")

    def whole(self) -> float:
        value = self._sum()
        self._take("")
        return value

    def _take(self, wanted: str | None = None) -> str:
        token = self._tokens[0]
        if wanted is not None and token != wanted:
            raise ValueError(f"{token or 'the end'!r} stands where {wanted or 'the end'!r} belongs")
        if token:
            self._tokens.pop(0)
        return token

    def _sum(self) -> float:
        value = self._product()
        while self._tokens[0] in {"+", "-"}:
            sign = 1 if self._take() == "+" else -1
            value += sign * self._product()
        return value

    def _product(self) -> float:
        value = self._single()
        while self._tokens[0] in {"*", "/"}:
            if self._take() == "*":
                value *= self._single()
            elif (by := self._single()) == 0:
                raise ValueError("nothing can be divided by 0")
            else:
                value /= by
        return value

    def _single(self) -> float:
        token = self._take()
        if token == "-":  # noqa: S105  a sign
            return -self._single()
        if token == "(":  # noqa: S105  a bracket
            value = self._sum()
            self._take(")")
            return value
        if token in self.FUNCTIONS:
            self._take("(")
            values = [self._sum()]
            while self._tokens[0] == ",":
                self._take()
                values.append(self._sum())
            self._take(")")
            return self.FUNCTIONS[token](values)
        if token in self._known:
            return self._known[token]
        try:
            return float(token)
        except ValueError:
            raise ValueError(f"{token or 'the end'!r} is no number and no length") from None


def value_of(said: str | float, known: Mapping[str, float]) -> float:
    """Raises ValueError."""
    return _Reader(said, known).whole() if isinstance(said, str) else float(said)
