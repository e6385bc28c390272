"""The curves of one approach in several saved plans, in today's money, and which costs least."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.charts.scale import Floats, Frame, Scale, Tick
from app.inputs import TITLES, ApproachName
from app.scenarios.snapshot import SavedPlan
from app.words.money import money
from app.words.months import month_count

DOLLARS = "USD"
FRAME = Frame(width=560, height=300, left=56, right=64)


@dataclass(frozen=True, kw_only=True)
class ComparedCurve:
    """One plan's cumulative cost."""

    number: int  # of the plan, from 1
    name: str
    amount: str
    points: str
    label_y: float
    end: str


@dataclass(frozen=True, kw_only=True)
class ComparedChart:
    """The curves of one approach in several plans."""

    frame: Frame
    curves: list[ComparedCurve]
    months: list[Tick]
    amounts: list[Tick]
    description: str


def currencies(plans: Sequence[SavedPlan]) -> set[str]:
    """Return the currencies that the plans are in."""
    return {plan.inputs.finance.currency for plan in plans}


def common_currency(plans: Sequence[SavedPlan]) -> str:
    """Return the currency in which the plans are compared: their own, or dollars."""
    found = currencies(plans)
    return next(iter(found)) if len(found) == 1 else DOLLARS


def rate(plan: SavedPlan, currency: str) -> float:
    """Return by what a plan's amounts are divided to be in a currency, its own or dollars."""
    finance = plan.inputs.finance
    return 1.0 if currency == finance.currency else finance.exchange_rate


def compared_chart(plans: Sequence[SavedPlan], approach: ApproachName) -> ComparedChart | None:
    """Return the curves of one approach; in dollars where the plans' currencies differ.

    A plan in which the approach takes no part has no curve; None if there is none at all.
    """
    currency = common_currency(plans)
    amounts = {
        number: running_cost(plan, approach) / rate(plan, currency)
        for number, plan in enumerate(plans, start=1)
        if approach in plan.inputs.considered
    }
    if not amounts:
        return None
    horizon = max(plan.inputs.finance.horizon_months for plan in plans)
    highest = max(float(np.max(item)) for item in amounts.values())
    scale = Scale(FRAME, horizon, currency, highest=highest)
    ends = [scale.y(float(item[-1])) for item in amounts.values()]
    curves = [
        ComparedCurve(
            number=number,
            name=plans[number - 1].saved.content.name,
            amount=money(float(item[-1]), currency),
            points=" ".join(scale.points(item)),
            label_y=place,
            end=scale.end(item),
        )
        for (number, item), place in zip(amounts.items(), scale.label_places(ends), strict=True)
    ]
    return ComparedChart(
        frame=scale.frame,
        curves=curves,
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        description=f"Cumulative cost of {TITLES[approach].lower()}, in today's money. "
        f"At the end: {', '.join(f'{curve.name} {curve.amount}' for curve in curves)}.",
    )


def running_cost(plan: SavedPlan, approach: ApproachName) -> Floats:
    """Return what an approach has cost by each month, in today's money."""
    return np.cumsum(plan.projection.courses[approach].total * plan.projection.discount)


def winner_words(plans: Sequence[SavedPlan], approach: ApproachName) -> str:
    """Return which plan costs least with an approach; nothing where that cannot be said.

    Plans of different lengths are told apart by what a right answer costs.
    """
    currency = common_currency(plans)
    months = {plan.inputs.finance.horizon_months for plan in plans}
    figure = "present_cost" if len(months) == 1 else "cost_per_right_answer"
    costs = {
        number: getattr(plan.summary.approaches[approach], figure)
        for number, plan in enumerate(plans, start=1)
        if approach in plan.inputs.considered
    }
    if len(costs) < 2 or None in costs.values():
        return ""
    order = sorted(
        (cost / rate(plans[number - 1], currency), number) for number, cost in costs.items()
    )
    (least, winner), (second, _) = order[:2]
    doing = TITLES[approach]
    if money(least, currency) == money(second, currency):
        return f"With {doing.lower()}, no scenario costs less than all others."
    what = (
        f"over {month_count(months.pop())}, in today's money"
        if figure == "present_cost"
        else "for a right answer, as paid"
    )
    return (
        f"{doing} costs least in “{plans[winner - 1].saved.content.name}” ({winner}): "
        f"{money(least, currency)} {what}, and {money(second, currency)} in the next one."
    )
