"""What of a template is held to a brand, and what is found; nothing here draws."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class LayerRule(StrEnum):
    """What of a template is held to a brand."""

    CONTRAST = "CONTRAST"
    LOGO_MARGIN = "LOGO_MARGIN"
    LOGO_SIZE = "LOGO_SIZE"
    COLOR = "COLOR"
    FONT = "FONT"


class Verdict(StrEnum):
    """How a rule came out."""

    PASS = "PASS"  # noqa: S105  no password
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Brand:
    """Colours, `#rrggbb`, by binding, `brand.text`; families by role; a mark's room and size."""

    colors: Mapping[str, str]
    fonts: Mapping[str, str]
    clear_space: float
    logo_min_px: int


@dataclass(frozen=True, slots=True)
class Finding:
    """`path` leads into the document: `layers[2].layers[0]`; `layer` is the name of a layer."""

    rule: LayerRule
    path: str
    layer: str | None
    measured: str
    limit: str
    verdict: Verdict
    message: str
