"""What the page of a plan after the decision shows; every value is a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.actuals.lookback import Lookback
from app.answers.actuals.variance import MonthVariance, Variance
from app.catalog import DOLLAR
from app.charts.happened import HappenedChart, happened_chart
from app.inputs import TITLES, Inputs
from app.model import LINE_TITLES
from app.scenarios.actuals.entry import PRICE_TITLES
from app.scenarios.actuals.kept import Since
from app.store import Entered
from app.words.actuals import (
    assumed_months,
    assumed_sentence,
    beside_plan,
    forecast_sentence,
    gaps_sentence,
    headline,
    line_title,
    payback_sentence,
    variance_sentence,
)
from app.words.approaches import listed
from app.words.money import about, money
from app.words.months import moment_name, month_count, month_name, month_text
from app.words.numbers import ABSENT, number
from app.words.tables import Table

PARTS = ("Planned", "Paid", "Variance", "Volume", "Price", "Rest")


@dataclass(frozen=True)
class Tile:
    """One figure with what it is."""

    title: str
    value: str
    remark: str


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What came of a plan."""

    headline: str
    sentence: str
    variance: str
    forecast: str
    remarks: list[str]
    tiles: list[Tile]
    chart: HappenedChart
    by_month: Table
    by_line: Table | None  # None where no line was told apart
    assumed: Table | None  # what was taken from the plan; None where nothing was


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What may stand in the table that is typed, and what is made of files."""

    first: str  # month
    last: str
    lines: str
    prices: str
    rate: str  # at which bills in US dollars are converted; "" where there is nothing to convert
    calls: str  # per request


@dataclass(frozen=True)
class Change:
    """One change of what was entered."""

    number: int
    words: str
    note: str


def shown(found: Since) -> Shown | None:
    """Return what came of a plan; None before anything was entered."""
    back = found.lookback
    if back is None:
        return None
    inputs = found.plan.inputs
    currency = inputs.finance.currency
    return Shown(
        headline=headline(back),
        sentence=payback_sentence(back),
        variance=variance_sentence(back),
        forecast=forecast_sentence(back),
        remarks=[text for text in (assumed_sentence(back), gaps_sentence(back)) if text],
        tiles=tiles(found, back),
        chart=happened_chart(back),
        by_month=month_table(back, inputs),
        by_line=line_table(back, currency) if back.lines else None,
        assumed=assumed_table(back, currency) if back.assumed else None,
    )


def tiles(found: Since, back: Lookback) -> list[Tile]:
    """Return the three figures of the answer."""
    finance, item = back.happened.inputs.finance, back.forecast
    against = paid_tile(back, finance.currency)
    whole = Tile(
        "The whole plan, as it goes",
        about(item.cost, finance.currency),
        f"{about(item.planned_cost, finance.currency)} planned",
    )
    if back.payback.status == "prompting":
        return [against, whole]
    month = month_text(item.break_even_month, finance.start_month)
    saved = Tile(
        "Saved so far",
        about(back.payback.saved, finance.currency),
        f"against prompting, as paid; pays back: {month}, planned: {planned_month(found, back)}",
    )
    return [against, saved, whole]


def paid_tile(back: Lookback, currency: str) -> Tile:
    """Return what was paid against the plan, so far."""
    title, so_far = "Paid against the plan", back.so_far
    if not any(month.covered for month in back.months):
        return Tile(title, ABSENT, "nothing was entered as paid yet")
    beside = beside_plan(so_far.planned, so_far.actual)
    planned = f"{about(so_far.planned, currency)} planned for the same lines and months"
    return Tile(title, about(so_far.actual, currency), f"{planned}{beside and f': {beside}'}")


def planned_month(found: Since, back: Lookback) -> str:
    """Return when it was to pay back, as paid, and in today's money where that is another month."""
    name, month = back.happened.decided, back.forecast.planned_break_even_month
    start = back.happened.inputs.finance.start_month
    planned = month_text(month, start)
    if name == "prompting":
        return planned
    discounted = found.plan.summary.comparisons[name].discounted_break_even_month
    if discounted == month:
        return planned
    return f"{planned}; in today's money, as the plan says it, {month_text(discounted, start)}"


def parts(item: Variance, currency: str) -> list[str]:
    """Return the cells of an amount against the plan."""
    amounts = (item.planned, item.actual, item.variance, item.volume, item.price, item.rest)
    return [money(amount, currency) for amount in amounts]


def month_table(back: Lookback, inputs: Inputs) -> Table:
    """Return every month that was entered, and the sum."""
    rows = [month_row(item, inputs) for item in back.months]
    came = sum(item.requests or 0.0 for item in back.months)
    planned = sum(item.planned_requests for item in back.months)
    total = ["So far", number(round(came)), number(round(planned))]
    rows.append([*total, *parts(back.so_far, inputs.finance.currency)])
    columns = ["Month", "Requests", "Requests planned", *PARTS]
    caption = "Plan and paid, by month"
    return Table(caption, columns, rows, strong=frozenset({len(rows) - 1}))


def month_row(item: MonthVariance, inputs: Inputs) -> list[str]:
    """Return one month."""
    finance = inputs.finance
    came = ABSENT if item.requests is None else number(round(item.requests))
    name = month_name(finance.start_month, item.month)
    planned = number(round(item.planned_requests))
    return [name, came, planned, *parts(item.total, finance.currency)]


def line_table(back: Lookback, currency: str) -> Table:
    """Return the lines that were told apart, of the months that have them."""
    rows = [[line_title(item.line), *parts(item, currency)] for item in back.lines]
    return Table("Plan and paid, by line", ["Line", *PARTS], rows)


def assumed_table(back: Lookback, currency: str) -> Table:
    """Return what nobody entered and is taken from the plan, by line."""
    rows = [
        [line_title(item.line), assumed_months(back, item), money(item.amount, currency)]
        for item in back.assumed
    ]
    taken = sum(item.amount for item in back.assumed)
    rows.append(["In all", "", money(taken, currency)])
    columns = ["Line", "Months", "Amount"]
    return Table("Taken from the plan", columns, rows, strong=frozenset({len(rows) - 1}))


def changes(found: Sequence[Entered]) -> list[Change]:
    """Return every change, the newest first."""
    return [
        Change(
            item.number,
            f"{moment_name(item.created_at) if item.created_at else ''}"
            f"{f', {item.author}' if item.author else ''}: {month_count(len(item.months))}",
            item.note,
        )
        for item in found
    ]


def columns(inputs: Inputs) -> Columns:
    """Return what the form says of its table and its files."""
    finance = inputs.finance
    calls = [
        f"{number(inputs.approach(name).calls_per_request)} for {TITLES[name].lower()}"
        for name in inputs.considered
    ]
    return Columns(
        first=month_name(finance.start_month, 0),
        last=month_name(finance.start_month, finance.horizon_months),
        lines=", ".join(LINE_TITLES.values()),
        prices=", ".join(PRICE_TITLES.values()),
        rate="" if finance.currency == DOLLAR else number(finance.exchange_rate),
        calls=listed(calls),
    )


def choices(inputs: Inputs) -> list[tuple[str, str]]:
    """Return the approaches that may be in use."""
    return [(name, TITLES[name]) for name in inputs.considered]
