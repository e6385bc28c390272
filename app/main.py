"""The app: the only place where everything meets."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from threading import Thread

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.concurrency import run_in_threadpool
from starlette_compress import CompressMiddleware, add_compress_type

from app import api, pages
from app.catalog import presets, rates
from app.model import MODEL_VERSION
from app.settings import Settings
from app.store import OUTAGE_KINDS, Database
from app.web.assets import HashedFiles
from app.web.errors import add_error_handlers
from app.web.guards.bodies import BodyLimit, Bounds
from app.web.guards.forgery import OwnPagesOnly
from app.web.guards.headers import HeadAsGet, KeptPrivate, SecurityHeaders
from app.web.guards.proxies import Proxies, networks
from app.web.reader import InTheReadersStyle
from app.web.shares.admission import Admission
from app.web.templating import ASSETS
from app.web.watching import operations, telemetry
from app.web.watching.metrics import Measured, Metrics
from app.web.watching.request_log import RequestLog

SWITCH_SECONDS = 0.0005  # that a thread may hold the interpreter's lock where another waits
WARM_UP_AFTER = 0.3  # seconds, in which the server has begun to listen and answers

OF_FILES = (  # addresses that take files, which may be larger than other bodies
    "/evidence",
    "/evidence/actuals",
    "/scenarios/import",
    "/api/v1/evidence",
    "/api/v1/scenarios/imports",
)
DESCRIPTION = """
Every address takes the same query dialect: `preset=NAME` and any `group.field=value` that differs
from it, as in `/api/v1/summary?preset=customer-support&workload.requests_per_month=500000`. Numbers
may be typed as people type them: `200k`, `8%`, `$2`. Rates and shares are fractions; token prices
are US dollars per million tokens; all other amounts are in `finance.currency`.

Errors are `application/problem+json` (RFC 9457); for wrong inputs `errors` names each of them.
"""


def create_app(settings: Settings) -> FastAPI:
    """Return the app with these settings; its database must be migrated."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        sys.setswitchinterval(SWITCH_SECONDS)  # Python's own 5 ms are seen behind long work
        with suppress(*OUTAGE_KINDS):  # /readyz says what is the matter
            await run_in_threadpool(app.state.database.open)
        thread = Thread(target=warm_up, name="warm-up")
        asyncio.get_running_loop().call_later(WARM_UP_AFTER, thread.start)
        yield
        await run_in_threadpool(telemetry.end_tracing, app)
        app.state.database.close()

    app = FastAPI(
        title="Crossover",
        version=MODEL_VERSION,
        summary="Prompting, fine-tuning or both: from which month does it pay?",
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,  # its scripts come from a CDN
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        redirect_slashes=False,  # it would lead to whatever host the request names
        telemetry=telemetry.NONE_OF_FASTAPI,
    )
    app.state.settings = settings
    app.state.database = Database(settings.database_url)
    app.state.metrics = Metrics()
    app.state.clock = partial(datetime.now, UTC)
    add_error_handlers(app)
    app.include_router(api.router)
    api.describe(app)
    app.include_router(pages.router)
    app.include_router(operations.router)
    app.mount(ASSETS.address, HashedFiles(ASSETS), name="static")
    add_middleware(app, settings)
    return app


def warm_up() -> None:
    """Load what a start does not wait for, and the first plan should not: SciPy, the catalogue."""
    from app.model import from_scipy  # noqa: F401

    presets()
    rates()


def add_middleware(app: FastAPI, settings: Settings) -> None:
    """Wrap the routes in what holds for every request, from the inside out."""
    add_compression(app)
    app.add_middleware(
        Admission,
        write_limit=settings.write_limit,
        simulation_limit=settings.simulation_limit,
        processor_seconds=settings.processor_seconds,
        stored_bytes=settings.stored_bytes,
    )
    files = Bounds(settings.maximum_file_bytes, settings.file_seconds)
    app.add_middleware(
        BodyLimit,
        usual=Bounds(settings.maximum_body_bytes, settings.body_seconds),
        by_path=dict.fromkeys(OF_FILES, files),
    )
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], expose_headers=["ETag"]
    )
    app.add_middleware(OwnPagesOnly, public_url=str(settings.public_url or ""))
    app.add_middleware(InTheReadersStyle)
    app.add_middleware(HeadAsGet)
    app.add_middleware(RequestLog)
    app.add_middleware(Measured, metrics=app.state.metrics)
    app.add_middleware(KeptPrivate)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Proxies, trusted=networks(settings.trusted_proxies))


def add_compression(app: FastAPI) -> None:
    """Compress every answer of some length in the best way that its reader knows."""
    for content_type in ("text/csv", "application/problem+json"):
        add_compress_type(content_type)
    app.add_middleware(CompressMiddleware, minimum_size=1000, zstd_level=9, brotli_quality=6)


def app_from_environment() -> FastAPI:
    """Return the app with the settings of the environment, for uvicorn."""
    app = create_app(Settings())
    if telemetry.is_wanted():
        telemetry.add_tracing(app)
    return app
