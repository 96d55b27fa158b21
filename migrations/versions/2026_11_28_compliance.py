"""What checks against presets found."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_compliance"
down_revision = "2026_11_28_assets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "compliance_results",
        sa.Column("asset_id", ROW_ID, nullable=False),
        sa.Column("preset_id", ROW_ID, nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("checked_at", INSTANT, nullable=False),
        sa.Column("checked_by_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["media_assets.id"], name=op.f("fk_compliance_results_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["users.id"], name=op.f("fk_compliance_results_checked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_compliance_results_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["preset_id"], ["size_presets.id"], name=op.f("fk_compliance_results_preset_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliance_results")),
        sa.UniqueConstraint(
            "asset_id", "preset_id", name=op.f("uq_compliance_results_asset_id_preset_id")
        ),
    )
    with op.batch_alter_table("compliance_results", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_compliance_results_asset_id_updated_at_id"),
            ["asset_id", "updated_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_compliance_results_organization_id_updated_at_id"),
            ["organization_id", "updated_at", "id"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_compliance_results_preset_id_updated_at_id"),
            ["preset_id", "updated_at", "id"],
            unique=False,
        )

    op.create_table(
        "compliance_findings",
        sa.Column("result_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("rule", words(60), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("measured", sa.Text(), nullable=False),
        sa.Column("limit", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_compliance_findings_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["compliance_results.id"], name=op.f("fk_compliance_findings_result_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_compliance_findings")),
        sa.UniqueConstraint(
            "result_id", "position", name=op.f("uq_compliance_findings_result_id_position")
        ),
    )


def downgrade() -> None:
    op.drop_table("compliance_findings")
    with op.batch_alter_table("compliance_results", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_compliance_results_preset_id_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_compliance_results_organization_id_updated_at_id"))
        batch_op.drop_index(batch_op.f("ix_compliance_results_asset_id_updated_at_id"))

    op.drop_table("compliance_results")
