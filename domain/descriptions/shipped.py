"""Writing the shipped rows: forbidden phrases and limits of titles, which are nobody's own."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import or_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from domain.base import Base, fold_into, to_millisecond
from domain.descriptions.content import content
from domain.descriptions.models import ForbiddenPhrase, TitleLimit
from domain.descriptions.states import DescriptionLocale, LengthUnit, PhraseCategory

_ROWS_AT_ONCE = 100


def shipped_phrases() -> list[dict[str, Any]]:
    """As rows, without their dates of making."""
    return [
        fold_into(ForbiddenPhrase, _phrase(group, one))
        for group in content("forbidden_phrases")
        for one in group["phrases"]
    ]


def shipped_limits() -> list[dict[str, Any]]:
    """As rows, without their dates of making."""
    return [
        {
            **one,
            "id": _id("title-limit", one["platform_code"], one["valid_from"]),
            "organization_id": None,
            "unit": LengthUnit[one["unit"]],
            **_days(one, "valid_from", "valid_until", "read_on"),
        }
        for one in content("title_limits")
    ]


def keep_phrases_and_limits(session: Session, now: datetime) -> None:
    """What already stands as shipped is left alone; what ships no more keeps its row."""
    dated = {"created_at": to_millisecond(now), "updated_at": to_millisecond(now), "version": 1}
    _keep(session, ForbiddenPhrase, [one | dated for one in shipped_phrases()])
    _keep(session, TitleLimit, [one | dated for one in shipped_limits()])


def _phrase(group: Mapping[str, Any], one: Mapping[str, Any]) -> dict[str, Any]:
    said = one["phrase"]
    return {
        "id": _id("forbidden-phrase", group["locale"], said, group["platform_code"]),
        "organization_id": None,
        "locale": DescriptionLocale[group["locale"]],
        "phrase": said,
        "category": PhraseCategory[group["category"]],
        "law": group["law"],
        "valid_until": None,
        "platform_code": group["platform_code"],
        "harmless_in": "\n".join(one.get("harmless_in", ())),
        "instead": one.get("instead"),
        "source": group["source"],
        **_days(group, "valid_from", "read_on"),
    }


def _days(said: Mapping[str, Any], *names: str) -> dict[str, date | None]:
    return {name: said[name] and date.fromisoformat(said[name]) for name in names}


def _id(*parts: str) -> UUID:
    """The same in every database, so that a row is known again."""
    return uuid5(NAMESPACE_URL, "/".join(("tradepost", *parts)))


def _keep(session: Session, model: type[Base], rows: Sequence[dict[str, Any]]) -> None:
    dialect: Any = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    facts = [name for name in rows[0] if name not in {"id", "created_at", "updated_at", "version"}]
    kept: Any = model
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        insert = dialect.insert(model).values(list(rows[start : start + _ROWS_AT_ONCE]))
        given = insert.excluded
        session.execute(
            insert.on_conflict_do_update(
                index_elements=["id"],
                set_={
                    **{fact: given[fact] for fact in facts},
                    "updated_at": given.updated_at,
                    "version": kept.version + 1,
                },
                where=or_(*(getattr(kept, fact).is_distinct_from(given[fact]) for fact in facts)),
            )
        )
