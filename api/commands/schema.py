"""`tradepost schema`."""

import re
from pathlib import Path

from api.refused import Refused

VALUE = "# eslint-disable-next-line @graphql-eslint/strict-id-in-types -- a value, not a node\n"
_TYPE = re.compile(r"^type (\w+)[^{]*\{\n(?:[^}].*\n|\n)*\}", re.MULTILINE)
_NEEDS_NONE = (
    "Payload",
    "Connection",
    "Edge",
    "Error",
    "Info",
    "Query",
    "Mutation",
    "Subscription",
)


def printed() -> str:
    """The whole graph; types without an id say to the linter that they are values."""
    from api.schema import schema  # noqa: PLC0415  builds all types

    def marked(found: re.Match[str]) -> str:
        is_node = found[1].endswith(_NEEDS_NONE) or "\n  id: ID!\n" in found[0]
        return found[0] if is_node else VALUE + found[0]

    return _TYPE.sub(marked, schema.as_str()).rstrip()


def checked(file: Path) -> str:
    """Raises Refused unless the file says what the code says."""
    try:
        kept = file.read_text("utf-8")
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None
    if kept.rstrip() != printed():
        raise Refused(f"{file} is stale. Run: tradepost schema > {file}")
    return f"{file} is fresh."
