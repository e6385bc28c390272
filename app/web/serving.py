"""How uvicorn serves the app: what it logs, what it takes from a client, how long it waits."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal, Protocol

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.web.watching.logs import configuration

HEAD_SECONDS = 10  # for the request line and headers to arrive
HEAD_BYTES = 65_536  # of them
IDLE_SECONDS = 5  # that a connection stays open between two requests
SHUTDOWN_SECONDS = 30  # for requests in flight to finish
METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"  # the variable that prometheus_client reads
TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


class Served(Protocol):
    """Which settings say how the server runs."""

    @property
    def log_level(self) -> str:
        """The least severe messages logged."""

    @property
    def log_format(self) -> Literal["text", "json"]:
        """How a line of the log is written."""

    @property
    def maximum_connections(self) -> int:
        """How many connections a process takes."""

    @property
    def metrics_token(self) -> object | None:
        """What /metrics is read with; None where it is off."""


class BoundedHead(HttpToolsProtocol):
    """uvicorn's HTTP/1.1, whose request line and headers are bounded in size and in time.

    uvicorn alone would wait for them for ever, and keep any number of bytes of them.
    """

    head_timer: asyncio.TimerHandle | None = None
    head_bytes = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a connection, whose first request must follow."""
        super().connection_made(transport)
        self.await_head()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the headers have become too large."""
        cycle: Any = self.cycle  # None before the first request
        if cycle is None or cycle.response_complete:
            self.await_head()
        super().data_received(data)
        if self.head_timer is None:
            return
        self.head_bytes += len(data)
        if self.head_bytes > HEAD_BYTES and not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def on_headers_complete(self) -> None:
        """Hand the request to the app; from here on the app bounds it."""
        self.end_head()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self.end_head()
        super().connection_lost(exc)

    def await_head(self) -> None:
        """Close the connection unless a request's headers are complete in time."""
        if self.head_timer is None:
            self.head_timer = self.loop.call_later(HEAD_SECONDS, self.timeout_keep_alive_handler)

    def end_head(self) -> None:
        """Stop waiting for headers."""
        self.head_bytes = 0
        if self.head_timer is not None:
            self.head_timer.cancel()
            self.head_timer = None


def server_options(settings: Served) -> dict[str, Any]:
    """Return uvicorn's options."""
    return {
        "http": BoundedHead,
        "ws": "none",
        "log_level": settings.log_level,
        "log_config": configuration(level=settings.log_level, log_format=settings.log_format),
        "access_log": False,  # its lines hold scenario ids, and whoever has the id can read
        "server_header": False,
        "proxy_headers": False,  # the app looks at them itself: app.web.guards.proxies
        "limit_concurrency": settings.maximum_connections + 1,  # uvicorn refuses the last one
        "timeout_keep_alive": IDLE_SECONDS,
        "timeout_graceful_shutdown": SHUTDOWN_SECONDS,
    }


@contextmanager
def counting_together(settings: Served, *, workers: int) -> Iterator[None]:
    """Give several processes a folder for the counts that they share."""
    if workers == 1 or settings.metrics_token is None:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="crossover-metrics-") as folder:
        os.environ[METRICS_FOLDER] = folder
        yield
        del os.environ[METRICS_FOLDER]
