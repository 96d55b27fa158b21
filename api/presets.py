"""Presets as `media` reads them, and as `domain` keeps them."""

import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from domain.compliance.presets import PresetFacts
from domain.compliance.states import PresetKind
from domain.errors import Invalid
from domain.json_text import in_order

if TYPE_CHECKING:
    from media.presets.preset import Preset


@lru_cache(maxsize=1)
def shipped_presets() -> tuple[PresetFacts, ...]:
    """Every version of each that this release ships."""
    from media import presets  # noqa: PLC0415  read at the start of a process, and by few others

    rows = json.loads(presets.FILE.read_text("utf-8"))
    return tuple(_facts(one, row) for one, row in zip(presets.rows(), rows, strict=True))


def facts_of(document: Any) -> PresetFacts:
    """Of one row as presets.json has them; raises Invalid, by the field at fault."""
    from media.errors import BadPreset  # noqa: PLC0415  as above
    from media.presets import reading  # noqa: PLC0415

    try:
        [preset] = reading.read([document])
    except BadPreset as error:
        raise Invalid(f"{error}.", "document") from None
    return _facts(preset, document)


def _facts(preset: "Preset", row: Mapping[str, Any]) -> PresetFacts:
    width, height = preset.canvas_px
    return PresetFacts(
        name=preset.name,
        number=preset.version,
        kind=PresetKind[preset.kind.name],
        title=preset.title.en,
        title_zh=preset.title.zh,
        platform=preset.platform,
        canvas_width_px=width,
        canvas_height_px=height,
        document=in_order(row),
        source=preset.source,
        read_on=preset.read_on,
        valid_from=preset.valid_from,
        main_of="\n".join(preset.main_of),
    )
