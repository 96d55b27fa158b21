"""Assets, templates with their versions and sets, size presets."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_media"
down_revision = "2026_11_28_order_kinds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "media_templates",
        sa.Column("handle", words(100), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", words(200), nullable=False),
        sa.Column("title_zh", words(200), nullable=True),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_media_templates_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_templates")),
        sa.UniqueConstraint(
            "organization_id", "handle", name=op.f("uq_media_templates_organization_id_handle")
        ),
    )
    with op.batch_alter_table("media_templates", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_media_templates_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_media_templates_organization_id_title_id"),
            ["organization_id", "title", "id"],
            unique=False,
        )

    op.create_table(
        "size_presets",
        sa.Column("name", words(100), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", words(200), nullable=False),
        sa.Column("platform", words(100), nullable=False),
        sa.Column("canvas_width_px", sa.BigInteger(), nullable=False),
        sa.Column("canvas_height_px", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("source", words(500), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("is_newest", sa.Boolean(), nullable=False),
        sa.Column("main_of", words(500), nullable=False),
        sa.Column("title_zh", words(200), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_size_presets_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_size_presets")),
        sa.UniqueConstraint(
            "organization_id",
            "name",
            "number",
            name=op.f("uq_size_presets_organization_id_name_number"),
        ),
    )
    with op.batch_alter_table("size_presets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_size_presets_created_at_id"), ["created_at", "id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_size_presets_name_number_id"), ["name", "number", "id"], unique=False
        )
        batch_op.create_index(
            "uq_size_presets_name_shipped",
            ["name", "number"],
            unique=True,
            sqlite_where=sa.text("organization_id IS NULL"),
            postgresql_where=sa.text("organization_id IS NULL"),
        )

    op.create_table(
        "template_sets",
        sa.Column("handle", words(100), nullable=False),
        sa.Column("title", words(200), nullable=False),
        sa.Column("is_shipped", sa.Boolean(), nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_template_sets_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_sets")),
        sa.UniqueConstraint(
            "organization_id", "handle", name=op.f("uq_template_sets_organization_id_handle")
        ),
    )
    with op.batch_alter_table("template_sets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_template_sets_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_template_sets_organization_id_title_id"),
            ["organization_id", "title", "id"],
            unique=False,
        )

    op.create_table(
        "media_assets",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("origin", sa.String(40), nullable=False),
        sa.Column("file_key", words(80), nullable=False),
        sa.Column("file_name", words(200), nullable=False),
        sa.Column("media_type", words(100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("width_px", sa.BigInteger(), nullable=True),
        sa.Column("height_px", sa.BigInteger(), nullable=True),
        sa.Column("duration_ms", sa.BigInteger(), nullable=True),
        sa.Column("placeholder", words(80), nullable=True),
        sa.Column("fingerprint", words(16), nullable=True),
        sa.Column("alt", words(500), nullable=False),
        sa.Column("alt_zh", words(500), nullable=True),
        sa.Column("focal_x", sa.BigInteger(), nullable=True),
        sa.Column("focal_y", sa.BigInteger(), nullable=True),
        sa.Column("licence", sa.String(40), nullable=False),
        sa.Column("licence_note", words(500), nullable=True),
        sa.Column("licence_until", sa.Date(), nullable=True),
        sa.Column("created_by_id", ROW_ID, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(focal_x IS NULL) = (focal_y IS NULL)",
            name=op.f("ck_media_assets_focal_point_is_whole"),
        ),
        sa.CheckConstraint(
            "(width_px IS NULL) = (height_px IS NULL)", name=op.f("ck_media_assets_size_is_whole")
        ),
        sa.CheckConstraint(
            "focal_x BETWEEN 0 AND 1000000", name=op.f("ck_media_assets_focal_x_inside")
        ),
        sa.CheckConstraint(
            "focal_y BETWEEN 0 AND 1000000", name=op.f("ck_media_assets_focal_y_inside")
        ),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_media_assets_not_empty")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_media_assets_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_media_assets_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_assets")),
        sa.UniqueConstraint(
            "organization_id", "file_key", name=op.f("uq_media_assets_organization_id_file_key")
        ),
    )
    with op.batch_alter_table("media_assets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_media_assets_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_media_assets_organization_id_file_name_id"),
            ["organization_id", "file_name", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_media_assets_organization_id_size_bytes_id"),
            ["organization_id", "size_bytes", "id"],
            unique=False,
        )

    op.create_table(
        "media_template_versions",
        sa.Column("template_id", ROW_ID, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("sha256", words(64), nullable=False),
        sa.Column("width_px", sa.BigInteger(), nullable=False),
        sa.Column("height_px", sa.BigInteger(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("presets", sa.Text(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("created_by_id", ROW_ID, nullable=True),
        sa.Column("submitted_at", INSTANT, nullable=True),
        sa.Column("rejected_reason", sa.Text(), nullable=True),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("published_by_id", ROW_ID, nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(state = 'RETIRED') = (retired_at IS NOT NULL)",
            name=op.f("ck_media_template_versions_retired"),
        ),
        sa.CheckConstraint(
            "state <> 'PUBLISHED' OR published_at IS NOT NULL",
            name=op.f("ck_media_template_versions_published"),
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_media_template_versions_number")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_media_template_versions_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_media_template_versions_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"],
            ["users.id"],
            name=op.f("fk_media_template_versions_published_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["template_id"],
            ["media_templates.id"],
            name=op.f("fk_media_template_versions_template_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media_template_versions")),
        sa.UniqueConstraint(
            "template_id", "number", name=op.f("uq_media_template_versions_template_id_number")
        ),
    )
    with op.batch_alter_table("media_template_versions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_media_template_versions_organization_id_created_at_id"),
            ["organization_id", "created_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            "uq_media_template_versions_template_id_published",
            ["template_id"],
            unique=True,
            sqlite_where=sa.text("state = 'PUBLISHED'"),
            postgresql_where=sa.text("state = 'PUBLISHED'"),
        )

    op.create_table(
        "template_slots",
        sa.Column("version_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("within", words(200), nullable=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_zh", sa.Text(), nullable=True),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("is_computed", sa.Boolean(), nullable=False),
        sa.Column("max_chars", sa.BigInteger(), nullable=True),
        sa.Column("min_items", sa.BigInteger(), nullable=True),
        sa.Column("max_items", sa.BigInteger(), nullable=True),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("binding", words(200), nullable=True),
        sa.Column("above", words(200), nullable=True),
        sa.Column("symbology", words(40), nullable=True),
        sa.Column("default_value", sa.Text(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_template_slots_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["media_template_versions.id"],
            name=op.f("fk_template_slots_version_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_slots")),
        sa.UniqueConstraint(
            "version_id", "position", name=op.f("uq_template_slots_version_id_position")
        ),
    )
    op.create_table(
        "template_set_items",
        sa.Column("template_set_id", ROW_ID, nullable=False),
        sa.Column("template_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("preset_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_template_set_items_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["preset_id"], ["size_presets.id"], name=op.f("fk_template_set_items_preset_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_id"], ["media_templates.id"], name=op.f("fk_template_set_items_template_id")
        ),
        sa.ForeignKeyConstraint(
            ["template_set_id"],
            ["template_sets.id"],
            name=op.f("fk_template_set_items_template_set_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_set_items")),
        sa.UniqueConstraint(
            "template_set_id",
            "position",
            name=op.f("uq_template_set_items_template_set_id_position"),
        ),
    )
    with op.batch_alter_table("template_set_items", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_template_set_items_template_id"), ["template_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("template_set_items", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_template_set_items_template_id"))

    op.drop_table("template_set_items")
    op.drop_table("template_slots")
    with op.batch_alter_table("media_template_versions", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_media_template_versions_template_id_published",
            sqlite_where=sa.text("state = 'PUBLISHED'"),
            postgresql_where=sa.text("state = 'PUBLISHED'"),
        )
        batch_op.drop_index(batch_op.f("ix_media_template_versions_organization_id_created_at_id"))

    op.drop_table("media_template_versions")
    with op.batch_alter_table("media_assets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_media_assets_organization_id_size_bytes_id"))
        batch_op.drop_index(batch_op.f("ix_media_assets_organization_id_file_name_id"))
        batch_op.drop_index(batch_op.f("ix_media_assets_organization_id_created_at_id"))

    op.drop_table("media_assets")
    with op.batch_alter_table("template_sets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_template_sets_organization_id_title_id"))
        batch_op.drop_index(batch_op.f("ix_template_sets_organization_id_created_at_id"))

    op.drop_table("template_sets")
    with op.batch_alter_table("size_presets", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_size_presets_name_shipped",
            sqlite_where=sa.text("organization_id IS NULL"),
            postgresql_where=sa.text("organization_id IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_size_presets_name_number_id"))
        batch_op.drop_index(batch_op.f("ix_size_presets_created_at_id"))

    op.drop_table("size_presets")
    with op.batch_alter_table("media_templates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_media_templates_organization_id_title_id"))
        batch_op.drop_index(batch_op.f("ix_media_templates_organization_id_created_at_id"))

    op.drop_table("media_templates")
