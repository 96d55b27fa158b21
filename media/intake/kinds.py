"""Which files are taken: known by their first bytes, and named as such files are."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from media.photos import intake as photos
from media.presets.seeing import film_kinds

HEAD_BYTES = 64
LONGEST_ENDING = 6


class Sort(StrEnum):
    """What sort of file it is."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    AUDIO = "AUDIO"
    DOCUMENT = "DOCUMENT"


@dataclass(frozen=True, slots=True)
class Kind:
    """`demuxer` is what ffmpeg opens it with; None for what ffmpeg does not open."""

    sort: Sort
    media_type: str
    endings: frozenset[str]
    demuxer: str | None = None


def _kind(sort: Sort, media_type: str, endings: str, demuxer: str | None = None) -> Kind:
    return Kind(sort, media_type, frozenset(endings.split()), demuxer)


_I, _V, _A, _D = Sort
_BOX = "mp4 m4v mov qt"
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.media_type: kind
        for kind in (
            _kind(_I, "image/jpeg", "jpg jpeg jpe jfif"),
            _kind(_I, "image/png", "png"),
            _kind(_I, "image/webp", "webp"),
            _kind(_I, "image/gif", "gif"),
            _kind(_I, "image/avif", "avif avifs heif"),
            _kind(_I, "image/tiff", "tif tiff"),
            _kind(_V, "video/mp4", _BOX, "mov"),
            _kind(_V, "video/quicktime", _BOX, "mov"),
            _kind(_V, "video/webm", "webm", "matroska"),
            _kind(_V, "video/x-matroska", "mkv", "matroska"),
            _kind(_A, "audio/mpeg", "mp3", "mp3"),
            _kind(_A, "audio/wav", "wav wave", "wav"),
            _kind(_A, "audio/ogg", "ogg oga opus", "ogg"),
            _kind(_A, "audio/mp4", "m4a mp4", "mov"),
            _kind(_A, "audio/aac", "aac", "aac"),
            _kind(_A, "audio/flac", "flac", "flac"),
            _kind(_D, "application/pdf", "pdf"),
        )
    }
)
"""By media type."""
_FILMS = {"MP4": "video/mp4", "MOV": "video/quicktime"}
_FILMS |= {"WEBM": "video/webm", "MKV": "video/x-matroska"}
_STARTS = {
    b"%PDF-": "application/pdf",
    b"OggS": "audio/ogg",
    b"fLaC": "audio/flac",
    b"ID3": "audio/mpeg",
}
_LAYER = 0x06  # of the second byte of an MPEG frame; none is an AAC frame
_NO_RATE = 0x0C  # of the third: a sampling rate that no MPEG frame has, but `<` after UTF-16's mark


def sniffed(head: bytes) -> Kind | None:
    """By the first HEAD_BYTES bytes; None for whatever is not taken."""
    found = photos.sniffed(head) or _film(head) or _sound(head)
    return KINDS[found] if found else None


def _film(head: bytes) -> str | None:
    if head[4:12] in {b"ftypM4A ", b"ftypM4B "}:
        return "audio/mp4"
    known = film_kinds.sniffed(head)
    return _FILMS.get(known[0]) if known else None


def _sound(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return "audio/wav"
    if head[:1] == b"\xff" and len(head) > 2 and head[1] & 0xE0 == 0xE0:
        if not head[1] & _LAYER:
            return "audio/aac"
        return None if head[2] & _NO_RATE == _NO_RATE else "audio/mpeg"
    return next((kind for start, kind in _STARTS.items() if head.startswith(start)), None)


def ending_of(name: str) -> str | None:
    """In small letters, without its dot; None for a name that has none."""
    stem, dot, ending = name.rpartition(".")
    is_one = bool(dot and stem) and 0 < len(ending) <= LONGEST_ENDING and ending.isalnum()
    return ending.lower() if is_one and not ending.isdigit() else None
