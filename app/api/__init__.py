"""The JSON API: parse, one call, answer. Its OpenAPI description is at /api/v1/openapi.json."""

from fastapi import APIRouter

from app.api import catalog, comparison, feeds, scenarios

router = APIRouter(prefix="/api/v1")
for part in (feeds, scenarios, comparison, catalog):
    router.include_router(part.router)
