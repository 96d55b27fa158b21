"""How the tree of categories is changed."""

import strawberry

from api import reads
from api.context import Info
from api.graphql.catalogue import Category
from api.inputs import given
from api.mutation import Payload, mutation
from domain.catalogue import categories

VERSION = "Refuse if it has changed since this version."
HANDLE = "Its short name: a-z, 0-9 and single dashes."


@strawberry.input(description="A category to make.")
class CategoryCreateInput:
    handle: str = strawberry.field(description=HANDLE)
    name: str = strawberry.field(description="What it is called in English.")
    name_zh: str | None = strawberry.field(
        default=None, description="What it is called in Chinese."
    )
    parent_id: strawberry.ID | None = strawberry.field(
        default=None, description="The category to hang it from; none makes it a root."
    )
    position: int = strawberry.field(default=0, description="Its place among its siblings, from 0.")


@strawberry.input(description="What to change of a category; what is left out stays.")
class CategoryUpdateInput:
    id: strawberry.ID = strawberry.field(description="The category.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)
    handle: str | None = strawberry.field(default=strawberry.UNSET, description=HANDLE)
    name: str | None = strawberry.field(
        default=strawberry.UNSET, description="What it is called in English."
    )
    name_zh: str | None = strawberry.field(
        default=strawberry.UNSET, description="What it is called in Chinese; null for nothing."
    )
    position: int | None = strawberry.field(
        default=strawberry.UNSET, description="Its place among its siblings, from 0."
    )


@strawberry.input(description="Where a category is to hang, with all below it.")
class CategoryMoveInput:
    id: strawberry.ID = strawberry.field(description="The category.")
    parent_id: strawberry.ID | None = strawberry.field(
        description="The category to hang it from; null makes it a root."
    )
    position: int | None = strawberry.field(
        default=None, description="Its place among its new siblings; left out, the number stays."
    )
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.input(description="A category to take away; it must be empty.")
class CategoryRemoveInput:
    id: strawberry.ID = strawberry.field(description="The category.")
    expected_version: int | None = strawberry.field(default=None, description=VERSION)


@strawberry.type(description="The category made, or why not.")
class CategoryCreatePayload(Payload):
    category: Category | None = reads.changed(description="The new category.")


@strawberry.type(description="The category changed, or why not.")
class CategoryUpdatePayload(Payload):
    category: Category | None = reads.changed(description="The category as it is now.")


@strawberry.type(description="The category moved, or why not.")
class CategoryMovePayload(Payload):
    category: Category | None = reads.changed(description="The category in its new place.")


@strawberry.type(description="The category taken away, or why not.")
class CategoryRemovePayload(Payload):
    parent: Category | None = reads.changed(
        description="The category it hung from; null for a root."
    )


@strawberry.type
class CategoriesMutation:
    @mutation(description="Make a category.")
    def category_create(self, info: Info, input: CategoryCreateInput) -> CategoryCreatePayload:
        parent = reads.maybe_row_id("Category", input.parent_id)
        category = categories.create_category(
            info.context.work, **{**given(input), "parent_id": parent}
        )
        return CategoryCreatePayload.of(category=category)

    @mutation(description="Give a category another name, handle or position.")
    def category_update(self, info: Info, input: CategoryUpdateInput) -> CategoryUpdatePayload:
        category = categories.update_category(
            info.context.work,
            reads.row_id("Category", input.id),
            given(input),
            version=input.expected_version,
        )
        return CategoryUpdatePayload.of(category=category)

    @mutation(description="Hang a category, with all below it, elsewhere in the tree.")
    def category_move(self, info: Info, input: CategoryMoveInput) -> CategoryMovePayload:
        category = categories.move_category(
            info.context.work,
            reads.row_id("Category", input.id),
            reads.maybe_row_id("Category", input.parent_id),
            position=input.position,
            version=input.expected_version,
        )
        return CategoryMovePayload.of(category=category)

    @mutation(description="Take an empty category away.")
    def category_remove(self, info: Info, input: CategoryRemoveInput) -> CategoryRemovePayload:
        parent = categories.remove_category(
            info.context.work,
            reads.row_id("Category", input.id),
            version=input.expected_version,
        )
        return CategoryRemovePayload.of(parent=parent)
