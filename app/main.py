"""The app: the only place where everything meets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.staticfiles import StaticFiles

from app import api, operations, pages
from app.calculator import MODEL_VERSION
from app.errors import add_error_handlers
from app.middleware import BodyLimit, HeadAsGet, KeptPrivate, SecurityHeaders
from app.scenarios import Database
from app.settings import Settings
from app.templating import STATIC, add_templates

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
        yield
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
    )
    app.state.settings = settings
    app.state.database = Database(settings.database_url)
    add_templates(app)
    add_error_handlers(app)
    app.include_router(api.router)
    app.include_router(pages.router)
    app.include_router(operations.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD"], expose_headers=["ETag"]
    )
    app.add_middleware(BodyLimit, maximum_bytes=settings.maximum_body_bytes)
    app.add_middleware(HeadAsGet)
    app.add_middleware(KeptPrivate)
    app.add_middleware(SecurityHeaders)
    return app


def app_from_environment() -> FastAPI:
    """Return the app with the settings of the environment, for uvicorn."""
    return create_app(Settings())
