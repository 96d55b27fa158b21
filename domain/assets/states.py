"""What an asset is, where it comes from, and by which right it is used."""

from enum import StrEnum


class AssetKind(StrEnum):
    """What sort of file an asset is."""

    IMAGE = "IMAGE"
    VIDEO = "VIDEO"
    AUDIO = "AUDIO"
    DOCUMENT = "DOCUMENT"


class AssetOrigin(StrEnum):
    """How an asset came here."""

    UPLOADED = "UPLOADED"
    RENDERED = "RENDERED"
    SAMPLE = "SAMPLE"


class Licence(StrEnum):
    """By which right an asset is used."""

    OWN = "OWN"
    SUPPLIER = "SUPPLIER"
    STOCK = "STOCK"
    OPEN = "OPEN"
    UNKNOWN = "UNKNOWN"
