"""What a product's pictures are: the choices they show, and one scene a view."""

from collections.abc import Callable
from dataclasses import dataclass

from media.illustrations.kit.scene import Scene


@dataclass(frozen=True)
class Product:
    """`choices` are the words of variants that change the picture, the usual one first."""

    choices: tuple[str, ...]
    views: tuple[Callable[[str], Scene], ...]

    def chosen(self, variant: str | None) -> str:
        """The choice a variant's words name; the usual one when they name none."""
        words = (variant or "").casefold()
        found = [choice for choice in self.choices if choice in words]
        return max(found, key=len) if found else self.choices[0]
