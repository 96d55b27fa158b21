"""The migrations make what the models say, on both databases, there and back."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from api.migrate import (
    Standing,
    connecting,
    ensure_migrated,
    head,
    revisions,
    run,
    standing,
    upgrade,
)
from api.refused import Refused
from api.settings import Settings
from domain.audit_chain import seal, verify
from domain.catalogue.models import Product
from domain.every_table import METADATA
from domain.orders.models import Order, OrderLine
from domain.orders.states import ExceptionKind, LineKind, OrderKind, OrderState
from domain.people.bootstrap import ensure_organization, ensure_service_user
from domain.people.models import User
from domain.permissions import Role
from tests.bare import another_database, bare, session_of
from tests.factories.orders import (
    euros,
    make_exception,
    make_line,
    make_order,
    make_platform_order,
    make_refund,
)
from tests.factories.stores import make_store
from tests.house import KEY, MONDAY

ROOT = Path(__file__).parent.parent


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Of a database without a table."""
    with bare(request, tmp_path) as settings:
        yield settings


def migrate(settings: Settings, *words: str) -> None:
    with connecting(settings.database) as connection, connection.begin():
        run(connection, *words)


def stands(settings: Settings) -> Standing:
    with connecting(settings.database) as connection:
        return standing(connection)


def furnish(settings: Settings) -> None:
    """Rows with references, an audit and its seals."""
    with session_of(settings) as session:
        house = ensure_organization(session, MONDAY, "first", "First", key=KEY)
        ensure_service_user(session, house, Role.MANAGER, key=KEY)
        seal(session, house.id)
        session.commit()
        assert verify(session, house.id).is_intact
        assert session.scalar(select(func.count(User.id))) == 1


def test_the_migrations_are_known_without_alembic() -> None:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision: script.down_revision for script in scripts.walk_revisions()}
    assert revisions() == known
    assert scripts.get_heads() == [head()]


def test_up_down_and_up_again_with_rows(settings: Settings) -> None:
    assert upgrade(settings) is Standing.EMPTY
    furnish(settings)
    migrate(settings, "downgrade", "base")
    assert stands(settings) is Standing.EMPTY
    migrate(settings, "upgrade", "head")
    furnish(settings)
    assert upgrade(settings) is Standing.CURRENT


def test_orders_that_the_code_before_cannot_read_go_with_the_migration(settings: Settings) -> None:
    upgrade(settings)
    with session_of(settings) as session:

        def save(*rows: Any) -> None:
            session.add_all(rows)
            session.commit()

        own = ensure_organization(session, MONDAY, "first", "First", key=KEY)
        house: Any = SimpleNamespace(organization=own, save=save)
        store = make_store(house)
        cancelled: Any = {"state": OrderState.CANCELLED, "cancelled_at": None}
        sale = make_order(house, store, number="SALE", **cancelled)
        make_line(house, sale)
        taken_back: Any = {"kind": OrderKind.CREDIT_NOTE, "total": -25_00, "item_count": -1}
        note = make_order(house, store, **taken_back)
        make_line(house, note, quantity=-1, amount=euros(-25_00))
        make_platform_order(house, note)
        empty = make_order(house, store, total=0, line_count=0, item_count=0)
        make_exception(house, empty, ExceptionKind.LINES_MISSING)
        make_refund(house, sale)
    migrate(settings, "downgrade", "2026_11_27_outbox_order")
    with connecting(settings.database) as connection:
        [[number, is_dated]] = connection.execute(
            text("SELECT number, cancelled_at = placed_at FROM orders")
        )
        assert (number, bool(is_dated)) == ("SALE", True)
        for table, rows in (("order_lines", 1), ("order_exceptions", 0), ("platform_orders", 0)):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == rows
    migrate(settings, "upgrade", "head")
    with session_of(settings) as session:
        order = session.scalars(select(Order)).one()
        line = session.scalars(select(OrderLine)).one()
        assert (order.kind, order.refunded) == (OrderKind.SALE, euros(0))
        assert line.kind is LineKind.GOODS


def test_what_is_too_long_for_the_code_before_is_cut(settings: Settings) -> None:
    upgrade(settings)
    furnish(settings)
    with session_of(settings) as session:
        own = session.scalars(select(User.organization_id).limit(1)).one()
        products = [
            Product(organization_id=own, handle=f"{'x' * 254}{end}", title="t" * 255)
            for end in "ab"
        ]
        session.add_all(products)
        session.commit()
        ids = {str(product.id) for product in products}
    migrate(settings, "downgrade", "2026_11_27_outbox_order")
    with connecting(settings.database) as connection:
        kept = connection.execute(text("SELECT handle, title FROM products")).all()
    assert set(kept) == {(row_id, "t" * 200) for row_id in ids}


def test_head_is_what_the_models_say(settings: Settings) -> None:
    upgrade(settings)
    migrate(settings, "check")


def test_what_alembic_does_not_compare_is_equal_too(settings: Settings, tmp_path: Path) -> None:
    """Checks, partial indexes, collations and triggers: as `create_all` makes them."""
    upgrade(settings)
    with connecting(settings.database) as connection:
        migrated = described(connection)
    if settings.is_embedded:
        made = made_by_models(f"sqlite:///{tmp_path}/other.db")
    else:
        with another_database(settings.database_text) as url:
            made = made_by_models(url)
    differences = {
        (name, kind): (migrated[name][kind], kinds[kind])
        for name, kinds in made.items()
        for kind in kinds
        if migrated[name][kind] != kinds[kind]
    }
    assert not differences


def made_by_models(url: str) -> Any:
    engine = create_engine(url)
    METADATA.create_all(engine)
    with engine.connect() as connection:
        found = described(connection)
    engine.dispose()
    return found


def described(connection: Connection) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    inspector = inspect(connection)
    for table in METADATA.tables:
        found[table] = {
            "columns": {
                column["name"]: (repr(column["type"]), column["nullable"])
                for column in inspector.get_columns(table)
            },
            "checks": sorted(
                (str(check["name"]), "".join(check["sqltext"].split()))
                for check in inspector.get_check_constraints(table)
            ),
            "uniques": sorted(
                (str(one["name"]), one["column_names"])
                for one in inspector.get_unique_constraints(table)
            ),
            "foreign keys": sorted(
                (
                    str(key["name"]),
                    key["constrained_columns"],
                    key["referred_table"],
                    str(key["options"]),
                )
                for key in inspector.get_foreign_keys(table)
            ),
            "indexes": sorted(
                (
                    str(index["name"]),
                    index["column_names"],
                    index["unique"],
                    options(index),
                )
                for index in inspector.get_indexes(table)
            ),
        }
    found["triggers"] = triggers(connection)
    return found


def options(index: Any) -> list[tuple[str, str]]:
    return sorted((name, str(option)) for name, option in index["dialect_options"].items())


def triggers(connection: Connection) -> dict[str, str]:
    asked = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
        if connection.dialect.name == "sqlite"
        else "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1"
    )
    return {name: sql for name, sql in connection.execute(text(asked))}  # noqa: C416


@pytest.mark.parametrize("table", ["audit_entries", "audit_seals"])
@pytest.mark.parametrize("how", ["DELETE FROM {}", "UPDATE {} SET id = id"])
def test_what_the_audit_wrote_stays(settings: Settings, table: str, how: str) -> None:
    upgrade(settings)
    furnish(settings)
    with (
        connecting(settings.database) as connection,
        pytest.raises(DBAPIError, match="never altered"),
    ):
        connection.execute(text(how.format(table)))


def test_a_newer_database_is_left_alone(settings: Settings) -> None:
    upgrade(settings)
    with connecting(settings.database) as connection, connection.begin():
        connection.execute(text("UPDATE alembic_version SET version_num = 'of tomorrow'"))
    assert stands(settings) is Standing.NEWER
    with pytest.raises(Refused, match="newer version"):
        upgrade(settings)
    with pytest.raises(Refused, match="newer version"):
        ensure_migrated(settings)


def test_an_embedded_database_is_made_and_a_server_is_not_touched(settings: Settings) -> None:
    if settings.is_embedded:
        ensure_migrated(settings)
        assert stands(settings) is Standing.CURRENT
        ensure_migrated(settings)
    else:
        with pytest.raises(Refused, match="Run: tradepost migrate"):
            ensure_migrated(settings)
        assert stands(settings) is Standing.EMPTY


def test_a_migration_that_fails_leaves_nothing(settings: Settings) -> None:
    with connecting(settings.database) as connection, connection.begin():
        connection.execute(text("CREATE TABLE users (id INTEGER)"))
    with pytest.raises(DBAPIError):
        upgrade(settings)
    with connecting(settings.database) as connection:
        assert inspect(connection).get_table_names() == ["users"]


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://me:s3cret@127.0.0.1:9/shop"
    with pytest.raises(Refused, match="cannot be reached") as refused:
        ensure_migrated(Settings(data_dir=tmp_path, database_url=url))
    assert "s3cret" not in str(refused.value)
    assert "\n" not in str(refused.value)
