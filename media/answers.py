"""Identical renders answered from a hash of all that a render depends on.

The key covers the template's document, the values, each file's bytes, fonts, our own code, the
libraries that draw and encode, the machine, and what is asked for. A changed one changes the key.
"""

import hashlib
import json
import os
import platform
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import Any

from media.rendered import Rendered

_HERE = Path(__file__).parent
_FONTS = ("*.ttf", "*.otf")
_LIBRARIES = (
    "imageio-ffmpeg", "moviepy", "numpy", "opencv-python-headless", "pillow", "uharfbuzz",
    "zxing-cpp",
)  # fmt: skip
_FORM = 1
_PART = ".part"


def _files_digest(files: Iterator[Path]) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(str(file.relative_to(_HERE)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def fonts_digest() -> str:
    """Of every shipped face."""
    return _files_digest(file for end in _FONTS for file in (_HERE / "fonts").glob(end))


@lru_cache(maxsize=1)
def engine_digest() -> str:
    """Of what draws: our code and words, the libraries' versions, the machine."""
    code = [*_HERE.rglob("*.py"), *_HERE.rglob("*.txt"), *_HERE.rglob("*.schema.json")]
    code += (_HERE / "presets").glob("*.json")
    code += (_HERE / "dielines" / "styles").glob("*.json")
    versions: dict[str, str] = {}
    for name in _LIBRARIES:
        with suppress(metadata.PackageNotFoundError):
            versions[name] = metadata.version(name)
    machine = [platform.system(), platform.machine(), platform.python_version()]
    return _digest({"code": _files_digest(iter(code)), "versions": versions, "machine": machine})


def _digest(told: Any) -> str:
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def key_of(  # noqa: PLR0913  all that it depends on
    document: Mapping[str, Any],
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    *,
    format: str | None,
    scale: float,
    preset: str | None = None,
    fonts: Iterable[str] = (),
    encoder: str = "",
) -> str:
    """64 hexadecimal digits. `fonts` are the names of those that are added, with their SHA-256.

    `encoder` names an ffmpeg that is not imageio-ffmpeg's own.
    """
    return _digest(
        {
            "form": _FORM,
            "document": document,
            "values": values,
            "assets": {name: hashlib.sha256(data).hexdigest() for name, data in assets.items()},
            "fonts": [fonts_digest(), *sorted(fonts)],
            "engine": engine_digest(),
            "output": [format, float(scale), preset, encoder],
        }
    )


class Answers:
    """A folder of finished renders by their key. It may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]

    def get(self, key: str) -> Rendered | None:
        """None when it was never kept, or what is kept is no longer what was written."""
        try:
            line, _, data = self._file(key).read_bytes().partition(b"\n")
            head = json.loads(line)
            sizes, digest = head.pop("sizes"), head.pop("sha256")
            names = head.pop("sides")
            if hashlib.sha256(data).hexdigest() != digest or sum(sizes) != len(data):
                return None
            parts = []
            for size in sizes:
                parts.append(data[:size])
                data = data[size:]
            return Rendered(parts[0], **head, sides=dict(zip(names, parts[1:], strict=True)))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            return None

    def put(self, key: str, rendered: Rendered) -> None:
        """At once and whole, whoever else writes the same. Raises OSError."""
        head = asdict(rendered)
        parts = [head.pop("data"), *head["sides"].values()]
        data = b"".join(parts)
        head["sides"] = list(head["sides"])
        head |= {"sizes": list(map(len, parts)), "sha256": hashlib.sha256(data).hexdigest()}
        file = self._file(key)
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(suffix=_PART, dir=file.parent)
        try:
            with os.fdopen(handle, "wb") as part:
                part.write(json.dumps(head).encode() + b"\n" + data)
            Path(name).replace(file)
        finally:
            Path(name).unlink(missing_ok=True)
