"""Clips as files that ffmpeg can read: looked at once, kept until they are closed.

A clip is opened by the one demuxer that its first bytes ask for, MP4's or Matroska's, and may name
no other file. Raises BadClip, TooLarge and MissingAsset.
"""

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from media.clips.whole import is_cut_off
from media.errors import BadClip, BadFile, MediaError, MissingAsset, TooLarge
from media.presets.seeing import ffmpeg, film_kinds
from media.presets.seeing.ffmpeg import FilmFacts

MOST_BYTES = 500_000_000
MOST_SECONDS = 600.0
MOST_SIDE_PX = 4096
DEMUXERS = frozenset({"mov", "matroska"})
_ODDEST = 8.0  # width of a pixel by its height, or the other way round
_MATRICES = frozenset({"bt709", "bt470bg", "smpte170m", "smpte240m", "fcc", "bt2020nc", "bt2020c"})
_WIDE_RANGE = ("smpte2084", "arib-std-b67")
_HD_PX = 720


@dataclass(frozen=True, slots=True)
class ClipFile:
    """A clip on disk; `digest` is of its bytes, and two of the same bytes are alike."""

    asset: str = field(compare=False)
    path: Path = field(compare=False)
    digest: str
    demuxer: str = field(compare=False)
    facts: FilmFacts = field(compare=False)

    @property
    def size(self) -> tuple[int, int]:
        """In square px, upright, never more than it has."""
        facts, ratio = self.facts, self.facts.pixel_ratio
        wide, tall = facts.width_px * min(ratio, 1.0), facts.height_px / max(ratio, 1.0)
        return max(round(wide), 1), max(round(tall), 1)

    @property
    def matrix(self) -> str:
        """The colour matrix to read it by: its own, or what is usual at its size."""
        own = {part.strip().partition("/")[0] for part in self.facts.colors.split(",")}
        if own & _MATRICES:
            return "auto"
        small = min(self.facts.width_px, self.facts.height_px) < _HD_PX
        return "bt601" if small else "bt709"

    @property
    def is_wide_range(self) -> bool:
        """HDR: its light goes beyond what an sRGB picture can show."""
        return any(name in self.facts.colors for name in _WIDE_RANGE)

    def reading(self, *before: str) -> list[str]:
        """The command up to its input, under limits; `before` are options of the input."""
        import imageio_ffmpeg  # noqa: PLC0415  only where a film is looked at

        return [
            str(imageio_ffmpeg.get_ffmpeg_exe()), "-hide_banner", "-nostdin", "-loglevel",
            "warning", "-max_alloc", ffmpeg.MOST_MEMORY, "-threads", "2", "-protocol_whitelist",
            "file", "-f", self.demuxer, *before, "-i", f"file:{self.path}",
        ]  # fmt: skip


def _checked(name: str, data: bytes) -> tuple[str, str]:
    """The kind of a file by its bytes alone, as `sniffed` tells it."""
    if not data:
        raise BadClip(name, "is empty")
    if len(data) > MOST_BYTES:
        raise TooLarge(f"{name!r} has more than {MOST_BYTES} bytes")
    kind = film_kinds.sniffed(data[:64])
    if kind is None or kind[1] not in DEMUXERS:
        raise BadClip(name, "is no clip that we read: MP4, MOV, WebM or Matroska")
    if is_cut_off(data, kind[1]):
        raise BadClip(name, "is cut off: it ends before its own table of contents says")
    return kind


def _facts(name: str, path: Path, kind: tuple[str, str]) -> FilmFacts:
    try:
        facts = ffmpeg.facts(path, kind)
    except BadFile as error:
        raise BadClip(name, error.problem) from None
    except TooLarge:
        raise TooLarge(f"{name!r} has more than {ffmpeg.MOST_PIXELS} pixels") from None
    if max(facts.width_px, facts.height_px) > MOST_SIDE_PX:
        raise TooLarge(
            f"{name!r} is {facts.width_px} x {facts.height_px} px;"
            f" at most {MOST_SIDE_PX} a side are read"
        )
    if facts.seconds is not None and facts.seconds > MOST_SECONDS:
        raise TooLarge(f"{name!r} lasts {facts.seconds:.0f} s; at most {MOST_SECONDS:.0f} are read")
    if not 1 / _ODDEST <= facts.pixel_ratio <= _ODDEST:
        raise BadClip(name, "has pixels of a shape that no screen has")
    return facts


class Clips:
    """Clips by their assets' names, each written to disk and looked at once. For one thread.

    What is on disk goes with `close`, or with the last one who knows of it.
    """

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        self._assets = assets
        self._known: dict[str, ClipFile] = {}
        self._folder: Path | None = None
        self._end: weakref.finalize[..., Clips] | None = None

    def get(self, name: str) -> ClipFile:
        if name not in self._known:
            if name not in self._assets:
                raise MissingAsset(name)
            self._known[name] = self._opened(name, self._assets[name])
        return self._known[name]

    def _opened(self, name: str, data: bytes) -> ClipFile:
        kind = _checked(name, data)
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="clips-"))
            self._end = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        path = self._folder / f"{len(self._known)}"
        try:
            path.write_bytes(data)
            facts = _facts(name, path, kind)
        except (MediaError, OSError):
            path.unlink(missing_ok=True)
            raise
        return ClipFile(name, path, hashlib.sha256(data).hexdigest(), kind[1], facts)

    def close(self) -> None:
        """Nothing of them is left on disk."""
        self._known.clear()
        self._folder = None
        if self._end is not None:
            self._end()
