"""Addresses for whoever runs the server."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from app.scenarios import current_revision, newest_revision

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> PlainTextResponse:
    """Say that the process answers."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def readyz(request: Request) -> PlainTextResponse:
    """Say whether the database is there and migrated."""
    if current_revision(request.app.state.database) == newest_revision():
        return PlainTextResponse("ok\n")
    return PlainTextResponse("the database is not migrated\n", status_code=503)
