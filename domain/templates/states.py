"""What a template makes, what fills its slots, and where a version of it stands."""

from enum import StrEnum

from domain.states import Machine


class TemplateKind(StrEnum):
    """What a template makes."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    PACKAGING = "PACKAGING"


class VersionState(StrEnum):
    """Where a version stands between being drafted and being used no more."""

    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    PUBLISHED = "PUBLISHED"
    RETIRED = "RETIRED"


class SlotKind(StrEnum):
    """What fills a slot; as the JSON Schema of documents has them."""

    TEXT = "TEXT"
    RICH_TEXT = "RICH_TEXT"
    IMAGE = "IMAGE"
    PRICE = "PRICE"
    COLOR = "COLOR"
    LOGO = "LOGO"
    BOOLEAN = "BOOLEAN"
    QR = "QR"
    BARCODE = "BARCODE"
    SWATCHES = "SWATCHES"
    LIST = "LIST"
    AUDIO = "AUDIO"
    VIDEO = "VIDEO"
    CAPTIONS = "CAPTIONS"


_S = VersionState
VERSION_STATES = Machine(
    "template version",
    {
        _S.DRAFT: (_S.IN_REVIEW, _S.RETIRED),
        _S.IN_REVIEW: (_S.PUBLISHED, _S.DRAFT, _S.RETIRED),
        _S.PUBLISHED: (_S.RETIRED,),
        _S.RETIRED: (),
    },
)
"""Back to DRAFT goes what a reviewer sends back. Its document never changes, whatever its state."""
