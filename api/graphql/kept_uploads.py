"""How files that are to be brought in are kept, before anything else is done."""

from collections.abc import Mapping
from typing import Any

from api.context import Context
from api.http.uploaded import Uploaded
from api.links import sayable
from domain.integration.imports import ImportedFile
from domain.permissions import Permission

KEPT_AS = "application/octet-stream"


def keep_first(context: Context, arguments: Mapping[str, Any]) -> None:
    """Keeps the files before the transaction begins, so that no lock waits."""
    if Permission.IMPORTS_RUN in context.actor.grants:
        for file in arguments["input"].files:
            kept(context, file)


def kept(context: Context, file: Uploaded) -> ImportedFile:
    """The file in the storage, under its hash; done once for a file."""
    storage = context.storage
    assert storage

    def keep(file: Uploaded) -> ImportedFile:
        key = storage.put(file.file, media_type=KEPT_AS, sha256=file.sha256)
        return ImportedFile(sayable(file.name), file.sha256, file.size_bytes, key)

    found: ImportedFile = file.once("import", keep)
    return found
