"""The JSON API: parse, one call, answer. Its OpenAPI description is at /api/v1/openapi.json."""

from fastapi import APIRouter

from app.api import catalog, feeds, scenarios, tokens

router = APIRouter(prefix="/api/v1")
for part in (feeds, scenarios, catalog, tokens):
    router.include_router(part.router)
