"""JSON that somebody wrote: a template's document, or values. Every fault is a MediaError."""

import json
from typing import Any

from media.errors import BadTemplate, BadValue, TooLarge

MAX_BYTES = 4 * 1024 * 1024


def _read(data: bytes) -> Any:
    """Raises ValueError with words, TooLarge."""
    if len(data) > MAX_BYTES:
        raise TooLarge(f"It has more than {MAX_BYTES} bytes")
    try:
        return json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("is no text in UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"is no JSON: {error.msg} at {place}") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None


def document_in(data: bytes) -> dict[str, Any]:
    """A template's document, not yet checked; raises BadTemplate or TooLarge."""
    try:
        read = _read(data)
    except ValueError as error:
        raise BadTemplate("template", str(error)) from None
    if not isinstance(read, dict):
        raise BadTemplate("template", "must be of type object")
    return read


def values_in(data: bytes) -> dict[str, Any]:
    """Values by slot, not yet checked; raises BadValue or TooLarge."""
    try:
        read = _read(data)
    except ValueError as error:
        raise BadValue(f"The file of values {error}") from None
    if not isinstance(read, dict):
        raise BadValue("The file of values must be an object: a value for each slot")
    return read
