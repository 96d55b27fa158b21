"""Whether a film can be made of these values, as far as it can be known without its files."""

from collections.abc import Collection, Mapping
from typing import Any

from media.document import film as documents
from media.document.slots import fill
from media.errors import MediaError
from media.film.plan import planned
from media.fonts.added import families


def check_layout(
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    asset_names: Collection[str],
    fonts: Mapping[str, bytes] | None = None,
) -> None:
    """Raises what `render_film` would raise before it draws.

    Photos are taken to have plain edges, sounds to be no longer than what is read with them, and
    clips to be long enough.
    """
    parsed = documents.named(template) if isinstance(template, str) else documents.parse(template)
    try:
        filled = fill(parsed.base, values, asset_names, families(fonts or {}))
        planned(parsed, filled, lambda _: None, lambda _: 0.0, lambda _, most: most)
    except MediaError as error:
        raise error.within(template=parsed.name) from None
