"""How a store comes to open, pauses, is punished and closes, in the graph."""

from typing import Any, Self

import strawberry

from api import reads
from api.context import Info
from api.errors import UserError, shows
from api.graphql.stores import Store, StoreOpeningTask
from api.mutation import Payload, mutation
from domain.stores import lifecycle, opening, states


@shows(opening.OpeningTasksOpen)
@strawberry.type(description="The store may not open: something required is not done.")
class OpeningTasksOpen(UserError):
    open_tasks: list[states.OpeningTaskKind] = strawberry.field(
        description="What is still to be done."
    )

    @classmethod
    def of(cls, error: opening.OpeningTasksOpen, **more: Any) -> Self:
        return super().of(error, open_tasks=list(error.open_tasks), **more)


@strawberry.input(description="A store.")
class OneStore:
    id: strawberry.ID = strawberry.field(description="Which store.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )


@strawberry.input(description="The store whose application is handed in.")
class StoreSubmitInput(OneStore): ...


@strawberry.input(description="The store that the platform refused.")
class StoreRejectInput(OneStore):
    reason: str = strawberry.field(description="What the platform said.")


@strawberry.input(description="The store that the platform allowed.")
class StoreApproveInput(OneStore): ...


@strawberry.input(description="The store to open.")
class StoreActivateInput(OneStore): ...


@strawberry.input(description="The store to pause.")
class StorePauseInput(OneStore):
    reason: str | None = strawberry.field(default=None, description="Why.")


@strawberry.input(description="The store to sell in again.")
class StoreResumeInput(OneStore): ...


@strawberry.input(description="The store that the platform punished.")
class StorePenalizeInput(OneStore):
    reason: str = strawberry.field(description="What the platform said.")


@strawberry.input(description="The store to close for good.")
class StoreCloseInput(OneStore):
    reason: str | None = strawberry.field(default=None, description="Why.")


@strawberry.type(description="The store that was moved.")
class OneStorePayload(Payload):
    store: Store | None = reads.changed(description="The store as it is now.")


@strawberry.type(description="The store that is applying.")
class StoreSubmitPayload(OneStorePayload): ...


@strawberry.type(description="The store that was refused.")
class StoreRejectPayload(OneStorePayload): ...


@strawberry.type(description="The store that was allowed.")
class StoreApprovePayload(OneStorePayload): ...


@strawberry.type(description="The store that opened.")
class StoreActivatePayload(OneStorePayload): ...


@strawberry.type(description="The store that paused.")
class StorePausePayload(OneStorePayload): ...


@strawberry.type(description="The store that sells again.")
class StoreResumePayload(OneStorePayload): ...


@strawberry.type(description="The store that is punished.")
class StorePenalizePayload(OneStorePayload): ...


@strawberry.type(description="The store that closed.")
class StoreClosePayload(OneStorePayload): ...


@strawberry.input(description="What is done for a store's opening.")
class StoreOpeningTaskCompleteInput:
    id: strawberry.ID = strawberry.field(description="Which opening task.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    note: str | None = strawberry.field(
        default=None, description="A word about it, such as a file number."
    )


@strawberry.input(description="What is not done after all, or has run out.")
class StoreOpeningTaskReopenInput:
    id: strawberry.ID = strawberry.field(description="Which opening task.")
    expected_version: int | None = strawberry.field(
        default=None, description="Refuse if it has changed since this version."
    )
    reason: str | None = strawberry.field(default=None, description="Why.")


@strawberry.type(description="The task that is done.")
class StoreOpeningTaskCompletePayload(Payload):
    store_opening_task: StoreOpeningTask | None = reads.changed(
        description="The task as it is now."
    )


@strawberry.type(description="The task that is to be done again.")
class StoreOpeningTaskReopenPayload(Payload):
    store_opening_task: StoreOpeningTask | None = reads.changed(
        description="The task as it is now."
    )


def _of(input: OneStore) -> dict[str, Any]:
    return {"store_id": reads.row_id("Store", input.id), "version": input.expected_version}


@strawberry.type
class StoreLifecycleMutation:
    @mutation(description="Apply to the platform, for the first time or after a refusal.")
    def store_submit(self, info: Info, input: StoreSubmitInput) -> StoreSubmitPayload:
        store = lifecycle.submit_store(info.context.work, **_of(input))
        return StoreSubmitPayload.of(store=store)

    @mutation(description="Note that the platform refused the application.")
    def store_reject(self, info: Info, input: StoreRejectInput) -> StoreRejectPayload:
        store = lifecycle.reject_store(info.context.work, reason=input.reason, **_of(input))
        return StoreRejectPayload.of(store=store)

    @mutation(description="Note that the platform allowed the store.")
    def store_approve(self, info: Info, input: StoreApproveInput) -> StoreApprovePayload:
        store = lifecycle.approve_store(info.context.work, **_of(input))
        return StoreApprovePayload.of(store=store)

    @mutation(description="Open the store, once all required opening tasks are done.")
    def store_activate(self, info: Info, input: StoreActivateInput) -> StoreActivatePayload:
        store = lifecycle.activate_store(info.context.work, **_of(input))
        return StoreActivatePayload.of(store=store)

    @mutation(description="Stop selling in the store for a while.")
    def store_pause(self, info: Info, input: StorePauseInput) -> StorePausePayload:
        store = lifecycle.pause_store(info.context.work, reason=input.reason, **_of(input))
        return StorePausePayload.of(store=store)

    @mutation(description="Sell in the store again, after a pause or a penalty.")
    def store_resume(self, info: Info, input: StoreResumeInput) -> StoreResumePayload:
        store = lifecycle.resume_store(info.context.work, **_of(input))
        return StoreResumePayload.of(store=store)

    @mutation(description="Note that the platform punished the store.")
    def store_penalize(self, info: Info, input: StorePenalizeInput) -> StorePenalizePayload:
        store = lifecycle.penalize_store(info.context.work, reason=input.reason, **_of(input))
        return StorePenalizePayload.of(store=store)

    @mutation(description="Close the store for good and take down all it offers.")
    def store_close(self, info: Info, input: StoreCloseInput) -> StoreClosePayload:
        store = lifecycle.close_store(info.context.work, reason=input.reason, **_of(input))
        return StoreClosePayload.of(store=store)

    @mutation(description="Note that something the opening takes is done.")
    def store_opening_task_complete(
        self, info: Info, input: StoreOpeningTaskCompleteInput
    ) -> StoreOpeningTaskCompletePayload:
        task = lifecycle.complete_opening_task(
            info.context.work,
            reads.row_id("StoreOpeningTask", input.id),
            version=input.expected_version,
            note=input.note,
        )
        return StoreOpeningTaskCompletePayload.of(store_opening_task=task)

    @mutation(description="Note that something the opening takes is not done after all.")
    def store_opening_task_reopen(
        self, info: Info, input: StoreOpeningTaskReopenInput
    ) -> StoreOpeningTaskReopenPayload:
        task = lifecycle.reopen_opening_task(
            info.context.work,
            reads.row_id("StoreOpeningTask", input.id),
            version=input.expected_version,
            reason=input.reason,
        )
        return StoreOpeningTaskReopenPayload.of(store_opening_task=task)
