"""Addresses for whoever runs the server."""

import hmac

import anyio
from anyio.to_thread import run_sync
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from app.store import Database, code_of, current_revision, newest_revision
from app.web.shares.costs import FREE, costs
from app.web.watching.logs import logger

router = APIRouter(include_in_schema=False)

READY_SECONDS = 3  # in which a database answers that is to serve people
READY = "ok\n"
NOT_MIGRATED = "the database is not migrated\n"
NOT_REACHED = "the database cannot be reached\n"


@router.get("/healthz")
@costs(FREE)
async def healthz() -> PlainTextResponse:
    """Say that the process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
@costs(FREE)
async def readyz(request: Request) -> PlainTextResponse:
    """Say, within seconds, whether the database is there and migrated."""
    text = NOT_REACHED
    with anyio.move_on_after(READY_SECONDS):
        text = await run_sync(readiness, request.app.state.database, abandon_on_cancel=True)
    headers = {"Cache-Control": "no-store"} | ({} if text == READY else {"Retry-After": "5"})
    return PlainTextResponse(text, status_code=200 if text == READY else 503, headers=headers)


def readiness(database: Database) -> str:
    """Return whether the database is there and migrated, in words."""
    try:
        migrated = current_revision(database) == newest_revision()
    except (SQLAlchemyError, OSError) as error:
        logger("database").warning("not ready", code=code_of(error), kind=type(error).__name__)
        return NOT_REACHED
    return READY if migrated else NOT_MIGRATED


@router.get("/metrics")
@costs(FREE)
def metrics(request: Request) -> Response:
    """Return the counts for Prometheus to whoever has the token; without a token, 404 to all."""
    token = request.app.state.settings.metrics_token
    if token is None:
        raise HTTPException(404)
    given = request.headers.get("Authorization", "").encode()
    if not hmac.compare_digest(given, f"Bearer {token.get_secret_value()}".encode()):
        raise HTTPException(401, "The metrics need their token.", {"WWW-Authenticate": "Bearer"})
    return Response(
        request.app.state.metrics.text(),
        headers={"Cache-Control": "no-store"},
        media_type=CONTENT_TYPE_LATEST,
    )
