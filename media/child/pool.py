"""Children kept warm between renders, so that each pays for its pixels and not for imports."""

import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Any, Self

from media.child import process, wire
from media.child.process import Cancel, OnProgress, Process
from media.child.request import Limits, Request
from media.errors import BadValue, MediaError, RenderCrashed, RenderFailed, RenderTooCostly
from media.presets.finding import again
from media.rendered import Rendered

_RENDERS_EACH = 500
_LOOKS_EVERY_S = 0.1


class Renderer:
    """So many children at most, each started when it is first needed; safe between threads.

    A child that crashed is replaced, and so is one that has grown to half of its memory or has
    drawn `renders_each` times. `close` it, or use it with `with`.
    """

    def __init__(
        self,
        children: int = 1,
        limits: Limits | None = None,
        *,
        renders_each: int = _RENDERS_EACH,
        program: str | None = None,
    ) -> None:
        self._limits, self._renders_each, self._program = (
            limits or Limits(),
            renders_each,
            program or process.PROGRAM,
        )
        self._free = threading.Semaphore(children)
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._is_closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the idle ones now, and each that is drawing when it is done."""
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for child in idle:
            child.end()

    def render(
        self,
        request: Request,
        on_progress: OnProgress | None = None,
        cancel: Cancel | None = None,
    ) -> Rendered:
        """The file; blocks. Raises what `media.render.render` raises, or a RenderFailed.

        `on_progress` is told a stage and what is done, 0 to 1; what it raises ends the render.
        """
        message = _message(request)
        cancel = cancel or Cancel()
        while not self._free.acquire(timeout=_LOOKS_EVERY_S):
            with cancel.reaching(_nothing):
                pass
        try:
            return self._rendered(message, on_progress or _silent, cancel)
        except RenderFailed as error:
            raise error.within(template=_name(request)) from None
        finally:
            self._free.release()

    def _rendered(self, message: list[bytes], tell: OnProgress, cancel: Cancel) -> Rendered:
        child = self._taken()
        is_good = False
        try:
            head, parts = child.ask(message, tell, cancel)
            is_good = "done" in head or "refused" in head
        finally:
            self._put_back(child, is_good=is_good)
        return _result(head, parts)

    def _taken(self) -> Process:
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_alive:
                    return child
                child.end()
        return Process(self._limits, self._program)

    def _put_back(self, child: Process, *, is_good: bool) -> None:
        is_worn = (
            child.render_count >= self._renders_each or child.held_mb > self._limits.memory_mb // 2
        )
        with self._lock:
            is_kept = is_good and not is_worn and not self._is_closed
            if is_kept:
                self._idle.append(child)
        if not is_kept:
            child.end()


def _silent(_stage: str, _share: float) -> None:
    pass


def _nothing() -> None:
    pass


def _name(request: Request) -> str | None:
    """Of its template, as far as it has one."""
    template = request.template
    name = template.get("name") if isinstance(template, Mapping) else template
    return name if isinstance(name, str) else None


def _message(request: Request) -> list[bytes]:
    order = {
        "template": request.template,
        "values": request.values,
        "format": request.format,
        "scale": request.scale,
        "preset": request.preset,
        "cache": request.cache,
        "door": request.door,
        "at_s": request.at_s,
        "is_checked": request.is_checked,
    }
    head = {"order": order, "names": list(request.assets), "fonts": list(request.fonts)}
    try:
        return wire.packed(head, [*request.assets.values(), *request.fonts.values()])
    except (TypeError, ValueError, RecursionError):
        raise BadValue("The template and the values must be JSON, and not nested deeply") from None


def _result(head: dict[str, Any], parts: list[bytes]) -> Rendered:
    if "done" in head:
        data, *sides = parts
        found = {
            end: [again(one) for one in told] for end, told in head["done"].pop("found").items()
        }
        beside = dict(zip(head["sides"], sides, strict=True))
        return Rendered(data, **head["done"], sides=beside, found=found)
    raise _error(head)


def _error(head: dict[str, Any]) -> MediaError:
    if "refused" in head:
        return wire.as_error(head["refused"])
    if "no_memory" in head:
        return RenderTooCostly("It takes more memory than it may", "memory")
    detail = str(head.get("bug", ""))
    last = detail.strip().rpartition("\n")[2]
    return RenderCrashed(f"The program broke while it drew: {last}", detail, is_bug=True)


def render_in_child(
    request: Request,
    on_progress: OnProgress | None = None,
    *,
    limits: Limits | None = None,
    cancel: Cancel | None = None,
) -> Rendered:
    """As `Renderer.render`, in a child of its own that is gone when this ends."""
    with Renderer(1, limits) as renderer:
        return renderer.render(request, on_progress, cancel)
