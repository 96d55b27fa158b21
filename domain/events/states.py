"""What sorts of events there are, and of phases, and which of them begins before which."""

from collections.abc import Mapping
from enum import StrEnum


class EventKind(StrEnum):
    """Which of the year's events it is."""

    DOUBLE_ELEVEN = "DOUBLE_ELEVEN"
    SIX_EIGHTEEN = "SIX_EIGHTEEN"
    BLACK_FRIDAY = "BLACK_FRIDAY"
    CYBER_MONDAY = "CYBER_MONDAY"
    NEW_YEAR = "NEW_YEAR"
    ANNIVERSARY = "ANNIVERSARY"
    OTHER = "OTHER"


class EventPhaseKind(StrEnum):
    """What goes on in a stretch of an event."""

    SIGN_UP = "SIGN_UP"
    WARM_UP = "WARM_UP"
    PRE_SALE = "PRE_SALE"
    BALANCE = "BALANCE"
    BURST = "BURST"
    RETURN = "RETURN"


RANKS: Mapping[EventPhaseKind, int] = {
    EventPhaseKind.SIGN_UP: 0,
    EventPhaseKind.WARM_UP: 1,
    EventPhaseKind.PRE_SALE: 1,
    EventPhaseKind.BALANCE: 2,
    EventPhaseKind.BURST: 2,
    EventPhaseKind.RETURN: 3,
}
"""The first phase of a higher rank begins no earlier than the first of any lower one. Kinds of one
rank go on side by side, and each may come back: a second wave has its own pre-sale and balance."""
