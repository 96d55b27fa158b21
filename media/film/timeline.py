"""When each scene is on, how long it takes to read, and where a film is cut into segments.

Seconds become whole frames once, here. A transition takes the first frames of the scene that comes
in, while the one before runs on: the film is as long as its scenes together, and cuts stay in time.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from media.errors import TooLarge
from media.film.easing import curve
from media.typesetting.breaking import is_han

MOST_SECONDS = 120.0
MOST_FRAMES = 7200
MOST_SCENES = 60
MOST_TRANSITION_S = 2.0  # as the schema has it
MOST_FRAME_PIXELS = 3840 * 2160
_HAN_A_SECOND, _LETTERS_A_SECOND, _LOOK_S = 6.0, 14.0, 0.8
_AFTER_VOICE_S = 0.25
_SECONDS = 0.4
_EMPTY: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Transition:
    """Into a scene; `frames` of 0 is a cut."""

    kind: str
    frames: int
    direction: str
    center: tuple[float, float]
    curve: tuple[float, ...]


CUT = Transition("CUT", 0, "LEFT", (0.5, 0.5), curve("LINEAR", "LINEAR"))


class Span(NamedTuple):
    """A scene on the timeline, in frames of the film; the first are its transition's."""

    name: str
    start: int
    frames: int
    transition: Transition

    @property
    def end(self) -> int:
        return self.start + self.frames


class Segment(NamedTuple):
    """Frames that are encoded together: those of one scene, or of one transition.

    `first` and `frames` count from the scene's start; `before` is the scene that goes out.
    """

    scene: int
    before: int | None
    first: int
    frames: int


def reading_s(texts: list[str]) -> float:
    """By CRAFT section 9: a look, and then six Han or fourteen letters a second."""
    signs = [sign for text in texts for sign in text if sign.isalnum()]
    han = sum(map(is_han, signs))
    letters = len(signs) - han
    if not han and not letters:
        return 0.0
    return _LOOK_S + han / _HAN_A_SECOND + letters / _LETTERS_A_SECOND


def _least_s(node: Mapping[str, Any], beat_s: float, items: int) -> float:
    """How long a scene lasts at least; `items` share what they have together."""
    least, most = float(node.get("min", 1.0)), float(node.get("max", MOST_SECONDS))
    if "together" not in node:
        return least
    share = float(node["together"]) / items
    if beat_s > 0:
        share = round(share / beat_s) * beat_s
    return max(least, min(share, most))


def length_s(  # noqa: PLR0913, PLR0917  all that a scene's length comes from
    node: Mapping[str, Any],
    texts: list[str],
    voice_s: float,
    into_s: float,
    beat_s: float,
    items: int = 1,
) -> float:
    """Of a scene whose transition takes `into_s`: the longest of what it needs, on the beat.

    `max` cuts reading, never a voice. `items` is how many scenes its list makes.
    """
    reading = reading_s(texts) + into_s if node.get("reading", True) else 0.0
    most = float(node.get("max", MOST_SECONDS))
    wanted = max(_least_s(node, beat_s, items), min(reading, most))
    if voice_s:
        wanted = max(wanted, voice_s + _AFTER_VOICE_S)
    if beat_s > 0:
        wanted = math.ceil(wanted / beat_s - 1e-6) * beat_s
    return wanted


def transition(node: Mapping[str, Any], fps: int) -> Transition:
    """Of the schema's `film_transition`."""
    kind = node["kind"]
    frames = 0 if kind == "CUT" else round(float(node.get("seconds", _SECONDS)) * fps)
    if not frames:
        return CUT
    x, y = node.get("center", (0.5, 0.5))
    return Transition(
        kind,
        frames,
        node.get("direction", "LEFT"),
        (float(x), float(y)),
        curve(node.get("easing"), "LINEAR" if kind == "FADE" else "MOVE"),
    )


def spans(
    scenes: list[tuple[str, float, Transition]], fps: int, size: tuple[int, int]
) -> tuple[Span, ...]:
    """Scenes with their seconds, one after the other. Raises TooLarge."""
    if len(scenes) > MOST_SCENES:
        raise TooLarge(f"{len(scenes)} scenes; at most {MOST_SCENES} are in a film")
    if size[0] * size[1] > MOST_FRAME_PIXELS:
        raise TooLarge(f"A frame has more than {MOST_FRAME_PIXELS} pixels")
    found: list[Span] = []
    start = 0
    for name, seconds, wanted in scenes:
        into = wanted if found else CUT
        frames = max(round(seconds * fps), into.frames + 1)
        found.append(Span(name, start, frames, into))
        start += frames
    if start > MOST_FRAMES or start > MOST_SECONDS * fps:
        raise TooLarge(
            f"It would last {start / fps:.1f} s and have {start} frames;"
            f" at most {MOST_SECONDS:.0f} s and {MOST_FRAMES} frames are made"
        )
    return tuple(found)


def segments(found: tuple[Span, ...]) -> Iterator[Segment]:
    """In order; together they have every frame of the film once."""
    for number, span in enumerate(found):
        into = span.transition.frames
        if into:
            yield Segment(number, number - 1, 0, into)
        yield Segment(number, None, into, span.frames - into)


def at(found: tuple[Span, ...], frame: int) -> Segment:
    """The segment that a frame of the film is in."""
    start = 0
    for segment in segments(found):
        if start <= frame < start + segment.frames:
            return segment
        start += segment.frames
    return segment
