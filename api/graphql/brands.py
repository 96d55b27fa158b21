"""Brand kits in the graph, and what is wrong with them."""

from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry
from sqlalchemy import select

import api.graphql.compliance  # noqa: F401  describes Verdict
from api import reads
from api.graphql.assets import MediaAsset
from api.graphql.fonts import FontAsset
from api.reads import Connection
from api.reads.compiler import Compiler
from api.reads.fields import listed
from api.reads.text import NULL, Sql, json, members, or_else
from domain.brands import lint, models, roles
from domain.compliance.states import Verdict
from domain.permissions import Permission

if TYPE_CHECKING:
    from api.graphql.stores import Store

reads.described(
    roles.ColorRole,
    "What a colour of a brand is for.",
    PRIMARY="The brand's own: buttons, bands, prices.",
    SECONDARY="Beside the first.",
    ACCENT="For what shall catch the eye.",
    BACKGROUND="What pages and pictures stand on.",
    SURFACE="What lies on the background: cards, tables.",
    TEXT="Words on the background and on surfaces.",
    TEXT_ON_PRIMARY="Words on the first colour.",
)
reads.described(
    roles.FontRole,
    "What a font of a brand is for.",
    HEADING="Headings.",
    BODY="All other words.",
    NUMERALS="Prices and other figures.",
)
reads.described(
    lint.BrandRule,
    "What of a brand kit is measured.",
    CONTRAST="Whether words can be read on the grounds that they stand on, by WCAG 2.2.",
    PALETTE_DISTANCE="Whether two colours are told apart: their distance in OKLab.",
    LOGO_CONTRAST="Whether the mark is seen on the grounds that it stands on.",
    LOGO_MARGIN="Whether the logo's file brings its clear space with it.",
    LOGO_RESOLUTION="Whether the mark has the pixels to be shown.",
    LOGO_TRANSPARENCY="Whether the logo stands on any ground.",
    FONT_COVERAGE="Whether a font writes what the brand writes.",
)


@reads.sorting("How brand kits may be sorted.")
class BrandKitSort(Enum):
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")
    NAME = reads.by("name", "By name, A first.")


@reads.filtering("Which brand kits.")
class BrandKitFilter:
    name: reads.StringFilter | None = reads.where("Their name.")
    store_id: reads.IDFilter | None = reads.where("Of these stores.")
    is_default: reads.BooleanFilter | None = reads.where("Whether they are taken by default.")
    is_archived: reads.BooleanFilter | None = reads.where(
        "Whether they were put away.", lambda row: row.archived_at.is_not(None)
    )
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


BRAND_SEARCH = reads.Search("search_text", name="name", created_at="created_at")


@strawberry.type(description="A colour of a brand kit.")
class BrandColor(reads.Node):
    model = models.BrandColor
    role: roles.ColorRole = reads.attribute(description="What it is for.")
    hex: str = reads.attribute(description="In sRGB: `#1d3b4a`.")


@strawberry.type(description="A font of a brand kit.")
class BrandFont(reads.Node):
    model = models.BrandFont
    role: roles.FontRole = reads.attribute(description="What it is for.")
    family: str = reads.attribute(description="Its family, as templates name it.")
    font_asset: FontAsset | None = reads.attribute(
        description="The font that was added; null for a family that ships."
    )


@strawberry.type(description="What one rule found of a brand kit.")
class BrandFinding:
    rule: lint.BrandRule = strawberry.field(description="What was measured.")
    roles: list[str] = strawberry.field(
        description="Of which colours, fonts or logos: the first on, or against, the second."
    )
    measured: str = strawberry.field(description="What was measured, with its unit.")
    limit: str = strawberry.field(description="What is wanted.")
    verdict: Verdict = strawberry.field(description="How it came out.")
    message: str = strawberry.field(description="The same as a sentence.")


def _colors(compiler: Compiler, row: Any) -> Sql:
    color, seen = compiler.rows(models.BrandColor)
    item = members([("role", json(color.role)), ("hex", json(color.hex))])
    found = select(item.label("item")).where(color.kit_id == row.id, seen).correlate(row)
    return listed(compiler, found.order_by(color.position, color.id))


def _fonts(compiler: Compiler, row: Any) -> Sql:
    font, seen = compiler.rows(models.BrandFont)
    added, added_seen = compiler.rows(models.FontAsset)
    scripts = select(json(added.scripts)).where(added.id == font.font_asset_id, added_seen)
    own = scripts.correlate(font).scalar_subquery()
    item = members(
        [
            ("role", json(font.role)),
            ("family", json(font.family)),
            ("scripts", or_else(own, NULL)),
        ]
    )
    found = select(item.label("item")).where(font.kit_id == row.id, seen).correlate(row)
    return listed(compiler, found.order_by(font.position, font.id))


_MARK = (
    "width_px", "height_px", "left_px", "top_px", "right_px", "bottom_px", "is_transparent",
    "mark_hex",
)  # fmt: skip


def _mark(column: str) -> Any:
    def told(compiler: Compiler, row: Any) -> Sql:
        look, seen = compiler.rows(models.LogoLook)
        item = members((name, json(getattr(look, name))) for name in _MARK)
        found = select(item).where(look.asset_id == getattr(row, column), seen).correlate(row)
        return or_else(found.scalar_subquery(), NULL)

    return told


def mark_of(look: Any) -> lint.Mark:
    """From what a row, or its JSON, says by name."""
    margins = (look["left_px"], look["top_px"], look["right_px"], look["bottom_px"])
    return lint.Mark(
        look["width_px"], look["height_px"], margins, look["is_transparent"], look["mark_hex"]
    )


def _findings(  # noqa: PLR0913  what a kit is made of
    _moment: Any,
    *,
    scripts: str,
    clear_space: str,
    logo_min_px: int,
    colors: list[dict[str, Any]],
    fonts: list[dict[str, Any]],
    logo: dict[str, Any] | None,
    logo_on_dark: dict[str, Any] | None,
) -> list[dict[str, Any]]:
    marks = {roles.LogoRole.LOGO: logo, roles.LogoRole.LOGO_ON_DARK: logo_on_dark}
    kit = lint.Kit(
        colors={roles.ColorRole[one["role"]]: one["hex"] for one in colors},
        fonts={roles.FontRole[one["role"]]: (one["family"], _writes(one)) for one in fonts},
        marks={role: mark_of(look) for role, look in marks.items() if look},
        scripts=roles.read(scripts),
        clear_space=float(clear_space),
        logo_min_px=logo_min_px,
    )
    return [
        {
            **vars(one),
            "rule": one.rule.name,
            "roles": list(one.roles),
            "verdict": one.verdict.name,
        }
        for one in lint.findings(kit)
    ]


def _writes(font: dict[str, Any]) -> frozenset[roles.Script]:
    added = font["scripts"]
    return roles.SHIPPED[font["family"]] if added is None else roles.read(added)


@strawberry.type(description="How a brand looks: the whole organisation's, or one store's.")
class BrandKit(reads.Dated):
    model = models.BrandKit
    name: str = reads.attribute(description="What it is called.")
    store: Annotated["Store", strawberry.lazy("api.graphql.stores")] | None = reads.attribute(
        description="The store that it is for; null when it is for all."
    )
    is_default: bool = reads.attribute(
        description="Whether its store, or every store without one, takes it unasked."
    )
    colors: list[BrandColor] = reads.attribute(description="Its colours, a role each.")
    fonts: list[BrandFont] = reads.attribute(description="Its fonts, a role each.")
    logo: MediaAsset | None = reads.attribute(
        description="Its mark, for those who may see the catalogue."
    )
    logo_on_dark: MediaAsset | None = reads.attribute(
        description="Its mark for dark grounds, for those who may see the catalogue."
    )
    clear_space: Decimal = reads.attribute(
        description="What stays free on each side of the mark, as a share of its height."
    )
    logo_min_px: int = reads.attribute(description="The least height that the mark is shown at.")
    scripts: list[roles.Script] = reads.made(
        lambda _moment, scripts: scripts.split(),
        "scripts",
        description="What its fonts must write.",
    )
    archived_at: datetime | None = reads.attribute(description="When it was put away.")
    lint: list[BrandFinding] = reads.figured(
        _findings,
        "scripts",
        "clear_space",
        "logo_min_px",
        told={
            "colors": _colors,
            "fonts": _fonts,
            "logo": _mark("logo_id"),
            "logo_on_dark": _mark("logo_on_dark_id"),
        },
        description="What is measured of it, with the verdict: found anew whenever it is read.",
    )


@strawberry.type
class BrandsQuery:
    brand_kits: Connection[BrandKit] | None = reads.connection(
        BrandKitSort,
        BrandKitFilter,
        search=BRAND_SEARCH,
        needs=Permission.TEMPLATES_READ,
        description="How brands look: the organisation's own kits and those of one's stores.",
    )
    brand_kit: BrandKit | None = reads.by_id(description="One of them.")
