"""`tradepost migrate`."""

from api import data_folder
from api.migrate import Standing, connecting, head, standing, upgrade
from api.refused import Refused
from api.settings import read_settings


def migrate(*, check: bool) -> str:
    """What was done, in one line; raises Refused."""
    settings = read_settings()
    if check:
        if settings.is_embedded and not settings.database_file.exists():
            raise Refused("There is no database yet. Run: tradepost migrate")
        with connecting(settings.database) as connection:
            found = standing(connection)
        if found is not Standing.CURRENT:
            raise Refused(found.value)
        return f"{found.value} ({head()})"
    if settings.is_embedded:
        data_folder.make(settings.data_dir)
    before = upgrade(settings)
    return before.value if before is Standing.CURRENT else f"Migrated to {head()}."
