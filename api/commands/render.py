"""`tradepost render`: a template and its values to a file, without a server or a database."""

import hashlib
import os
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from api.commands.pictures import Pictures
from api.commands.render_words import Told, Words
from api.commands.template_file import is_file, template_in
from api.refused import Refused, RenderBroke, WrongUsage
from media.answers import Answers, key_of
from media.child import Request, render_in_child
from media.document import reading
from media.document.template import Template
from media.document.wanted import wanted
from media.errors import (
    MediaError,
    PresetError,
    RenderFailed,
    SlotError,
    UnknownFormat,
    UnknownTemplate,
)
from media.rendered import Rendered

STANDARD = "-"
FORMATS = {"jpg": "jpeg"}
"""Ends of names that are not the format's own name."""


def render(words: Words) -> str:
    """What was made, in one line, and then what is noted of it; raises Refused.

    A file that is there is replaced at once.
    """
    try:
        document, template = template_in(words.template)
        values = values_of(words)
        rendered, was_kept = drawn(words, document, template, values)
    except MediaError as error:
        raise refused(words, error) from None
    for file, data in files_of(words, rendered).items():
        write(file, data)
    told = [f"{rendered.width_px} x {rendered.height_px} px", rendered.media_type]
    if rendered.seconds is not None:
        told.append(f"{rendered.seconds:g} s")
    told.append(f"{len(rendered.data):,} bytes")
    said = f"{words.out}: {', '.join(told)}{', from the cache' if was_kept else ''}."
    return "\n".join([said, *rendered.notes])


def refused(words: Words, error: MediaError) -> Refused:
    """With the file that is at fault, where it is one of those that were named."""
    said = str(error)
    if isinstance(error, SlotError) or error.slot:
        said = f"{spoken(words)}: {said}"
    elif is_file(words.template):
        said = f"{words.template}: {said}"
    match error:
        case UnknownTemplate() | UnknownFormat() | PresetError():
            return WrongUsage(f"{said}.")
        case RenderFailed():
            return RenderBroke(f"{said}.")
        case _:
            return Refused(f"{said}.")


def spoken(words: Words) -> str:
    """Where the values are from."""
    return "standard input" if words.values == STANDARD else words.values or "values"


def values_of(words: Words) -> dict[str, Any]:
    if words.values is None:
        return {}
    try:
        if words.values == STANDARD:
            data = sys.stdin.buffer.read(reading.MAX_BYTES + 1)
        else:
            with Path(words.values).open("rb") as file:
                data = file.read(reading.MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{words.values} cannot be read: {error.strerror or error}.") from None
    return reading.values_in(data)


def drawn(
    words: Words, document: Mapping[str, Any], template: Template, values: Mapping[str, Any]
) -> tuple[Rendered, bool]:
    """The file, and whether it was kept from before."""
    kind = format_of(words)
    folder = words.assets or (
        Path() if words.values in {None, STANDARD} else Path(str(words.values)).parent
    )
    drawings = words.cache / "samples" if words.cache else None
    assets = Pictures(folder, drawings).of(wanted(template, values), template.name)
    fonts = fonts_of(words)
    request = Request(
        template=document,
        values=values,
        assets=assets,
        fonts=fonts,
        format=kind,
        scale=words.scale,
        preset=words.preset,
        cache=str((words.cache / "segments").absolute()) if words.cache else None,
    )
    if words.cache is None:
        return in_child(words, request), False
    answers = Answers(words.cache / "answers")
    key = key_of(
        document, values, assets, format=kind, scale=words.scale, preset=words.preset, fonts=fonts
    )
    if kept := answers.get(key):
        return kept, True
    rendered = in_child(words, request)
    try:
        answers.put(key, rendered)
    except OSError as error:
        problem = f"{words.cache} cannot be written: {error.strerror or error}."
        raise Refused(problem) from None
    return rendered, False


def fonts_of(words: Words) -> dict[str, bytes]:
    """By their SHA-256, after the family they are to be called; looked at in the child alone."""
    found = {}
    for said in words.fonts:
        family, equals, name = said.rpartition("=")
        try:
            data = Path(name).read_bytes()
        except OSError as error:
            raise Refused(f"{name} cannot be read: {error.strerror or error}.") from None
        found[f"{family}{equals}{hashlib.sha256(data).hexdigest()}"] = data
    return found


def in_child(words: Words, request: Request) -> Rendered:
    with Told(words.template) as told:
        return render_in_child(request, told)


def format_of(words: Words) -> str:
    """As said, or by the end of the file's name."""
    if words.format:
        return FORMATS.get(words.format.lower(), words.format.lower())
    end = Path(words.out).suffix.removeprefix(".").lower()
    if words.out == STANDARD or not end:
        raise WrongUsage("Say which format: --format png, or a file's name with its end.")
    return FORMATS.get(end, end)


def files_of(words: Words, rendered: Rendered) -> dict[str, bytes]:
    """What is to be written, by name; beside standard output nothing."""
    if words.out == STANDARD:
        return {STANDARD: rendered.data}
    out = Path(words.out)
    beside = {str(out.with_suffix(end)): data for end, data in rendered.sides.items()}
    return {words.out: rendered.data, **beside}


def write(name: str, data: bytes) -> None:
    """Whole or not at all."""
    if name == STANDARD:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
        return
    file = Path(name)
    part = ""
    try:
        handle, part = tempfile.mkstemp(prefix=f".{file.name[:80]}.", dir=file.parent)
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
        plain = os.umask(0)
        os.umask(plain)
        Path(part).chmod(0o666 & ~plain)
        Path(part).replace(file)
    except (OSError, ValueError) as error:
        if part:
            with suppress(OSError):
                Path(part).unlink()
        reason = getattr(error, "strerror", None) or error
        raise Refused(f"{name} cannot be written: {reason}.") from None
