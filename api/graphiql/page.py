"""The page at /graphiql/ and its assets, under a policy that lets nothing in from elsewhere."""

import gzip
import json
import secrets
from functools import cache
from pathlib import Path
from string import Template
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

_HERE = Path(__file__).parent
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "font-src": "'self'",
    # Monaco's little icons are data: addresses in its style.
    "img-src": "'self' data:",
    # Monaco writes <style> elements: those with the nonce of this page, see source/nonce.ts.
    "style-src-elem": "'self' 'nonce-{nonce}'",
    # Monaco places each line by a style attribute within the HTML it makes.
    "style-src-attr": "'unsafe-inline'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
"""Of the page. No eval, no inline script, no other host."""

ASSET_POLICY = "default-src 'none'; script-src 'self'"
"""Of what is bundled; a worker lives under the policy of its own file."""

SAFE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
}


def graphiql_routes() -> list[Route]:
    return [
        Route("/graphiql", to_the_page),
        Route("/graphiql/", page),
        Route("/graphiql/assets/{name}", asset),
    ]


def to_the_page(_: Request) -> Response:
    """Relative, so that a proxy may put the whole of it under a path of its own."""
    return RedirectResponse("graphiql/", 308)


def page(_: Request) -> Response:
    nonce = secrets.token_urlsafe(16)
    built = manifest()
    text = template().substitute(
        nonce=nonce,
        icon=built["icon"],
        style=built["style"],
        entry=built["entry"],
        examples=examples(),
    )
    policy = "; ".join(f"{name} {value}" for name, value in POLICY.items()).format(nonce=nonce)
    headers = {**SAFE, "content-security-policy": policy, "cache-control": "no-store"}
    return Response(text, headers=headers, media_type="text/html")


def asset(request: Request) -> Response:
    """Its name holds a hash of its content, so it may be kept for ever."""
    name = request.path_params["name"]
    if name not in manifest()["files"]:
        return Response(status_code=404)
    packed = (_HERE / "built" / f"{name}.gz").read_bytes()
    headers = {
        **SAFE,
        "content-security-policy": ASSET_POLICY,
        "cache-control": "public, max-age=31536000, immutable",
        "content-type": _TYPES[Path(name).suffix],
        "vary": "accept-encoding",
    }
    if takes_gzip(request.headers.get("accept-encoding", "")):
        return Response(packed, headers={**headers, "content-encoding": "gzip"})
    return Response(gzip.decompress(packed), headers=headers)


def takes_gzip(accepted: str) -> bool:
    for part in accepted.lower().split(","):
        coding, _, weight = part.partition(";")
        if coding.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


@cache
def manifest() -> dict[str, Any]:
    """What the bundle consists of: its entry, style and icon, and each file's SHA-256."""
    found: dict[str, Any] = json.loads((_HERE / "built" / "built.json").read_text("utf-8"))
    return found


@cache
def template() -> Template:
    return Template((_HERE / "page.html").read_text("utf-8"))


@cache
def examples() -> str:
    """As JSON that can stand within a script element."""
    files = sorted((_HERE / "examples").glob("*.graphql"), key=number)
    shown = [example(file.read_text("utf-8")) for file in files]
    return json.dumps(shown, ensure_ascii=False).replace("<", "\\u003c")


def number(file: Path) -> int:
    """Its place among the tabs: `10_…` comes after `9_…`."""
    return int(file.name.partition("_")[0])


def example(text: str) -> dict[str, str]:
    """Its first line is `# Title: what it is for`."""
    title, _, duty = text.partition("\n")[0].removeprefix("# ").partition(": ")
    return {"title": title, "duty": duty, "query": text}
