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


class OfReferences(Figure):
    """A number that holds for all references that begin with `prefix`."""

    prefix: Text


class Announcement(Sourced):
    """A day that a provider has announced for some models."""

    references: list[Text]
    value: date


class TunedFigures(BaseModel):
    """The prices of a tuned model that are its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    input_price: Figure | None = None
    cached_input_price: Figure | None = None
    output_price: Figure | None = None
    hosting_price: Figure | None = None
    training_price: Figure | None = None
    training_minimum: Figure | None = None
    training_job_price: Figure | None = None
    storage_price: Figure | None = None

    def given(self) -> dict[str, Figure]:
        """Return the figures there are, by the field they fill."""
        return {name: figure for name, figure in self if figure is not None}


class TunedModel(BaseModel):
    """A model that one trains; with a `base`, its tokens cost what the base model's cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    reference: Text
    title: Text
    base: str | None = None
    cached_input: bool = False  # the base model's cache prices hold too
    deprecated: bool = False  # the provider no longer supports its training
    figures: TunedFigures
    families: str = ""  # open models that the price of a size holds for, as people call them
    note: str = ""


class TokenPrices(BaseModel):
    """What is taken from genai-prices: of which version, of which day, of which providers."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    version: Text
    as_of: date
    providers: list[Text]


class Weights(BaseModel):
    """Whose weights anybody may download: words of references, the open ones looked for first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    open: list[Text]
    closed: list[Text]


class FineTuning(BaseModel):
    """The whole file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token_prices: TokenPrices
    tuned_models: list[TunedModel]
    closing_fine_tuning: list[Announcement]
    retirements: list[Announcement]
    cache_minimums: list[OfReferences]
    cache_lifetimes: list[OfReferences]
    weights: Weights


def announced(announcements: list[Announcement], reference: str) -> Announcement | None:
    """Return what is announced for a model; None where nothing is."""
    return next((item for item in announcements if reference in item.references), None)


def cache_minimum(reference: str) -> OfReferences | None:
    """Return the shortest prompt, in tokens, that the model's provider caches."""
    return longest_match(read_fine_tuning().cache_minimums, reference)


def cache_lifetime(reference: str) -> OfReferences | None:
    """Return for how many minutes the provider keeps a prompt that nobody uses."""
    return longest_match(read_fine_tuning().cache_lifetimes, reference)


def has_open_weights(reference: str) -> bool | None:
    """Tell whether anybody may run the model on hardware of their own; None where nobody knows."""
    name, words = reference.partition("/")[2].casefold(), read_fine_tuning().weights
    if any(word in name for word in words.open):
        return True
    return False if any(word in name for word in words.closed) else None


def longest_match(items: list[OfReferences], reference: str) -> OfReferences | None:
    """Return the entry with the longest prefix that the reference begins with."""
    found = [item for item in items if reference.startswith(item.prefix)]
    return max(found, key=lambda item: len(item.prefix), default=None)


def find_tuned_model(reference: str) -> TunedModel | None:
    """Return the file's entry of a tuned model; None for any other model."""
    tuned = read_fine_tuning().tuned_models
    return next((model for model in tuned if model.reference == reference), None)


@cache
def read_fine_tuning() -> FineTuning:
    """Return the file; raises pydantic.ValidationError where it breaks its schema."""
    text = (FOLDER / "fine_tuning.yaml").read_text(encoding="utf-8")
    return FineTuning.model_validate(yaml.safe_load(text))
