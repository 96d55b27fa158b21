"""Size presets in the graph, and checks of assets against them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

import strawberry
from strawberry.scalars import JSON

from api import reads
from api.compliance import check_first, found_first
from api.context import Context, Info
from api.graphql.assets import MediaAsset
from api.graphql.people import User
from api.mutation import Payload, mutation
from api.presets import facts_of
from api.reads import Connection
from domain.compliance import checks, models, presets, states
from domain.permissions import Permission

reads.described(
    states.Verdict,
    "How a rule, or a whole check, came out.",
    PASS="It is kept.",  # noqa: S106  no password
    WARN="It may be refused, or be shown less.",
    FAIL="It is broken: the platform refuses it.",
)
reads.described(
    states.PresetKind,
    "What a preset is for.",
    IMAGE="Pictures.",
    VIDEO="Films.",
)


@reads.sorting("How presets may be sorted.")
class SizePresetSort(Enum):
    NAME = reads.by("name", "By name, A first, then by version.")
    NEWEST = reads.by("-created_at", "Latest added first.")


@reads.filtering("Which presets.")
class SizePresetFilter:
    name: reads.StringFilter | None = reads.where("Their name: `taobao-main`.")
    kind: reads.EnumFilter[states.PresetKind] | None = reads.where("For pictures or for films.")
    platform: reads.StringFilter | None = reads.where("Where they are asked: `Taobao`.")
    is_newest: reads.BooleanFilter | None = reads.where("Whether no later version is there.")
    is_own: reads.BooleanFilter | None = reads.where(
        "Added by the organisation itself.", lambda row: row.organization_id.is_not(None)
    )


PRESET_SEARCH = reads.Search("search_text", name="name", kind="kind", platform="platform")


@strawberry.type(description="What a place asks of a picture or a film, as one version of it.")
class SizePreset(reads.Dated):
    model = models.SizePreset
    name: str = reads.attribute(description="Its name for programs: `taobao-white`.")
    number: int = reads.attribute(description="Which version of it, from 1 on.")
    is_newest: bool = reads.attribute(description="Whether no later version is there.")
    is_own: bool = reads.sql(
        lambda row: row.organization_id.is_not(None),
        description="Whether the organisation added it; the others come with Tradepost.",
    )
    kind: states.PresetKind = reads.attribute(description="For pictures or for films.")
    title: str = reads.attribute(description="What it is for.")
    title_zh: str | None = reads.attribute(description="The same in Chinese.")
    platform: str = reads.attribute(description="Where it is asked.")
    main_of: list[str] = reads.made(
        lambda _moment, main_of: main_of.split("\n") if main_of else [],
        "main_of",
        description="Codes of the platforms whose listings' first picture is held to it before "
        "they go on sale.",
    )
    canvas_width_px: int = reads.attribute(description="How wide to draw for it.")
    canvas_height_px: int = reads.attribute(description="How high to draw for it.")
    rules: JSON = reads.sql(
        reads.json_in("document"),
        description="All that it asks, as docs/presets.md tells of it. `from_memory` names what "
        "no source was read for.",
    )
    source: str = reads.attribute(description="Where it was read.")
    read_on: date = reads.attribute(description="The day it was read there.")
    valid_from: date = reads.attribute(description="The day from which it holds.")


@strawberry.type(description="What one rule of a check found.")
class ComplianceFinding(reads.Node):
    model = models.ComplianceFinding
    rule: str = reads.attribute(description="Which rule, for programs: `file_size`.")
    verdict: states.Verdict = reads.attribute(description="How it came out.")
    measured: str = reads.attribute(description="What was measured, with its unit.")
    limit: str = reads.attribute(description="What is allowed, and what is advised.")
    message: str = reads.attribute(description="The same as a sentence.")


@reads.sorting("How results may be sorted.")
class ComplianceResultSort(Enum):
    NEWEST = reads.by("-updated_at", "Latest checked first.")
    OLDEST = reads.by("updated_at", "First checked first.")


@reads.filtering("Which results.")
class ComplianceResultFilter:
    verdict: reads.EnumFilter[states.Verdict] | None = reads.where("How they came out.")
    asset_id: reads.IDFilter | None = reads.where("Of these assets.")
    preset_id: reads.IDFilter | None = reads.where("Against these presets.")
    checked_at: reads.DateTimeFilter | None = reads.where("When they were found.")


@strawberry.type(description="What the last check of an asset against a preset found.")
class ComplianceResult(reads.Dated):
    model = models.ComplianceResult
    asset: MediaAsset = reads.attribute(description="What was checked.")
    preset: SizePreset = reads.attribute(description="What it was held to.")
    verdict: states.Verdict = reads.attribute(description="The worst of its findings.")
    checked_at: datetime = reads.attribute(description="When it was looked at.")
    checked_by: User | None = reads.attribute(
        description="Who had it checked, for those who may see them; null for a render's own check."
    )
    findings: list[ComplianceFinding] = reads.attribute(
        description="One for each rule that applies, in the order of looking."
    )


@strawberry.type
class ComplianceQuery:
    size_presets: Connection[SizePreset] | None = reads.connection(
        SizePresetSort,
        SizePresetFilter,
        search=PRESET_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="What places ask of pictures and films: what comes with Tradepost, and one's "
        "own.",
    )
    size_preset: SizePreset | None = reads.by_id(description="One version of one.")
    compliance_results: Connection[ComplianceResult] | None = reads.connection(
        ComplianceResultSort,
        ComplianceResultFilter,
        needs=Permission.CATALOGUE_READ,
        description="What checks found, the last of each asset and preset.",
    )
    compliance_result: ComplianceResult | None = reads.by_id(description="One of them.")


@strawberry.input(description="A version of a preset of the organisation's own.")
class SizePresetCreateInput:
    document: JSON = strawberry.field(
        description="As `rules` of another shows it: name, version, title, platform, kind, "
        "canvas_px, source, read_on, valid_from, and whatever it asks."
    )


@strawberry.input(description="An asset, and what it is to be held to.")
class ComplianceCheckInput:
    asset_id: strawberry.ID = strawberry.field(description="A picture or a film.")
    preset_id: strawberry.ID = strawberry.field(description="Which version of which preset.")


@strawberry.type(description="The version of the preset.")
class SizePresetCreatePayload(Payload):
    size_preset: SizePreset | None = reads.changed(description="The new version.")


@strawberry.type(description="What was found.")
class ComplianceCheckPayload(Payload):
    compliance_result: ComplianceResult | None = reads.changed(description="The result, kept.")


def look_first(context: Context, given: Mapping[str, Any]) -> None:
    """Looks at the file before the transaction begins, so that no lock waits."""
    asked = given["input"]
    check_first(context, *_ids(asked), asked)


def _ids(asked: ComplianceCheckInput) -> tuple[Any, Any]:
    return reads.row_id("MediaAsset", asked.asset_id), reads.row_id("SizePreset", asked.preset_id)


@strawberry.type
class ComplianceMutation:
    @mutation(description="Add a version of a preset of the organisation's own.")
    def size_preset_create(
        self, info: Info, input: SizePresetCreateInput
    ) -> SizePresetCreatePayload:
        info.context.work.require(Permission.STORES_MANAGE, everywhere=True)
        row = presets.create_preset(info.context.work, facts_of(input.document))
        return SizePresetCreatePayload.of(size_preset=row)

    @mutation(
        description="Hold an asset to a preset: each rule measured, and the result kept in place "
        "of the last one. A listing whose first picture breaks a rule of its platform's does not "
        "go on sale.",
        first=look_first,
    )
    def compliance_check(self, info: Info, input: ComplianceCheckInput) -> ComplianceCheckPayload:
        found = found_first(info.context, input)
        result = checks.keep_check(info.context.work, *_ids(input), found)
        return ComplianceCheckPayload.of(compliance_result=result)
