"""`project(inputs) -> Projection`: the typed face of the model, calculated when asked for."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inputs import ApproachName, Challenger, Inputs
from app.model.calculation import Model, calculate
from app.model.language import CALENDAR, Key
from app.model.operations import Amount
from app.model.table import LINES

MODEL_VERSION = "2.1.0"  # of the cost model; changes whenever a number may

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class CostLines(Mapping[str, Floats]):
    """The cost lines of an approach by name, in `finance.currency`, each one value per month."""

    model: Model
    approach: ApproachName

    def __getitem__(self, line: str) -> Floats:
        """Return a line; its shape is (months,) or (draws, months)."""
        if line not in LINES:
            raise KeyError(line)
        return by_month(self.model, self.approach, line)

    def __iter__(self) -> Iterator[str]:
        """Yield the lines' names in their order."""
        return iter(LINES)

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(LINES)


@dataclass(frozen=True)
class Course:
    """One approach through the plan. Arrays have shape (months,) or (draws, months)."""

    model: Model
    approach: ApproachName

    @property
    def lines(self) -> CostLines:
        """Cost of each month, line by line."""
        return CostLines(self.model, self.approach)

    @property
    def own(self) -> NDArray[np.bool_]:
        """Months that the approach serves by itself."""
        return self.flag("own")

    @property
    def right_answers(self) -> Floats:
        """Requests answered right."""
        return self.quantity("right")

    @property
    def total(self) -> Floats:
        """Cost of each month."""
        return self.quantity("total")

    @property
    def cumulative(self) -> Floats:
        """Running sum of `total`."""
        return self.quantity("cumulative")

    def quantity(self, name: str) -> Floats:
        """Return any quantity of the table that has one value per month."""
        return by_month(self.model, self.approach, name)

    def flag(self, name: str) -> NDArray[np.bool_]:
        """Return in which months something holds."""
        return self.quantity(name).astype(bool)


@dataclass(frozen=True)
class Projection:
    """A plan calculated: month 0 … H of every approach. Money is in `finance.currency`."""

    model: Model

    @property
    def inputs(self) -> Inputs:
        """What it is calculated from."""
        return self.model.inputs

    def at(
        self, values: Mapping[str, Any], given: Mapping[Key, Amount] | None = None
    ) -> "Projection":
        """Return the projection with other values of some inputs, which may be arrays.

        What does not rest on them, and what is `given`, is not calculated again.
        """
        return Projection(self.model.at(values, given))

    @property
    def months(self) -> NDArray[np.int64]:
        """The months, 0 first."""
        return self.model.month

    @property
    def requests(self) -> Floats:
        """Requests of each month."""
        return by_month(self.model, CALENDAR, "requests")

    @property
    def discount(self) -> Floats:
        """What an amount of each month is worth in today's money."""
        return by_month(self.model, CALENDAR, "discount")

    @property
    def courses(self) -> dict[ApproachName, Course]:
        """The approaches that take part."""
        return {name: Course(self.model, name) for name in self.inputs.considered}

    def savings(self, approach: Challenger) -> Floats:
        """Return what the approach saves against prompting in each month."""
        return by_month(self.model, approach, "saved")

    def cumulative_savings(self, approach: Challenger) -> Floats:
        """Return the running sum of what the approach saves against prompting."""
        return by_month(self.model, approach, "running")

    def present_cost(self, approach: ApproachName) -> Floats:
        """Return the discounted total cost of the approach."""
        return self.result(approach, "present_cost")

    def present_cost_of(self, approach: ApproachName, lines: Iterable[str]) -> Floats:
        """Return the discounted cost of some lines of the approach together."""
        costs = [by_month(self.model, approach, line) @ self.discount for line in lines]
        return np.asarray(sum(costs))

    def npv(self, approach: Challenger) -> Floats:
        """Return the net present value of the approach against prompting."""
        return self.result(approach, "npv")

    def result(self, approach: ApproachName, name: str) -> Floats:
        """Return a quantity that has one value for the plan; NaN where there is none.

        Its shape is () for plain inputs, (draws,) for draws; (1,) where no draw makes a difference.
        """
        return np.atleast_1d(np.asarray(self.model.value(approach, name), float))[..., 0]


def by_month(model: Model, scope: str, name: str) -> Floats:
    """Return a quantity of one value per month, as wide as it needs to be."""
    amount = model.value(scope, name)
    if isinstance(amount, np.ndarray) and amount.shape == model.month.shape:  # as most are
        column = amount.view() if amount.dtype == float else amount.astype(float)
        column.flags.writeable = False
        return column
    shape = np.broadcast_shapes(np.shape(amount), model.month.shape)
    return np.broadcast_to(np.asarray(amount, float), shape)


def project(
    inputs: Inputs, *, draws: bool = False, given: Mapping[Key, Amount] | None = None
) -> Projection:
    """Return the projection of `inputs`, whose values may be arrays of shape (draws, 1).

    With `draws` the arithmetic is arranged for thousands of rows; it differs by rounding alone.
    What is `given` is not calculated.
    """
    return Projection(calculate(inputs, given=given, draws=draws))


def recorded(
    inputs: Inputs, requests: Floats, courses: Mapping[ApproachName, Mapping[str, Amount]]
) -> Projection:
    """Return a projection whose lines, `own` and `right` are given, as of a plan saved earlier.

    What follows from them, from totals to the net present value, is calculated from them.
    """
    given: dict[Key, Amount] = {Key(CALENDAR, "requests"): requests}
    for name, values in courses.items():
        given |= {Key(name, line): np.zeros(requests.shape) for line in LINES}
        given |= {Key(name, quantity): amount for quantity, amount in values.items()}
    return Projection(calculate(inputs, given=given))


def month_code(start_month: str, month: int) -> str:
    """Return the calendar month `month` months after `start_month`, as YYYY-MM."""
    year, first = (int(part) for part in start_month.split("-"))
    years, index = divmod(first - 1 + month, 12)
    return f"{year + years:04}-{index + 1:02}"
