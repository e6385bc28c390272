"""The three or four figures that a decision is read from."""

from dataclasses import dataclass

from app.answers import fits
from app.inputs import TITLES
from app.model import Challenger
from app.pages.explain.explained import explain_address
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_count, month_name
from app.words.sentences import best_challenger


@dataclass(frozen=True)
class Tile:
    """One figure with what it is, and the page that explains it."""

    title: str
    value: str
    remark: str
    address: str


def tiles(plan: Plan) -> list[Tile]:
    """Return the figures of what is recommended, else of the better challenger.

    Those of prompting alone where nothing can be compared: in a forecast, where too little is known
    of an approach, or where what there is cannot run.
    """
    name = best_challenger(plan)
    if name is None or not fits(plan.projection, name):
        return forecast_tiles(plan)
    return comparison_tiles(plan, name)


def forecast_tiles(plan: Plan) -> list[Tile]:
    """Return what prompting alone costs."""
    costs, finance = plan.summary.approaches["prompting"], plan.inputs.finance
    return [
        Tile(title, money(amount, finance.currency), remark, explain_address(plan, result=result))
        for title, amount, remark, result in (
            (
                "Prompting costs",
                costs.total_cost,
                f"over {month_count(finance.horizon_months)}",
                "prompting.total_cost",
            ),
            (
                "Of that, the bill",
                costs.provider_cost,
                "what the provider charges",
                "prompting.provider_cost",
            ),
            (
                "Cost per request",
                costs.cost_per_request,
                "people and wrong answers included",
                "prompting.cost_per_request",
            ),
        )
    ]


def comparison_tiles(plan: Plan, name: Challenger) -> list[Tile]:
    """Return the figures of an approach against prompting."""
    figures, finance = plan.summary.comparisons[name], plan.inputs.finance
    title, month = TITLES[name], figures.break_even_month
    built = plan.inputs.approach(name).build_month
    saves = figures.savings >= 0
    over = f"over {month_count(finance.horizon_months)}"
    return [
        Tile(
            f"{title} pays from",
            "never" if month is None else f"month {month}" if month else "the start",
            month_name(finance.start_month, month) if month else over,
            explain_address(plan, result=f"{name}.break_even_month"),
        ),
        Tile(
            f"{title} {'saves' if saves else 'costs more'}",
            money(abs(figures.savings), finance.currency),
            f"{over}, against prompting",
            explain_address(plan, result=f"{name}.savings"),
        ),
        Tile(
            f"Invested in {month_name(finance.start_month, built)}"
            if built
            else "Invested up front",
            money(max(figures.investment, 0.0), finance.currency),
            "more than prompting",
            explain_address(plan, result=f"{name}.investment"),
        ),
    ]
