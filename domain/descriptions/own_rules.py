"""An organisation's own forbidden phrases and limits of titles, beside those that ship."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from domain import text
from domain.catalogue import fields
from domain.descriptions import reading
from domain.descriptions.models import ForbiddenPhrase, TitleLimit
from domain.descriptions.phrases import pattern
from domain.descriptions.states import DescriptionLocale, LengthUnit, PhraseCategory
from domain.errors import Conflict, Invalid, LimitExceeded, Taken
from domain.permissions import Permission
from domain.work import Work

MOST_HARMLESS = 100
LEAST_TITLE, MOST_TITLE = 10, 1_000


@dataclass(frozen=True)
class NewPhrase:
    """What may not be said; of no platform, nowhere."""

    phrase: str
    locale: DescriptionLocale
    category: PhraseCategory
    why: str
    platform_id: UUID | None = None
    harmless_in: tuple[str, ...] = ()
    instead: str | None = None
    source: str | None = None
    valid_from: date | None = None


def create_phrase(work: Work, new: NewPhrase) -> ForbiddenPhrase:
    """Forbidden from today, or from the day given."""
    fields.require(work, Permission.REVIEWS_DECIDE)
    said = " ".join(text.name(new.phrase, "phrase", longest=100).split())
    if not pattern(said).pattern:
        raise Invalid("It must hold something that can be read.", "phrase")
    if len(new.harmless_in) > MOST_HARMLESS:
        most = MOST_HARMLESS
        raise LimitExceeded(f"Up to {most} harmless words.", most, "harmless_in")
    code = ""
    if new.platform_id is not None:
        platform = work.find(reading.platforms(), new.platform_id, "platform_id")
        code = platform.code
    starts = new.valid_from or work.now.date()
    _refuse_taken(work, said, new.locale, code)
    row = ForbiddenPhrase(
        organization_id=work.actor.organization_id,
        phrase=said,
        locale=new.locale,
        category=new.category,
        law=text.name(new.why, "why", longest=300),
        platform_code=code,
        harmless_in="\n".join(
            " ".join(text.name(one, "harmless_in", str(place), longest=100).split())
            for place, one in enumerate(new.harmless_in)
        ),
        instead=None if new.instead is None else text.name(new.instead, "instead", longest=300),
        source=None if new.source is None else text.name(new.source, "source", longest=300),
        read_on=None if new.source is None else work.now.date(),
        valid_from=starts,
    )
    work.add(row)
    work.record("forbidden_phrase.created", row)
    return row


def retire_phrase(work: Work, phrase_id: UUID, *, version: int | None = None) -> ForbiddenPhrase:
    """It may be said again from today on; what ships stays as it is."""
    fields.require(work, Permission.REVIEWS_DECIDE)
    row = work.claim(ForbiddenPhrase, phrase_id, version=version)
    if row.organization_id is None:
        raise Conflict("It ships with Tradepost, for all; only one's own can be retired.", "id")
    today = work.now.date()
    if row.valid_until is not None and row.valid_until <= today:
        raise Conflict("It is retired already.", "id")
    row.valid_until = max(today, row.valid_from)
    work.record("forbidden_phrase.retired", row)
    return row


def set_title_limit(
    work: Work, platform_id: UUID, most: int, unit: LengthUnit, source: str
) -> TitleLimit:
    """How long a title that platform takes from today on, in place of what we said before."""
    fields.require(work, Permission.REVIEWS_DECIDE)
    platform = work.find(reading.platforms(), platform_id, "platform_id")
    if not LEAST_TITLE <= most <= MOST_TITLE:
        raise Invalid(f"A title has room for {LEAST_TITLE} to {MOST_TITLE}.", "most")
    said = text.name(source, "source", longest=300)
    today = work.now.date()
    own = select(TitleLimit).where(
        TitleLimit.organization_id == work.actor.organization_id,
        TitleLimit.platform_code == platform.code,
        TitleLimit.valid_until.is_(None),
    )
    before = work.session.scalars(own.with_for_update()).first()
    if before is not None and before.valid_from == today:
        before.most, before.unit, before.source = most, unit, said
        work.record("title_limit.set", before)
        return before
    if before is not None:
        before.valid_until = today
    row = TitleLimit(
        organization_id=work.actor.organization_id,
        platform_code=platform.code,
        most=most,
        unit=unit,
        source=said,
        valid_from=today,
        read_on=today,
    )
    work.add(row)
    work.record("title_limit.set", row)
    return row


def _refuse_taken(work: Work, phrase: str, locale: DescriptionLocale, code: str) -> None:
    """By us or by what ships, for the same place, and still in force."""
    same = select(ForbiddenPhrase.id).where(
        ForbiddenPhrase.scope(ForbiddenPhrase, work.actor.grants),
        ForbiddenPhrase.locale == locale,
        ForbiddenPhrase.phrase == phrase,
        ForbiddenPhrase.platform_code == code,
        ForbiddenPhrase.valid_until.is_(None),
    )
    if work.session.scalar(same.limit(1), work.actor.values()):
        raise Taken("It is forbidden already.", "phrase")
