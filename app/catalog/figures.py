"""The schema of fine_tuning.yaml: every figure with unit, source and date."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints

FOLDER = Path(__file__).parent

Text = Annotated[str, StringConstraints(min_length=1)]


class Sourced(BaseModel):
    """Where something comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    unit: Text
    source: Text
    as_of: date
    doubtful: bool = False  # sources are secondary or disagree


class Figure(Sourced):
    """A number."""

    value: float


class CacheMinimum(Figure):
    """The shortest prompt that is cached, for all references that begin with `prefix`."""

    prefix: Text


class Announcement(Sourced):
    """A day that a provider has announced for some models."""

    references: list[Text]
    value: date


class TunedModel(BaseModel):
    """A model that one trains; with a `base`, its tokens cost what the base model's cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: Text
    title: Text
    base: str | None = None
    cached_input: bool = False  # the base model's cache prices hold too
    figures: dict[str, Figure]
    note: str = ""


class TokenPrices(BaseModel):
    """Which version of genai-prices is used, and the day whose prices are taken from it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Text
    as_of: date


class FineTuning(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token_prices: TokenPrices
    tuned_models: list[TunedModel]
    closing_fine_tuning: list[Announcement]
    retirements: list[Announcement]
    cache_minimums: list[CacheMinimum]


@cache
def read_fine_tuning() -> FineTuning:
    """Return the file; raises pydantic.ValidationError where it breaks its schema."""
    text = (FOLDER / "fine_tuning.yaml").read_text(encoding="utf-8")
    return FineTuning.model_validate(yaml.safe_load(text))
