"""How a file stands against what a platform asks."""

from enum import StrEnum


class Verdict(StrEnum):
    """How one rule, or a whole check, came out; the worst of a check's findings is its verdict."""

    PASS = "PASS"  # noqa: S105  no password
    WARN = "WARN"
    FAIL = "FAIL"


class PresetKind(StrEnum):
    """What a preset is for."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
