"""Pictures of products whose bytes are ours. (Until the branch `storage` brings it.)"""

import sqlalchemy as sa
from alembic import op

from migrations.columns import words

revision = "2026_11_27_picture_files"
down_revision = "2026_11_27_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("product_pictures", schema=None) as batch_op:
        batch_op.add_column(sa.Column("file_key", words(100), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("product_pictures", schema=None) as batch_op:
        batch_op.drop_column("file_key")
