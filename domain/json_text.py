"""JSON as it is kept: without spaces, in the characters themselves, and what it hashes to."""

import hashlib
import json
from typing import Any


def canonical(value: Any) -> str:
    """Fields sorted by their names: the same text for the same, however it was put together.

    The hashes of audit entries and of renders are of such texts, so it never changes.
    """
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def in_order(value: Any) -> str:
    """Fields as they stand, where their order says something.

    Raises ValueError for a number that JSON does not have.
    """
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
