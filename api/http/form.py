"""The parts of a form by the GraphQL multipart request specification, as they come in.

They are three kinds, in this order: `operations`, the operation as JSON with null where files go;
`map`, for each file the paths of those nulls; then the files. What breaks a rule is refused with
400 and a message that names the rule.
"""

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from python_multipart.multipart import parse_options_header

from api.http.answers import Refusal
from api.http.uploaded import Uploaded

OPERATIONS, MAP = "operations", "map"
LONGEST_NAME = 255
LONGEST_PART_NAME = 60


@dataclass(frozen=True)
class BodyLimits:
    """How much may be sent, and where files wait; that folder is made when it is needed."""

    json_bytes: int
    folder: Path
    files: int
    file_bytes: int
    total_bytes: int
    types: frozenset[str]

    @property
    def form_bytes(self) -> int:
        return self.total_bytes + 2 * self.json_bytes + 4_000 * (self.files + 2)


@dataclass
class Part:
    """One part of the form as it comes in; `file` for a file."""

    headers: dict[str, str] = field(default_factory=dict)
    name: str = ""
    filename: str = ""
    media_type: str = ""
    size: int = 0
    held: bytearray = field(default_factory=bytearray)
    digest: Any = field(default_factory=hashlib.sha256)
    file: Any = None  # raw: what is written is on the disk at once

    def spill(self) -> None:
        """What is held goes to the disk; blocks."""
        if self.file and self.held:
            self.digest.update(self.held)
            with memoryview(self.held) as left:
                at = 0
                while at < len(left):
                    at += self.file.write(left[at:])
            self.held.clear()


class Form:
    """The form as far as it has come; `close` does away with its files."""

    def __init__(self, limits: BodyLimits) -> None:
        self.limits = limits
        self.operations: Any = None
        self.paths: dict[str, list[str]] | None = None
        self.files: dict[str, Uploaded] = {}
        self.part = Part()
        self.total = 0
        self.is_ended = False
        self._field = self._value = b""

    def close(self) -> None:
        for file in self.files.values():
            file.close()
        if self.part.file:
            self.part.file.close()

    def callbacks(self) -> Any:
        return {
            "on_part_begin": self.on_part_begin,
            "on_header_field": self.on_header_field,
            "on_header_value": self.on_header_value,
            "on_header_end": self.on_header_end,
            "on_headers_finished": self.on_headers_finished,
            "on_part_data": self.on_part_data,
            "on_part_end": self.on_part_end,
            "on_end": self.on_end,
        }

    def on_part_begin(self) -> None:
        self.part = Part()

    def on_header_field(self, data: bytes, start: int, end: int) -> None:
        self._field += data[start:end]

    def on_header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def on_header_end(self) -> None:
        self.part.headers[self._field.decode("latin-1").lower()] = self._value.decode("latin-1")
        self._field = self._value = b""

    def on_headers_finished(self) -> None:
        part = self.part
        kind, said = parse_options_header(part.headers.get("content-disposition", ""))
        part.name = said.get(b"name", b"").decode("utf-8", "replace")
        part.media_type = part.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != b"form-data" or not part.name:
            raise Refusal(400, "Each part of the form needs a name.")
        if part.headers.get("content-transfer-encoding", "binary").lower() not in PLAIN:
            raise Refusal(400, "Send the parts as they are, without a transfer encoding.")
        if part.name == OPERATIONS:
            if self.operations is not None:
                raise Refusal(400, "`operations` must be given once.")
        elif self.operations is None:
            raise Refusal(400, "The first part must be `operations`.")
        elif part.name == MAP:
            if self.paths is not None:
                raise Refusal(400, "`map` must be given once.")
        elif self.paths is None:
            raise Refusal(400, "The second part must be `map`; the files follow it.")
        else:
            self.begin_file(said.get(b"filename"))

    def begin_file(self, filename: bytes | None) -> None:
        part, limits = self.part, self.limits
        shown = f"The file {part.name[:LONGEST_PART_NAME]!r}"
        if part.name not in (self.paths or {}):
            raise Refusal(400, f"{shown} is not in `map`.")
        if part.name in self.files:
            raise Refusal(400, f"{shown} is sent twice.")
        if filename is None:
            raise Refusal(400, f"{shown} is no file, for it has no file name.")
        if part.media_type not in limits.types:
            kinds = ", ".join(sorted(limits.types))
            raise Refusal(400, f"{shown} must be of one of these types: {kinds}.")
        part.filename = filename.decode("utf-8", "replace")[-LONGEST_NAME:]
        limits.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.file = tempfile.TemporaryFile(dir=limits.folder, buffering=0)  # noqa: SIM115  closed with the form

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        part, limits = self.part, self.limits
        part.size += end - start
        shown = part.name[:LONGEST_PART_NAME]
        if part.file:
            self.total += end - start
            if part.size > limits.file_bytes:
                raise Refusal(400, f"The file {shown!r} has more than {limits.file_bytes} bytes.")
            if self.total > limits.total_bytes:
                raise Refusal(400, f"The files together have more than {limits.total_bytes} bytes.")
        elif part.size > limits.json_bytes:
            raise Refusal(400, f"`{shown}` has more than {limits.json_bytes} bytes.")
        part.held += data[start:end]

    def on_part_end(self) -> None:
        part = self.part
        if part.file:
            part.spill()
            found = Uploaded(
                part.filename, part.media_type, part.size, part.digest.hexdigest(), part.file
            )
            self.files[part.name] = found
            part.file = None
            for path in (self.paths or {})[part.name]:
                put(self.operations, path, found)
        elif part.name == OPERATIONS:
            self.operations = json_of(part, dict, "the operation, as an object")
        else:
            self.paths = checked_map(json_of(part, dict, "an object"), self)

    def on_end(self) -> None:
        self.is_ended = True

    def whole(self) -> tuple[Any, tuple[Uploaded, ...]]:
        """The operation with its files in their places; raises Refusal when any is missing."""
        if not self.is_ended:
            raise Refusal(400, "The form ends before its last boundary.")
        if self.operations is None:
            raise Refusal(400, "`operations` is missing.")
        if self.paths is None:
            raise Refusal(400, "`map` is missing.")
        for name in self.paths:
            if name not in self.files:
                raise Refusal(400, f"The file {name[:LONGEST_PART_NAME]!r} of `map` is missing.")
        return self.operations, tuple(self.files.values())


PLAIN = {"binary", "8bit", "7bit"}


def json_of(part: Part, kind: type, what: str) -> Any:
    try:
        said = orjson.loads(bytes(part.held))
    except orjson.JSONDecodeError as error:
        raise Refusal(400, f"`{part.name}` is no JSON: {error}.") from None
    if part.name == OPERATIONS and isinstance(said, list):
        raise Refusal(400, "One operation a request: batches are not taken.")
    if not isinstance(said, kind):
        raise Refusal(400, f"`{part.name}` must be {what}.")
    return said


def checked_map(said: dict[str, Any], form: Form) -> dict[str, list[str]]:
    """Each path leads to a null of its own in the variables."""
    if len(said) > form.limits.files:
        raise Refusal(400, f"A request has at most {form.limits.files} files.")
    taken = set()
    for name, paths in said.items():
        shown = f"`map` of {name[:LONGEST_PART_NAME]!r}"
        if name in {OPERATIONS, MAP}:
            raise Refusal(400, f"{shown}: a file has another name.")
        is_list = isinstance(paths, list) and all(isinstance(path, str) for path in paths)
        if not is_list or not paths:
            raise Refusal(400, f"{shown} must be a list of paths, such as `variables.file`.")
        for path in paths:
            if path in taken or not leads_to_null(form.operations, path):
                told = f"{path[:200]!r} is no place in the variables that holds null, or is taken."
                raise Refusal(400, f"{shown}: {told}")
            taken.add(path)
    return said


def leads_to_null(operations: Any, path: str) -> bool:
    first, *steps = path.split(".")
    if first != "variables" or not steps:
        return False
    here = operations.get(first)
    for step in steps:
        if isinstance(here, dict) and step in here:
            here = here[step]
        elif isinstance(here, list) and step.isdecimal() and step.isascii() and len(step) < 6:  # noqa: PLR2004  no list is longer
            if int(step) >= len(here) or str(int(step)) != step:
                return False
            here = here[int(step)]
        else:
            return False
    return here is None


def put(operations: Any, path: str, file: Uploaded) -> None:
    *steps, last = path.split(".")
    here = operations
    for step in steps:
        here = here[step] if isinstance(here, dict) else here[int(step)]
    here[last if isinstance(here, dict) else int(last)] = file
