"""`tradepost serve`."""

import asyncio
import gc
import signal
import socket
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, cast

import typer
import uvicorn
from starlette.applications import Starlette

from api import data_folder, logs
from api.jobs.staff import end_process
from api.migrate import ensure_migrated, renew_what_ships
from api.refused import Refused
from api.settings import Settings, read_settings


def serve(*, demo: bool, host: str | None, port: int | None) -> None:
    """Until SIGINT or SIGTERM; then requests under way may finish."""
    settings = read_settings()
    settings = replace(
        settings,
        host=settings.host if host is None else host,
        port=settings.port if port is None else port,
    )
    with data_folder.held(settings.data_dir), listening(settings) as listener:
        ensure_migrated(settings)
        renew_what_ships(settings)
        place = address(settings, listener)
        told = [f"GraphQL  {place}/graphql", f"GraphiQL  {place}/graphiql/"]
        if demo:
            from api.commands.demo import demo_token  # noqa: PLC0415  not for every start

            told.append(f"Token  {demo_token(settings)}")
        run(settings, listener, told)
    end_process()


def run(settings: Settings, listener: socket.socket, told: list[str]) -> None:
    from api.app import application  # noqa: PLC0415  after what may refuse sooner

    logs.set_up(settings.log_level, settings.log_format)
    app = application(settings, keeps_house=True)
    server = Server(configured(app, settings), told, app.state.live.stop)
    server.run([listener])
    if not server.started:
        raise Refused("It could not start; the log above says why.")


def configured(application: Starlette, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        http="httptools",
        loop="auto",  # uvloop where there is one
        ws=cast("Any", websocket),  # called like the class that it stands for
        ws_max_size=settings.max_body_bytes,
        ws_ping_interval=settings.live_heartbeat_s,
        ws_ping_timeout=settings.live_patience_s,
        ws_per_message_deflate=False,  # it would cost memory for each of many that wait
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=settings.stop_within_s,
    )


def websocket(**how: Any) -> asyncio.Protocol:
    """Imported with the first of them: nobody who starts the server shall wait for it."""
    from uvicorn.protocols.websockets.websockets_sansio_impl import (  # noqa: PLC0415  see above
        WebSocketsSansIOProtocol,
    )

    return WebSocketsSansIOProtocol(**how)


class Server(uvicorn.Server):
    """Tells when it is ready, and ends by itself when it is told to stop."""

    def __init__(
        self, config: uvicorn.Config, told: list[str], before_stop: Callable[[], Awaitable[None]]
    ) -> None:
        super().__init__(config)
        self.told, self.before_stop = told, before_stop

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            gc.freeze()  # what start-up made stays: never look at it again
            gc.enable()
            typer.echo("\n".join(self.told))

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """What would never end by itself is ended first."""
        await self.before_stop()
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Unlike uvicorn's own, it raises no signal again once all is shut: we end with 0."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        kinds = [signal.SIGINT, signal.SIGTERM]
        if sys.platform == "win32":
            kinds.append(signal.SIGBREAK)
        before: dict[int, Any] = {kind: signal.signal(kind, self.handle_exit) for kind in kinds}
        try:
            yield
        finally:
            for kind, handler in before.items():
                signal.signal(kind, handler)


@contextmanager
def listening(settings: Settings) -> Iterator[socket.socket]:
    """Taken first, so that a taken port is said before anything else is done."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        if sys.platform != "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
            listener.listen(2048)
        except OSError as error:
            place = f"{settings.host}:{settings.port}"
            raise Refused(f"Cannot listen on {place}: {error.strerror or error}.") from None
        yield listener


def address(settings: Settings, listener: socket.socket) -> str:
    port = listener.getsockname()[1]
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{host}:{port}"
