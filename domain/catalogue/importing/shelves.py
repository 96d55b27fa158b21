"""Categories by the names that files give them, made where they are missing."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from domain.catalogue.models import Category
from domain.catalogue.tree import DEEPEST, WIDEST
from domain.errors import LimitExceeded
from domain.ids import new_id
from domain.text import LONGEST_HANDLE, fold
from domain.work import Work

Place = tuple[UUID | None, str]
"""The parent, and the folded name."""


class Shelves:
    """The organisation's tree, as far as it was and what is added; few have a thousand.

    Locked as `categories` locks it: what somebody moves meanwhile could end up too deep.
    """

    def __init__(self, work: Work) -> None:
        self.work = work
        own = select(Category.id, Category.parent_id, Category.name, Category.handle).where(
            Category.organization_id == work.actor.organization_id
        )
        self.known: dict[Place, UUID] = {}
        self.handles: set[str] = set()
        self.children: Counter[UUID | None] = Counter()
        locked = own.order_by(Category.id).with_for_update(key_share=True)
        for category_id, parent_id, name, handle in work.session.execute(locked):
            self.known.setdefault((parent_id, fold(name)), category_id)
            self.handles.add(handle)
            self.children[parent_id] += 1

    def check(self, names: Sequence[str]) -> None:
        """Whether a product may stand there; raises LimitExceeded."""
        if len(names) > DEEPEST:
            said = f"Categories go {DEEPEST} levels deep."
            raise LimitExceeded(said, DEEPEST, "category", str(DEEPEST))
        parent: UUID | None = None
        for place, name in enumerate(names):
            found = self.known.get((parent, fold(name)))
            if found is None:
                if parent is not None and self.children[parent] >= WIDEST:
                    said = f"A category holds up to {WIDEST} others."
                    raise LimitExceeded(said, WIDEST, "category", str(place))
                return
            parent = found

    def shelf(self, names: Sequence[str]) -> UUID | None:
        """The category at the end of the path; None for no path."""
        parent: UUID | None = None
        for name in names:
            parent = self.known.get((parent, fold(name))) or self.made(parent, name)
        return parent

    def made(self, parent: UUID | None, name: str) -> UUID:
        category = Category(
            id=new_id(),
            organization_id=self.work.actor.organization_id,
            parent_id=parent,
            handle=self.handle(name),
            name=name,
            position=self.children[parent],
        )
        self.work.add(category)
        self.work.record("category.created", category)
        self.known[parent, fold(name)] = category.id
        self.children[parent] += 1
        return category.id

    def handle(self, name: str) -> str:
        """Made of the name as far as it is Latin, and free."""
        plain = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
        stem = "-".join(re.findall("[a-z0-9]+", plain))[: LONGEST_HANDLE - 6].strip("-")
        stem = stem or "category"
        handle, number = stem, 1
        while handle in self.handles:
            number += 1
            handle = f"{stem}-{number}"
        self.handles.add(handle)
        return handle
