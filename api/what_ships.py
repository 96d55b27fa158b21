"""What comes with this release, as rows: nobody's own, or in every organisation."""

from datetime import datetime
from functools import cache, partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.presets import shipped_presets
from api.template_documents import document_of
from domain.compliance.presets import keep_presets
from domain.descriptions.shipped import keep_phrases_and_limits
from domain.json_text import sha256_of
from domain.people.models import Organization
from domain.stores.platforms import keep_platforms
from domain.templates.documents import written
from domain.templates.shipped import Shipped, keep_templates
from domain.templates.shipped_sets import keep_sets
from media.document import shelf


def keep_what_ships(session: Session, now: datetime) -> None:
    """Writes what is lacking or was otherwise; the caller commits."""
    keep_platforms(session, now)
    keep_presets(session, now, shipped_presets())
    keep_phrases_and_limits(session, now)
    if session.scalar(select(Organization.id).limit(1)) is not None:
        keep_templates(session, now, shipped_templates())
        keep_sets(session, now)


@cache
def shipped_templates() -> tuple[Shipped, ...]:
    """All of them; a document is looked into only where it is written."""
    return tuple(map(_shipped, shelf.names()))


def _shipped(name: str) -> Shipped:
    document = shelf.stored(name)
    text = written(document)
    return Shipped(name, sha256_of(text), partial(document_of, text, document))
