"""The two or three figures that describe what is recommended, in today's money."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.answers.verdict import is_described
from app.model import Challenger
from app.pages.explain.explained import explain_address
from app.plans.plan import Plan
from app.words.approaches import subject
from app.words.decision import is_equal, knows_nothing, rival
from app.words.money import about
from app.words.months import month_name
from app.words.numbers import percent


@dataclass(frozen=True)
class Tile:
    """One figure with what it is, and the page that explains it."""

    title: str
    value: str
    remark: str
    address: str


def tiles(plan: Plan) -> list[Tile]:
    """Return the figures of what is recommended; of prompting alone where nothing is.

    None where what prompting costs is not known, or where it cannot run.
    """
    recommended = plan.verdict.recommendation
    if plan.verdict.status == "impossible" or knows_nothing(plan):
        return []
    if recommended is None:
        known = is_described(plan.projection, "prompting")
        return [prompting_tile(plan), *monthly_tiles(plan)] if known else []
    if recommended == "prompting":
        return [prompting_tile(plan), *instead_tile(plan)]
    return challenger_tiles(plan, recommended)


def last_month(plan: Plan) -> str:
    """Return by when the plan's amounts are meant."""
    finance = plan.inputs.finance
    return f"by {month_name(finance.start_month, finance.horizon_months)}"


def prompting_tile(plan: Plan) -> Tile:
    """Return what prompting costs, and which share of it is the bill."""
    costs, currency = plan.summary.approaches["prompting"], plan.inputs.finance.currency
    bill = costs.provider_cost  # which version 1 did not tell apart
    share = f"; {percent(bill / costs.total_cost)} of it is the AI bill" if bill else ""
    return Tile(
        "Prompting costs",
        about(costs.present_cost, currency),
        f"{last_month(plan)}{share}",
        explain_address(plan, result="prompting.present_cost"),
    )


def monthly_tiles(plan: Plan) -> Iterator[Tile]:
    """Yield what prompting costs in its first month and in its last."""
    finance, discount = plan.inputs.finance, plan.projection.discount
    total = plan.projection.courses["prompting"].total
    for month in dict.fromkeys((1, finance.horizon_months)):
        yield Tile(
            f"In {month_name(finance.start_month, month)}",
            about(float(total[month] * discount[month]), finance.currency),
            "the first month" if month == 1 else "the last month",
            explain_address(plan, line="prompting.total", month=month),
        )


def instead_tile(plan: Plan) -> Iterator[Tile]:
    """Yield what the nearest alternative to prompting would cost instead, if one can run."""
    name = rival(plan)
    if name is None:
        return
    npv, currency = plan.summary.comparisons[name].npv, plan.inputs.finance.currency
    than = "more" if npv < 0 else "less"
    same = is_equal(plan, npv)
    yield Tile(
        f"{subject(name)} instead",
        "the same" if same else f"{about(abs(npv), currency)} {than}",
        up_front(plan, name),
        explain_address(plan, result=f"{name}.npv"),
    )


def up_front(plan: Plan, name: Challenger) -> str:
    """Return what building an approach takes beyond prompting, and when."""
    finance, built = plan.inputs.finance, plan.inputs.approach(name).build_month
    invested = plan.summary.comparisons[name].investment
    if invested <= 0 or is_equal(plan, invested):
        return "nothing more up front"
    when = f"in {month_name(finance.start_month, built)}" if built else "up front"
    return f"{about(invested, finance.currency)} {when}"


def challenger_tiles(plan: Plan, name: Challenger) -> list[Tile]:
    """Return the figures of a recommended approach against prompting."""
    figures, finance = plan.summary.comparisons[name], plan.inputs.finance
    built, month = plan.inputs.approach(name).build_month, figures.discounted_break_even_month
    saves = figures.npv >= 0
    found = [
        Tile(
            "Saves" if saves else "Costs more",
            about(abs(figures.npv), finance.currency),
            f"{last_month(plan)}, against prompting",
            explain_address(plan, result=f"{name}.npv"),
        ),
        Tile(
            f"Paid in {month_name(finance.start_month, built)}" if built else "Up front",
            about(max(figures.investment, 0.0), finance.currency),
            "more than prompting",
            explain_address(plan, result=f"{name}.investment"),
        ),
    ]
    if month is None:
        return found
    pays = Tile(
        "Pays from",
        month_name(finance.start_month, month) if month else "the start",
        f"month {month} of {finance.horizon_months}" if month else "never dearer than prompting",
        explain_address(plan, result=f"{name}.discounted_break_even_month"),
    )
    return [pays, *found]
