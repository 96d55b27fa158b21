"""Events of platforms with their phases, which renders name; where a store is found."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_events"
down_revision = "2026_11_28_checked_renders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "platform_events",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("name_zh", words(200), nullable=True),
        sa.Column("url", words(200), nullable=True),
        sa.Column("platform_id", ROW_ID, nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_platform_events_lasts")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_platform_events_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platforms.id"], name=op.f("fk_platform_events_platform_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_events")),
    )
    with op.batch_alter_table("platform_events", schema=None) as batch_op:
        for column in ("created_at", "name", "starts_at"):
            batch_op.create_index(
                batch_op.f(f"ix_platform_events_organization_id_{column}_id"),
                ["organization_id", column, "id"],
                unique=False,
            )
        batch_op.create_index(
            batch_op.f("ix_platform_events_platform_id"), ["platform_id"], unique=False
        )

    op.create_table(
        "platform_event_phases",
        sa.Column("event_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("ends_at", INSTANT, nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_platform_event_phases_lasts")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["platform_events.id"], name=op.f("fk_platform_event_phases_event_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_platform_event_phases_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_event_phases")),
        sa.UniqueConstraint(
            "event_id", "position", name=op.f("uq_platform_event_phases_event_id_position")
        ),
    )
    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("event_id", ROW_ID, nullable=True))
        batch_op.add_column(
            sa.Column("event_shown", sa.Text(), nullable=False, server_default="{}")
        )
        batch_op.create_index(batch_op.f("ix_render_jobs_event_id"), ["event_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_event_id"), "platform_events", ["event_id"], ["id"]
        )
    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.alter_column("event_shown", existing_type=sa.Text(), server_default=None)

    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.add_column(sa.Column("address", words(200), nullable=True))
        batch_op.add_column(sa.Column("url", words(200), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stores", schema=None) as batch_op:
        batch_op.drop_column("url")
        batch_op.drop_column("address")

    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_render_jobs_event_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_render_jobs_event_id"))
        batch_op.drop_column("event_shown")
        batch_op.drop_column("event_id")

    op.drop_table("platform_event_phases")
    with op.batch_alter_table("platform_events", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_platform_events_platform_id"))
        for column in ("starts_at", "name", "created_at"):
            batch_op.drop_index(batch_op.f(f"ix_platform_events_organization_id_{column}_id"))

    op.drop_table("platform_events")
