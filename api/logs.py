"""One line a request, and one a bug: who, what, how long; never variables or personal values."""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal, cast

import orjson
from sqlalchemy.exc import StatementError

from api.settings import WrongSetting, read_settings
from domain.ids import new_id

_rich = sys.modules.get("rich")
sys.modules["rich"] = cast(Any, None)  # structlog would load it, for tracebacks that we do not show
import structlog  # noqa: E402  before that

if _rich is None:
    del sys.modules["rich"]
else:
    sys.modules["rich"] = _rich

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}
Event = MutableMapping[str, Any]


@dataclass(slots=True)
class Ticket:
    """What the log may say of the request under way."""

    request_id: str = "-"
    operation_type: str | None = None
    operation: str | None = None
    actor: str | None = None
    error_id: str | None = None


TICKET: ContextVar[Ticket | None] = ContextVar("ticket", default=None)
log: Any = structlog.get_logger()


def set_up(level: str, form: Literal["auto", "console", "json"]) -> None:
    """To standard error; once, before the first line."""
    is_console = form == "console" or (form == "auto" and sys.stderr.isatty())
    shared: list[Any] = [
        with_request_id,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        with_cause,
    ]
    if is_console:
        structlog.configure(
            processors=[*shared, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())],
            wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
            logger_factory=structlog.PrintLoggerFactory(sys.stderr),
            cache_logger_on_first_use=True,
        )
    else:
        structlog.configure(
            processors=[*shared, as_json],
            wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
            logger_factory=structlog.BytesLoggerFactory(sys.stderr.buffer),
            cache_logger_on_first_use=True,
        )
    root = logging.getLogger()
    root.handlers = [Handed()]
    root.setLevel(max(LEVELS[level], logging.WARNING))


class Handed(logging.Handler):
    """What libraries log, in the same form."""

    def emit(self, record: logging.LogRecord) -> None:
        word = record.levelname.lower()
        say = getattr(log, word if word in LEVELS else "error")
        say("library", logger=record.name, message=record.getMessage(), error=exception_of(record))


def exception_of(record: logging.LogRecord) -> BaseException | None:
    return record.exc_info[1] if record.exc_info else None


def as_json(_logger: Any, _name: str, event: Event) -> bytes:
    return orjson.dumps(event, default=str)


def with_request_id(_logger: Any, _name: str, event: Event) -> Event:
    ticket = TICKET.get()
    if ticket is not None:
        event.setdefault("request_id", ticket.request_id)
    return event


def with_cause(_logger: Any, _name: str, event: Event) -> Event:
    """An exception as text: its frames, without the values that statements ran with."""
    error = event.pop("error", None)
    if isinstance(error, BaseException):
        hide_values(error)
        event["cause"] = "".join(traceback.format_exception(error)).rstrip()
    return event


def hide_values(error: BaseException | None) -> None:
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, StatementError):
            error.hide_parameters = True
        error = error.__cause__ or error.__context__


def bug(error: BaseException, **where: Any) -> str:
    """Log what should not have happened; the id under which it is found."""
    error_id = str(new_id())
    ticket = TICKET.get()
    if ticket is not None:
        ticket.error_id = error_id
        where.setdefault("operation", ticket.operation)
    log.error("bug", error_id=error_id, error=error, **where)
    return error_id


def unforeseen(error: Exception) -> str:
    """For a person at the terminal: what broke, and where the rest of it is told."""
    hide_values(error)
    if is_debugging():
        return "".join(traceback.format_exception(error)).rstrip()
    first = (str(error).strip() or type(error).__name__).splitlines()[0]
    return f"It broke: {first} (TRADEPOST_LOG_LEVEL=debug tells more.)"


def is_debugging() -> bool:
    try:
        return read_settings().log_level == "debug"
    except WrongSetting:
        return False
