"""Which media type a client is answered in, and which it may ask in."""

from functools import lru_cache

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
"""Tells by the status, too, whether the request was executed."""

EVENT_STREAM = "text/event-stream"

_OFFERED = (GRAPHQL_JSON, JSON)


@lru_cache(512)
def answered_in(accept: str) -> str | None:
    """The type for this `Accept` header; JSON if it leaves the choice, None if it wants neither."""
    if not accept.strip():
        return JSON
    found = [(weight(parameters), kind) for kind, parameters in listed(accept)]
    named = [(q, kind) for q, kind in found if kind in _OFFERED and q > 0]
    if named:
        return max(named, key=lambda choice: choice[0])[1]
    refused = {kind for q, kind in found if q == 0}
    is_open = any(kind in {"*/*", "application/*"} and q > 0 for q, kind in found)
    return next((kind for kind in (JSON, GRAPHQL_JSON) if is_open and kind not in refused), None)


@lru_cache(512)
def streams(accept: str) -> bool:
    """Whether this `Accept` header would rather have a stream of events than JSON."""
    if EVENT_STREAM not in accept:
        return False
    known = {EVENT_STREAM, *_OFFERED}
    named = [(weight(parameters), kind) for kind, parameters in listed(accept) if kind in known]
    q, kind = max(named, key=lambda choice: choice[0], default=(0.0, ""))
    return kind == EVENT_STREAM and q > 0


def listed(accept: str) -> list[tuple[str, str]]:
    """Each type of the header and its parameters."""
    parts = (part.partition(";") for part in accept.split(","))
    return [(kind.strip().lower(), parameters) for kind, _, parameters in parts]


def weight(parameters: str) -> float:
    """`q`; 1 when it is not said, 0 when it is no number."""
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            try:
                return float(value)
            except ValueError:
                return 0
    return 1


@lru_cache(512)
def is_json(content_type: str) -> bool:
    """JSON in UTF-8, the one form in which requests are taken."""
    kind, *parameters = content_type.lower().split(";")
    said = (parameter.partition("=") for parameter in parameters)
    sets = [value.strip(' "') for name, _, value in said if name.strip() == "charset"]
    return kind.strip() == JSON and all(one in {"utf-8", "utf8"} for one in sets)
