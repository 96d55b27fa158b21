"""Reasons stand beside the audit, where they can be erased; entries keep their keyed hash.

What was written before keeps its words in the chain: there they cannot be taken out.
"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import ROW_ID

revision = "2026_11_27_audit_reasons"
down_revision = "2026_11_27_picture_files"
branch_labels = None
depends_on = None

TRIGGER = {
    "sqlite": "CREATE TRIGGER audit_reasons_refuse_update BEFORE UPDATE ON audit_reasons\n"
    "BEGIN SELECT RAISE(ABORT, 'audit_reasons are never altered'); END",
    "postgresql": """CREATE TRIGGER audit_reasons_refuse_alteration BEFORE UPDATE ON audit_reasons
FOR EACH ROW EXECUTE FUNCTION refuse_to_alter()""",
}


def upgrade() -> None:
    op.create_table(
        "audit_reasons",
        sa.Column("entry_id", ROW_ID, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_reasons_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_audit_reasons_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_reasons")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_reasons_entry_id")),
    )
    op.execute(
        "INSERT INTO audit_reasons (id, entry_id, words, organization_id)"
        " SELECT id, id, reason, organization_id FROM audit_entries WHERE reason IS NOT NULL"
    )
    op.execute(TRIGGER[op.get_bind().dialect.name])


def downgrade() -> None:
    op.drop_table("audit_reasons")
