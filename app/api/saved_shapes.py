"""What the API takes and answers about saved scenarios, for its OpenAPI description."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, StrictBool

from app.api.shapes import InputProblem, PlanBody, SummaryAnswer
from app.inputs import ApproachName, Inputs
from app.model import Challenger
from app.store import Moment


class ScenarioBody(PlanBody):
    """A plan to save."""

    name: str = Field(min_length=1, max_length=120)
    note: str = Field(default="", max_length=2000, description="What changed, and why")
    author: str = Field(default="", max_length=120, description="Who saves it, as readers see it")


class NewScenarioBody(ScenarioBody):
    """A plan to save as a new scenario."""

    expires_at: Moment | None = Field(
        default=None, description="From then on only the edit key opens it"
    )


class ScenarioSettings(BaseModel):
    """Who sees what of a scenario, and until when."""

    model_config = ConfigDict(extra="forbid")

    expires_at: Moment | None = Field(
        default=None, description="From then on only the edit key opens it"
    )
    shows_figures: StrictBool = Field(
        default=False, description="Whether previews of its link show name, answer and chart"
    )


class ScenarioAnswer(BaseModel):
    """A saved scenario."""

    id: str
    name: str
    preset: str
    inputs: Inputs
    ranges: dict[str, Any]
    sources: dict[str, str]
    revision: int
    prices_as_of: str
    model_version: str
    created_at: datetime
    updated_at: datetime
    read_url: str


class RevisionAnswer(BaseModel):
    """A revision in a list."""

    revision: int
    name: str
    note: str
    author: str
    created_at: datetime
    prices_as_of: str
    model_version: str
    summary: dict[str, Any] = Field(description="The figures as /summary has them")
    read_url: str


class ChangeShape(BaseModel):
    """An input that differs."""

    input: str
    before: Any
    after: Any


class EffectShape(BaseModel):
    """A figure before and after."""

    comparison: Challenger
    npv_before: float
    npv_after: float
    break_even_month_before: int | None
    break_even_month_after: int | None


class ChangesAnswer(BaseModel):
    """What changed between two revisions."""

    before: int
    after: int
    inputs: list[ChangeShape]
    ranges: list[ChangeShape]
    effects: list[EffectShape]


class MovedPriceShape(BaseModel):
    """A catalogue price that is another one today."""

    input: str
    model: str = Field(description="What fills it: a model, or the currency of an exchange rate")
    then: float | None
    now: float | None


class MovedAnswer(BaseModel):
    """Which prices have moved, and what they would do."""

    prices: list[MovedPriceShape]
    claimed: bool = Field(
        description="Whether those of then are what an imported file says; nobody checked them"
    )
    prices_as_of: str = Field(description="Date of today's prices")
    summary: SummaryAnswer | None = Field(description="With today's prices; null if none has moved")


class StaleAnswer(BaseModel):
    """Somebody saved in between: an RFC 9457 problem with what is there now."""

    type: str
    title: str
    status: int
    detail: str
    current: ScenarioAnswer


class ComparedScenario(BaseModel):
    """One of the scenarios compared."""

    scenario: str = Field(description="Its id, with its revision if one was named")
    name: str
    revision: int
    currency: str
    model_version: str = Field(description="Of the cost model that calculated it")
    summary: dict[str, Any]


class ComparedInput(BaseModel):
    """An input that is not the same in all of them, with its value in each."""

    input: str
    values: list[Any]


class ContributionShape(BaseModel):
    """What one input alone does to the first scenario's present cost."""

    input: str
    change: float


class DriverShape(BaseModel):
    """What drives one scenario's difference from the first, the largest first."""

    scenario: str
    contributions: list[ContributionShape] | None = Field(
        description="null where the currencies differ, or one leaves the approach out"
    )


class ComparisonAnswer(BaseModel):
    """Two to four scenarios side by side."""

    approach: ApproachName
    scenarios: list[ComparedScenario]
    inputs: list[ComparedInput]
    drivers: list[DriverShape]
    notes: list[dict[str, Any]] = Field(
        description="Whether other versions of the cost model calculated them"
    )


class RefusedScenario(BaseModel):
    """A scenario of a file that was not stored."""

    scenario: int = Field(description="Its place in the file, from 1")
    name: str = Field(description="Of its latest revision; empty where it has none")
    errors: list[InputProblem]


class ImportedAnswer(BaseModel):
    """What became of the scenarios of a file, each by itself."""

    scenarios: "list[CreatedScenario]"
    refused: list[RefusedScenario]


class CreatedScenario(ScenarioAnswer):
    """A scenario just saved, with the key that changes it. The key is shown this once."""

    edit_key: str
    edit_url: str
