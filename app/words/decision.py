"""The decision in words: the verdict, what suits the task, what would have to be true."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.answers import Threshold, Verdict, context_window, fits, longest_call
from app.answers.verdict import Status, is_described
from app.catalog import UnknownModel, find_model
from app.inputs import FIELDS, TITLES
from app.inputs.schema import Fit
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_count
from app.words.numbers import number
from app.words.units import quantity

ACTIONS = {"prompting": "Keep prompting", "tuning": "Fine-tune a model", "hybrid": "Do both"}
DOING = {"prompting": "prompting", "tuning": "fine-tuning", "hybrid": "doing both"}
HEADLINES: dict[Status | None, str] = {  # of a verdict that recommends nothing
    "forecast": "A forecast of prompting alone",
    "impossible": "This cannot run",
    "incomplete": "No answer yet",
}
NEEDED = {  # what makes an approach one that can be compared
    "prompting": "which model you prompt, or what a call costs",
    "tuning": "which model you would fine-tune, and what preparing it takes",
    "hybrid": "which model does both, and what preparing it takes",
}
MOST_THRESHOLDS = 12  # shown on the page; the API has them all


def verdict_headline(plan: Plan) -> str:
    """Return the verdict in a few words, such as “Keep prompting”."""
    verdict = plan.verdict
    if verdict.recommendation is None:
        return HEADLINES[verdict.status]
    action = ACTIONS[verdict.recommendation]
    if verdict.status == "close":
        return f"Too close to call: {action[0].lower()}{action[1:]}"
    return action


def stored_headline(results: Mapping[str, Any]) -> str:
    """Return the verdict in a few words from a plan's results as they are stored."""
    recommended = results.get("recommendation", results["cheapest"])
    return ACTIONS[recommended] if recommended else HEADLINES[results["status"]]


def verdict_words(plan: Plan) -> str:
    """Return the verdict as a manager could read it aloud."""
    verdict = plan.verdict
    said = UNDECIDED[verdict.status] if verdict.reason is None else REASONS[verdict.reason]
    return said(plan)


def forecast_words(plan: Plan) -> str:
    """Return what prompting alone will cost, if enough is known of it."""
    finance = plan.inputs.finance
    total = plan.summary.approaches["prompting"].total_cost
    if not total:
        return f"No forecast yet: say {NEEDED['prompting']}."
    amount = money(total, finance.currency)
    return f"Prompting will cost {amount} over {month_count(finance.horizon_months)}, as paid."


def impossible_words(plan: Plan) -> str:
    """Return which call is too long for prompting's model."""
    tokens = number(round(longest_call(plan.projection, "prompting")))
    window = number(context_window(plan.inputs, "prompting"))
    model = model_title(plan.inputs.prompting.model)
    return f"This cannot run: a call of {tokens} tokens does not fit {model}, which takes {window}."


def model_title(reference: str | None) -> str:
    """Return what people call a model of the catalogue."""
    try:
        return find_model(reference or "").title
    except UnknownModel:
        return reference or "the model"


def incomplete_words(plan: Plan) -> str:
    """Return which approaches nothing is known of yet."""
    projection = plan.projection
    names = [name for name in plan.inputs.considered if not is_described(projection, name)]
    missing = " and ".join(DOING[name] for name in names)
    costs = "has no costs of its own" if len(names) == 1 else "have no costs of their own"
    return f"No answer yet: {missing} {costs}. Say {'; '.join(NEEDED[name] for name in names)}."


def agree(plan: Plan) -> str:
    """Return the verdict where money and the task point the same way."""
    return f"{action_of(plan)}: {lead(plan)}, and {suits(plan.verdict)}."


def money_decides(plan: Plan) -> str:
    """Return the verdict where money alone is clear, and what following the fit would cost."""
    verdict = plan.verdict
    leaning = verdict.fit.leaning
    if leaning not in DOING or verdict.price_of_fit is None:
        return f"{action_of(plan)}: {lead(plan)}.{unanswered(verdict)}"
    if not fits(plan.projection, leaning):
        return (
            f"{action_of(plan)}, although {suits(verdict)}: {DOING[leaning]} cannot run, for a "
            "call does not fit its model."
        )
    price = money(verdict.price_of_fit, plan.inputs.finance.currency)
    close = ", too little to call" if verdict.too_close_to_call else ""
    return (
        f"{action_of(plan)}, although {suits(verdict)}: choosing {DOING[leaning]} for its fit "
        f"would cost {price} more than {DOING[verdict.cheapest]} over the plan, in today's money"
        f"{close}."
    )


def fit_decides(plan: Plan) -> str:
    """Return the verdict where money cannot tell and the task can."""
    return (
        f"{action_of(plan)}: money is too close to call, and {suits(plan.verdict)}."
        f"{surcharge(plan)}"
    )


def least_risk(plan: Plan) -> str:
    """Return the verdict where neither money nor the task can tell."""
    asks = "no investment" if plan.verdict.recommendation == "prompting" else "the least investment"
    return f"{action_of(plan)}: money is too close to call, and this takes {asks}.{surcharge(plan)}"


def money_only(plan: Plan) -> str:
    """Return the verdict of a version 1 that knew nothing of the task."""
    return f"{action_of(plan)}: {lead(plan)}.{unanswered(plan.verdict)}"


def hybrid_settles(plan: Plan) -> str:
    """Return the verdict of a version 1 that took the hybrid as the middle way."""
    verdict = plan.verdict
    if verdict.cheapest == "hybrid":
        return money_decides(plan)
    barely = ", if by too little to call" if verdict.too_close_to_call else ""
    cheapest, leaning = DOING[verdict.cheapest], verdict.fit.leaning or "hybrid"
    currency = plan.inputs.finance.currency
    price = money(verdict.price_of_recommendation, currency)
    both = f"doing both costs {price} more than {cheapest} over the plan, in today's money"
    fit_price = money(verdict.price_of_fit, currency)
    alone = f"Choosing {DOING[leaning]} for its fit would cost {fit_price} more"
    costs = both[0].upper() + both[1:] if leaning == "hybrid" else f"{alone}; {both}"
    return (
        f"{action_of(plan)}, as the middle way: {cheapest} is cheapest{barely}, but "
        f"{suits(verdict)}. {costs}."
    )


UNDECIDED: dict[Status | None, Callable[[Plan], str]] = {
    "forecast": forecast_words,
    "impossible": impossible_words,
    "incomplete": incomplete_words,
}
REASONS: dict[str, Callable[[Plan], str]] = {
    "agree": agree,
    "money_decides": money_decides,
    "fit_decides": fit_decides,
    "least_risk": least_risk,
    # Of revisions that version 1 of the model saved.
    "money_only": money_only,
    "hybrid_settles": hybrid_settles,
}


def action_of(plan: Plan) -> str:
    """Return what is recommended, as an action."""
    return ACTIONS[plan.verdict.recommendation or plan.verdict.cheapest]


def unanswered(verdict: Verdict) -> str:
    """Return that nothing is known of the task, where that is so."""
    if verdict.fit.answered:
        return ""
    return " What suits the task is not known yet: answer the eight questions."


def surcharge(plan: Plan) -> str:
    """Return what the recommendation costs beyond the cheapest, where it does."""
    verdict = plan.verdict
    if not verdict.price_of_recommendation:
        return ""
    price = money(verdict.price_of_recommendation, plan.inputs.finance.currency)
    return f" It costs {price} more than {DOING[verdict.cheapest]} over the plan, in today's money."


def suits(verdict: Verdict) -> str:
    """Return what the task suits, as part of a sentence."""
    leaning = verdict.fit.leaning or verdict.cheapest
    if leaning == "hybrid":
        return "the task suits both together"
    return f"the task suits {DOING[leaning]}"


def lead(plan: Plan) -> str:
    """Return by how much the cheapest leads."""
    cheapest = plan.verdict.cheapest
    costs = {name: item.present_cost for name, item in plan.summary.approaches.items()}
    # An approach that cannot run may cost less than the cheapest: it leads nobody.
    others = [name for name in costs if name != cheapest and costs[name] >= costs[cheapest]]
    if not others:
        return "nothing else can run"
    second = min(others, key=lambda name: costs[name])
    words = money(costs[second] - costs[cheapest], plan.inputs.finance.currency)
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
    are = "is" if unsure == 1 else "are"
    rest = f" {unsure} of the eight questions {are} not answered." if unsure else ""
    said = "; ".join(sides) or "none of the answers points to one side"
    return f"What suits the task, whatever it costs: {said}.{rest}"


def quoted(names: Iterable[str]) -> str:
    """Return questions of the fit in quotes."""
    return ", ".join(f"“{FIELDS[f'fit.{name}'].label}”" for name in names)


def volumes(plan: Plan) -> Iterator[str]:
    """Yield from which volume each approach pays."""
    entered = number(plan.inputs.workload.requests_per_month)
    for name, figures in plan.summary.comparisons.items():
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
        if item.input == "finance.exchange_rate" and currency == "USD":
            continue  # a dollar is always one dollar
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
