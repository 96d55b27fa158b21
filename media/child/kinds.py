"""Which door a template goes through, by its kind. Runs in the child; imports what draws."""

from collections.abc import Callable, Mapping

from media.child.request import Request
from media.document.template import named
from media.render import render
from media.rendered import Rendered

Tell = Callable[[str, float], None]
Door = Callable[[Request, Tell], Rendered]


def still(request: Request, tell: Tell) -> Rendered:
    return render(
        request.template,
        request.values,
        request.assets,
        format=request.format,
        scale=request.scale,
        preset=request.preset,
        on_progress=tell,
    )


DOORS: Mapping[str, Door] = {}
"""By kind, for those that are more than a still."""


def produce(request: Request, tell: Tell) -> Rendered:
    """The finished file; raises MediaError."""
    template = request.template
    if isinstance(template, str):
        kind = named(template).kind
    else:
        kind = str(template.get("kind")) if isinstance(template, Mapping) else ""
    return DOORS.get(kind, still)(request, tell)
