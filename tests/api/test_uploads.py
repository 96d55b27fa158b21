"""Files beside an operation: the multipart request specification, and all that breaks it."""

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import anyio
import pytest
import strawberry
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from strawberry.schema.config import StrawberryConfig

from api.endpoint import body_limits
from api.http.answers import Refusal
from api.http.multipart import read_form
from api.http.uploaded import Uploaded
from api.scalars import SCALARS
from api.settings import Settings
from tests.api.served import serving_schema
from tests.factories.uploads import png

SEND = {"x-graphql-require-preflight": "1"}
ONE = "mutation ($file: Upload!) { hash(file: $file) }"
MANY = "mutation ($files: [Upload!]!) { hashes(files: $files) }"
DEEP = "mutation ($input: Deep!) { deep(input: $input) }"
PNG = png()
DIGEST = hashlib.sha256(PNG).hexdigest()


@strawberry.input
class Deep:
    files: list[Uploaded]


def digest_of(file: Uploaded) -> str:
    file.file.seek(0)
    assert hashlib.sha256(file.file.read()).hexdigest() == file.sha256
    return file.sha256


@strawberry.type
class Query:
    hello: str = "hello"


@strawberry.type
class Mutation:
    @strawberry.mutation
    def hash(self, file: Uploaded) -> str:
        return digest_of(file)

    @strawberry.mutation
    def hashes(self, files: list[Uploaded]) -> list[str]:
        return [digest_of(file) for file in files]

    @strawberry.mutation
    def deep(self, input: Deep) -> list[str]:
        return [digest_of(file) for file in input.files]

    @strawberry.mutation
    def name(self, file: Uploaded) -> str:
        return f"{file.name} {file.media_type} {file.size_bytes}"

    @strawberry.mutation
    def said(self, word: Annotated[str, strawberry.argument()]) -> str:
        return word

    @strawberry.mutation
    def bug(self, file: Uploaded) -> str:
        raise RuntimeError(file.name)


OWN = strawberry.Schema(Query, Mutation, config=StrawberryConfig(scalar_map=SCALARS))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def client(folder: Path) -> Iterator[TestClient]:
    limits: dict[str, Any] = {
        "max_upload_files": 3,
        "max_upload_bytes": 1000,
        "max_uploads_bytes": 2000,
    }
    with serving_schema(OWN, data_dir=folder, max_body_bytes=5000, **limits) as found:
        yield found


@pytest.fixture(autouse=True)
def leaves_nothing(folder: Path) -> Iterator[None]:
    """No file lies about, and none is held open, whatever became of the request."""
    yield
    assert not list(folder.rglob("*.*"))
    assert list((folder / "uploads").glob("*")) == []
    assert not [path for path in held() if str(folder) in path]


def held() -> list[str]:
    """Paths of all that this process holds open; where the system does not say, none."""
    links = Path("/proc/self/fd")
    return [os.path.realpath(link) for link in links.iterdir()] if links.exists() else []


def form(operations: Any, map: Any, **files: Any) -> dict[str, Any]:
    """A form as httpx sends one; text as it is, all else as JSON; None leaves it out."""
    parts: list[tuple[str, Any]] = []
    for name, said in (("operations", operations), ("map", map)):
        if said is not None:
            parts.append(
                (name, (None, said if isinstance(said, str | bytes) else json.dumps(said)))
            )
    for name, file in files.items():
        parts.append(
            (name.lstrip("_"), file if isinstance(file, tuple) else ("a.png", file, "image/png"))
        )
    return {"files": parts}


def asked(query: str = ONE, **variables: Any) -> dict[str, Any]:
    return {"query": query, "variables": variables or {"file": None}}


def post(client: TestClient, given: dict[str, Any], **headers: str) -> Any:
    return client.post("/graphql", headers={**SEND, **headers}, **given)


def refused(answer: Any) -> str:
    """The message of a 400 that is typed."""
    assert answer.status_code == 400, answer.text
    [error] = answer.json()["errors"]
    assert error["extensions"]["code"] == "BAD_USER_INPUT"
    assert "data" not in answer.json()
    return str(error["message"])


def test_a_file_comes_whole(client: TestClient) -> None:
    for data in (PNG, b"", os.urandom(1000), b"\r\n--", b"\r\n" * 300):
        answer = post(client, form(asked(), {"0": ["variables.file"]}, _0=data))
        assert answer.json() == {"data": {"hash": hashlib.sha256(data).hexdigest()}}
        assert answer.status_code == 200


def test_several_files_come_to_their_places(client: TestClient) -> None:
    given = form(
        asked(MANY, files=[None, None, None]),
        {"a": ["variables.files.0"], "b": ["variables.files.2", "variables.files.1"]},
        a=b"first",
        b=b"second",
    )
    first, second = (hashlib.sha256(data).hexdigest() for data in (b"first", b"second"))
    assert post(client, given).json() == {"data": {"hashes": [first, second, second]}}
    given = form(asked(DEEP, input={"files": [None]}), {"0": ["variables.input.files.0"]}, _0=PNG)
    assert post(client, given).json() == {"data": {"deep": [DIGEST]}}


def test_what_the_client_says_of_a_file_is_kept(client: TestClient) -> None:
    query = "mutation ($file: Upload!) { name(file: $file) }"
    given = form(asked(query), {"0": ["variables.file"]}, _0=("杯子.jpg", PNG, "IMAGE/PNG; a=b"))
    assert post(client, given).json() == {"data": {"name": f"杯子.jpg image/png {len(PNG)}"}}


@pytest.mark.parametrize(
    "header", ["x-graphql-require-preflight", "apollo-require-preflight", "x-apollo-operation-name"]
)
def test_a_form_needs_a_header_that_no_page_can_send_unasked(
    client: TestClient, header: str
) -> None:
    given = form(asked(), {"0": ["variables.file"]}, _0=PNG)
    assert "x-graphql-require-preflight" in refused(client.post("/graphql", **given))
    assert client.post("/graphql", headers={header: "1"}, **given).status_code == 200


def test_without_a_token_nothing_is_read(client: TestClient) -> None:
    given = form(asked(), {"0": ["variables.file"]}, _0=PNG)
    assert post(client, given, authorization="Bearer bad").status_code == 401


MAP = {"0": ["variables.file"]}
BAD: list[tuple[str, dict[str, Any], str]] = [
    ("no operations", form(None, MAP, _0=PNG), "first part must be `operations`"),
    ("no map", form(asked(), None, _0=PNG), "second part must be `map`"),
    ("nothing but operations", form(asked(), None), "`map` is missing"),
    ("operations no JSON", form("{", MAP, _0=PNG), "`operations` is no JSON"),
    ("operations not UTF-8", form(b'{"query": "\xff"}', MAP, _0=PNG), "`operations` is no JSON"),
    ("operations text", form('"x"', MAP, _0=PNG), "`operations` must be"),
    ("operations null", form("null", MAP, _0=PNG), "`operations` must be"),
    ("a batch", form([asked()], {"0": ["0.variables.file"]}, _0=PNG), "batches are not taken"),
    ("no query", form({"variables": {"file": None}}, MAP, _0=PNG), "`query` must be given"),
    ("map no JSON", form(asked(), "{", _0=PNG), "`map` is no JSON"),
    ("map a list", form(asked(), [["variables.file"]], _0=PNG), "`map` must be an object"),
    ("map of text", form(asked(), {"0": "variables.file"}, _0=PNG), "must be a list of paths"),
    ("map of numbers", form(asked(), {"0": [0]}, _0=PNG), "must be a list of paths"),
    ("map to nowhere", form(asked(), {"0": []}, _0=PNG), "must be a list of paths"),
    ("map of itself", form(asked(), {"map": ["variables.file"]}, _0=PNG), "has another name"),
    ("a path elsewhere", form(asked(), {"0": ["query"]}, _0=PNG), "is no place"),
    ("a path to all", form(asked(), {"0": ["variables"]}, _0=PNG), "is no place"),
    ("an empty path", form(asked(), {"0": [""]}, _0=PNG), "is no place"),
    ("an unknown path", form(asked(), {"0": ["variables.other"]}, _0=PNG), "is no place"),
    ("too deep a path", form(asked(), {"0": ["variables.file.0"]}, _0=PNG), "is no place"),
    ("a path beside null", form(asked(file=5), {"0": ["variables.file"]}, _0=PNG), "is no place"),
    ("a path twice", form(asked(), {"0": ["variables.file"] * 2}, _0=PNG), "is no place"),
    ("a path of two", form(asked(), {"0": MAP["0"], "1": MAP["0"]}, _0=PNG, _1=PNG), "is no place"),
    ("past a list", form(asked(MANY, files=[None]), {"0": ["variables.files.1"]}, _0=PNG), "is no place"),
    ("before a list", form(asked(MANY, files=[None]), {"0": ["variables.files.-1"]}, _0=PNG), "is no place"),
    ("odd number", form(asked(MANY, files=[None]), {"0": ["variables.files.00"]}, _0=PNG), "is no place"),
    ("no variables", form({"query": ONE}, MAP, _0=PNG), "is no place"),
    ("variables a list", form({"query": ONE, "variables": [None]}, {"0": ["variables.0"]}, _0=PNG), "`variables` must be"),
    ("a file too many", form(asked(), MAP, _0=PNG, _1=PNG), "'1' is not in `map`"),
    ("a file too few", form(asked(), MAP), "'0' of `map` is missing"),
    ("files before map", {"files": [("operations", (None, json.dumps(asked()))), ("0", ("a", PNG, "image/png")), ("map", (None, "{}"))]}, "second part must be `map`"),
    ("map first", {"files": [("map", (None, "{}")), ("operations", (None, json.dumps(asked())))]}, "first part must be `operations`"),
    ("operations twice", {"files": [("operations", (None, json.dumps(asked())))] * 2}, "`operations` must be given once"),
    ("map twice", {"files": [("operations", (None, json.dumps(asked()))), ("map", (None, "{}")), ("map", (None, "{}"))]}, "`map` must be given once"),
    ("a file twice", {"files": [*form(asked(), MAP, _0=PNG)["files"], ("0", ("a", PNG, "image/png"))]}, "'0' is sent twice"),
    ("text for a file", form(asked(), MAP, _0=(None, "text")), "has no file name"),
    ("50 files", form(asked(MANY, files=[None] * 50), {str(n): [f"variables.files.{n}"] for n in range(50)}, **{f"_{n}": b"x" for n in range(50)}), "at most 3 files"),
    ("a large file", form(asked(), MAP, _0=b"x" * 1001), "more than 1000 bytes"),
    ("large files", form(asked(MANY, files=[None] * 3), {str(n): [f"variables.files.{n}"] for n in range(3)}, _0=b"x" * 900, _1=b"x" * 900, _2=b"x" * 900), "together have more than 2000"),
    ("a huge file", form(asked(), MAP, _0=b"x" * 5_000_000), "more than"),
    ("a long operation", form({**asked(), "more": "x" * 5000}, MAP, _0=PNG), "`operations` has more than"),
    ("a long map", form(asked(), {"0": ["x" * 5000]}, _0=PNG), "`map` has more than"),
    ("another type", form(asked(), MAP, _0=("a.svg", b"<svg/>", "image/svg+xml")), "one of these types"),
    ("no type", form(asked(), MAP, _0=("a", b"x", "")), "one of these types"),
    ("a query", form({"query": "query ($file: Upload) { hello }", "variables": {"file": None}}, MAP, _0=PNG), ""),
    ("a query alone", form({"query": "{ hello }"}, {}), "Files go with a mutation"),
    ("a subscription", form({"query": "subscription { x }"}, {}), ""),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "reason"), BAD, ids=[name for name, _, _ in BAD])
def test_a_form_that_breaks_a_rule_is_refused_by_name(
    client: TestClient, name: str, given: dict[str, Any], reason: str
) -> None:
    answer = post(client, given, accept="application/graphql-response+json")
    assert answer.status_code == 400, (name, answer.text)
    [error] = answer.json()["errors"]
    assert reason in error["message"]
    assert error["extensions"]["code"] in {"BAD_USER_INPUT", "GRAPHQL_VALIDATION_FAILED"}


BOUNDARY = "multipart/form-data; boundary=b"
START = b'--b\r\nContent-Disposition: form-data; name="operations"\r\n\r\n'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b""),
        ("multipart/form-data; boundary=", b""),
        (f"multipart/form-data; boundary={'b' * 400}", b""),
        ("multipart/form-datax; boundary=b", b"--b--"),
        (BOUNDARY, b""),
        (BOUNDARY, b"nothing of the kind"),
        (BOUNDARY, b"--b--\r\n"),
        (BOUNDARY, START),
        (BOUNDARY, START + b"{}"),
        (BOUNDARY, START + b"{}\r\n--b"),
        (BOUNDARY, START + b'{"query": "{ hello }"}\r\n--b--\r\n'),
        (BOUNDARY, b"--b\r\n\r\n\r\n--b--\r\n"),
        (BOUNDARY, b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n"),
        (BOUNDARY, b'--b\r\nContent-Disposition: attachment; name="operations"\r\n\r\n{}\r\n--b--\r\n'),
        (BOUNDARY, b"--b\r\nno header\r\n\r\nx\r\n--b--\r\n"),
        (BOUNDARY, b"--b\r\n" + b"a: b\r\n" * 500 + b"\r\nx\r\n--b--\r\n"),
        (BOUNDARY, b"--b\r\na: " + b"b" * 50_000 + b"\r\n\r\nx\r\n--b--\r\n"),
        (BOUNDARY, START.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n") + b"e30=\r\n--b--\r\n"),
    ],
)  # fmt: skip
def test_what_is_no_form_is_refused(client: TestClient, kind: str, body: bytes) -> None:
    assert refused(client.post("/graphql", headers={**SEND, "content-type": kind}, content=body))


@given(st.data())
def test_no_form_with_a_few_bytes_changed_is_a_fault_of_ours(
    client: TestClient, data: st.DataObject
) -> None:
    whole = client.build_request("POST", "/graphql", **form(asked(), MAP, _0=PNG))
    body, kind = whole.read(), whole.headers["content-type"]
    at = data.draw(st.integers(0, len(body)))
    body = body[:at] + data.draw(st.binary(max_size=4)) + body[at + data.draw(st.integers(0, 9)) :]
    answer = client.post("/graphql", headers={**SEND, "content-type": kind}, content=body)
    assert answer.status_code in {200, 400}
    assert "INTERNAL" not in answer.text


def test_a_file_is_no_word_and_a_word_is_no_file(client: TestClient) -> None:
    word = {"query": "mutation ($w: String!) { said(word: $w) }", "variables": {"w": None}}
    answer = post(client, form(word, {"0": ["variables.w"]}, _0=PNG)).json()
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    for wrong in ("text", 5, {"a": 1}, True):
        answer = client.post("/graphql", json=asked(file=wrong)).json()
        assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"
    answer = client.post("/graphql", json={"query": 'mutation { hash(file: "x") }'}).json()
    assert answer["errors"][0]["extensions"]["code"] == "BAD_USER_INPUT"


def test_a_bug_leaves_no_file_behind(client: TestClient) -> None:
    query = "mutation ($file: Upload!) { bug(file: $file) }"
    answer = post(client, form(asked(query), MAP, _0=PNG)).json()
    assert answer["errors"][0]["extensions"]["code"] == "INTERNAL_SERVER_ERROR"


def test_a_client_that_goes_away_leaves_no_file_behind(client: TestClient, folder: Path) -> None:
    """The reading of the form, by itself: half a file, then nothing more."""
    whole = client.build_request("POST", "/graphql", **form(asked(), MAP, _0=PNG))
    half = {"type": "http.request", "body": whole.read()[:-60], "more_body": True}
    messages = [half, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0)

    limits = body_limits(Settings(data_dir=folder))
    with pytest.raises(Refusal, match="ended before"):
        anyio.run(read_form, whole.headers["content-type"], receive, limits)
    assert messages == []
