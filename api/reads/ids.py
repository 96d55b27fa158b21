"""Global ids: the type's name, a colon, and the row's own UUID."""

from collections.abc import Iterable
from re import fullmatch
from uuid import UUID

from domain.ids import NOBODY

_UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def row_id(kind: str | None, id: str) -> UUID:
    """The row's own id; the id of no row when it is malformed or names another `kind`."""
    said, _, own = id.partition(":")
    if (kind is not None and said != kind) or not fullmatch(_UUID, own):
        return NOBODY
    return UUID(own)


def row_ids(kind: str | None, ids: Iterable[str]) -> list[UUID]:
    return [row_id(kind, said) for said in ids]


def global_id(kind: str, id: UUID) -> str:
    return f"{kind}:{id}"
