"""Which sign parts the cells, and how the lines of a file are counted."""

from pathlib import Path

import pytest

from api.connectors.tables import How, Rule, Spec
from tests.connectors.tables.reading import cells, rule, table


@pytest.mark.parametrize(
    ("content", "delimiter", "last"),
    [
        ("a,b\n1,2\n", ",", ["1", "2"]),
        ("a;b\n1,5;2,5\n", ";", ["1,5", "2,5"]),
        ("a;b\n1,5;2\n2,5;3\n", ";", ["2,5", "3"]),
        ("a\tb\n1, one\t2;two\n", "\t", ["1, one", "2;two"]),
        ("a|b\n1,2|3\n", "|", ["1,2", "3"]),
        ('name,tags\n"x;y;z","a|b|c"\n', ",", ["x;y;z", "a|b|c"]),
        ('name;text\nx;"one, two, three, four"\n', ";", ["x", "one, two, three, four"]),
        ("name,tags\nx,a|b|c\ny,d|e|f\n", ",", ["y", "d|e|f"]),
        ("price\n1,50\n2,50\n", ";", ["2,50"]),
        ("name;price, EUR\nx;1,50\n", ";", ["x", "1,50"]),
        ("name, price\nx, 1\n", ",", ["x", " 1"]),
        ("text\nhello\n", ",", ["hello"]),
        ("a,b\n", ",", None),
        ('a,b\n"line\n;;;\n;;;",2\n', ",", ["line\n;;;\n;;;", "2"]),
        ("sep=;\na;b\n1,5;2,5\n", ";", ["1,5", "2,5"]),
        ("a,b,c\n1,2\n1,2,3,4\n1,2,3\n", ",", ["1", "2", "3"]),
    ],
)
def test_the_delimiter_is_found(
    tmp_path: Path, content: str, delimiter: str, last: list[str] | None
) -> None:
    with table(tmp_path, content) as read:
        assert read.delimiter == delimiter
        assert [list(row.cells.values()) for row in read.rows()][-1:] == ([last] if last else [])


def test_a_person_may_say_the_delimiter(tmp_path: Path) -> None:
    assert cells(tmp_path, "a^b,c\n1^2\n", how=How(delimiter="^")) == [{"a": "1", "b,c": "2"}]


@pytest.mark.parametrize("said", ["", ";;", '"', "\n"])
def test_what_can_be_no_delimiter_cannot_be_said(said: str) -> None:
    with pytest.raises(ValueError, match="one character"):
        How(delimiter=said)


def test_quotes_after_blanks_are_quotes_where_a_file_pads_its_cells(tmp_path: Path) -> None:
    assert cells(tmp_path, 'a , b\n1, "x, y"\n') == [{"a": "1", "b": "x, y"}]
    assert cells(tmp_path, 'a,b\n 1,  "say, ""x""" \n') == [{"a": "1", "b": 'say, "x" '}]


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        ('" ""x"""," y"', [' "x"', " y"]),
        (' y,"a, ""x"", b"', [" y", 'a, "x", b']),
        (' y, "Best" shirt', [" y", ' "Best" shirt']),
        (' y," ""x"', [" y", ' "x']),
    ],
)
def test_quotes_in_words_are_no_sign_of_padding(
    tmp_path: Path, row: str, wanted: list[str]
) -> None:
    assert [list(row.values()) for row in cells(tmp_path, f"a,b\n{row}\n")] == [wanted]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_are_counted_by_the_line_they_begin_on(tmp_path: Path, end: str) -> None:
    content = end.join(["", "a,b", '1,"x', "", 'y"', "", "2,z", " , ", "3,w"])
    with table(tmp_path, content) as read:
        assert [(row.number, row["a"]) for row in read.rows()] == [(3, "1"), (7, "2"), (9, "3")]
        assert next(read.rows()).raw("b") == f"x{end}{end}y"


@pytest.mark.parametrize("content", ['a,b\n1,2\n"3,4\n5,6\n', 'a,b\n1,2\n3,"', 'a,b\n1,2\n"x"",\n'])
def test_a_quote_left_open_is_refused_where_it_opened(tmp_path: Path, content: str) -> None:
    assert rule(tmp_path, content) == (Rule.UNCLOSED_QUOTE, 3)


def test_a_quote_left_open_in_a_long_file_is_found_before_memory_ends(tmp_path: Path) -> None:
    assert rule(tmp_path, 'a,b\n"1,2\n' + "3,4\n" * 300_000) == (Rule.CELL_TOO_LONG, 2)


def test_the_longest_cell_is_read_and_one_sign_more_is_refused(tmp_path: Path) -> None:
    assert len(cells(tmp_path, "a,b\n1," + "x" * 1_000_000)[0]["b"]) == 1_000_000
    assert rule(tmp_path, "a,b\n1," + "x" * 1_000_001) == (Rule.CELL_TOO_LONG, 2)


def test_an_endless_row_is_refused(tmp_path: Path) -> None:
    assert rule(tmp_path, "a,b\n1,2\n" + "x," * 8_100_000) == (Rule.ROW_TOO_LONG, 3)
    assert rule(tmp_path, "a,b\n1,2\n" + '"\n",' * 4_100_000) == (Rule.ROW_TOO_LONG, 3)


def test_two_thousand_columns_are_read_and_one_more_is_refused(tmp_path: Path) -> None:
    names = [f"c{number}" for number in range(2001)]
    assert len(cells(tmp_path, ",".join(names[:2000]) + "\n1\n")[0]) == 2000
    assert rule(tmp_path, ",".join(names) + "\n1\n") == (Rule.TOO_MANY_COLUMNS, 1)


def test_cells_beyond_the_header_are_a_fault_of_their_row(tmp_path: Path) -> None:
    with table(tmp_path, "a,b\n1,2,,\n3\n4,one, two\n5,6\n", Spec(("a",))) as read:
        faults = {row["a"]: row.fault for row in read.rows()}
        grouped = [(key, rows[0].fault) for key, rows in read.grouped(lambda row: row["a"])]
    fault = faults.pop("4")
    assert faults == {"1": None, "3": None, "5": None}
    assert fault is not None
    assert (fault.rule, fault.row, fault.value) == (Rule.ROW_LENGTH, 4, " two")
    assert [key for key, found in grouped if found] == ["4"]
