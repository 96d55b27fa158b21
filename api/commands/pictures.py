"""Pictures that values name: files of one folder, or drawings of our own. Never fetched."""

import re
from collections.abc import Mapping
from pathlib import Path

from media.errors import BadPicture, MediaError

MOST_BYTES = 1 << 30
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|data:", re.IGNORECASE)


class Pictures:
    """Of a folder; a name that leads out of it is refused, as values may come from strangers."""

    def __init__(self, folder: Path, drawings: Path | None = None) -> None:
        self._folder, self._drawings = folder.resolve(), drawings

    def of(self, names: Mapping[str, str], template: str) -> dict[str, bytes]:
        """The bytes by name, of names and the slots that ask for them; raises a MediaError."""
        found = {}
        for name, slot in names.items():
            try:
                found[name] = self._bytes(name)
            except MediaError as error:
                raise error.within(template=template, slot=slot or None) from None
        return found

    def _bytes(self, name: str) -> bytes:
        from media import samples  # noqa: PLC0415  imports what draws, when it must

        if samples.is_sample(name):
            return samples.picture(name, self._drawings)
        if _ADDRESS.match(name):
            raise BadPicture(name, "is an address: pictures are read from files, never fetched")
        try:
            file = (self._folder / name).resolve()
            if not file.is_relative_to(self._folder):
                raise BadPicture(name, f"lies outside {self._folder}: say --assets FOLDER")
            if not file.is_file():
                raise BadPicture(name, f"is no file in {self._folder}")
            if file.stat().st_size > MOST_BYTES:
                raise BadPicture(name, f"has more than {MOST_BYTES} bytes")
            return file.read_bytes()
        except (OSError, ValueError) as error:  # a name with a zero byte is a ValueError
            reason = getattr(error, "strerror", None) or str(error)
            raise BadPicture(name, f"cannot be read: {reason}") from None
