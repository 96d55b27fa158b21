"""`tradepost schema`."""

from pathlib import Path

from api.refused import Refused


def printed() -> str:
    """The whole graph."""
    from api.schema import schema  # noqa: PLC0415  builds all types

    return schema.as_str().rstrip()


def checked(file: Path) -> str:
    """Raises Refused unless the file says what the code says."""
    try:
        kept = file.read_text("utf-8")
    except OSError as error:
        raise Refused(f"{file} cannot be read: {error.strerror}.") from None
    if kept.rstrip() != printed():
        raise Refused(f"{file} is stale. Run: tradepost schema > {file}")
    return f"{file} is fresh."
