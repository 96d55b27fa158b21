"""Outbox events have a place in one order, and PostgreSQL tells its listeners of them."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_27_outbox_order"
down_revision = "2026_11_27_jobs"
branch_labels = None
depends_on = None

UNPLACED = sa.text("place IS NULL")
PLACE = """
WITH placed AS (SELECT id, row_number() OVER (ORDER BY {order}) AS nth FROM outbox_events)
UPDATE outbox_events SET place = placed.nth FROM placed WHERE outbox_events.id = placed.id
"""
NOTIFY = (
    """CREATE OR REPLACE FUNCTION tell_of_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('outbox_events', '');
  RETURN NULL;
END
$$""",
    """CREATE TRIGGER outbox_events_tell AFTER INSERT ON outbox_events
FOR EACH STATEMENT EXECUTE FUNCTION tell_of_events()""",
)


def upgrade() -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("outbox_events", sa.Column("place", sa.BigInteger(), nullable=True))
    op.execute(PLACE.format(order="id" if is_postgresql else "rowid"))
    op.create_index(op.f("ix_outbox_events_place"), "outbox_events", ["place"], unique=True)
    op.create_index(
        "ix_outbox_events_unplaced",
        "outbox_events",
        ["id"],
        unique=False,
        sqlite_where=UNPLACED,
        postgresql_where=UNPLACED,
    )
    if is_postgresql:
        for statement in NOTIFY:
            op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER outbox_events_tell ON outbox_events")
        op.execute("DROP FUNCTION tell_of_events()")
    op.drop_index("ix_outbox_events_unplaced", table_name="outbox_events")
    op.drop_index(op.f("ix_outbox_events_place"), table_name="outbox_events")
    op.drop_column("outbox_events", "place")
