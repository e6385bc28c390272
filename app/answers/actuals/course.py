"""The plan at the requests that came: with prices that were paid, and with what was paid."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
    """A plan, and the months that were entered, in their order.

    There is at least one, and the last one says something; others may only name their approach.
    `inputs` are those of the plan; its months may have been calculated by an earlier version.
    """

    plan: Projection
    inputs: Inputs
    months: Sequence[MonthPaid]

    @property
    def last(self) -> int:
        """The last month that was entered."""
        return self.months[-1].month

    @lazy
    def entered(self) -> dict[int, MonthPaid]:
        """The months by their number."""
        return {item.month: item for item in self.months}

    @lazy
    def said(self) -> list[MonthPaid]:
        """The months of which more was entered than the approach in use."""
        return [item for item in self.months if item.says_something]

    @lazy
    def used(self) -> list[ApproachName]:
        """The approach in use in each month up to the last.

        In one that nobody entered, that of the entered month before it, at first of the first one.
        """
        found, approach = [], self.months[0].approach
        for month in range(self.last + 1):
            approach = self.entered[month].approach if month in self.entered else approach
            found.append(approach)
        return found

    @lazy
    def followed(self) -> list[ApproachName]:
        """The approach whose plan each month up to the last belongs to.

        A month with prompting before the next challenger that was in use, else the last one, goes
        live belongs to its plan, which has prompting's cost in it, and its own build beside.
        """
        return [self.waiting_for(month) or name for month, name in enumerate(self.used)]

    def waiting_for(self, month: int) -> ApproachName | None:
        """Return the challenger that is not live by its plan while prompting serves a month."""
        others = [item for item in self.months if item.approach != "prompting"]
        if self.used[month] != "prompting" or not others:
            return None
        later = [item.approach for item in others if item.month > month]
        name = later[0] if later else others[-1].approach
        return None if self.plan.courses[name].own[: month + 1].any() else name

    @property
    def in_use(self) -> ApproachName:
        """The approach whose plan goes on after the last month."""
        return self.followed[-1]

    @property
    def decided(self) -> ApproachName:
        """The last approach that was tried, though it be given up; prompting without any."""
        tried = [name for name in self.followed if name != "prompting"]
        return tried[-1] if tried else "prompting"

    @property
    def used_until(self) -> int | None:
        """The last month that it served; None where it served none yet."""
        served = [month for month in range(self.last + 1) if self.server(month) == self.decided]
        return served[-1] if served else None

    def server(self, month: int) -> ApproachName:
        """Return who serves a month up to the last: prompting until another one is live."""
        name = self.followed[month]
        return name if self.plan.courses[name].own[month] else "prompting"

    @lazy
    def counted(self) -> list[MonthPaid]:
        """The last three months of which requests are known and were planned, or fewer."""
        return [
            item
            for item in self.months
            if item.requests is not None and self.plan.requests[item.month] > 0
        ][-RECENT:]

    @lazy
    def volume_factor(self) -> float:
        """The requests of these months, over those planned for them; 1 without any."""
        planned = sum(float(self.plan.requests[item.month]) for item in self.counted)
        return sum(item.requests or 0.0 for item in self.counted) / planned if planned else 1.0

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
        """Return what a line costs by the plan followed, at the requests that came."""
        name = self.followed[item.month]
        return float(self.at_volume.courses[name].lines[line][item.month])

    def at_prices(self, month: int, prices: UnitPrices) -> Projection:
        """Return the plan at these requests and prices, the latter of whoever serves the month."""
        group = self.server(month)
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
        priced = self.at_prices(item.month, item.prices)
        lines = priced.courses[self.followed[item.month]].lines
        known = item.prices.known()
        return {
            line: float(lines[line][item.month]) - self.line(item, line)
            for line, name in PRICED.items()
            if name in known and line in item.covered
        }

    @lazy
    def recent_prices(self) -> UnitPrices | None:
        """The mean of the prices of whoever served the last month, over the last three months.

        A price is of whoever served then: what prompting cost while another approach was being
        built says nothing of the other's. None without any.
        """
        recent = [
            item.prices
            for item in self.said[-RECENT:]
            if item.prices is not None and self.server(item.month) == self.server(self.last)
        ]
        found = {
            name: float(np.mean([item.known()[name] for item in recent if name in item.known()]))
            for name in {name for item in recent for name in item.known()}
        }
        billed = any(item.billed for item in recent)
        return UnitPrices(billed=billed, **found) if found else None

    @lazy
    def at_recent_prices(self) -> Projection:
        """The plan at these requests and recent prices."""
        prices = self.recent_prices
        return self.at_prices(self.last, prices) if prices else self.at_volume

    def expected(self, approach: ApproachName) -> Floats:
        """Return what each month costs with an approach at these requests and recent prices."""
        course, prices = self.at_volume.courses[approach], self.recent_prices
        priced = self.at_recent_prices.courses[approach].lines
        known = [line for line, name in PRICED.items() if prices and name in prices.known()]
        total: Floats = course.total + sum(priced[line] - course.lines[line] for line in known)
        return total

    @lazy
    def assumed(self) -> dict[str, dict[int, float]]:
        """What is taken from the plan up to the last month, by line and month, where it is any.

        That is what nobody entered: a line, or a whole month. It is at the requests that came.
        """
        found: dict[str, dict[int, float]] = {line: {} for line in LINES}
        for month, name in enumerate(self.followed):
            covered = self.entered[month].covered if month in self.entered else ()
            for line, amounts in self.at_volume.courses[name].lines.items():
                if line not in covered and amounts[month]:
                    found[line][month] = float(amounts[month])
        return {line: amounts for line, amounts in found.items() if amounts}

    @lazy
    def cost(self) -> Floats:
        """What each month did cost, as entered or else taken from the plan, and will."""
        cost = np.array(self.expected(self.in_use), float)
        cost[: self.last + 1] = 0.0
        for item in self.months:
            cost[item.month] += item.paid
        for amounts in self.assumed.values():
            for month, amount in amounts.items():
                cost[month] += amount
        return cost

    @lazy
    def prompting(self) -> Floats:
        """What prompting would have cost in each month at these requests; then, what it will."""
        cost = np.array(self.expected("prompting"), float)
        cost[: self.last + 1] = self.at_volume.courses["prompting"].total[: self.last + 1]
        return cost


def moved_write_price(
    inputs: Inputs, group: ApproachName, known: Mapping[str, float]
) -> float | None:
    """Return the price of tokens written into the cache, moved as far as the input's."""
    fields = inputs.approach(group)
    if fields.cache_write_price is None or not fields.input_price:
        return fields.cache_write_price
    return fields.cache_write_price * known["input_price"] / fields.input_price
