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

from api.context import Context
from api.database import Database
from api.http import ordinary
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
    """Processor time inside the driver, statement by statement."""

    def __init__(self, database: Database) -> None:
        self.spent_s = 0.0
        self.began_s = 0.0
        event.listen(database.writing, "before_cursor_execute", self.begin)
        event.listen(database.writing, "after_cursor_execute", self.end)
        plain = database.read_now

        def read_now(statements: Any) -> Any:
            began = time.process_time()
            found = plain(statements)
            self.spent_s += time.process_time() - began
            return found

        database.read_now = read_now  # type: ignore[method-assign]
        dialect: Any = database.writing.dialect
        commit = dialect.do_commit

        def do_commit(connection: Any) -> None:
            began = time.process_time()
            commit(connection)
            self.spent_s += time.process_time() - began

        dialect.do_commit = do_commit

    def begin(self, *_: Any) -> None:
        self.began_s = time.process_time()

    def end(self, *_: Any) -> None:
        self.spent_s += time.process_time() - self.began_s


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
        assert document.parsed
        driver = Driver(database)
        beyond, whole = [], []
        gc.freeze()  # as `serve` does
        for number in range(ROUNDS):
            given = {"id": f"Supplier:{supplier}", "note": f"Visit no. {number}"}
            context = Context(actor, rows.START, reads, audit_key=b"of the benchmark")
            driver.spent_s, began = 0.0, time.process_time()
            data, errors = ordinary.run(schema, document.parsed, None, {"input": given}, context)
            took = time.process_time() - began
            assert not errors
            assert not data["supplierUpdate"]["userErrors"]
            whole.append(took)
            beyond.append(took - driver.spent_s)
        database.close_now()
    said = f"{statistics.median(whole) * 1e3:.2f} ms whole, "
    print(f"{kind:10} {said}{statistics.median(beyond) * 1e3:.2f} ms beyond its SQL")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kinds", nargs="*", default=["sqlite", "postgresql"])
    for kind in parser.parse_args().kinds:
        measure(kind)


if __name__ == "__main__":
    main()
