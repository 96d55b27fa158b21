"""Pictures may lie in files of ours."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import words

revision = "2026_11_27_picture_files"
down_revision = "2026_11_23_first"
branch_labels = None
depends_on = None

TABLE = "product_pictures"
IN_ONE_PLACE = "(url IS NULL) <> (file_key IS NULL)"
FILE_IS_WHOLE = (
    "(file_key IS NULL) = (media_type IS NULL) AND (file_key IS NULL) = (file_name IS NULL)"
    " AND (file_key IS NULL) = (width_px IS NULL)"
    " AND (file_key IS NULL) = (height_px IS NULL)"
    " AND (file_key IS NULL) = (size_bytes IS NULL)"
)
COLUMNS = (
    ("file_key", words(80)),
    ("file_name", words(200)),
    ("media_type", words(100)),
    ("width_px", sa.BigInteger()),
    ("height_px", sa.BigInteger()),
    ("size_bytes", sa.BigInteger()),
)


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("url", existing_type=words(2000), nullable=True)
        for name, kind in COLUMNS:
            table.add_column(sa.Column(name, kind, nullable=True))
        table.create_check_constraint(op.f("ck_product_pictures_in_one_place"), IN_ONE_PLACE)
        table.create_check_constraint(op.f("ck_product_pictures_file_is_whole"), FILE_IS_WHOLE)


def downgrade() -> None:
    op.execute("DELETE FROM product_pictures WHERE url IS NULL")  # the code before knows no other
    with op.batch_alter_table(TABLE) as table:
        for name in ("in_one_place", "file_is_whole"):
            table.drop_constraint(op.f(f"ck_product_pictures_{name}"), type_="check")
        table.alter_column("url", existing_type=words(2000), nullable=False)
        for name, _ in COLUMNS:
            table.drop_column(name)
