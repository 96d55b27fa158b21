"""Orders are sales, credit notes or adjustments; lines may be charges; money goes back."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_28_order_kinds"
down_revision = "2026_11_28_long_handles"
branch_labels = None
depends_on = None

ORDERS_BEFORE = {
    "not_overpaid": "paid_minor BETWEEN 0 AND total_minor",
    "no_negative_sums": (
        "subtotal_minor >= 0 AND shipping_minor >= 0 AND discount_minor >= 0"
        " AND tax_minor >= 0 AND total_minor >= 0"
    ),
    "has_lines": "line_count > 0 AND item_count >= line_count",
    "cancelled_at_some_time": "(state = 'CANCELLED') = (cancelled_at IS NOT NULL)",
}
ORDERS_AFTER = {
    "paid_within": "paid_minor BETWEEN 0 AND CASE WHEN total_minor > 0 THEN total_minor ELSE 0 END",
    "refunded_within": "refunded_minor BETWEEN 0 AND paid_minor",
    "sums_of_kind": (
        "kind = 'ADJUSTMENT'"
        " OR kind = 'SALE' AND subtotal_minor >= 0 AND shipping_minor >= 0"
        " AND discount_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0"
        " OR kind = 'CREDIT_NOTE' AND subtotal_minor <= 0 AND shipping_minor <= 0"
        " AND discount_minor <= 0 AND tax_minor <= 0 AND total_minor <= 0"
    ),
    "counts_of_kind": (
        "line_count >= 0 AND (line_count > 0 OR item_count = 0)"
        " AND (kind = 'ADJUSTMENT' OR kind = 'SALE' AND item_count >= line_count"
        " OR kind = 'CREDIT_NOTE' AND item_count <= -line_count)"
    ),
    "cancelled_when_it_is": "state = 'CANCELLED' OR cancelled_at IS NULL",
}
LINES_BEFORE = {
    "positive_quantity": "quantity > 0",
    "no_negative_price": "unit_price_micros >= 0",
    "discount_within": "discount_minor BETWEEN 0 AND amount_minor",
}
LINES_AFTER = {
    "some_quantity": "quantity <> 0",
    "amount_of_sign": (
        "CASE WHEN (quantity > 0) = (unit_price_micros >= 0) THEN amount_minor >= 0"
        " ELSE amount_minor <= 0 END"
    ),
    "discount_within": (
        "CASE WHEN amount_minor < 0 THEN discount_minor BETWEEN amount_minor AND 0"
        " ELSE discount_minor BETWEEN 0 AND amount_minor END"
    ),
}
HANGING = (
    "order_exceptions",
    "order_lines",
    "order_contacts",
    "payments",
    "platform_orders",
)


def upgrade() -> None:
    kind = sa.Column("kind", sa.String(40), nullable=False, server_default="SALE")
    refunded = sa.Column("refunded_minor", sa.BigInteger(), nullable=False, server_default="0")
    with op.batch_alter_table("orders") as table:
        table.add_column(kind)
        table.add_column(refunded)
        _exchange(table, "orders", ORDERS_BEFORE, ORDERS_AFTER)
    kind = sa.Column("kind", sa.String(40), nullable=False, server_default="GOODS")
    with op.batch_alter_table("order_lines") as table:
        table.add_column(kind)
        _exchange(table, "order_lines", LINES_BEFORE, LINES_AFTER)
    _create_refunds()


def _create_refunds() -> None:
    op.create_table(
        "refunds",
        sa.Column("order_id", ROW_ID, nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", words(3), nullable=False),
        sa.Column("paid_back_at", INSTANT, nullable=True),
        sa.Column("reference", words(200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_refunds_positive_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_refunds_order_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_refunds_organization_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_refunds_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refunds")),
        sa.UniqueConstraint("store_id", "reference", name=op.f("uq_refunds_store_id_reference")),
    )
    op.create_index(
        op.f("ix_refunds_order_id_created_at_id"),
        "refunds",
        ["order_id", "created_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("refunds")
    _delete_what_was_unknown()
    op.execute(
        "UPDATE orders SET cancelled_at = placed_at"
        " WHERE state = 'CANCELLED' AND cancelled_at IS NULL"
    )
    with op.batch_alter_table("order_lines") as table:
        _exchange(table, "order_lines", LINES_AFTER, LINES_BEFORE)
        table.drop_column("kind")
    with op.batch_alter_table("orders") as table:
        _exchange(table, "orders", ORDERS_AFTER, ORDERS_BEFORE)
        table.drop_column("refunded_minor")
        table.drop_column("kind")


def _delete_what_was_unknown() -> None:
    """Orders that the code before could not read, and what hangs on them."""
    orders = sa.table("orders", *map(sa.column, ("id", "kind", "line_count")))
    unknown = sa.or_(orders.c.kind != "SALE", orders.c.line_count == 0)
    for name in HANGING:
        table = sa.table(name, sa.column("order_id"))
        of_unknown = table.c.order_id.in_(sa.select(orders.c.id).where(unknown))
        op.execute(sa.delete(table).where(of_unknown))
    op.execute(sa.delete(orders).where(unknown))


def _exchange(
    table: BatchOperations, name: str, before: dict[str, str], after: dict[str, str]
) -> None:
    for constraint in before:
        table.drop_constraint(op.f(f"ck_{name}_{constraint}"), type_="check")
    for constraint, rule in after.items():
        table.create_check_constraint(op.f(f"ck_{name}_{constraint}"), rule)
