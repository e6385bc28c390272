"""The verdict in words: a headline, and one sentence that compares with prompting, as done today.

One number, one month, one confidence; amounts are in today's money.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.answers import context_window, fits, longest_call
from app.answers.verdict import UNDECIDED, Status, is_described
from app.catalog import UnknownModel, find_model
from app.inputs import ApproachName, Challenger
from app.plans.plan import Plan
from app.words.approaches import ACTIONS, DOING, listed, sentence_case, subject
from app.words.money import about
from app.words.months import month_name, span_words
from app.words.numbers import number
from app.words.sureness import OUT_OF, cases, confidence

NO_VERDICT: Mapping[Status | None, str] = {
    "forecast": "A forecast of prompting alone",
    "impossible": "This cannot run",
    "incomplete": "No answer yet",
}
NO_FORECAST = "No forecast yet"
CLOSE = "Too close to call"
STAY = "Stay with what you have"
UNKNOWN_MODEL = "its model"
NEEDED: Mapping[ApproachName, str] = {  # what makes an approach one that can be compared
    "prompting": "which model you prompt, or what a call costs",
    "tuning": "which model you would fine-tune, and what preparing it takes",
    "hybrid": "which model does both, and what preparing it takes",
}
SMALL = "and that is smaller than what you do not know"


def verdict_headline(plan: Plan) -> str:
    """Return the verdict in a few words: “Keep prompting”, “Too close to call, so …”."""
    action = action_words(plan)
    if plan.verdict.recommendation is None or not is_close(plan):
        return action
    return f"{CLOSE}, so {action[0].lower()}{action[1:]}"


def action_words(plan: Plan) -> str:
    """Return what to do in a few words, or why there is no verdict."""
    verdict = plan.verdict
    if verdict.recommendation is None:
        return NO_FORECAST if knows_nothing(plan) else NO_VERDICT[verdict.status]
    action = ACTIONS[verdict.recommendation]
    if not is_close(plan):
        return action
    if verdict.recommendation == "prompting":
        return STAY
    why = "Go by the task" if verdict.fit.leaning == verdict.recommendation else "Spend least"
    return f"{why}: {action.lower()}"


def stored_headline(results: Mapping[str, Any]) -> str:
    """Return the verdict in a few words from a plan's results as they are stored."""
    recommended = results.get("recommendation", results["cheapest"])
    if recommended == "prompting" and results.get("status") == "close":
        return f"{CLOSE}, so {STAY.lower()}"
    return ACTIONS[recommended] if recommended else NO_VERDICT[results["status"]]


def verdict_words(plan: Plan, *, surely: bool = False) -> str:
    """Return the whole verdict as a manager could read it aloud; `surely` says how sure it is."""
    said = [f"{verdict_headline(plan)}.", verdict_sentence(plan)]
    if surely and (probability := probability_of(plan)) is not None:
        said.append(f"{confidence(probability)}{sure_of(plan, briefly=True)}.")
    return " ".join(said)


def probability_of(plan: Plan) -> float | None:
    """Return how often what is recommended is the cheapest; None without ranges or a verdict.

    What comes to nearly the same is as good: where others than prompting are tied with it, one of
    them. None, too, where money is too close to call, which no chance makes clearer.
    """
    recommended = plan.verdict.recommendation
    if recommended is None or not plan.ranges or is_close(plan):
        return None
    chances = plan.uncertainty.probability_cheapest
    return sum(chances[name] for name in as_good(plan))


def sure_of(plan: Plan, *, briefly: bool = False) -> str:
    """Return of what one is so sure, as the rest of a sentence; `briefly` not where it is plain.

    What is recommended is the cheapest, or what comes to nearly the same.
    """
    names = as_good(plan)
    whose = f" that {' or '.join(DOING[name] for name in names)} is the cheapest"
    other = likelier(plan)
    return f"{'' if briefly and len(names) == 1 else whose}{f'; {other}' if other else ''}"


def likelier(plan: Plan) -> str | None:
    """Return which other approach is more often the cheapest than each that is as good."""
    chances, names = plan.uncertainty.probability_cheapest, as_good(plan)
    others = {name: chance for name, chance in chances.items() if name not in names}
    name = max(others, key=lambda item: others[item], default=None)
    if name is None or others[name] <= max(chances[item] for item in names):
        return None
    together = probability_of(plan) or 0
    often = f"{min(cases(others[name]), OUT_OF - cases(together))} of {OUT_OF}"
    if others[name] <= together:
        return f"{DOING[name]} is in {often}, more often than either"
    return f"{DOING[name]} is the cheapest in {often}"


def as_good(plan: Plan) -> list[ApproachName]:
    """Return what is recommended, and what comes to nearly the same."""
    recommended, tied = plan.verdict.recommendation, plan.verdict.tied or ()
    return [name for name in plan.inputs.considered if name == recommended or name in tied]


def verdict_sentence(plan: Plan) -> str:
    """Return the verdict in one sentence."""
    verdict = plan.verdict
    if verdict.status in UNDECIDED:
        return UNDECIDED_SENTENCES[verdict.status](plan)
    if verdict.reason == "hybrid_settles":
        return middle_way(plan)
    if verdict.recommendation == "prompting":
        return close_to_prompting(plan) if is_close(plan) else staying(plan)
    return moving(plan)


def is_close(plan: Plan) -> bool:
    """Tell whether money cannot tell what is recommended from prompting."""
    verdict = plan.verdict
    if verdict.status is None:  # version 1 kept no list of who is tied
        return verdict.too_close_to_call
    return verdict.status == "close" and "prompting" in (verdict.tied or ())


def knows_nothing(plan: Plan) -> bool:
    """Tell whether a forecast has nothing to say, for nothing is known that costs."""
    forecast = plan.verdict.status == "forecast"
    return forecast and not plan.summary.approaches["prompting"].total_cost


def rival(plan: Plan) -> Challenger | None:
    """Return the approach that prompting is told apart from: the cheapest of those that can run.

    Where money is too close to call it is one of the tied. None where none can run.
    """
    tied = plan.verdict.tied or ()
    able = [name for name in plan.summary.comparisons if fits(plan.projection, name)]
    near = [name for name in able if name in tied] or able
    costs = plan.summary.approaches
    return min(near, key=lambda name: costs[name].present_cost, default=None)


def amount_of(plan: Plan, amount: float) -> str:
    """Return the size of an amount of the plan, rounded as it is spoken."""
    return about(abs(amount), plan.inputs.finance.currency)


def over(plan: Plan) -> str:
    """Return the plan's length, and the kind of money that every amount of a sentence is in."""
    return f"over {span_words(plan.inputs.finance.horizon_months)}, in today's money"


def is_equal(plan: Plan, amount: float) -> bool:
    """Tell whether an amount is none, as people would see it."""
    return amount_of(plan, amount) == about(0.0, plan.inputs.finance.currency)


def staying(plan: Plan) -> str:
    """Return what leaving prompting would cost."""
    name = rival(plan)
    if name is None:
        return nothing_else(plan)
    npv = plan.summary.comparisons[name].npv
    return (
        f"{subject(name)} would cost about {amount_of(plan, npv)} more than prompting "
        f"{over(plan)}, and would not pay back in that time."
    )


def nothing_else(plan: Plan) -> str:
    """Return that no other approach can run, and why."""
    names = plan.inputs.challengers
    doing = sentence_case(listed([DOING[name] for name in names]))
    return f"{doing} cannot run: {too_long(plan, names[0])}."


def close_to_prompting(plan: Plan) -> str:
    """Return by how little another approach differs from prompting."""
    name = rival(plan)
    if name is None:
        return nothing_else(plan)
    return f"{subject(name)} would {differing(plan, name)}, {SMALL}."


def differing(plan: Plan, name: Challenger) -> str:
    """Return what an approach would cost or save, as the rest of a sentence."""
    npv = plan.summary.comparisons[name].npv
    if is_equal(plan, npv):
        return f"cost the same as prompting {over(plan)}"
    amount = amount_of(plan, npv)
    if npv > 0:
        return f"save about {amount} against prompting {over(plan)}"
    return f"cost about {amount} more than prompting {over(plan)}"


def moving(plan: Plan) -> str:
    """Return what another approach than prompting saves, and from when."""
    name = next(item for item in plan.inputs.challengers if item == plan.verdict.recommendation)
    if is_close(plan):
        return f"{subject(name)} would {differing(plan, name)}, {SMALL}."
    figures = plan.summary.comparisons[name]
    who = "It" if name == "tuning" else both(plan)
    saved = amount_of(plan, figures.npv)
    others = [item for item in as_good(plan) if item != name]
    same = f"; {DOING[others[0]]} would come to nearly the same" if others else ""
    return (
        f"{who} {from_when(plan, name)} and saves about {saved} against prompting "
        f"{over(plan)}{same}."
    )


def from_when(plan: Plan, name: Challenger) -> str:
    """Return from which month an approach pays, in today's money."""
    month = plan.summary.comparisons[name].discounted_break_even_month
    if not month:
        return "costs less from the start"
    return f"pays from {month_name(plan.inputs.finance.start_month, month)}"


def both(plan: Plan) -> str:
    """Return what doing both means in this plan, as the beginning of a sentence."""
    hybrid = plan.inputs.hybrid
    if not hybrid.prompted_share:
        return "A tuned model that still gets prompts"
    most = "most requests" if hybrid.prompted_share < 0.5 else "some requests"
    return f"A tuned model for {most}, the prompt for the rest,"


def middle_way(plan: Plan) -> str:
    """Return what version 1 recommended between what is cheapest and what suits the task."""
    leaning = plan.verdict.fit.leaning or "hybrid"
    cheapest = DOING[plan.verdict.cheapest]
    suits = "both together" if leaning == "hybrid" else DOING[leaning]
    return (
        f"{subject('hybrid')} would {differing(plan, 'hybrid')}, as the middle way: {cheapest} is "
        f"the cheapest, but the task suits {suits}."
    )


def forecast_sentence(plan: Plan) -> str:
    """Return what prompting alone will cost, if enough is known of it."""
    if knows_nothing(plan):
        return f"Say {NEEDED['prompting']}."
    cost = plan.summary.approaches["prompting"].present_cost
    return f"Prompting will cost about {amount_of(plan, cost)} {over(plan)}."


def impossible_sentence(plan: Plan) -> str:
    """Return which call is too long for prompting's model, and whether another one would do."""
    able = [name for name in plan.inputs.challengers if fits(plan.projection, name)]
    call = sentence_case(too_long(plan, "prompting"))
    if not able:
        challengers = listed([DOING[name] for name in plan.inputs.challengers])
        return f"{call}, and {challengers} cannot run either."
    return f"{call}; {listed([DOING[name] for name in able])} could run."


def too_long(plan: Plan, name: ApproachName) -> str:
    """Return which call does not fit which model."""
    tokens = number(round(longest_call(plan.projection, name)))
    window = context_window(plan.inputs, name)
    model = model_title(plan.inputs.approach(name).model)
    return f"a call of {tokens} tokens does not fit {model} ({number(window)})"


def model_title(reference: str | None) -> str:
    """Return what people call a model of the catalogue."""
    try:
        return find_model(reference or "").title
    except UnknownModel:
        return reference or UNKNOWN_MODEL


def incomplete_sentence(plan: Plan) -> str:
    """Return what must be said before anything can be compared."""
    return f"Say {', and '.join(NEEDED[name] for name in undescribed(plan))}."


def undescribed(plan: Plan) -> list[ApproachName]:
    """Return the approaches of which too little is known; the hybrid not where it follows."""
    names = [name for name in plan.inputs.considered if not is_described(plan.projection, name)]
    follows = "tuning" in names and "hybrid.model" in plan.inputs.follows
    return [name for name in names if not (name == "hybrid" and follows)]


UNDECIDED_SENTENCES: Mapping[Status | None, Callable[[Plan], str]] = {
    "forecast": forecast_sentence,
    "impossible": impossible_sentence,
    "incomplete": incomplete_sentence,
}


@dataclass(frozen=True)
class Mend:
    """What a person can say or change so that there is an answer."""

    words: str
    input: str  # where


def mends(plan: Plan) -> list[Mend]:
    """Return what is missing or in the way, and where to put it right."""
    if knows_nothing(plan):
        return [Mend("Pick the model you prompt", "prompting.model")]
    if plan.verdict.status == "incomplete":
        return [Mend(MENDS[name], f"{name}.model") for name in undescribed(plan)]
    if plan.verdict.status == "impossible":
        return [
            Mend("Pick a model that takes longer calls", "prompting.model"),
            Mend("Shorten the prompt", "prompting.prompt_tokens"),
            Mend("Shorten what people send", "workload.request_tokens"),
        ]
    return []


MENDS: Mapping[ApproachName, str] = {
    "prompting": "Pick the model you prompt",
    "tuning": "Pick the model you would fine-tune",
    "hybrid": "Pick the model that does both",
}
