"""What a PDF's drawing refers to by name: opacities, gradients, pictures, groups.

Colours are sRGB with its profile, so that a press converts them by its own; pure black is black
ink alone, so that small words and bars need no register. No group says in which colours it is
mixed: in RGB, a page with one opacity would have its black turned to four inks.
"""

import math
from itertools import pairwise
from typing import Any

import numpy as np
from PIL import Image

from media.encoding import encoded
from media.packaging.pdf.file import File, Name, Ref
from media.packaging.pdf.paths import ops
from media.scene import Blend, Box, Color, Linear, Radial, Stop

_BLENDS = {
    Blend.NORMAL: "Normal", Blend.MULTIPLY: "Multiply", Blend.SCREEN: "Screen",
    Blend.OVERLAY: "Overlay",
}  # fmt: skip
_JPEG_QUALITY = 94
_PROFILE_DATE = slice(24, 36)
_PROFILE_ID = slice(84, 100)


def srgb_profile() -> bytes:
    """Of littleCMS, without the hour of its making."""
    from PIL import ImageCms  # noqa: PLC0415  only a print needs it

    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[_PROFILE_DATE] = bytes((7, 234, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    profile[_PROFILE_ID] = bytes(16)
    return bytes(profile)


def fill_of(color: Color) -> str:
    if color.rgb == (0, 0, 0):
        return "0 0 0 1 k"
    return ops(*(part / 255 for part in color.rgb), "rg")


def stroke_of(color: Color) -> str:
    if color.rgb == (0, 0, 0):
        return "0 0 0 1 K"
    return ops(*(part / 255 for part in color.rgb), "RG")


class Inks:
    """Each once, however often it is asked for."""

    def __init__(self, file: File) -> None:
        self._file = file
        self.ref = file.reserve()
        self._states: dict[tuple[float, Blend], str] = {}
        self._shadings: dict[tuple[Any, ...], str] = {}
        self._objects: dict[str, dict[str, Any]] = {
            "ExtGState": {}, "Shading": {}, "XObject": {}, "ColorSpace": {}, "Properties": {},
        }  # fmt: skip
        profile = file.stream(srgb_profile(), {"N": 3})
        self._objects["ColorSpace"]["DefaultRGB"] = [Name("ICCBased"), profile]

    def named(self, kind: str, name: str, value: Any) -> str:
        """Under a name of one's own."""
        self._objects[kind][name] = value
        return name

    def close(self) -> None:
        """After all that is drawn."""
        kinds = {kind: named for kind, named in self._objects.items() if named}
        self._file.fill(self.ref, kinds)

    def state(self, opacity: float, blend: Blend = Blend.NORMAL) -> str:
        """The operator for it, or nothing where it changes nothing."""
        if opacity >= 1 and blend is Blend.NORMAL:
            return ""
        key = (round(opacity, 4), blend)
        if key not in self._states:
            name = f"G{len(self._states)}"
            state = {"ca": key[0], "CA": key[0], "BM": Name(_BLENDS[blend])}
            self._states[key] = self.named("ExtGState", name, state)
        return f"/{self._states[key]} gs"

    def form(self, content: str, size: tuple[float, float], *, is_group: bool) -> str:
        """Drawn as one thing; as a group it is mixed first and then laid on."""
        head: dict[str, Any] = {
            "Type": Name("XObject"),
            "Subtype": Name("Form"),
            "BBox": [0, 0, *map(float, size)],
            "Resources": self.ref,
        }
        if is_group:
            head["Group"] = {"S": Name("Transparency"), "I": False, "K": False}
        ref = self._file.stream(content.encode("ascii"), head)
        return self._object("F", ref)

    def _object(self, letter: str, ref: Ref) -> str:
        name = f"{letter}{len(self._objects['XObject'])}"
        return f"/{self.named('XObject', name, ref)} Do"

    def gradient(self, fill: Linear | Radial, place: Box) -> list[str]:
        """Operators that fill what is clipped."""
        key = (fill, place)
        if key not in self._shadings:
            name = f"S{len(self._shadings)}"
            self._shadings[key] = self.named("Shading", name, self._shading(fill, place))
        lines = []
        if isinstance(fill, Radial):
            x = place.x + fill.center[0] * place.width
            y = place.y + fill.center[1] * place.height
            wide, tall = fill.radii[0] * place.width, fill.radii[1] * place.height
            lines.append(ops(max(wide, 1e-3), 0, 0, max(tall, 1e-3), x, y, "cm"))
        return [*lines, f"/{self._shadings[key]} sh"]

    def _shading(self, fill: Linear | Radial, place: Box) -> Any:
        common = {"ColorSpace": Name("DeviceRGB"), "Function": _steps(fill.stops),
                  "Extend": [True, True]}  # fmt: skip
        if isinstance(fill, Radial):
            return {"ShadingType": 3, "Coords": [0, 0, 0, 0, 0, 1], **common}
        return {"ShadingType": 2, "Coords": list(_axis(fill, place)), **common}

    def picture(self, image: Image.Image) -> str:
        """RGB as JPEG; one that something shows through as it is, with its mask."""
        more: dict[str, Any] = {}
        if image.mode == "RGBA":
            alpha = np.asarray(image.getchannel("A"))
            if alpha.min() < 255:
                more["SMask"] = self._file.stream(
                    alpha.tobytes(), {**_head(image, "DeviceGray"), "Interpolate": False}
                )
            image = image.convert("RGB")
        head = {**_head(image, "DeviceRGB"), **more}
        if more:
            return self._object("I", self._file.stream(image.tobytes(), head))
        head["Filter"] = Name("DCTDecode")
        data = encoded(image, "jpeg", _JPEG_QUALITY)
        return self._object("I", self._file.stream(data, head, is_packed=True))


def _head(image: Image.Image, space: str) -> dict[str, Any]:
    return {
        "Type": Name("XObject"),
        "Subtype": Name("Image"),
        "Width": image.width,
        "Height": image.height,
        "ColorSpace": Name(space),
        "BitsPerComponent": 8,
    }


def _axis(fill: Linear, place: Box) -> tuple[float, float, float, float]:
    """From where to where it runs; the same as `media.pixels.masks` draws."""
    angle = math.radians(fill.degrees)
    to_x, to_y = math.sin(angle), -math.cos(angle)
    half = (abs(to_x) * place.width + abs(to_y) * place.height) / 2
    x, y = place.x + place.width / 2, place.y + place.height / 2
    return x - to_x * half, y - to_y * half, x + to_x * half, y + to_y * half


def _steps(stops: tuple[Stop, ...]) -> Any:
    """A function from 0 to 1 to red, green and blue."""
    ends = [
        (max(min(stop.at, 1.0), 0.0), [part / 255 for part in stop.color.rgb]) for stop in stops
    ]
    if ends[0][0] > 0:
        ends.insert(0, (0.0, ends[0][1]))
    if ends[-1][0] < 1:
        ends.append((1.0, ends[-1][1]))
    pieces = [
        {"FunctionType": 2, "Domain": [0, 1], "N": 1, "C0": one, "C1": other}
        for (_, one), (_, other) in pairwise(ends)
    ]
    if len(pieces) == 1:
        return pieces[0]
    return {
        "FunctionType": 3,
        "Domain": [0, 1],
        "Functions": pieces,
        "Bounds": [at for at, _ in ends[1:-1]],
        "Encode": [end for _ in pieces for end in (0, 1)],
    }
