"""Whether this process lives, and whether it can serve."""

from collections.abc import Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from api.logs import log


def alive(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


def health_routes(problem: Callable[[], str | None]) -> list[Route]:
    """`problem` says what keeps the database from serving; None when nothing does."""

    async def ready(_: Request) -> Response:
        try:
            found = await run_in_threadpool(problem)
        except Exception as error:  # noqa: BLE001  whatever it is, we are not ready
            log.warning("not ready", error=error)
            found = "The database cannot be reached."
        if found:
            return JSONResponse({"status": "unavailable", "reason": found}, 503)
        return JSONResponse({"status": "ok"})

    return [Route("/healthz", alive), Route("/readyz", ready)]
