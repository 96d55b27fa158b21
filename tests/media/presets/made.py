"""Pictures and short films that the tests draw: each with what a rule asks for, or without it."""

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import imageio_ffmpeg
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from media import fonts
from media.presets.finding import Finding
from media.presets.preset import Kind, Preset
from media.presets.reading import read

Pixels = NDArray[np.uint8]
HZ = 44_100
ROW: Mapping[str, Any] = {
    "name": "made",
    "version": 1,
    "title": {"en": "Made for a test", "zh": "测试"},
    "platform": "Tests",
    "kind": "IMAGE",
    "canvas_px": [400, 400],
    "source": "this file",
    "read_on": "2026-11-28",
    "valid_from": "2026-11-28",
}


def preset(**fields: Any) -> Preset:
    """With these rules and no others."""
    return read([{**ROW, **fields}])[0]


def film_preset(**fields: Any) -> Preset:
    return replace(preset(kind="VIDEO", **fields), kind=Kind.VIDEO)


def found(findings: tuple[Finding, ...], rule: str) -> Finding:
    """The one of that rule."""
    [one] = [finding for finding in findings if finding.rule == rule]
    return one


def cup(side: int = 400, fill: float = 0.9, ground: int = 255) -> Image.Image:
    """A dark red disc with a handle, that fills so much of the picture, on plain ground."""
    image = Image.new("RGB", (side * 4, side * 4), (ground,) * 3)
    draw = ImageDraw.Draw(image)
    reach = side * 4 * fill / 2
    middle = side * 2
    draw.ellipse((middle - reach, middle - reach, middle + reach, middle + reach), (150, 40, 30))
    draw.ellipse((middle - reach / 2, middle - reach / 2, middle, middle), (196, 84, 60))
    return image.resize((side, side), Image.Resampling.BOX)


def scene(width: int = 600, height: int = 800, seed: int = 5, shift: int = 0) -> Image.Image:
    """Soft clouds of colour with noise, as a photo without letters has them."""
    random = np.random.Generator(np.random.PCG64(seed))
    small = random.integers(40, 215, (9, 7, 3), dtype=np.uint8)
    clouds = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
    pixels = np.asarray(clouds, np.int16) + random.integers(-6, 7, (height, width, 3))
    return Image.fromarray(np.roll(np.clip(pixels, 0, 255).astype(np.uint8), shift, axis=1))


def lettered(
    image: Image.Image,
    words: str,
    place: tuple[int, int],
    *,
    size: int = 40,
    color: tuple[int, int, int] = (250, 248, 240),
) -> Image.Image:
    """The same with a line of words, its top left corner at the place."""
    file = Path(fonts.__file__).parent / "NotoSansSC-700.otf"
    copy = image.copy()
    ImageDraw.Draw(copy).text(place, words, color, ImageFont.truetype(str(file), size))
    return copy


def ffmpeg(*words: str, given: bytes = b"") -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error", *words]
    subprocess.run(command, input=given, check=True)


def film(  # noqa: PLR0913  what a film may have
    path: Path,
    frames: list[Image.Image],
    *,
    fps: int = 25,
    seconds: float = 2.0,
    sound: NDArray[np.float32] | None = None,
    captions: str | None = None,
    codec: str = "libx264",
) -> Path:
    """The frames spread evenly over the time."""
    count = round(seconds * fps)
    raw = b"".join(frames[place * len(frames) // count].tobytes() for place in range(count))
    width, height = frames[0].size
    words = [
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{width}x{height}",
        "-r",
        str(fps),
        "-i",
        "-",
    ]
    if sound is not None:
        wave = path.with_suffix(".raw")
        wave.write_bytes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
        words += ["-f", "s16le", "-ar", str(HZ), "-ac", "1", "-i", str(wave)]
    if captions is not None:
        spoken = path.with_name("spoken.srt")
        spoken.write_text(captions, "utf-8")
        words += ["-i", str(spoken)]
    coded = ["-c:v", codec, "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "96k"]
    if captions is not None:
        coded += ["-c:s", "mov_text", "-map", "0", "-map", "1", "-map", "2"]
    ffmpeg(*words, *coded, str(path), given=raw)
    return path


def moving(count: int = 10, width: int = 360, height: int = 640) -> list[Image.Image]:
    """A bright scene that slides."""
    return [scene(width, height, shift=place * 36) for place in range(count)]


def voice(seconds: float = 8.0) -> NDArray[np.float32]:
    """Like speech: a buzz whose pitch glides, in syllables of three formants, with pauses."""
    random = np.random.Generator(np.random.PCG64(7))
    out = np.zeros(round(seconds * HZ))
    at = 0.1
    while at < seconds - 0.4:
        length = random.uniform(0.12, 0.22)
        times = np.arange(round(length * HZ)) / HZ
        pitch = random.uniform(105, 190) * 2 ** (random.uniform(-0.5, 0.5) * times / length)
        phase = 2 * np.pi * np.cumsum(pitch) / HZ
        middles = (random.uniform(300, 800), random.uniform(900, 2200), 2700.0)
        buzz = np.zeros(len(times))
        for harmonic in range(1, 24):
            loud = sum(np.exp(-(((harmonic * pitch - middle) / 260) ** 2)) for middle in middles)
            buzz += (loud + 0.05) * np.sin(harmonic * phase) / harmonic**0.5
        swell = np.sin(np.pi * times / length) ** 0.6
        start = round(at * HZ)
        out[start : start + len(times)] += buzz * swell
        at += length + random.choice([0.03, 0.05, 0.09, 0.35], p=[0.4, 0.3, 0.2, 0.1])
    return np.asarray(0.25 * out / np.abs(out).max(), np.float32)


def music(seconds: float = 8.0) -> NDArray[np.float32]:
    """Chords of half a second on a beat, with a hiss between: no voice."""
    random = np.random.Generator(np.random.PCG64(9))
    times = np.arange(round(seconds * HZ)) / HZ
    root = np.array([220.0, 261.63, 196.0, 246.94])[(times * 2).astype(int) % 4]
    chord = sum(np.sin(2 * np.pi * np.cumsum(root * step) / HZ) for step in (1, 1.25, 1.5, 2))
    fades = np.exp(-3 * (times * 2 % 1))
    hiss = random.normal(0, 0.2, len(times)) * np.exp(-20 * (times * 4 % 1))
    return np.asarray(0.12 * (np.asarray(chord) * fades + hiss), np.float32)
