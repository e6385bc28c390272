"""Sourced data: model and fine-tuning prices, exchange rates, presets. Nothing is calculated."""

from app.catalog.events import Event, PriceStep, events
from app.catalog.models import (
    FILLED,
    ModelPrice,
    UnknownModel,
    find_model,
    makers,
    models,
    price_fields,
    prices_as_of,
)
from app.catalog.origins import Origin, origin_of, source_of
from app.catalog.presets import Preset, UnknownPreset, find_preset, presets
from app.catalog.rates import DOLLAR, Rate, find_rate, rates
from app.catalog.search import by_maker, in_order, label_of, named, near
from app.catalog.tokens import TokenCount, count_tokens

__all__ = [
    "DOLLAR",
    "FILLED",
    "Event",
    "ModelPrice",
    "Origin",
    "Preset",
    "PriceStep",
    "Rate",
    "TokenCount",
    "UnknownModel",
    "UnknownPreset",
    "by_maker",
    "count_tokens",
    "events",
    "find_model",
    "find_preset",
    "find_rate",
    "in_order",
    "label_of",
    "makers",
    "models",
    "named",
    "near",
    "origin_of",
    "presets",
    "price_fields",
    "prices_as_of",
    "rates",
    "source_of",
]
