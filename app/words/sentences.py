"""The answer in sentences: what a manager reads first, and can defend."""

from dataclasses import dataclass

import numpy as np

from app.answers import Summary, fits
from app.answers.verdict import UNDECIDED
from app.inputs import TITLES
from app.model import LINE_TITLES, LINES, Challenger, Projection
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_count, month_name
from app.words.numbers import percent

# Of revisions that version 1 of the model saved.
CLOSE = "Too close to call: the two cheapest are within 5 % of prompting's cost of each other."
WHY_CLOSE = (
    "what tells them apart is under a tenth of what changes hands between them, or next to nothing"
)
BUILT = {"tuning": "the tuned model", "hybrid": "both"}
DRIVERS = 2  # cost lines named on either side of an explanation


@dataclass(frozen=True)
class Answer:
    """The first sentence, and those that explain it."""

    headline: str
    details: list[str]


def answer(plan: Plan) -> Answer:
    """Return the plan's answer in words."""
    summary, projection = plan.summary, plan.projection
    best = best_challenger(plan)
    if best is None:
        return Answer(forecast(projection), [three_parts(plan)])
    details = [
        *(close_call(summary) if plan.verdict.recommendation else []),
        *(course_of(projection, summary, name) for name in summary.comparisons if name != best),
        *discounting(projection, summary, best),
        explanation(projection, best),
        *(words for name in summary.comparisons for words in best_build(plan, name)),
        *against_the_guide(plan),
    ]
    return Answer(headline(projection, summary, best), details)


def headline_of(plan: Plan) -> str:
    """Return only the first sentence."""
    best = best_challenger(plan)
    if best is None:
        return forecast(plan.projection)
    return headline(plan.projection, plan.summary, best)


def best_challenger(plan: Plan) -> Challenger | None:
    """Return the one of fine-tuning and hybrid that the sentences and figures are about.

    It is what the verdict recommends, else the cheaper of those that can run; None where nothing
    can be compared: in a forecast, where prompting cannot run, or too little is known of one.
    """
    if plan.verdict.status in UNDECIDED:
        return None
    costs = {name: plan.summary.approaches[name].present_cost for name in plan.summary.comparisons}
    return min(
        costs,
        key=lambda name: (
            name != plan.verdict.recommendation,
            not fits(plan.projection, name),
            costs[name],
        ),
        default=None,
    )


def forecast(projection: Projection) -> str:
    """Return what prompting comes to a month at first and at the end, as far as it is known."""
    finance = projection.inputs.finance
    monthly = projection.courses["prompting"].total
    if not monthly.any():
        return "What prompting costs is not known yet."
    first, last = (money(float(monthly[month]), finance.currency) for month in (1, -1))
    start, end = (month_name(finance.start_month, month) for month in (1, finance.horizon_months))
    if finance.horizon_months == 1:
        return f"Prompting costs {first} in {start}."
    return f"Prompting costs {first} in {start} and {last} in {end}."


def three_parts(plan: Plan) -> str:
    """Return how much of prompting's cost is the bill, people and tools, and mistakes."""
    costs, currency = plan.summary.approaches["prompting"], plan.inputs.finance.currency
    bill, people, mistakes = (
        money(amount, currency)
        for amount in (costs.provider_cost, costs.people_cost, costs.mistake_cost)
    )
    return (
        f"Of all that it costs, {bill} is the provider's bill, {people} goes to people and tools, "
        f"and {mistakes} is what wrong answers cost."
    )


def close_call(summary: Summary) -> list[str]:
    """Say between which approaches money cannot tell."""
    if not summary.too_close_to_call:
        return []
    if not summary.tied:
        return [CLOSE]
    names = [TITLES[name].lower() for name in summary.tied]
    between = f"{', '.join(names[:-1])} and {names[-1]}"
    return [f"Too close to call between {between}: {WHY_CLOSE}."]


def best_build(plan: Plan, name: Challenger) -> list[str]:
    """Say in which month building would pay most, where that is not the month planned."""
    figures, finance = plan.summary.comparisons[name], plan.inputs.finance
    month = figures.best_build_month
    if month is None or month == plan.inputs.approach(name).build_month:
        return []
    when = f"in month {month} ({month_name(finance.start_month, month)})" if month else "at once"
    return [
        f"Building {BUILT[name]} {when} would pay most: "
        f"{money(figures.best_build_npv, finance.currency)} in today's money, not "
        f"{money(figures.npv, finance.currency)}."
    ]


def headline(projection: Projection, summary: Summary, best: Challenger) -> str:
    """Return the answer in one sentence."""
    if summary.comparisons[best].break_even_month is not None or not fits(projection, best):
        return course_of(projection, summary, best)
    finance = projection.inputs.finance
    losses = [
        f"{TITLES[name].lower()} would cost {money(-figures.savings, finance.currency)} more"
        for name, figures in summary.comparisons.items()
        if figures.savings < 0
    ]
    plan = month_count(finance.horizon_months) + (", as paid" if finance.discount_rate else "")
    return f"Prompting stays cheapest over {plan}: {', '.join(losses)}."


def course_of(projection: Projection, summary: Summary, name: Challenger) -> str:
    """Return in one sentence how an approach fares against prompting."""
    finance = projection.inputs.finance
    figures = summary.comparisons[name]
    amount = money(abs(figures.savings), finance.currency)
    plan = month_count(finance.horizon_months) + (", as paid" if finance.discount_rate else "")
    title = TITLES[name]
    if not fits(projection, name):
        return f"{title} cannot run: a call does not fit its model."
    if figures.break_even_month is None:
        ahead = [crossing for crossing in figures.crossings if crossing.direction == "ahead"]
        if not ahead:
            return f"{title} does not pay back: it costs {amount} more over {plan}."
        first = int(np.ceil(ahead[0].month))
        return f"{title} overtakes prompting in month {first}, falls behind again, and costs " + (
            f"{amount} more over {plan}."
        )
    if figures.savings == 0:
        return f"{title} costs the same as prompting over {plan}."
    if figures.break_even_month == 0:
        return f"{title} never costs more than prompting, and saves {amount} over {plan}."
    month = figures.break_even_month
    again = " for good" if len(figures.crossings) > 1 else ""
    return (
        f"{title} overtakes prompting{again} in month {month} "
        f"({month_name(finance.start_month, month)}) and saves {amount} over {plan}."
    )


def discounting(projection: Projection, summary: Summary, best: Challenger) -> list[str]:
    """Say where discounting turns the sign of the savings."""
    figures = summary.comparisons[best]
    finance = projection.inputs.finance
    if not finance.discount_rate or (figures.savings >= 0) == (figures.npv >= 0):
        return []
    verb = "gains" if figures.npv >= 0 else "loses"
    return [
        f"At a cost of capital of {percent(finance.discount_rate)} a year, "
        f"{TITLES[best].lower()} {verb} {money(abs(figures.npv), finance.currency)} against "
        "prompting in today's money."
    ]


def explanation(projection: Projection, name: Challenger) -> str:
    """Say which cost lines make the difference to prompting."""
    currency = projection.inputs.finance.currency
    gaps = {
        line: float(
            np.sum(projection.courses["prompting"].lines[line])
            - np.sum(projection.courses[name].lines[line])
        )
        for line in LINES
    }
    saved = sorted((line for line in LINES if gaps[line] > 0), key=lambda line: -gaps[line])
    spent = sorted((line for line in LINES if gaps[line] < 0), key=lambda line: gaps[line])
    amounts = {
        line: f"{money(abs(gap), currency)} on {LINE_TITLES[line].lower()}"
        for line, gap in gaps.items()
    }
    saves = " and ".join(amounts[line] for line in saved[:DRIVERS])
    spends = " and ".join(amounts[line] for line in spent[:DRIVERS])
    if not saves and not spends:
        return f"{TITLES[name]} and prompting cost the same on every line."
    parts = [saves and f"saves {saves}", spends and f"spends {spends} more"]
    return f"Against prompting, {TITLES[name].lower()} {', but '.join(filter(None, parts))}."


def against_the_guide(plan: Plan) -> list[str]:
    """Say where the money disagrees with what is usual for the use case."""
    cheapest = plan.summary.cheapest
    costs = {name: item.present_cost for name, item in plan.summary.approaches.items()}
    compared = costs.get("tuning", 0) > costs["prompting"]  # it may be cheaper, and unable to run
    if plan.preset.leaning == "tuning" and cheapest == "prompting" and compared:
        return [
            f"{plan.preset.title} is a use for which fine-tuning is often advised. At these prices "
            "and this volume its fixed costs outweigh what it saves."
        ]
    if plan.preset.leaning == "prompting" and cheapest != "prompting":
        return [
            f"{plan.preset.title} is a use for which prompting is often advised; here only the "
            "money is counted, not the freedom to change."
        ]
    return []
