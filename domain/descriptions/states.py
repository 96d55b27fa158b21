"""Where a description stands, what its page is made of, and what may be wrong with its words."""

from enum import StrEnum

from domain.states import Machine


class DescriptionLocale(StrEnum):
    """The language of a description."""

    EN = "EN"
    ZH = "ZH"


class DescriptionState(StrEnum):
    """Where a version of a description stands."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    RETIRED = "RETIRED"


_S = DescriptionState

DESCRIPTION_STATES = Machine(
    "description",
    {
        _S.DRAFT: (_S.IN_REVIEW, _S.RETIRED),
        _S.IN_REVIEW: (_S.APPROVED, _S.REJECTED),
        _S.APPROVED: (_S.RETIRED,),
        _S.REJECTED: (),
        _S.RETIRED: (),
    },
)
"""A newer version retires the one it follows. What was rejected goes on as a new draft."""


class DescriptionPart(StrEnum):
    """What a finding is about."""

    TITLE = "TITLE"
    SELLING_POINTS = "SELLING_POINTS"
    SIZE_TABLE = "SIZE_TABLE"
    CARE = "CARE"
    PAGE = "PAGE"
    WORDS = "WORDS"


class DescriptionFindingKind(StrEnum):
    """What is wrong with a description, or missing in it."""

    FORBIDDEN_PHRASE = "FORBIDDEN_PHRASE"
    TITLE_TOO_LONG = "TITLE_TOO_LONG"
    TITLE_SHORT = "TITLE_SHORT"
    BRAND_MISSING = "BRAND_MISSING"
    FEW_SELLING_POINTS = "FEW_SELLING_POINTS"
    FEW_ATTRIBUTES = "FEW_ATTRIBUTES"
    SIZES_MISSING = "SIZES_MISSING"
    CARE_MISSING = "CARE_MISSING"
    PICTURE_MISSING = "PICTURE_MISSING"
    REPEATED_PHRASE = "REPEATED_PHRASE"
    OTHER_LANGUAGE = "OTHER_LANGUAGE"


STOPS_APPROVAL = frozenset(
    {DescriptionFindingKind.FORBIDDEN_PHRASE, DescriptionFindingKind.TITLE_TOO_LONG}
)
"""Neither goes to a platform, whatever the score."""


class BlockKind(StrEnum):
    """A piece of the long detail page."""

    HEADING = "HEADING"
    PARAGRAPH = "PARAGRAPH"
    LIST = "LIST"
    TABLE = "TABLE"
    PICTURE = "PICTURE"


class PhraseCategory(StrEnum):
    """Why a phrase may not stand in a description."""

    ABSOLUTE_CLAIM = "ABSOLUTE_CLAIM"
    MEDICAL_CLAIM = "MEDICAL_CLAIM"
    STATE_AUTHORITY = "STATE_AUTHORITY"
    GUARANTEE = "GUARANTEE"
    SUPERSTITION = "SUPERSTITION"
    PROMOTION = "PROMOTION"
    OTHER = "OTHER"


class LengthUnit(StrEnum):
    """How a platform counts the length of a title."""

    CHARACTERS = "CHARACTERS"
    BYTES_GB18030 = "BYTES_GB18030"
