"""QR codes and barcodes, read back by zxing."""

from collections.abc import Iterator, Sequence

import cv2

from media.presets.finding import Finding, failed, passed
from media.presets.opening import Film, Still
from media.presets.preset import Ban, Preset
from media.presets.seeing.scaling import Pixels, at_most

_SIDE_PX = 2400


def codes(file: Still | Film, preset: Preset) -> Iterator[Finding]:
    if Ban.CODE not in preset.forbidden:
        return
    frames = [file.pixels] if isinstance(file, Still) else [shot.pixels for shot in file.shots]
    kinds = _read(frames)
    if kinds:
        said = ", ".join(kinds)
        yield failed("code", said, "none", f"There is a code in it: {said}.")
    else:
        yield passed("code", "none", "none", "No QR code or barcode can be read in it.")


def _read(frames: Sequence[Pixels]) -> list[str]:
    import zxingcpp  # noqa: PLC0415  only where codes are looked for

    kinds = set()
    for frame in frames:
        gray = cv2.cvtColor(at_most(frame, _SIDE_PX), cv2.COLOR_RGB2GRAY)
        kinds |= {str(code.format).rpartition(".")[2] for code in zxingcpp.read_barcodes(gray)}
    return sorted(kinds)
