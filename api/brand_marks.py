"""Logos measured, before the transaction that sets a brand kit."""

import tempfile
from collections.abc import Iterable
from uuid import UUID

from sqlalchemy.orm import Session

from api.context import Context
from api.storage import Missing, Storage
from domain.brands import kits
from domain.brands.kits import Marks
from domain.brands.lint import Mark
from domain.errors import Conflict, Invalid
from domain.permissions import Permission
from media.brand import logo
from media.errors import BadPicture

Asked = Iterable[tuple[str, UUID | None]]
"""Paths of inputs, and the assets that they name."""


def measure_first(context: Context, asked: Asked) -> Marks:
    """Looks in a child at those that nobody has measured yet; raises DomainError."""
    wanted: dict[UUID, tuple[str, str]] = {}
    with Session(context.reads.database.looking) as session:
        work = context.work_in(session)
        for path, asset_id in asked:
            if asset_id is None or not work.actor.may(Permission.BRANDS_WRITE):
                continue
            asset = kits.logo_asset(work, asset_id, path)
            if not kits.measured(work, asset_id):
                wanted[asset_id] = path, asset.file_key
    assert context.storage or not wanted
    return {
        asset_id: measured(context.storage, key, path)
        for asset_id, (path, key) in wanted.items()
        if context.storage
    }


def measured(storage: Storage, key: str, path: str) -> Mark:
    """A kept picture as a logo; raises DomainError."""
    with tempfile.TemporaryFile() as file:
        try:
            for part in storage.parts(key):
                file.write(part)
        except Missing:
            raise Conflict("Its file is gone from the storage.", path) from None
        file.flush()
        try:
            seen = logo.look(file)
        except BadPicture as bad:
            raise Invalid(f"{bad}.", path) from None
    return Mark(seen.width_px, seen.height_px, seen.margins_px, seen.is_transparent, seen.hex)
