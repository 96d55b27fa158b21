"""The door for films: a template, its values, its pictures and sounds in; a file out.

Pure: no clock, no network; it writes the file that it is told to, and segments into the folder that
it is handed. Heavy: to be imported only where films are made.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import cache as once
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image

from media.clips import frames as clip_frames
from media.clips import pictures as clip_pictures
from media.clips.opening import Clips
from media.document import film as documents
from media.document.film import FilmTemplate
from media.document.slots import Filled, fill
from media.errors import BadTemplate, Cancelled, MediaError, TooLarge, UnknownFormat
from media.film import captions, encoder, frames, loops, own_sound, planes, segments, sound
from media.film.frames import Frames
from media.film.loudness import Sound
from media.film.plan import Plan, planned
from media.fonts.added import families
from media.photo import Photo, decoded
from media.scene import Clip

MEDIA_TYPES = {"mp4": "video/mp4", "gif": "image/gif", "webp": "image/webp"}
SMALLEST_SCALE, LARGEST_SCALE = 0.05, 2.0
_COVER = {"quality": 90, "subsampling": 0}
Tell = Callable[[str, float], None]


@dataclass(frozen=True)
class Film:
    """A finished file and what it is. `cover` is a JPEG; `srt` and `vtt` are empty without
    captions; `lufs` is None where it is silent."""

    path: Path
    media_type: str
    seconds: float
    width_px: int
    height_px: int
    fps: int
    frames: int
    cover: bytes
    srt: str
    vtt: str
    lufs: float | None


def film_template(template: str | Mapping[str, Any]) -> FilmTemplate:
    if isinstance(template, str):
        return documents.named(template)
    if not isinstance(template, Mapping):
        raise BadTemplate("template", "must be a name or a document")
    return documents.parse(template)


def _slot_of(filled: Filled, clip: Clip) -> str | None:
    """The first that has the clip, from where it is shown."""
    for slot, one in filled.every_footage():
        if (one.asset, one.from_s) == (clip.asset, clip.from_s):
            return slot
    return None


@dataclass(frozen=True)
class _Ready:
    plan: Plan
    photos: Mapping[str, Photo]
    sounds: sound.Sounds
    clips: Clips
    filled: Filled

    def frames(self, scale: float = 1.0) -> Frames:
        """Yet to be drawn; to be closed."""
        return Frames(self.plan, self.photos, scale, self.clips)


def _ready(
    template: FilmTemplate,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    fonts: Mapping[str, bytes] | None = None,
) -> _Ready:
    filled = fill(template.base, values, assets.keys(), families(fonts or {}))
    photos = decoded(filled.every_photo(), assets)
    sounds, clips = sound.Sounds(assets), Clips(assets)
    photos |= clip_pictures.photos(filled.every_footage(), clips, template.fps)

    def frames_of(clip: Clip, most: int) -> int:
        try:
            return clip_frames.count(clips.get(clip.asset), clip.from_s, template.fps, most)
        except MediaError as error:
            raise error.within(slot=_slot_of(filled, clip)) from None

    for slot, name in filled.sounds.items():
        try:
            sounds.get(name)
        except MediaError as error:
            raise error.within(slot=slot) from None
    plan = planned(template, filled, photos.get, sounds.seconds, frames_of)
    return _Ready(plan, photos, sounds, clips, filled)


@contextmanager
def opened(
    template: FilmTemplate,
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    fonts: Mapping[str, bytes] | None = None,
) -> Iterator[_Ready]:
    """What goes wrong within names the template; nothing of the clips stays on disk."""
    try:
        ready = _ready(template, values, assets, fonts)
        with closing(ready.clips):
            yield ready
    except MediaError as error:
        raise error.within(template=template.name) from None


def check(
    template: str | Mapping[str, Any], values: Mapping[str, Any], assets: Mapping[str, bytes]
) -> float:
    """Raises what `render_film` would raise before it draws; how many seconds the film lasts."""
    with opened(film_template(template), values, assets) as ready:
        _clips_heard(ready)
        return ready.plan.seconds


def _clips_heard(ready: _Ready) -> list[tuple[float, Sound]]:
    """Each with the second at which it starts."""
    plan, found = ready.plan, []
    for span, shot in zip(plan.spans, plan.shots, strict=True):
        for playing in (one for unit in shot.units for one in unit.playing):
            file = ready.clips.get(playing.clip.asset)
            try:
                own = own_sound.heard(playing, file, span.frames / plan.fps)
            except MediaError as error:
                slot = _slot_of(ready.filled, playing.clip)
                raise error.within(slot=slot, layer=playing.clip.name) from None
            if own is not None:
                found.append((span.start / plan.fps + playing.clip.at_s, own))
    return found


def _heard(ready: _Ready, own: list[tuple[float, Sound]] | None = None) -> Sound | None:
    """`own` is what its clips have, where that is read already."""
    plan, filled = ready.plan, ready.filled
    audio = plan.template.audio
    voices = [
        (span.start / plan.fps, ready.sounds.get(shot.voice))
        for span, shot in zip(plan.spans, plan.shots, strict=True)
        if shot.voice is not None
    ]
    voices += _clips_heard(ready) if own is None else own
    if (voice := filled.sounds.get(audio.get("voice", ""))) is not None:
        voices.append((0.0, ready.sounds.get(voice)))
    music = filled.sounds.get(audio.get("music", ""))
    return sound.mix(
        audio.get("bed", "NONE"),
        ready.sounds.get(music) if music else None,
        voices,
        plan.seconds,
        sound.levels(audio),
    )


def cover_of(drawn: Frames, seconds: float) -> bytes:
    """The frame at a second, as JPEG."""
    out = BytesIO()
    planes.to_picture(drawn.frame(round(seconds * drawn.plan.fps))).save(out, "JPEG", **_COVER)
    return out.getvalue()


def frame_hashes(
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    *,
    scale: float = 1.0,
) -> list[str]:
    """SHA-256 of each frame: alike for the same input on one machine."""
    film = film_template(template)
    with opened(film, values, assets) as ready, closing(ready.frames(scale)) as drawn:
        return frames.hashes(drawn)


def still_at(
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    seconds: float,
    *,
    scale: float = 1.0,
) -> Image.Image:
    """One frame of the film, RGB: a preview."""
    film = film_template(template)
    with opened(film, values, assets) as ready, closing(ready.frames(scale)) as drawn:
        return planes.to_picture(drawn.frame(int(seconds * ready.plan.fps + 1e-6)))


def _encoded(  # noqa: PLR0913  what, how and where to
    ready: _Ready,
    drawn: Frames,
    into: Path,
    *,
    folder: Path,
    tell: Tell,
    ask: Callable[[], None],
    meanwhile: Callable[[], object],
) -> float | None:
    """As MP4; the loudness of what is heard, which is made while frames are drawn."""
    own = _clips_heard(ready)
    ask()
    part = into.with_name(f".{into.name}.part")
    with TemporaryDirectory() as work, ThreadPoolExecutor(1) as aside:
        sounding = aside.submit(sound.encoded, lambda: _heard(ready, own), Path(work))
        made = segments.made(
            drawn, ready.photos, folder, lambda done: tell("encoding", 0.95 * done), ask, meanwhile
        )
        heard = sounding.result()
        try:
            encoder.joined(made, heard.path, part, Path(work) / "list.txt")
            part.replace(into)
        finally:
            part.unlink(missing_ok=True)
    return heard.lufs


def render_film(  # noqa: PLR0913  the door: what, with what, where to, and how
    template: str | Mapping[str, Any],
    values: Mapping[str, Any],
    assets: Mapping[str, bytes],
    into: Path,
    *,
    format: str = "mp4",
    scale: float = 1.0,
    cache: Path | None = None,
    fonts: Mapping[str, bytes] | None = None,
    on_progress: Tell | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Film:
    """Writes the file `into`, whole or not at all. Raises a `media.errors.MediaError`.

    `format` is a key of MEDIA_TYPES. `values` are by slot, `assets` are files by the names that the
    values use. `cache` is a folder in which segments stay: a film that was stopped goes on there.
    `on_progress` is told a stage and what is done, 0 to 1; `is_cancelled` is asked at each frame.
    """
    tell = on_progress or (lambda _stage, _done: None)

    def ask() -> None:
        if is_cancelled is not None and is_cancelled():
            raise Cancelled("The film was cancelled")

    if format not in MEDIA_TYPES:
        raise UnknownFormat(f"No encoder is named {format!r}; there are {', '.join(MEDIA_TYPES)}")
    if not SMALLEST_SCALE <= scale <= LARGEST_SCALE:
        raise TooLarge(f"A scale is from {SMALLEST_SCALE} to {LARGEST_SCALE}")
    tell("planning", 0.0)
    read = film_template(template)
    with opened(read, values, assets, fonts) as ready, ExitStack() as stack:
        tell("planning", 1.0)
        drawn = stack.enter_context(closing(ready.frames(scale)))
        drawn.keep(round(read.cover_at_s * drawn.plan.fps))
        cover = once(lambda: cover_of(drawn, read.cover_at_s))
        lufs = None
        if format == "mp4":
            folder = cache or Path(stack.enter_context(TemporaryDirectory()))
            lufs = _encoded(ready, drawn, into, folder=folder, tell=tell, ask=ask, meanwhile=cover)
        else:
            loops.write(drawn, into, format, tell=lambda done: tell("encoding", done), ask=ask)
        jpeg = cover()
    tell("done", 1.0)
    plan = ready.plan
    return Film(
        into, MEDIA_TYPES[format], plan.seconds, *drawn.size, plan.fps, plan.frames, jpeg,
        captions.srt(plan.cues), captions.vtt(plan.cues), lufs,
    )  # fmt: skip
