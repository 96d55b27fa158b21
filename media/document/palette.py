"""The colours of one picture: rules of the template, over the photo's own colours."""

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from media.document.names import NAME
from media.document.slots import Filled
from media.document.template import Template
from media.photo import Look
from media.photos.subject import Facts
from media.pixels import colors
from media.scene import Color

_NAMED = re.compile(r"\$(" + NAME + r")(?:/([0-9.]+))?")
_EDGES = {"TOP": 0, "RIGHT": 1, "BOTTOM": 2, "LEFT": 3}
Holds = Callable[[Any], bool]


class Palette:
    """Colours by name, each found when it is first asked for. `look` tells what a photo shows;
    `holds` whether a condition does."""

    def __init__(self, template: Template, filled: Filled, look: Look, holds: Holds) -> None:
        self._template, self._filled = template, filled
        self._look, self._holds = look, holds
        self._known: dict[str, Color] = dict(filled.colors)

    def _named(self, name: str) -> Color:
        if name not in self._known:
            rule = self._template.colors.get(name)
            if rule is None:
                slot = self._template.slots[name]
                rule = slot.default if slot.default is not None else "#808080"
            self._known[name] = self._by(rule)
        return self._known[name]

    def _facts(self, slot: str) -> Facts | None:
        shot = self._filled.shots.get(slot)
        photo = self._look(shot.asset) if shot else None
        return photo.facts if photo else None

    def __call__(self, text: str) -> Color:
        """`#RRGGBB`, or a name of ours with an opacity."""
        if not (found := _NAMED.fullmatch(text)):
            return colors.parse(text)
        color = self._named(found[1])
        return color._replace(alpha=color.alpha * float(found[2])) if found[2] else color

    def _by(self, rule: Any) -> Color:
        if isinstance(rule, str):
            return self(rule)
        for word in rule:
            if word in self.RULES:
                return self.RULES[word](self, rule)
        raise KeyError(rule)  # the schema has refused it before

    def _sample(self, rule: Mapping[str, Any]) -> Color:
        facts, at = self._facts(rule["sample"]), rule.get("at", "BORDER")
        found = None
        if facts is not None and at in _EDGES:
            found = facts.edges[_EDGES[at]]
        elif facts is not None:
            found = facts.loudest if at == "LOUDEST" else facts.border
        return self._by(rule["otherwise"]) if found is None else found

    def _shade(self, rule: Mapping[str, Any]) -> Color:
        color = self._by(rule["shade"])
        own, _, _ = colors.to_oklch(color)
        wanted = rule.get("lightness", own)
        lightness = min(max(own, wanted[0]), wanted[1]) if isinstance(wanted, list) else wanted
        least, most = rule.get("chroma", (0.0, 1.0))
        return colors.shade(color, lightness, least, most)

    def _pick(self, rule: Mapping[str, Any]) -> Color:
        choices = [self._by(choice) for choice in rule["pick"]]
        return colors.most_readable(choices, self._by(rule["on"]))

    def _mix(self, rule: Mapping[str, Any]) -> Color:
        one, other = (self._by(part) for part in rule["mix"])
        return colors.mix(one, other, rule["share"])

    def _readable(self, rule: Mapping[str, Any]) -> Color:
        return colors.readable(self._by(rule["readable"]), self._by(rule["on"]), rule["ratio"])

    def _when(self, rule: Mapping[str, Any]) -> Color:
        return self._by(rule["then"] if self._holds(rule["when"]) else rule["else"])

    def _if_light(self, rule: Mapping[str, Any]) -> Color:
        lightness, _, _ = colors.to_oklch(self._by(rule["if_light"]))
        return self._by(rule["then"] if lightness > rule.get("above", 0.62) else rule["else"])

    def _if_colored(self, rule: Mapping[str, Any]) -> Color:
        _, chroma, hue = colors.to_oklch(self._by(rule["if_colored"]))
        start, end = rule.get("hue", (0.0, 360.0))
        is_within = (math.degrees(hue) - start) % 360 <= (end - start or 360)
        is_it = chroma > rule.get("above", 0.05) and is_within
        return self._by(rule["then"] if is_it else rule["else"])

    RULES: ClassVar[Mapping[str, Callable[["Palette", Mapping[str, Any]], Color]]] = {
        "sample": _sample,
        "shade": _shade,
        "pick": _pick,
        "mix": _mix,
        "readable": _readable,
        "when": _when,
        "if_light": _if_light,
        "if_colored": _if_colored,
    }
