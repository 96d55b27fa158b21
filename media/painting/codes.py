"""Codes as modules, drawn at whole px: a scanner forgives much, but no blur at an edge."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image

from media.errors import BadValue
from media.scene import Code

_FORMATS = {
    "QR": zxingcpp.BarcodeFormat.QRCode,
    "EAN13": zxingcpp.BarcodeFormat.EAN13,
    "EAN8": zxingcpp.BarcodeFormat.EAN8,
    "UPCA": zxingcpp.BarcodeFormat.UPCA,
    "ITF14": zxingcpp.BarcodeFormat.ITF,
    "CODE128": zxingcpp.BarcodeFormat.Code128,
}
_QUIET = {"QR": 4, "EAN13": 11, "EAN8": 7, "UPCA": 9, "ITF14": 10, "CODE128": 10}
Modules = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Drawn:
    """Its picture and where that starts in the box, in whole px."""

    x: int
    y: int
    image: Image.Image


@lru_cache(maxsize=128)
def modules(text: str, symbology: str, correction: str) -> Modules:
    """True where it is dark: rows and columns of a QR code, one row of a barcode."""
    more = {"ec_level": correction} if symbology == "QR" else {}
    if not text.isascii():
        more["eci"] = "UTF-8"  # or readers guess, and some guess Shift JIS
    made = zxingcpp.create_barcode(text, _FORMATS[symbology], **more)
    whole = np.asarray(made.to_image(scale=1, add_quiet_zones=False)) < 128
    if whole.ndim == 3:
        whole = whole[..., 0]
    found: Modules = whole if symbology == "QR" else whole[:1]
    return found


def drawn(code: Code, width: int, height: int) -> Drawn:
    """The largest that fits in so many px; raises BadValue where not even 1 px a module does."""
    found = modules(code.text, code.symbology, code.correction)
    quiet = _QUIET[code.symbology] if code.quiet is None else code.quiet
    is_square = code.symbology == "QR"
    wide = found.shape[1] + 2 * quiet
    step = min(width, height) // wide if is_square else width // wide
    if step < 1:
        raise BadValue(f"Its {wide} modules do not fit into {width} px", layer=code.name)
    if is_square:
        grown = np.kron(found, np.ones((step, step), bool))
        left, top = (width - grown.shape[1]) // 2, (height - grown.shape[0]) // 2
    else:
        grown = np.kron(np.repeat(found, height, axis=0), np.ones((1, step), bool))
        left, top = (width - grown.shape[1]) // 2, 0
    colors = np.array([code.ground.rgb, code.color.rgb], np.uint8)
    return Drawn(left, top, Image.fromarray(colors[grown.astype(np.uint8)]))
