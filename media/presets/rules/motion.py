"""How long a film is, how many frames a second, and how it is coded."""

from collections.abc import Iterator

from media.presets.finding import Finding, failed, passed, warned, within
from media.presets.opening import Film
from media.presets.preset import Preset


def motion(film: Film, preset: Preset) -> Iterator[Finding]:
    facts = film.facts
    for rule, what, value, span, unit in (
        ("duration", "The film", facts.seconds, preset.seconds, " s"),
        ("fps", "The film", facts.fps, preset.fps, " frames/s"),
    ):
        if span and value is None:
            yield warned(rule, "not said", "", f"The file does not say it: {rule}.")
        elif span and value is not None:
            yield within(rule, what, value, span, unit)
    if preset.codecs:
        limit = ", ".join(preset.codecs)
        is_taken = facts.codec in preset.codecs
        said = f"It is coded as {facts.codec}{'' if is_taken else f'; taken are {limit}'}."
        yield (passed if is_taken else failed)("codec", facts.codec, limit, said)
