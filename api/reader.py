"""What bare reads ask of a database, whichever it is."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import Dialect

Statement: TypeAlias = tuple[str, list[Any]]
Outcome: TypeAlias = Sequence[Any] | Exception
PARTICULAR = "/* planned for its values */ "
"""Begins a statement whose best plan hangs on its values, so that no general one will do."""


class Reader:
    """Executes statements written in `dialect`; several of them see one snapshot."""

    dialect: Dialect

    async def read(self, statements: list[Statement]) -> list[Outcome]:
        raise NotImplementedError

    def read_now(self, statements: list[Statement]) -> list[Outcome]:
        raise NotImplementedError

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    def close_now(self) -> None: ...
