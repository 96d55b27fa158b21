"""A template and its values to a scene: conditions, lists, colours, words; still no pixels."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, ClassVar

from media.document import fills, words
from media.document.conditions import holds
from media.document.names import Node
from media.document.palette import Palette
from media.document.slots import Filled
from media.document.template import Template
from media.errors import TooLarge
from media.photo import Look
from media.scene import (
    Align,
    Blend,
    Box,
    Clip,
    Code,
    Direction,
    Fill,
    Fit,
    Form,
    Frame,
    Group,
    Justify,
    Layer,
    Picture,
    Scene,
    Shape,
    Stack,
    Text,
)

MOST_BOUND = 4000
Common = dict[str, Any]


class _Budget:
    """Layers that may still be made: lists in lists multiply."""

    def __init__(self) -> None:
        self.left = MOST_BOUND

    def take(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise TooLarge(f"With its lists it has more than {MOST_BOUND} layers")


class _Binder:
    """Makes the layers of a canvas or a frame, or of an item of a list, whose names it ends with
    `suffix`. `around` is the size of the field that boxes are in."""

    def __init__(  # noqa: PLR0913, PLR0917  what a field is bound with
        self,
        template: Template,
        filled: Filled,
        look: Look,
        around: tuple[float, float],
        budget: _Budget,
        suffix: str = "",
    ) -> None:
        self.template, self.filled, self.look = template, filled, look
        self.around, self.budget, self.suffix = around, budget, suffix
        self.color = Palette(template, filled, look, self.holds)

    def _item(self, name: str, number: int, along: str | None) -> "_Binder":
        filled, suffix = self.filled.within(name, number), f"{self.suffix}[{number}]"
        if along is not None and number < len(filled.lists.get(along, ())):
            filled = filled.within(along, number)
        return _Binder(self.template, filled, self.look, self.around, self.budget, suffix)

    def _field(self, around: tuple[float, float]) -> "_Binder":
        return _Binder(self.template, self.filled, self.look, around, self.budget, self.suffix)

    def layers(self, nodes: Any) -> tuple[Layer, ...]:
        return tuple(self._each(nodes))

    def _each(self, nodes: Any) -> Iterator[Layer]:
        for node in nodes:
            if not self.holds(node.get("when")):
                continue
            if node["kind"] == "repeat":
                yield from self._repeated(node)
            elif (layer := self._layer(node)) is not None:
                self.budget.take()
                yield layer

    def _repeated(self, node: Node) -> Iterator[Layer]:
        name, first = node["each"], node.get("skip", 0)
        count = len(self.filled.lists.get(name, ()))
        for number in range(count)[first : first + node.get("most", count)]:
            item = self._item(name, number, node.get("along"))
            yield from item.layers(node["layers"])

    def holds(self, condition: Any) -> bool:
        return holds(condition, self.filled, self.look)

    def _fill(self, value: Any) -> Fill:
        return fills.fill(value, self.color)

    def _layer(self, node: Node) -> Layer | None:
        common = {
            "name": node["name"] + self.suffix,
            "box": fills.box(node["box"], self.around) if "box" in node else None,
            "opacity": float(node.get("opacity", 1.0)),
            "blend": Blend(node.get("blend", "NORMAL")),
            "shadows": tuple(fills.shadow(one, self.color) for one in node.get("shadows", ())),
            "flex": node.get("flex", False),
        }
        return self.MAKERS[node["kind"]](self, node, common)

    def _gradient(self, node: Node, common: Common) -> Shape:
        if common["box"] is None:
            common["box"] = Box(0, 0, *self.around)
        fill = self._fill(node.get("fill", "#808080"))
        return Shape(**common, fill=fill, grain=node.get("grain", 0.0))

    def _shape(self, node: Node, common: Common) -> Shape:
        return Shape(
            **common,
            fill=self._fill(node["fill"]),
            form=Form(node.get("form", "RECTANGLE")),
            corners=fills.corners(node),
            points=tuple((x, y) for x, y in node.get("points", ())),
            stroke_px=node.get("stroke", 0.0),
            path=node.get("path", ""),
            view=fills.pair(node, "view", (1.0, 1.0)),
            dash=fills.pair(node, "dash", (0.0, 0.0)) if "dash" in node else None,
            border=fills.border(node, self.color),
            blur_px=node.get("blur", 0.0),
            size=fills.size(node, self.around),
        )

    def _picture(self, node: Node, common: Common) -> Picture | None:
        if (shot := self.filled.shots.get(node["slot"])) is None:
            return None
        return Picture(
            **common,
            asset=shot.asset,
            fit=Fit(node.get("fit", "COVER")),
            focus=shot.focus,
            subject=shot.subject,
            safe=fills.box(node["safe"], self.around) if "safe" in node else None,
            anchor=fills.pair(node, "anchor", (0.5, 0.5)),
            saturation=node.get("saturation", 1.0),
            brightness=node.get("brightness", 1.0),
            cutout=node.get("cutout", False),
            fill_share=node.get("fill", 1.0),
            standing=self.color(node["standing"]) if "standing" in node else None,
            blur_px=node.get("blur", 0.0),
            **fills.outline(node, self.color, self.around),
        )

    def _clip(self, node: Node, common: Common) -> Clip | None:
        if (shown := self.filled.footage.get(node["slot"])) is None:
            return None
        return Clip(
            **common,
            asset=shown.asset,
            from_s=shown.from_s,
            at_s=float(node.get("at", 0.0)),
            loops=node.get("loop", False),
            is_heard=node.get("sound", False),
            fit=Fit(node.get("fit", "COVER")),
            focus=fills.pair(node, "focus", (0.5, 0.5)),
            **fills.outline(node, self.color, self.around),
        )

    def _code(self, node: Node, common: Common) -> Code | None:
        if (text := self.filled.texts.get(node["slot"])) is None:
            return None
        slot = self.template.slots[node["slot"]]
        return Code(
            **common,
            text=text,
            symbology="QR" if slot.kind == "QR" else slot.symbology,
            color=self.color(node.get("color", "#000000")),
            ground=self.color(node.get("ground", "#FFFFFF")),
            quiet=node.get("quiet"),
            correction=node.get("correction", "M"),
            corners=fills.corners(node),
            size=fills.size(node, self.around),
        )

    def _text(self, node: Node, common: Common) -> Text | None:
        found = words.pieces(self.template, node, self.filled)
        if not found:
            return None
        return words.layer(common, node, found, self._fill, self.filled.families)

    def _group(self, node: Node, common: Common) -> Group | None:
        children = self.layers(node["layers"])
        if not children:
            return None
        return Group(
            **common,
            children=children,
            rotate=node.get("rotate", 0.0),
            blur_px=node.get("blur", 0.0),
            fades=fills.sides(node, "fades"),
        )

    def _frame(self, node: Node, common: Common) -> Frame:
        size = fills.size(node, self.around)
        box = common["box"]
        own = (box.width, box.height) if box is not None else size
        return Frame(
            **common,
            children=self._field(own).layers(node["layers"]),
            fill=self._fill(node["fill"]) if "fill" in node else None,
            corners=fills.corners(node),
            border=fills.border(node, self.color),
            clip=node.get("clip", False),
            rotate=node.get("rotate", 0.0),
            blur_px=node.get("blur", 0.0),
            fades=fills.sides(node, "fades"),
            size=size,
        )

    def _stack(self, node: Node, common: Common) -> Stack | None:
        children = self.layers(node["layers"])
        if not children:
            return None
        return Stack(
            **common,
            children=children,
            direction=Direction(node.get("direction", "COLUMN")),
            gap=float(node.get("gap", 0.0)),
            cross_gap=node.get("cross_gap"),
            wrap=node.get("wrap", False),
            even=node.get("even", False),
            padding=fills.sides(node, "padding"),
            align=Align(node.get("align", "START")),
            justify=Justify(node.get("justify", "START")),
            fill=self._fill(node["fill"]) if "fill" in node else None,
            corners=fills.corners(node),
            border=fills.border(node, self.color),
            size=fills.size(node, self.around),
        )

    MAKERS: ClassVar[Mapping[str, Callable[["_Binder", Node, Common], Layer | None]]] = {
        "gradient": _gradient,
        "shape": _shape,
        "picture": _picture,
        "clip": _clip,
        "code": _code,
        "text": _text,
        "group": _group,
        "frame": _frame,
        "stack": _stack,
    }


def bind(template: Template, filled: Filled, look: Look) -> Scene:
    """`look` gives the photo of an asset; None where nobody has looked."""
    around = (float(template.width_px), float(template.height_px))
    binder = _Binder(template, filled, look, around, _Budget())
    layers = binder.layers(template.layers)
    return Scene(
        name=template.name,
        width_px=template.width_px,
        height_px=template.height_px,
        ground=binder.color(template.ground),
        layers=layers,
        hug=template.hug,
        after_px=template.after_px,
    )
