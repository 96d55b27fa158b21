"""A small film that uses what films have: five scenes, every kind of motion, sound, captions."""

import copy
import io
import wave
from pathlib import Path
from typing import Any

import numpy as np

from media.film import render
from media.film.frames import Frames
from tests.media import shots

Document = dict[str, Any]


def _text(name: str, words: str, box: list[Any], size: Any, **more: Any) -> Document:
    return {"name": name, "kind": "text", "text": words, "box": box, "size": size,
            "font": ["Archivo", "Noto Sans SC"], "weight": 800, "color": "#F6F1E7", **more}  # fmt: skip


SMALL: Document = {
    "version": 1,
    "name": "film-small",
    "kind": "FILM",
    "canvas": {"width_px": 180, "height_px": 320, "ground": "#20262B"},
    "slots": {
        "title": {"kind": "TEXT", "required": True, "max_chars": 60},
        "picture": {"kind": "IMAGE", "required": True},
        "price": {"kind": "PRICE"},
        "was": {"kind": "PRICE", "above": "price"},
        "words": {"kind": "CAPTIONS"},
        "voice": {"kind": "AUDIO"},
        "music": {"kind": "AUDIO"},
        "brand": {"kind": "TEXT"},
    },
    "film": {
        "fps": 20,
        "beat": 0.5,
        "transition": {"kind": "PUSH", "seconds": 0.3},
        "audio": {"bed": "BEAT", "music": "music"},
        "captions": {"slot": "words"},
        "cover_at": 0.6,
        "scenes": [
            {
                "name": "intro",
                "seconds": {"min": 1, "max": 1.5},
                "caption": "{title}",
                "layers": [
                    {
                        "name": "floor", "kind": "shape", "box": [0, 220, 180, 100],
                        "fill": "#E4572E",
                        "animate": [{"property": "y", "from": 100, "seconds": 0.5}],
                    },
                    _text(
                        "head", "{title}", [12, 100, 156, 90], [12, 40], lines=3, stagger=0.1,
                        each_line=True, animate=[{"property": "reveal", "from": 0, "at": 0.1}],
                    ),
                ],
            },
            {
                "name": "beat",
                "seconds": {"min": 1.5, "reading": False, "voice": "voice"},
                "layers": [
                    {
                        "name": "photo", "kind": "picture", "slot": "picture",
                        "box": [0, 0, "100%", "100%"],
                        "ken_burns": {"from": {"scale": 1}, "to": {"scale": 1.08, "focus": [0.5, 0.6]}},
                    },
                    {
                        "name": "bar", "kind": "shape", "box": [12, 20, 156, 4], "corners": 2,
                        "fill": "#FF6A2B",
                        "animate": [{"property": "reveal", "from": 0, "direction": "RIGHT",
                                     "seconds": 1.5, "easing": "LINEAR"}],
                    },
                    _text("word", "Grip", [12, 30, 156, 60], 40, animate=[
                        {"property": "opacity", "from": 0, "seconds": 0.2},
                        {"property": "x", "from": -20, "easing": [0.16, 1, 0.3, 1]}]),
                ],
            },
            {
                "name": "price",
                "when": "price",
                "ground": "#E4572E",
                "seconds": {"min": 1.5, "reading": False},
                "transition": {"kind": "WIPE", "direction": "CIRCLE", "center": [0.9, 0.2], "seconds": 0.3},
                "layers": [
                    _text("price", "{price}", [12, 100, 156, 80], [20, 80], features={"tnum": 1},
                          animate=[{"property": "count", "from": "was", "seconds": 0.6},
                                   {"property": "scale", "from": 1.1, "seconds": 0.6}]),
                ],
            },
            {
                "name": "end",
                "ground": "#F6F1E7",
                "seconds": {"min": 1},
                "transition": {"kind": "FADE", "seconds": 0.2},
                "layers": [
                    {
                        "name": "card", "kind": "stack", "box": [20, 100, 140, 120], "stagger": 0.1,
                        "gap": 10, "align": "CENTER", "justify": "CENTER",
                        "layers": [
                            {"name": "brand", "kind": "text", "text": "{brand}", "size": [10, 24],
                             "color": "#20262B",
                             "animate": [{"property": "opacity", "from": 0, "seconds": 0.2}]},
                            {"name": "disc", "kind": "shape", "form": "ELLIPSE", "fill": "#E4572E",
                             "size": [40, 40],
                             "animate": [{"property": "scale", "from": 0, "easing": "POP", "at": 0.1},
                                         {"property": "rotate", "to": 90}]},
                        ],
                    },
                    {"name": "grain", "kind": "gradient", "grain": 0.1},
                ],
            },
        ],
    },
}  # fmt: skip

VALUES: Document = {
    "title": "Street pack",
    "picture": "vase",
    "brand": "HALDEN",
    "price": {"amount": "99", "currency": "EUR"},
    "was": {"amount": "139", "currency": "EUR"},
}


def assets() -> dict[str, bytes]:
    return {"vase": shots.vase()}


def small(**film: Any) -> Document:
    """A copy that may be changed, with fields of its film replaced."""
    document = copy.deepcopy(SMALL)
    document["film"].update(film)
    return document


def ready(values: Document = VALUES, **film: Any) -> Frames:
    """The small film's frames, yet to be drawn."""
    made = render._ready(render.film_template(small(**film)), values, assets())
    return made.frames()


def make(into: Path, values: Document = VALUES, **more: Any) -> render.Film:
    return render.render_film(small(), values, assets(), into, **more)


def tone(seconds: float, hertz: float = 220.0, level: float = 0.3, rate: int = 44_100) -> bytes:
    """A WAV file of one tone, 16 bits, mono."""
    at = np.arange(round(seconds * rate)) / rate
    samples = (np.sin(2 * np.pi * hertz * at) * level * 32767).astype("<i2")
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return out.getvalue()
