"""What a client gave, told from what it left out."""

from dataclasses import fields
from typing import Any

import strawberry

_GUIDES = {"id", "expected_version", "reason"}


def given(input: Any, *less: str) -> dict[str, Any]:
    """The fields the client set, null included; not `id`, `expected_version`, `reason`, `less`."""
    skipped = _GUIDES | set(less)
    values = {field.name: getattr(input, field.name) for field in fields(input)}
    return {n: v for n, v in values.items() if n not in skipped and v is not strawberry.UNSET}
