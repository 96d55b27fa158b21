"""Which encoding a file is in, by all of its bytes."""

import codecs
from pathlib import Path

import pytest

from api.connectors.tables import How, Rule
from tests.connectors.tables.reading import cells, refusal, rule, table

CHINESE = "订单编号,总金额,收货地址 ,订单付款时间 \n1001,19.90,上海市浦东新区,2020-02-20 08:00:00\n"
PORTUGUESE = 'produto,descrição\n1,Promoção de verão\n2,"PROMOÇÃO: SÃO JOÃO, CAFÉ"\n'
GERMAN = "Artikel;Größe;Preis\nStraßenschuh;groß;12,50 €\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (CHINESE, "utf-8", "utf-8"),
        (CHINESE, "utf-8-sig", "utf-8"),
        (CHINESE, "utf-16", "utf-16-le"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-16-be", "utf-16-be"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "gbk", "gb18030"),
        ("名称,尺码\n卫衣T恤,均码\n镕堃,𠮷\n", "gb18030", "gb18030"),
        (PORTUGUESE, "utf-8", "utf-8"),
        (PORTUGUESE, "iso-8859-1", "cp1252"),
        (PORTUGUESE, "utf-16-be", "utf-16-be"),
        (GERMAN, "cp1252", "cp1252"),
        ("city,n\nPROMOÇÃO,1\n", "cp1252", "cp1252"),
        ("n,m\n1,2\n", "ascii", "utf-8"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, text: str, encoding: str, found: str) -> None:
    with table(tmp_path, text.encode(encoding)) as read:
        assert read.encoding == found
        assert (
            list(next(read.rows()).cells.values())
            == text.splitlines()[1].replace(";", ",").split(",")[: len(read.columns)]
            or found == "cp1252"
        )
    assert cells(tmp_path, text.encode(encoding)) == cells(tmp_path, text)


def test_a_mark_of_utf_16_be_is_obeyed(tmp_path: Path) -> None:
    assert cells(tmp_path, codecs.BOM_UTF16_BE + "a,b\n1,é\n".encode("utf-16-be")) == [
        {"a": "1", "b": "é"}
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bad_byte_late_in_the_file_is_refused_with_its_row(tmp_path: Path, encoding: str) -> None:
    """It is not read as Windows-1252, in which every Chinese title would be gibberish."""
    good = "名称,尺码\n" + "卫衣,均码\n" * 60_000
    content = good.encode(encoding) + b"x\xff\n" + "卫衣,均码\n".encode(encoding)
    error = refusal(tmp_path, content)
    assert (error.rule, error.row) == (Rule.BAD_BYTES, 60_002)
    assert "0xff" in str(error)
    assert encoding.upper() in str(error)


def test_a_western_byte_late_in_plain_text_is_western(tmp_path: Path) -> None:
    content = b"city,n\n" + b"Porto,1\n" * 60_000 + b"S\xe3o Paulo,2\n"
    assert cells(tmp_path, content)[-1] == {"city": "São Paulo", "n": "2"}


def test_a_person_may_say_the_encoding(tmp_path: Path) -> None:
    content = "név,ár\nőrző,1\n".encode("iso-8859-2")
    assert cells(tmp_path, content, how=How(encoding="latin2")) == [{"név": "őrző", "ár": "1"}]
    assert rule(tmp_path, content, how=How(encoding="utf-8")) == (Rule.BAD_BYTES, 1)


@pytest.mark.parametrize("said", ["klingon", "rot13", "idna", "zip", "", "utf-8\0"])
def test_what_is_no_encoding_of_files_is_refused(tmp_path: Path, said: str) -> None:
    assert rule(tmp_path, "a\n1\n", how=How(encoding=said)) == (Rule.UNKNOWN_ENCODING, None)


@pytest.mark.parametrize("content", [b"a,b\n1,2\n3,\0\n", b"a,b\n1,2\n3," + b"\0" * 9, b"\0\0\0\0"])
def test_zero_bytes_are_refused(tmp_path: Path, content: bytes) -> None:
    assert rule(tmp_path, content) == (Rule.NUL_BYTE, 3 if content[0] else 1)


def test_a_zero_byte_beyond_the_first_look_is_refused_with_its_row(tmp_path: Path) -> None:
    assert rule(tmp_path, b"a,b\r\n" + b"1,2\r\n" * 200_000 + b"3,\0\r\n") == (
        Rule.NUL_BYTE,
        200_002,
    )


def test_a_sign_cut_off_at_the_end_is_refused(tmp_path: Path) -> None:
    assert (
        refusal(tmp_path, ("名称,b\n" + "卫,1\n" * 9).encode() + "衣".encode()[:2]).rule
        == Rule.BAD_BYTES
    )


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"PK\x05\x06" + b"\0" * 18, "ZIP"),
        (b"  <!DOCTYPE html><title>Sign in</title>", "web page"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "XML"),
        (b"SQLite format 3\0", "database"),
    ],
)
def test_what_is_no_table_is_named(tmp_path: Path, head: bytes, what: str) -> None:
    error = refusal(tmp_path, head + b"rest")
    assert error.rule == Rule.NOT_A_TABLE
    assert what in str(error)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n \n", b",,,\n", b"\xff\xfe"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    assert rule(tmp_path, content) == (Rule.EMPTY, None)


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    with table(tmp_path, "a,b") as read:
        assert read.columns == ("a", "b")
        assert list(read.rows()) == []
        assert list(read.grouped(lambda row: row["a"])) == []
