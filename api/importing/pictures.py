"""Pictures in a folder beside the file: looked at, kept under their hash, named in the row."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from api.links import sayable
from api.storage import Storage, key_of
from domain.assets.files import AssetFile
from domain.catalogue.importing import PictureRow
from media.photos.intake import BadPicture, Rule, look

MOST_BYTES = 50_000_000


class Pictures:
    """Of one import; without a folder, what a row names beside the file is left out, and noted."""

    def __init__(self, folder: Path | None, storage: Storage | None, *, most_pixels: int) -> None:
        """Without a storage, as in a dry run, they are looked at and not kept."""
        self.folder = folder and folder.resolve()
        self.storage, self.most_pixels = storage, most_pixels
        self.known: dict[str, AssetFile | str] = {}

    def found(self, rows: Sequence[PictureRow]) -> tuple[list[PictureRow], list[str]]:
        """The rows whose pictures there are, and a note for each of the others."""
        kept: list[PictureRow] = []
        notes: list[str] = []
        for row in rows:
            if row.name is None:
                kept.append(row)
                continue
            seen = self.seen(row.name)
            if isinstance(seen, str):
                notes.append(f"Picture {row.name[:100]!r} is left out: {seen}")
            else:
                kept.append(replace(row, name=None, file=seen))
        return kept, notes

    def seen(self, name: str) -> AssetFile | str:
        """The picture of that name, or why there is none; each is looked at once."""
        if name not in self.known:
            self.known[name] = self.opened(name)
        return self.known[name]

    def opened(self, name: str) -> AssetFile | str:
        if self.folder is None:
            return "no folder of pictures came with the file."
        path = (self.folder / name).resolve()
        if not path.is_relative_to(self.folder):
            return "its name leads out of the folder of pictures."
        try:
            return self.kept(path)
        except FileNotFoundError:
            return "there is no such file in the folder of pictures."
        except BadPicture as bad:
            return str(bad)
        except OSError as error:
            return f"it cannot be read: {error.strerror}."

    def kept(self, path: Path) -> AssetFile:
        """Raises BadPicture, OSError."""
        if path.stat().st_size > MOST_BYTES:
            raise BadPicture(Rule.COSTLY)
        with path.open("rb", buffering=0) as file:
            seen = look(file, most_pixels=self.most_pixels)
            file.seek(0)
            key = key_of(hashlib.file_digest(file, "sha256").hexdigest())
        if self.storage:
            self.storage.put(path, media_type=seen.media_type)
        return AssetFile(
            file_key=key,
            file_name=sayable(path.name),
            media_type=seen.media_type,
            width_px=seen.width_px,
            height_px=seen.height_px,
            size_bytes=path.stat().st_size,
            placeholder=seen.placeholder,
            fingerprint=seen.fingerprint,
        )
