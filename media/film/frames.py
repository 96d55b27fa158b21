"""A plan at a time: scenes, transitions and captions to whole frames.

The same plan and photos give the same bytes on one machine.
"""

import hashlib
from collections.abc import Iterator, Mapping

import numpy as np
from moviepy.video.VideoClip import VideoClip  # type: ignore[import-untyped]  # it has no types
from numpy.typing import NDArray

from media.clips.opening import Clips
from media.film import planes
from media.film.easing import eased
from media.film.plan import Plan
from media.film.planes import Frame, Patch
from media.film.stage import Stage
from media.film.timeline import Segment, at
from media.film.transitions import between
from media.film.units import units
from media.photo import Photo

_CAPTION_FADE = 3  # frames in which a caption comes and goes


def size_at(plan: Plan, scale: float) -> tuple[int, int]:
    """Width and height in px, even: half the colour has whole px too."""
    template = plan.template
    return (
        max(round(template.width_px * scale / 2) * 2, 2),
        max(round(template.height_px * scale / 2) * 2, 2),
    )


class Frames:
    """Draws frames in any order, those in turn fastest; for one thread.

    `close` ends what reads clips.
    """

    def __init__(
        self,
        plan: Plan,
        photos: Mapping[str, Photo],
        scale: float = 1.0,
        clips: Clips | None = None,
    ) -> None:
        self.plan, self._photos, self._scale, self._clips = plan, photos, scale, clips
        self.size = size_at(plan, scale)
        self._stages: dict[int, Stage] = {}
        self._captions: dict[int, list[Patch]] = {}
        self._wanted = -1
        self._kept: Frame | None = None

    def _stage(self, number: int) -> Stage:
        """At most two are kept: the scene that is on, and the one that goes out."""
        if number not in self._stages:
            for old in [kept for kept in self._stages if kept not in {number - 1, number + 1}]:
                self._stages.pop(old).close()
            shot, size, fps = self.plan.shots[number], self.size, self.plan.fps
            self._stages[number] = Stage(
                shot.scene, shot.units, self._photos, size=size, scale=self._scale, fps=fps,
                clips=self._clips,
            )  # fmt: skip
        return self._stages[number]

    def clip(self, segment: Segment) -> VideoClip:
        """A segment on MoviePy's timeline: its frames are planes, not RGB."""
        fps = self.plan.fps
        clip = VideoClip(duration=(segment.frames + 0.01) / fps)
        clip.size = self.size
        clip.frame_function = lambda at: self._frame(segment, int(at * fps + 0.5)).whole
        return clip

    def of(self, segment: Segment) -> Iterator[NDArray[np.uint8]]:
        """Its frames in order, as planes."""
        yield from self.clip(segment).iter_frames(fps=self.plan.fps)

    def keep(self, number: int) -> None:
        """That `frame` need not draw this one again if it has been drawn on the way."""
        self._wanted = min(max(number, 0), self.plan.frames - 1)

    def frame(self, number: int) -> Frame:
        """Of the film, from 0; the last one beyond the end."""
        number = min(max(number, 0), self.plan.frames - 1)
        if self._kept is not None and number == self._wanted:
            return self._kept
        segment = at(self.plan.spans, number)
        return self._frame(segment, number - self.plan.start_of(segment))

    def _frame(self, segment: Segment, number: int) -> Frame:
        frame = self._stage(segment.scene).frame(segment.first + number)
        if segment.before is not None:
            transition = self.plan.spans[segment.scene].transition
            share = eased(transition.curve, (number + 1) / (segment.frames + 1))
            gone = self._stage(segment.before).frame(
                self.plan.spans[segment.before].frames + number
            )
            frame = between(gone, frame, share, transition)
        of_film = self.plan.start_of(segment) + number
        self._caption(frame, of_film)
        if of_film == self._wanted:
            self._kept = frame
        return frame

    def _caption(self, frame: Frame, number: int) -> None:
        for which, cue in enumerate(self.plan.cues[: len(self.plan.burnt)]):
            start, end = (round(at_s * self.plan.fps) for at_s in (cue.start_s, cue.end_s))
            if not start <= number < end:
                continue
            shown = min((number - start + 1) / _CAPTION_FADE, (end - number) / _CAPTION_FADE, 1.0)
            for patch in self._caption_patches(which):
                planes.lay(frame, planes.faded(patch, shown))

    def _caption_patches(self, which: int) -> list[Patch]:
        if which not in self._captions:
            scene = self.plan.burnt[which]
            stage = Stage(
                scene, units(scene, {}, 1.0, 1), {}, size=self.size, scale=self._scale, fps=1
            )
            self._captions = {which: stage.overlay()}
        return self._captions[which]

    def close(self) -> None:
        while self._stages:
            self._stages.popitem()[1].close()

    def arrays(self) -> Iterator[NDArray[np.uint8]]:
        for segment in self.plan.segments:
            yield from self.of(segment)


def hashes(frames: Frames) -> list[str]:
    """SHA-256 of every frame as it goes to the encoder: alike for the same input on one machine."""
    return [
        hashlib.sha256(np.ascontiguousarray(array).data).hexdigest() for array in frames.arrays()
    ]
