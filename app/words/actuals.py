"""What came of a plan, in sentences: what was paid, why it differs, whether it did pay."""

from collections.abc import Mapping
from typing import Any

from app.answers.actuals.lookback import Assumed, Lookback
from app.answers.actuals.variance import Variance
from app.model import LINE_TITLES, month_code
from app.words.approaches import DOING, listed, subject
from app.words.money import NOTHING, about
from app.words.months import month_count, month_name, months_named
from app.words.numbers import number, percent

EQUAL = 0.005  # of what was planned: less is as planned
OTHERS_TITLE = "Not told apart"
MOST_NAMED = 4  # lines that a sentence names
MANY_TIMES = 10  # from here on an amount is so many times what was planned
COUNTS = {2: "two", 3: "three"}


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
        case "given up":
            return f"{given_up(back)}."
    return "You kept prompting: there is nothing to pay back."


def given_up(back: Lookback) -> str:
    """Return how long an approach was in use that is not any more, and whether it paid back."""
    happened, month = back.happened, back.payback.month
    start, until = happened.inputs.finance.start_month, happened.used_until
    name = subject(happened.decided)
    used = "is not in use" if until is None else f"was in use until {month_name(start, until)}"
    if month is None:
        return f"{name} {used} and did not pay back"
    return f"{name} {used}; it has paid back since {month_name(start, month)}"


def payback_sentence(back: Lookback) -> str:
    """Return what it did cost and what prompting would have, so far."""
    inputs, item = back.happened.inputs, back.payback
    currency = inputs.finance.currency
    until = month_name(inputs.finance.start_month, back.happened.last)
    cost = about(item.cost, currency)
    if item.status == "prompting":
        would = about(item.prompting_cost, currency)
        return f"It cost {cost} until {until}; the plan has {would} for the requests that came."
    if item.status == "given up":
        would = about(item.prompting_cost, currency)
        return (
            f"All in all it cost {cost} until {until}; for the requests that came, prompting all "
            f"along would have cost {would}: {gap(item.saved, currency)}."
        )
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


def variance_sentence(back: Lookback) -> str:
    """Return how much more than planned was paid, and for what."""
    item, currency = back.so_far, back.happened.inputs.finance.currency
    if not any(month.covered for month in back.months):
        return "Nothing was entered as paid yet."
    paid = f"{about(item.actual, currency)} was paid"
    if is_as_planned(item.planned, item.actual):
        return f"{paid}, as planned."
    reasons = [
        part(item.volume, "more requests", "fewer requests", currency),
        part(item.price, "higher prices", "lower prices", currency),
        part(item.rest, "the rest", "the rest", currency),
    ]
    return f"{paid}: {difference(item, currency)}. {'; '.join(filter(None, reasons)).capitalize()}."


def difference(item: Variance, currency: str) -> str:
    """Return how much more or less than planned was paid."""
    if many := many_times(item.planned, item.actual):
        return f"{many} what was planned"
    share = f", {whole_percent(abs(item.variance / item.planned))}" if item.planned > 0 else ""
    more = "more" if item.variance > 0 else "less"
    return f"{about(abs(item.variance), currency)}{share} {more} than planned"


def many_times(planned: float, actual: float) -> str:
    """Return how many times what was planned an amount is, where it is many times; else ""."""
    if planned <= 0 or actual / planned < MANY_TIMES:
        return ""
    return f"{number(float(f'{actual / planned:.3g}'))} times"


def beside_plan(planned: float, actual: float) -> str:
    """Return how an amount stands to the plan, in few words: 8 % under plan; "" without a plan."""
    if is_as_planned(planned, actual):
        return "as planned"
    if planned <= 0:
        return ""
    if many := many_times(planned, actual):
        return f"{many} the plan"
    share = whole_percent(abs(actual / planned - 1))
    return f"{share} {'over' if actual > planned else 'under'} plan"


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


def is_exactly(planned: float, actual: float) -> bool:
    """Tell whether an amount is as planned to the cent."""
    return abs(actual - planned) <= 2 * NOTHING


def is_as_planned(planned: float, actual: float) -> bool:
    """Tell whether an amount is as good as planned."""
    return abs(actual - planned) <= max(EQUAL * abs(planned), NOTHING)


def forecast_sentence(back: Lookback) -> str:
    """Return what the whole plan will come to."""
    item, currency = back.forecast, back.happened.inputs.finance.currency
    whole = f"the whole plan costs {about(item.cost, currency)}"
    planned = f"{about(item.planned_cost, currency)} as planned"
    if back.payback.status == "given up":
        planned += f" with {DOING[back.happened.decided]}"
    end = ", as planned" if is_exactly(item.planned_cost, item.cost) else f" rather than {planned}"
    return f"If it goes on {recently(back)}, {whole}{end}."


def recently(back: Lookback) -> str:
    """Return which months those to come are like, and how many requests they have."""
    counted = back.happened.counted
    if not counted:
        return "with the planned requests"
    start = back.happened.inputs.finance.start_month
    like = (
        f"in {month_name(start, counted[0].month)}"
        if len(counted) == 1
        else f"in the last {COUNTS[len(counted)]} months"
    )
    return f"as {like}, with {whole_percent(back.forecast.volume_factor)} of the planned requests"


def assumed_sentence(back: Lookback) -> str:
    """Return what of the cost so far was entered, and what is taken from the plan; "" if none."""
    if not back.assumed:
        return ""
    currency = back.happened.inputs.finance.currency
    named = [assumed_words(back, item) for item in back.assumed[:MOST_NAMED]]
    if rest := len(back.assumed) - len(named):
        named.append(f"{rest} more {'line' if rest == 1 else 'lines'}")
    cost, paid = (about(amount, currency) for amount in (back.payback.cost, back.so_far.actual))
    taken = about(sum(item.amount for item in back.assumed), currency)
    parts = f"Of the {cost}, {paid} was entered and {taken}"
    if not any(month.covered for month in back.months):
        parts = f"All of the {cost}"
    return f"{parts} is taken from the plan, at the requests that came: {listed(named)}."


def assumed_words(back: Lookback, item: Assumed) -> str:
    """Return what was taken from the plan of a line, and for which months."""
    amount = about(item.amount, back.happened.inputs.finance.currency)
    return f"{line_title(item.line).lower()} for {assumed_months(back, item)} ({amount})"


def assumed_months(back: Lookback, item: Assumed) -> str:
    """Return the months for which a line was taken from the plan."""
    start = back.happened.inputs.finance.start_month
    return months_named(month_code(start, month) for month in item.months)


def gaps_sentence(back: Lookback) -> str:
    """Return which months between others were not entered; "" if none."""
    start = back.happened.inputs.finance.start_month
    if not back.gaps:
        return ""
    named = months_named(month_code(start, month) for month in back.gaps)
    return f"Nothing was entered for {named}: taken as planned."


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
    beside = beside_plan(planned, actual) or "nothing was planned"
    return ", ".join(filter(None, [f"{months}: {beside}{of}", paid_back(results)]))


def paid_back(results: Mapping[str, Any]) -> str:
    """Return whether stored figures have paid back; "" with prompting, or where nobody knows."""
    match results.get("status"):
        case "paid back":
            return f"paid back since {month_name(results['pays_from'], 0)}"
        case "on the way" | "not within the plan":
            return "not paid back yet"
        case "given up":
            return "given up"
    return ""


def brief_line(back: Lookback) -> str:
    """Return what came of a plan where there is room for a line or two."""
    return " ".join(filter(None, [headline(back), payback_sentence(back), revision_sentence(back)]))


def revision_sentence(back: Lookback) -> str:
    """Return with which revision of the plan it is compared, where there is a newer one."""
    return f"Compared with revision {back.revision} of the plan." if back.revision else ""
