"""Columns are known by their names, in any order and however they are padded."""

import unicodedata
from pathlib import Path

import pytest

from api.connectors.tables import How, Rule, Spec, Tables, Unreadable
from tests.connectors.tables.reading import cells, refusal, rule, table

GOODS = Spec(("SKU", "Price"), ("Café", "Notes"), aliases={"Artikel": "SKU"})


def test_names_are_trimmed_and_composed(tmp_path: Path) -> None:
    loose = unicodedata.normalize("NFD", "Café")
    header = f"\ufeff\ufeff SKU ,\tprice\u3000,{loose},Other \n"
    assert cells(tmp_path, f"{header}A,1, x ,y\n", GOODS) == [
        {"SKU": "A", "Price": "1", "Café": " x ", "Other": "y"}
    ]


def test_the_exact_name_goes_before_another_case_and_both_before_an_alias(tmp_path: Path) -> None:
    with table(tmp_path, "artikel,sku,SKU,PRICE\n1,2,3,4\n", GOODS) as read:
        row = next(read.rows())
        assert (row["SKU"], row["Price"], row["sku"], row["artikel"]) == ("3", "4", "2", "1")
    assert cells(tmp_path, "ARTIKEL,Price\n1,2\n", GOODS) == [{"SKU": "1", "Price": "2"}]


def test_all_missing_columns_are_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, "Notes,x\n1,2\n", GOODS)
    assert (error.rule, error.column) == (Rule.MISSING_COLUMN, "SKU")
    assert str(error) == "goods.csv: the header lacks SKU, Price"


@pytest.mark.parametrize("header", ["SKU,Price,SKU", "sku,Price,Sku", "Artikel,Price,Artikel"])
def test_a_known_column_twice_is_refused(tmp_path: Path, header: str) -> None:
    error = refusal(tmp_path, f"{header}\n1,2,3\n", GOODS)
    assert (error.rule, error.column) == (Rule.DUPLICATE_COLUMN, "SKU")


def test_further_columns_by_a_pattern_are_known_too(tmp_path: Path) -> None:
    spec = Spec(("SKU",), pattern=r"Attribute \d+ name")
    assert (
        rule(tmp_path, "SKU,Attribute 1 name,Attribute 1 name\n", spec)[0] == Rule.DUPLICATE_COLUMN
    )
    assert cells(tmp_path, "SKU,Attribute 1 name,Attribute 2 name\n1,2,3\n", spec)


def test_unknown_columns_of_one_name_are_told_apart(tmp_path: Path) -> None:
    assert cells(tmp_path, "a,n,n,n (2)\n1,2,3,4\n") == [
        {"a": "1", "n": "2", "n (2)": "3", "n (2) (2)": "4"}
    ]


def test_a_column_without_a_name_has_to_be_empty(tmp_path: Path) -> None:
    assert cells(tmp_path, "a,,b,,\n1,,2,,\n3, ,4\n") == [
        {"a": "1", "b": "2"},
        {"a": "3", "b": "4"},
    ]
    assert rule(tmp_path, "a,,b\n1,,2\n3,x,4\n") == (Rule.UNNAMED_COLUMN, 3)


def test_an_absent_column_is_blank(tmp_path: Path) -> None:
    with table(tmp_path, "SKU,Price\n1,\n", GOODS) as read:
        row = next(read.rows())
    assert (row["Notes"], row.raw("Nothing"), row.decimal("Notes"), row.day("Price")) == (
        "",
        "",
        None,
        None,
    )
    assert (row.truth("Notes"), row.instant("Notes"), row.integer("Price")) == (None, None, None)


ORDERS = {
    "orders": Spec(("order_id", "status")),
    "items": Spec(("order_id", "item_id", "price")),
    "reviews": Spec(("review_id",)),
}


def several(folder: Path, *contents: str) -> list[Path]:
    paths = [folder / f"{number}.csv" for number in range(1, len(contents) + 1)]
    for path, content in zip(paths, contents, strict=True):
        path.write_text(content)
    return paths


def test_several_files_are_told_apart_by_their_columns(tmp_path: Path) -> None:
    paths = several(tmp_path, "price,order_id,item_id,status\n", "order_id,status\n7,paid\n")
    with Tables(paths, How()) as tables:
        found = tables.by_columns(ORDERS, optional={"reviews"})
        assert {kind: read.file for kind, read in found.items()} == {
            "orders": "2.csv",
            "items": "1.csv",
        }
        assert [row["status"] for row in found["orders"].rows()] == ["paid"]


@pytest.mark.parametrize(
    ("contents", "rule", "words"),
    [
        (["order_id,status\n"], Rule.MISSING_FILE, "no file holds items"),
        (["order_id,status\n"] * 2, Rule.DUPLICATE_FILE, "2.csv: 1.csv holds orders too"),
        (["order_id,staus\n"], Rule.UNKNOWN_FILE, "for orders it lacks status"),
        ([""], Rule.EMPTY, "1.csv"),
    ],
)
def test_files_that_do_not_make_one_import_are_refused(
    tmp_path: Path, contents: list[str], rule: Rule, words: str
) -> None:
    with (
        Tables(several(tmp_path, *contents), How()) as tables,
        pytest.raises(Unreadable) as refused,
    ):
        tables.by_columns(ORDERS, optional={"reviews"})
    assert refused.value.rule == rule
    assert words in str(refused.value)


def test_only_one_file_is_only_one(tmp_path: Path) -> None:
    with (
        Tables(several(tmp_path, "a\n", "b\n"), How()) as tables,
        pytest.raises(Unreadable) as refused,
    ):
        tables.only(Spec(()))
    assert (refused.value.rule, refused.value.file) == (Rule.TOO_MANY_FILES, "2.csv")


def test_a_file_may_be_called_otherwise_than_on_disk(tmp_path: Path) -> None:
    paths = several(tmp_path, "a\n1\n")
    with Tables(paths, How(), names=["July\n.csv"]) as tables:
        assert tables.only(Spec(())).file == "July�.csv"
