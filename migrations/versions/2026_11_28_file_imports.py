"""Files that are brought in, what was found in them, and files that are sent out."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_file_imports"
down_revision = "2026_11_27_outbox_order"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_imports",
        sa.Column("format", words(60), nullable=False),
        sa.Column("file_names", sa.Text(), nullable=False),
        sa.Column("files", sa.Text(), nullable=False),
        sa.Column("settings", sa.Text(), nullable=False),
        sa.Column("fingerprint", words(64), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("currency", words(3), nullable=True),
        sa.Column("is_dry_run", sa.Boolean(), nullable=False),
        sa.Column("is_all_or_nothing", sa.Boolean(), nullable=False),
        sa.Column("host", words(300), nullable=True),
        sa.Column("requested_by_id", ROW_ID, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("progress", sa.BigInteger(), nullable=False),
        sa.Column("units_done", sa.BigInteger(), nullable=False),
        sa.Column("created_count", sa.BigInteger(), nullable=False),
        sa.Column("updated_count", sa.BigInteger(), nullable=False),
        sa.Column("skipped_count", sa.BigInteger(), nullable=False),
        sa.Column("error_count", sa.BigInteger(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("error_code", words(60), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("report_key", words(100), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(state = 'FAILED') = (error_code IS NOT NULL)", name=op.f("ck_file_imports_error")
        ),
        sa.CheckConstraint(
            "(state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)",
            name=op.f("ck_file_imports_finished"),
        ),
        sa.CheckConstraint("progress BETWEEN 0 AND 1000000", name=op.f("ck_file_imports_progress")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_file_imports_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_file_imports_requested_by_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_file_imports_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_imports")),
    )
    op.create_index(
        op.f("ix_file_imports_organization_id_created_at_id"),
        "file_imports",
        ["organization_id", "created_at", "id"],
    )
    op.create_index(
        op.f("ix_file_imports_organization_id_fingerprint_state"),
        "file_imports",
        ["organization_id", "fingerprint", "state"],
    )
    op.create_index(
        op.f("ix_file_imports_organization_id_updated_at_id"),
        "file_imports",
        ["organization_id", "updated_at", "id"],
    )
    op.create_index(
        op.f("ix_file_imports_store_id_created_at_id"),
        "file_imports",
        ["store_id", "created_at", "id"],
    )
    op.create_index(
        op.f("ix_file_imports_store_id_updated_at_id"),
        "file_imports",
        ["store_id", "updated_at", "id"],
    )
    op.create_table(
        "import_findings",
        sa.Column("file_import_id", ROW_ID, nullable=False),
        sa.Column("file", words(300), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("subject", words(300), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("column_name", words(300), nullable=True),
        sa.Column("value", words(300), nullable=True),
        sa.Column("rule", words(60), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["file_import_id"], ["file_imports.id"], name=op.f("fk_import_findings_file_import_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_import_findings_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_import_findings_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_findings")),
    )
    op.create_index(
        op.f("ix_import_findings_file_import_id_id"), "import_findings", ["file_import_id", "id"]
    )
    op.create_index(
        op.f("ix_import_findings_file_import_id_outcome_id"),
        "import_findings",
        ["file_import_id", "outcome", "id"],
    )
    op.create_table(
        "file_exports",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("file_name", words(200), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("requested_by_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("row_count", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("error_code", words(60), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("file_key", words(100), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(state = 'FAILED') = (error_code IS NOT NULL)", name=op.f("ck_file_exports_error")
        ),
        sa.CheckConstraint(
            "(state = 'SUCCEEDED') = (file_key IS NOT NULL)", name=op.f("ck_file_exports_file")
        ),
        sa.CheckConstraint(
            "(state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)",
            name=op.f("ck_file_exports_finished"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_file_exports_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_file_exports_requested_by_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_file_exports_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_exports")),
    )
    op.create_index(
        op.f("ix_file_exports_requested_by_id_created_at_id"),
        "file_exports",
        ["requested_by_id", "created_at", "id"],
    )


def downgrade() -> None:
    op.drop_table("file_exports")
    op.drop_table("import_findings")
    op.drop_table("file_imports")
