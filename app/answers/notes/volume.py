"""Notes on the volume."""

from collections.abc import Iterator

from app.answers.notes.note import Note, note
from app.inputs import FIELDS, Inputs
from app.model import month_code
from app.model.table import CALENDAR_MONTHS

WORTH_A_WORD = 0.005  # of the factors' mean; rounded factors miss 1 by less


def season(inputs: Inputs) -> Iterator[Note]:
    """Remark on factors that do not average 1, and on those that the plan never comes to."""
    factors = {name: inputs.value(name) for name in map(factor_of, CALENDAR_MONTHS)}
    given = [name for name, factor in factors.items() if factor != 1]
    mean = sum(factors.values()) / len(factors)
    if abs(mean - 1) > WORTH_A_WORD:
        yield note("season_level", *given, mean=mean)
    reached = months_reached(inputs)
    if outside := [name for name in given if name not in reached]:
        names = ", ".join(FIELDS[name].label for name in outside)
        yield note("season_outside_plan", *outside, names=names)


def factor_of(month: str) -> str:
    """Return the input that holds a calendar month's factor."""
    return f"workload.{month}"


def months_reached(inputs: Inputs) -> set[str]:
    """Return the factors of the calendar months in which the plan has requests."""
    start = inputs.finance.start_month
    codes = (month_code(start, month) for month in range(1, inputs.finance.horizon_months + 1))
    return {factor_of(CALENDAR_MONTHS[int(code[-2:]) - 1]) for code in codes}
