"""A laid-out scene as units: what moves as one, with all that moves it. No pixels.

A unit is one placed layer, or several beside each other that are moved alike. Times are seconds
from the scene's start, boxes px at scale 1.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from media.errors import MediaError
from media.film.easing import curve, eased
from media.film.lines import lines_of
from media.film.motion import REST, Pose, Track, posed, tracks
from media.film.playing import Played, Playing, placed_in
from media.layout import Placed, PlacedCode, PlacedGroup, PlacedPicture, PlacedShape, lay_out
from media.scene import Blend, Box, Frame, Group, Layer, Scene, Shape, Stack
from media.typesetting.text import PlacedText

Node = Mapping[str, Any]
Counted = Callable[[float], Scene]  # the scene with its counted prices at a share of their way


@dataclass(frozen=True, slots=True)
class Link:
    """What moves a layer: its own animations, or those of what it is in. `box` is at rest."""

    tracks: tuple[Track, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class View:
    """Of a Ken Burns: scale and focus of the camera at both ends of the scene."""

    start: tuple[float, float, float]
    end: tuple[float, float, float]
    curve: tuple[float, ...]
    seconds: float

    def at(self, seconds: float) -> tuple[float, float, float]:
        """A straight move goes on beyond the scene's end, where a transition still shows it."""
        is_linear = self.curve == curve("LINEAR", "LINEAR")
        share = seconds / self.seconds
        share = max(share, 0.0) if is_linear else eased(self.curve, share)
        scale, x, y = (
            one + (other - one) * share for one, other in zip(self.start, self.end, strict=True)
        )
        return max(scale, 1.0), min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


@dataclass(frozen=True, slots=True)
class Unit:
    """`counted` are its looks on the way of a price, by their share; `playing` its clips."""

    placed: tuple[Placed, ...]
    chain: tuple[Link, ...]
    view: View | None = None
    count: Track | None = None
    counted: tuple[tuple[float, Placed], ...] = ()
    playing: tuple[Playing, ...] = ()

    def pose(self, seconds: float) -> Pose:
        pose = REST
        for link in self.chain:
            pose = posed(pose, link.tracks, link.box, seconds)
        return pose

    def look(self, seconds: float) -> tuple[Placed, ...]:
        if self.count is None or not self.counted:
            return self.placed
        share = self.count.at(seconds)
        if share >= 1.0:
            return self.placed
        return (min(self.counted, key=lambda one: abs(one[0] - share))[1],)

    def is_moving(self, start: float, end: float) -> bool:
        if self.view is not None and self.view.start != self.view.end:
            return True
        if self.count is not None and self.count.is_moving(start, end):
            return True
        if any(one.is_moving(start, end) for one in self.playing):
            return True
        return any(track.is_moving(start, end) for link in self.chain for track in link.tracks)

    def times(self) -> Iterator[float]:
        """When it begins or ends to move."""
        found = [track for link in self.chain for track in link.tracks]
        for track in [*found, *([self.count] if self.count else [])]:
            yield track.keys[0][0]
            yield track.keys[-1][0]
        for one in self.playing:
            yield from one.times()


@dataclass(slots=True)
class _Leaf:
    """A placed layer and its ancestors, itself first: name, tracks of each."""

    placed: Placed
    path: tuple[tuple[int, tuple[Track, ...]], ...]
    node: Node


class _Walker:
    """From bound layers and their nodes to leaves."""

    def __init__(self, nodes: Mapping[str, Node], seconds: float) -> None:
        self._nodes, self._seconds = nodes, seconds
        self._number = 0

    def _of(self, layer: Layer, later: float) -> tuple[int, tuple[Track, ...]]:
        self._number += 1
        moves = [
            move
            for move in node_of(self._nodes, layer.name).get("animate", ())
            if move["property"] != "count"
        ]
        return self._number, tracks(moves, later, self._seconds)

    def paths(
        self, layer: Layer, later: float, above: Any = ()
    ) -> Iterator[tuple[Layer, Any, float]]:
        """Every layer with its path, in the order in which it is placed."""
        path = (self._of(layer, later), *above)
        yield layer, path, later
        if isinstance(layer, Stack | Group | Frame):
            stagger = float(node_of(self._nodes, layer.name).get("stagger", 0.0))
            for number, child in enumerate(layer.children):
                yield from self.paths(child, later + number * stagger, path)

    def leaves(self, layer: Layer, placed: tuple[Placed, ...]) -> Iterator[_Leaf]:
        known = list(self.paths(layer, 0.0))
        by_name = {one.name: (path, later) for one, path, later in known}

        def down(found: Placed) -> Iterator[_Leaf]:
            if isinstance(found, PlacedGroup) and found.is_plain:
                for child in found.children:
                    yield from down(child)
                return
            name = name_of(found)
            path, later = by_name.get(name, (known[0][1], 0.0))
            node = node_of(self._nodes, name)
            if isinstance(found, PlacedText) and node.get("each_line"):
                yield from self._lines(found, path, later, node)
            else:
                yield _Leaf(found, path, node)

        for one in placed:
            yield from down(one)

    def _lines(self, text: PlacedText, path: Any, later: float, node: Node) -> Iterator[_Leaf]:
        """Each line by itself, later than the one above; its box is the line's."""
        stagger = float(node.get("stagger", 0.0))
        for number, line in enumerate(lines_of(text)):
            self._number += 1
            moves = tracks(node.get("animate"), later + number * stagger, self._seconds)
            yield _Leaf(line, ((self._number, moves), *path[1:]), node)


def name_of(placed: Placed) -> str:
    return placed.name if isinstance(placed, PlacedGroup) else placed.layer.name


def node_of(nodes: Mapping[str, Node], name: str) -> Node:
    """Of a layer's name, which for an item of a list ends with its number."""
    return nodes.get(name.partition("[")[0], {})


def _box_of(placed: Placed) -> Box:
    if isinstance(placed, PlacedGroup):
        return _union([_box_of(child) for child in placed.children])
    return placed.box


def _union(boxes: list[Box]) -> Box:
    if not boxes:
        return Box(0, 0, 0, 0)
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    return Box(left, top, right - left, bottom - top)


def _view(node: Node, seconds: float) -> View | None:
    move = node.get("ken_burns")
    if move is None:
        return None
    ends = []
    for name in ("from", "to"):
        x, y = move[name].get("focus", (0.5, 0.5))
        ends.append((float(move[name].get("scale", 1.0)), float(x), float(y)))
    return View(ends[0], ends[1], curve(move.get("easing"), "LINEAR"), seconds)


def _placed_of(scene: Scene) -> Iterator[tuple[Layer, tuple[Placed, ...]]]:
    for layer in scene.layers:
        yield layer, lay_out(replace(scene, layers=(layer,))).placed


def _is_plain(leaf: _Leaf) -> bool:
    if isinstance(leaf.placed, PlacedGroup):
        return leaf.placed.blend is Blend.NORMAL
    layer = leaf.placed.layer
    grain = isinstance(layer, Shape) and layer.grain > 0
    return layer.blend is Blend.NORMAL and not grain


def units(  # noqa: PLR0913, PLR0917  a scene, and how it moves
    scene: Scene,
    nodes: Mapping[str, Node],
    seconds: float,
    fps: int,
    counted: Counted | None = None,
    played: Played | None = None,
) -> tuple[Unit, ...]:
    """`nodes` are the layers of the document by name, `seconds` is how long the scene lasts.

    Raises TextOverflow and MissingGlyph, each with its layer's name.
    """
    walker = _Walker(nodes, seconds)
    leaves = [leaf for layer, placed in _placed_of(scene) for leaf in walker.leaves(layer, placed)]
    within: dict[int, list[Box]] = defaultdict(list)
    for leaf in leaves:
        for number, _ in leaf.path:
            within[number].append(_box_of(leaf.placed))
    boxes = {number: _union(found) for number, found in within.items()}
    made: list[Unit] = []
    joins = False
    for leaf in leaves:
        chain = tuple(Link(found, boxes[number]) for number, found in leaf.path if found)
        view = _view(leaf.node, seconds) if isinstance(leaf.placed, PlacedPicture) else None
        count = _count(leaf.node, seconds)
        clips = placed_in(leaf.placed) if played else ()
        playing = tuple(played(*clip) for clip in clips) if played else ()
        is_plain = view is None and count is None and not playing and _is_plain(leaf)
        if joins and is_plain and made[-1].chain == chain:
            made[-1] = replace(made[-1], placed=(*made[-1].placed, leaf.placed))
            continue
        looks = _looks(leaf, count, counted, fps) if count and counted else ()
        made.append(Unit((leaf.placed,), chain, view, count, looks, playing))
        joins = is_plain
    return tuple(made)


def _count(node: Node, seconds: float) -> Track | None:
    for track in tracks(node.get("animate"), 0.0, seconds):
        if track.property == "count":
            return track
    return None


def _looks(
    leaf: _Leaf, count: Track, counted: Counted, fps: int
) -> tuple[tuple[float, Placed], ...]:
    """The text at each frame of its count, all at the size that suits every one of them."""
    start, end = count.keys[0][0], count.keys[-1][0]
    frames = max(round((end - start) * fps), 1)
    shares = dict.fromkeys(round(count.at(start + n / fps), 4) for n in range(frames))
    found = []
    for share in shares:
        try:
            placed = named(counted(share), name_of(leaf.placed))
        except MediaError:
            continue  # on its way a price may be longer than there is room: that step is left out
        if placed is not None:
            found.append((share, placed))
    return tuple(found)


def named(scene: Scene, name: str) -> PlacedText | None:
    """The placed text of a name, wherever it is."""

    def down(found: Placed) -> PlacedText | None:
        if isinstance(found, PlacedGroup):
            return next((hit for child in found.children if (hit := down(child))), None)
        if isinstance(found, PlacedText) and found.layer.name == name:
            return found
        return None

    for _, placed in _placed_of(scene):
        for one in placed:
            if (hit := down(one)) is not None:
                return hit
    return None


def shifted(placed: Placed, dx: float, dy: float) -> Placed:
    """The same, elsewhere; a text is left where it is."""
    if not isinstance(placed, PlacedShape | PlacedPicture | PlacedCode):
        return placed
    box = placed.box._replace(x=placed.box.x + dx, y=placed.box.y + dy)
    if isinstance(placed, PlacedPicture) and placed.layer.safe is not None:
        safe = placed.layer.safe
        moved = safe._replace(x=safe.x + dx, y=safe.y + dy)
        return replace(placed, box=box, layer=replace(placed.layer, safe=moved))
    return replace(placed, box=box)
