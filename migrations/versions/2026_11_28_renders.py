"""Renders pin templates and presets, share their drawings, and are asked for in batches."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_renders"
down_revision = "2026_11_28_descriptions"
branch_labels = None
depends_on = None

IS_DRAWN = sa.text(
    "drawn_by_id IS NULL AND repeat_of_id IS NULL"
    " AND state NOT IN ('CANCELLED', 'EXPIRED', 'FAILED', 'SUCCEEDED')"
)
GONE = "template IS NULL OR product_id IS NULL OR kind <> 'POSTER'"
GONE_FORMATS = "format NOT IN ('PNG', 'JPEG', 'WEBP')"


def upgrade() -> None:
    op.create_table(
        "render_batches",
        sa.Column("item_count", sa.BigInteger(), nullable=False),
        sa.Column("template_set_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("requested_by_id", ROW_ID, nullable=True),
        sa.Column("retry_of_id", ROW_ID, nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_render_batches_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_render_batches_requested_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["retry_of_id"], ["render_batches.id"], name=op.f("fk_render_batches_retry_of_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_render_batches_store_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_set_id"],
            ["template_sets.id"],
            name=op.f("fk_render_batches_template_set_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_render_batches")),
        sa.UniqueConstraint("retry_of_id", name=op.f("uq_render_batches_retry_of_id")),
    )
    with op.batch_alter_table("render_batches", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_render_batches_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_render_batches_store_id_created_at_id"),
            ["store_id", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "render_batch_presets",
        sa.Column("batch_id", ROW_ID, nullable=False),
        sa.Column("preset_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["render_batches.id"], name=op.f("fk_render_batch_presets_batch_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_render_batch_presets_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["preset_id"], ["size_presets.id"], name=op.f("fk_render_batch_presets_preset_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_render_batch_presets_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_render_batch_presets")),
        sa.UniqueConstraint(
            "batch_id", "position", name=op.f("uq_render_batch_presets_batch_id_position")
        ),
    )
    op.create_table(
        "render_prices",
        sa.Column("render_job_id", ROW_ID, nullable=False),
        sa.Column("product_id", ROW_ID, nullable=False),
        sa.Column("price_micros", sa.BigInteger(), nullable=False),
        sa.Column("price_currency", words(3), nullable=False),
        sa.Column("variant_id", ROW_ID, nullable=True),
        sa.Column("listing_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "listing_id IS NULL OR variant_id IS NULL", name=op.f("ck_render_prices_one_source")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_render_prices_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_render_prices_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_render_prices_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["render_job_id"], ["render_jobs.id"], name=op.f("fk_render_prices_render_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_render_prices_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_render_prices")),
    )
    with op.batch_alter_table("render_prices", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_render_prices_listing_id"), ["listing_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_render_prices_product_id"), ["product_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_render_prices_render_job_id"), ["render_job_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_render_prices_variant_id"), ["variant_id"], unique=False
        )

    op.create_table(
        "render_side_files",
        sa.Column("render_job_id", ROW_ID, nullable=False),
        sa.Column("asset_id", ROW_ID, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["media_assets.id"], name=op.f("fk_render_side_files_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_render_side_files_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["render_job_id"], ["render_jobs.id"], name=op.f("fk_render_side_files_render_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_render_side_files_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_render_side_files")),
        sa.UniqueConstraint(
            "render_job_id", "position", name=op.f("uq_render_side_files_render_job_id_position")
        ),
    )
    with op.batch_alter_table("render_side_files", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_render_side_files_asset_id"), ["asset_id"], unique=False
        )

    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.add_column(sa.Column("template_version_id", ROW_ID, nullable=True))
        batch_op.add_column(sa.Column("preset_id", ROW_ID, nullable=True))
        batch_op.add_column(sa.Column("input_hash", words(64), nullable=True))
        batch_op.add_column(sa.Column("asked", sa.Text(), nullable=False, server_default="{}"))
        batch_op.add_column(sa.Column("variant_id", ROW_ID, nullable=True))
        batch_op.add_column(sa.Column("repeat_of_id", ROW_ID, nullable=True))
        batch_op.add_column(sa.Column("drawn_by_id", ROW_ID, nullable=True))
        batch_op.add_column(sa.Column("batch_id", ROW_ID, nullable=True))
        batch_op.add_column(
            sa.Column("position", sa.BigInteger(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("duration_ms", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("notes", sa.Text(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("asset_id", ROW_ID, nullable=True))
        batch_op.add_column(
            sa.Column("is_stale", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("stale_reason", sa.String(40), nullable=True))
        batch_op.add_column(sa.Column("stale_at", INSTANT, nullable=True))
        batch_op.alter_column("template", existing_type=words(100), nullable=True)
        batch_op.alter_column("product_id", existing_type=ROW_ID, nullable=True)
        batch_op.create_index(batch_op.f("ix_render_jobs_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_render_jobs_batch_id_position_id"),
            ["batch_id", "position", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_batch_id_state"), ["batch_id", "state"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_drawn_by_id"), ["drawn_by_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_organization_id_input_hash"),
            ["organization_id", "input_hash"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_render_jobs_template_version_id"), ["template_version_id"], unique=False
        )
        batch_op.create_index(
            "uq_render_jobs_organization_id_input_hash_drawn",
            ["organization_id", "input_hash"],
            unique=True,
            sqlite_where=IS_DRAWN,
            postgresql_where=IS_DRAWN,
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_repeat_of_id"), "render_jobs", ["repeat_of_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_preset_id"), "size_presets", ["preset_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_asset_id"), "media_assets", ["asset_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_batch_id"), "render_batches", ["batch_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_drawn_by_id"), "render_jobs", ["drawn_by_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_template_version_id"),
            "media_template_versions",
            ["template_version_id"],
            ["id"],
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_render_jobs_variant_id"), "variants", ["variant_id"], ["id"]
        )
    with op.batch_alter_table(
        "render_jobs"
    ) as batch_op:  # what is left out is a mistake from now on
        for name, kind in (
            ("asked", sa.Text()),
            ("notes", sa.Text()),
            ("position", sa.BigInteger()),
        ):
            batch_op.alter_column(name, existing_type=kind, server_default=None)
        batch_op.alter_column("is_stale", existing_type=sa.Boolean(), server_default=None)


def downgrade() -> None:
    op.drop_table("render_side_files")
    op.drop_table("render_prices")
    with op.batch_alter_table("render_jobs", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_render_jobs_variant_id"), type_="foreignkey")
        batch_op.drop_constraint(
            batch_op.f("fk_render_jobs_template_version_id"), type_="foreignkey"
        )
        batch_op.drop_constraint(batch_op.f("fk_render_jobs_drawn_by_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_render_jobs_batch_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_render_jobs_asset_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_render_jobs_preset_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_render_jobs_repeat_of_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq_render_jobs_organization_id_input_hash_drawn",
            sqlite_where=IS_DRAWN,
            postgresql_where=IS_DRAWN,
        )
        batch_op.drop_index(batch_op.f("ix_render_jobs_template_version_id"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_organization_id_input_hash"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_drawn_by_id"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_batch_id_state"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_batch_id_position_id"))
        batch_op.drop_index(batch_op.f("ix_render_jobs_asset_id"))
        batch_op.drop_column("stale_at")
        batch_op.drop_column("stale_reason")
        batch_op.drop_column("is_stale")
        batch_op.drop_column("asset_id")
        batch_op.drop_column("notes")
        batch_op.drop_column("duration_ms")
        batch_op.drop_column("position")
        batch_op.drop_column("batch_id")
        batch_op.drop_column("drawn_by_id")
        batch_op.drop_column("repeat_of_id")
        batch_op.drop_column("variant_id")
        batch_op.drop_column("asked")
        batch_op.drop_column("input_hash")
        batch_op.drop_column("preset_id")
        batch_op.drop_column("template_version_id")
    for gone in (GONE, GONE_FORMATS):  # the code before knows no others
        op.execute(
            f"UPDATE render_jobs SET retry_of_id = NULL WHERE retry_of_id IN "  # noqa: S608  ours
            f"(SELECT id FROM render_jobs WHERE {gone})"
        )
        op.execute(f"DELETE FROM render_jobs WHERE {gone}")  # noqa: S608  likewise
    with op.batch_alter_table("render_jobs") as batch_op:
        batch_op.alter_column("product_id", existing_type=ROW_ID, nullable=False)
        batch_op.alter_column("template", existing_type=words(100), nullable=False)
    op.drop_table("render_batch_presets")
    op.drop_table("render_batches")
