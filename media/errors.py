"""What can be wrong with a picture that was asked for. Everything else is a bug and stays one.

MediaError            rule, template, layer, slot: where it is and which rule it breaks
 ├ TemplateError      the document itself
 │  ├ UnknownTemplate no template of that name is shipped
 │  └ BadTemplate     a field that is missing, unknown or out of range; `field` is its path
 ├ SlotError          a value that was handed in
 │  ├ UnknownSlot     the template has no such slot
 │  ├ MissingSlot     a slot that must be filled is not
 │  └ BadValue        the wrong kind, too long, not a colour, not a price
 ├ TextOverflow       it does not fit its box, not even at its smallest size
 ├ MissingGlyph       no shipped font has this character; `character`
 ├ UnknownFont        a template names a family that is neither shipped nor handed in; `family`
 ├ BadFont            the bytes are no font that may be used; `problem` says why
 ├ MissingAsset       no bytes were handed in under this name; `asset`
 ├ BadPicture         the bytes are no picture that we read, or a broken one; `asset`
 ├ BadSound           the bytes are no sound that we read, or too long; `asset`
 ├ BadClip            the bytes are no film that we read, a broken one, or too long; `asset`
 ├ EncoderFailed      the encoder stopped; what it said
 ├ Cancelled          somebody asked for it to stop
 ├ UnknownFormat      no encoder of that name
 ├ PresetError        the rows of sizes and rules
 │  ├ UnknownPreset   no row of that name, or not of that version
 │  ├ UnsuitedPreset  the template has no layout of its shape
 │  └ BadPreset       a row that cannot be meant; `row` and `field`
 ├ BadFile            neither a picture nor a film that we read, or a broken one; `file`
 ├ TooLarge           past a limit on pixels, layers or characters
 └ RenderFailed       the process that drew it gave no picture
    ├ RenderCrashed   it broke; `detail` is for whoever mends it
    ├ RenderTooCostly it took more memory, time or disk than a render may
    └ RenderCancelled somebody called it off
"""

from typing import ClassVar, Self


class MediaError(Exception):
    """`layer` and `slot` are names in the template, or None where there is none to name."""

    rule: ClassVar[str] = "media"

    def __init__(
        self,
        message: str,
        *,
        template: str | None = None,
        layer: str | None = None,
        slot: str | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.template = template
        self.layer = layer
        self.slot = slot

    def within(
        self,
        *,
        template: str | None = None,
        layer: str | None = None,
        slot: str | None = None,
    ) -> Self:
        """The same failure, seen from the caller who knows more of the place."""
        self.template = self.template or template
        self.layer = self.layer or layer
        self.slot = self.slot or slot
        return self

    def __str__(self) -> str:
        names = {"template": self.template, "layer": self.layer, "slot": self.slot}
        place = ", ".join(f"{kind} {name!r}" for kind, name in names.items() if name)
        return f"{self.message} ({place})" if place else self.message


class TemplateError(MediaError):
    """The document itself is wrong."""

    rule = "template"


class UnknownTemplate(TemplateError):
    """No template of that name is shipped."""

    rule = "template.unknown"


class BadTemplate(TemplateError):
    """A field that is missing, unknown or out of range; `field` is its path, `layers[2].box`."""

    rule = "template.schema"

    def __init__(self, field: str, problem: str, **place: str | None) -> None:
        super().__init__(f"{field}: {problem}", **place)
        self.field = field


class SlotError(MediaError):
    """A value that was handed in is wrong."""

    rule = "slot"


class UnknownSlot(SlotError):
    """The template has no such slot."""

    rule = "slot.unknown"


class MissingSlot(SlotError):
    """A slot that must be filled is not."""

    rule = "slot.missing"


class BadValue(SlotError):
    """The wrong kind, too long, not a colour, not a price."""

    rule = "slot.value"


class TextOverflow(MediaError):
    """It does not fit its box, not even at its smallest size."""

    rule = "text.overflow"


class MissingGlyph(MediaError):
    """No shipped font has this character."""

    rule = "text.glyph"

    def __init__(self, character: str, **place: str | None) -> None:
        super().__init__(f"No font has the character U+{ord(character):04X}", **place)
        self.character = character


class UnknownFont(MediaError):
    """A template names a family that is neither shipped nor handed in."""

    rule = "font.unknown"

    def __init__(self, family: str, **place: str | None) -> None:
        super().__init__(f"No font family is named {family!r}", **place)
        self.family = family


class BadFont(MediaError):
    """The bytes are no font that may be used."""

    rule = "font.file"

    def __init__(self, name: str, problem: str, **place: str | None) -> None:
        super().__init__(f"{name!r} {problem}", **place)
        self.problem = problem


class MissingAsset(MediaError):
    """No bytes were handed in under this name."""

    rule = "asset.missing"

    def __init__(self, asset: str, **place: str | None) -> None:
        super().__init__(f"No picture named {asset!r} was handed in", **place)
        self.asset = asset


class BadPicture(MediaError):
    """The bytes are no picture that we read, or a broken one."""

    rule = "asset.picture"

    def __init__(self, asset: str, problem: str, **place: str | None) -> None:
        super().__init__(f"{asset!r} {problem}", **place)
        self.asset = asset


class BadSound(MediaError):
    """The bytes are no sound that we read, a broken one, or one that is too long."""

    rule = "asset.sound"

    def __init__(self, asset: str, problem: str, **place: str | None) -> None:
        super().__init__(f"{asset!r} {problem}", **place)
        self.asset = asset


class BadClip(MediaError):
    """The bytes are no film that we read, a broken one, or one that is too long."""

    rule = "asset.clip"

    def __init__(self, asset: str, problem: str, **place: str | None) -> None:
        super().__init__(f"{asset!r} {problem}", **place)
        self.asset = asset


class EncoderFailed(MediaError):
    """The encoder stopped before its end; the message is what it said."""

    rule = "encoder"


class Cancelled(MediaError):
    """Somebody asked for it to stop."""

    rule = "cancelled"


class UnknownFormat(MediaError):
    """No encoder of that name."""

    rule = "format.unknown"


class PresetError(MediaError):
    """The rows of sizes and rules."""

    rule = "preset"


class UnknownPreset(PresetError):
    """No row of that name, or not of that version."""

    rule = "preset.unknown"


class UnsuitedPreset(PresetError):
    """The template has no layout of its shape."""

    rule = "preset.shape"


class BadPreset(PresetError):
    """A row that cannot be meant; `row` is its place or its name and version."""

    rule = "preset.row"

    def __init__(self, row: str, field: str, problem: str) -> None:
        super().__init__(f"{row}: {field} {problem}")
        self.row = row
        self.field = field


class BadFile(MediaError):
    """Neither a picture nor a film that we read, or a broken one."""

    rule = "file"

    def __init__(self, file: str, problem: str) -> None:
        super().__init__(f"{file!r} {problem}")
        self.file = file
        self.problem = problem


class TooLarge(MediaError):
    """Past a limit on pixels, layers or characters."""

    rule = "limit"


class RenderFailed(MediaError):
    """The process that drew it gave no picture."""

    rule = "render"


class RenderCrashed(RenderFailed):
    """It broke, which is our fault or a decoder's; `detail` is for whoever mends it.

    `is_bug`: the program itself raised what nobody foresaw, and would at the next try.
    """

    rule = "render.crashed"

    def __init__(
        self, message: str, detail: str = "", *, is_bug: bool = False, **place: str | None
    ) -> None:
        super().__init__(message, **place)
        self.detail, self.is_bug = detail, is_bug


class RenderTooCostly(RenderFailed):
    """It took more of something than a render may: `of` is time, memory or disk."""

    rule = "render.costly"

    def __init__(self, message: str, of: str, **place: str | None) -> None:
        super().__init__(message, **place)
        self.of = of


class RenderCancelled(RenderFailed):
    """Somebody called it off."""

    rule = "render.cancelled"
