"""The first contexts: people, audit, outbox, catalogue, stores, orders, suppliers."""

import sqlalchemy as sa
from alembic import op

from migrations.columns import INSTANT, ROW_ID, words

revision = "2026_11_23_first"
down_revision = None
branch_labels = None
depends_on = None

CHAINED = ("audit_entries", "audit_seals")
TRIGGERS = {
    "sqlite": [
        f"CREATE TRIGGER {table}_refuse_{verb} BEFORE {verb.upper()} ON {table}\n"
        f"BEGIN SELECT RAISE(ABORT, '{table} are never altered'); END"
        for table in CHAINED
        for verb in ("update", "delete")
    ],
    "postgresql": [
        """CREATE OR REPLACE FUNCTION refuse_to_alter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' are never altered', ERRCODE = '23001';
END
$$""",
        *(
            f"""CREATE TRIGGER {table}_refuse_alteration BEFORE UPDATE OR DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_to_alter()"""
            for table in CHAINED
        ),
    ],
}
"""What the audit has written, the database itself refuses to change or delete."""


def upgrade() -> None:
    op.create_table(
        "organizations",
        sa.Column("name", words(200), nullable=False),
        sa.Column("handle", words(60), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organizations")),
        sa.UniqueConstraint("handle", name=op.f("uq_organizations_handle")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("actor_id", ROW_ID, nullable=True),
        sa.Column("actor_roles", words(200), nullable=False),
        sa.Column("operation", words(100), nullable=False),
        sa.Column("action", words(100), nullable=False),
        sa.Column("subject_type", words(60), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=True),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("request_id", words(64), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_audit_entries_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(
        op.f("ix_audit_entries_actor_id_at_id"),
        "audit_entries",
        ["actor_id", "at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entries_organization_id_at_id"),
        "audit_entries",
        ["organization_id", "at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entries_store_id_at_id"),
        "audit_entries",
        ["store_id", "at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_audit_entries_subject_id_at_id"),
        "audit_entries",
        ["subject_id", "at", "id"],
        unique=False,
    )
    op.create_table(
        "categories",
        sa.Column("handle", words(60), nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("name_zh", words(200), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", ROW_ID, nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("parent_id <> id", name=op.f("ck_categories_not_its_own_parent")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_categories_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["categories.id"], name=op.f("fk_categories_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint(
            "organization_id", "handle", name=op.f("uq_categories_organization_id_handle")
        ),
    )
    op.create_index(
        op.f("ix_categories_organization_id_created_at_id"),
        "categories",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_categories_organization_id_name_id"),
        "categories",
        ["organization_id", "name", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_categories_organization_id_position_id"),
        "categories",
        ["organization_id", "position", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_categories_parent_id_position_id"),
        "categories",
        ["parent_id", "position", "id"],
        unique=False,
    )
    op.create_table(
        "customers",
        sa.Column("handle", words(200), nullable=False),
        sa.Column("name_masked", words(200), nullable=False),
        sa.Column("phone_masked", words(40), nullable=False),
        sa.Column("email_masked", words(320), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("contact_changed_at", INSTANT, nullable=True),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_customers_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
    )
    op.create_index(
        op.f("ix_customers_organization_id_created_at_id"),
        "customers",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_customers_organization_id_handle_id"),
        "customers",
        ["organization_id", "handle", "id"],
        unique=False,
    )
    op.create_table(
        "follow_ups",
        sa.Column("kind", words(100), nullable=False),
        sa.Column("row_id", ROW_ID, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_follow_ups_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index(op.f("ix_follow_ups_due_at_id"), "follow_ups", ["due_at", "id"], unique=False)
    op.create_table(
        "outbox_events",
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("kind", words(100), nullable=False),
        sa.Column("subject_type", words(60), nullable=False),
        sa.Column("subject_id", ROW_ID, nullable=True),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_outbox_events_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_events")),
    )
    op.create_index(
        op.f("ix_outbox_events_organization_id_id"),
        "outbox_events",
        ["organization_id", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_outbox_events_subject_id_id"), "outbox_events", ["subject_id", "id"], unique=False
    )
    op.create_table(
        "platforms",
        sa.Column("code", words(40), nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("name_zh", words(200), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=True),
        sa.Column("home_country", words(2), nullable=True),
        sa.Column("default_currency", words(3), nullable=True),
        sa.Column("default_time_zone", words(64), nullable=True),
        sa.Column("website", words(300), nullable=True),
        sa.Column("source", words(300), nullable=True),
        sa.Column("as_of", sa.Date(), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_platforms_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platforms")),
        sa.UniqueConstraint(
            "organization_id", "code", name=op.f("uq_platforms_organization_id_code")
        ),
    )
    op.create_index(op.f("ix_platforms_code_id"), "platforms", ["code", "id"], unique=False)
    op.create_index(
        op.f("ix_platforms_created_at_id"), "platforms", ["created_at", "id"], unique=False
    )
    op.create_index(op.f("ix_platforms_name_id"), "platforms", ["name", "id"], unique=False)
    op.create_index(
        "uq_platforms_code_shipped",
        "platforms",
        ["code"],
        unique=True,
        sqlite_where=sa.text("organization_id IS NULL"),
        postgresql_where=sa.text("organization_id IS NULL"),
    )
    op.create_table(
        "suppliers",
        sa.Column("code", words(60), nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("country", words(2), nullable=False),
        sa.Column("currency", words(3), nullable=False),
        sa.Column("name_zh", words(200), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("blocked_reason", sa.Text(), nullable=True),
        sa.Column("lead_time_days", sa.BigInteger(), nullable=False),
        sa.Column("payment_terms_days", sa.BigInteger(), nullable=False),
        sa.Column("website", words(500), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("contact_name", words(200), nullable=True),
        sa.Column("contact_phone", words(60), nullable=True),
        sa.Column("contact_email", words(320), nullable=True),
        sa.Column("contact_wechat", words(100), nullable=True),
        sa.Column("contact_address", words(500), nullable=True),
        sa.Column("contact_name_masked", words(200), nullable=True),
        sa.Column("contact_phone_masked", words(60), nullable=True),
        sa.Column("contact_email_masked", words(320), nullable=True),
        sa.Column("contact_wechat_masked", words(100), nullable=True),
        sa.Column("contact_address_masked", words(500), nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("lead_time_days >= 0", name=op.f("ck_suppliers_lead_time_days")),
        sa.CheckConstraint("payment_terms_days >= 0", name=op.f("ck_suppliers_payment_terms_days")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_suppliers_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suppliers")),
        sa.UniqueConstraint(
            "organization_id", "code", name=op.f("uq_suppliers_organization_id_code")
        ),
    )
    op.create_index(
        op.f("ix_suppliers_organization_id_created_at_id"),
        "suppliers",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_suppliers_organization_id_lead_time_days_id"),
        "suppliers",
        ["organization_id", "lead_time_days", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_suppliers_organization_id_name_id"),
        "suppliers",
        ["organization_id", "name", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_suppliers_organization_id_updated_at_id"),
        "suppliers",
        ["organization_id", "updated_at", "id"],
        unique=False,
    )
    op.create_table(
        "users",
        sa.Column("name", words(200), nullable=False),
        sa.Column("email", words(320), nullable=False),
        sa.Column("locale", words(20), nullable=False),
        sa.Column("disabled_at", INSTANT, nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_users_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint(
            "organization_id", "email", name=op.f("uq_users_organization_id_email")
        ),
    )
    op.create_index(
        op.f("ix_users_organization_id_created_at_id"),
        "users",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_users_organization_id_name_id"),
        "users",
        ["organization_id", "name", "id"],
        unique=False,
    )
    op.create_table(
        "api_tokens",
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("token_hash", words(64), nullable=False),
        sa.Column("made_by_id", ROW_ID, nullable=True),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["users.id"], name=op.f("fk_api_tokens_made_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_api_tokens_organization_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_api_tokens_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_tokens_token_hash")),
    )
    op.create_index(
        op.f("ix_api_tokens_organization_id_created_at_id"),
        "api_tokens",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_api_tokens_user_id_id"), "api_tokens", ["user_id", "id"], unique=False)
    op.create_table(
        "audit_seals",
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("entry_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hash", words(64), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["audit_entries.id"], name=op.f("fk_audit_seals_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_audit_seals_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_seals")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_audit_seals_entry_id")),
        sa.UniqueConstraint(
            "organization_id", "position", name=op.f("uq_audit_seals_organization_id_position")
        ),
    )
    op.create_table(
        "customer_contacts",
        sa.Column("customer_id", ROW_ID, nullable=False),
        sa.Column("source", words(60), nullable=True),
        sa.Column("external_id", words(200), nullable=True),
        sa.Column("name", words(200), nullable=True),
        sa.Column("phone", words(40), nullable=True),
        sa.Column("email", words(320), nullable=True),
        sa.Column("address1", sa.Text(), nullable=True),
        sa.Column("address2", sa.Text(), nullable=True),
        sa.Column("city", words(100), nullable=True),
        sa.Column("region", words(100), nullable=True),
        sa.Column("postcode", words(20), nullable=True),
        sa.Column("country", words(2), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_contacts_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_customer_contacts_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_contacts")),
        sa.UniqueConstraint("customer_id", name=op.f("uq_customer_contacts_customer_id")),
        sa.UniqueConstraint(
            "organization_id",
            "source",
            "external_id",
            name=op.f("uq_customer_contacts_organization_id_source_external_id"),
        ),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("actor_id", ROW_ID, nullable=False),
        sa.Column("field", words(100), nullable=False),
        sa.Column("key", words(200), nullable=False),
        sa.Column("input_hash", words(64), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("used_at", INSTANT, nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["users.id"], name=op.f("fk_idempotency_keys_actor_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_idempotency_keys_organization_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_idempotency_keys")),
        sa.UniqueConstraint(
            "actor_id", "field", "key", name=op.f("uq_idempotency_keys_actor_id_field_key")
        ),
    )
    op.create_index(
        op.f("ix_idempotency_keys_used_at_id"), "idempotency_keys", ["used_at", "id"], unique=False
    )
    op.create_table(
        "products",
        sa.Column("handle", words(60), nullable=False),
        sa.Column("title", words(200), nullable=False),
        sa.Column("title_zh", words(200), nullable=True),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("description_html_zh", sa.Text(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("brand", words(200), nullable=True),
        sa.Column("tags", words(), nullable=False),
        sa.Column("option_1_name", words(60), nullable=True),
        sa.Column("option_2_name", words(60), nullable=True),
        sa.Column("option_3_name", words(60), nullable=True),
        sa.Column("category_id", ROW_ID, nullable=True),
        sa.Column("supplier_id", ROW_ID, nullable=True),
        sa.Column("title_folded", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_products_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_products_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["suppliers.id"], name=op.f("fk_products_supplier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint(
            "organization_id", "handle", name=op.f("uq_products_organization_id_handle")
        ),
    )
    op.create_index(
        op.f("ix_products_category_id_created_at_id"),
        "products",
        ["category_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_category_id_title_id"),
        "products",
        ["category_id", "title", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_category_id_updated_at_id"),
        "products",
        ["category_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_organization_id_created_at_id"),
        "products",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_organization_id_title_id"),
        "products",
        ["organization_id", "title", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_organization_id_updated_at_id"),
        "products",
        ["organization_id", "updated_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_supplier_id_created_at_id"),
        "products",
        ["supplier_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_supplier_id_title_id"),
        "products",
        ["supplier_id", "title", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_products_supplier_id_updated_at_id"),
        "products",
        ["supplier_id", "updated_at", "id"],
        unique=False,
    )
    op.create_table(
        "stores",
        sa.Column("platform_id", ROW_ID, nullable=False),
        sa.Column("name", words(200), nullable=False),
        sa.Column("handle", words(60), nullable=False),
        sa.Column("time_zone", words(64), nullable=False),
        sa.Column("currency", words(3), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("external_id", words(100), nullable=True),
        sa.Column("opened_at", INSTANT, nullable=True),
        sa.Column("closed_at", INSTANT, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("state = 'CLOSED' OR closed_at IS NULL", name=op.f("ck_stores_closed")),
        sa.CheckConstraint(
            "state NOT IN ('OPEN', 'PAUSED', 'PENALIZED') OR opened_at IS NOT NULL",
            name=op.f("ck_stores_opened"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_stores_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["platform_id"], ["platforms.id"], name=op.f("fk_stores_platform_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stores")),
        sa.UniqueConstraint(
            "organization_id", "handle", name=op.f("uq_stores_organization_id_handle")
        ),
    )
    op.create_index(
        op.f("ix_stores_organization_id_created_at_id"),
        "stores",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_stores_organization_id_name_id"),
        "stores",
        ["organization_id", "name", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_stores_platform_id_created_at_id"),
        "stores",
        ["platform_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_stores_platform_id_name_id"), "stores", ["platform_id", "name", "id"], unique=False
    )
    op.create_table(
        "orders",
        sa.Column("number", words(100), nullable=False),
        sa.Column("source", words(60), nullable=False),
        sa.Column("placed_at", INSTANT, nullable=False),
        sa.Column("currency", words(3), nullable=False),
        sa.Column("subtotal_minor", sa.BigInteger(), nullable=False),
        sa.Column("shipping_minor", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("tax_minor", sa.BigInteger(), nullable=False),
        sa.Column("rounding_minor", sa.BigInteger(), nullable=False),
        sa.Column("total_minor", sa.BigInteger(), nullable=False),
        sa.Column("paid_minor", sa.BigInteger(), nullable=False),
        sa.Column("line_count", sa.BigInteger(), nullable=False),
        sa.Column("item_count", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", ROW_ID, nullable=True),
        sa.Column("external_id", words(200), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("payment_state", sa.String(40), nullable=False),
        sa.Column("paid_at", INSTANT, nullable=True),
        sa.Column("reviewed_at", INSTANT, nullable=True),
        sa.Column("held_at", INSTANT, nullable=True),
        sa.Column("hold_reason", sa.Text(), nullable=True),
        sa.Column("cancelled_at", INSTANT, nullable=True),
        sa.Column("cancel_reason", sa.String(40), nullable=True),
        sa.Column("is_tax_included", sa.Boolean(), nullable=False),
        sa.Column("buyer_note", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("ship_to_country", words(2), nullable=True),
        sa.Column("ship_to_region", words(100), nullable=True),
        sa.Column("ship_to_city", words(100), nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(state = 'CANCELLED') = (cancelled_at IS NOT NULL)",
            name=op.f("ck_orders_cancelled_at_some_time"),
        ),
        sa.CheckConstraint(
            "line_count > 0 AND item_count >= line_count", name=op.f("ck_orders_has_lines")
        ),
        sa.CheckConstraint(
            "paid_minor BETWEEN 0 AND total_minor", name=op.f("ck_orders_not_overpaid")
        ),
        sa.CheckConstraint(
            "subtotal_minor >= 0 AND shipping_minor >= 0 AND discount_minor >= 0 AND tax_minor >= 0 AND total_minor >= 0",
            name=op.f("ck_orders_no_negative_sums"),
        ),
        sa.CheckConstraint(
            "total_minor = subtotal_minor + shipping_minor - discount_minor + rounding_minor + CASE WHEN is_tax_included THEN 0 ELSE tax_minor END",
            name=op.f("ck_orders_adds_up"),
        ),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_orders_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_orders_organization_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_orders_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orders")),
        sa.UniqueConstraint("store_id", "number", name=op.f("uq_orders_store_id_number")),
    )
    op.create_index(
        op.f("ix_orders_customer_id_placed_at_id"),
        "orders",
        ["customer_id", "placed_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_orders_organization_id_number_id"),
        "orders",
        ["organization_id", "number", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_orders_organization_id_placed_at_id"),
        "orders",
        ["organization_id", "placed_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_orders_organization_id_state_placed_at_id"),
        "orders",
        ["organization_id", "state", "placed_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_orders_organization_id_total_minor_id"),
        "orders",
        ["organization_id", "total_minor", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_orders_store_id_placed_at_id"),
        "orders",
        ["store_id", "placed_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_orders_store_id_state_placed_at_id"),
        "orders",
        ["store_id", "state", "placed_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_orders_store_id_total_minor_id"),
        "orders",
        ["store_id", "total_minor", "id"],
        unique=False,
    )
    op.create_table(
        "product_attributes",
        sa.Column("product_id", ROW_ID, nullable=False),
        sa.Column("name", words(100), nullable=False),
        sa.Column("value", words(500), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_product_attributes_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_attributes_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_attributes")),
        sa.UniqueConstraint(
            "product_id", "name", name=op.f("uq_product_attributes_product_id_name")
        ),
    )
    op.create_index(
        op.f("ix_product_attributes_product_id_position_id"),
        "product_attributes",
        ["product_id", "position", "id"],
        unique=False,
    )
    op.create_table(
        "role_assignments",
        sa.Column("user_id", ROW_ID, nullable=False),
        sa.Column("role", sa.String(40), nullable=False),
        sa.Column("store_id", ROW_ID, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_role_assignments_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_role_assignments_store_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_role_assignments_user_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_assignments")),
        sa.UniqueConstraint(
            "user_id", "role", "store_id", name=op.f("uq_role_assignments_user_id_role_store_id")
        ),
    )
    op.create_index(
        op.f("ix_role_assignments_organization_id_created_at_id"),
        "role_assignments",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_role_assignments_user_id_id"), "role_assignments", ["user_id", "id"], unique=False
    )
    op.create_index(
        "uq_role_assignments_user_id_role",
        "role_assignments",
        ["user_id", "role"],
        unique=True,
        sqlite_where=sa.text("store_id IS NULL"),
        postgresql_where=sa.text("store_id IS NULL"),
    )
    op.create_table(
        "store_opening_tasks",
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("completed_at", INSTANT, nullable=True),
        sa.Column("completed_by_id", ROW_ID, nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["completed_by_id"], ["users.id"], name=op.f("fk_store_opening_tasks_completed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_store_opening_tasks_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_store_opening_tasks_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_store_opening_tasks")),
        sa.UniqueConstraint("store_id", "kind", name=op.f("uq_store_opening_tasks_store_id_kind")),
    )
    op.create_index(
        op.f("ix_store_opening_tasks_store_id_position_id"),
        "store_opening_tasks",
        ["store_id", "position", "id"],
        unique=False,
    )
    op.create_table(
        "variants",
        sa.Column("product_id", ROW_ID, nullable=False),
        sa.Column("sku", words(100), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger(), nullable=False),
        sa.Column("unit_price_currency", words(3), nullable=False),
        sa.Column("barcode", words(14), nullable=True),
        sa.Column("title", words(200), nullable=False),
        sa.Column("option_1", words(100), nullable=False),
        sa.Column("option_2", words(100), nullable=False),
        sa.Column("option_3", words(100), nullable=False),
        sa.Column("unit_cost_micros", sa.BigInteger(), nullable=True),
        sa.Column("unit_cost_currency", words(3), nullable=True),
        sa.Column("weight_g", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("archived_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(unit_cost_micros IS NULL) = (unit_cost_currency IS NULL)",
            name=op.f("ck_variants_cost_is_whole"),
        ),
        sa.CheckConstraint("unit_cost_micros >= 0", name=op.f("ck_variants_cost_not_negative")),
        sa.CheckConstraint("unit_price_micros >= 0", name=op.f("ck_variants_price_not_negative")),
        sa.CheckConstraint("weight_g >= 0", name=op.f("ck_variants_weight_not_negative")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_variants_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_variants_product_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint(
            "organization_id", "barcode", name=op.f("uq_variants_organization_id_barcode")
        ),
        sa.UniqueConstraint("organization_id", "sku", name=op.f("uq_variants_organization_id_sku")),
    )
    op.create_index(
        op.f("ix_variants_organization_id_created_at_id"),
        "variants",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_variants_organization_id_position_id"),
        "variants",
        ["organization_id", "position", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_variants_product_id_option_1_option_2_option_3"),
        "variants",
        ["product_id", "option_1", "option_2", "option_3"],
        unique=True,
        postgresql_where=sa.text("archived_at IS NULL"),
        sqlite_where=sa.text("archived_at IS NULL"),
    )
    op.create_index(
        op.f("ix_variants_product_id_position_id"),
        "variants",
        ["product_id", "position", "id"],
        unique=False,
    )
    op.create_table(
        "listings",
        sa.Column("variant_id", ROW_ID, nullable=False),
        sa.Column("product_id", ROW_ID, nullable=False),
        sa.Column("price_micros", sa.BigInteger(), nullable=False),
        sa.Column("price_currency", words(3), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("own_title", words(200), nullable=True),
        sa.Column("platform_item_id", words(100), nullable=True),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("scheduled_at", INSTANT, nullable=True),
        sa.Column("suspension_reason", sa.String(40), nullable=True),
        sa.Column("delist_reason", sa.String(40), nullable=True),
        sa.Column("delisted_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(state = 'SCHEDULED') = (scheduled_at IS NOT NULL)", name=op.f("ck_listings_scheduled")
        ),
        sa.CheckConstraint(
            "(state = 'SUSPENDED') = (suspension_reason IS NOT NULL)",
            name=op.f("ck_listings_suspended"),
        ),
        sa.CheckConstraint("price_micros > 0", name=op.f("ck_listings_price")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_listings_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_listings_product_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_listings_store_id")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_listings_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listings")),
    )
    op.create_index(
        op.f("ix_listings_organization_id_created_at_id"),
        "listings",
        ["organization_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listings_organization_id_price_micros_id"),
        "listings",
        ["organization_id", "price_micros", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listings_product_id_created_at_id"),
        "listings",
        ["product_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listings_store_id_created_at_id"),
        "listings",
        ["store_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listings_store_id_platform_item_id"),
        "listings",
        ["store_id", "platform_item_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listings_store_id_price_micros_id"),
        "listings",
        ["store_id", "price_micros", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listings_variant_id_created_at_id"),
        "listings",
        ["variant_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        "uq_listings_store_id_variant_id",
        "listings",
        ["store_id", "variant_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'ARCHIVED'"),
        postgresql_where=sa.text("state <> 'ARCHIVED'"),
    )
    op.create_table(
        "order_contacts",
        sa.Column("order_id", ROW_ID, nullable=False),
        sa.Column("customer_id", ROW_ID, nullable=True),
        sa.Column("name", words(200), nullable=True),
        sa.Column("phone", words(40), nullable=True),
        sa.Column("email", words(320), nullable=True),
        sa.Column("address1", sa.Text(), nullable=True),
        sa.Column("address2", sa.Text(), nullable=True),
        sa.Column("city", words(100), nullable=True),
        sa.Column("region", words(100), nullable=True),
        sa.Column("postcode", words(20), nullable=True),
        sa.Column("country", words(2), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_order_contacts_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_contacts_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_order_contacts_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_contacts_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_contacts")),
        sa.UniqueConstraint("order_id", name=op.f("uq_order_contacts_order_id")),
    )
    op.create_index(
        op.f("ix_order_contacts_customer_id_id"),
        "order_contacts",
        ["customer_id", "id"],
        unique=False,
    )
    op.create_table(
        "order_lines",
        sa.Column("order_id", ROW_ID, nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("sku", words(100), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("currency", words(3), nullable=False),
        sa.Column("unit_price_micros", sa.BigInteger(), nullable=False),
        sa.Column("discount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("variant_id", ROW_ID, nullable=True),
        sa.Column("title", words(500), nullable=False),
        sa.Column("stated_amount_minor", sa.BigInteger(), nullable=True),
        sa.Column("stated_amount_currency", words(3), nullable=True),
        sa.Column("is_gift", sa.Boolean(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(stated_amount_minor IS NULL) = (stated_amount_currency IS NULL)",
            name=op.f("ck_order_lines_stated_amount_whole"),
        ),
        sa.CheckConstraint(
            "discount_minor BETWEEN 0 AND amount_minor", name=op.f("ck_order_lines_discount_within")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_order_lines_positive_quantity")),
        sa.CheckConstraint("unit_price_micros >= 0", name=op.f("ck_order_lines_no_negative_price")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_order_lines_order_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_order_lines_organization_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_order_lines_store_id")),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_order_lines_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_lines")),
        sa.UniqueConstraint("order_id", "position", name=op.f("uq_order_lines_order_id_position")),
    )
    op.create_table(
        "payments",
        sa.Column("order_id", ROW_ID, nullable=False),
        sa.Column("method", sa.String(40), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("amount_currency", words(3), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("reference", words(200), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint("amount_minor > 0", name=op.f("ck_payments_positive_amount")),
        sa.ForeignKeyConstraint(["order_id"], ["orders.id"], name=op.f("fk_payments_order_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organizations.id"], name=op.f("fk_payments_organization_id")
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name=op.f("fk_payments_store_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
        sa.UniqueConstraint("store_id", "reference", name=op.f("uq_payments_store_id_reference")),
    )
    op.create_index(
        op.f("ix_payments_order_id_received_at_id"),
        "payments",
        ["order_id", "received_at", "id"],
        unique=False,
    )
    op.create_table(
        "platform_orders",
        sa.Column("order_id", ROW_ID, nullable=False),
        sa.Column("source", words(60), nullable=False),
        sa.Column("external_id", words(200), nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("payload_hash", words(64), nullable=False),
        sa.Column("erased_at", INSTANT, nullable=True),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_platform_orders_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_platform_orders_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_platform_orders_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_platform_orders")),
        sa.UniqueConstraint(
            "store_id",
            "source",
            "external_id",
            name=op.f("uq_platform_orders_store_id_source_external_id"),
        ),
    )
    op.create_index(
        op.f("ix_platform_orders_order_id_id"), "platform_orders", ["order_id", "id"], unique=False
    )
    op.create_index(
        op.f("ix_platform_orders_organization_id_received_at_id"),
        "platform_orders",
        ["organization_id", "received_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_platform_orders_store_id_received_at_id"),
        "platform_orders",
        ["store_id", "received_at", "id"],
        unique=False,
    )
    op.create_table(
        "product_pictures",
        sa.Column("product_id", ROW_ID, nullable=False),
        sa.Column("url", words(2000), nullable=False),
        sa.Column("variant_id", ROW_ID, nullable=True),
        sa.Column("alt", words(500), nullable=False),
        sa.Column("alt_zh", words(500), nullable=True),
        sa.Column("focal_x", sa.BigInteger(), nullable=True),
        sa.Column("focal_y", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.CheckConstraint(
            "(focal_x IS NULL) = (focal_y IS NULL)",
            name=op.f("ck_product_pictures_focal_point_is_whole"),
        ),
        sa.CheckConstraint(
            "focal_x BETWEEN 0 AND 1000000", name=op.f("ck_product_pictures_focal_x_inside")
        ),
        sa.CheckConstraint(
            "focal_y BETWEEN 0 AND 1000000", name=op.f("ck_product_pictures_focal_y_inside")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_product_pictures_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_product_pictures_product_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_product_pictures_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_pictures")),
    )
    op.create_index(
        op.f("ix_product_pictures_product_id_position_id"),
        "product_pictures",
        ["product_id", "position", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_product_pictures_variant_id_position_id"),
        "product_pictures",
        ["variant_id", "position", "id"],
        unique=False,
    )
    op.create_table(
        "order_exceptions",
        sa.Column("order_id", ROW_ID, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("line_id", ROW_ID, nullable=True),
        sa.Column("resolved_at", INSTANT, nullable=True),
        sa.Column("organization_id", ROW_ID, nullable=False),
        sa.Column("store_id", ROW_ID, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("id", ROW_ID, nullable=False),
        sa.ForeignKeyConstraint(
            ["line_id"], ["order_lines.id"], name=op.f("fk_order_exceptions_line_id")
        ),
        sa.ForeignKeyConstraint(
            ["order_id"], ["orders.id"], name=op.f("fk_order_exceptions_order_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organizations.id"],
            name=op.f("fk_order_exceptions_organization_id"),
        ),
        sa.ForeignKeyConstraint(
            ["store_id"], ["stores.id"], name=op.f("fk_order_exceptions_store_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_exceptions")),
    )
    op.create_index(
        op.f("ix_order_exceptions_order_id_id"),
        "order_exceptions",
        ["order_id", "id"],
        unique=False,
    )
    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    for table in (
        "order_exceptions",
        "product_pictures",
        "platform_orders",
        "payments",
        "order_lines",
        "order_contacts",
        "listings",
        "variants",
        "store_opening_tasks",
        "role_assignments",
        "product_attributes",
        "orders",
        "stores",
        "products",
        "idempotency_keys",
        "customer_contacts",
        "audit_seals",
        "api_tokens",
        "users",
        "suppliers",
        "platforms",
        "outbox_events",
        "follow_ups",
        "customers",
        "categories",
        "audit_entries",
        "organizations",
    ):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_to_alter()")
