"""What is done to the tree of categories."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select

from domain.catalogue import fields, tree
from domain.catalogue.models import Category, Product
from domain.catalogue.uniqueness import refuse_taken
from domain.errors import Conflict
from domain.ids import new_id
from domain.permissions import Permission
from domain.work import Work


def create_category(  # noqa: PLR0913  what a category says
    work: Work,
    *,
    handle: str,
    name: str,
    name_zh: str | None = None,
    parent_id: UUID | None = None,
    position: int = 0,
) -> Category:
    """A new shelf, at the top or below `parent_id`."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    said = {"handle": handle, "name": name, "name_zh": name_zh, "position": position}
    kept = fields.checked(fields.CATEGORY, said)
    category = Category(
        id=new_id(), organization_id=work.actor.organization_id, parent_id=parent_id, **kept
    )
    _check_place(work, category.id, parent_id)
    refuse_taken(work, Category.handle, category.handle, "handle")
    work.add(category)
    work.record("category.created", category)
    return category


def update_category(
    work: Work, category_id: UUID, changes: Mapping[str, Any], *, version: int | None = None
) -> Category:
    """Other names, another handle, another position among its siblings."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    category = work.claim(Category, category_id, version=version)
    kept = fields.checked(fields.CATEGORY, changes)
    if "handle" in kept:
        refuse_taken(work, Category.handle, kept["handle"], "handle", but=category.id)
    fields.put(category, kept)
    work.record("category.updated", category)
    return category


def move_category(
    work: Work,
    category_id: UUID,
    parent_id: UUID | None,
    *,
    position: int | None = None,
    version: int | None = None,
) -> Category:
    """Hang it, with all below it, from another parent; None makes it a root."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    _check_place(work, category_id, parent_id)
    category = work.claim(Category, category_id, version=version)
    if position is not None:
        category.position = fields.checked(fields.CATEGORY, {"position": position})["position"]
    category.parent_id = parent_id
    work.record("category.moved", category)
    return category


def remove_category(
    work: Work, category_id: UUID, *, version: int | None = None
) -> Category | None:
    """Gone for good; refused while anything hangs from it. Gives back its parent."""
    fields.require(work, Permission.PRODUCTS_WRITE)
    category = work.claim(Category, category_id, version=version)
    has_children = exists().where(Category.parent_id == category.id)
    has_products = exists().where(Product.category_id == category.id)
    children, products = work.session.execute(select(has_children, has_products)).one()
    if children:
        raise Conflict("It still holds other categories; move or remove them first.", "id")
    if products:
        raise Conflict("It still holds products; give them another category first.", "id")
    parent = work.find(Category, category.parent_id) if category.parent_id else None
    gone = {"handle": category.handle, "name": category.name}
    work.record("category.removed", category, details=gone)
    work.session.delete(category)
    return parent


def _check_place(work: Work, category_id: UUID, parent_id: UUID | None) -> None:
    """Locks the tree: two moves at once could close a circle that neither sees."""
    own = Category.organization_id == work.actor.organization_id
    found = select(Category.id, Category.parent_id).where(own).order_by(Category.id)
    parents = dict(work.session.execute(found.with_for_update()).all())
    if parent_id is not None:
        work.find(Category, parent_id, "parent_id")
    tree.check_place(parents, category_id, parent_id)
