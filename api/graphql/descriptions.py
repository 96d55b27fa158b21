"""Product descriptions in the graph, and what they are held against; `describing` makes them."""

from datetime import date, datetime
from enum import Enum

import strawberry
from sqlalchemy import func
from strawberry.scalars import JSON

from api import reads
from api.graphql.catalogue import Product
from api.graphql.listings import Listing
from api.graphql.people import User
from api.graphql.platforms import Platform
from api.reads import Connection
from domain.base import Words
from domain.descriptions import models, states
from domain.permissions import Permission

reads.described(
    states.DescriptionLocale, "The language of a description.", EN="English.", ZH="Chinese."
)
reads.described(
    states.DescriptionState,
    "Where a version of a description stands.",
    DRAFT="Made, and not handed in.",
    IN_REVIEW="Handed in; the manager decides.",
    APPROVED="It may be shown.",
    REJECTED="Not good enough; `decisionReason` says why. Go on by editing it.",
    RETIRED="A newer version took its place.",
)
reads.described(
    states.DescriptionPart,
    "What a finding is about.",
    TITLE="The title.",
    SELLING_POINTS="The selling points.",
    SIZE_TABLE="The table of sizes.",
    CARE="The care text.",
    PAGE="The long detail page.",
    WORDS="The words of all parts together.",
)
reads.described(
    states.DescriptionFindingKind,
    "What is wrong with a description, or missing in it.",
    FORBIDDEN_PHRASE="It says what may not be said; it cannot be approved.",
    TITLE_TOO_LONG="The title is longer than the platform takes; it cannot be approved.",
    TITLE_SHORT="The title leaves most of its room unused.",
    BRAND_MISSING="The title does not name the brand.",
    FEW_SELLING_POINTS="There are fewer than three selling points.",
    FEW_ATTRIBUTES="The product says too little of itself in this language.",
    SIZES_MISSING="Nothing is told of its size.",
    CARE_MISSING="Nothing is told of its care.",
    PICTURE_MISSING="The page shows no picture.",
    REPEATED_PHRASE="The same phrase is said more than once.",
    OTHER_LANGUAGE="A word is not in the language of the description.",
)
reads.described(
    states.PhraseCategory,
    "Why a phrase may not stand in a description.",
    ABSOLUTE_CLAIM="It claims to be above all others: best, number one, 最, 第一.",
    MEDICAL_CLAIM="It promises to heal or speaks as medicine does.",
    STATE_AUTHORITY="It borrows the authority of the state.",
    GUARANTEE="It promises what nobody can keep.",
    SUPERSTITION="It promises luck.",
    PROMOTION="It is an offer, which a platform does not want there.",
    OTHER="Something else.",
)
reads.described(
    states.LengthUnit,
    "How a platform counts the length of a title.",
    CHARACTERS="Every character is one.",
    BYTES_GB18030="Bytes of GB 18030: a letter is one, a Han character two.",
)
reads.described(
    states.BlockKind,
    "A piece of the long detail page.",
    HEADING="A heading, in `text`.",
    PARAGRAPH="A paragraph, in `text`.",
    LIST="A list, in `items`.",
    TABLE="A table, in `head` and `rows`.",
    PICTURE="A picture of the product, in `pictureId`; `text` says what it shows.",
)


@reads.sorting("How descriptions may be sorted.")
class ProductDescriptionSort(Enum):
    NEWEST = reads.by("-created_at", "Latest made first.")
    OLDEST = reads.by("created_at", "First made first.")
    UPDATED = reads.by("-updated_at", "Latest come along first.")
    LOWEST_SCORE = reads.by("score", "Those that need most first.")


@reads.filtering("Which descriptions.")
class ProductDescriptionFilter:
    product_id: reads.IDFilter | None = reads.where("Of these products.")
    locale: reads.EnumFilter[states.DescriptionLocale] | None = reads.where("In this language.")
    state: reads.EnumFilter[states.DescriptionState] | None = reads.where("Where they stand.")
    platform_id: reads.IDFilter | None = reads.where("For these platforms; `isNull` for all.")
    listing_id: reads.IDFilter | None = reads.where("For these listings.")
    score: reads.IntFilter | None = reads.where("Of 100 points.")
    is_generated: reads.BooleanFilter | None = reads.where("Not touched by hand.")
    created_at: reads.DateTimeFilter | None = reads.where("When they were made.")


DESCRIPTION_SEARCH = reads.Search(
    "search_text", state="state", locale="locale", score="score", created_at="created_at"
)


@reads.sorting("How forbidden phrases may be sorted.")
class ForbiddenPhraseSort(Enum):
    PHRASE = reads.by("phrase", "By phrase.")
    NEWEST = reads.by("-created_at", "Latest added first.")


@reads.filtering("Which forbidden phrases.")
class ForbiddenPhraseFilter:
    phrase: reads.StringFilter | None = reads.where("The phrase.")
    locale: reads.EnumFilter[states.DescriptionLocale] | None = reads.where("In this language.")
    category: reads.EnumFilter[states.PhraseCategory] | None = reads.where("Why.")
    platform_code: reads.StringFilter | None = reads.where(
        "On the platform of this code; empty for all."
    )
    is_own: reads.BooleanFilter | None = reads.where(
        "Added by the organisation itself.", lambda row: row.organization_id.is_not(None)
    )
    is_retired: reads.BooleanFilter | None = reads.where(
        "With a day on which they end or ended.", lambda row: row.valid_until.is_not(None)
    )


PHRASE_SEARCH = reads.Search("search_text", locale="locale", category="category")


@reads.sorting("How limits of titles may be sorted.")
class TitleLimitSort(Enum):
    PLATFORM = reads.by("platform_code", "By the platform's code, A first.")


@reads.filtering("Which limits of titles.")
class TitleLimitFilter:
    platform_code: reads.StringFilter | None = reads.where("Of the platform of this code.")
    is_own: reads.BooleanFilter | None = reads.where(
        "Set by the organisation itself.", lambda row: row.organization_id.is_not(None)
    )


@strawberry.type(description="What is wrong with a description, or missing in it.")
class DescriptionFinding(reads.Node):
    model = models.DescriptionFinding
    kind: states.DescriptionFindingKind = reads.attribute(description="What it is.")
    part: states.DescriptionPart = reads.attribute(description="Where it is.")
    points_lost: int = reads.attribute(description="What it costs of the 100 points.")
    phrase: str | None = reads.attribute(description="The phrase or word, if it is about one.")
    reason: str = reads.attribute(description="Why it is one, for people.")
    mend: str = reads.attribute(description="What mends it.")


@strawberry.type(
    description="One version of a product's words in one language. Its words never change: "
    "an edit makes the next version."
)
class ProductDescription(reads.Dated):
    model = models.ProductDescription
    product: Product = reads.attribute(description="The product that it describes.")
    locale: states.DescriptionLocale = reads.attribute(description="Its language.")
    number: int = reads.attribute(description="Counts the product's versions in this language.")
    platform: Platform | None = reads.attribute(
        description="The platform it is made for, for those who may see it; null for all."
    )
    listing: Listing | None = reads.attribute(
        description="The listing it is made for, for those who may see it."
    )
    state: states.DescriptionState = reads.attribute(description="Where it stands.")
    allowed_transitions: list[states.DescriptionState] = reads.moves(
        states.DESCRIPTION_STATES, "state", description="Where it can go from there."
    )
    title: str = reads.attribute(description="The title.")
    selling_points: list[str] = reads.sql(
        reads.json_in("selling_points"), description="The selling points, the weightiest first."
    )
    size_table: JSON | None = reads.sql(
        reads.json_in("size_table"), description="The table of sizes: `head`, and `rows` of cells."
    )
    care: str = reads.attribute(description="How to care for it; empty when nothing is known.")
    blocks: JSON = reads.sql(
        reads.json_in("blocks"),
        description="The long detail page: `kind` of each block, and by kind its `text`, `items`, "
        "`head` and `rows`, or `pictureId`. `part` names what a block repeats.",
    )
    score: int = reads.attribute(description="How good it is, of 100: less what findings cost.")
    findings: list[DescriptionFinding] = reads.attribute(
        description="What was found when it was last looked over."
    )
    checked_at: datetime = reads.attribute(description="When it was last looked over.")
    is_generated: bool = reads.attribute(
        description="Whether it was composed from the catalogue, and not touched by hand."
    )
    based_on: "ProductDescription | None" = reads.attribute(
        description="The version that it follows, when it was edited."
    )
    made_by: User | None = reads.attribute(description="Who made it, for those who may see them.")
    submitted_at: datetime | None = reads.attribute(description="When it was handed in.")
    decided_at: datetime | None = reads.attribute(description="When it was decided.")
    decided_by: User | None = reads.attribute(
        description="Who decided it, for those who may see them."
    )
    decision_reason: str | None = reads.attribute(description="What was said of the decision.")
    applied_at: datetime | None = reads.attribute(
        description="When it was last put on the product or a listing."
    )


@strawberry.type(description="What may not be said in a description, while it holds.")
class ForbiddenPhrase(reads.Dated):
    model = models.ForbiddenPhrase
    phrase: str = reads.attribute(
        description="What may not be said, however it is written: width, case, blanks or unseen "
        "signs between hide nothing."
    )
    locale: states.DescriptionLocale = reads.attribute(description="In which language.")
    category: states.PhraseCategory = reads.attribute(description="What sort of claim it is.")
    platform_code: str | None = reads.sql(
        lambda row: func.nullif(row.platform_code, "", type_=Words()),
        description="The code of the platform that forbids it; null when it is forbidden on all.",
    )
    harmless_in: list[str] = reads.made(
        lambda _moment, harmless_in: harmless_in.split("\n") if harmless_in else [],
        "harmless_in",
        description="Words in which it means no harm: 最近 for 最.",
    )
    instead: str | None = reads.attribute(description="What may be said in its place.")
    law: str = reads.attribute(description="The law or rule that forbids it, or why we do.")
    source: str | None = reads.attribute(description="Where that stands.")
    read_on: date | None = reads.attribute(
        description="The day it was read there; null if it was not."
    )
    valid_from: date = reads.attribute(description="The first day it holds.")
    valid_until: date | None = reads.attribute(description="The first day it holds no more.")
    is_own: bool = reads.sql(
        lambda row: row.organization_id.is_not(None),
        description="Whether the organisation added it; the others come with Tradepost.",
    )


@strawberry.type(description="The longest title that a platform takes, while that holds.")
class TitleLimit(reads.Dated):
    model = models.TitleLimit
    platform_code: str = reads.attribute(description="The code of the platform.")
    most: int = reads.attribute(description="The most it takes.")
    unit: states.LengthUnit = reads.attribute(description="How it counts.")
    source: str = reads.attribute(description="Where that stands.")
    read_on: date | None = reads.attribute(
        description="The day it was read there; null if it was not."
    )
    valid_from: date = reads.attribute(description="The first day it holds.")
    valid_until: date | None = reads.attribute(description="The first day it holds no more.")
    is_own: bool = reads.sql(
        lambda row: row.organization_id.is_not(None),
        description="Whether the organisation set it, which goes before what Tradepost knows.",
    )


@strawberry.type
class DescriptionsQuery:
    product_descriptions: Connection[ProductDescription] | None = reads.connection(
        ProductDescriptionSort,
        ProductDescriptionFilter,
        search=DESCRIPTION_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="Descriptions of products, every version.",
    )
    product_description: ProductDescription | None = reads.by_id(description="One version.")
    forbidden_phrases: Connection[ForbiddenPhrase] | None = reads.connection(
        ForbiddenPhraseSort,
        ForbiddenPhraseFilter,
        search=PHRASE_SEARCH,
        needs=Permission.CATALOGUE_READ,
        description="What may not be said: what comes with Tradepost, and one's own.",
    )
    title_limits: Connection[TitleLimit] | None = reads.connection(
        TitleLimitSort,
        TitleLimitFilter,
        needs=Permission.CATALOGUE_READ,
        description="How long a title each platform takes.",
    )
