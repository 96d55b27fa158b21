"""What is kept of what was made last, whoever makes it at the same time."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from api.reads.recent import Recent


@pytest.fixture
def hurried() -> Iterator[None]:
    """Threads take turns as often as they can."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("hurried")
def test_threads_that_keep_and_forget_at_once_do_not_disturb_each_other() -> None:
    """A dictionary that changes while somebody looks for its oldest is an error of that thread."""
    recent: Recent[int] = Recent(5)

    def use(thread: int) -> None:
        for number in range(20_000):
            assert recent.get((thread, number % 7), lambda: 1) == 1

    with ThreadPoolExecutor(4) as threads:
        for done in [threads.submit(use, thread) for thread in range(4)]:
            done.result()
    assert recent.weight == len(recent.kept) == len(recent.weights) <= 5


def test_what_was_made_last_is_kept_by_its_weight() -> None:
    recent: Recent[str] = Recent(5, lambda _, value: len(value))
    for key, value in (("a", "11"), ("b", "22"), ("c", "33"), ("b", "4")):
        recent.remember(key, value)
    assert recent.kept == {"b": "4", "c": "33"}
    assert recent.get("a", lambda: "555555") == "555555"
    assert recent.kept == {}
