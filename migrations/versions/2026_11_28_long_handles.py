"""Products have handles and titles as long as the platforms' own; variants have such titles."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import words

revision = "2026_11_28_long_handles"
down_revision = "2026_11_28_file_imports"
branch_labels = None
depends_on = None

LENGTH = 255
WIDENED = {
    "products": {"handle": (60, False), "title": (200, False), "title_zh": (200, True)},
    "variants": {"title": (200, False)},
}


def upgrade() -> None:
    for table, columns in WIDENED.items():
        with op.batch_alter_table(table) as batch:
            for column, (before, nullable) in columns.items():
                batch.alter_column(
                    column,
                    existing_type=words(before),
                    type_=words(LENGTH),
                    existing_nullable=nullable,
                )


def downgrade() -> None:
    """What is too long then is cut; a handle, which must differ from all others, becomes the id."""
    op.execute("UPDATE products SET handle = CAST(id AS VARCHAR(36)) WHERE length(handle) > 60")
    for table, columns in WIDENED.items():
        for column, (before, _) in columns.items():
            kept: sa.ColumnClause[str] = sa.column(column)
            too_long = sa.func.length(kept) > before
            cut = sa.update(sa.table(table, kept)).where(too_long)
            op.execute(cut.values({column: sa.func.substr(kept, 1, before)}))
        with op.batch_alter_table(table) as batch:
            for column, (before, nullable) in columns.items():
                batch.alter_column(
                    column,
                    existing_type=words(LENGTH),
                    type_=words(before),
                    existing_nullable=nullable,
                )
