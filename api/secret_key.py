"""The keys that sign and hash: given, or made once and kept in the data folder."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from api.refused import WrongUsage
from api.settings import Settings

NAME = "secret_key"
SHORTEST = 16


class WeakKey(WrongUsage):
    """Too short to keep a secret."""


def secret_keys(settings: Settings) -> tuple[bytes, ...]:
    """The key to use, then the one before if there is one; raises WeakKey."""
    given = settings.secret_key
    present = given or kept(settings.data_dir / NAME)
    keys = [key for key in (present, settings.secret_key_previous) if key]
    for key in keys:
        if len(key) < SHORTEST:
            raise WeakKey(f"TRADEPOST_SECRET_KEY must have at least {SHORTEST} characters.")
    return tuple(key.encode() for key in keys)


def kept(file: Path) -> str:
    """The key in the file, made now if there is none; of two that make it, one wins."""
    with suppress(FileNotFoundError):
        return file.read_text().strip()
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f"{NAME}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600, exist_ok=False)
    draft.write_text(secrets.token_urlsafe(48))
    try:
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink()
    return file.read_text().strip()
