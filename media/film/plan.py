"""A film template and its values to a plan: which scenes, how long, what is said when. No pixels.

Everything that can be wrong with a film is found here, before a frame is drawn.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from media.document.bind import bind
from media.document.film import CAPTION_SLOT, FilmTemplate, SceneTemplate
from media.document.film_cues import Cue
from media.document.names import places, slots_in
from media.document.prices import Price
from media.document.slots import Filled
from media.errors import BadTemplate, BadValue, MediaError, TooLarge
from media.film import captions, timeline
from media.film.playing import MOST_AT_ONCE, Playing, clips_of
from media.film.timeline import Segment, Span
from media.film.units import Counted, Node, Unit, named, units
from media.layout import PlacedPicture, lay_out
from media.photo import Look
from media.scene import Clip, Frame, Group, Layer, Scene, Stack, Text

VoiceSeconds = Callable[[str], float]
ClipFrames = Callable[[Clip, int], int]
_EMPTY: Node = {}


@dataclass(frozen=True, slots=True)
class Shot:
    """A scene that is in the film: what it shows, and what of that moves. `identity` is all that
    its pixels come from, but for photos and fonts."""

    name: str
    scene: Scene
    units: tuple[Unit, ...]
    voice: str | None
    identity: str


@dataclass(frozen=True, slots=True)
class Plan:
    """Spans and shots in step. `caption` draws a cue as a scene of one layer."""

    template: FilmTemplate
    fps: int
    spans: tuple[Span, ...]
    shots: tuple[Shot, ...]
    cues: tuple[Cue, ...]
    burnt: tuple[Scene, ...]

    @property
    def frames(self) -> int:
        return self.spans[-1].end

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    @property
    def segments(self) -> tuple[Segment, ...]:
        return tuple(timeline.segments(self.spans))

    def start_of(self, segment: Segment) -> int:
        """In frames of the film."""
        return self.spans[segment.scene].start + segment.first


def texts_of(layers: tuple[Layer, ...]) -> list[str]:
    """All words that are to be read."""
    found: list[str] = []
    for layer in layers:
        if isinstance(layer, Text):
            found.append("".join(span.text for span in layer.spans))
        elif isinstance(layer, Stack | Group | Frame):
            found += texts_of(layer.children)
    return found


@dataclass(frozen=True, slots=True)
class _Take:
    """A scene with the values that it is shown with: once, or once for each item of its list."""

    name: str
    scene: SceneTemplate
    filled: Filled
    items: int = 1


def _takes(template: FilmTemplate, filled: Filled) -> list[_Take]:
    found = []
    for scene in template.scenes:
        name = scene.node.get("each")
        if name is None:
            found.append(_Take(scene.name, scene, filled))
            continue
        count = len(filled.lists.get(name, ()))
        for number in range(count):
            within = filled.within(name, number)
            found.append(_Take(f"{scene.name}[{number}]", scene, within, count))
    return found


def _is_there(scene: SceneTemplate, filled: Filled, look: Look) -> bool:
    return bool(bind(scene.presence, filled, look).layers)


def _counts(scene: SceneTemplate) -> dict[str, Any]:
    """Where a price starts to count, by the PRICE slot that its text shows."""
    found: dict[str, Any] = {}
    for path, node, _, _ in places(scene.still.layers):
        for move in node.get("animate", ()):
            if move["property"] != "count":
                continue
            text = node["text"] if isinstance(node["text"], str) else node["text"]["en"]
            slots = [s for s in slots_in(text) if _is_price(scene, s)]
            if len(slots) != 1:
                raise BadTemplate(path, "a count needs one PRICE slot in its text")
            found[slots[0]] = move["from"]
    return found


def _is_price(scene: SceneTemplate, slot: str) -> bool:
    return slot in scene.still.slots and scene.still.slots[slot].kind == "PRICE"


def _counted(scene: SceneTemplate, filled: Filled, look: Look) -> Counted | None:
    """The scene while its prices are on their way; whole units, and the exact amount at the end."""
    starts: dict[str, Decimal] = {}
    for slot, start in _counts(scene).items():
        if isinstance(start, str):
            if start in filled.prices:
                starts[slot] = filled.prices[start].amount
        else:
            starts[slot] = Decimal(str(start))
    starts = {slot: start for slot, start in starts.items() if slot in filled.prices}
    if not starts:
        return None

    def at(share: float) -> Scene:
        prices = dict(filled.prices)
        for slot, start in starts.items():
            end = filled.prices[slot]
            amount = start + (end.amount - start) * Decimal(str(share))
            whole = amount.quantize(Decimal(1), ROUND_HALF_EVEN)
            prices[slot] = Price(max(whole, Decimal(0)), end.currency)
        return bind(scene.still, replace(filled, prices=prices), look)

    return at


def _at_one_size(bound: Scene, counted: Counted, nodes: dict[str, Node]) -> tuple[Scene, Counted]:
    """A price on its way keeps the size that suits its longest and its shortest figures."""
    sizes: dict[str, float] = {}
    for name, node in nodes.items():
        if any(move["property"] == "count" for move in node.get("animate", ())):
            ends = (named(one, name) for one in (bound, counted(0.0)))
            sizes[name] = min((text.size_px for text in ends if text is not None), default=0.0)

    def limit(layer: Layer) -> Layer:
        if isinstance(layer, Stack | Group | Frame):
            return replace(layer, children=tuple(map(limit, layer.children)))
        size = sizes.get(layer.name)
        if not isinstance(layer, Text) or not size:
            return layer
        return replace(layer, size_max_px=size, size_min_px=min(layer.size_min_px, size))

    def limited(scene: Scene) -> Scene:
        return replace(scene, layers=tuple(map(limit, scene.layers)))

    return limited(bound), lambda share: limited(counted(share))


def _said(scene: SceneTemplate, filled: Filled, look: Look) -> str:
    if scene.said is None:
        return ""
    return " ".join(texts_of(bind(scene.said, filled, look).layers)).strip()


def _playing(
    placed: PlacedPicture, clip: Clip, seconds: float, fps: int, clip_frames: ClipFrames
) -> Playing:
    """A clip in a scene of so many seconds; counted no farther than it can be seen."""
    if placed.box.width * placed.box.height > timeline.MOST_FRAME_PIXELS:
        most = timeline.MOST_FRAME_PIXELS
        raise TooLarge(f"Its box has more than {most} pixels", layer=clip.name)
    seen = round((seconds + timeline.MOST_TRANSITION_S - clip.at_s) * fps)
    try:
        return Playing(placed, clip, clip_frames(clip, max(seen, 1)), fps)
    except MediaError as error:
        raise error.within(layer=clip.name) from None


def _shot(  # noqa: PLR0913, PLR0917  a scene, and what is known of the film
    take: _Take, bound: Scene, span: Span, look: Look, fps: int, clip_frames: ClipFrames
) -> Shot:
    scene, filled = take.scene, take.filled
    nodes = {node["name"]: node for _, node, _, _ in places(scene.still.layers)}
    counted = _counted(scene, filled, look)
    if counted is not None:
        bound, counted = _at_one_size(bound, counted, nodes)
    if (clips := len(list(clips_of(bound.layers)))) > MOST_AT_ONCE:
        raise TooLarge(f"{clips} clips are in scene {take.name!r}; at most {MOST_AT_ONCE} play")
    seconds = span.frames / fps
    found = units(
        bound, nodes, seconds, fps, counted,
        lambda placed, clip: _playing(placed, clip, seconds, fps, clip_frames),
    )  # fmt: skip
    moves = {name: [node.get(key) for key in ("animate", "stagger", "ken_burns", "each_line")]
             for name, node in sorted(nodes.items())}  # fmt: skip
    way = repr(counted(0.0)) if counted else ""
    identity = repr((bound, moves, way, span.frames))
    return Shot(take.name, bound, found, _voice(scene, filled), identity)


def _voice(scene: SceneTemplate, filled: Filled) -> str | None:
    slot = scene.node.get("seconds", _EMPTY).get("voice")
    return filled.sounds.get(slot) if slot else None


def _cues(
    template: FilmTemplate, found: list[tuple[Span, str]], filled: Filled, length_s: float
) -> tuple[Cue, ...]:
    slot = template.captions.get("slot")
    if slot in filled.cues:
        return captions.within(filled.cues[slot], length_s)
    fps = template.fps
    own = (Cue(span.start / fps, span.end / fps, text) for span, text in found if text)
    return captions.within(own, length_s)


def _burnt(template: FilmTemplate, cue: Cue, filled: Filled, look: Look) -> Scene:
    words = replace(filled, texts={**filled.texts, CAPTION_SLOT: cue.text})
    scene = bind(template.caption, words, look)
    lay_out(scene)  # what does not fit is refused now
    return scene


def planned(
    template: FilmTemplate,
    filled: Filled,
    look: Look,
    voice_s: VoiceSeconds,
    clip_frames: ClipFrames,
) -> Plan:
    """`look` tells what the photo in a slot shows, `voice_s` how long a sound is, by its name, and
    `clip_frames` how many frames a clip has at the film's rate, up to a number.

    Raises a MediaError that names the layer or the slot: a text that does not fit, a glyph that no
    font has, a film that is too long.
    """
    fps, size = template.fps, (template.width_px, template.height_px)
    here = [one for one in _takes(template, filled) if _is_there(one.scene, one.filled, look)]
    if not here:
        raise BadValue("With these values no scene is left")
    bound = [bind(one.scene.still, one.filled, look) for one in here]
    said = [_said(one.scene, one.filled, look) for one in here]
    lengths = []
    for number, take in enumerate(here):
        scene = take.scene
        into = timeline.transition(scene.transition, fps)
        voice = _voice(scene, take.filled)
        texts = [*texts_of(bound[number].layers), said[number]]
        seconds = timeline.length_s(
            scene.node.get("seconds", _EMPTY),
            texts,
            voice_s(voice) if voice else 0.0,
            into.frames / fps,
            template.beat_s,
            take.items,
        )
        lengths.append((take.name, seconds, into))
    spans = timeline.spans(lengths, fps, size)
    shots = tuple(
        _shot(take, one, span, look, fps, clip_frames)
        for take, one, span in zip(here, bound, spans, strict=True)
    )
    length_s = spans[-1].end / fps
    cues = _cues(template, list(zip(spans, said, strict=True)), filled, length_s)
    burns = template.captions.get("burn", True)
    burnt = tuple(_burnt(template, cue, filled, look) for cue in cues) if burns else ()
    return Plan(template, fps, spans, shots, cues, burnt)
