"""What a child is asked for, and what it may use up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Request:
    """As `media.render.render` takes it: values by slot, files by the names that they use,
    fonts by their SHA-256.

    Template and values must be JSON: text, numbers, truths, None, lists and dicts. A preset is
    the name of one that ships, or a row as `media.presets.reading` reads it. `cache` is a
    folder where a film keeps its segments, so that it need not encode them again. The `door` is
    one of `media.child.kinds.DOORS`; `at_s` is when in a film, for its preview.
    What `is_checked` is held to its preset when it is made.
    """

    template: str | Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)
    assets: Mapping[str, bytes] = field(default_factory=dict)
    fonts: Mapping[str, bytes] = field(default_factory=dict)
    format: str | None = None
    scale: float = 1.0
    preset: str | Mapping[str, Any] | None = None
    cache: str | None = None
    door: str = "template"
    at_s: float = 0.0
    is_checked: bool = False


@dataclass(frozen=True, kw_only=True)
class Limits:
    """For each render; all of them hold where the system has resource limits, patience everywhere.

    Memory is the address space of the child and of each encoder that it starts.
    """

    patience_s: float = 600.0
    processor_s: int = 900
    memory_mb: int = 2_048
    file_mb: int = 1_024
    niceness: int = 0
