"""Brand kits with their colours and fonts, fonts that were added, how logos look."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_brands"
down_revision = "2026_11_28_renders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "font_assets",
        sa.Column("family", words(64), nullable=False),
        sa.Column("file_key", words(80), nullable=False),
        sa.Column("file_name", words(200), nullable=False),
        sa.Column("sha256", words(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("weight_min", sa.BigInteger(), nullable=False),
        sa.Column("weight_max", sa.BigInteger(), nullable=False),
        sa.Column("width_min", sa.BigInteger(), nullable=False),
        sa.Column("width_max", sa.BigInteger(), nullable=False),
        sa.Column("is_italic", sa.Boolean(), nullable=False),
        sa.Column("character_count", sa.BigInteger(), nullable=False),
        sa.Column("scripts", words(200), nullable=False),
        sa.Column("licence", sa.String(40), nullable=False),
        sa.Column("licence_note", words(500), nullable=True),
        sa.Column("created_by_id", ROW_ID, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_font_assets_not_empty")),
        sa.CheckConstraint("weight_min <= weight_max", name=op.f("ck_font_assets_weights")),
        sa.CheckConstraint("width_min <= width_max", name=op.f("ck_font_assets_widths")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_font_assets_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_font_assets_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_font_assets")),
        sa.UniqueConstraint(
            "organization_id", "sha256", name=op.f("uq_font_assets_organization_id_sha256")
        ),
    )
    with op.batch_alter_table("font_assets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_font_assets_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_font_assets_organization_id_family_id"),
            ["organization_id", "family", "id"],
            unique=False,
        )

    op.create_table(
        "logo_looks",
        sa.Column("asset_id", ROW_ID, nullable=False),
        sa.Column("width_px", sa.BigInteger(), nullable=False),
        sa.Column("height_px", sa.BigInteger(), nullable=False),
        sa.Column("left_px", sa.BigInteger(), nullable=False),
        sa.Column("top_px", sa.BigInteger(), nullable=False),
        sa.Column("right_px", sa.BigInteger(), nullable=False),
        sa.Column("bottom_px", sa.BigInteger(), nullable=False),
        sa.Column("is_transparent", sa.Boolean(), nullable=False),
        sa.Column("mark_hex", words(7), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["media_assets.id"], name=op.f("fk_logo_looks_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_logo_looks_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_logo_looks")),
        sa.UniqueConstraint("asset_id", name=op.f("uq_logo_looks_asset_id")),
    )
    op.create_table(
        "brand_kits",
        sa.Column("name", words(200), nullable=False),
        sa.Column("scripts", words(200), nullable=False),
        sa.Column("clear_space", sa.BigInteger(), nullable=False),
        sa.Column("logo_min_px", sa.BigInteger(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("logo_id", ROW_ID, nullable=True),
        sa.Column("logo_on_dark_id", ROW_ID, nullable=True),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "NOT (is_default AND archived_at IS NOT NULL)",
            name=op.f("ck_brand_kits_default_is_used"),
        ),
        sa.CheckConstraint(
            "clear_space BETWEEN 0 AND 4000000", name=op.f("ck_brand_kits_clear_space")
        ),
        sa.CheckConstraint(
            "logo_min_px BETWEEN 1 AND 4000", name=op.f("ck_brand_kits_logo_min_px")
        ),
        sa.ForeignKeyConstraint(
            ["logo_id"], ["media_assets.id"], name=op.f("fk_brand_kits_logo_id")
        ),
        sa.ForeignKeyConstraint(
            ["logo_on_dark_id"], ["media_assets.id"], name=op.f("fk_brand_kits_logo_on_dark_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_brand_kits_organization_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_brand_kits_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand_kits")),
    )
    with op.batch_alter_table("brand_kits", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_brand_kits_logo_id"), ["logo_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_brand_kits_logo_on_dark_id"), ["logo_on_dark_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_brand_kits_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_brand_kits_organization_id_name_id"),
            ["organization_id", "name", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_brand_kits_store_id_created_at_id"),
            ["store_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_brand_kits_organization_id_default",
            ["organization_id"],
            unique=True,
            sqlite_where=sa.text("is_default AND store_id IS NULL"),
            postgresql_where=sa.text("is_default AND store_id IS NULL"),
        )
        batch_op.create_index(
            "uq_brand_kits_store_id_default",
            ["store_id"],
            unique=True,
            sqlite_where=sa.text("is_default AND store_id IS NOT NULL"),
            postgresql_where=sa.text("is_default AND store_id IS NOT NULL"),
        )

    op.create_table(
        "brand_colors",
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("kit_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("hex", words(7), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(["kit_id"], ["brand_kits.id"], name=op.f("fk_brand_colors_kit_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_brand_colors_organization_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_brand_colors_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand_colors")),
        sa.UniqueConstraint("kit_id", "role", name=op.f("uq_brand_colors_kit_id_role")),
    )
    op.create_table(
        "brand_fonts",
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("kit_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("family", words(64), nullable=False),
        sa.Column("font_asset_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["font_asset_id"], ["font_assets.id"], name=op.f("fk_brand_fonts_font_asset_id")
        ),
        sa.ForeignKeyConstraint(["kit_id"], ["brand_kits.id"], name=op.f("fk_brand_fonts_kit_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_brand_fonts_organization_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_brand_fonts_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand_fonts")),
        sa.UniqueConstraint("kit_id", "role", name=op.f("uq_brand_fonts_kit_id_role")),
    )
    with op.batch_alter_table("brand_fonts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_brand_fonts_font_asset_id"), ["font_asset_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("brand_fonts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_brand_fonts_font_asset_id"))

    op.drop_table("brand_fonts")
    op.drop_table("brand_colors")
    with op.batch_alter_table("brand_kits", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_brand_kits_store_id_default",
            sqlite_where=sa.text("is_default AND store_id IS NOT NULL"),
            postgresql_where=sa.text("is_default AND store_id IS NOT NULL"),
        )
        batch_op.drop_index(
            "uq_brand_kits_organization_id_default",
            sqlite_where=sa.text("is_default AND store_id IS NULL"),
            postgresql_where=sa.text("is_default AND store_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_brand_kits_store_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_brand_kits_organization_id_name_id"))
        batch_op.drop_index(batch_op.f("ix_brand_kits_organization_id_created_at_id"))
        batch_op.drop_index(batch_op.f("ix_brand_kits_logo_on_dark_id"))
        batch_op.drop_index(batch_op.f("ix_brand_kits_logo_id"))

    op.drop_table("brand_kits")
    op.drop_table("logo_looks")
    with op.batch_alter_table("font_assets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_font_assets_organization_id_family_id"))
        batch_op.drop_index(batch_op.f("ix_font_assets_organization_id_created_at_id"))

    op.drop_table("font_assets")
