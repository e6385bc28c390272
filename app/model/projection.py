"""`project(inputs) -> Projection`: all cost lines by month and approach, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from app.inputs import APPROACHES, ApproachName, Inputs
from app.model import costs, finance
from app.model.costs import LINES, Amount, Lines, Timeline

Challenger = Literal["tuning", "hybrid"]
CHALLENGERS: tuple[Challenger, ...] = ("tuning", "hybrid")
MODEL_VERSION = "1.0.0"  # of the cost model; changes whenever a number may


@dataclass(frozen=True, kw_only=True)
class Course:
    """One approach through the plan. Arrays have shape (months,) or (draws, months)."""

    lines: Mapping[str, NDArray[np.floating[Any]]]  # currency; each broadcasts to `total`
    own: NDArray[np.bool_]  # months that the approach serves by itself
    right_answers: Amount  # requests answered right

    @cached_property
    def total(self) -> NDArray[np.float64]:
        """Cost of each month."""
        return np.asarray(sum(self.lines[line] for line in LINES))

    @cached_property
    def cumulative(self) -> NDArray[np.float64]:
        """Running sum of `total`."""
        return np.cumsum(self.total, axis=-1)


@dataclass(frozen=True, kw_only=True)
class Projection:
    """A plan calculated: month 0 … H of every approach."""

    inputs: Inputs
    time: Timeline
    courses: Mapping[ApproachName, Course]

    @cached_property
    def monthly_rate(self) -> NDArray[np.float64]:
        """Discount rate per month."""
        return finance.monthly_rate(self.inputs.finance.discount_rate)

    def savings(self, approach: Challenger) -> NDArray[np.float64]:
        """Return what the approach saves against prompting in each month."""
        return self.courses["prompting"].total - self.courses[approach].total

    def cumulative_savings(self, approach: Challenger) -> NDArray[np.float64]:
        """Return the running sum of what the approach saves against prompting."""
        return np.cumsum(self.savings(approach), axis=-1)

    def present_cost(self, approach: ApproachName) -> NDArray[np.float64]:
        """Return the discounted total cost of the approach."""
        return finance.present_value(self.monthly_rate, self.courses[approach].total)

    def npv(self, approach: Challenger) -> NDArray[np.float64]:
        """Return the net present value of the approach against prompting."""
        return finance.present_value(self.monthly_rate, self.savings(approach))


def month_code(start_month: str, month: int) -> str:
    """Return the calendar month `month` months after `start_month`, as YYYY-MM."""
    year, first = (int(part) for part in start_month.split("-"))
    years, index = divmod(first - 1 + month, 12)
    return f"{year + years:04}-{index + 1:02}"


def prompt_in(inputs: Inputs, name: ApproachName, month: int) -> float:
    """Return the approach's prompt in a month of its own, in tokens; at least its first length."""
    approach = inputs.approach(name)
    ages = np.array([max(month - approach.lead_time_months, 1)])
    return float(np.broadcast_to(costs.prompt_length(approach, ages), (1,))[0])


def longest_prompt(inputs: Inputs, name: ApproachName) -> float:
    """Return the approach's longest prompt within the plan, in tokens."""
    approach = inputs.approach(name)
    ages = np.arange(1, max(inputs.finance.horizon_months - approach.lead_time_months, 1) + 1)
    return float(np.max(costs.prompt_length(approach, ages)))


def project(inputs: Inputs) -> Projection:
    """Return the projection of `inputs`, whose values may be arrays of shape (draws, 1)."""
    time = costs.timeline(inputs.workload, inputs.finance)
    prompting = _prompting(inputs, time)
    tuning = _challenger("tuning", inputs, time, prompting)
    hybrid = _challenger("hybrid", inputs, time, prompting)
    courses = dict(zip(APPROACHES, (prompting, tuning, hybrid), strict=True))
    return Projection(inputs=inputs, time=time, courses=courses)


def _prompting(inputs: Inputs, time: Timeline) -> Course:
    approach = inputs.prompting
    build = costs.build(approach, inputs.labour, inputs.finance)
    if approach.already_live:
        build = {}
    monthly = costs.operation(approach, inputs, time.requests, time)
    return Course(
        lines=_join(build, monthly, time),
        own=costs.own(approach, costs.age(approach, time.months)) & time.in_plan,
        right_answers=time.requests * (1.0 - approach.error_rate),
    )


def _challenger(name: Challenger, inputs: Inputs, time: Timeline, prompting: Course) -> Course:
    approach = inputs.approach(name)
    share = inputs.hybrid.prompted_share if name == "hybrid" else 0.0
    own = costs.own(approach, costs.age(approach, time.months)) & time.in_plan
    build = costs.build(approach, inputs.labour, inputs.finance)
    monthly = costs.operation(approach, inputs, time.requests * (1.0 - share), time)
    right = time.requests * (1.0 - share) * (1.0 - approach.error_rate)
    if np.any(share):
        routed = costs.operation(inputs.prompting, inputs, time.requests * share, time)
        monthly = costs.add(monthly, _where(share > np.zeros(1), routed))
        right = right + time.requests * share * (1.0 - inputs.prompting.error_rate)
    borrowed = time.in_plan & (time.months > 0) & ~own
    needs_prompt = borrowed.any(axis=-1, keepdims=True) | (share > np.zeros(1))
    if needs_prompt.any() and not inputs.prompting.already_live:
        prompt_build = costs.build(inputs.prompting, inputs.labour, inputs.finance)
        build = costs.add(build, _where(needs_prompt, prompt_build))
    lines = _join(build, monthly, time)
    if borrowed.any():
        lines = {line: np.where(borrowed, prompting.lines[line], lines[line]) for line in LINES}
        right = np.where(borrowed, prompting.right_answers, right)
    return Course(lines=lines, own=own, right_answers=right)


def _where(flags: NDArray[np.bool_], lines: Lines) -> Lines:
    """Return the lines where `flags` hold, zero elsewhere."""
    return lines if flags.all() else {line: flags * amount for line, amount in lines.items()}


def _join(build: Lines, monthly: Lines, time: Timeline) -> dict[str, NDArray[np.floating[Any]]]:
    """Return all eleven lines over the plan: `build` in month 0, `monthly` after."""
    operating = time.in_plan & (time.months > 0)
    deciding = time.months == 0
    return {
        line: _in_months(deciding, build.get(line, 0.0), operating, monthly.get(line, 0.0))
        for line in LINES
    }


def _in_months(
    first: NDArray[np.bool_], build: Amount, rest: NDArray[np.bool_], monthly: Amount
) -> NDArray[np.floating[Any]]:
    # In this order the inner choice is mostly one row for all draws.
    return np.where(rest, monthly, np.where(first, build, 0.0))
