"""A file as it is checked: a still with its pixels, or a film with some frames and its sound.

Raises `media.errors.BadFile`, `BadPicture` and `TooLarge`, and nothing else for a bad file.
"""

import io
import warnings
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.errors import BadFile, BadPicture, TooLarge
from media.photos import intake, pictures, subject
from media.photos.subject import Facts
from media.presets.seeing import ffmpeg, film_kinds, letters, speech
from media.presets.seeing.ffmpeg import FilmFacts
from media.presets.seeing.letters import Line

FRAMES = 10
_SIDE_PX = 720
_CAPTION_FILES = (".srt", ".vtt", ".ass")


class Still:
    """`mode` and `profile` are what the file has; what is costly is looked at when a rule asks.

    `size_px`: of one that we just made, which need not be decoded to know that it can be.
    """

    def __init__(
        self, data: bytes, name: str, format: str, size_px: tuple[int, int] | None = None
    ) -> None:
        self.name, self.format, self.size_bytes = name, format, len(data)
        self._data = data
        self.width_px, self.height_px = size_px or self.image.size
        self.mode, self.profile, self.is_animated = _told(data, name, format)

    @cached_property
    def image(self) -> Image.Image:
        """Upright, sRGB, RGB or RGBA."""
        return pictures.decode_once(self._data, self.name)

    @cached_property
    def subject(self) -> Facts:
        return subject.facts(self.image, pictures.digest_of(self._data))

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """Height x width x 3; what shows through is white."""
        if self.image.mode == "RGB":
            return np.asarray(self.image)
        flat = Image.new("RGB", self.image.size, "white")
        flat.paste(self.image, mask=self.image.getchannel("A"))
        return np.asarray(flat)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """Rows of letters seen in it."""
        return letters.lines(self.image)


def _told(data: bytes, name: str, format: str) -> tuple[str, bytes | None, bool]:
    """Of a picture that decodes: its mode, its colour profile, whether it moves."""
    with warnings.catch_warnings():  # broken metadata is no reason to speak
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(data), formats=[format]) as opened:
                moves = bool(getattr(opened, "is_animated", False))
                return opened.mode, opened.info.get("icc_profile"), moves
        except Exception:  # noqa: BLE001  decoders raise whatever they like
            raise BadPicture(name, "is broken") from None


@dataclass(frozen=True)
class Shot:
    """A frame at its second, made smaller."""

    at_s: float
    pixels: NDArray[np.uint8]

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        return letters.lines(Image.fromarray(self.pixels), _SIDE_PX)


class Film:
    """What is costly is looked at when a rule asks for it, once."""

    def __init__(self, path: Path, kind: tuple[str, str]) -> None:
        self.path, self.name, self._demuxer = path, path.name, kind[1]
        self.size_bytes = path.stat().st_size
        self.facts: FilmFacts = ffmpeg.facts(path, kind)
        self.format = self.facts.format
        self.width_px, self.height_px = self.facts.width_px, self.facts.height_px

    @cached_property
    def shots(self) -> tuple[Shot, ...]:
        """Up to FRAMES, evenly spread, the longest side 720 px; raises BadFile when none opens."""
        lasts = self.facts.seconds or 0.1
        scale = min(1.0, _SIDE_PX / max(self.width_px, self.height_px))
        size = (max(1, round(self.width_px * scale)), max(1, round(self.height_px * scale)))
        found = []
        for place in range(FRAMES):
            at_s = lasts * (place + 0.5) / FRAMES
            pixels = ffmpeg.frame(self.path, self._demuxer, at_s, size)
            if pixels is not None:
                found.append(Shot(at_s, pixels))
        if not found:
            raise BadFile(self.name, "is broken: no frame of it can be read")
        return tuple(found)

    @cached_property
    def loudness_lufs(self) -> float | None:
        return ffmpeg.loudness_lufs(self.path, self._demuxer) if self.facts.has_sound else None

    @cached_property
    def speech_share(self) -> float:
        if not self.facts.has_sound:
            return 0.0
        sound = ffmpeg.sound(self.path, self._demuxer)
        return speech.share_like_speech(sound, ffmpeg.HEARD_HZ)

    @cached_property
    def has_captions(self) -> bool:
        """A track of its own, or a file beside it."""
        beside = (self.path.with_suffix(ending) for ending in _CAPTION_FILES)
        return self.facts.has_captions or any(file.is_file() for file in beside)


def opened(path: Path) -> Still | Film:
    """By its first bytes, whatever its name says."""
    try:
        with path.open("rb") as file:
            head = file.read(64)
            media_type = intake.sniffed(head[: intake.HEAD_BYTES])
            if media_type is not None:
                file.seek(0)
                data = file.read(pictures.MAX_BYTES + 1)
                return still(data, path.name, media_type)
    except OSError as error:
        raise BadFile(path.name, f"cannot be read: {error.strerror or error}") from None
    kind = film_kinds.sniffed(head)
    if kind is None:
        problem = "is neither a picture (JPEG, PNG, WebP, GIF, AVIF, TIFF) nor a film (MP4, MOV,"
        raise BadFile(path.name, f"{problem} WebM, MKV, FLV)" if head else "is empty")
    return Film(path.absolute(), kind)


def still(data: bytes, name: str, media_type: str, size_px: tuple[int, int] | None = None) -> Still:
    if len(data) > pictures.MAX_BYTES:
        raise TooLarge(f"{name!r} has more than {pictures.MAX_BYTES} bytes")
    return Still(data, name, intake.KINDS[media_type], size_px)
