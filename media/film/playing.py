"""When the clips of a scene play: arithmetic, no pixels. Times are seconds from its start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from media.layout import Placed, PlacedGroup, PlacedPicture
from media.scene import Clip, Frame, Group, Layer, Stack

MOST_AT_ONCE = 6  # each has a decoder of its own


@dataclass(frozen=True, slots=True)
class Playing:
    """A clip in its place, `frames` long at the film's own rate."""

    placed: PlacedPicture
    clip: Clip
    frames: int
    fps: int

    def number(self, seconds: float) -> int:
        """Which of its frames is seen."""
        number = max(int((seconds - self.clip.at_s) * self.fps + 1e-6), 0)
        return number % self.frames if self.clip.loops else min(number, self.frames - 1)

    @property
    def end_s(self) -> float:
        return 1e9 if self.clip.loops else self.clip.at_s + self.frames / self.fps

    def is_moving(self, start: float, end: float) -> bool:
        return self.frames > 1 and start < self.end_s and end > self.clip.at_s

    def times(self) -> Iterator[float]:
        yield self.clip.at_s
        if not self.clip.loops:
            yield self.end_s


Played = Callable[[PlacedPicture, Clip], Playing]


def placed_in(placed: Placed) -> Iterator[tuple[PlacedPicture, Clip]]:
    """The clips of something placed, from the lowest."""
    if isinstance(placed, PlacedGroup):
        for child in placed.children:
            yield from placed_in(child)
    elif isinstance(placed, PlacedPicture) and isinstance(placed.layer, Clip):
        yield placed, placed.layer


def clips_of(layers: tuple[Layer, ...]) -> Iterator[Clip]:
    """All that layers hold, those within others too."""
    for layer in layers:
        if isinstance(layer, Stack | Group | Frame):
            yield from clips_of(layer.children)
        elif isinstance(layer, Clip):
            yield layer
