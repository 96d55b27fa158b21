"""Renders with fonts that were added, bound and laid out before the transaction that queues them.

Such fonts are opened in a child, and no writer shall wait for one. Where none were added, a layout
takes some milliseconds, and is tried within the transaction alone.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy.orm import Session

from api.added_fonts import added_fonts
from api.context import Context
from api.renders.layouts import Layouts
from api.renders.making import load_what_draws
from domain.creatives.asked import NewRender
from domain.errors import DomainError
from domain.work import Work


def rehearsed(
    make: Callable[[Work, Any, Layouts], NewRender],
) -> Callable[[Context, Mapping[str, Any]], None]:
    """What such a mutation does first. It refuses nothing: what was queued under a key is told.

    Within the transaction the same is found again, for its layout was tried already; what somebody
    has changed meanwhile is tried anew.
    """

    def first(context: Context, given: Mapping[str, Any]) -> None:
        load_what_draws()
        layouts = hand_over(context, given["input"])
        with Session(context.reads.database.looking) as session:
            work = context.work_in(session)
            if added_fonts(work):
                with suppress(DomainError):
                    make(work, given["input"], layouts)

    return first


def hand_over(context: Context, asked: Any) -> Layouts:
    """To the transaction, which `layouts_of` it."""
    assert context.storage is not None
    layouts = Layouts(context.storage)
    context.made_before[id(asked)] = layouts
    return layouts


def layouts_of(context: Context, asked: Any) -> Layouts:
    found: Layouts = context.made_before.pop(id(asked))
    return found
