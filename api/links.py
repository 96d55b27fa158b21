"""Signed addresses of kept files: whoever has one may read that file until it expires.

`/files/<key>?name=…&type=…&as=inline|attachment&until=<seconds>&sig=…`. The signature covers all
the rest, so that neither the file, nor what it is called or taken for, nor the end can be changed.
"""

import base64
import hmac
import json
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

from api.storage.keys import checked

Disposition = Literal["inline", "attachment"]
PATH = "/files/"
UPLOADS = "/uploads/"
LIFETIME_S = 3600
SAID = {"name", "type", "as", "until", "sig"}
LONGEST_NAME = 200
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,80}")
_UNTIL = re.compile(r"[1-9][0-9]{0,11}")
_UPLOAD = re.compile(r"until=(?P<until>[1-9][0-9]{0,11})&sig=(?P<sig>[A-Za-z0-9_-]{43})")
_UNSAID = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff/\\]")


class Unsigned(Exception):
    """An address that was never given out like this."""


class Expired(Exception):
    """It was good once."""


@dataclass(frozen=True)
class Link:
    """What an address says."""

    key: str
    filename: str
    media_type: str
    disposition: str
    until: int  # seconds since 1970

    def said(self) -> dict[str, str]:
        """As the address has it, in this order."""
        return {
            "name": self.filename,
            "type": self.media_type,
            "as": self.disposition,
            "until": str(self.until),
        }


class Links:
    """Signs with the first key and accepts them all; one for the whole process."""

    def __init__(
        self, keys: Sequence[bytes], *, lifetime_s: int = LIFETIME_S, base: str = ""
    ) -> None:
        """`base` is what stands before `/files/`: `https://shop.example`, or nothing."""
        self.keys = [hmac.digest(key, b"addresses of kept files", "sha256") for key in keys]
        self.lifetime_s, self.base = lifetime_s, base.rstrip("/")

    @classmethod
    def throwaway(cls) -> "Links":
        """Under a key that nobody will have again."""
        return cls([secrets.token_bytes(32)])

    def until(self, now: datetime) -> int:
        """In one to two lifetimes; the same for a while, so that browsers may keep the file."""
        return (int(now.timestamp()) // self.lifetime_s + 2) * self.lifetime_s

    def url(
        self,
        key: str,
        *,
        filename: str,
        media_type: str,
        now: datetime,
        disposition: Disposition = "inline",
    ) -> str:
        """Good for a lifetime at least; raises ValueError for what is no key or media type."""
        until = datetime.fromtimestamp(self.until(now), UTC)
        return self.signed_url(
            key,
            filename=filename,
            media_type=media_type,
            expires_at=until,
            disposition=disposition,
        )

    def signed_url(
        self,
        key: str,
        *,
        filename: str,
        media_type: str,
        expires_at: datetime,
        disposition: Disposition = "inline",
    ) -> str:
        """The same with an end of one's own choice."""
        until = int(expires_at.timestamp())
        if not _MEDIA_TYPE.fullmatch(media_type):
            raise ValueError(f"{media_type[:200]!r} is no media type.")
        link = Link(checked(key), sayable(filename), media_type, disposition, until)
        query = urlencode({**link.said(), "sig": signature(self.keys[0], link)}, quote_via=quote)
        return f"{self.base}{PATH}{key}?{query}"

    def opened(self, key: str, query: bytes, now: datetime) -> Link:
        """What the address of `key` says, once that is proven; raises Unsigned, Expired."""
        try:
            pairs = parse_qsl(
                query.decode("ascii"),
                keep_blank_values=True,
                strict_parsing=True,
                errors="strict",
                max_num_fields=len(SAID),
            )
        except ValueError:
            raise Unsigned from None
        said = dict(pairs)
        if len(pairs) != len(SAID) or set(said) != SAID or not _UNTIL.fullmatch(said["until"]):
            raise Unsigned
        link = Link(key, said["name"], said["type"], said["as"], int(said["until"]))
        given = said["sig"].encode()
        if not any(hmac.compare_digest(signature(own, link).encode(), given) for own in self.keys):
            raise Unsigned
        if now.timestamp() >= link.until:
            raise Expired
        return link

    def upload_url(self, upload_id: UUID, expires_at: datetime) -> str:
        """Where the announced file may be sent to, until then."""
        until = int(expires_at.timestamp())
        sig = signature_of_upload(self.keys[0], upload_id, until)
        return f"{self.base}{UPLOADS}{upload_id}?until={until}&sig={sig}"

    def opened_upload(self, upload_id: UUID, query: bytes, now: datetime) -> UUID:
        """The upload, once its address is proven; raises Unsigned, Expired."""
        found = _UPLOAD.fullmatch(query.decode("latin-1"))
        if not found:
            raise Unsigned
        until, given = int(found["until"]), found["sig"].encode()
        own = (signature_of_upload(key, upload_id, until).encode() for key in self.keys)
        if not any(hmac.compare_digest(one, given) for one in own):
            raise Unsigned
        if now.timestamp() >= until:
            raise Expired
        return upload_id


def signature_of_upload(key: bytes, upload_id: UUID, until: int) -> str:
    """Of a list that no link to a kept file is signed as."""
    return _sealed(key, json.dumps(["PUT", str(upload_id), until]).encode())


def signature(key: bytes, link: Link) -> str:
    told = json.dumps([link.key, *link.said().values()], ensure_ascii=True).encode()
    return _sealed(key, told)


def _sealed(key: bytes, told: bytes) -> str:
    return base64.urlsafe_b64encode(hmac.digest(key, told, "sha256")).rstrip(b"=").decode()


def sayable(filename: str) -> str:
    """Without what leads into folders, turns text around or ends a header."""
    said = _UNSAID.sub("_", filename).strip(" .")
    return said[-LONGEST_NAME:] if said else "file"
