"""What would have to be true: volumes, and the values at which the answer flips."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.answers import Threshold, fits
from app.inputs import APPROACHES, FIELDS, ApproachName, InputField
from app.plans.plan import Plan
from app.words.approaches import DOING, subject
from app.words.decision import is_close
from app.words.numbers import number
from app.words.units import bare, quantity

FLIPS = "It flips if"
ABOVE, BELOW, SAME = "It flips above", "It flips below", "The same cost at"
DEARER = "Prompting wins"  # where another approach may have overtaken before
COUNTED = ("requests",)  # units that the label of an input says already
MOST_THRESHOLDS = 12  # shown on the page; the API has them all
# What a person can act on, or find out by looking: not the plan's length, the cost of capital,
# wages, exchange rates, list prices, dates or what a month of the year brings. Each is said with
# the approach it is of, and with a value such as “less than 4.2 %”.
WITHIN_REACH = {
    "requests_per_month": "there are {value} requests a month",
    "answer_cache_share": "a store answers {value} of the requests",
    "request_tokens": "people send {value} tokens a request",
    "error_cost": "a wrong answer costs {value}",
    "review_minutes": "reviewing an answer takes {value} minutes",
    "error_rate": "{who} is wrong in {value} of its answers",
    "review_rate": "people review {value} of the answers of {who}",
    "retry_rate": "{who} repeats {value} of its calls",
    "prompt_tokens": "the prompt of {who} has {value} tokens",
    "output_tokens": "an answer of {who} has {value} tokens",
    "reasoning_tokens": "a call of {who} takes {value} tokens of reasoning",
    "calls_per_request": "a request takes {who} {value} calls",
    "cache_hit_rate": "{who} reads {value} of what it repeats from the cache",
    "batch_share": "{who} sends {value} of its calls in batches",
    "list_discount": "{who} gets a discount of {value}",
    "platform_cost": "the platform of {who} costs {value} a month",
    "hosting_hours": "the hosting of {who} runs {value} hours a month",
    "minimum_replicas": "{who} keeps {value} replicas",
    "build_hours": "{who} takes {value} hours of engineering before go-live",
    "build_cost": "{who} takes {value} of other one-off cost",
    "evaluation_hours": "evaluating a release of {who} takes {value} hours",
    "dataset_examples": "{who} needs {value} examples",
    "example_minutes": "preparing an example for {who} takes {value} minutes",
    "example_cost": "an example for {who} costs {value}",
    "example_tokens": "an example for {who} has {value} tokens",
    "training_runs": "a release of {who} takes {value} training runs",
    "upkeep_hours": "a maintenance of {who} takes {value} hours of engineering",
    "refresh_share": "a maintenance of {who} renews {value} of the examples",
    "migration_hours": "{who} takes {value} hours of engineering when its base model retires",
    "prompted_share": "{who} leaves {value} of the requests to the prompt",
}


def is_within_reach(field: InputField) -> bool:
    """Tell whether a person can change an input, or find out what it really is."""
    return field.field in WITHIN_REACH


def volumes(plan: Plan) -> Iterator[str]:
    """Yield from which volume each approach pays."""
    entered = number(plan.inputs.workload.requests_per_month)
    for name, figures in plan.summary.comparisons.items():
        volume = figures.break_even_requests_per_month
        count = len(figures.crossing_requests_per_month)
        if volume is None:
            yield f"{subject(name)} pays at no higher volume, all else equal."
        elif volume > 0:
            again = (
                ", though at some lower volumes too: hosting grows in steps" if count > 1 else ""
            )
            yield (
                f"{subject(name)} pays above {number(float(f'{volume:.3g}'))} requests a month"
                f"{again}; you entered {entered}."
            )


@dataclass(frozen=True)
class Condition:
    """One thing that would have to be true for the answer to flip."""

    words: str
    address: str  # of the plan in which it is true


def conditions(plan: Plan) -> list[Condition]:
    """Return what would flip the answer, nearest first."""
    found = []
    for item, needed, entered in told(plan):
        words = condition_words(plan, item, needed=needed, entered=entered)
        found.append(Condition(words, plan.address_with(item.input, item.switching_value)))
        if len(found) == MOST_THRESHOLDS:
            break
    return found


def told(plan: Plan) -> Iterator[tuple[Threshold, str, str]]:
    """Yield thresholds that can be told from what was entered, with both values in words."""
    currency = plan.inputs.finance.currency
    for item in plan.thresholds:
        if item.switching_value is None:
            continue
        if item.input == "finance.exchange_rate" and currency == "USD":
            continue  # a dollar is always one dollar
        field = FIELDS[item.input]
        needed = quantity(item.switching_value, field, currency)
        entered = quantity(item.entered, field, currency)
        if needed != entered:  # in words; nobody could act on less
            yield item, needed, entered


def condition_words(plan: Plan, item: Threshold, *, needed: str, entered: str) -> str:
    """Return a threshold in words: what is needed, and what was entered."""
    pays = plan.summary.comparisons[item.comparison].npv >= 0
    outcome = "would stop paying" if pays else "would pay"
    field = FIELDS[item.input]
    whose = next((name for name in APPROACHES if name == field.group), None)
    of = f" of {DOING[whose]}" if whose else ""
    return (
        f"{subject(item.comparison)} {outcome} if “{field.label}”{of} were {needed}, not {entered}"
    )


@dataclass(frozen=True, kw_only=True)
class Flip:
    """A value within a person's reach at which what is recommended would stop being it."""

    input: str
    what: str  # “Wrong answers of fine-tuning”
    now: str  # as entered
    then: str  # where it flips
    heading: str  # what happens on which side of it: “It flips below”
    words: str  # all of it as a sentence
    address: str  # of the plan in which it is so


def flips(plan: Plan) -> list[Flip]:
    """Return what a person could change to flip the answer, nearest first.

    Of what is recommended; of any approach that can run where that is prompting. Of an input at
    which several things happen, the nearest.
    """
    recommended = plan.verdict.recommendation
    if recommended is None:
        return []
    found: dict[str, Flip] = {}
    for item, needed, entered in told(plan):
        if (
            item.input not in found
            and is_within_reach(FIELDS[item.input])
            and fits(plan.projection, item.comparison)
            and recommended in ("prompting", item.comparison)
        ):
            found[item.input] = flip(plan, item, needed, entered)
    return list(found.values())


def flip(plan: Plan, item: Threshold, needed: str, entered: str) -> Flip:
    """Return one threshold as what would flip the answer."""
    field, currency = FIELDS[item.input], plan.inputs.finance.currency
    value = item.switching_value if item.switching_value is not None else item.entered
    is_near, is_above = is_close(plan), value > item.entered
    than = "" if is_near else "more than " if is_above else "less than "
    happens = f"{subject(item.comparison)} and prompting cost the same if" if is_near else FLIPS
    heading = SAME if is_near else ABOVE if is_above else BELOW
    if not is_near and is_against_prompting_alone(plan):
        happens, heading = f"{DEARER} if", f"{DEARER} {'above' if is_above else 'below'}"
    pattern, whose = WITHIN_REACH[field.field], approach_of(field)
    is_named = happens.startswith(DEARER) and whose == "prompting" and pattern.startswith("{who}")
    told = pattern.format(
        who="it" if is_named else DOING[whose] if whose else "",
        value=f"{than}{bare(value, field, currency)}",
    )
    return Flip(
        input=item.input,
        what=f"{field.label} of {DOING[whose]}" if whose else field.label,
        now=entered if field.unit not in COUNTED else bare(item.entered, field, currency),
        then=needed if field.unit not in COUNTED else bare(value, field, currency),
        heading=heading,
        words=f"{happens} {told} (now {bare(item.entered, field, currency)}).",
        address=plan.address_with(item.input, item.switching_value),
    )


def is_against_prompting_alone(plan: Plan) -> bool:
    """Tell whether a third approach may be the cheapest before prompting is.

    Switching values are of each approach against prompting.
    """
    return plan.verdict.recommendation != "prompting" and len(plan.inputs.challengers) > 1


def approach_of(field: InputField) -> ApproachName | None:
    """Return the approach that an input is of; None for the plan's own."""
    return next((name for name in APPROACHES if name == field.group), None)
