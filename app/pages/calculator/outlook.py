"""How sure the answer is: probabilities, what is worth measuring."""

from app.answers import Spread
from app.inputs import APPROACHES, FIELDS, TITLES
from app.model import Challenger
from app.plans.plan import Plan
from app.words.approaches import DOING, subject
from app.words.decision import as_good
from app.words.money import money, rough
from app.words.numbers import ABSENT
from app.words.sureness import chance
from app.words.tables import Table
from app.words.units import quantity


def likely_words(plan: Plan) -> list[str]:
    """Return in sentences how sure the answer is, and what to measure first."""
    result = plan.uncertainty
    currency = plan.inputs.finance.currency
    return [
        cheapest_words(plan),
        *(saving_words(name, item.npv, currency) for name, item in result.comparisons.items()),
        *learning_words(plan),
    ]


def cheapest_words(plan: Plan) -> str:
    """Return how often each approach is cheapest, and whether that is not what is recommended."""
    chances = plan.uncertainty.probability_cheapest
    order = sorted(chances, key=lambda name: -chances[name])
    shares = [f"{DOING[name]} {chance(chances[name])}" for name in order]
    said = f"How likely each is the cheapest: {', '.join(shares)}."
    recommended = plan.verdict.recommendation
    if recommended is None or sum(chances[name] for name in as_good(plan)) >= chances[order[0]]:
        return said
    return (
        f"{said} With the numbers as they stand {DOING[recommended]} comes out ahead; over the "
        f"whole of their ranges, {DOING[order[0]]} does more often."
    )


def saving_words(name: Challenger, npv: Spread, currency: str) -> str:
    """Return what an approach saves nine times in ten."""
    title = subject(name)
    if npv.p10 >= 0:
        return (
            f"{title}: 9 times in 10 it saves {rough(npv.p10, currency)} or more against "
            "prompting, in today's money."
        )
    if npv.p90 <= 0:
        return (
            f"{title}: 9 times in 10 it costs {rough(-npv.p90, currency)} more than prompting, or "
            "even more, in today's money."
        )
    return (
        f"{title}: 1 time in 10 it loses more than {rough(-npv.p10, currency)} against prompting, "
        f"and 1 time in 10 it saves more than {rough(npv.p90, currency)}, in today's money."
    )


def learning_words(plan: Plan) -> list[str]:
    """Return what is worth measuring before deciding."""
    result = plan.uncertainty
    currency = plan.inputs.finance.currency
    first = result.value_of_learning[0]
    certain = result.expected_value_of_perfect_information
    if rough(first.value, currency) == money(0.0, currency):
        return ["Nothing is worth measuring first: the same approach is the cheapest either way."]
    return [
        f"Of single numbers, learning “{name_of(first.input)}” is worth most: up to "
        f"{rough(first.value, currency)}. Knowing everything would be worth "
        f"{rough(certain, currency)}."
    ]


def name_of(name: str) -> str:
    """Return an input's label with its approach."""
    field = FIELDS[name]
    whose = next((name for name in APPROACHES if name == field.group), None)
    return f"{field.label} of {DOING[whose]}" if whose else field.label


def outlook_table(plan: Plan) -> Table:
    """Return the simulated figures."""
    result = plan.uncertainty
    currency = plan.inputs.finance.currency
    outlooks = list(result.comparisons.values())
    rows = [
        ["Chance of being the cheapest of all"]
        + [chance(result.probability_cheapest[name]) for name in result.comparisons],
        ["Chance of costing less than prompting"]
        + [chance(item.probability_cheaper) for item in outlooks],
        ["On average it"] + [on_average(item.npv.mean, currency) for item in outlooks],
        ["In 9 of 10 cases it"] + [at_least(item.npv.p10, currency) for item in outlooks],
        ["In 5 of 10 cases it"] + [at_least(item.npv.p50, currency) for item in outlooks],
        ["In 1 of 10 cases it"] + [at_least(item.npv.p90, currency) for item in outlooks],
        ["Chance of paying back"] + [chance(item.break_even_month.share) for item in outlooks],
        ["In half of those it pays by month"]
        + [month_or_none(item.break_even_month.p50) for item in outlooks],
        ["In 9 of 10 of those it pays by month"]
        + [month_or_none(item.break_even_month.p90) for item in outlooks],
    ]
    columns = ["", *(TITLES[name] for name in result.comparisons)]
    return Table("Against prompting, in today's money", columns, rows)


def on_average(amount: float, currency: str) -> str:
    """Return what an approach saves or loses on average."""
    return f"{'saves' if amount >= 0 else 'loses'} {rough(abs(amount), currency)}"


def at_least(amount: float, currency: str) -> str:
    """Return what an approach saves at least, or loses at most."""
    if amount >= 0:
        return f"saves at least {rough(amount, currency)}"
    return f"loses no more than {rough(-amount, currency)}"


def month_or_none(month: int | None) -> str:
    """Return a month, or a dash where there is none."""
    return ABSENT if month is None else str(month)


def learning_table(plan: Plan) -> Table:
    """Return what learning each ranged input is worth."""
    currency = plan.inputs.finance.currency
    rows = [
        [name_of(item.input), *range_words(plan, item.input), rough(item.value, currency)]
        for item in plan.uncertainty.value_of_learning
    ]
    columns = ["Input", "Low", "Entered", "High", "Worth learning"]
    return Table("What is uncertain, and what learning it is worth", columns, rows)


def range_words(plan: Plan, name: str) -> list[str]:
    """Return an input's low, entered and high value with its unit."""
    field, ends = FIELDS[name], plan.ranges[name]
    return [
        quantity(value, field, plan.inputs.finance.currency)
        for value in (ends.low, float(plan.inputs.value(name)), ends.high)
    ]
