"""The decision in words: the verdict, the eleven factors, what would have to be true."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from app.answers import Threshold, Verdict
from app.inputs import FIELDS, TITLES, ApproachName
from app.inputs.schema import Fit
from app.model import CHALLENGERS
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_text
from app.words.numbers import number, percent
from app.words.tables import Table
from app.words.units import quantity

ACTIONS = {"prompting": "Keep prompting", "tuning": "Fine-tune a model", "hybrid": "Do both"}
DOING = {"prompting": "prompting", "tuning": "fine-tuning", "hybrid": "doing both"}
GUIDE = {  # what the decision guide says of prompting and of fine-tuning
    "Kind of customisation": ("how instructions are written", "what the model has learned"),
    "Control": ("limited, hangs on the prompt", "high, built in"),
    "Best suited for": ("flexibility, experiments, fast change", "stability, accuracy, rules"),
}
MOST_THRESHOLDS = 12  # shown on the page; the API has them all


def verdict_words(plan: Plan) -> str:
    """Return the verdict as a manager could read it aloud."""
    verdict = plan.verdict
    action = ACTIONS[verdict.recommendation]
    cheapest = DOING[verdict.cheapest]
    leaning = suits(verdict)
    followed = f"Choosing {DOING[verdict.fit.leaning]} for its fit"
    fit_price = money(verdict.price_of_fit, plan.inputs.finance.currency)
    price = money(verdict.price_of_recommendation, plan.inputs.finance.currency)
    if all_cost_the_same(plan):
        return "All three cost the same so far: enter what differs between them."
    if verdict.reason == "money_only":
        return (
            f"{action}: {lead(plan)}. What suits the task is not known yet: answer the eight "
            "questions."
        )
    if verdict.reason == "agree":
        return f"{action}: {lead(plan)}, and {leaning}."
    if verdict.reason == "fit_decides":
        return (
            f"{action}: money is too close to call, and {leaning}. It costs {price} more than "
            f"{cheapest} over the plan, in today's money."
        )
    if verdict.reason == "hybrid_settles" and verdict.cheapest != "hybrid":
        barely = ", if by too little to call" if verdict.too_close_to_call else ""
        alone = f"{followed} would cost {fit_price} more" if verdict.fit.leaning != "hybrid" else ""
        both = f"doing both costs {price} more than {cheapest} over the plan, in today's money"
        return (
            f"{action}, as the middle way: {cheapest} is cheapest{barely}, but {leaning}. "
            f"{alone + '; ' + both if alone else both[0].upper() + both[1:]}."
        )
    close = ", too little to call" if verdict.too_close_to_call else ""
    return (
        f"{action}, although {leaning}: {followed[0].lower()}{followed[1:]} would cost {fit_price} "
        f"more than {cheapest} over the plan, in today's money{close}."
    )


def all_cost_the_same(plan: Plan) -> bool:
    """Tell whether nothing distinguishes the approaches."""
    return len({figures.present_cost for figures in plan.summary.approaches.values()}) == 1


def suits(verdict: Verdict) -> str:
    """Return what the task suits, as part of a sentence."""
    if verdict.fit.leaning == "hybrid":
        return "the task suits both together"
    return f"the task suits {TITLES[verdict.fit.leaning].lower()}"


def lead(plan: Plan) -> str:
    """Return by how much the cheapest leads."""
    figures = plan.summary.approaches
    cheapest, second = sorted(figures, key=lambda name: figures[name].present_cost)[:2]
    gap = figures[second].present_cost - figures[cheapest].present_cost
    words = money(gap, plan.inputs.finance.currency)
    close = ", too little to call" if plan.summary.too_close_to_call else ""
    return f"it costs {words} less than {DOING[second]} over the plan, in today's money{close}"


def fit_words(plan: Plan) -> str:
    """Return which answers make the task suit an approach."""
    fit = plan.verdict.fit
    if not fit.answered:
        return "What suits the task is not known: none of the eight questions is answered."
    sides = [
        f"{quoted(names)} for {side}"
        for names, side in ((fit.for_tuning, "fine-tuning"), (fit.for_prompting, "prompting"))
        if names
    ]
    unsure = len(Fit.model_fields) - fit.answered
    are = "question is" if unsure == 1 else "questions are"
    rest = f" {unsure} of the eight {are} not answered." if unsure else ""
    said = "; ".join(sides) or "none of the answers points to one side"
    return f"What suits the task, whatever it costs: {said}.{rest}"


def quoted(names: Iterable[str]) -> str:
    """Return questions of the fit in quotes."""
    return ", ".join(f"“{FIELDS[f'fit.{name}'].label}”" for name in names)


def volumes(plan: Plan) -> Iterator[str]:
    """Yield from which volume each approach pays."""
    entered = number(plan.inputs.workload.requests_per_month)
    for name in CHALLENGERS:
        figures = plan.summary.comparisons[name]
        volume = figures.break_even_requests_per_month
        count = len(figures.crossing_requests_per_month)
        if volume is None:
            yield f"{TITLES[name]} pays at no higher volume, all else equal."
        elif volume > 0:
            again = (
                ", though at some lower volumes too: hosting grows in steps" if count > 1 else ""
            )
            yield (
                f"{TITLES[name]} pays above {number(float(f'{volume:.3g}'))} requests a month"
                f"{again}; you entered {entered}."
            )


def consistency(plan: Plan, name: ApproachName) -> str:
    """Return how often answers fail."""
    approach = plan.inputs.approach(name)
    return (
        f"{percent(approach.error_rate)} wrong, {percent(approach.retry_rate)} repeated, "
        f"{percent(approach.review_rate)} reviewed"
    )


def time_to_implement(plan: Plan, name: ApproachName) -> str:
    """Return when the approach is live, and what each month of waiting costs."""
    months = plan.inputs.approach(name).lead_time_months
    first = months + 1
    if not months or name == "prompting" or first > plan.inputs.finance.horizon_months:
        return "at once" if not months else f"live after {months} months"
    waiting = float(plan.projection.savings(name)[first])
    if waiting <= 0:
        return f"live after {months} months; waiting costs nothing"
    amount = money(waiting, plan.inputs.finance.currency)
    return f"live after {months} months; each month of waiting costs {amount}"


def expertise(plan: Plan, name: ApproachName) -> str:
    """Return the engineering before go-live."""
    approach = plan.inputs.approach(name)
    if name == "prompting" and plan.inputs.prompting.already_live:
        return "the prompt exists"
    cost = approach.build_hours * plan.inputs.labour.engineer_rate
    return (
        f"{number(approach.build_hours)} engineer hours, "
        f"{money(cost, plan.inputs.finance.currency)}"
    )


def scalability(plan: Plan, name: ApproachName) -> str:
    """Return the cost per request in the first live month and in the last month."""
    projection = plan.projection
    horizon = plan.inputs.finance.horizon_months
    first = min(plan.inputs.approach(name).lead_time_months + 1, horizon)
    early, late = (
        money(
            float(projection.courses[name].total[month] / projection.requests[month]),
            plan.inputs.finance.currency,
        )
        for month in (first, horizon)
    )
    return f"{early} a request in month {first}, {late} in month {horizon}"


def prompt_complexity(plan: Plan, name: ApproachName) -> str:
    """Return the prompt's length in the first live month and in the last month."""
    approach = plan.inputs.approach(name)
    longest = number(round(float(plan.projection.courses[name].quantity("prompt")[-1])))
    return f"{number(round(approach.prompt_tokens))} tokens at first, {longest} at the end"


def upfront(plan: Plan, name: ApproachName) -> str:
    """Return what month 0 costs."""
    return money(plan.summary.approaches[name].upfront_cost, plan.inputs.finance.currency)


def long_term(plan: Plan, name: ApproachName) -> str:
    """Return what the whole plan costs, and when it pays."""
    total = money(plan.summary.approaches[name].total_cost, plan.inputs.finance.currency)
    if name == "prompting":
        return total
    month = plan.summary.comparisons[name].break_even_month
    pays = "pays" if month is None else "pays from"
    return f"{total}; {pays} {month_text(month, plan.inputs.finance.start_month)}"


def risk(plan: Plan, name: ApproachName) -> str:
    """Return what errors and review cost over the plan."""
    lines = plan.projection.courses[name].lines
    errors, review = (
        money(float(np.sum(lines[line])), plan.inputs.finance.currency)
        for line in ("errors", "review")
    )
    return f"wrong answers {errors}, review {review} over the plan"


FACTORS: dict[str, Callable[[Plan, ApproachName], str]] = {
    "Consistency of output": consistency,
    "Time to implement": time_to_implement,
    "Expertise": expertise,
    "Scalability": scalability,
    "Prompt complexity": prompt_complexity,
    "Upfront cost": upfront,
    "Long-term cost": long_term,
    "Risk management": risk,
}


def factor_table(plan: Plan) -> Table:
    """Return the eleven factors of the decision guide with this plan's figures in them."""
    compared: tuple[ApproachName, ...] = ("prompting", "tuning")
    rows = [
        ["Kind of customisation", *GUIDE["Kind of customisation"]],
        ["Control", *GUIDE["Control"]],
        *([title, *(words(plan, name) for name in compared)] for title, words in FACTORS.items()),
        ["Best suited for", *GUIDE["Best suited for"]],
    ]
    columns = ["Factor", *(TITLES[name] for name in compared)]
    return Table("Eleven factors, with your figures in them", columns, rows)


@dataclass(frozen=True)
class Condition:
    """One thing that would have to be true for the answer to flip."""

    words: str
    address: str  # of the plan in which it is true


def conditions(plan: Plan) -> list[Condition]:
    """Return what would flip the answer, nearest first."""
    currency = plan.inputs.finance.currency
    found: list[Condition] = []
    for item in plan.thresholds:
        if item.switching_value is None or len(found) == MOST_THRESHOLDS:
            continue
        field = FIELDS[item.input]
        needed = quantity(item.switching_value, field, currency)
        entered = quantity(item.entered, field, currency)
        if needed != entered:  # in words; nobody could act on less
            words = condition_words(plan, item, needed=needed, entered=entered)
            found.append(Condition(words, plan.address_with(item.input, item.switching_value)))
    return found


def condition_words(plan: Plan, item: Threshold, *, needed: str, entered: str) -> str:
    """Return a threshold in words: what is needed, and what was entered."""
    field = FIELDS[item.input]
    of = f" of {TITLES[field.group].lower()}" if field.group in TITLES else ""
    pays = plan.summary.comparisons[item.comparison].npv >= 0
    outcome = "would stop paying" if pays else "would pay"
    return (
        f"{TITLES[item.comparison]} {outcome} if “{field.label}”{of} were {needed}, not {entered}"
    )
