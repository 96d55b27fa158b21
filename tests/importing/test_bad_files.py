"""Whatever lies in a file: it is taken in or refused in words, and the next one still comes in."""

from pathlib import Path

from sqlalchemy import select

from domain.catalogue.models import Product, ProductPicture
from domain.integration.models import FileImport
from domain.jobs import JobState
from domain.orders.models import Order
from tests.connectors.shared import shared
from tests.importing.counter import Counter, counts

SUFFIXES = {".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".webp", ".psd", ".icns", ".jp2"}
FORMATS = ("shopify-products", "tradepost-orders")


def refused(counter: Counter, file: Path, format: str) -> str:
    """The line that says why; nothing of such a file is taken for a row."""
    ended = counter.command(*counter.words(format, file))
    assert ended.code == 1, (file.name, ended)
    [line] = ended.err.splitlines()
    assert line.startswith("tradepost: "), line
    assert "It broke" not in line, line
    return line


def test_tables_of_no_shop_are_refused_one_after_the_other(counter: Counter) -> None:
    files = [
        path for path in sorted(shared("frictionless_bad_tables").rglob("*")) if path.is_file()
    ]
    assert len(files) > 150
    for place, file in enumerate(files):
        assert file.name in refused(counter, file, FORMATS[place % 2])
    kept = counter.rows(FileImport)
    assert {row.state for row in kept} == {JobState.FAILED}
    assert all(row.error and row.error_code for row in kept)
    assert counter.counted("tradepost-orders", counter.orders("A-1")) == counts(created=1)


def test_tables_that_only_csv_makes_hard_are_refused_for_their_columns(counter: Counter) -> None:
    for file in sorted(shared("csv_spectrum").rglob("*.csv")):
        assert "the header lacks number" in refused(counter, file, "tradepost-orders")


def test_another_programs_exports_are_refused_for_what_they_lack(counter: Counter) -> None:
    files = sorted(shared("medusa_fixtures").rglob("*.csv"))
    assert len(files) > 5
    for file in files:
        assert file.name in refused(counter, file, "woocommerce-products")
    assert counter.count(Order) == 0


def test_naughty_words_are_words(counter: Counter) -> None:
    """As numbers, titles and notes of orders: kept to the letter, or refused by row and column."""
    naughty = shared("naughty_strings", "blns.txt").read_text("utf-8").split("\n")
    strings = [line for line in naughty if line.strip() and not line.startswith("#")]
    rows = [
        {
            "number": f"N-{place}",
            "placed_at": "2026-01-05T10:00:00Z",
            "currency": "EUR",
            "sku": "MUG",
            "title": words,
            "quantity": "1",
            "unit_price": "1.00",
        }
        for place, words in enumerate(strings)
    ]
    found = counter.counted("tradepost-orders", counter.file("naughty.csv", rows))
    assert found["created"] + found["errors"] == len(strings)
    assert found["created"] > 400
    assert {one[3] for one in counter.findings()} <= {"title"}


def test_broken_pictures_beside_a_file_are_left_out_and_named(counter: Counter) -> None:
    """Bombs, fuzz and truncated files: each is looked at in a process of its own."""
    folder = shared("pillow_bad_images")
    pictures = [path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES][::6]
    assert len(pictures) > 5
    row = {
        "name": "Mug",
        "slug": "bad-mug",
        "description": "",
        "assets": "|".join(path.name for path in pictures),
        "sku": "BAD-MUG",
        "price": "5.00",
    }
    file = counter.file("products.csv", [row])
    beside = sorted({path.parent for path in pictures})
    assert len(beside) == 1
    ended = counter.imports("vendure-products", file, options=["--pictures", str(beside[0])])
    assert ended.code == 0, ended
    left_out = ended.out.count("is left out: ")
    with counter.yard.looking() as session:
        shown = session.scalars(
            select(ProductPicture).join(Product).where(Product.handle == "bad-mug")
        ).all()
    assert len(shown) + left_out == len(pictures)
    assert left_out > 2
