"""Layers that need what lies below them: film noise, and those that multiply, screen or overlay."""

import cv2
import numpy as np

from media.film import planes
from media.film.planes import Frame
from media.layout import Placed, PlacedGroup, PlacedShape
from media.painting.paint import Painter
from media.pixels import masks
from media.scene import Blend, Shape


def needs_ground(placed: Placed) -> bool:
    if isinstance(placed, PlacedGroup):
        return placed.blend is not Blend.NORMAL
    layer = placed.layer
    return layer.blend is not Blend.NORMAL or (isinstance(layer, Shape) and layer.grain > 0)


def lay_over(frame: Frame, placed: Placed, opacity: float, painter: Painter) -> None:
    """Onto a frame. What blends goes through RGB, as a still paints it: slow where it moves."""
    if isinstance(placed, PlacedShape) and placed.layer.grain:
        _grained(frame, placed.layer.grain * opacity)
        return
    picture = planes.to_picture(frame)
    painter.paint_on(picture, placed)
    for plane, new in zip(frame[1:], planes.of_picture(picture), strict=True):
        plane[:] = new


def _grained(frame: Frame, share: float) -> None:
    """In the light alone, strongest in the middle tones, none in black and white.

    An overlay of noise n on light p adds 2 n min(p, 1 - p), as a still's grain does.
    """
    height, width = frame.y.shape
    tones = np.clip((np.arange(256) - 16) / 219, 0, 1)
    most = 2 * np.minimum(tones, 1 - tones) * 219 * share
    room = cv2.LUT(frame.y, np.clip(most * 4 + 0.5, 0, 255).astype(np.uint8))
    grain = masks.noise(height, width) * 0.5
    up = cv2.convertScaleAbs(np.maximum(grain, 0), alpha=255)
    down = cv2.convertScaleAbs(np.maximum(-grain, 0), alpha=255)
    lighter = cv2.add(frame.y, cv2.multiply(room, up, scale=1 / 1020))
    frame.y[:] = cv2.subtract(lighter, cv2.multiply(room, down, scale=1 / 1020))
