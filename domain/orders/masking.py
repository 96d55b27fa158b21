"""What of a person's words may be shown: enough to recognise them, too little to reach them."""

import re

LONGEST_NAME = 5
"""Words of a name that are shown by their first letter; more say nothing more."""
# CJK ideographs, kana and Hangul: names in them are not parted by blanks.
_UNPARTED = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003134f]"
)


def masked_name(name: str | None) -> str:
    """`张**`, `J*** S***`; nothing of nothing."""
    parts = (name or "").split()[:LONGEST_NAME]
    return " ".join(
        part[0] + ("**" if _UNPARTED.match(part) else "***" if len(part) > 1 else "")
        for part in parts
    )


def masked_phone(phone: str | None) -> str:
    """`138****5678`; of fewer than 11 digits only the last two, of fewer than 7 none."""
    digits = re.sub(r"\D", "", phone or "")
    if not digits:
        return ""
    if len(digits) < 7:  # noqa: PLR2004  shorter ones could be guessed from a part
        return "****"
    if len(digits) < 11:  # noqa: PLR2004  the length of a Chinese mobile number
        return "****" + digits[-2:]
    return digits[:3] + "****" + digits[-4:]


def masked_email(email: str | None) -> str:
    """`l***@example.com`."""
    local, at, host = (email or "").rpartition("@")
    return f"{local[:1]}***@{host}" if at else ("***" if host else "")


def masked_handle(handle: str | None) -> str:
    """`t***8`: the first and last letter of a nick of three or more, else none."""
    nick = (handle or "").strip()
    if not nick:
        return ""
    return f"{nick[0]}***{nick[-1]}" if len(nick) > 2 else "***"  # noqa: PLR2004
