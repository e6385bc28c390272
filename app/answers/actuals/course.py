"""The plan at the requests that came: with prices that were paid, and with what was paid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.answers.actuals.paid import MonthPaid, UnitPrices
from app.inputs import ApproachName, Inputs
from app.model import LINES, Projection, project
from app.model.language import CALENDAR, Key
from app.work.lazy import lazy

Floats = NDArray[np.float64]
RECENT = 3  # months whose volumes and prices stand for those to come
# The lines that a price is of, by the field that holds it.
PRICED: Mapping[str, str] = {
    "input": "input_price",
    "cached_input": "cached_input_price",
    "output": "output_price",
}
# With prices as billed: what would change them once more.
AS_BILLED: Mapping[str, float | None] = {
    "list_discount": 0.0,
    "batch_share": 0.0,
    "long_threshold_tokens": None,
    "long_share": None,
}


@dataclass(frozen=True)
class Happened:
    """A plan, and the months that were entered, in their order; there is at least one.

    `inputs` are those of the plan; its months may have been calculated by an earlier version.
    """

    plan: Projection
    inputs: Inputs
    months: Sequence[MonthPaid]

    @property
    def last(self) -> int:
        """The last month that was entered."""
        return self.months[-1].month

    @property
    def in_use(self) -> ApproachName:
        """The approach in use in the last month."""
        return self.months[-1].approach

    @property
    def is_prompting(self) -> bool:
        """Whether prompting was in use in every month that was entered."""
        return all(item.approach == "prompting" for item in self.months)

    @lazy
    def entered(self) -> dict[int, MonthPaid]:
        """The months by their number."""
        return {item.month: item for item in self.months}

    @lazy
    def volume_factor(self) -> float:
        """The requests of the last three months with requests, over those planned for them."""
        counted = [
            item
            for item in self.months
            if item.requests is not None and self.plan.requests[item.month] > 0
        ][-RECENT:]
        planned = sum(float(self.plan.requests[item.month]) for item in counted)
        return sum(item.requests or 0.0 for item in counted) / planned if planned else 1.0

    @lazy
    def requests(self) -> Floats:
        """The requests of each month: those that came, as planned where nobody said, then those
        expected.
        """
        requests = np.array(self.plan.requests, float)
        requests[self.last + 1 :] *= self.volume_factor
        for item in self.months:
            if item.requests is not None:
                requests[item.month] = item.requests
        return requests

    @lazy
    def at_volume(self) -> Projection:
        """The plan at these requests."""
        return project(self.inputs, given={Key(CALENDAR, "requests"): self.requests})

    def line(self, item: MonthPaid, line: str) -> float:
        """Return what a line of the approach in use costs at the requests that came."""
        return float(self.at_volume.courses[item.approach].lines[line][item.month])

    def at_prices(self, approach: ApproachName, month: int, prices: UnitPrices) -> Projection:
        """Return the plan at these requests and prices, the latter of whoever serves the month."""
        own = bool(self.at_volume.courses[approach].own[month])
        group: ApproachName = approach if own else "prompting"
        known = prices.known()
        values: dict[str, float | None] = {**known, "price_change": 0.0}
        if "input_price" in known and "cache_write_price" not in known:
            values["cache_write_price"] = moved_write_price(self.inputs, group, known)
        values |= AS_BILLED if prices.billed else {}
        return self.at_volume.at({f"{group}.{name}": value for name, value in values.items()})

    def price_effects(self, item: MonthPaid) -> dict[str, float]:
        """Return by line what the month's prices add to its cost at the requests that came."""
        if item.prices is None:
            return {}
        priced = self.at_prices(item.approach, item.month, item.prices)
        lines = priced.courses[item.approach].lines
        known = item.prices.known()
        return {
            line: float(lines[line][item.month]) - self.line(item, line)
            for line, name in PRICED.items()
            if name in known and line in item.covered
        }

    @lazy
    def recent_prices(self) -> UnitPrices | None:
        """The mean of the prices of the last three months; None without any."""
        recent = [
            item.prices
            for item in self.months[-RECENT:]
            if item.prices is not None and item.approach == self.in_use
        ]
        found = {
            name: float(np.mean([item.known()[name] for item in recent if name in item.known()]))
            for name in {name for item in recent for name in item.known()}
        }
        billed = any(item.billed for item in recent)
        return UnitPrices(billed=billed, **found) if found else None

    @lazy
    def expected(self) -> Floats:
        """What each month costs with the approach in use last, at these requests, recent prices."""
        course = self.at_volume.courses[self.in_use]
        prices = self.recent_prices
        if prices is None:
            return course.total
        priced = self.at_prices(self.in_use, self.last, prices).courses[self.in_use].lines
        known = [line for line, name in PRICED.items() if name in prices.known()]
        changes = [priced[line] - course.lines[line] for line in known]
        total: Floats = course.total + np.sum(changes, axis=0)
        return total

    @lazy
    def cost(self) -> Floats:
        """What each month did cost, and will.

        A line that nobody entered is taken from the plan at the requests that came; so is a whole
        month between others.
        """
        cost = np.array(self.expected, float)
        cost[: self.last] = self.at_volume.courses[self.in_use].total[: self.last]
        for item in self.months:
            missing = [self.line(item, line) for line in LINES if line not in item.covered]
            cost[item.month] = item.paid + sum(missing)
        return cost

    @lazy
    def prompting(self) -> Floats:
        """What prompting would have cost in each month at these requests."""
        return self.at_volume.courses["prompting"].total


def as_planned(plan: Projection, months: Sequence[MonthPaid]) -> list[MonthPaid]:
    """Return the months, those with prompting before go-live as of the approach in use last.

    Its plan has prompting's cost in them, and its own build beside.
    """
    course = plan.courses[months[-1].approach]
    return [
        replace(item, approach=course.approach)
        if item.approach == "prompting" and not course.own[item.month]
        else item
        for item in months
    ]


def moved_write_price(
    inputs: Inputs, group: ApproachName, known: Mapping[str, float]
) -> float | None:
    """Return the price of tokens written into the cache, moved as far as the input's."""
    fields = inputs.approach(group)
    if fields.cache_write_price is None or not fields.input_price:
        return fields.cache_write_price
    return fields.cache_write_price * known["input_price"] / fields.input_price
