"""Two frames to one: how a scene comes in over another. `share` is 0 to 1, already eased."""

import numpy as np
import cv2

from media.film import planes
from media.film.motion import Affine, Mask
from media.film.planes import Frame, Patch
from media.film.timeline import Transition
from media.film.warping import filling, masked, moved
from media.scene import Box

_ZOOM = 0.14
_TOWARDS = {"LEFT": (-1, 0), "RIGHT": (1, 0), "UP": (0, -1), "DOWN": (0, 1)}
_SHADOW = 0.35  # how much darker a scene is by the time another lies on it


def _as_patch(frame: Frame) -> Patch:
    return Patch(0, 0, frame.y, frame.u, frame.v, None, None)


def _mixed(one: Frame, other: Frame, share: float) -> Frame:
    whole = cv2.addWeighted(one.whole, 1.0 - share, other.whole, share, 0.0)
    return planes.frame_of(np.asarray(whole, np.uint8))


def _pushed(one: Frame, other: Frame, share: float, transition: Transition) -> Frame:
    """SLIDE leaves the old scene where it is and darkens it; PUSH takes it along."""
    x, y = _TOWARDS.get(transition.direction, (-1, 0))
    width, height = one.size
    if transition.kind == "PUSH":
        made = planes.blank(one.size)
        gone = moved(_as_patch(one), Affine(c=x * share * width, f=y * share * height), one.size)
        if gone is not None:
            planes.lay(made, gone)
    else:
        made = _mixed(one, planes.blank(one.size), _SHADOW * share)
    left = 1.0 - share
    new = moved(_as_patch(other), Affine(c=-x * left * width, f=-y * left * height), one.size)
    if new is not None:
        planes.lay(made, new)
    return made


def _wiped(one: Frame, other: Frame, share: float, transition: Transition) -> Frame:
    width, height = one.size
    made = planes.copy_of(one)
    if transition.direction != "CIRCLE":
        # A wipe to the left uncovers from the right: its edge moves to the left.
        mask = Mask(Box(0, 0, width, height), share, transition.direction)
        shown = masked(_as_patch(other), mask, one.size)
        if shown is not None:
            planes.lay(made, shown)
        return made
    x, y = transition.center[0] * width, transition.center[1] * height
    farthest = max(np.hypot(x - to_x, y - to_y) for to_x in (0, width) for to_y in (0, height))
    for ground, plane, step in (
        (made.y, other.y, 1), (made.u, other.u, 2), (made.v, other.v, 2),
    ):  # fmt: skip
        across = (np.arange(ground.shape[1], dtype=np.float32) + 0.5) * step - np.float32(x)
        down = (np.arange(ground.shape[0], dtype=np.float32) + 0.5) * step - np.float32(y)
        away = np.sqrt(across[None] ** 2 + down[:, None] ** 2)
        inside = np.clip((np.float32(farthest * share) - away) / step + 0.5, 0, 1)
        cover = (inside * 255 + 0.5).astype(np.uint8)
        kept = planes.times(ground, np.asarray(cv2.bitwise_not(cover), np.uint8))
        ground[:] = cv2.add(kept, planes.times(plane, cover))
    return made


def _zoomed(one: Frame, other: Frame, share: float) -> Frame:
    """The old scene comes nearer and is gone; the new one settles from as near."""

    def near(frame: Frame, scale: float) -> Frame:
        width, height = frame.size
        made = planes.blank(frame.size)
        back = (1.0 - scale) / 2
        filling(frame[1:], Affine(a=scale, c=back * width, e=scale, f=back * height), made)
        return made

    share_in = min(max((share - 0.15) / 0.7, 0.0), 1.0)
    return _mixed(near(one, 1 + _ZOOM * share), near(other, 1 + _ZOOM * (1 - share)), share_in)


def between(one: Frame, other: Frame, share: float, transition: Transition) -> Frame:
    """A new frame: `one` going out, `other` coming in."""
    if share <= 0.0:
        return one
    if share >= 1.0:
        return other
    match transition.kind:
        case "FADE":
            return _mixed(one, other, share)
        case "SLIDE" | "PUSH":
            return _pushed(one, other, share, transition)
        case "WIPE":
            return _wiped(one, other, share, transition)
        case "ZOOM":
            return _zoomed(one, other, share)
    return other
