"""The three or four figures that a decision is read from."""

from dataclasses import dataclass

from app.inputs import TITLES
from app.pages.explain.explained import explain_address
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_name
from app.words.sentences import best_challenger, span


@dataclass(frozen=True)
class Tile:
    """One figure with what it is, and the page that explains it."""

    title: str
    value: str
    remark: str
    address: str


def tiles(plan: Plan) -> list[Tile]:
    """Return the figures of the better of fine-tuning and hybrid against prompting."""
    name = best_challenger(plan.summary)
    figures, finance = plan.summary.comparisons[name], plan.inputs.finance
    title, month = TITLES[name], figures.break_even_month
    saves = figures.savings >= 0
    return [
        Tile(
            f"{title} pays from",
            "never" if month is None else f"month {month}" if month else "the start",
            month_name(finance.start_month, month)
            if month
            else f"over {span(finance.horizon_months)}",
            explain_address(plan, result=f"{name}.break_even_month"),
        ),
        Tile(
            f"{title} {'saves' if saves else 'costs more'}",
            money(abs(figures.savings), finance.currency),
            f"over {span(finance.horizon_months)}, against prompting",
            explain_address(plan, result=f"{name}.savings"),
        ),
        Tile(
            "Invested up front",
            money(max(figures.investment, 0.0), finance.currency),
            "more than prompting",
            explain_address(plan, result=f"{name}.investment"),
        ),
    ]
