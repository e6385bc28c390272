"""Inputs: the one schema of everything a plan is calculated from.

Every field carries its unit, bounds, label, help and place in the form; forms, JSON, the workbook
and the methodology page read them from here. Names match model.md letter for letter and are written
`group.field`.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, model_validator

from app.inputs.approaches import (
    APPROACHES,
    CHALLENGERS,
    Approach,
    ApproachName,
    Challenger,
    Hybrid,
    Prompting,
    Tuning,
)
from app.inputs.quantity import (
    Answer,
    Currency,
    Fraction,
    Group,
    Number,
    OptionalNumber,
    Whole,
    quantity,
)


def season(month: str) -> Any:
    """Return the field of a calendar month's season."""
    text = f"Requests of a {month} against the trend: 1 is as usual, 1.5 half as many again."
    return quantity(1.0, month, "ratio", text, ge=0, le=100)


class Workload(Group):
    """What the business asks of the model."""

    requests_per_month: Number = quantity(
        1000.0,
        "Requests per month",
        "requests",
        "How many times a month the task runs, in month 1.",
        gt=0,
        le=1e10,
    )
    monthly_growth: Fraction = quantity(
        0.0,
        "Growth of requests",
        "fraction per month",
        "How much the number of requests grows from one month to the next.",
        ge=-0.5,
        le=1,
    )
    maximum_requests_per_month: OptionalNumber = quantity(
        None,
        "Growth stops at",
        "requests",
        "The most requests a month you expect. Left empty, growth never stops.",
        gt=0,
    )
    january: Number = season("January")
    february: Number = season("February")
    march: Number = season("March")
    april: Number = season("April")
    may: Number = season("May")
    june: Number = season("June")
    july: Number = season("July")
    august: Number = season("August")
    september: Number = season("September")
    october: Number = season("October")
    november: Number = season("November")
    december: Number = season("December")
    active_hours: Number = quantity(
        730.0,
        "Busy hours",
        "hours per month",
        "Hours of a month in which requests come. It decides how warm a cache stays.",
        gt=0,
        le=730,
    )
    answer_cache_share: Fraction = quantity(
        0.0,
        "Answered from a store",
        "fraction",
        "Share of the requests answered from a store of former answers, with no model call.",
        ge=0,
        le=0.99,
    )
    request_tokens: Number = quantity(
        0.0,
        "Tokens of one request",
        "tokens",
        "The user's own text and its context in one request, the same for every approach. "
        "A token is about three quarters of an English word.",
        ge=0,
        le=1e6,
    )
    history_share: Fraction = quantity(
        1.0,
        "History sent again",
        "fraction",
        "Share of a conversation's earlier texts and answers that every further call sends again.",
        ge=0,
        le=1,
    )


class Finance(Group):
    """The plan's length, and how money is counted."""

    horizon_months: Whole = quantity(
        12,
        "Length of the plan",
        "months",
        "How many months of operation to compare, after the decision.",
        ge=1,
        le=120,
    )
    discount_rate: Fraction = quantity(
        0.0,
        "Cost of capital",
        "fraction per year",
        "What money costs your business a year; later amounts count for less. "
        "It is an effective yearly rate.",
        ge=0,
        le=1,
    )
    discounting: Literal["end", "middle"] = quantity(
        "end",
        "Amounts fall at the",
        "",
        "Where in its month an amount falls when it is put into today's money: at its end, or in "
        "its middle.",
    )
    fiscal_year_start: Whole = quantity(
        1,
        "Business year starts in month",
        "month",
        "The calendar month in which your business's year begins: 1 for January, 10 for October.",
        ge=1,
        le=12,
    )
    currency: Currency = quantity(
        "USD", "Currency", "", "The currency of wages and of every amount that no provider bills."
    )
    exchange_rate: Number = quantity(
        1.0,
        "Exchange rate",
        "currency per US dollar",
        "How much one US dollar costs in your currency; providers bill in dollars.",
        gt=0,
    )
    provider_price_change: Fraction = quantity(
        0.0,
        "Change of provider prices",
        "fraction per year",
        "How all provider prices drift: -20% means a fifth cheaper every year.",
        ge=-0.9,
        le=1,
    )
    wage_growth: Fraction = quantity(
        0.0,
        "Growth of wages",
        "fraction per year",
        "How all hourly rates drift from year to year.",
        ge=-0.2,
        le=0.5,
    )
    start_month: str = quantity(
        "2026-12",
        "Month of the decision",
        "YYYY-MM",
        "Month 0 on the calendar, when everything that is built is paid for.",
        pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$",
    )


class Labour(Group):
    """What an hour of the people involved costs."""

    engineer_rate: Number = quantity(
        0.0,
        "Engineer",
        "currency per hour",
        "Full hourly cost of an engineer who writes prompts, trains and evaluates.",
        ge=0,
    )
    labeller_rate: Number = quantity(
        0.0,
        "Data preparer",
        "currency per hour",
        "Full hourly cost of the people who write, clean and check examples.",
        ge=0,
    )
    reviewer_rate: Number = quantity(
        0.0,
        "Reviewer",
        "currency per hour",
        "Full hourly cost of the people who review answers.",
        ge=0,
    )


class Quality(Group):
    """What right and wrong answers are worth."""

    error_cost: Number = quantity(
        0.0,
        "Cost of a wrong answer",
        "currency per wrong answer",
        "What one wrong answer costs the business: rework, refunds, a lost customer.",
        ge=0,
    )
    error_correlation: Fraction = quantity(
        0.7,
        "Fail together",
        "fraction",
        "How far the approaches fail on the same requests: 0 not at all, 100 % always. "
        "Only ranges use it.",
        ge=0,
        le=1,
    )
    review_minutes: Number = quantity(
        0.0,
        "Time to review one answer",
        "minutes per reviewed answer",
        "How long a person takes to review one answer.",
        ge=0,
    )
    request_value: Number = quantity(
        0.0,
        "Value of a right answer",
        "currency per right answer",
        "What one right answer brings in. 0 leaves value out of the comparison.",
        ge=0,
    )


class Fit(Group):
    """Eight questions on what suits the task, whatever it costs."""

    consistent_format: Answer = quantity(
        "unsure",
        "Do answers need one format and tone?",
        "",
        "Training builds a format in; a prompt can only ask for it.",
    )
    repeats_at_scale: Answer = quantity(
        "unsure",
        "Does the same task repeat thousands of times?",
        "",
        "The work of training is shared out over every request.",
    )
    specialised_domain: Answer = quantity(
        "unsure",
        "Is the field highly specialised?",
        "",
        "A tuned model picks up the language of a field from examples.",
    )
    errors_costly: Answer = quantity(
        "unsure",
        "Are errors costly, risky or regulated?",
        "",
        "A tuned model can be tested and frozen; strict rules are hard to enforce by prompt.",
    )
    changes_often: Answer = quantity(
        "unsure",
        "Does the task change often?",
        "",
        "A prompt changes in minutes; a tuned model needs new examples and training.",
    )
    creative: Answer = quantity(
        "unsure",
        "Is variety wanted?",
        "",
        "Training narrows what a model writes; ideas gain from its whole breadth.",
    )
    needed_now: Answer = quantity(
        "unsure",
        "Must it work this month?",
        "",
        "A prompt starts at once; examples, training and tests take weeks.",
    )
    no_ml_skills: Answer = quantity(
        "unsure",
        "Is machine-learning expertise missing?",
        "",
        "Training and evaluation need people who have done it before.",
    )


class Inputs(BaseModel):
    """Everything a plan is calculated from.

    What the hybrid shares with tuning and nobody named has tuning's value: it follows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    workload: Workload = Workload()
    finance: Finance = Finance()
    labour: Labour = Labour()
    quality: Quality = Quality()
    prompting: Prompting = Prompting()
    tuning: Tuning = Tuning()
    hybrid: Hybrid = Hybrid()
    fit: Fit = Fit()

    @model_validator(mode="after")
    def _follow(self) -> "Inputs":
        followed = {field: getattr(self.tuning, field) for field in self._following}
        self.__dict__["hybrid"] = unnamed(self.hybrid, followed)
        return self

    @property
    def _following(self) -> frozenset[str]:
        return SHARED - self.hybrid.model_fields_set

    @property
    def follows(self) -> frozenset[str]:
        """The `hybrid.field` names whose value is tuning's, whatever that is."""
        return hybrid_names(self._following)

    @property
    def considered(self) -> tuple[ApproachName, ...]:
        """The approaches that take part."""
        return tuple(name for name in APPROACHES if self.approach(name).considered)

    @property
    def challengers(self) -> tuple[Challenger, ...]:
        """The approaches that take part beside prompting."""
        return tuple(name for name in CHALLENGERS if self.approach(name).considered)

    def moved_by(self, name: str) -> tuple[str, ...]:
        """Return what a change of the input `group.field` changes: itself, and what follows it."""
        group, field = name.split(".")
        follows = group == "tuning" and field in self._following
        return (name, f"hybrid.{field}") if follows else (name,)

    def is_used(self, name: str) -> bool:
        """Tell whether an input is of somebody who takes part, or followed by one of theirs."""
        groups = {moved.split(".")[0] for moved in self.moved_by(name)}
        return not groups <= set(APPROACHES) or not groups.isdisjoint(self.considered)

    def approach(self, name: ApproachName) -> Approach:
        """Return the approach called `name`: prompting, tuning or hybrid."""
        approach: Approach = getattr(self, name)
        return approach

    def value(self, name: str) -> Any:
        """Return the value of the input called `group.field`."""
        group, field = name.split(".")
        return getattr(getattr(self, group), field)

    def values(self) -> dict[str, Any]:
        """Return every value by its `group.field` name, in the order of the schema."""
        return {
            f"{group}.{field}": getattr(getattr(self, group), field)
            for group in type(self).model_fields
            for field in type(getattr(self, group)).model_fields
        }

    def named(self) -> dict[str, Any]:
        """Return `values` without those that follow: what reading gives the same inputs from."""
        follows = self.follows
        return {name: value for name, value in self.values().items() if name not in follows}

    def replace(self, values: Mapping[str, Any]) -> "Inputs":
        """Return a copy with the named values put in, unchecked; what follows tuning moves along.

        A value may be an array of shape (draws, 1): the projection then has one row per draw.
        """
        changes: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            group, field = name.split(".")
            changes.setdefault(group, {})[field] = value
        groups = {
            group: getattr(self, group).model_copy(update=fields)
            for group, fields in changes.items()
        }
        moved = changes.get("tuning", {}).keys() & (
            self._following - changes.get("hybrid", {}).keys()
        )
        if moved:
            followed = {field: changes["tuning"][field] for field in moved}
            groups["hybrid"] = unnamed(groups.get("hybrid", self.hybrid), followed)
        return self.model_copy(update=groups)


HYBRIDS = 1_000  # sets of fields whose names are kept
SHARED = frozenset(Tuning.model_fields.keys() & Hybrid.model_fields.keys() - {"considered"})


@lru_cache(maxsize=HYBRIDS)
def hybrid_names(fields: frozenset[str]) -> frozenset[str]:
    """Return the `hybrid.field` names of some fields."""
    return frozenset(f"hybrid.{field}" for field in fields)


def unnamed(group: Group, values: Mapping[str, Any]) -> Group:
    """Return the group with values that nobody named for it."""
    copy = group.model_copy()
    copy.__dict__.update(values)
    return copy
