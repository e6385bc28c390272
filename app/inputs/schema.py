"""The one schema of everything a plan is calculated from: all but the approaches' groups.

Every field carries its unit, bounds, label, help and place in the form; forms, JSON, the workbook
and the methodology page read them from here. Names match model.md letter for letter and are written
`group.field`.
"""

from typing import Any, Literal

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
