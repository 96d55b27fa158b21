"""What must be done before a store may open; pure."""

from collections.abc import Iterable

from domain.errors import Conflict
from domain.stores.states import OpeningTaskKind, PlatformKind

_EVERYTHING = frozenset(OpeningTaskKind)
_REQUIRED = {
    PlatformKind.MARKETPLACE: _EVERYTHING - {OpeningTaskKind.BRAND_AUTHORISATION},
    PlatformKind.SOCIAL: _EVERYTHING - {OpeningTaskKind.BRAND_AUTHORISATION},
    PlatformKind.OWN_SITE: _EVERYTHING
    - {OpeningTaskKind.BRAND_AUTHORISATION, OpeningTaskKind.DEPOSIT},
    PlatformKind.OFFLINE: frozenset({OpeningTaskKind.LICENCE, OpeningTaskKind.BANK_ACCOUNT}),
}


class OpeningTasksOpen(Conflict):
    """The store may not open: `open_tasks` are required and not done."""

    def __init__(self, open_tasks: Iterable[OpeningTaskKind]) -> None:
        self.open_tasks = tuple(open_tasks)
        names = ", ".join(task.name for task in self.open_tasks)
        super().__init__(f"Do these first: {names}.", "id")


def required_tasks(kind: PlatformKind) -> frozenset[OpeningTaskKind]:
    """What opening on such a platform takes, unless the store says otherwise."""
    return _REQUIRED[kind]
