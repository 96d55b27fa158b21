"""Templates of every kind laid out with values, and nothing drawn: what a render would refuse.

Raises or tells what can be known without a photo, a sound or a clip.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from media.document.library import is_film, is_packaging
from media.errors import MediaError
from media.film.check_layout import check_layout as check_film
from media.packaging.render import check_layout as check_packaging
from media.render import Check, TemplateLike, checker

Tried = tuple[Mapping[str, Any], Collection[str]]
"""Values by slot, and the names of the pictures that they use."""


def check_of(
    template: TemplateLike, preset: str | None = None, fonts: Mapping[str, bytes] | None = None
) -> Check:
    """For values of this template; `fonts` are those that were added. Raises a MediaError."""
    if is_film(template):
        return partial(check_film, template, fonts=fonts)
    if is_packaging(template):
        return partial(check_packaging, template, fonts=fonts)
    return checker(template, preset, fonts)


def refusals(
    template: TemplateLike,
    tried: Sequence[Tried],
    preset: str | None = None,
    fonts: Mapping[str, bytes] | None = None,
) -> list[MediaError | None]:
    """Of each in its place, None for what suits; raises what is wrong with the template itself."""
    check = check_of(template, preset, fonts)
    return [_refusal(check, *one) for one in tried]


def _refusal(check: Check, values: Mapping[str, Any], names: Collection[str]) -> MediaError | None:
    try:
        check(values, names)
    except MediaError as error:
        return error
    return None
