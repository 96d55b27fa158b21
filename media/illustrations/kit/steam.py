"""Steam: a few soft wisps over what is hot."""

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from media.illustrations.kit.camera import Camera
from media.illustrations.kit.scene import Scene

SMALL_PX = 300


def risen(light: NDArray[np.float32], scene: Scene, camera: Camera) -> NDArray[np.float32]:
    """The picture behind its steam."""
    if not scene.steam:
        return light
    side = light.shape[0]
    image = Image.new("L", (SMALL_PX, SMALL_PX))
    for number, (x, y, z, high) in enumerate(scene.steam):
        foot = camera.seen(np.array([[x, y, z], [x, y, z + high]], np.float32))[:, :2]
        wisp(image, foot / side * SMALL_PX, number)
    soft = image.filter(ImageFilter.GaussianBlur(5)).resize((side, side), Image.Resampling.BICUBIC)
    cover = np.asarray(soft, np.float32)[..., None] / 255
    return np.asarray(light + (np.float32(1.05) - light) * cover)


def wisp(image: Image.Image, foot: NDArray[np.float32], number: int) -> None:
    """One curl, thin at the foot, wide and faint at the top."""
    draw = ImageDraw.Draw(image)
    random = np.random.default_rng(40 + number)
    turn, bend = random.uniform(0, 6, 2)
    (x, low), (_, high) = foot
    long = low - high
    for step in np.linspace(0, 1, 90):
        sway = np.sin(step * 5.2 + turn) * 0.075 + np.sin(step * 9.5 + bend) * 0.03
        wide = long * (0.030 + 0.075 * step)
        tone = int(92 * np.sin(np.pi * min(step * 1.02 + 0.03, 1)) ** 0.9 * (1 - 0.45 * step))
        across = x + sway * long * (0.3 + step)
        down = low - step * long
        draw.ellipse(
            (across - wide, down - wide * 0.5, across + wide, down + wide * 0.5), fill=tone
        )
