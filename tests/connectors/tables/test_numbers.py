"""Numbers as people write them, by the evidence of the whole file."""

from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.connectors.tables import BadCell, How, Rule, Spec
from api.connectors.tables.numbers import Marks, NotRead, mark_proven_by, read_decimal, read_integer
from tests.connectors.tables.reading import table

POINT, COMMA, UNKNOWN = Marks(said="."), Marks(said=","), Marks()


@pytest.mark.parametrize(
    ("text", "marks", "number"),
    [
        ("0", UNKNOWN, "0"),
        ("007", UNKNOWN, "7"),
        ("+5", UNKNOWN, "5"),
        ("-5", UNKNOWN, "-5"),
        ("\N{MINUS SIGN}5", UNKNOWN, "-5"),
        ("(1.50)", UNKNOWN, "-1.50"),
        ("2.5", UNKNOWN, "2.5"),
        ("2,5", UNKNOWN, "2.5"),
        (".5", UNKNOWN, "0.5"),
        ("0.500", UNKNOWN, "0.500"),
        ("1234.567", UNKNOWN, "1234.567"),
        ("1,234.56", UNKNOWN, "1234.56"),
        ("1.234,56", UNKNOWN, "1234.56"),
        ("1 234,56", UNKNOWN, "1234.56"),
        ("1\u202f234,56", UNKNOWN, "1234.56"),
        ("1'234.50", UNKNOWN, "1234.50"),
        ("1 234", UNKNOWN, "1234"),
        ("1,234,567", UNKNOWN, "1234567"),
        ("1.234.567", UNKNOWN, "1234567"),
        ("1,234", POINT, "1234"),
        ("1,234", COMMA, "1.234"),
        ("1.234", COMMA, "1234"),
        ("1.234", POINT, "1.234"),
        ("1e-05", UNKNOWN, "0.00001"),
        ("2.5E-3", POINT, "0.0025"),
    ],
)
def test_a_number_is_read(text: str, marks: Marks, number: str) -> None:
    assert read_decimal(text, marks) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "marks", "rule"),
    [
        ("1,234", UNKNOWN, Rule.AMBIGUOUS_NUMBER),
        ("-12.345", UNKNOWN, Rule.AMBIGUOUS_NUMBER),
        ("1,234", Marks(frozenset(",.")), Rule.AMBIGUOUS_NUMBER),
        ("1,5", POINT, Rule.NOT_A_NUMBER),
        ("1.234,5", POINT, Rule.NOT_A_NUMBER),
        ("1,23,456", UNKNOWN, Rule.NOT_A_NUMBER),
        ("1 23", UNKNOWN, Rule.NOT_A_NUMBER),
        ("1.5.2", UNKNOWN, Rule.NOT_A_NUMBER),
        ("12-", UNKNOWN, Rule.NOT_A_NUMBER),
        ("--1", UNKNOWN, Rule.NOT_A_NUMBER),
        ("(-1)", UNKNOWN, Rule.NOT_A_NUMBER),
        (".", UNKNOWN, Rule.NOT_A_NUMBER),
        ("", UNKNOWN, Rule.NOT_A_NUMBER),
        ("NaN", UNKNOWN, Rule.NOT_A_NUMBER),
        ("Infinity", UNKNOWN, Rule.NOT_A_NUMBER),
        ("1_000", UNKNOWN, Rule.NOT_A_NUMBER),
        ("٣", UNKNOWN, Rule.NOT_A_NUMBER),
        ("\N{FULLWIDTH DIGIT ONE}", UNKNOWN, Rule.NOT_A_NUMBER),
        ("12%", UNKNOWN, Rule.NOT_A_NUMBER),
        ("$5", UNKNOWN, Rule.NOT_A_NUMBER),
        ("1" * 31, UNKNOWN, Rule.NOT_A_NUMBER),
        ("0." + "1" * 40, UNKNOWN, Rule.NOT_A_NUMBER),
        ("1e999", UNKNOWN, Rule.NOT_A_NUMBER),
    ],
)
def test_what_is_no_number_or_could_be_two_is_refused(text: str, marks: Marks, rule: Rule) -> None:
    with pytest.raises(NotRead) as refused:
        read_decimal(text, marks)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("$1,234.50", "1234.50"),
        ("-$5.00", "-5"),
        ("$-5.00", "-5"),
        ("US$ 9.99", "9.99"),
        ("R$ 1.234,50", "1234.50"),
        ("12,50 €", "12.50"),
        ("12,50€", "12.50"),
        ("￥19.90", "19.90"),
        ("19.90元", "19.90"),
        ("USD 9.99", "9.99"),
        ("9.99 USD", "9.99"),
        ("kr 12,50", "12.50"),
        ("12,50 zł", "12.50"),
        ("(£5.00)", "-5"),
        ("5", "5"),
    ],
)
def test_signs_of_currencies_are_passed_over_where_a_format_has_them(
    text: str, number: str
) -> None:
    assert read_decimal(text, UNKNOWN, currency_signs=True) == Decimal(number)


@pytest.mark.parametrize("text", ["$", "$5 and £6", "USD", "5 apples", "XUSD 5", "$$5"])
def test_other_words_beside_a_number_are_refused(text: str) -> None:
    with pytest.raises(NotRead):
        read_decimal(text, UNKNOWN, currency_signs=True)


def test_whole_numbers() -> None:
    assert read_integer("6.0", UNKNOWN) == 6
    assert read_integer("1 000", UNKNOWN) == 1000
    with pytest.raises(NotRead, match="whole"):
        read_integer("6.5", UNKNOWN)
    with pytest.raises(NotRead, match="lost"):
        read_integer("4.41223E+17", UNKNOWN)


@given(
    st.decimals(
        allow_nan=False, allow_infinity=False, places=2, min_value=-(10**12), max_value=10**12
    )
)
def test_a_number_grouped_either_way_is_the_same_number(number: Decimal) -> None:
    english = f"{number:,.2f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert mark_proven_by(english) == "."
    assert mark_proven_by(german) == ","
    assert read_decimal(english, POINT) == read_decimal(german, COMMA) == number


@given(
    st.text("0123456789.,+-eE() '$€USD\u00a0x", max_size=14),
    st.sampled_from([UNKNOWN, POINT, COMMA]),
    st.booleans(),
)
def test_any_text_is_a_finite_number_or_refused(text: str, marks: Marks, signs: bool) -> None:
    with suppress(NotRead):
        assert read_decimal(text, marks, currency_signs=signs).is_finite()


PRICES = Spec(("price",), ("weight",), numbers=("price", "weight"))


def test_one_cell_anywhere_in_the_file_proves_the_mark_for_all(tmp_path: Path) -> None:
    with table(tmp_path, "price;weight\n1,234;\n2,500;\n;12,5\n", PRICES) as read:
        assert [row.decimal("price") for row in read.rows()] == [
            Decimal("1.234"),
            Decimal("2.5"),
            None,
        ]
    with table(tmp_path, "price;weight\n1,234;\n2,500;\n;12.5\n", PRICES) as read:
        assert [row.decimal("price") for row in read.rows()] == [1234, 2500, None]


def test_without_proof_the_cell_is_named_and_a_person_decides(tmp_path: Path) -> None:
    content = "price;weight\n12;\n1,234;3\n"
    with table(tmp_path, content, PRICES) as read:
        first, second = read.rows()
        assert first.integer("price") == 12
        with pytest.raises(BadCell) as refused:
            second.decimal("price")
    error = refused.value
    assert (error.rule, error.file, error.row, error.column, error.value) == (
        Rule.AMBIGUOUS_NUMBER, "goods.csv", 3, "price", "1,234",
    )  # fmt: skip
    assert str(error).startswith("goods.csv, row 3, price: '1,234' may have")
    with table(tmp_path, content, PRICES, How(decimal_mark=",")) as read:
        assert [row.decimal("price") for row in read.rows()] == [12, Decimal("1.234")]


def test_a_file_that_contradicts_itself_is_read_only_where_it_is_plain(tmp_path: Path) -> None:
    with table(tmp_path, "price;weight\n1.5;1,5\n1,234;\n", PRICES) as read:
        first, second = read.rows()
        assert first.decimal("price") == first.decimal("weight") == Decimal("1.5")
        with pytest.raises(BadCell, match="say it"):
            second.decimal("price")


def test_a_decimal_mark_is_one_of_two() -> None:
    with pytest.raises(ValueError, match="decimal mark"):
        How(decimal_mark=";")


@pytest.mark.parametrize(
    ("text", "truth"),
    [
        ("TRUE", True),
        ("yes", True),
        ("1", True),
        ("是", True),
        ("False", False),
        ("N", False),
        ("0", False),
        ("否", False),
    ],
)
def test_truths_are_read(tmp_path: Path, text: str, truth: bool) -> None:
    with table(tmp_path, f"price\n{text}\n", PRICES) as read:
        assert next(read.rows()).truth("price") is truth


def test_what_is_neither_yes_nor_no_is_refused(tmp_path: Path) -> None:
    with table(tmp_path, "price\nmaybe\n", PRICES) as read, pytest.raises(BadCell) as refused:
        next(read.rows()).truth("price")
    assert refused.value.rule == Rule.NOT_A_TRUTH
