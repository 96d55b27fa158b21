"""How a child and its parent talk: a line of JSON and then some bytes; errors keep their kind."""

import json
from collections.abc import Mapping, Sequence
from typing import IO, Any

from media.errors import MediaError, RenderCrashed

_LONGEST_LINE = 64 << 20
Said = tuple[dict[str, Any], list[bytes]]


def packed(head: Mapping[str, Any], parts: Sequence[bytes] = ()) -> list[bytes]:
    """Raises TypeError, ValueError or RecursionError where the head is no JSON."""
    line = json.dumps({**head, "sizes": [len(part) for part in parts]})
    return [line.encode() + b"\n", *parts]


def send(pipe: IO[bytes], message: Sequence[bytes]) -> None:
    pipe.writelines(message)
    pipe.flush()


def receive(pipe: IO[bytes], most_bytes: int) -> Said:
    """Raises EOFError when the other side is gone, ValueError when it talks nonsense."""
    line = pipe.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    head = json.loads(line)
    if not isinstance(head, dict) or not isinstance(head.get("sizes"), list):
        raise ValueError("no message")  # noqa: TRY004  a wrong text, whatever it holds
    sizes = head.pop("sizes")
    if not all(isinstance(size, int) and size >= 0 for size in sizes) or sum(sizes) > most_bytes:
        raise ValueError("more than can be taken")
    parts = [pipe.read(size) for size in sizes]
    if [len(part) for part in parts] != sizes:
        raise EOFError
    return head, parts


def _kinds(of: type[MediaError]) -> dict[str, type[MediaError]]:
    found = {of.__name__: of}
    for kind in of.__subclasses__():
        found |= _kinds(kind)
    return found


def as_json(error: MediaError) -> dict[str, Any]:
    """Its kind and all that it knows which JSON can hold."""
    known = {
        name: fact
        for name, fact in vars(error).items()
        if fact is None or isinstance(fact, str | int | float)
    }
    return {"kind": type(error).__name__, "known": known}


def as_error(said: Mapping[str, Any]) -> MediaError:
    """The same error again; a kind that nobody knows is a crash."""
    kind = _kinds(MediaError).get(str(said["kind"]))
    if kind is None:
        return RenderCrashed("The process that drew it failed in an unknown way", str(said))
    error = kind.__new__(kind)
    known = dict(said["known"])
    MediaError.__init__(error, str(known.pop("message", "")))
    for name, fact in known.items():
        setattr(error, name, fact)
    return error
