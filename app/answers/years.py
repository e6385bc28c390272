"""What a plan comes to in each of the business's years: "By fiscal year" of model.md."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.inputs import ApproachName, Challenger
from app.model import Projection

Floats = NDArray[np.float64]
TOTAL = "total"


@dataclass(frozen=True, kw_only=True)
class FiscalYear:
    """The part of a plan that falls into one fiscal year; amounts are in `finance.currency`."""

    year: int  # the calendar year in which it ends
    months: range  # of the plan, 0 its first
    requests: float
    amounts: Mapping[ApproachName, Mapping[str, float]]  # by line, and `total`
    savings: Mapping[Challenger, float]


def years(projection: Projection) -> tuple[FiscalYear, ...]:
    """Return the fiscal years that the plan touches, the first first; month 0 opens the plan."""
    named = fiscal_years(projection)
    first, last = int(named[0]), int(named[-1])
    return tuple(fiscal_year(projection, year, named == year) for year in range(first, last + 1))


def fiscal_years(projection: Projection) -> NDArray[np.int64]:
    """Return of each month of the plan the fiscal year that it falls into."""
    finance = projection.inputs.finance
    year, month = (int(part) for part in finance.start_month.split("-"))
    # Months since January of the year 0; a year that begins later ends in the next one.
    calendar = year * 12 + month - 1 + projection.months
    return (calendar + (1 - finance.fiscal_year_start) % 12) // 12


def fiscal_year(projection: Projection, year: int, within: NDArray[np.bool_]) -> FiscalYear:
    """Return what the months that are `within` a fiscal year come to."""
    months = np.flatnonzero(within)
    return FiscalYear(
        year=year,
        months=range(int(months[0]), int(months[-1]) + 1),
        requests=summed(projection.requests, within),
        amounts={
            name: {
                **{line: summed(amounts, within) for line, amounts in course.lines.items()},
                TOTAL: summed(course.total, within),
            }
            for name, course in projection.courses.items()
        },
        savings={
            name: summed(projection.savings(name), within) for name in projection.inputs.challengers
        },
    )


def summed(amounts: Floats, within: NDArray[np.bool_]) -> float:
    """Return the sum of the amounts of some months."""
    return float(np.sum(amounts[within]))
