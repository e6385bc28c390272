"""A line per request, with its id and its route's template, and the answer to our own failures."""

import re
import secrets
import time
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

from app.web.errors import unexpected
from app.web.guards.proxies import came_through_proxy
from app.web.watching.logs import logger

HEADER = "X-Request-ID"
VALID_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
PROBES = frozenset(("/healthz", "/readyz", "/metrics"))  # asked every few seconds
NO_ROUTE = "(none)"
NO_ANSWER = 499  # as nginx says it: the client went away


def route_of(scope: Scope) -> str:
    """Return the template of the route that answered, such as `/s/{scenario_id}`.

    Never the path itself, which may hold the id of a scenario.
    """
    # FastAPI keeps the whole template here; on the route itself a router's prefix is missing.
    context = scope.get("fastapi", {}).get("effective_route_context")
    route = context or scope.get("route")
    template = getattr(route, "path_format", None) or getattr(route, "path", None)
    if template is None and "app_root_path" in scope:  # what is mounted, such as /static
        template = scope["root_path"].removeprefix(scope["app_root_path"])
    return template if isinstance(template, str) and template else NO_ROUTE


def method_of(scope: Scope) -> str:
    """Return the request's method; a client can invent any number of others."""
    return scope["method"] if scope["method"] in METHODS else "OTHER"


def request_id_of(scope: Scope) -> str:
    """Return the id that a trusted proxy gave the request, or a new one."""
    given = Headers(scope=scope).get(HEADER, "")
    if came_through_proxy(scope) and VALID_ID.fullmatch(given):
        return given
    return secrets.token_hex(8)


class RequestLog:
    """Gives each request an id, answers 500 to a failure of ours, and logs what came of it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.log = logger("requests")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the answer back with the request's id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = request_id_of(scope)
        started = time.perf_counter()
        status = NO_ANSWER

        async def send_with_id(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id):
            try:
                await self.app(scope, receive, send_with_id)
            except ClientDisconnect:
                pass
            except Exception as error:
                self.log.error("failure", exc_info=error)
                if status != NO_ANSWER:
                    raise  # too late for another answer: the server cuts the connection
                await unexpected(Request(scope), error)(scope, receive, send_with_id)
            finally:
                self.write_line(scope, status, time.perf_counter() - started)

    def write_line(self, scope: Scope, status: int, seconds: float) -> None:
        """Log what came of a request."""
        route = route_of(scope)
        line: dict[str, Any] = {
            "method": method_of(scope),
            "route": route,
            "status": status,
            "duration_ms": round(1000 * seconds, 1),
        }
        write = self.log.debug if route in PROBES and status == 200 else self.log.info
        write("request", **line)
