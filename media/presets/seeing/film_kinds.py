"""Which sort of film a file is, by its first bytes; nothing heavy is loaded for it."""


def sniffed(head: bytes) -> tuple[str, str] | None:
    """The format, and the demuxer for it, by the first 64 bytes; None for what is no film."""
    if head[4:8] == b"ftyp" and head[8:12] in {b"heic", b"heix", b"hevc", b"mif1", b"msf1"}:
        return None  # pictures in the same box
    if head[4:8] == b"ftyp":
        return ("MOV" if head[8:12] == b"qt  " else "MP4"), "mov"
    if head[4:8] in {b"moov", b"mdat", b"wide", b"free"}:
        return "MOV", "mov"
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return ("WEBM" if b"webm" in head else "MKV"), "matroska"
    return ("FLV", "flv") if head.startswith(b"FLV\x01") else None
