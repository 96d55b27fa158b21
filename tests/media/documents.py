"""Small template documents that the tests render: one layer or two at a time."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from media.render import render


def document(
    *layers: Mapping[str, Any],
    slots: Mapping[str, Any] | None = None,
    size: tuple[int, int] = (400, 300),
    **more: Any,
) -> dict[str, Any]:
    """A white canvas with these layers."""
    canvas = {"width_px": size[0], "height_px": size[1], "ground": "#FFFFFF"}
    return {
        "version": 1,
        "name": "test",
        "kind": "POSTER",
        "canvas": {**canvas, **more.pop("canvas", {})},
        "slots": slots or {},
        "layers": list(layers),
        **more,
    }


def drawn(
    template: Mapping[str, Any],
    values: Mapping[str, Any] | None = None,
    assets: Mapping[str, bytes] | None = None,
    **more: Any,
) -> NDArray[np.uint8]:
    """Its pixels, RGB."""
    made = render(template, values or {}, assets or {}, format="png", **more)
    return np.asarray(Image.open(io.BytesIO(made.data)).convert("RGB"))


def dark(pixels: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of all that is not nearly white."""
    rows, columns = np.nonzero(pixels.min(axis=2) < 250)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1
