"""Renders are held to their presets when they are made."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ROW_ID

revision = "2026_11_28_checked_renders"
down_revision = "2026_11_28_render_fonts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("render_jobs", sa.Column("verdict", sa.String(40), nullable=True))
    with op.batch_alter_table("render_side_files") as batch_op:
        batch_op.add_column(sa.Column("preset_id", ROW_ID, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_render_side_files_preset_id"), "size_presets", ["preset_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("render_side_files") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_render_side_files_preset_id"), type_="foreignkey")
        batch_op.drop_column("preset_id")
    op.drop_column("render_jobs", "verdict")
