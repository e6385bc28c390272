"""What the API takes and answers of the months after a decision, for its OpenAPI description."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from app.answers.actuals.lookback import Status
from app.inputs import ApproachName
from app.scenarios.actuals.entry import MonthEntry, Months


class ActualsBody(BaseModel):
    """All that was paid and served so far; it takes the place of what was entered before."""

    model_config = ConfigDict(extra="forbid")

    months: Months
    note: str = Field(default="", max_length=2000, description="What changed, and why")
    author: str = Field(default="", max_length=120, description="Who enters it")
    revision: int | None = Field(
        default=None,
        ge=1,
        description="Of the plan, to compare with; null: as before, at first the newest",
    )


class SaidOfChange(BaseModel):
    """Who changed the actuals, and when; no change is ever changed itself."""

    number: int
    note: str
    author: str
    created_at: datetime


class ActualsChangeAnswer(SaidOfChange):
    """One change."""

    months: int = Field(description="How many months there were after it")


class ActualsAfterChange(SaidOfChange):
    """All that was entered, as it was after a change."""

    months: list[MonthEntry]


class ActualsAnswer(BaseModel):
    """What was entered."""

    currency: str
    number: int = Field(description="Of the last change; 0 before the first")
    months: list[MonthEntry]
    changes: list[ActualsChangeAnswer] = Field(description="The newest first")


class StaleActualsAnswer(BaseModel):
    """Somebody entered something in between."""

    type: str
    title: str
    status: int
    detail: str
    current: ActualsAnswer


class Parts(BaseModel):
    """An amount against the plan; volume, price and rest add up to the variance."""

    planned: float
    actual: float
    variance: float = Field(description="actual − planned")
    volume: float = Field(description="From more or fewer requests than planned")
    price: float = Field(description="From other prices than planned, at the requests that came")
    rest: float = Field(description="What is left")


class LineVariance(Parts):
    """One line against the plan."""

    line: str = Field(description="A cost line, or `others`: what was not told apart")


class MonthVarianceAnswer(Parts):
    """One month, of which only the lines that were entered are compared."""

    month: int
    date: str = Field(description="YYYY-MM")
    approach: ApproachName = Field(description="In use, as entered")
    planned_requests: float
    requests: float | None = Field(description="null where nobody said: then as planned")
    covered: list[str] = Field(description="The lines that were entered")
    lines: list[LineVariance]


class ForecastAnswer(BaseModel):
    """The plan from here on, at the volumes and prices of the last three months."""

    approach: ApproachName
    volume_factor: float
    cost_so_far: float
    cost_to_come: float
    cost: float
    planned_cost: float = Field(description="Of the plan that was decided on")
    break_even_month: int | None
    planned_break_even_month: int | None


class PaybackAnswer(BaseModel):
    """What prompting would have cost at the requests that came, against what it did cost."""

    status: Status
    prompting_cost: float
    cost: float
    saved: float
    month: int | None = Field(description="From which on it has paid back, or will have")


class AssumedAnswer(BaseModel):
    """What nobody entered of a line, and is taken from the plan at the requests that came."""

    line: str
    months: list[int]
    amount: float


class VarianceAnswer(BaseModel):
    """The plan against what was paid, as paid; null and empty before anything was entered."""

    currency: str
    revision: int = Field(description="Of the plan that it is compared with")
    months: list[MonthVarianceAnswer]
    so_far: Parts | None
    lines: list[LineVariance] = Field(description="Of all months so far")
    assumed: list[AssumedAnswer] = Field(
        description="What of the cost so far was not entered, the largest first"
    )
    forecast: ForecastAnswer | None
    payback: PaybackAnswer | None
