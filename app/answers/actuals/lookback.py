"""So far, from here on, and whether it did pay: "After the decision" of docs/model.md."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from app.answers.actuals.course import Floats, Happened
from app.answers.actuals.paid import TOTAL, MonthPaid
from app.answers.actuals.variance import MonthVariance, Variance, month_variance, summed
from app.inputs import ApproachName, Inputs
from app.model import LINES, Projection, finance

Status = Literal["paid back", "on the way", "not within the plan", "given up", "prompting"]


@dataclass(frozen=True, kw_only=True)
class Forecast:
    """The plan from here on, at the volumes and prices of the last three months."""

    approach: ApproachName
    volume_factor: float  # requests that came over those planned, of these months
    cost_so_far: float  # lines and months that nobody entered included, as planned
    cost_to_come: float
    planned_cost: float  # of the whole plan, of the approach decided on
    break_even_month: int | None  # as paid; None with prompting, or not within the plan
    planned_break_even_month: int | None

    @property
    def cost(self) -> float:
        """What the whole plan will have cost."""
        return self.cost_so_far + self.cost_to_come


@dataclass(frozen=True, kw_only=True)
class Payback:
    """What prompting would have cost at the requests that came, against what it did cost."""

    status: Status
    prompting_cost: float  # so far
    cost: float  # so far
    month: int | None  # from which on it has paid back, or will have

    @property
    def saved(self) -> float:
        """What was saved so far."""
        return self.prompting_cost - self.cost


@dataclass(frozen=True, kw_only=True)
class Assumed:
    """What nobody entered of a line, and is taken from the plan."""

    line: str
    months: tuple[int, ...]
    amount: float  # at the requests that came


@dataclass(frozen=True, kw_only=True)
class Lookback:
    """A plan after the decision."""

    happened: Happened
    months: tuple[MonthVariance, ...]
    so_far: Variance
    lines: tuple[Variance, ...]  # of the months so far, those told apart
    assumed: tuple[Assumed, ...]  # of the cost so far, the largest first
    forecast: Forecast
    payback: Payback
    revision: int | None = None  # of the plan, where it has a newer one

    @property
    def gaps(self) -> list[int]:
        """The months before the last one entered, without month 0, of which nothing was entered."""
        said = {item.month for item in self.months}
        return [month for month in range(1, self.happened.last) if month not in said]


def look_back(plan: Projection, inputs: Inputs, months: Sequence[MonthPaid]) -> Lookback:
    """Return what came of a plan; there is at least one month, in their order."""
    happened = Happened(plan, inputs, months)
    found = tuple(month_variance(happened, item) for item in happened.said)
    return Lookback(
        happened=happened,
        months=found,
        so_far=summed(TOTAL, [item.total for item in found]),
        lines=by_line(found),
        assumed=assumed(happened),
        forecast=forecast(happened),
        payback=payback(happened),
    )


def by_line(months: Sequence[MonthVariance]) -> tuple[Variance, ...]:
    """Return the lines that were told apart, summed over the months that have them."""
    parts = [part for item in months for part in item.lines]
    order = [*LINES, *dict.fromkeys(part.line for part in parts if part.line not in LINES)]
    names = [name for name in order if any(part.line == name for part in parts)]
    return tuple(summed(name, [part for part in parts if part.line == name]) for name in names)


def assumed(happened: Happened) -> tuple[Assumed, ...]:
    """Return the lines that are taken from the plan, in part or all, the largest first."""
    found = [
        Assumed(line=line, months=tuple(amounts), amount=sum(amounts.values()))
        for line, amounts in happened.assumed.items()
    ]
    return tuple(sorted(found, key=lambda item: -item.amount))


def forecast(happened: Happened) -> Forecast:
    """Return what is to come."""
    decided, reached = happened.decided, happened.last + 1
    planned = happened.plan.courses[decided]
    was_planned = None
    if decided != "prompting":
        was_planned = month_of(happened.plan.cumulative_savings(decided))
    return Forecast(
        approach=happened.in_use,
        volume_factor=happened.volume_factor,
        cost_so_far=float(np.sum(happened.cost[:reached])),
        cost_to_come=float(np.sum(happened.cost[reached:])),
        planned_cost=float(np.sum(planned.total)),
        break_even_month=break_even_month(happened),
        planned_break_even_month=was_planned,
    )


def payback(happened: Happened) -> Payback:
    """Return whether it did pay."""
    month, reached = break_even_month(happened), happened.last + 1
    return Payback(
        status=status(happened, month),
        prompting_cost=float(np.sum(happened.prompting[:reached])),
        cost=float(np.sum(happened.cost[:reached])),
        month=month,
    )


def status(happened: Happened, month: int | None) -> Status:
    """Return how far it has come."""
    if happened.decided == "prompting":
        return "prompting"
    if happened.in_use == "prompting":
        return "given up"
    if month is None:
        return "not within the plan"
    return "paid back" if month <= happened.last else "on the way"


def break_even_month(happened: Happened) -> int | None:
    """Return from which month on it has cost no more than prompting would have."""
    if happened.decided == "prompting":
        return None
    return month_of(np.cumsum(happened.prompting - happened.cost))


def month_of(running: Floats) -> int | None:
    """Return the whole month from which a running sum stays at or above zero."""
    found = finance.break_even(running)
    return found[0] if found else None
