"""Sizes and rules of platforms, as rows of data; and whether a file keeps to them.

`named` and `names` read the rows; `media.presets.compliance` checks a file. The rows are in
presets.json, told of in docs/presets.md.
"""

import json
from functools import lru_cache
from pathlib import Path

from media.errors import UnknownPreset
from media.presets import reading
from media.presets.preset import Preset

FILE = Path(__file__).parent / "presets.json"


@lru_cache(maxsize=1)
def rows() -> tuple[Preset, ...]:
    """Every version of each, as the file has them; raises BadPreset."""
    return reading.read(json.loads(FILE.read_text("utf-8")))


def names() -> tuple[str, ...]:
    """Each once, in the file's order."""
    return tuple(dict.fromkeys(preset.name for preset in rows()))


def named(name: str, version: int | None = None) -> Preset:
    """That version, or the newest; raises UnknownPreset."""
    versions = {preset.version: preset for preset in rows() if preset.name == name}
    if not versions:
        raise UnknownPreset(f"No preset is named {name!r}; there are: {', '.join(names())}")
    if version is None:
        return versions[max(versions)]
    if version not in versions:
        raise UnknownPreset(f"{name!r} has no version {version}; it has {sorted(versions)}")
    return versions[version]
