"""Which web pages may open a WebSocket here; browsers ask nobody before they try."""

from collections.abc import Iterable
from urllib.parse import urlsplit

USUAL_PORT = {"http": 80, "https": 443}


def may_open(origin: str, host: str, allowed: Iterable[str]) -> bool:
    """No origin is no web page; else it is this very host, or one of those allowed."""
    if not origin or origin in allowed:
        return True
    try:
        said = urlsplit(origin)
    except ValueError:
        return False
    usual = USUAL_PORT.get(said.scheme)
    if usual is None or not host:
        return False
    return said.netloc.lower() in {host.lower(), host.lower().removesuffix(f":{usual}")}
