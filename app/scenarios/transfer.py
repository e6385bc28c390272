"""Scenarios as one JSON file, for another browser or another server."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, FiniteFloat

from app.plans.plan import SIMULATION
from app.scenarios.actuals.transfer import ActualsFile
from app.store import MOST_CHANGES, MOST_REVISIONS, Moment

FORMAT = "crossover-scenarios"
VERSION = 1


class RevisionFile(BaseModel):
    """One revision in a file."""

    name: str
    note: str = ""
    author: str = ""
    preset: str
    inputs: dict[str, Any]
    follows: list[str] = []
    ranges: dict[str, Any] = {}
    sources: dict[str, Any] = {}
    draws: int = SIMULATION["draws"]
    seed: int = SIMULATION["seed"]
    catalogue_prices: dict[str, FiniteFloat | None] = {}
    prices_as_of: date
    # That calculated it; the figures are calculated anew.
    model_version: Annotated[str, Field(max_length=32)] | None = None
    created_at: Moment


class ScenarioFile(BaseModel):
    """One scenario in a file, its revisions from the first to the latest."""

    expires_at: Moment | None = None
    shows_figures: bool = False
    revisions: Annotated[list[RevisionFile], Field(min_length=1, max_length=MOST_REVISIONS)]
    actuals: Annotated[list[ActualsFile], Field(max_length=MOST_CHANGES)] = []


class TransferFile(BaseModel):
    """A whole file."""

    format: Literal["crossover-scenarios"]
    version: Literal[1]
    scenarios: Annotated[list[ScenarioFile], Field(json_schema_extra={"minItems": 1})]
