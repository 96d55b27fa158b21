"""Small packagings that the tests print: a hang tag of 50 x 70 mm with a layer or two."""

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import zxingcpp
from PIL import Image

from media.packaging.pdf.page import print_pdf
from media.packaging.render import (
    Packaging,
    _laid,
    check_packaging,
    render_packaging,
    template_of,
)
from media.presets.finding import Verdict, worst
from tests.factories.pictures import saved

SIZE = {"width": 50.0, "height": 70.0, "board": 0.4}
EAN = "6901234567892"
WORDS = {"name": "words", "kind": "text", "text": "Tide", "size": 12, "box": [5, 20, 40, 8]}
BARS = {"name": "bars", "kind": "code", "slot": "gtin", "box": [6, 35, 37.29, 26]}
LINK = {"name": "link", "kind": "code", "slot": "link", "box": [15, 30, 20, 20]}
PHOTO = {"name": "photo", "kind": "picture", "slot": "picture", "box": [5, 20, 25.4, 25.4]}


def tag(*layers: Mapping[str, Any], ground: Any = "#FFFFFF", **more: Any) -> dict[str, Any]:
    """With these layers on its front."""
    front = {"panels": ["front"], "ground": ground, "layers": list(layers)}
    return {
        "version": 1,
        "name": "packaging-test",
        "kind": "PACKAGING",
        "dieline": {"style": "hang-tag", "size": SIZE},
        "slots": {
            "gtin": {"kind": "BARCODE"},
            "link": {"kind": "QR"},
            "picture": {"kind": "IMAGE"},
            "logo": {"kind": "LOGO"},
        },
        "artwork": [{key: value for key, value in front.items() if value}],
        **more,
    }


VALUES = {"gtin": EAN, "link": "https://example.com/t/1"}


def found(document: Mapping[str, Any], **values: Any) -> list[tuple[str, str, str, str]]:
    """Rule, verdict, panel and layer of each finding."""
    assets = {"picture": picture(1200), "small": picture(100), "middle": picture(200)}
    findings = check_packaging(document, {**VALUES, **values}, assets)
    return [(one.rule, str(one.verdict), one.panel, one.layer) for one in findings]


def printed(document: Mapping[str, Any] | str, **values: Any) -> Packaging:
    return render_packaging(document, {**VALUES, **values}, {"picture": picture(600)})


def pdf_of(document: Mapping[str, Any], **values: Any) -> bytes:
    """The print alone: a proof takes longer, and is looked at elsewhere."""
    template, assets = template_of(document), {"picture": picture(600)}
    laid, photos, findings = _laid(template, {**VALUES, **values}, assets, {}, lambda *_: None)
    assert worst(findings) is not Verdict.FAIL
    return print_pdf(template, laid, photos)


@lru_cache(maxsize=8)
def picture(side: int) -> bytes:
    """A slanted ramp; not even anywhere."""
    y, x = np.mgrid[0:side, 0:side]
    red, green = x * 200 // side, y * 220 // side
    pixels = np.stack([red, green, np.full_like(red, 120)], axis=-1)
    return saved(Image.fromarray(pixels.astype(np.uint8)), compress_level=1)


def pixels(made: Packaging) -> Image.Image:
    with Image.open(io.BytesIO(made.proof_png)) as image:
        whole: Image.Image = image.convert("RGB")
        return whole


def read(image: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(image.convert("L"))}
