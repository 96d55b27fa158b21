"""Product descriptions, what is found in them, forbidden phrases and limits of titles."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_descriptions"
down_revision = "2026_11_28_compliance"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "forbidden_phrases",
        sa.Column("locale", sa.String(40), nullable=False),
        sa.Column("phrase", words(100), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("law", words(300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("platform_code", words(40), nullable=False),
        sa.Column("harmless_in", sa.Text(), nullable=False),
        sa.Column("instead", words(300), nullable=True),
        sa.Column("source", words(300), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_forbidden_phrases_valid")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_forbidden_phrases_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forbidden_phrases")),
        sa.UniqueConstraint(
            "organization_id",
            "locale",
            "phrase",
            "platform_code",
            "valid_from",
            name="uq_forbidden_phrases_once",
        ),
    )
    op.create_index(
        op.f("ix_forbidden_phrases_created_at_id"),
        "forbidden_phrases",
        ["created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_forbidden_phrases_phrase_id"), "forbidden_phrases", ["phrase", "id"], unique=False
    )
    op.create_table(
        "title_limits",
        sa.Column("platform_code", words(40), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(40), nullable=False),
        sa.Column("source", words(300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("read_on", sa.Date(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("most >= 10", name=op.f("ck_title_limits_most")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_title_limits_valid")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_title_limits_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_limits")),
        sa.UniqueConstraint(
            "organization_id",
            "platform_code",
            "valid_from",
            name=op.f("uq_title_limits_organization_id_platform_code_valid_from"),
        ),
    )
    op.create_index(
        op.f("ix_title_limits_platform_code_id"),
        "title_limits",
        ["platform_code", "id"],
        unique=False,
    )
    op.create_table(
        "product_descriptions",
        sa.Column("product_id", ROW_ID, nullable=False),
        sa.Column("locale", sa.String(40), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", words(255), nullable=False),
        sa.Column("selling_points", sa.Text(), nullable=False),
        sa.Column("care", sa.Text(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("is_generated", sa.Boolean(), nullable=False),
        sa.Column("size_table", sa.Text(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("based_on_id", ROW_ID, nullable=True),
        sa.Column("platform_id", ROW_ID, nullable=True),
        sa.Column("listing_id", ROW_ID, nullable=True),
        sa.Column("made_by_id", ROW_ID, nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("decided_by_id", ROW_ID, nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=True),
        sa.Column("applied_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "state <> 'IN_REVIEW' OR submitted_at IS NOT NULL",
            name=op.f("ck_product_descriptions_submitted"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('APPROVED', 'REJECTED') OR decided_at IS NOT NULL",
            name=op.f("ck_product_descriptions_decided"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_product_descriptions_number")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_product_descriptions_score")),
        sa.ForeignKeyConstraint(
            ["based_on_id"],
            ["product_descriptions.id"],
            name=op.f("fk_product_descriptions_based_on_id"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_product_descriptions_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["listing_id"], ["listings.id"], name=op.f("fk_product_descriptions_listing_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_product_descriptions_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_product_descriptions_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platforms.id"], name=op.f("fk_product_descriptions_platform_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_descriptions_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_descriptions")),
        sa.UniqueConstraint(
            "product_id",
            "locale",
            "number",
            name=op.f("uq_product_descriptions_product_id_locale_number"),
        ),
    )
    op.create_index(
        op.f("ix_product_descriptions_organization_id_created_at_id"),
        "product_descriptions",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_product_descriptions_organization_id_score_id"),
        "product_descriptions",
        ["organization_id", "score", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_product_descriptions_organization_id_updated_at_id"),
        "product_descriptions",
        ["organization_id", "updated_at", "id"],
        unique=False,
    )
    op.create_table(
        "description_findings",
        sa.Column("description_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("part", sa.String(40), nullable=False),
        sa.Column("points_lost", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("mend", sa.Text(), nullable=False),
        sa.Column("phrase", sa.Text(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["description_id"],
            ["product_descriptions.id"],
            name=op.f("fk_description_findings_description_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_description_findings_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_description_findings")),
    )
    op.create_index(
        op.f("ix_description_findings_description_id_position_id"),
        "description_findings",
        ["description_id", "position", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("description_findings")
    op.drop_table("product_descriptions")
    op.drop_table("forbidden_phrases")
    op.drop_table("title_limits")
