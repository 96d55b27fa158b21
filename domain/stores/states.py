"""Where stores and listings can stand, and which state may follow which."""

from enum import StrEnum

from domain.states import Machine


class PlatformKind(StrEnum):
    """What sort of place a platform is; it decides what opening a store there takes."""

    MARKETPLACE = "MARKETPLACE"
    SOCIAL = "SOCIAL"
    OWN_SITE = "OWN_SITE"
    OFFLINE = "OFFLINE"


class StoreState(StrEnum):
    """Where a store stands in its life."""

    DRAFT = "DRAFT"
    APPLYING = "APPLYING"
    REJECTED = "REJECTED"
    DECORATING = "DECORATING"
    OPEN = "OPEN"
    PAUSED = "PAUSED"
    PENALIZED = "PENALIZED"
    CLOSED = "CLOSED"


STORE_STATES = Machine(
    "store",
    {
        StoreState.DRAFT: (StoreState.APPLYING, StoreState.CLOSED),
        StoreState.APPLYING: (StoreState.DECORATING, StoreState.REJECTED, StoreState.CLOSED),
        StoreState.REJECTED: (StoreState.APPLYING, StoreState.CLOSED),
        StoreState.DECORATING: (StoreState.OPEN, StoreState.CLOSED),
        StoreState.OPEN: (StoreState.PAUSED, StoreState.PENALIZED),
        StoreState.PAUSED: (StoreState.OPEN, StoreState.CLOSED),
        StoreState.PENALIZED: (StoreState.OPEN, StoreState.PAUSED, StoreState.CLOSED),
        StoreState.CLOSED: (),
    },
)
"""An open store is paused before it is closed; one that never opened can be given up."""


class OpeningTaskKind(StrEnum):
    """What a platform asks for before a store may open."""

    LICENCE = "LICENCE"
    DEPOSIT = "DEPOSIT"
    BRAND_AUTHORISATION = "BRAND_AUTHORISATION"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    RETURN_ADDRESS = "RETURN_ADDRESS"
    OPENING_ASSETS = "OPENING_ASSETS"


class ListingState(StrEnum):
    """Where a listing stands between being prepared and being put away."""

    DRAFT = "DRAFT"
    READY = "READY"
    SCHEDULED = "SCHEDULED"
    LIVE = "LIVE"
    SUSPENDED = "SUSPENDED"
    DELISTED = "DELISTED"
    ARCHIVED = "ARCHIVED"


LISTING_STATES = Machine(
    "listing",
    {
        ListingState.DRAFT: (ListingState.READY, ListingState.ARCHIVED),
        ListingState.READY: (ListingState.LIVE, ListingState.SCHEDULED, ListingState.ARCHIVED),
        ListingState.SCHEDULED: (ListingState.LIVE, ListingState.READY),
        ListingState.LIVE: (ListingState.SUSPENDED, ListingState.DELISTED),
        ListingState.SUSPENDED: (ListingState.LIVE, ListingState.DELISTED),
        ListingState.DELISTED: (ListingState.READY, ListingState.ARCHIVED),
        ListingState.ARCHIVED: (),
    },
)


class SuspensionReason(StrEnum):
    """Why a listing is off sale for a while."""

    OUT_OF_STOCK = "OUT_OF_STOCK"
    COMPLIANCE = "COMPLIANCE"
    PLATFORM = "PLATFORM"
    OTHER = "OTHER"


class DelistReason(StrEnum):
    """Why a listing was taken down."""

    DISCONTINUED = "DISCONTINUED"
    SEASON_OVER = "SEASON_OVER"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    COMPLIANCE = "COMPLIANCE"
    PLATFORM = "PLATFORM"
    STORE_CLOSED = "STORE_CLOSED"
    OTHER = "OTHER"


class MediaSlot(StrEnum):
    """Where on its page a listing shows something."""

    MAIN = "MAIN"
    GALLERY = "GALLERY"
    WHITE = "WHITE"
    LONG = "LONG"
    DETAIL = "DETAIL"
    VIDEO = "VIDEO"


class ArmLabel(StrEnum):
    """One of up to four things that are shown in one place in turn, to see which is clicked."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
