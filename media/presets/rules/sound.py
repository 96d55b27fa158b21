"""How loud a film is, and whether what is said in it can be read."""

from collections.abc import Iterator

from media.presets.finding import Finding, passed, warned, within
from media.presets.opening import Film
from media.presets.preset import Preset

_SPEECH = 0.3  # of its parts
_LETTERED = 0.6  # of its frames
_LOWER = 0.45


def sound(film: Film, preset: Preset) -> Iterator[Finding]:
    if preset.loudness_lufs:
        loud = film.loudness_lufs
        if loud is None:
            yield warned("loudness", "silent", "", "There is nothing to hear.")
        else:
            yield within("loudness", "The sound", loud, preset.loudness_lufs, " LUFS")
    if preset.needs_captions:
        yield _captions(film)


def _captions(film: Film) -> Finding:
    rule, limit = "captions", "where there is speech"
    share = film.speech_share
    heard = f"{share:.0%} like speech"
    if share < _SPEECH:
        return passed(rule, heard, limit, "No speech is heard.")
    if film.has_captions:
        return passed(rule, f"{heard}, a track", limit, "There is speech, and captions with it.")
    lettered = [
        shot
        for shot in film.shots
        if any((it.box[1] + it.box[3]) / 2 > _LOWER for it in shot.lines)
    ]
    seen = len(lettered) / len(film.shots)
    measured = f"{heard}, letters in {seen:.0%} of frames"
    if seen >= _LETTERED:
        return passed(rule, measured, limit, "There is speech, and letters below it.")
    return warned(rule, measured, limit, "There seems to be speech, but no captions.")
