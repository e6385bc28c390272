"""The JSON API: every address below /api/v1, described at /api/v1/openapi.json."""

from fastapi import APIRouter

from app.api import catalog, comparison, feeds, scenarios, tokens

router = APIRouter(prefix="/api/v1")
for part in (feeds, scenarios, comparison, catalog, tokens):
    router.include_router(part.router)
