"""The catalogue in the API: models with their prices, use cases, exchange rates."""

from dataclasses import asdict

from fastapi import APIRouter
from fastapi.responses import JSONResponse

from app.catalog import ModelPrice, Rate, models, presets, rates
from app.feeds.payloads import preset_payload
from app.web.shares.costs import FIGURES, costs

router = APIRouter()


@router.get(
    "/models",
    summary="The models of the catalogue, with their prices",
    operation_id="get_models",
    tags=["catalogue"],
    responses={200: {"model": list[ModelPrice]}},
)
@costs(FIGURES)
def list_models() -> JSONResponse:
    """Return every model: prices in USD per 1M tokens, with source and date."""
    return JSONResponse([model.model_dump(mode="json") for model in models().values()])


@router.get(
    "/presets",
    summary="The use cases that a plan can start from",
    operation_id="get_presets",
    tags=["catalogue"],
)
@costs(FIGURES)
def list_presets() -> JSONResponse:
    """Return every preset: its inputs, and the source or assumption behind each number."""
    return JSONResponse([preset_payload(preset) for preset in presets().values()])


@router.get(
    "/rates",
    summary="Exchange rates of the European Central Bank",
    operation_id="get_rates",
    tags=["catalogue"],
    responses={200: {"model": list[Rate]}},
)
@costs(FIGURES)
def list_rates() -> JSONResponse:
    """Return every currency with a published rate: what one US dollar costs in it, and of when."""
    return JSONResponse([asdict(rate) for rate in rates().values()])
