"""Statements that are made once, and then run by the driver within a session's transaction.

What every change does, it does often: SQLAlchemy takes 20 to 60 µs to hand a statement to the
driver, and the driver one or two to run it. Such statements are compiled once for each dialect.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Select, Table, bindparam
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Process = Callable[[Any], Any]


class Prepared:
    """Its values are given by the names of its binds; both ways they are what columns take."""

    def __init__(self, statement: Any) -> None:
        self.statement = statement
        self._made: dict[str, _Made] = {}

    def run(self, session: Session, values: Mapping[str, Any]) -> int:
        """How many rows it concerned; raises what SQLAlchemy would have raised."""
        connection = session.connection()
        count: int = self._made_for(connection).run(connection, values).rowcount
        return count

    def first(self, session: Session, values: Mapping[str, Any]) -> list[Any] | None:
        """The first row of a select, in the order of its columns."""
        connection = session.connection()
        made = self._made_for(connection)
        row = made.run(connection, values).fetchone()
        if row is None:
            return None
        pairs = zip(made.results, row, strict=True)
        return [value if process is None else process(value) for process, value in pairs]

    def _made_for(self, connection: Connection) -> "_Made":
        dialect = connection.dialect
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Made(self.statement, dialect)
        return made


class PreparedInsert(Prepared):
    """Rows for some columns of a table: one, or at little more cost many."""

    def __init__(self, table: Table, columns: Sequence[Column[Any]]) -> None:
        binds = {column.key: bindparam(column.key, type_=column.type) for column in columns}
        super().__init__(table.insert().values(binds))
        self.table, self.columns = table, columns

    def many(
        self, session: Session, rows: Sequence[Mapping[str, Any]], usual: Mapping[str, Any]
    ) -> None:
        """Writes them in their order; what a row leaves out is as usual.

        PostgreSQL is given them by COPY, which heeds constraints and triggers as INSERT does.
        """
        connection = session.connection()
        made = self._made_for(connection)
        given = made.rows(rows, usual)
        driver: Any = connection.connection.dbapi_connection
        try:
            if made.dialect.name == "sqlite":
                driver.executemany(made.text, given)
            else:
                self._copy(driver, made, given)
        except made.failure as error:
            raise made.said(error) from error

    def _copy(self, driver: Any, made: "_Made", rows: Iterable[tuple[Any, ...]]) -> None:
        quoted = made.dialect.identifier_preparer.quote
        names = ", ".join(quoted(name) for name, _, _ in made.binds)
        into = f"COPY {quoted(self.table.name)} ({names}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(into) as copy:
            for row in rows:
                copy.write_row(row)


class _Made:
    """A statement in one dialect."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        driver: Any = dialect.loaded_dbapi
        self.text, self.dialect, self.failure = str(compiled), dialect, driver.Error
        self.is_positional: bool = compiled.positional
        self.binds: list[tuple[str, Process | None, Any]] = [
            (name, _impl(bind.type, dialect).bind_processor(dialect), bind.value)
            for name in (compiled.positiontup or compiled.binds)
            for bind in [compiled.binds[name]]
        ]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self.results: list[Process | None] = [
            _impl(column.type, dialect).result_processor(dialect, None) for column in columns
        ]

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Any:
        given = [
            (name, values.get(name, own) if process is None else process(values.get(name, own)))
            for name, process, own in self.binds
        ]
        driver: Any = connection.connection.dbapi_connection
        try:
            return driver.execute(
                self.text, [value for _, value in given] if self.is_positional else dict(given)
            )
        except self.failure as error:
            raise self.said(error) from error

    def rows(
        self, rows: Sequence[Mapping[str, Any]], usual: Mapping[str, Any]
    ) -> Iterable[tuple[Any, ...]]:
        """What the driver takes of them, made column by column: most values come again."""
        columns = []
        for name, process, own in self.binds:
            other = usual.get(name, own)
            columns.append(_processed([row.get(name, other) for row in rows], process))
        return zip(*columns, strict=True)

    def said(self, error: Exception) -> Any:
        """What the driver raised, as SQLAlchemy would have raised it."""
        return DBAPIError.instance(
            self.text, None, error, self.failure, hide_parameters=True, dialect=self.dialect
        )


def _processed(values: list[Any], process: Process | None) -> Iterable[Any]:
    """Each value as the driver takes it; a value that comes again is made once."""
    if process is None:
        return values
    first = values[0]
    if all(value is first for value in values):
        return repeat(process(first), len(values))
    made: dict[Any, Any] = {}
    for value in values:
        if value not in made:
            made[value] = process(value)
    return [made[value] for value in values]


def _impl(type_: Any, dialect: Dialect) -> Any:
    return type_.dialect_impl(dialect)
