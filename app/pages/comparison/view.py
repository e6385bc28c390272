"""Two to four saved plans side by side: figures, inputs, and what drives the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from app.answers import Contribution, attribute
from app.charts.compared import running_cost
from app.inputs import TITLES, ApproachName
from app.model import CHALLENGERS, Challenger
from app.scenarios.compared_payloads import currency_of, differing
from app.scenarios.snapshot import SavedPlan
from app.words.decision import verdict_headline
from app.words.differences import label, saves, value_words
from app.words.money import money
from app.words.months import month_text
from app.words.numbers import ABSENT
from app.words.tables import Table

FIGURES = ("total_cost", "present_cost", "cost_per_request", "cost_per_right_answer")
FIGURE_TITLES = {
    "total_cost": "Total, as paid",
    "present_cost": "Total in today's money",
    "cost_per_request": "Cost per request, as paid",
    "cost_per_right_answer": "Cost per right answer, as paid",
}


def figures_table(plans: Sequence[SavedPlan], approach: ApproachName) -> Table:
    """Return the figures side by side: of the chosen approach, then against prompting."""
    rows = [["Recommended", *(verdict_headline(plan) for plan in plans)]]
    for name in FIGURES:
        costs = [figure_of(plan, approach, name) for plan in plans]
        rows.append([f"{TITLES[approach]}: {FIGURE_TITLES[name].lower()}", *costs])
    for challenger in CHALLENGERS:
        if not any(challenger in plan.summary.comparisons for plan in plans):
            continue
        title = TITLES[challenger]
        npvs = [npv_of(plan, challenger) for plan in plans]
        months = [break_even_of(plan, challenger) for plan in plans]
        rows.append([f"{title}: against prompting, in today's money", *npvs])
        rows.append([f"{title}: pays from, as paid", *months])
    return Table("The figures side by side", ["", *titles(plans)], rows)


def figure_of(plan: SavedPlan, approach: ApproachName, name: str) -> str:
    """Return what an approach costs in a plan; a dash where it takes no part."""
    figures = plan.summary.approaches.get(approach)
    return ABSENT if figures is None else money(getattr(figures, name), currency_of(plan))


def npv_of(plan: SavedPlan, name: Challenger) -> str:
    """Return what an approach is worth in a plan; a dash where it takes no part."""
    figures = plan.summary.comparisons.get(name)
    return ABSENT if figures is None else saves(figures.npv, currency_of(plan))


def break_even_of(plan: SavedPlan, name: Challenger) -> str:
    """Return when an approach pays in a plan; a dash where it takes no part."""
    figures = plan.summary.comparisons.get(name)
    start = plan.inputs.finance.start_month
    return ABSENT if figures is None else month_text(figures.discounted_break_even_month, start)


def titles(plans: Sequence[SavedPlan]) -> list[str]:
    """Return the plans' names, numbered, since two may be called the same."""
    return [
        f"{number}. {plan.saved.content.name}"
        + (f" (revision {plan.saved.revision})" if plan.home != plan.saved.id else "")
        for number, plan in enumerate(plans, start=1)
    ]


def called(plan: SavedPlan, number: int) -> str:
    """Return a plan's name and number for a sentence."""
    revision = f"revision {plan.saved.revision} of " if plan.home != plan.saved.id else ""
    return f"{revision}“{plan.saved.content.name}” ({number})"


def inputs_table(plans: Sequence[SavedPlan]) -> Table:
    """Return only the inputs that differ; what follows fine-tuning in all of them goes with it."""
    rows = [
        [label(name), *(value_words(plan.inputs, name) for plan in plans)]
        for name in differing(plans)
        if not all(name in plan.inputs.follows for plan in plans)
    ]
    return Table("The inputs that differ", ["Input", *titles(plans)], rows)


@dataclass(frozen=True)
class Driver:
    """What makes a plan differ from the first one."""

    sentence: str
    table: Table | None


def drivers(plans: Sequence[SavedPlan], approach: ApproachName) -> list[Driver]:
    """Return for every plan after the first what drives the difference from it."""
    first = plans[0]
    return [driver(first, plan, number, approach) for number, plan in enumerate(plans[1:], start=2)]


def driver(first: SavedPlan, other: SavedPlan, number: int, approach: ApproachName) -> Driver:
    """Return what drives the difference of one plan from the first."""
    one, two = called(first, 1), called(other, number)
    title, currency = TITLES[approach], currency_of(first)
    for plan, name in ((first, one), (other, two)):
        if approach not in plan.inputs.considered:
            return Driver(f"{title} takes no part in {name}.", None)
    if currency != currency_of(other):
        return Driver(
            f"{one} is in {currency} and {two} in {currency_of(other)}: their amounts are not "
            "subtracted from each other.",
            None,
        )
    start = first.summary.approaches[approach].present_cost
    gap = other.summary.approaches[approach].present_cost - start
    found = [item for item in attribute(first.inputs, other.inputs, approach) if item.change]
    if not found:
        return Driver(f"{title} costs the same in {one} and in {two}.", None)
    more = "more" if gap >= 0 else "less"
    top = found[0]
    return Driver(
        f"{title} costs {money(abs(gap), currency)} {more} in {two} than in {one}, in today's "
        f"money. What drives it most is “{label(top.input)}”: "
        f"{value_words(other.inputs, top.input)} rather than "
        f"{value_words(first.inputs, top.input)}, which alone makes it "
        f"{signed(top.change, currency)}.",
        driver_table(
            first, other, found, currency, f"What each input alone does, from 1 to {number}"
        ),
    )


def signed(change: float, currency: str) -> str:
    """Return by how much an amount rises or falls."""
    return f"{money(abs(change), currency)} {'dearer' if change > 0 else 'cheaper'}"


def driver_table(
    first: SavedPlan,
    other: SavedPlan,
    found: Sequence[Contribution],
    currency: str,
    caption: str,
) -> Table:
    """Return what each differing input alone does, the largest first."""
    rows = [
        [
            label(item.input),
            value_words(first.inputs, item.input),
            value_words(other.inputs, item.input),
            signed(item.change, currency),
        ]
        for item in found
    ]
    return Table(caption, ["Input", "In the first", "Here", "Alone makes it"], rows)


def month_table_of(plans: Sequence[SavedPlan], approach: ApproachName) -> Table:
    """Return the curves as a table; a plan in which the approach takes no part has dashes."""
    columns = [
        running_cost(plan, approach).tolist() if approach in plan.inputs.considered else []
        for plan in plans
    ]
    rows = [
        [str(month)]
        + [
            ABSENT if amount is None else money(amount, currency_of(plan))
            for amount, plan in zip(amounts, plans, strict=True)
        ]
        for month, amounts in enumerate(zip_longest(*columns))
    ]
    caption = f"{TITLES[approach]}, cumulative cost by month, in today's money"
    return Table(caption, ["Month", *titles(plans)], rows)
