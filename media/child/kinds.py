"""Which door a template goes through, by its kind. Runs in the child; imports what draws."""

from collections.abc import Callable, Mapping
from typing import Any

from media.render import render
from media.rendered import Rendered

Tell = Callable[[str, float], None]


def produce(  # noqa: PLR0913  a request, in parts
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    *,
    assets: Mapping[str, bytes],
    format: str,
    scale: float,
    tell: Tell,
) -> Rendered:
    """The finished file; raises MediaError."""
    return render(template, values, assets, format=format, scale=scale, on_progress=tell)
