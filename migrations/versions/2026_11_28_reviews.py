"""What listings show and how it is clicked; reviews, their rounds and comments."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_reviews"
down_revision = "2026_11_28_brands"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "creative_reviews",
        sa.Column("subject_kind", sa.String(40), nullable=False),
        sa.Column("title", words(200), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("round_number", sa.BigInteger(), nullable=False),
        sa.Column("requested_by_id", ROW_ID, nullable=True),
        sa.Column("assigned_to_id", ROW_ID, nullable=True),
        sa.Column("due_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("round_number > 0", name=op.f("ck_creative_reviews_round")),
        sa.ForeignKeyConstraint(
            ["assigned_to_id"], ["users.id"], name=op.f("fk_creative_reviews_assigned_to_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_creative_reviews_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_creative_reviews_requested_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_creative_reviews_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creative_reviews")),
    )
    with op.batch_alter_table("creative_reviews", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_creative_reviews_assigned_to_id_state"),
            ["assigned_to_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_creative_reviews_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_creative_reviews_organization_id_due_at_id"),
            ["organization_id", "due_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_creative_reviews_organization_id_updated_at_id"),
            ["organization_id", "updated_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_creative_reviews_store_id_created_at_id"),
            ["store_id", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "listing_media",
        sa.Column("listing_id", ROW_ID, nullable=False),
        sa.Column("slot", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("asset_id", ROW_ID, nullable=False),
        sa.Column("starts_at", INSTANT, nullable=False),
        sa.Column("arm", sa.String(40), nullable=False),
        sa.Column("ends_at", INSTANT, nullable=True),
        sa.Column("preset_id", ROW_ID, nullable=True),
        sa.Column("counted_from", sa.Date(), nullable=True),
        sa.Column("counted_until", sa.Date(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(counted_from IS NULL) = (counted_until IS NULL)",
            name=op.f("ck_listing_media_counted"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_listing_media_lasts")),
        sa.CheckConstraint("position >= 0", name=op.f("ck_listing_media_position")),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["media_assets.id"], name=op.f("fk_listing_media_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_listing_media_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_listing_media_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["preset_id"], ["size_presets.id"], name=op.f("fk_listing_media_preset_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_listing_media_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listing_media")),
    )
    with op.batch_alter_table("listing_media", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listing_media_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_listing_media_listing_id_created_at_id"),
            ["listing_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_listing_media_listing_id_slot_position_starts_at"),
            ["listing_id", "slot", "position", "starts_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_listing_media_listing_id_starts_at_id"),
            ["listing_id", "starts_at", "id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_listing_media_preset_id"), ["preset_id"], unique=False)

    op.create_table(
        "review_comments",
        sa.Column("review_id", ROW_ID, nullable=False),
        sa.Column("round_number", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("author_id", ROW_ID, nullable=True),
        sa.Column("parent_id", ROW_ID, nullable=True),
        sa.Column("x", sa.BigInteger(), nullable=True),
        sa.Column("y", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=True),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("resolved_by_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(width IS NULL) = (height IS NULL)", name=op.f("ck_review_comments_box")
        ),
        sa.CheckConstraint("(x IS NULL) = (y IS NULL)", name=op.f("ck_review_comments_point")),
        sa.CheckConstraint("at_ms >= 0", name=op.f("ck_review_comments_moment")),
        sa.CheckConstraint(
            "parent_id IS NULL OR (x IS NULL AND at_ms IS NULL AND resolved_at IS NULL)",
            name=op.f("ck_review_comments_answer"),
        ),
        sa.CheckConstraint(
            "width > 0 AND height > 0 AND x + width <= 1000000 AND y + height <= 1000000",
            name=op.f("ck_review_comments_box_inside"),
        ),
        sa.CheckConstraint(
            "width IS NULL OR x IS NOT NULL", name=op.f("ck_review_comments_box_has_place")
        ),
        sa.CheckConstraint(
            "x BETWEEN 0 AND 1000000 AND y BETWEEN 0 AND 1000000",
            name=op.f("ck_review_comments_inside"),
        ),
        sa.ForeignKeyConstraint(
            ["author_id"], ["users.id"], name=op.f("fk_review_comments_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_review_comments_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["review_comments.id"], name=op.f("fk_review_comments_parent_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by_id"], ["users.id"], name=op.f("fk_review_comments_resolved_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["creative_reviews.id"], name=op.f("fk_review_comments_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_review_comments_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_comments")),
    )
    with op.batch_alter_table("review_comments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_comments_parent_id_created_at_id"),
            ["parent_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_review_comments_review_id_created_at_id"),
            ["review_id", "created_at", "id"],
            unique=False,
        )

    op.create_table(
        "creative_facts",
        sa.Column("media_id", ROW_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("impressions", sa.BigInteger(), nullable=False),
        sa.Column("clicks", sa.BigInteger(), nullable=False),
        sa.Column("reported_at", INSTANT, nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "clicks >= 0 AND clicks <= impressions", name=op.f("ck_creative_facts_clicks")
        ),
        sa.ForeignKeyConstraint(
            ["media_id"], ["listing_media.id"], name=op.f("fk_creative_facts_media_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_creative_facts_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_creative_facts_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_creative_facts")),
        sa.UniqueConstraint("media_id", "day", name=op.f("uq_creative_facts_media_id_day")),
    )
    op.create_table(
        "review_rounds",
        sa.Column("review_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("render_job_id", ROW_ID, nullable=True),
        sa.Column("asset_id", ROW_ID, nullable=True),
        sa.Column("template_version_id", ROW_ID, nullable=True),
        sa.Column("description_id", ROW_ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("requested_by_id", ROW_ID, nullable=True),
        sa.Column("decision", sa.String(40), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "decision IS NULL OR decision = 'APPROVE' OR reason IS NOT NULL",
            name=op.f("ck_review_rounds_reason"),
        ),
        sa.CheckConstraint(
            "(decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_review_rounds_decided")
        ),
        sa.CheckConstraint(
            "CASE WHEN render_job_id IS NULL THEN 0 ELSE 1 END + CASE WHEN asset_id IS NULL THEN 0 ELSE 1 END + CASE WHEN template_version_id IS NULL THEN 0 ELSE 1 END + CASE WHEN description_id IS NULL THEN 0 ELSE 1 END = 1",
            name=op.f("ck_review_rounds_one_subject"),
        ),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["media_assets.id"], name=op.f("fk_review_rounds_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_review_rounds_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["description_id"],
            ["product_descriptions.id"],
            name=op.f("fk_review_rounds_description_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_review_rounds_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["render_job_id"], ["render_jobs.id"], name=op.f("fk_review_rounds_render_job_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_review_rounds_requested_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["creative_reviews.id"], name=op.f("fk_review_rounds_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_review_rounds_store_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_version_id"],
            ["media_template_versions.id"],
            name=op.f("fk_review_rounds_template_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rounds")),
        sa.UniqueConstraint("review_id", "number", name=op.f("uq_review_rounds_review_id_number")),
    )
    with op.batch_alter_table("review_rounds", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_rounds_asset_id"), ["asset_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_review_rounds_description_id"), ["description_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_rounds_render_job_id"), ["render_job_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_review_rounds_template_version_id"),
            ["template_version_id"],
            unique=False,
        )


def downgrade() -> None:
    op.drop_table("review_rounds")
    op.drop_table("creative_facts")
    op.drop_table("review_comments")
    op.drop_table("listing_media")
    op.drop_table("creative_reviews")
