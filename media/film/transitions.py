"""Two frames to one: how a scene comes in over another. `share` is 0 to 1, already eased."""

from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from media.film import planes
from media.film.motion import Affine
from media.film.planes import Frame
from media.film.timeline import Transition
from media.film.warping import filling

Plane = NDArray[np.float32]
_STILL = 1e-3  # of a pixel
_ZOOM = 0.14
_TOWARDS = {"LEFT": (True, -1), "RIGHT": (True, 1), "UP": (False, -1), "DOWN": (False, 1)}
_SHADOW = 0.35  # how much darker a scene is by the time another lies on it


def _mixed(one: Frame, other: Frame, share: float) -> Frame:
    whole = cv2.addWeighted(one.whole, 1.0 - share, other.whole, share, 0.0)
    return planes.frame_of(np.asarray(whole, np.uint8))


def _slid(frame: Frame, into: Frame, along: float, *, is_row: bool) -> None:
    """A frame, moved along one side, into another; to the right and down where `along` is more
    than 0. Between two pixels it is their mean, so that it does not jump."""
    for plane, ground, step in zip(frame[1:], into[1:], (1, 2, 2), strict=True):
        source, target = (plane, ground) if is_row else (plane.T, ground.T)
        away = along / step
        whole = int(np.floor(away))
        part, length = away - whole, source.shape[1]
        start, end = max(whole, 0), min(whole + length, length)
        if end <= start:
            continue
        near = source[:, start - whole : end - whole]
        if part < _STILL or end - start < 2:
            target[:, start:end] = near
            continue
        before = source[:, max(start - whole - 1, 0) : end - whole - 1]
        skip = near.shape[1] - before.shape[1]
        if skip:
            target[:, start : start + skip] = near[:, :skip]
        mean = cv2.addWeighted(near[:, skip:], 1.0 - part, before, part, 0.0)
        target[:, start + skip : end] = mean


def _pushed(one: Frame, other: Frame, share: float, transition: Transition) -> Frame:
    """SLIDE leaves the old scene where it is and darkens it; PUSH takes it along."""
    is_row, sign = _TOWARDS.get(transition.direction, (True, -1))
    length = one.size[0 if is_row else 1]
    if transition.kind == "PUSH":
        made = planes.frame_of(np.empty_like(one.whole))
        _slid(one, made, sign * share * length, is_row=is_row)
    else:
        made = _mixed(one, planes.blank(one.size), _SHADOW * share)
    _slid(other, made, sign * (share - 1.0) * length, is_row=is_row)
    return made


@lru_cache(maxsize=2)
def _distances(size: tuple[int, int], center: tuple[float, float]) -> tuple[Plane, Plane, float]:
    """Of each pixel of a plane, and of one of half the size, from a point: in 255ths of a pixel.
    And the farthest, in pixels."""
    width, height = size
    x, y = center[0] * width, center[1] * height
    found = []
    for step in (1, 2):
        across = (np.arange(width // step, dtype=np.float32) + 0.5) * step - np.float32(x)
        down = (np.arange(height // step, dtype=np.float32) + 0.5) * step - np.float32(y)
        away = np.sqrt(across[None] ** 2 + down[:, None] ** 2) / np.float32(step)
        found.append(away.astype(np.float32))
    farthest = float(found[0].max()) + 2.0
    return found[0] * np.float32(255), found[1] * np.float32(255), farthest


def _circled(one: Frame, other: Frame, share: float, transition: Transition) -> Frame:
    made = planes.copy_of(one)
    near, half, farthest = _distances(one.size, transition.center)
    for ground, plane, step in zip(made[1:], other[1:], (1, 2, 2), strict=True):
        away = near if step == 1 else half
        # 255 inside, 0 outside, and a pixel between.
        edge = (farthest * share / step + 0.5) * 255
        cover = cv2.addWeighted(away, -1.0, away, 0.0, edge, dtype=cv2.CV_8U)
        kept = planes.times(ground, np.asarray(cv2.bitwise_not(cover), np.uint8))
        ground[:] = cv2.add(kept, planes.times(plane, np.asarray(cover, np.uint8)))
    return made


def _wiped(one: Frame, other: Frame, share: float, transition: Transition) -> Frame:
    """Uncovered towards a side: a wipe to the left starts at the right."""
    if transition.direction == "CIRCLE":
        return _circled(one, other, share, transition)
    is_row, sign = _TOWARDS.get(transition.direction, (True, -1))
    made = planes.copy_of(one)
    for plane, ground in zip(other[1:], made[1:], strict=True):
        source, target = (plane, ground) if is_row else (plane.T, ground.T)
        if sign < 0:
            source, target = source[:, ::-1], target[:, ::-1]
        edge = share * source.shape[1]
        whole = int(edge)
        target[:, :whole] = source[:, :whole]
        part = edge - whole
        line = source[:, whole] * part + target[:, whole] * (1.0 - part)
        target[:, whole] = (line + 0.5).astype(np.uint8)
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
    match transition.kind:
        case "FADE":
            made = _mixed(one, other, share)
        case "SLIDE" | "PUSH":
            made = _pushed(one, other, share, transition)
        case "WIPE":
            made = _wiped(one, other, min(max(share, 0.0), 0.9999), transition)
        case "ZOOM":
            made = _zoomed(one, other, share)
        case _:
            made = other
    return made
