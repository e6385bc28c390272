"""What the API takes and answers, for its OpenAPI description; a test holds the answers to it."""

from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model

from app.answers import DRAWS, ApproachFigures, Comparison, Verdict
from app.candidates import MOST, Tried
from app.catalog.tokens import LONGEST_TEXT
from app.inputs import LONGEST_SOURCE, ApproachName, Inputs
from app.model import LINES, Challenger
from app.words.notes import Remark

LineAmounts: type[BaseModel] = create_model(
    "LineAmounts",
    __doc__="One approach in one month, in `finance.currency`.",
    **{
        name: (float, Field(description=description))
        for name, description in [
            *((line, f"The cost line {line}.") for line in LINES),
            ("total", "The sum of the cost lines."),
            ("cumulative", "The running sum of the totals from month 0."),
            ("right_answers", "Requests answered right."),
        ]
    },  # type: ignore[call-overload]
)
ChallengerAmounts: type[BaseModel] = create_model(
    "ChallengerAmounts",
    __base__=LineAmounts,
    __doc__="Fine-tuning, or both, in one month, beside prompting; in `finance.currency`.",
    savings=(float, Field(description="What it costs less than prompting.")),
    cumulative_savings=(float, Field(description="The running sum of the savings from month 0.")),
)
CHANCE = "How often it is the cheapest among those entered and one's own; null without a range"
NOT_CONSIDERED = "null for an approach that is not considered."


class Month(BaseModel):
    """One month of all approaches; month 0 is the decision."""

    month: int
    date: str = Field(description="YYYY-MM", examples=["2026-12"])
    requests: float
    discount: float = Field(description="What an amount of the month is worth in today's money")
    prompting: LineAmounts
    tuning: ChallengerAmounts | None = Field(description=NOT_CONSIDERED)
    hybrid: ChallengerAmounts | None = Field(description=NOT_CONSIDERED)


class SummaryAnswer(BaseModel):
    """The figures of a plan, in `currency`."""

    currency: str
    approaches: dict[ApproachName, ApproachFigures | None] = Field(description=NOT_CONSIDERED)
    comparisons: dict[Challenger, Comparison | None] = Field(description=NOT_CONSIDERED)
    cheapest: ApproachName
    too_close_to_call: bool
    notes: list[Remark]


class ProjectionAnswer(BaseModel):
    """A plan calculated: its complete inputs, its figures, every month."""

    preset: str
    model_version: str
    prices_as_of: str = Field(description="Date of the price data, YYYY-MM-DD")
    currency: str = Field(description="Of every amount that no provider bills")
    inputs: Inputs
    sources: dict[str, str] = Field(description="Where values come from, by `group.field`")
    notes: list[Remark]
    summary: SummaryAnswer
    months: list[Month]


class MonthRow(BaseModel):
    """One line of one approach in one month; without `lines=all`, cost lines alone."""

    month: int
    date: str = Field(description="YYYY-MM")
    approach: ApproachName
    line: Literal[(*LINES, "requests", "right_answers", "savings")]  # type: ignore[valid-type]
    amount: float = Field(description="In `finance.currency`; requests and right answers: how many")


class YearRow(BaseModel):
    """One line of one approach in one fiscal year."""

    fiscal_year: int = Field(description="The calendar year in which it ends")
    approach: ApproachName
    line: Literal[(*LINES, "total", "requests", "savings")]  # type: ignore[valid-type]
    amount: float = Field(description="In `finance.currency`; requests: how many")


class InputRow(BaseModel):
    """One input, and where its value comes from."""

    input: str = Field(description="`group.field`")
    value: Any
    unit: str | None
    source: str | None = Field(description="A source, an assumption with its reason, or the person")
    as_of: str | None = Field(description="Date of the source, YYYY-MM-DD")


class SpreadShape(BaseModel):
    """How an amount is spread over the draws."""

    mean: float
    p10: float = Field(description="Nine draws in ten are at least this")
    p50: float
    p90: float


class BreakEvenShape(BaseModel):
    """The month of break-even among the draws that break even."""

    share: float = Field(description="Share of the draws that break even")
    p10: int | None
    p50: int | None
    p90: int | None


class BandRow(BaseModel):
    """Cumulative savings in one month."""

    month: int
    p10: float
    p50: float
    p90: float


class OutlookShape(BaseModel):
    """What an approach may bring against prompting."""

    probability_cheaper: float
    npv: SpreadShape
    break_even_month: BreakEvenShape
    cumulative_savings: list[BandRow]


class LearningShape(BaseModel):
    """What it is worth to learn one input before deciding."""

    input: str
    value: float


class AcceptanceShape(BaseModel):
    """How likely each approach is the cheapest if a wrong answer costs so much."""

    cost: float = Field(description="Of one wrong answer, in `finance.currency`")
    probability_cheapest: dict[ApproachName, float | None] = Field(description=NOT_CONSIDERED)


class PlannedTestShape(BaseModel):
    """A test of so many answers of each approach whose error rate has a range."""

    answers: int
    worth: float = Field(description="How much less one pays on average, deciding after it")
    cost: float
    changes_mind: float = Field(description="Share of the draws in which it changes the choice")


class UncertaintyAnswer(BaseModel):
    """The figures of one simulation; the same draws and seed give the same figures."""

    draws: int
    seed: int
    probability_cheapest: dict[ApproachName, float | None] = Field(description=NOT_CONSIDERED)
    comparisons: dict[Challenger, OutlookShape | None] = Field(description=NOT_CONSIDERED)
    expected_value_of_perfect_information: float
    value_of_learning: list[LearningShape]
    acceptability: list[AcceptanceShape] | None = Field(
        description="From no cost of a mistake up to four times the plan's; null in plans that a "
        "version of the cost model before 2.1 calculated"
    )
    test_plan: list[PlannedTestShape] | None = Field(description="null in such plans, too")
    best_test: int | None = Field(
        description="Answers of the test most worth its cost; null where none is"
    )


class SensitivityRow(BaseModel):
    """One input alone at both ends of its range."""

    input: str
    low: float
    high: float
    comparison: Challenger
    npv_low: float
    npv_high: float


@dataclass(frozen=True, kw_only=True)
class VerdictAnswer(Verdict):
    """What to do, in words and in the figures it rests on."""

    headline: str
    words: str
    probability_cheapest: dict[ApproachName, float | None] | None  # None without ranges
    notes: list[Remark]


class PlanBody(BaseModel):
    """A plan: a preset, and the inputs that differ from it."""

    model_config = ConfigDict(extra="forbid")

    preset: str = "customer-support"
    inputs: dict[str, Any] = Field(
        default={},
        description="Inputs by group, complete or only those that differ from the preset. Numbers, "
        "or text as people type it: `200k`, `8%`, `$2`. In `blank`, naming a field of `tuning` or "
        "`hybrid` considers that approach. What the hybrid shares with tuning, and nobody names, "
        "has tuning's value; null means absent.",
    )
    ranges: dict[str, Any] = Field(
        default={},
        description='Lowest and highest plausible value by input: `{"workload.requests_per_month": '
        '{"low": 30000, "high": 90000}}`; null takes a range of the preset away.',
    )
    sources: dict[str, Any] = Field(
        default={},
        description='Where values of your own come from, by input: `{"workload.requests_per_month"'
        ': "help desk, October 2026"}`.',
    )
    draws: int = Field(default=DRAWS, description="Draws of the simulation, a power of two")
    seed: int = Field(default=1, description="Seed of the simulation")


class EnteredShape(BaseModel):
    """An approach as it stands in the plan."""

    reference: str | None = Field(description="Its model in the catalogue")
    present_cost: float
    provider_cost: float
    error_rate: float
    probability_cheapest: float | None = Field(description=CHANCE)


class CandidateShape(EnteredShape):
    """A model of the catalogue in the plan, or an alternative of the caller's own."""

    approach: Tried
    name: str
    maker: str | None = Field(description="Who offers the model")
    difference: float | None = Field(
        description="present_cost less that of the same approach as entered; null without one"
    )
    error_rate_allowed: float | None = Field(
        description="The error rate at which it costs exactly what the entered one does; null "
        "where wrong answers cost nothing, or no error rate does"
    )
    feasible: bool = Field(description="Whether it can carry the plan, as far as is known")
    reasons: list[str] = Field(description="Why it cannot, as codes of notes")
    retires: str | None = Field(description="YYYY-MM-DD")
    query: str = Field(description="Opens it in the calculator, or any other address")


class CandidatesAnswer(BaseModel):
    """Everything tried in a plan, the cheapest first."""

    currency: str
    prices_as_of: str = Field(description="Of the models tried, YYYY-MM-DD, whenever it was saved")
    entered: dict[Tried, EnteredShape | None] = Field(description=NOT_CONSIDERED)
    candidates: list[CandidateShape]


class CandidateBody(BaseModel):
    """An alternative of one's own."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(default="", max_length=LONGEST_SOURCE)
    approach: Tried = "prompting"
    inputs: dict[str, Any] = Field(
        default={}, description="Fields of its approach; what is left out is as in the plan"
    )
    ranges: dict[str, Any] = Field(default={}, description="Of `error_rate` alone")


class CandidatesBody(PlanBody):
    """A plan, and what to try in it beside the catalogue."""

    approach: Tried | None = Field(
        default=None, description="In which approach models are tried; both without it"
    )
    candidates: list[CandidateBody] = Field(default=[], max_length=MOST)


class TokensBody(BaseModel):
    """A text to count."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=LONGEST_TEXT)
    model: str | None = Field(
        default=None, description="A reference of the catalogue, or a provider's own name"
    )


class TokensAnswer(BaseModel):
    """The length of a text."""

    tokens: int
    characters: int
    words: int
    encoding: str
    is_estimate: bool = Field(
        description="False for OpenAI's models of this encoding; other makers count differently"
    )
    model: str | None


class InputProblem(BaseModel):
    """One input that is wrong."""

    input: str = Field(description="`group.field`")
    message: str


class ProblemAnswer(BaseModel):
    """What went wrong, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[InputProblem] = Field(default=[], description="Only where inputs are wrong")
