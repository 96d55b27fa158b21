"""Reviews of every subject and in every state, comments, and pictures of listings that are tested.

Whatever is shown begins long before these tests and ends long before or after them.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.assets.models import MediaAsset
from domain.compliance.models import ComplianceResult
from domain.compliance.states import Verdict
from domain.creatives.models import RenderJob
from domain.descriptions.models import ProductDescription
from domain.reviews.models import CreativeReview
from domain.reviews.states import ReviewState, SubjectKind
from domain.stores.models import Listing, Store
from domain.stores.states import ArmLabel, MediaSlot
from domain.templates.models import MediaTemplateVersion
from tests.factories import reviews
from tests.house import MONDAY, House
from tests.reads.words import perhaps, text

LONG_AGO = datetime(2026, 1, 5, 12, 30, tzinfo=UTC)
IN_2040 = datetime(2040, 1, 1, tzinfo=UTC)
SUBJECTS: dict[SubjectKind, tuple[str, Any]] = {
    SubjectKind.RENDER_JOB: ("render_job_id", RenderJob),
    SubjectKind.PACKAGING: ("render_job_id", RenderJob),
    SubjectKind.MEDIA_ASSET: ("asset_id", MediaAsset),
    SubjectKind.TEMPLATE_VERSION: ("template_version_id", MediaTemplateVersion),
    SubjectKind.PRODUCT_DESCRIPTION: ("description_id", ProductDescription),
}


def make_reviews(house: House, stores: list[Store], mark: str) -> None:
    own = {"organization_id": house.organization.id}
    for number, state in enumerate([*ReviewState, *ReviewState]):
        house.now = MONDAY + timedelta(seconds=number // 2)
        kind = list(SubjectKind)[number % len(SubjectKind)]
        column, model = SUBJECTS[kind]
        rows = house.session.query(model).filter_by(**own).order_by(model.id).all()
        store = perhaps(number, stores[number % len(stores)])
        round_number = number % 2 + 1
        review = CreativeReview(
            **own,
            subject_kind=kind,
            title=mark + text(number),
            state=state,
            store_id=store and store.id,
            requested_by_id=perhaps(number, house.owner.id),
            assigned_to_id=perhaps(number + 1, house.owner.id),
            due_at=perhaps(number, MONDAY + timedelta(days=number // 2)),
            round_number=round_number,
        )
        house.save(review)
        for place in range(round_number):
            about = {column: rows[(number + place) % len(rows)].id}
            more = {} if place else {"number": 1}
            note = perhaps(number, mark + text(number))
            reviews.make_round(house, review, note=note, **about, **more)
        make_comments(house, review, number, mark)
    for place, store in enumerate(stores):
        make_tested(house, store, place)


def make_comments(house: House, review: Any, number: int, mark: str) -> None:
    half, bit = Decimal("0.5"), Decimal("0.000001")
    pins: list[dict[str, Any]] = [
        {},
        {"x": half, "y": bit * number},
        {"x": half, "y": half, "width": half, "height": bit},
        {"at_ms": 1_500 * number},
    ]
    for place in range(number % 4):
        is_resolved = place == 1
        comment = reviews.make_comment(
            house,
            review,
            words=mark + text(number + place),
            author_id=perhaps(number + place, house.owner.id),
            resolved_at=MONDAY if is_resolved else None,
            resolved_by_id=house.owner.id if is_resolved else None,
            **pins[(number + place) % 4],
        )
        for answer in range(place):
            words = mark + text(answer)
            reviews.make_comment(house, review, words=words, parent_id=comment.id)


def make_tested(house: House, store: Store, place: int) -> None:
    """A test of two or three arms in each store's first listing, and one that is over."""
    own = MediaAsset.organization_id == house.organization.id
    assets = house.session.query(MediaAsset).filter(own).order_by(MediaAsset.id).all()
    failed = house.session.query(ComplianceResult).filter_by(
        organization_id=house.organization.id, verdict=Verdict.FAIL
    )
    listings = house.session.query(Listing).filter_by(store_id=store.id).order_by(Listing.id)
    first, second = listings.limit(2).all()
    for number, arm in enumerate(list(ArmLabel)[: 2 + place % 2]):
        started = LONG_AGO + timedelta(hours=number // 2)
        said = {"arm": arm, "asset_id": assets[number].id}
        before = {"starts_at": started - timedelta(days=9), "ends_at": started}
        reviews.make_shown(house, first, **said, **before)
        shown = reviews.make_shown(
            house, first, **said, starts_at=started, ends_at=perhaps(number, IN_2040)
        )
        for day in range(3 - number % 2):
            figures = 1_000 * (number + 1) + day, 50 * number * (place + 1) + day
            reviews.make_fact(house, shown, *figures, date(2026, 2, 1 + day))
    result = failed.first()
    assert result
    for number, slot in enumerate(MediaSlot):
        reviews.make_shown(
            house,
            second,
            slot=slot,
            position=number // 2,
            asset_id=result.asset_id,
            preset_id=perhaps(number + place, result.preset_id),
            starts_at=IN_2040 if number % 2 and place else LONG_AGO,
            ends_at=None,
        )
