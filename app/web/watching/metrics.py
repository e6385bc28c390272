"""What Prometheus may read: requests by route, and what runs now. No id, no path, no client.

With several worker processes, `crossover serve` gives them a folder to count in together:
https://prometheus.github.io/client_python/multiprocess/.
"""

import os
import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.plans.simulating import LOOKING, SAVING
from app.web.serving import METRICS_FOLDER
from app.web.watching.request_log import NO_ANSWER, method_of, route_of

LABELS = ("method", "route", "status")
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The counts of one app; with several processes, of all of them."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "crossover_requests", "Requests answered", LABELS, registry=self.registry
        )
        self.durations = Histogram(
            "crossover_request_duration_seconds",
            "From the first byte to the last",
            ("method", "route"),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.in_progress = self.gauge("crossover_requests_in_progress", "Requests not yet answered")
        self.simulations = self.gauge("crossover_simulations_running", "Simulations at work")
        for turns in (LOOKING, SAVING):
            turns.watch(self.simulations.inc)

    def gauge(self, name: str, documentation: str) -> Gauge:
        """Return a number that goes up and down, added up over the processes that live."""
        return Gauge(name, documentation, registry=self.registry, multiprocess_mode="livesum")

    def text(self) -> bytes:
        """Return the counts as Prometheus reads them."""
        folder = os.environ.get(METRICS_FOLDER)
        if folder is None:
            return generate_latest(self.registry)
        forget_the_dead(Path(folder))
        registry = CollectorRegistry()
        MultiProcessCollector(registry, path=folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def forget_the_dead(folder: Path) -> None:
    """Drop what processes that ended were doing; what they had done stays counted."""
    for file in folder.glob("gauge_live*_*.db"):
        process = file.stem.rpartition("_")[2]
        if process.isdecimal() and not is_alive(int(process)):
            mark_process_dead(int(process), str(folder))  # type: ignore[no-untyped-call]


def is_alive(process: int) -> bool:
    """Tell whether a process of this number runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Measured:
    """Counts and times every request."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = NO_ANSWER
        started = time.perf_counter()

        async def send_counted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self.metrics.in_progress.track_inprogress():
            try:
                await self.app(scope, receive, send_counted)
            finally:
                method, route = method_of(scope), route_of(scope)
                self.metrics.requests.labels(method, route, str(status)).inc()
                elapsed = time.perf_counter() - started
                self.metrics.durations.labels(method, route).observe(elapsed)
