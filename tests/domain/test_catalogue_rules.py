"""The pure rules of the catalogue, as tables of cases."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assets.focal_point import FocalPoint, focal_point
from domain.catalogue import gtin, tags, tree, values
from domain.catalogue.descriptions import LONGEST, clean_html
from domain.errors import Conflict, DomainError, Invalid, LimitExceeded, Required
from domain.money import UnitPrice


@pytest.mark.parametrize(
    "right",
    ["96385074", "036000291452", "4006381333931", "6901234567892", "10614141000415", " 96385074 "],
)
def test_a_gtin_of_each_length_is_kept(right: str) -> None:
    assert gtin.gtin(right) == right.strip()


@pytest.mark.parametrize(
    "wrong",
    ["", "4006381333932", "400638133393", "96385075", "40063813339310", "4006381333931x",
     "4006381333931".translate({0x34: 0xFF14}), "-96385074", "9 6385074"],
)  # fmt: skip
def test_what_is_no_gtin_is_refused(wrong: str) -> None:
    with pytest.raises(Invalid) as caught:
        gtin.gtin(wrong, "barcode")
    assert caught.value.path == ("barcode",)


@given(st.sampled_from(gtin.LENGTHS), st.data())
def test_one_wrong_digit_is_always_noticed(length: int, data: st.DataObject) -> None:
    body = data.draw(st.text("0123456789", min_size=length - 1, max_size=length - 1))
    right = body + gtin.check_digit(body)
    place = data.draw(st.integers(0, length - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != right[place]))
    assert gtin.gtin(right) == right
    with pytest.raises(Invalid):
        gtin.gtin(right[:place] + other + right[place + 1 :])


def test_leading_zeros_make_no_other_number() -> None:
    assert gtin.forms("036000291452") == {"036000291452", "0036000291452", "00036000291452"}
    assert "00000096385074" in gtin.forms("96385074")
    assert gtin.forms("10614141000415") == {"10614141000415"}


NODES = [UUID(int=number) for number in range(1, 13)]


def chain(length: int) -> dict[UUID, UUID | None]:
    """So many categories, each below the one before."""
    return dict(zip(NODES[:length], [None, *NODES[: length - 1]], strict=True))


@pytest.mark.parametrize(
    ("parents", "node", "parent", "refused"),
    [
        ({}, NODES[0], None, None),
        (chain(3), NODES[2], None, None),
        (chain(3), NODES[2], NODES[0], None),
        (chain(3), NODES[0], NODES[0], Conflict),
        (chain(3), NODES[0], NODES[1], Conflict),
        (chain(3), NODES[0], NODES[2], Conflict),
        (chain(7), NODES[11], NODES[6], None),
        (chain(8), NODES[11], NODES[7], LimitExceeded),
        ({**chain(6), NODES[10]: None, NODES[11]: NODES[10]}, NODES[10], NODES[5], None),
        ({**chain(7), NODES[10]: None, NODES[11]: NODES[10]}, NODES[10], NODES[6], LimitExceeded),
    ],
)
def test_categories_stay_a_tree_of_eight_levels(
    parents: dict[UUID, UUID | None], node: UUID, parent: UUID | None, refused: Any
) -> None:
    if refused is None:
        tree.check_place(parents, node, parent)
        return
    with pytest.raises(refused) as caught:
        tree.check_place(parents, node, parent)
    assert caught.value.path == ("parent_id",)


def test_a_category_holds_two_hundred_others_and_the_root_any_number() -> None:
    full = {UUID(int=number): NODES[0] for number in range(100, 300)}
    with pytest.raises(LimitExceeded):
        tree.check_place({NODES[0]: None, **full}, NODES[1], NODES[0])
    tree.check_place({NODES[0]: None, **full}, UUID(int=100), NODES[0])
    tree.check_place(dict.fromkeys(full), NODES[1], None)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p>Warm &amp; round</p>", "<p>Warm &amp; round</p>"),
        ("<p>杯子</p>", "<p>杯子</p>"),
        ("  <b>x", "<b>x</b>"),
        ("a<script>alert(1)</script>b", "ab"),
        ("<style>p{}</style>x", "x"),
        ('<p onclick="x()" style="color:red" class="a">x</p>', "<p>x</p>"),
        ('<a href="javascript:x()">x</a>', '<a rel="noopener noreferrer">x</a>'),
        ('<a href="https://a.example/">x</a>', '<a href="https://a.example/" rel="noopener noreferrer">x</a>'),
        ('<img src="data:image/svg+xml,x" alt="y" onerror="x()">', '<img alt="y">'),
        ("<iframe src='https://a.example'></iframe><!-- x --><form><input></form>", ""),
        ("<svg><a xlink:href='javascript:x()'>x</a></svg>", ""),
    ],
)  # fmt: skip
def test_descriptions_keep_what_is_harmless(given: str, kept: str) -> None:
    assert clean_html(given) == kept


@given(st.text(st.sampled_from("<>&\"'/= ascriptonmg:x中\n"), max_size=60))
def test_cleaning_a_clean_description_changes_nothing(text: str) -> None:
    once = clean_html(text)
    assert clean_html(once) == once
    assert "<script" not in once


def test_a_description_is_storable_and_not_endless() -> None:
    for wrong in ("a\0", "a" * (LONGEST + 1)):
        with pytest.raises(Invalid) as caught:
            clean_html(wrong, "description_html")
        assert caught.value.path == ("description_html",)


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ([], ""),
        (["Summer", "shoes", "\uff33ummer "], " shoes summer "),
        (["双十一"], " 双十一 "),
    ],
)
def test_tags_are_folded_and_sorted(given: list[str], kept: str) -> None:
    assert tags.kept(given) == kept


Rule = Callable[[], Any]


@pytest.mark.parametrize(
    ("rule", "kind", "path"),
    [
        (lambda: tags.kept(["a", "two words"], "tags"), Invalid, ("tags", "1")),
        (lambda: tags.kept([" "], "tags"), Required, ("tags", "0")),
        (lambda: tags.kept([f"t{i}" for i in range(51)], "tags"), LimitExceeded, ("tags",)),
        (lambda: values.sku(" ", "sku"), Required, ("sku",)),
        (lambda: values.sku("x" * 101, "sku"), Invalid, ("sku",)),
        (lambda: values.price(UnitPrice(-1, "EUR"), "p"), Invalid, ("p", "amount")),
        (lambda: values.weight_g(-1, "w"), Invalid, ("w",)),
        (lambda: values.position(-1, "position"), Invalid, ("position",)),
        (lambda: values.option_names(["a", "b", "c", "d"], "o"), LimitExceeded, ("o",)),
        (lambda: values.option_names(["Size", "SIZE"], "o"), Invalid, ("o",)),
        (lambda: values.option_names(["Size", ""], "o"), Required, ("o", "1")),
        (lambda: values.option_values(["red"], 2, "v"), Invalid, ("v",)),
        (lambda: values.option_values(["red", " "], 2, "v"), Required, ("v", "1")),
        (lambda: values.attributes([("a", "1"), ("A", "2")], "x"), Invalid, ("x", "1", "name")),
        (lambda: values.attributes([("a", "")], "x"), Required, ("x", "0", "value")),
        (lambda: values.attributes([(str(i), "1") for i in range(51)], "x"), LimitExceeded, ("x",)),
        (lambda: focal_point(FocalPoint(Decimal("1.1"), Decimal(0)), "f"), Invalid, ("f", "x")),
        (lambda: focal_point(FocalPoint(Decimal(0), Decimal("NaN")), "f"), Invalid, ("f", "y")),
    ],
)  # fmt: skip
def test_a_refused_value_names_its_place(
    rule: Rule, kind: type[DomainError], path: tuple[str, ...]
) -> None:
    with pytest.raises(kind) as caught:
        rule()
    assert caught.value.path == path


def test_values_that_are_kept() -> None:
    assert values.option_values(["red", " L "], 2) == ("red", "L", "")
    assert values.option_values([], 0) == ("", "", "")
    assert values.option_names([" Colour ", "Size"]) == ("Colour", "Size")
    assert values.barcode("  ") is None
    assert values.barcode("96385074") == "96385074"
    third = Decimal(1) / 3
    assert focal_point(FocalPoint(third, Decimal(1))).x == Decimal("0.333333")
    assert values.attributes([("Material", " clay ")]) == [("Material", "clay")]


@pytest.mark.parametrize(
    "right", ["https://a.example/1.jpg", "http://a.example:8080/a%20b?x=1#y", "https://例子.example/图.png"]
)  # fmt: skip
def test_picture_addresses_are_of_the_web(right: str) -> None:
    assert values.url(right) == right


@pytest.mark.parametrize(
    "wrong",
    ["ftp://a.example/x", "javascript:alert(1)", "data:image/png;base64,x", "//a.example/x", "x.jpg",
     "https://", "https:///x", "https://a.example/a b", "https://user:pass@a.example/x",
     "https://a.example:port/", "https://[::1", "https://a.example/\nx", "https://a.example\\@b",
     "file:///etc/passwd", " ", "https://a.example/" + "x" * 2000],
)  # fmt: skip
def test_other_addresses_are_refused(wrong: str) -> None:
    with pytest.raises(Invalid) as caught:
        values.url(wrong, "url")
    assert caught.value.path == ("url",)
