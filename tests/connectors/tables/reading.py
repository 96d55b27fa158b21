"""A table of a few words, as a test wants it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.connectors.tables import How, Rule, Spec, Table, Tables, Unreadable

ANY = Spec(())


@contextmanager
def table(
    path: Path, content: bytes | str, spec: Spec = ANY, how: How | None = None
) -> Iterator[Table]:
    """A file of that content in the folder `path`, opened."""
    file = path / "goods.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with Tables([file], how or How()) as tables:
        yield tables.only(spec)


def cells(
    path: Path, content: bytes | str, spec: Spec = ANY, how: How | None = None
) -> list[dict[str, str]]:
    with table(path, content, spec, how) as found:
        return [row.cells for row in found.rows()]


def refusal(
    path: Path, content: bytes | str, spec: Spec = ANY, how: How | None = None
) -> Unreadable:
    """What it is refused for; a test fails where it is not."""
    try:
        read = cells(path, content, spec, how)
    except Unreadable as error:
        return error
    raise AssertionError(f"read as {read[:3]}")


def rule(
    path: Path, content: bytes | str, spec: Spec = ANY, how: How | None = None
) -> tuple[Rule, int | None]:
    error = refusal(path, content, spec, how)
    return error.rule, error.row
