"""Outlines as SVG writes them, to coverage: lines and curves, absolute, nothing else."""

import re
from functools import lru_cache
from itertools import pairwise

import numpy as np
from PIL import Image, ImageDraw

from media.pixels.masks import Plane
from media.scene import Box

_TOKEN = re.compile(r"([MLHVCQZ])|(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)|[\s,]+|(.)", re.IGNORECASE)
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Q": 4, "Z": 0}
_FINE = 4  # subpixels to a side
_STEPS = 24  # of a curve
_MOST_POINTS = 20_000
Point = tuple[float, float]


def _tokens(path: str) -> list[tuple[str, list[float]]]:
    commands: list[tuple[str, list[float]]] = []
    for command, number, wrong in _TOKEN.findall(path):
        if wrong:
            raise ValueError(f"{wrong!r} is no part of a path")
        if command:
            if command not in _TAKES:
                raise ValueError(f"{command!r} is relative; paths are absolute")
            commands.append((command, []))
        elif number:
            if not commands:
                raise ValueError("A path begins with M")
            commands[-1][1].append(float(number))
    return commands


def _curve(points: list[Point]) -> list[Point]:
    """Along a quadratic or cubic curve from its first point, that one left out."""
    found = []
    for step in range(1, _STEPS + 1):
        at, row = step / _STEPS, points
        while len(row) > 1:
            row = [
                (x0 + (x1 - x0) * at, y0 + (y1 - y0) * at) for (x0, y0), (x1, y1) in pairwise(row)
            ]
        found.append(row[0])
    return found


def _extended(rings: list[list[Point]], command: str, values: list[float]) -> None:
    pairs = list(zip(values[::2], values[1::2], strict=False))
    if command == "M":
        rings.append(pairs)
        return
    if not rings or not rings[-1]:
        raise ValueError("A path begins with M")
    ring = rings[-1]
    match command:
        case "L":
            ring.extend(pairs)
        case "H":
            ring.extend((x, ring[-1][1]) for x in values)
        case "V":
            ring.extend((ring[-1][0], y) for y in values)
        case "Z":
            rings.append([ring[0]])
        case _:
            each = _TAKES[command] // 2
            for start in range(0, len(pairs), each):
                ring.extend(_curve([ring[-1], *pairs[start : start + each]]))


def commands_of(path: str) -> list[tuple[str, list[float]]]:
    """Its commands, each with as many numbers as it takes, or several times so many."""
    commands = _tokens(path)
    for command, values in commands:
        takes = _TAKES[command]
        if (takes == 0 and values) or (takes and (not values or len(values) % takes)):
            raise ValueError(f"{command} takes {takes} numbers, not {len(values)}")
    return commands


@lru_cache(maxsize=256)
def rings_of(path: str) -> tuple[tuple[Point, ...], ...]:
    """Its closed rings; ValueError says what is wrong with it."""
    rings: list[list[Point]] = []
    for command, values in commands_of(path):
        _extended(rings, command, values)
        if sum(map(len, rings)) > _MOST_POINTS:
            raise ValueError(f"A path has at most {_MOST_POINTS} points")
    found = tuple(tuple(ring) for ring in rings if len(ring) > 2)
    if not found:
        raise ValueError("A path surrounds something")
    return found


def outlined(width: int, height: int, path: str, view: Point, box: Box) -> Plane:
    """Coverage of a path stretched over a box, in a field of so many px; holes are left out."""
    by_x, by_y = box.width / view[0] * _FINE, box.height / view[1] * _FINE
    cover = np.zeros((height * _FINE, width * _FINE), bool)
    for ring in rings_of(path):
        fine = Image.new("1", (width * _FINE, height * _FINE))
        points = [(box.x * _FINE + x * by_x, box.y * _FINE + y * by_y) for x, y in ring]
        ImageDraw.Draw(fine).polygon(points, fill=1)
        cover ^= np.asarray(fine)
    by_cell = cover.reshape(height, _FINE, width, _FINE)
    plane: Plane = by_cell.mean(axis=(1, 3), dtype=np.float32)
    return plane
