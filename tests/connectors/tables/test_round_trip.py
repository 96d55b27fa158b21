"""What any program writes as a table is read back the same; any bytes are a table or refused."""

import codecs
import csv
import io
import tempfile
from pathlib import Path
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from api.connectors.tables import How, Unreadable
from tests.connectors.tables.reading import cells

DETECTED = {
    "utf-8": codecs.BOM_UTF8,
    "utf-16-le": codecs.BOM_UTF16_LE,
    "utf-16-be": codecs.BOM_UTF16_BE,
}
SAID = ["gb18030", "iso-8859-1", "utf-8", "utf-16-le"]


def text_of(encoding: str) -> st.SearchStrategy[str]:
    return st.text(
        st.characters(codec=encoding, exclude_characters="\0\ufeff")
        | st.sampled_from(" \",;\t|'\r\n\\é"),
        max_size=8,
    )


def written(rows: list[list[str]], delimiter: str, end: str, quote_all: bool) -> str:
    file = io.StringIO()
    quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    writer = csv.writer(file, delimiter=delimiter, lineterminator=end, quoting=quoting)
    writer.writerows(rows)
    return file.getvalue()


@st.composite
def tables(draw: st.DrawFn, encoding: str) -> tuple[list[list[str]], str, str]:
    """Rows that all say something, the delimiter, and their file.

    With two columns of plain words the delimiter cannot be in doubt, whatever stands in the others.
    """
    width = draw(st.integers(1, 4))
    plain = st.sampled_from(["x", "y1", "zz"])
    row = st.tuples(plain, *[text_of(encoding)] * width, plain).map(list)
    rows = draw(st.lists(row, min_size=1, max_size=6))
    header = ["first", *(f"column {number}" for number in range(width)), "last"]
    delimiter = draw(st.sampled_from(",;\t|"))
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    is_sparing = end == "\r\n" and draw(st.booleans())  # with others csv leaves \r or \n bare
    return [header, *rows], delimiter, written([header, *rows], delimiter, end, not is_sparing)


def read(content: bytes, how: How) -> list[list[str]]:
    with tempfile.TemporaryDirectory() as folder:
        found = cells(Path(folder), content, how=how)
    return [list(found[0]), *(list(row.values()) for row in found)] if found else []


@given(st.data())
def test_a_table_is_read_back_with_nothing_said(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(sorted(DETECTED)))
    rows, _, file = data.draw(tables(encoding))
    mark = DETECTED[encoding] if encoding != "utf-8" or data.draw(st.booleans()) else b""
    assert read(mark + file.encode(encoding), How()) == rows


@given(st.data())
def test_a_table_is_read_back_in_the_encoding_a_person_says(data: st.DataObject) -> None:
    encoding = data.draw(st.sampled_from(SAID))
    rows, delimiter, file = data.draw(tables(encoding))
    assert read(file.encode(encoding), How(encoding=encoding, delimiter=delimiter)) == rows


CHINESE = st.sampled_from(
    [
        "卫衣",
        "上海市浦东新区",
        "T恤",
        "均码",
        "已付款",
        "一一",
        "丝绒镕",
        "红色/L",
        "（赠品）",
        "丝绒",
    ]
)
WESTERN = st.sampled_from(
    [
        "São Paulo",
        "Größe",
        "café",
        "PROMOÇÃO",
        "Årets",
        "naïve",
        "façade",
        "Übergröße",
        "señor",
        "12,50 €",
        "————",
        "«Été»",
    ]
)


@given(st.lists(CHINESE, min_size=1, max_size=20))
def test_chinese_words_are_found_to_be_gb18030(words: list[str]) -> None:
    rows = [["货号", "名称"], *([str(number), word] for number, word in enumerate(words))]
    assert read(written(rows, ",", "\r\n", False).encode("gb18030"), How()) == rows


@given(st.lists(WESTERN, min_size=1, max_size=20))
def test_western_words_are_found_to_be_windows_1252(words: list[str]) -> None:
    rows = [["n", "nome"], *([str(number), word] for number, word in enumerate(words))]
    assert read(written(rows, ",", "\r\n", False).encode("cp1252"), How()) == rows


@given(st.binary(max_size=80) | st.text('a,;\t|"\r\n 1é\0', max_size=60).map(str.encode))
def test_any_bytes_are_a_table_or_refused(content: bytes) -> None:
    error = None
    try:
        read(content, How())
    except Unreadable as refused:
        error = refused
    if error:
        assert str(error).startswith("goods.csv")
        assert error.row is None or 1 <= error.row <= 1 + content.count(b"\n") + content.count(
            b"\r"
        )
