"""Row ids: UUIDv7, so that they sort by the moment they were made."""

from uuid import UUID

from uuid_utils.compat import uuid7

NOBODY = UUID(int=0)
"""The id of no row; what a malformed global id is read as."""


def new_id() -> UUID:
    """A fresh UUIDv7, greater than those this process made before it."""
    return uuid7()
