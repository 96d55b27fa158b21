"""The one order of outbox events, and PostgreSQL's word to those who wait for them.

Ids say when an event was minted, not when it was committed: one minted earlier may be committed
later, and whoever had read past it would never hear of it. So each event gets a `place`, and what
is read by place is whole: when an event can be seen, so can every event before it, and none is
ever put before it again. On SQLite one transaction at a time writes, so the insert itself takes
the next place. On PostgreSQL whoever wants to read gives places first, under one lock, to all
events that are committed by then: by transaction, then by id. A transaction that is open for long
keeps nobody waiting but those who wait for its own events.
"""

from sqlalchemy import DDL, Connection, Table, event

from domain.outbox import OutboxEvent

CHANNEL = "outbox_events"
"""What PostgreSQL's listeners listen to; it carries no words."""
AT_ONCE = 10_000
LOCK = "SELECT pg_advisory_xact_lock(7240551904)"
"""Held from before the look at what lacks a place until the places are committed."""

_PLACE = f"""
WITH last AS MATERIALIZED (SELECT coalesce(max(place), 0) AS place FROM outbox_events),
fresh AS MATERIALIZED (
  SELECT id, row_number() OVER (ORDER BY {{order}}) AS nth
  FROM outbox_events WHERE place IS NULL ORDER BY {{order}} LIMIT {AT_ONCE}
)
UPDATE outbox_events SET place = last.place + fresh.nth FROM last, fresh
WHERE outbox_events.id = fresh.id
"""  # noqa: S608  nothing of anybody's in it
PLACE = {
    "sqlite": _PLACE.format(order="rowid"),
    "postgresql": _PLACE.format(order="age(xmin) DESC, id"),
}
"""By dialect: gives places to events that have none, AT_ONCE at most."""


def put_in_order(connection: Connection) -> int:
    """Gives places to events that have none; how many they were, AT_ONCE at most.

    The caller commits, and does so at once: on PostgreSQL all who read wait meanwhile.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(LOCK)
        return connection.exec_driver_sql(PLACE["postgresql"]).rowcount
    connection.exec_driver_sql(PLACE["sqlite"])
    return int(connection.exec_driver_sql("SELECT changes()").scalar_one())


NOTIFY = (
    f"""CREATE OR REPLACE FUNCTION tell_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('{CHANNEL}', '');
  RETURN NULL;
END
$$""",
    """CREATE TRIGGER outbox_events_tell AFTER INSERT ON outbox_events
FOR EACH STATEMENT EXECUTE FUNCTION tell_of_events()""",
)
"""PostgreSQL only: listeners are told once a transaction, when it commits."""


def _attach(table: object) -> None:
    assert isinstance(table, Table)
    for statement in NOTIFY:
        ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # SQLAlchemy has no types there
        event.listen(table, "after_create", ddl.execute_if(dialect="postgresql"))


_attach(OutboxEvent.__table__)
