"""State machines as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from domain.errors import IllegalMove

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True)
class Machine(Generic[State]):
    """Which state may follow which; `noun` is how a person names the thing."""

    noun: str
    moves: Mapping[State, tuple[State, ...]]

    def check(self, now: State, wanted: State) -> None:
        """Raises IllegalMove, which names the moves there are."""
        allowed = self.moves.get(now, ())
        if wanted not in allowed:
            raise IllegalMove(self.noun, now.name, wanted.name, [state.name for state in allowed])
