"""The page at /graphiql/: how it is served, what is in its bundle, and that its examples are true."""

import gzip
import hashlib
import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from graphql import OperationDefinitionNode, parse
from starlette.applications import Starlette
from starlette.testclient import TestClient

from api.app import application, limits_of
from api.graphiql import graphiql_routes
from api.reads.documents import Documents
from api.schema import schema
from api.settings import Settings

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "api" / "graphiql"
BUILT = json.loads((FOLDER / "built" / "built.json").read_text("utf-8"))
EXAMPLES = sorted(
    (FOLDER / "examples").glob("*.graphql"), key=lambda file: int(file.name.split("_")[0])
)

DUTIES = [
    "Owner's morning",
    "Poster",
    "Listings and prices",
    "Customer service",
    "Purchasing",
    "Finance",
    "Files in and out",
    "Assets",
    "Templates",
    "Descriptions",
    "Batches",
    "Brand",
    "Reviews",
    "Compliance",
    "Packaging",
]


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=graphiql_routes()), follow_redirects=False)


def test_the_short_address_leads_to_the_page(client: TestClient) -> None:
    answer = client.get("/graphiql")
    assert (answer.status_code, answer.headers["location"]) == (308, "graphiql/")


def test_the_page_needs_no_token_and_is_under_a_strict_policy(client: TestClient) -> None:
    answer = client.get("/graphiql/")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    policy = dict(
        part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; ")
    )
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["connect-src"] == "'self'"
    assert "unsafe" not in "".join(
        value for name, value in policy.items() if name != "style-src-attr"
    )
    assert not re.search(r"https?:|\*", " ".join(policy.values()))
    found = re.search(r'nonce="([\w-]{20,})"', answer.text)
    assert found
    assert f"'nonce-{found[1]}'" in policy["style-src-elem"]
    assert client.get("/graphiql/").text != answer.text  # a nonce is used once


def test_the_page_names_only_what_is_bundled(client: TestClient) -> None:
    page = client.get("/graphiql/").text
    named = set(re.findall(r'(?:src|href)="([^"]+)"', page))
    assert named == {f"assets/{BUILT[part]}" for part in ("entry", "style", "icon")}


def test_production_serves_the_page_too(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, profile="prod")
    with TestClient(application(settings)) as client:
        assert client.get("/graphiql/").status_code == 200
        assert client.get(f"/graphiql/assets/{BUILT['entry']}").status_code == 200


@pytest.mark.parametrize("name", BUILT["files"])
def test_an_asset_is_what_was_built_packed_or_not(client: TestClient, name: str) -> None:
    packed = client.get(f"/graphiql/assets/{name}", headers={"accept-encoding": "br, gzip;q=0.8"})
    plain = client.get(f"/graphiql/assets/{name}", headers={"accept-encoding": "gzip;q=0, br"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert hashlib.sha256(plain.content).hexdigest() == BUILT["files"][name]
    kinds = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml", "ttf": "font/ttf"}
    for answer in packed, plain:
        assert answer.headers["content-type"].split(";")[0] == kinds[name.rsplit(".", 1)[1]]
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["vary"] == "accept-encoding"
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "name", ["no.js", "built.json", "LICENCES.txt", "..%2fpage.py", "%2e%2e/page.py", ""]
)
def test_nothing_else_is_an_asset(client: TestClient, name: str) -> None:
    assert client.get(f"/graphiql/assets/{name}").status_code == 404


@pytest.mark.parametrize("name", BUILT["files"])
def test_the_bundle_points_to_no_map_and_no_host_of_scripts(name: str) -> None:
    content = gzip.decompress((FOLDER / "built" / f"{name}.gz").read_bytes())
    assert not re.search(
        rb"sourceMappingURL=(?!data:)[\w./-]+\.map|esm\.sh|unpkg|jsdelivr|googleapis", content
    )


def test_the_bundle_was_made_from_these_sources() -> None:
    """If not: api/graphiql/source/rebuild. `.ci/run --deep` does, and compares all of it."""
    total = hashlib.sha256()
    for file in sorted(file for file in (FOLDER / "source").iterdir() if file.is_file()):
        total.update(f"{file.name}\0".encode())
        total.update(file.read_bytes().replace(b"\r\n", b"\n"))
        total.update(b"\0")
    assert total.hexdigest() == BUILT["sources"]
    assert {file.name for file in (FOLDER / "built").iterdir()} == {
        "built.json",
        "LICENCES.txt",
        *(f"{name}.gz" for name in BUILT["files"]),
    }


def test_every_bundled_package_is_told_of_with_its_licence() -> None:
    told = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    table = told.split("<!-- bundled: begin -->")[1].split("<!-- bundled: end -->")[0]
    rows = re.findall(r"^\| (\S+) \| (\S+) \| (\S+) \| (https://\S+) \|$", table, re.MULTILINE)
    heads = re.split(r"\n\n={80}\n\n", (FOLDER / "built" / "LICENCES.txt").read_text("utf-8"))
    assert [f"{name} {version}, {licence}, {home}" for name, version, licence, home in rows] == [
        head.split("\n", 1)[0] for head in heads
    ]
    lock = json.loads((FOLDER / "source" / "package-lock.json").read_text("utf-8"))["packages"]
    locked = {
        (path.rpartition("node_modules/")[2], one["version"]) for path, one in lock.items() if path
    }
    assert {(name, version) for name, version, _, _ in rows} <= locked
    assert ("graphql", "16.15.0") in locked
    assert len(rows) > 50


def test_the_page_carries_the_examples(client: TestClient) -> None:
    page = client.get("/graphiql/").text
    found = re.search(r'<script id="examples" type="application/json">(.*?)</script>', page)
    assert found
    assert html.unescape(found[1]) == found[1]
    shown = json.loads(found[1])
    assert [one["query"] for one in shown] == [file.read_text("utf-8") for file in EXAMPLES]
    assert all(one["title"] and one["duty"] for one in shown)
    assert [one["title"] for one in shown] == DUTIES


def operations() -> list[Any]:
    return [
        pytest.param(file, one.name.value, id=one.name.value)
        for file in EXAMPLES
        for one in parse(file.read_text("utf-8")).definitions
        if isinstance(one, OperationDefinitionNode) and one.name
    ]


@pytest.mark.parametrize(("file", "name"), operations())
def test_an_example_is_valid_and_within_the_limits(file: Path, name: str) -> None:
    documents = Documents(schema._schema, limits_of(Settings()))
    assert documents.get(file.read_text("utf-8"), name).errors == ()


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_what_an_example_hands_on_is_a_variable_of_it(file: Path) -> None:
    text = file.read_text("utf-8")
    handed = re.findall(r"^# \$(\w+) <- [\w.]+$", text, re.MULTILINE)
    assert text.count(" <- ") == len(handed)
    for name in handed:
        assert re.search(rf"\(.*\${name}: ID!", text)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_fits_its_editor(file: Path) -> None:
    assert max(map(len, file.read_text("utf-8").splitlines())) <= 80
