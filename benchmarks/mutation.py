"""What a mutation costs beyond its own SQL: processor time of the whole, less that of the driver.

`python -m benchmarks.mutation [sqlite|postgresql]`: `supplierUpdate`, alone in one process, through
parsing (cached), graphql-core, the action, audit line, outbox event, commit and the read back.
"""

import argparse
import contextlib
import gc
import statistics
import tempfile
import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from api.changes import Changes
from api.context import Context
from api.database import Database
from api.reads.documents import Documents
from api.reads.reads import Reads
from api.schema import schema
from benchmarks import rows
from domain.sourcing.models import Supplier
from tests.postgres import running_postgres

ROUNDS = 400
UPDATE = """
mutation Update($input: SupplierUpdateInput!) {
  supplierUpdate(input: $input) { supplier { id name note version } userErrors { message code } }
}
"""


class Driver:
    """Processor time inside the drivers, which every statement, commit and read goes through."""

    def __init__(self, database: Database) -> None:
        self.spent_s = 0.0
        event.listen(database.writing, "do_connect", self.connect)
        database.writing.dispose()  # connections from before are not timed
        dialect: Any = database.writing.dialect
        dialect.do_commit = self.timed(dialect.do_commit)
        reading: Any = database
        reading.read_now = self.timed(database.read_now)

    def timed(self, call: Any) -> Any:
        def run(*given: Any, **named: Any) -> Any:
            began = time.process_time()
            try:
                return call(*given, **named)
            finally:
                self.spent_s += time.process_time() - began

        return run

    def connect(self, dialect: Any, _record: Any, _given: Any, named: Any) -> None:
        """Connections whose statements are timed, by a cursor or, on SQLite, without one."""
        driver = dialect.loaded_dbapi
        cursor = self.timing(driver.Cursor)
        if dialect.name == "sqlite":
            connection = self.timing(driver.Connection)
            connection.cursor = lambda own: driver.Connection.cursor(own, cursor)
            named["factory"] = connection
        else:
            named["cursor_factory"] = cursor

    def timing(self, kind: Any) -> Any:
        return type(kind.__name__, (kind,), {"execute": self.timed(kind.execute)})


@contextlib.contextmanager
def url_of(kind: str) -> Iterator[str]:
    if kind == "postgresql":
        with running_postgres() as url:
            yield url
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/mutation.db"


def measure(kind: str) -> None:
    with url_of(kind) as url:
        database = Database(url)
        actor = rows.furnish(database, products=50)
        with Session(database.writing) as session:
            supplier = session.scalars(select(Supplier.id)).first()
        core = schema._schema  # noqa: SLF001  Strawberry hands out no other
        reads = Reads(core, database, Documents(core))
        document = reads.documents.get(UPDATE, None)
        changes = Changes(schema, reads)
        driver = Driver(database)
        beyond, whole = [], []
        gc.freeze()  # as `serve` does
        for number in range(ROUNDS):
            given = {"id": f"Supplier:{supplier}", "note": f"Visit no. {number}"}
            context = Context(actor, rows.START, reads, audit_key=b"of the benchmark")
            driver.spent_s, began = 0.0, time.process_time()
            data, errors = changes.run(document, {"input": given}, context)
            took = time.process_time() - began
            assert not errors
            assert data
            assert '"userErrors":[]' in data
            whole.append(took)
            beyond.append(took - driver.spent_s)
        database.close_now()
    said = f"{statistics.median(whole) * 1e3:.2f} ms whole, "
    said += f"{statistics.median(beyond) * 1e3:.2f} ms beyond its SQL"
    print(f"{kind:10} {said} (the quietest tenth: {sorted(beyond)[ROUNDS // 10] * 1e3:.2f} ms)")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    for kind in parser.parse_args().kinds:
        measure(kind)


if __name__ == "__main__":
    main()
