"""What the API takes and answers, for its OpenAPI description; a test holds the answers to it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field, create_model

from app.calculator import FIELDS, LINES, ApproachName, InputField, Inputs, Summary

LineAmounts: type[BaseModel] = create_model(
    "LineAmounts",
    __doc__="One approach in one month, in `finance.currency`.",
    **{
        name: (float, Field(description=description))
        for name, description in [
            *((line, f"The cost line {line}.") for line in LINES),
            ("total", "The sum of the eleven lines."),
            ("cumulative", "The running sum of the totals from month 0."),
        ]
    },  # type: ignore[call-overload]
)


class Month(BaseModel):
    """One month of all approaches; month 0 is the decision."""

    month: int
    date: str = Field(description="YYYY-MM", examples=["2026-12"])
    requests: float
    prompting: LineAmounts
    tuning: LineAmounts
    hybrid: LineAmounts


class ProjectionAnswer(BaseModel):
    """A plan calculated: its complete inputs, its figures, every month."""

    preset: str
    model_version: str
    prices_as_of: str = Field(description="Date of the price data, YYYY-MM-DD")
    inputs: Inputs
    summary: Summary
    months: list[Month]


class MonthRow(BaseModel):
    """One cost line of one approach in one month."""

    month: int
    date: str = Field(description="YYYY-MM")
    approach: ApproachName
    line: Literal[LINES]  # type: ignore[valid-type]
    amount: float = Field(description="In `finance.currency`")


class InputRow(BaseModel):
    """One input, and where its value comes from."""

    input: str = Field(description="`group.field`")
    value: Any
    unit: str | None
    source: str | None = Field(description="A source, an assumption with its reason, or the person")
    as_of: str | None = Field(description="Date of the source, YYYY-MM-DD")


class PlanBody(BaseModel):
    """A plan: a preset, and the inputs that differ from it."""

    preset: str = "customer-support"
    inputs: dict[str, Any] = Field(
        default={},
        description="Inputs by group, complete or only those that differ from the preset. Numbers, "
        "or text as people type it: `200k`, `8%`, `$2`.",
    )
    ranges: dict[str, Any] = Field(default={}, description="Reserved for uncertain inputs.")


class ScenarioBody(PlanBody):
    """A plan to save."""

    name: str = Field(min_length=1, max_length=120)


class ScenarioAnswer(BaseModel):
    """A saved scenario."""

    id: str
    name: str
    preset: str
    inputs: Inputs
    ranges: dict[str, Any]
    revision: int
    prices_as_of: str
    model_version: str
    created_at: datetime
    updated_at: datetime
    read_url: str


class CreatedScenario(ScenarioAnswer):
    """A scenario just saved, with the key that changes it. The key is shown this once."""

    edit_key: str
    edit_url: str


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


def query_parameters() -> list[dict[str, Any]]:
    """Return the query dialect as OpenAPI parameters: `preset`, and every input."""
    preset = {
        "name": "preset",
        "in": "query",
        "description": "The use case whose values fill whatever is not given.",
        "schema": {"type": "string", "default": "customer-support"},
    }
    return [preset, *(query_parameter(field) for field in FIELDS.values())]


def query_parameter(field: InputField) -> dict[str, Any]:
    """Return one input as an OpenAPI parameter; its schema is a text, read as people type it."""
    facts = [f"Unit: {field.unit}." if field.unit else "", f"Bounds: {field.bounds}."]
    return {
        "name": field.name,
        "in": "query",
        "description": " ".join(
            [field.help, *(fact for fact in facts[: 2 if field.bounds else 1] if fact)]
        ),
        "schema": {"type": "string", **({"enum": list(field.choices)} if field.choices else {})},
    }
