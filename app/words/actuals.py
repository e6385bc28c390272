"""What came of a plan, in sentences: what was paid, why it differs, whether it did pay."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.answers.actuals.lookback import Lookback
from app.answers.actuals.variance import Variance
from app.model import LINE_TITLES, LINES
from app.words.approaches import listed, subject
from app.words.money import NOTHING, about
from app.words.months import month_count, month_name
from app.words.numbers import percent

EQUAL = 0.005  # of what was planned: less is as planned
OTHERS_TITLE = "Not told apart"
MOST_NAMED = 4  # lines or months that a sentence names


def headline(back: Lookback) -> str:
    """Return whether it did pay, in a few words."""
    start = back.happened.inputs.finance.start_month
    match back.payback.status:
        case "paid back":
            return f"It has paid back since {month_name(start, back.payback.month or 0)}."
        case "on the way":
            return f"On the way: it pays back from {month_name(start, back.payback.month or 0)}."
        case "not within the plan":
            return "Not yet, and not within the plan."
    return "You kept prompting: there is nothing to pay back."


def payback_sentence(back: Lookback) -> str:
    """Return what it did cost and what prompting would have, so far."""
    inputs, item = back.happened.inputs, back.payback
    currency = inputs.finance.currency
    until = month_name(inputs.finance.start_month, back.happened.last)
    cost = about(item.cost, currency)
    if item.status == "prompting":
        would = about(item.prompting_cost, currency)
        return f"It cost {cost} until {until}; the plan has {would} for the requests that came."
    name = subject(back.happened.in_use)
    would = f"prompting would have cost {about(item.prompting_cost, currency)}"
    return (
        f"{name} cost {cost} until {until}; for the requests that came, {would}: "
        f"{gap(item.saved, currency)}."
    )


def gap(saved: float, currency: str) -> str:
    """Return by how much something is dearer or cheaper."""
    if abs(saved) < NOTHING:
        return "as much"
    return f"{about(abs(saved), currency)} {'more' if saved > 0 else 'less'}"


def variance_sentence(item: Variance, currency: str) -> str:
    """Return how much more than planned was paid, and for what."""
    paid = f"{about(item.actual, currency)} was paid"
    if is_as_planned(item.planned, item.actual):
        return f"{paid}, as planned."
    reasons = [
        part(item.volume, "more requests", "fewer requests", currency),
        part(item.price, "higher prices", "lower prices", currency),
        part(item.rest, "the rest", "the rest", currency),
    ]
    share = f", {whole_percent(abs(item.variance / item.planned))}" if item.planned > 0 else ""
    more = "more" if item.variance > 0 else "less"
    return (
        f"{paid}: {about(abs(item.variance), currency)}{share} {more} than planned. "
        f"{'; '.join(filter(None, reasons)).capitalize()}."
    )


def part(amount: float, more: str, less: str, currency: str) -> str:
    """Return what one part of a variance did; nothing where it did nothing."""
    if abs(amount) < NOTHING:
        return ""
    if amount > 0:
        return f"{more} added {about(amount, currency)}"
    return f"{less} took off {about(-amount, currency)}"


def whole_percent(share: float) -> str:
    """Return a share in whole percent."""
    return percent(round(share, 2))


def is_as_planned(planned: float, actual: float) -> bool:
    """Tell whether an amount is as good as planned."""
    return abs(actual - planned) <= max(EQUAL * abs(planned), NOTHING)


def forecast_sentence(back: Lookback) -> str:
    """Return what the whole plan will come to."""
    item, inputs = back.forecast, back.happened.inputs
    currency = inputs.finance.currency
    volume = f"{whole_percent(item.volume_factor)} of the planned requests"
    return (
        f"If it goes on as in the last three months, with {volume}, the whole plan costs "
        f"{about(item.cost, currency)} rather than {about(item.planned_cost, currency)}."
    )


def covered_sentence(back: Lookback) -> str:
    """Return which lines were never entered, and so are taken from the plan; "" if none."""
    costs = back.happened.plan.courses[back.happened.in_use].lines
    covered = {line for item in back.months for line in item.covered}
    missing = [
        LINE_TITLES[line].lower() for line in LINES if line not in covered and costs[line].any()
    ]
    if not missing:
        return ""
    named = listed(shortened(missing))
    return (
        f"Not entered: {named}. For these, the plan's costs are taken, at the requests that came."
    )


def gaps_sentence(back: Lookback) -> str:
    """Return which months between others were not entered; "" if none."""
    start = back.happened.inputs.finance.start_month
    if not back.gaps:
        return ""
    named = listed(shortened([month_name(start, month) for month in back.gaps]))
    return f"Nothing was entered for {named}: taken as planned."


def shortened(names: Sequence[str]) -> list[str]:
    """Return the first of many names, and how many more there are."""
    rest = len(names) - MOST_NAMED
    return [*names[:MOST_NAMED], f"{rest} more"] if rest > 0 else list(names)


def line_title(line: str) -> str:
    """Return what a line of a variance is called."""
    return LINE_TITLES.get(line, OTHERS_TITLE)


def in_short(results: Mapping[str, Any], revision: int) -> str:
    """Return a list's line of stored figures: "3 months in: 8 % under plan"; "" without any."""
    if not results:
        return ""
    planned, actual = results["planned"], results["actual"]
    months = f"{month_count(results['months'])} in"
    of = "" if results["revision"] == revision else f" of revision {results['revision']}"
    if not planned and not actual:
        return f"{months}: requests alone"
    if is_as_planned(planned, actual):
        return f"{months}: as planned{of}"
    if planned <= 0:
        return f"{months}: nothing was planned{of}"
    share = whole_percent(abs(actual / planned - 1))
    return f"{months}: {share} {'over' if actual > planned else 'under'} plan{of}"


def brief_line(back: Lookback) -> str:
    """Return what came of a plan where there is room for a line or two."""
    return f"{headline(back)} {payback_sentence(back)}"
