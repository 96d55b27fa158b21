"""`/files/…`: whole files, parts of them, and reasons why not."""

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import anyio
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from starlette.testclient import TestClient

from api.files import Files
from api.links import Links
from api.storage import Storage, key_of
from tests.house import MONDAY

DATA = os.urandom(700_000)
SIZE = len(DATA)
links = Links([b"a key for signing files"])


@pytest.fixture
def client(storage: Storage) -> Iterator[TestClient]:
    routes = [Route("/files/{key:path}", Files(storage, links, lambda: MONDAY))]
    with TestClient(Starlette(routes=routes), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def url(storage: Storage) -> str:
    return address(storage, DATA)


def address(storage: Storage, data: bytes, **more: Any) -> str:
    usual: dict[str, Any] = {"filename": "a.png", "media_type": "image/png", "now": MONDAY}
    return links.url(storage.put(data, media_type="image/png"), **{**usual, **more})


def test_a_file_is_handed_out_without_a_token(client: TestClient, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.content) == (200, DATA)
    said = dict(answer.headers)
    [digest] = re.findall(r"[0-9a-f]{64}", url)
    assert said == {
        "etag": f'"{digest}"',
        "cache-control": "private, max-age=7200, immutable",
        "content-type": "image/png",
        "content-disposition": 'inline; filename="a.png"',
        "accept-ranges": "bytes",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "content-length": str(SIZE),
    }
    head = client.head(url)
    assert (head.status_code, head.content, dict(head.headers)) == (200, b"", said)


RANGES: list[tuple[str, tuple[int, int] | int]] = [
    ("bytes=0-0", (0, 1)),
    ("bytes=0-99", (0, 100)),
    ("bytes=5-", (5, SIZE)),
    (f"bytes=300000-{SIZE - 1}", (300_000, SIZE)),
    (f"bytes=10-{SIZE + 500}", (10, SIZE)),
    ("bytes=-1", (SIZE - 1, SIZE)),
    (f"bytes=-{SIZE * 2}", (0, SIZE)),
    (f"bytes={SIZE - 1}-", (SIZE - 1, SIZE)),
    (f"bytes={SIZE}-", 416),
    (f"bytes={SIZE}-{SIZE + 5}", 416),
    ("bytes=-0", 416),
    ("bytes=9-5", 200),
    ("bytes=", 200),
    ("bytes=-", 200),
    ("bytes=a-b", 200),
    ("bytes=--5", 200),
    ("bytes=0-1,5-6", 200),
    ("lines=0-1", 200),
    (f"bytes={chr(0x660)}-{chr(0x669)}", 200),
    ("bytes=0-" + "9" * 200, 200),
    ("bytes= 0 - 9", (0, 10)),
]


@pytest.mark.parametrize(("asked", "expected"), RANGES)
def test_a_part_is_handed_out(
    client: TestClient, url: str, asked: str, expected: tuple[int, int] | int
) -> None:
    answer = client.get(url, headers={b"range": asked.encode()})
    if isinstance(expected, tuple):
        start, end = expected
        assert (answer.status_code, answer.content) == (206, DATA[start:end])
        assert answer.headers["content-range"] == f"bytes {start}-{end - 1}/{SIZE}"
        assert answer.headers["content-length"] == str(end - start)
    elif expected == 416:
        assert answer.status_code == 416
        assert answer.headers["content-range"] == f"bytes */{SIZE}"
        assert answer.json()["error"]["code"] == "RANGE_NOT_SATISFIABLE"
    else:
        assert (answer.status_code, answer.content) == (200, DATA)
        assert "content-range" not in answer.headers


def test_a_part_is_of_the_version_that_was_begun(client: TestClient, url: str) -> None:
    etag = client.head(url).headers["etag"]
    for condition, status in (
        (etag, 206),
        ('"another"', 200),
        (f"W/{etag}", 200),
        ("Mon, 02 Mar 2026 09:00:00 GMT", 200),
    ):
        answer = client.get(url, headers={"range": "bytes=0-9", "if-range": condition})
        assert (answer.status_code, len(answer.content)) == (status, 10 if status == 206 else SIZE)


def test_ranges_are_for_get_alone(client: TestClient, url: str) -> None:
    answer = client.head(url, headers={"range": "bytes=0-9"})
    assert (answer.status_code, answer.headers["content-length"]) == (200, str(SIZE))


def test_what_a_browser_has_is_not_sent_again(client: TestClient, url: str) -> None:
    etag = client.head(url).headers["etag"]
    for tags in (etag, f"W/{etag}", "*", f'"x", {etag}'):
        for method in ("GET", "HEAD"):
            answer = client.request(
                method, url, headers={"if-none-match": tags, "range": "bytes=0-1"}
            )
            assert (answer.status_code, answer.content) == (304, b"")
            assert answer.headers["etag"] == etag
            assert answer.headers["cache-control"].startswith("private, max-age=")
    assert client.get(url, headers={"if-none-match": '"x"'}).status_code == 200


def test_an_empty_file_is_whole(client: TestClient, storage: Storage) -> None:
    url = address(storage, b"")
    for asked in ({}, {"range": "bytes=0-"}, {"range": "bytes=-5"}):
        answer = client.get(url, headers=asked)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["content-length"] == "0"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("poster.png", 'inline; filename="poster.png"'),
        (
            "春季 海报.png",
            "inline; filename=\"__ __.png\"; filename*=UTF-8''%E6%98%A5%E5%AD%A3%20%E6%B5%B7%E6%8A%A5.png",
        ),
        ('a"b\\c.png', "inline; filename=\"a_b_c.png\"; filename*=UTF-8''a%22b_c.png"),
        ("50%.png", "inline; filename=\"50_.png\"; filename*=UTF-8''50%25.png"),
        ("a\r\nset-cookie: x=1.png", 'inline; filename="a__set-cookie: x=1.png"'),
        ("../../etc/passwd", 'inline; filename="_.._etc_passwd"'),
        ("😀.png", "inline; filename=\"_.png\"; filename*=UTF-8''%F0%9F%98%80.png"),
        ("", 'inline; filename="file"'),
    ],
)
def test_a_file_is_saved_under_its_name(
    client: TestClient, storage: Storage, name: str, said: str
) -> None:
    answer = client.head(address(storage, b"x", filename=name))
    assert answer.headers["content-disposition"] == said


@pytest.mark.parametrize(
    ("kind", "is_shown"),
    [
        ("image/png", True),
        ("video/mp4", True),
        ("application/pdf", True),
        ("text/plain", True),
        ("image/svg+xml", False),
        ("text/html", False),
        ("application/xhtml+xml", False),
        ("text/xml", False),
        ("text/javascript", False),
        ("application/octet-stream", False),
    ],
)
def test_what_could_run_as_a_page_is_only_saved(
    client: TestClient, storage: Storage, kind: str, is_shown: bool
) -> None:
    headers = client.get(address(storage, b"<script>", media_type=kind)).headers
    assert headers["content-disposition"].startswith("inline" if is_shown else "attachment")
    policy = None if is_shown else "sandbox; default-src 'none'"
    assert headers.get("content-security-policy") == policy
    assert headers["x-content-type-options"] == "nosniff"
    if is_shown:
        given = address(storage, b"<script>", media_type=kind, disposition="attachment")
        assert client.get(given).headers["content-disposition"].startswith("attachment")


def test_why_a_file_is_not_handed_out_is_said_plainly(client: TestClient, storage: Storage) -> None:
    url = address(storage, b"picture")
    until = MONDAY - timedelta(seconds=1)
    key = storage.put(b"picture", media_type="image/png")
    old = links.signed_url(key, filename="a", media_type="image/png", expires_at=until)
    missing = links.url(key_of("0" * 64), filename="a", media_type="image/png", now=MONDAY)
    for method, asked, status, code in (
        ("GET", old, 403, "EXPIRED"),
        ("GET", url + "x", 403, "UNSIGNED"),
        ("GET", url.partition("?")[0], 403, "UNSIGNED"),
        ("GET", "/files/", 403, "UNSIGNED"),
        ("GET", "/files/../secret_key", 404, None),
        ("GET", "/files/%2e%2e/%2e%2e/secret_key", 403, "UNSIGNED"),
        ("GET", missing, 404, "MISSING"),
        ("HEAD", missing, 404, None),
        ("POST", url, 405, "METHOD_NOT_ALLOWED"),
        ("DELETE", url, 405, "METHOD_NOT_ALLOWED"),
    ):
        answer = client.request(method, asked)
        assert answer.status_code == status, asked
        if code:
            assert answer.json()["error"]["code"] == code
            assert set(answer.json()["error"]) == {"code", "message"}
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_reader_who_leaves_ends_the_reading(storage: Storage) -> None:
    """Nothing more is read from the disk once the browser has dropped the film."""
    url = address(storage, os.urandom(30 << 20))
    path, _, query = url.partition("?")
    sent: list[int] = []
    has_left = anyio.Event()

    async def receive() -> dict[str, Any]:
        await has_left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(len(message.get("body", b"")))
        if sum(sent) > 0:
            has_left.set()
            await anyio.lowlevel.checkpoint()

    scope = {
        "type": "http",
        "method": "GET",
        "headers": [],
        "query_string": query.encode(),
        "path_params": {"key": path.removeprefix("/files/")},
    }
    anyio.run(Files(storage, links, lambda: MONDAY), scope, receive, send)
    assert 0 < sum(sent) <= 17 << 20
