"""Jobs as rows, instead of follow-ups, and renders.

The queue's own tables are no migrations: `api.jobs.engine` makes them.
"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_27_jobs"
down_revision = "2026_11_27_audit_reasons"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job_workers",
        sa.Column("host", words(300), nullable=False),
        sa.Column("process", sa.BigInteger(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("beats", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_workers")),
    )
    op.create_table(
        "jobs",
        sa.Column("kind", words(100), nullable=False),
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("queued_at", INSTANT, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("progress", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.BigInteger(), nullable=False),
        sa.Column("ticket", sa.BigInteger(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("error_code", words(60), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(state IN ('QUEUED', 'RUNNING')) = (finished_at IS NULL)",
            name=op.f("ck_jobs_finished"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 1000000", name=op.f("ck_jobs_progress")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_jobs_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_jobs_organization_id_due_at_id"),
            ["organization_id", "due_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_jobs_organization_id_queued_at_id"),
            ["organization_id", "queued_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_jobs_row_id_kind"), ["row_id", "kind"], unique=False)
        batch_op.create_index(batch_op.f("ix_jobs_state_due_at"), ["state", "due_at"], unique=False)

    op.create_table(
        "render_jobs",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("template", words(100), nullable=False),
        sa.Column("slot_values", sa.Text(), nullable=False),
        sa.Column("pictures", sa.Text(), nullable=False),
        sa.Column("format", sa.String(40), nullable=False),
        sa.Column("scale", sa.BigInteger(), nullable=False),
        sa.Column("file_name", words(200), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("product_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("listing_id", ROW_ID, nullable=True),
        sa.Column("requested_by_id", ROW_ID, nullable=True),
        sa.Column("retry_of_id", ROW_ID, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("progress", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("error_code", words(60), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("is_retryable", sa.Boolean(), nullable=False),
        sa.Column("file_key", words(100), nullable=True),
        sa.Column("media_type", words(100), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("width_px", sa.BigInteger(), nullable=True),
        sa.Column("height_px", sa.BigInteger(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(state = 'FAILED') = (error_code IS NOT NULL)", name=op.f("ck_render_jobs_error")
        ),
        sa.CheckConstraint(
            "(state = 'SUCCEEDED') = (file_key IS NOT NULL)", name=op.f("ck_render_jobs_file")
        ),
        sa.CheckConstraint(
            "(state IN ('SUCCEEDED', 'FAILED', 'CANCELLED', 'EXPIRED')) = (finished_at IS NOT NULL)",
            name=op.f("ck_render_jobs_finished"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 1000000", name=op.f("ck_render_jobs_progress")),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_render_jobs_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_render_jobs_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_render_jobs_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_render_jobs_requested_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["retry_of_id"], ["render_jobs.id"], name=op.f("fk_render_jobs_retry_of_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_render_jobs_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_render_jobs")),
        sa.UniqueConstraint("retry_of_id", name=op.f("uq_render_jobs_retry_of_id")),
    )
    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_render_jobs_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_organization_id_updated_at_id"),
            ["organization_id", "updated_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_product_id_created_at_id"),
            ["product_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_state_expires_at"), ["state", "expires_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_store_id_created_at_id"),
            ["store_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_store_id_updated_at_id"),
            ["store_id", "updated_at", "id"],
            unique=False,
        )

    # What waits is found by whoever works first, and put into the queue.
    op.execute(
        """INSERT INTO jobs (id, organization_id, kind, row_id, queued_at, due_at, state,
          progress, attempts, run, ticket, search_text)
        SELECT id, organization_id, kind, row_id, due_at, due_at, 'QUEUED', 0, 0, 0, 0, kind
        FROM follow_ups"""
    )
    op.drop_index(op.f("ix_follow_ups_due_at_id"), table_name="follow_ups")
    op.drop_table("follow_ups")


def downgrade() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("kind", words(100), nullable=False),
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_follow_ups_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_due_at_id"), "follow_ups", ["due_at", "id"], unique=False)
    op.execute(
        """INSERT INTO follow_ups (id, organization_id, kind, row_id, due_at)
        SELECT id, organization_id, kind, row_id, due_at FROM jobs
        WHERE kind = 'listing.publish' AND state IN ('QUEUED', 'RUNNING')"""
    )

    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_render_jobs_store_id_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_store_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_state_expires_at"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_product_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_organization_id_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_organization_id_created_at_id"))

    op.drop_table("render_jobs")
    with op.batch_alter_table("jobs", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_jobs_state_due_at"))
        batch_op.drop_index(batch_op.f("ix_jobs_row_id_kind"))
        batch_op.drop_index(batch_op.f("ix_jobs_organization_id_queued_at_id"))
        batch_op.drop_index(batch_op.f("ix_jobs_organization_id_due_at_id"))

    op.drop_table("jobs")
    op.drop_table("job_workers")
