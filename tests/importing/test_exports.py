"""What is written into files is read back as it was, whatever words are in it."""

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from api.connectors import tradepost_orders, tradepost_products
from api.connectors.format import Unit
from api.connectors.tables import How, Tables
from api.exporting import orders as order_table
from api.exporting import products as product_table
from api.exporting.outgoing import csv_lines, neutral, plain
from api.exporting.writing import write
from api.importing.pictures import Pictures
from api.importing.sinks import Orders, Products, Sink
from domain.catalogue.models import Product, ProductState, Variant
from domain.errors import LimitExceeded
from domain.integration.states import ExportForm, ImportOutcome
from domain.money import Money, UnitPrice
from domain.orders.models import Order, OrderLine
from domain.orders.states import LineKind, OrderKind, OrderState, PaymentState
from tests.connectors.shared import shared
from tests.factories.catalogue import (
    make_attribute,
    make_category,
    make_picture,
    make_product,
    make_variant,
)
from tests.factories.stores import make_store
from tests.house import House
from tests.importing.counter import Counter, counts

FACTS = (
    *("number", "kind", "state", "payment_state", "placed_at", "total", "tax", "paid"),
    *("refunded", "shipping", "rounding", "ship_to_city", "item_count"),
)
FORMS = pytest.mark.parametrize("form", list(ExportForm))
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\"',;=+-@'<&"),
    min_size=1,
    max_size=60,
).filter(lambda words: words.strip() == words and words)


def exported(house: House, form: ExportForm, path: Path, store_id: Any = None) -> Path:
    """Orders of a store, or products."""
    work, table = house.work(), order_table if store_id else product_table
    rows = (
        order_table.order_rows(work, store_id)
        if store_id
        else product_table.product_rows(work, None)
    )
    write(form, path, table.COLUMNS, table.NUMBERS, rows)
    house.session.commit()
    return path


def brought_back(house: House, path: Path, store_id: Any = None) -> list[tuple[Any, ...]]:
    """Outcome and message of each unit of the file."""
    of = tradepost_orders if store_id else tradepost_products
    pictures = Pictures(None, None, most_pixels=1)
    sink: Sink = Orders(store_id) if store_id else Products(None, pictures)
    with Tables([path], How(currency="EUR")) as tables:
        units = list(of.FORMAT.read(tables, How(currency="EUR")))
    assert all(isinstance(unit, Unit) for unit in units), units
    ready = [sink.made_ready(unit) for unit in units if isinstance(unit, Unit)]
    found = sink.take(house.work(), [unit for unit in ready if isinstance(unit, Unit)])
    house.session.commit()
    return [(one.subject, one.outcome, one.message) for one in found]


def furnish(house: House, words: str = "Mug") -> Product:
    """A product with everything that a product can have."""
    home = make_category(house, name="Home > Kitchen")
    shelf = make_category(house, name="Mugs", parent_id=home.id)
    product = make_product(
        house,
        words[:200],
        handle="mug",
        title_zh="杯子",
        description_html="<p>=1+1</p>\n<p>b</p>",
        brand=words[:200],
        tags=" clay hand-made ",
        state=ProductState.ACTIVE,
        category_id=shelf.id,
        option_1_name="Colour",
        option_2_name="Size",
    )
    make_variant(
        house,
        product,
        sku="0012",
        barcode="96385074",
        option_1="Blue",
        option_2=words[:100],
        title=words[:200],
        unit_price=UnitPrice(12_345_678, "EUR"),
        unit_cost=UnitPrice(1_125_000, "CNY"),
        weight_g=300,
    )
    make_variant(house, product, sku="-5", option_1="Red", option_2="S")
    make_attribute(house, product, name=words[:100], value=words[:500])
    make_picture(house, product, url="https://example.com/a b.jpg".replace(" ", "%20"), alt=words)
    make_product(house, "Bare", handle="bare")
    return product


@FORMS
def test_products_read_back_change_nothing(house: House, form: ExportForm, tmp_path: Path) -> None:
    furnish(house)
    file = exported(house, form, tmp_path / f"products.{form.name.lower()}")
    assert brought_back(house, file) == [
        ("mug", ImportOutcome.SKIPPED, None),
        ("bare", ImportOutcome.SKIPPED, None),
    ]


@settings(
    deadline=None,
    max_examples=30,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(words=WORDS, form=st.sampled_from(ExportForm))
def test_whatever_words_a_product_has(
    house: House, tmp_path: Path, words: str, form: ExportForm
) -> None:
    """Set down as they are, past all rules: the file must give them back to the letter."""
    product = house.session.scalar(select(Product).where(Product.handle == "mug"))
    if product is None:
        product = furnish(house)
    variant = house.session.scalars(select(Variant).where(Variant.sku == "0012")).one()
    product.title = product.brand = words
    variant.title = variant.option_2 = words
    house.save(product, variant)
    file = exported(house, form, tmp_path / f"products.{form.name.lower()}")
    assert brought_back(house, file)[0] == ("mug", ImportOutcome.SKIPPED, None)


def test_naughty_strings_stay_as_they_are_and_harmless(tmp_path: Path) -> None:
    naughty = shared("naughty_strings", "blns.txt").read_text("utf-8").split("\n")
    strings = [line for line in naughty if not line.startswith("#")]
    path = tmp_path / "naughty.csv"
    path.write_text("".join(csv_lines(["words"], [[one] for one in strings])), "utf-8", newline="")
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [row["words"] for row in csv.DictReader(file)]
    assert [plain(one) for one in found] == strings
    dangerous = [one for one in found if one[:1] in {"=", "+", "-", "@", "\t"}]
    assert all(one.lstrip("+-").replace(".", "").replace(",", "").isdigit() for one in dangerous)


@given(st.text())
def test_what_is_made_harmless_can_be_had_back(words: str) -> None:
    assert plain(neutral(words)) == words
    assert neutral(words)[:1] not in {"=", "@", "\t", "\r", "\n"}


def sold(counter: Counter) -> Path:
    """Orders of every kind, from a file of our own making."""
    return counter.file(
        "orders.csv",
        [
            {
                "number": "A-1",
                "kind": "SALE",
                "placed_at": "2026-01-05T10:00:00+01:00",
                "currency": "EUR",
                "sku": "=1+1",
                "title": '茶杯, "large"',
                "quantity": "3",
                "unit_price": "1.125",
                "line_discount": "0.38",
                "shipping": "4.00",
                "tax": "0.50",
                "total": "7.50",
                "state": "COMPLETED",
                "ship_to_country": "PT",
                "ship_to_city": "Lisboa",
                "payments": '[{"amount": "7.50", "method": "CARD", "reference": "p-1"}]',
                "refunds": '[{"amount": "2.00", "at": "2026-02-01T00:00:00+00:00"}]',
            },
            {
                "number": "A-1",
                "sku": "POST",
                "line_kind": "CHARGE",
                "quantity": "1",
                "unit_price": "0",
            },
            {
                "number": "C-1",
                "kind": "CREDIT_NOTE",
                "placed_at": "2026-01-06T10:00:00Z",
                "currency": "EUR",
                "sku": "MUG",
                "quantity": "-2",
                "unit_price": "12.50",
                "total": "",
                "state": "COMPLETED",
            },
        ],
    )


@FORMS
def test_orders_read_back_change_nothing(counter: Counter, form: ExportForm) -> None:
    assert counter.counted("tradepost-orders", sold(counter)) == counts(created=2)
    file = counter.folder / f"out.{form.name.lower()}"
    ended = counter.command("export", "orders", str(file), "--store", "lisbon")
    assert (ended.code, ended.out) == (0, f"3 rows in {file}.\n")
    assert counter.counted("tradepost-orders", file) == counts(skipped=2)

    make_store(counter.yard.house, handle="porto")
    again = counter.command("import", "tradepost-orders", str(file), "--store", "porto", "--json")
    assert again.out.splitlines()[-1].startswith('{"created": 2'), again
    mine, theirs = [facts(counter, handle) for handle in ("lisbon", "porto")]
    assert mine == theirs
    assert len(mine) == 2


def facts(counter: Counter, handle: str) -> list[tuple[Any, ...]]:
    """What a file can say of a store's orders."""
    with counter.yard.looking() as session:
        rows = session.scalars(
            select(Order).where(Order.store.has(handle=handle)).order_by(Order.number)
        ).all()
        return [tuple(getattr(row, name) for name in FACTS) for row in rows]


def test_the_kinds_of_money_are_as_stated(counter: Counter) -> None:
    counter.counted("tradepost-orders", sold(counter))
    sale, credit = facts(counter, "lisbon")
    assert sale[1:4] == (OrderKind.SALE, OrderState.COMPLETED, PaymentState.PARTIALLY_REFUNDED)
    assert (sale[5], sale[7], sale[8]) == (Money(750, "EUR"), Money(750, "EUR"), Money(200, "EUR"))
    assert credit[1] is OrderKind.CREDIT_NOTE
    assert credit[5] == Money(-2500, "EUR")
    kinds = {line.sku: line.kind for line in counter.rows(OrderLine)}
    assert kinds == {"=1+1": LineKind.GOODS, "POST": LineKind.CHARGE, "MUG": LineKind.GOODS}


def test_columns_are_always_the_same_and_nobody_is_named(counter: Counter) -> None:
    counter.counted("tradepost-orders", sold(counter))
    file = counter.folder / "out.csv"
    counter.command("export", "orders", str(file), "--store", "lisbon")
    with file.open(encoding="utf-8-sig", newline="") as rows:
        header, *lines = list(csv.reader(rows))
    assert header == list(order_table.COLUMNS)
    assert {len(line) for line in lines} == {len(header)}
    totals = [line[header.index("total")] for line in lines]
    assert sum(Decimal(one) for one in totals if one) == Decimal("-17.50")
    assert "'=1+1" in {line[header.index("sku")] for line in lines}


def test_what_a_spreadsheet_cannot_hold_is_refused_in_words(tmp_path: Path) -> None:
    rows = iter([["x", "y" * 40_000]])
    with pytest.raises(LimitExceeded, match="take CSV"):
        write(ExportForm.XLSX, tmp_path / "a.xlsx", ["a", "b"], (), rows)


def test_words_that_can_never_be_right(counter: Counter) -> None:
    refuses, folder = counter.command.refuses, counter.folder
    assert "no export of people" in refuses("export", "people", str(folder / "a.csv"), code=2)
    assert ".csv or .xlsx" in refuses("export", "products", str(folder / "a.pdf"), code=2)
    assert "--store" in refuses("export", "orders", str(folder / "a.csv"), code=2)
    (folder / "here.csv").write_text("mine")
    assert "exists already" in refuses("export", "products", str(folder / "here.csv"))
    assert (folder / "here.csv").read_text() == "mine"
    assert [one.name for one in folder.glob(".*.part")] == []
