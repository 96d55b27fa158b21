"""Whether a condition of a template holds: of its values, and of what its photos are good for."""

from typing import Any

from media.document.slots import Filled
from media.photo import Look


def holds(condition: Any, filled: Filled, look: Look) -> bool:
    """None always does. Where nobody has looked at a photo, it is good for everything."""
    if condition is None or isinstance(condition, str):
        return condition is None or filled.has(condition)
    ((word, inner),) = condition.items()
    match word:
        case "not":
            found = not holds(inner, filled, look)
        case "all":
            found = all(holds(one, filled, look) for one in inner)
        case "any":
            found = any(holds(one, filled, look) for one in inner)
        case "language":
            found = filled.language == inner
        case "equals":
            found = filled.texts.get(inner[0]) == inner[1]
        case "at_least":
            found = len(filled.lists.get(inner[0], ())) >= int(inner[1])
        case _:
            found = _shows(word, inner, filled, look)
    return found


def _shows(word: str, slot: str, filled: Filled, look: Look) -> bool:
    shot = filled.shots.get(slot)
    photo = look(shot.asset) if shot else None
    if photo is None or shot is None:
        return True
    if word == "cuttable":
        return photo.cut is not None
    if word == "placeable" and shot.subject is not None and photo.facts.is_open_above:
        return True
    return bool(getattr(photo.facts, f"is_{word}"))
