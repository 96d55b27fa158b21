"""Whether a file ends where its container says it does: a cut-off upload is told from its bytes."""

_SEGMENT = b"\x18\x53\x80\x67"
_MATTERS = {b"moov", b"mdat", b"moof"}
_MOST_BOXES = 200_000


def is_cut_off(data: bytes, demuxer: str) -> bool:
    """`demuxer` is mov or matroska. A file that does not say where it ends is never cut off."""
    return _mov(data) if demuxer == "mov" else _matroska(data)


def _mov(data: bytes) -> bool:
    at = 0
    for _ in range(_MOST_BOXES):
        size, kind, head = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8], 8
        if size == 1:
            size, head = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if len(kind) < 4 or size < head:  # 0: to the end
            return False
        if at + size > len(data):
            return kind in _MATTERS
        at += size
    return False


def _sized(data: bytes, at: int) -> tuple[int | None, int]:
    """The figure that an EBML element's length is written as, and where it ends; None: unknown."""
    first = data[at] if at < len(data) else 0
    length = 9 - first.bit_length()
    if length > 8:
        return None, at
    figure = int.from_bytes(data[at : at + length], "big") & ((1 << 7 * length) - 1)
    return (None if figure == (1 << 7 * length) - 1 else figure), at + length


def _matroska(data: bytes) -> bool:
    header, at = _sized(data, 4)
    at += header or 0
    if data[at : at + 4] != _SEGMENT:
        return False
    size, at = _sized(data, at + 4)
    return size is not None and at + size > len(data)
