"""Renders pin the fonts that were added which they are drawn with."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_28_render_fonts"
down_revision = "2026_11_28_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    fonts = sa.Column("fonts", sa.Text(), nullable=False, server_default="{}")
    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.add_column(fonts)
    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.alter_column("fonts", existing_type=sa.Text(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.drop_column("fonts")
