"""Assets are found by their looks, staged and derived; pictures and logos of stores are assets."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op

from domain.ids import new_id
from domain.text import fold
from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_assets"
down_revision = "2026_11_28_media"
branch_labels = None
depends_on = None

BANDS = ("alike_1", "alike_2", "alike_3", "alike_4")
FACTS = ("media_type", "file_name", "width_px", "height_px", "size_bytes")
BEFORE = " AND ".join(f"(file_key IS NULL) = ({fact} IS NULL)" for fact in FACTS)
AFTER = f"(file_key IS NULL) = (asset_id IS NULL) AND {BEFORE}"
PICTURES = sa.table(
    "product_pictures",
    *(sa.column(name) for name in ("id", "organization_id", "file_key", "asset_id", *FACTS)),
    sa.column("created_at"),
)


def upgrade() -> None:
    with op.batch_alter_table("media_assets") as assets:
        for band in BANDS:
            assets.add_column(sa.Column(band, sa.BigInteger(), nullable=True))
            assets.create_index(
                op.f(f"ix_media_assets_organization_id_{band}"), ["organization_id", band]
            )
        assets.create_check_constraint(
            op.f("ck_media_assets_fingerprint_is_whole"),
            " AND ".join(f"(fingerprint IS NULL) = ({band} IS NULL)" for band in BANDS),
        )
    _create_tables()
    with op.batch_alter_table("product_pictures") as pictures:
        pictures.add_column(sa.Column("asset_id", ROW_ID, nullable=True))
        pictures.create_foreign_key(
            op.f("fk_product_pictures_asset_id"), "media_assets", ["asset_id"], ["id"]
        )
        pictures.create_index(op.f("ix_product_pictures_asset_id"), ["asset_id"])
        pictures.drop_constraint(op.f("ck_product_pictures_file_is_whole"), type_="check")
    _keep_pictures()
    with op.batch_alter_table("product_pictures") as pictures:
        pictures.create_check_constraint(op.f("ck_product_pictures_file_is_whole"), AFTER)
    with op.batch_alter_table("stores") as stores:
        stores.add_column(sa.Column("logo_id", ROW_ID, nullable=True))
        stores.create_foreign_key(op.f("fk_stores_logo_id"), "media_assets", ["logo_id"], ["id"])
        stores.create_index(op.f("ix_stores_logo_id"), ["logo_id"])


def _create_tables() -> None:
    op.create_table(
        "asset_derivatives",
        sa.Column("asset_id", ROW_ID, nullable=False),
        sa.Column("recipe", words(64), nullable=False),
        sa.Column("file_key", words(80), nullable=False),
        sa.Column("file_name", words(200), nullable=False),
        sa.Column("media_type", words(100), nullable=False),
        sa.Column("width_px", sa.BigInteger(), nullable=False),
        sa.Column("height_px", sa.BigInteger(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_asset_derivatives_not_empty")),
        sa.ForeignKeyConstraint(
            ["asset_id"], ["media_assets.id"], name=op.f("fk_asset_derivatives_asset_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_asset_derivatives_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asset_derivatives")),
        sa.UniqueConstraint(
            "asset_id", "recipe", name=op.f("uq_asset_derivatives_asset_id_recipe")
        ),
    )
    op.create_table(
        "staged_uploads",
        sa.Column("created_by_id", ROW_ID, nullable=False),
        sa.Column("file_name", words(200), nullable=False),
        sa.Column("media_type", words(100), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("file_key", words(80), nullable=True),
        sa.Column("received_at", INSTANT, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_staged_uploads_not_empty")),
        sa.CheckConstraint(
            "(file_key IS NULL) = (received_at IS NULL)", name=op.f("ck_staged_uploads_received")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["users.id"], name=op.f("fk_staged_uploads_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_staged_uploads_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staged_uploads")),
    )
    op.create_index(
        op.f("ix_staged_uploads_organization_id_expires_at_id"),
        "staged_uploads",
        ["organization_id", "expires_at", "id"],
    )


def _keep_pictures() -> None:
    """An asset for each file that pictures show, and its id in their rows."""
    assets = sa.table(
        "media_assets",
        *(sa.column(name) for name in ("id", "organization_id", "file_key", *FACTS, "kind")),
        *(sa.column(name) for name in ("origin", "licence", "alt", "search_text", "version")),
        *(sa.column(name) for name in ("created_at", "updated_at")),
    )
    found = sa.select(PICTURES).where(PICTURES.c.file_key.is_not(None)).order_by(PICTURES.c.id)
    rows: Iterable[Any] = op.get_bind().execute(found).all()
    first = {(row.organization_id, row.file_key): row for row in reversed(list(rows))}
    for (organization_id, file_key), row in first.items():
        asset_id = new_id()
        own_id = str(asset_id) if op.get_bind().dialect.name == "sqlite" else asset_id
        values = {
            "id": own_id,
            "organization_id": organization_id,
            "file_key": file_key,
            **{fact: getattr(row, fact) for fact in FACTS},
            "kind": "IMAGE",
            "origin": "UPLOADED",
            "licence": "UNKNOWN",
            "alt": "",
            "search_text": fold(row.file_name),
            "version": 1,
            "created_at": row.created_at,
            "updated_at": row.created_at,
        }
        op.execute(sa.insert(assets).values(values))
        same = (PICTURES.c.organization_id == organization_id, PICTURES.c.file_key == file_key)
        op.execute(sa.update(PICTURES).where(*same).values(asset_id=own_id))


def downgrade() -> None:
    with op.batch_alter_table("stores") as stores:
        stores.drop_index(op.f("ix_stores_logo_id"))
        stores.drop_constraint(op.f("fk_stores_logo_id"), type_="foreignkey")
        stores.drop_column("logo_id")
    with op.batch_alter_table("product_pictures") as pictures:
        pictures.drop_constraint(op.f("ck_product_pictures_file_is_whole"), type_="check")
        pictures.drop_index(op.f("ix_product_pictures_asset_id"))
        pictures.drop_constraint(op.f("fk_product_pictures_asset_id"), type_="foreignkey")
        pictures.drop_column("asset_id")
        pictures.create_check_constraint(op.f("ck_product_pictures_file_is_whole"), BEFORE)
    op.drop_table("staged_uploads")
    op.drop_table("asset_derivatives")
    with op.batch_alter_table("media_assets") as assets:
        assets.drop_constraint(op.f("ck_media_assets_fingerprint_is_whole"), type_="check")
        for band in BANDS:
            assets.drop_index(op.f(f"ix_media_assets_organization_id_{band}"))
            assets.drop_column(band)
