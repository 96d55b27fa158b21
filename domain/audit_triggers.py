"""The database itself refuses to change or delete what the audit has written.

Made with the tables by `create_all`; a migration executes `statements(dialect)` after it has
made them. Tables that are dropped take their triggers with them.
"""

from typing import Any

from sqlalchemy import DDL, Table, event

from domain.audit import AuditEntry, AuditReason, AuditSeal

REFUSED = {
    AuditEntry.__tablename__: ("update", "delete"),
    AuditSeal.__tablename__: ("update", "delete"),
    AuditReason.__tablename__: ("update",),  # whom it names may ask to be forgotten
}

SQLITE: dict[str, tuple[str, ...]] = {
    table: tuple(
        f"CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb.upper()} ON {table}\n"
        f"BEGIN SELECT RAISE(ABORT, '{table} are never altered'); END"
        for verb in verbs
    )
    for table, verbs in REFUSED.items()
}
"""By table."""

_FUNCTION = """CREATE OR REPLACE FUNCTION refuse_to_alter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' are never altered', ERRCODE = '23001';
END
$$"""

POSTGRESQL: dict[str, tuple[str, ...]] = {
    table: (
        _FUNCTION,
        f"""CREATE TRIGGER {table}_refuse_alteration BEFORE {" OR ".join(verbs).upper()} ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_to_alter()""",
    )
    for table, verbs in REFUSED.items()
}
"""By table. 23001 is `restrict_violation`."""


def statements(dialect: str) -> tuple[str, ...]:
    """All of them for `sqlite` or `postgresql`, in the order in which to execute them."""
    by_table = {"sqlite": SQLITE, "postgresql": POSTGRESQL}[dialect]
    return tuple(statement for table in REFUSED for statement in by_table[table])


def _attach(table: object) -> None:
    assert isinstance(table, Table)
    for dialect, by_table in (("sqlite", SQLITE), ("postgresql", POSTGRESQL)):
        for statement in by_table[table.name]:
            ddl: Any = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))


_attach(AuditEntry.__table__)
_attach(AuditSeal.__table__)
_attach(AuditReason.__table__)
