"""Products have handles and titles as long as the platforms' own."""

from alembic import op

from migrations.columns import words

revision = "2026_11_28_long_handles"
down_revision = "2026_11_27_outbox_order"
branch_labels = None
depends_on = None

WIDENED = {"handle": (60, False), "title": (200, False), "title_zh": (200, True)}


def upgrade() -> None:
    with op.batch_alter_table("products", schema=None) as batch_op:
        for column, (before, nullable) in WIDENED.items():
            batch_op.alter_column(
                column,
                existing_type=words(before),
                type_=words(255),
                existing_nullable=nullable,
            )


def downgrade() -> None:
    """What is longer than it may be then is refused by the database, and nothing is cut."""
    with op.batch_alter_table("products", schema=None) as batch_op:
        for column, (before, nullable) in WIDENED.items():
            batch_op.alter_column(
                column,
                existing_type=words(255),
                type_=words(before),
                existing_nullable=nullable,
            )
