"""Signed addresses of files: good as they are given out, and in no other way."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.links import LONGEST_NAME, Expired, Links, Unsigned
from api.storage import BadKey, key_of
from tests.house import MONDAY

OLD, NEW = b"the key before this one", b"the key of today"
KEY, OTHER = key_of("ab" * 32), key_of("cd" * 32)
links = Links([NEW])


def given_out(by: Links = links, **more: Any) -> str:
    usual: dict[str, Any] = {"filename": "杯子 1.png", "media_type": "image/png", "now": MONDAY}
    return by.url(KEY, **{**usual, **more})


def opened(by: Links, url: str, now: datetime = MONDAY) -> Any:
    parts = urlsplit(url)
    return by.opened(parts.path.removeprefix("/files/"), parts.query.encode(), now)


def test_an_address_opens_as_it_was_given_out() -> None:
    link = opened(links, given_out(disposition="attachment"))
    assert (link.key, link.filename) == (KEY, "杯子 1.png")
    assert (link.media_type, link.disposition) == ("image/png", "attachment")


def test_an_address_lasts_one_lifetime_to_two_and_is_the_same_for_a_while() -> None:
    own = Links([NEW], lifetime_s=600)
    urls = {given_out(own, now=MONDAY + timedelta(seconds=n)) for n in range(0, 600, 7)}
    assert len(urls) == 1
    [url] = urls
    assert given_out(own, now=MONDAY + timedelta(seconds=600)) != url
    assert opened(own, url, MONDAY + timedelta(seconds=1199, milliseconds=999))
    with pytest.raises(Expired):
        opened(own, url, MONDAY + timedelta(seconds=1200))


def test_an_end_can_be_chosen() -> None:
    until = MONDAY + timedelta(days=300)
    url = links.signed_url(KEY, filename="a.png", media_type="image/png", expires_at=until)
    assert opened(links, url, until - timedelta(seconds=1)).until == int(until.timestamp())
    with pytest.raises(Expired):
        opened(links, url, until)


def test_the_key_before_is_accepted_and_used_no_more() -> None:
    before, between = Links([OLD]), Links([NEW, OLD])
    assert opened(between, given_out(before))
    assert opened(links, given_out(between))
    with pytest.raises(Unsigned):
        opened(links, given_out(before))


def test_an_address_can_begin_where_clients_reach_us() -> None:
    own = Links([NEW], base="https://shop.example/")
    assert given_out(own).startswith(f"https://shop.example/files/{KEY}?")
    assert given_out().startswith(f"/files/{KEY}?")


@given(st.data())
def test_an_address_with_any_part_changed_is_refused(data: st.DataObject) -> None:
    """A byte put in, left out or replaced anywhere: refused, unless it reads just the same."""
    url = given_out(disposition=data.draw(st.sampled_from(["inline", "attachment"])))
    at = data.draw(st.integers(len("/files/"), len(url) - 1))
    instead = data.draw(st.text(st.characters(codec="ascii", exclude_characters="#"), max_size=3))
    changed = url[:at] + instead + url[at + data.draw(st.integers(0, 2)) :]
    path, _, query = changed.removeprefix("/files/").partition("?")
    same = (KEY, sorted(parse_qsl(urlsplit(url).query)))
    if (path, sorted(parse_qsl(query, keep_blank_values=True))) == same:
        return
    with pytest.raises(Unsigned):
        links.opened(path, query.encode(), MONDAY)


@given(st.text(), st.text(), st.text(), st.integers(1, 10**11))
def test_nobody_without_the_key_makes_an_address(
    name: str, kind: str, signature: str, until: int
) -> None:
    said = {"name": name, "type": kind, "as": "inline", "until": str(until), "sig": signature}
    try:
        query = urlencode(said).encode()
    except UnicodeEncodeError:
        return
    with pytest.raises(Unsigned):
        links.opened(KEY, query, MONDAY)


@pytest.mark.parametrize("name", ["name", "type", "as", "until", "sig"])
def test_no_part_is_left_out_or_said_twice(name: str) -> None:
    path, _, query = given_out().partition("?")
    pairs = parse_qsl(query)
    for wrong in (
        [pair for pair in pairs if pair[0] != name],
        [*pairs, next(pair for pair in pairs if pair[0] == name)],
        [*pairs, ("more", "1")],
        [(key, "" if key == name else value) for key, value in pairs],
    ):
        with pytest.raises(Unsigned):
            opened(links, f"{path}?{urlencode(wrong)}")


@pytest.mark.parametrize(
    "query", [b"", b"&", b"sig", b"\xff", b"%ff=1", b"until=" + b"9" * 5000, b"a=1&" * 50]
)
def test_an_address_that_is_none_is_refused(query: bytes) -> None:
    with pytest.raises(Unsigned):
        links.opened(KEY, query, MONDAY)


def test_one_file_is_not_opened_by_the_address_of_another() -> None:
    with pytest.raises(Unsigned):
        opened(links, given_out().replace(KEY, OTHER))


@given(st.text())
def test_any_name_can_be_given_and_none_leads_elsewhere(name: str) -> None:
    said = opened(links, given_out(filename=name)).filename
    assert 0 < len(said) <= LONGEST_NAME
    assert not set(said) & set("/\\\r\n\x00\u202e")
    assert said not in {".", ".."}


@pytest.mark.parametrize(
    "kind", ["", "png", "image/", "image/png\r\nx: y", "image/png; a=b", "IMAGE/PNG", "a/b/c"]
)
def test_what_is_no_media_type_is_not_signed(kind: str) -> None:
    with pytest.raises(ValueError, match="no media type"):
        given_out(media_type=kind)


def test_what_is_no_key_is_not_signed() -> None:
    with pytest.raises(BadKey):
        links.url("../secret_key", filename="a", media_type="image/png", now=datetime.now(UTC))
