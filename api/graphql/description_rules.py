"""What descriptions are held against by an organisation's own rule, in the graph."""

from datetime import date

import strawberry

from api import reads
from api.context import Info
from api.graphql.descriptions import ForbiddenPhrase, TitleLimit
from api.inputs import given
from api.mutation import Payload, mutation
from domain.descriptions import own_rules, states


@strawberry.input(description="A phrase that may not be said.")
class ForbiddenPhraseCreateInput:
    phrase: str = strawberry.field(description="What may not be said, up to 100 characters.")
    locale: states.DescriptionLocale = strawberry.field(description="In which language.")
    category: states.PhraseCategory = strawberry.field(description="What sort of claim it is.")
    why: str = strawberry.field(description="The law or rule that forbids it, or our reason.")
    platform_id: strawberry.ID | None = strawberry.field(
        default=None, description="On which platform; left out, on all."
    )
    harmless_in: list[str] = strawberry.field(
        default_factory=list, description="Words that hold it and mean no harm."
    )
    instead: str | None = strawberry.field(
        default=None, description="What may be said in its place."
    )
    source: str | None = strawberry.field(default=None, description="Where that stands.")
    valid_from: date | None = strawberry.field(
        default=None, description="The first day it holds; today when left out."
    )


@strawberry.input(description="The phrase that may be said again.")
class ForbiddenPhraseRetireInput:
    id: strawberry.ID = strawberry.field(description="Which; one of your own.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="How long a title a platform takes.")
class TitleLimitSetInput:
    platform_id: strawberry.ID = strawberry.field(description="Which platform.")
    most: int = strawberry.field(description="The most it takes: 10 to 1,000.")
    unit: states.LengthUnit = strawberry.field(description="How it counts.")
    source: str = strawberry.field(description="Where that stands.")


@strawberry.type(description="The limit that was set.")
class TitleLimitSetPayload(Payload):
    title_limit: TitleLimit | None = reads.changed(description="The limit from today on.")


@strawberry.type(description="The phrase that was added.")
class ForbiddenPhraseCreatePayload(Payload):
    forbidden_phrase: ForbiddenPhrase | None = reads.changed(description="The new phrase.")


@strawberry.type(description="The phrase that may be said again.")
class ForbiddenPhraseRetirePayload(Payload):
    forbidden_phrase: ForbiddenPhrase | None = reads.changed(description="It as it is now.")


@strawberry.type
class DescriptionRulesMutation:
    @mutation(description="Forbid a phrase, beside those that come with Tradepost.")
    def forbidden_phrase_create(
        self, info: Info, input: ForbiddenPhraseCreateInput
    ) -> ForbiddenPhraseCreatePayload:
        said = given(input, "platform_id", "harmless_in")
        platform_id = reads.maybe_row_id("Platform", input.platform_id)
        new = own_rules.NewPhrase(
            **said,
            platform_id=platform_id,
            harmless_in=tuple(input.harmless_in),
        )
        phrase = own_rules.create_phrase(info.context.work, new)
        return ForbiddenPhraseCreatePayload.of(forbidden_phrase=phrase)

    @mutation(description="Let a phrase of your own be said again, from today on.")
    def forbidden_phrase_retire(
        self, info: Info, input: ForbiddenPhraseRetireInput
    ) -> ForbiddenPhraseRetirePayload:
        phrase = own_rules.retire_phrase(
            info.context.work,
            reads.row_id("ForbiddenPhrase", input.id),
            version=input.expected_version,
        )
        return ForbiddenPhraseRetirePayload.of(forbidden_phrase=phrase)

    @mutation(
        description="Say how long a title a platform takes, from today on: of a platform of your "
        "own, or when Tradepost knows it wrongly."
    )
    def title_limit_set(self, info: Info, input: TitleLimitSetInput) -> TitleLimitSetPayload:
        limit = own_rules.set_title_limit(
            info.context.work,
            reads.row_id("Platform", input.platform_id),
            input.most,
            input.unit,
            input.source,
        )
        return TitleLimitSetPayload.of(title_limit=limit)
