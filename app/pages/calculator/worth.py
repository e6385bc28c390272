"""What to test first, from which cost of a mistake on an approach wins, and how many examples."""

import math
from dataclasses import dataclass

import numpy as np

from app.answers.examples import ExamplesCurve, examples_curve
from app.charts.plot import Plot, Series, plot
from app.inputs import TITLES
from app.model import MODEL_VERSION
from app.plans.plan import Plan
from app.words.approaches import DOING, sentence_case
from app.words.money import about, money, rough, short_money
from app.words.numbers import number, percent
from app.words.sureness import chance
from app.words.tables import Table
from app.words.worth import (
    best_test,
    check_details,
    check_sentence,
    examples_sentence,
    mistakes_sentence,
    tested,
)

EVERY = 4  # cost of a mistake that the table shows
OF_EXAMPLES = (1, 2, 5)  # times powers of ten: numbers of examples that have a row


@dataclass(frozen=True)
class Shown:
    """Sentences, and what they rest on, as a picture and as a table."""

    words: list[str]
    plot: Plot | None
    table: Table | None


def testing(plan: Plan) -> Shown | None:
    """Return what to test before deciding; None of a plan of an earlier version."""
    said = check_sentence(plan)
    tests = plan.uncertainty.test_plan
    if said is None or tests is None:
        return None
    if not tested(plan):
        return Shown([said], None, None)
    currency = plan.inputs.finance.currency
    details = check_details(plan)
    rows = [
        [
            number(test.answers),
            rough(test.worth, currency),
            rough(test.cost, currency),
            chance(test.changes_mind),
        ]
        for test in tests
    ]
    best = best_test(plan)
    table = Table(
        "What a test is worth, in today's money",
        ["Answers of each", "Worth", "Costs", "Changes the choice"],
        rows,
        strong=frozenset(index for index, test in enumerate(tests) if test == best),
    )
    return Shown([said, *([details] if details else [])], test_plot(plan), table)


def test_plot(plan: Plan) -> Plot:
    """Return worth and cost over the size of the test, each size twice the one before."""
    tests, currency = plan.uncertainty.test_plan or (), plan.inputs.finance.currency
    places = np.arange(len(tests), dtype=float)
    series = [
        Series("plan-1", "worth", np.array([test.worth for test in tests])),
        Series("plan-2", "cost", np.array([test.cost for test in tests])),
    ]
    said = "; ".join(
        f"{number(test.answers)} answers cost {rough(test.cost, currency)} and are worth "
        f"{rough(test.worth, currency)}"
        for test in tests
    )
    return plot(
        places,
        series,
        ticks=[(float(place), number(test.answers)) for place, test in enumerate(tests)],
        text=lambda amount: short_money(amount, currency),
        axis="answers of each",
        description=f"What a test costs and is worth: {said}.",
    )


def mistakes(plan: Plan) -> Shown | None:
    """Return how likely each approach is the cheapest as a mistake costs more."""
    curve = plan.uncertainty.acceptability
    if curve is None:
        return None
    currency, names = plan.inputs.finance.currency, plan.inputs.considered
    said = mistakes_sentence(plan)
    costs = np.array([point.cost for point in curve])
    series = [
        Series(
            name,
            TITLES[name],
            np.array([point.probability_cheapest[name] for point in curve]),
        )
        for name in names
    ]
    rows = [
        [money(point.cost, currency), *(chance(point.probability_cheapest[name]) for name in names)]
        for point in curve[::EVERY]
    ]
    ends = f"from {money(costs[0], currency)} to {money(costs[-1], currency)}"
    first, last = (
        ", ".join(f"{DOING[name]} {chance(point.probability_cheapest[name])}" for name in names)
        for point in (curve[0], curve[-1])
    )
    picture = plot(
        costs,
        series,
        ticks=[(point.cost, money(point.cost, currency)) for point in curve[:: EVERY * 2]],
        text=percent,
        axis="what a mistake costs",
        description=f"How likely each is the cheapest if a mistake costs {ends}. "
        f"At first: {first}. At last: {last}.",
        marks=[(entered, "plan")] if (entered := plan.inputs.quality.error_cost) else [],
    )
    heading = ["A mistake costs", *(TITLES[name] for name in names)]
    table = Table("How likely each is the cheapest, by what a mistake costs", heading, rows)
    return Shown([said] if said else [], picture, table)


def examples(plan: Plan) -> list[Shown]:
    """Return what each approach costs with more examples or fewer, where that matters."""
    if plan.model_version != MODEL_VERSION:
        return []
    followed = {"hybrid"} if "hybrid.learning_exponent" in plan.inputs.follows else set()
    curves = [
        examples_curve(plan.projection, name)
        for name in plan.inputs.challengers
        if not (name in followed and "tuning" in plan.inputs.considered)
    ]
    return [examples_shown(plan, curve) for curve in curves if curve]


def examples_shown(plan: Plan, curve: ExamplesCurve) -> Shown:
    """Return one approach's cost over numbers of examples."""
    currency = plan.inputs.finance.currency
    logs = np.log10(curve.examples.astype(float))
    title = sentence_case(DOING[curve.approach])
    picture = plot(
        logs,
        [Series(curve.approach, title, curve.present_cost)],
        ticks=[(math.log10(count), number(count)) for count in round_numbers(curve)],
        text=lambda amount: short_money(amount, currency),
        axis="examples",
        description=f"What {DOING[curve.approach]} costs over the plan, in today's money, by the "
        f"number of examples. {examples_sentence(plan, curve)}",
        marks=[(math.log10(curve.today), "today")] if curve.today else [],
    )
    counts = sorted({*round_numbers(curve), curve.best, *([curve.today] if curve.today else [])})
    rows = [
        [
            number(int(curve.examples[place])),
            about(float(curve.present_cost[place]), currency),
            percent(float(curve.error[place])),
        ]
        for place in dict.fromkeys(np.searchsorted(curve.examples, counts).tolist())
    ]
    strong = [index for index, row in enumerate(rows) if row[0] == number(curve.best)]
    table = Table(
        f"{title} by the number of examples, in today's money",
        ["Examples", "Costs", "Wrong answers"],
        rows,
        strong=frozenset(strong),
    )
    return Shown([examples_sentence(plan, curve)], picture, table)


def round_numbers(curve: ExamplesCurve) -> list[int]:
    """Return the round numbers of examples within the curve."""
    powers = range(int(math.log10(float(curve.examples[-1]))) + 1)
    found = [times * 10**power for power in powers for times in OF_EXAMPLES]
    return [count for count in found if curve.examples[0] <= count <= curve.examples[-1]]
