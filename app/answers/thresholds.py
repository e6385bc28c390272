"""What would have to be true: the volume, price or length at which the answer flips.

Sources: "Results" and "Switching value" in docs/model.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from app.answers.brackets import Brackets, located
from app.answers.split import has_steps
from app.answers.summary import Comparison
from app.answers.trials import Floats, changes_of_sign, npvs, takes_part
from app.answers.volumes import VOLUME, BreakEvenVolume, break_even_volumes
from app.inputs import CHALLENGERS, FIELDS, Challenger, InputField, Inputs
from app.inputs.quantity import LARGEST_AMOUNT
from app.model import Projection, is_straight, nothing_in, project
from app.model.table import CALENDAR_MONTHS

SMALLEST_VALUE = 1e-6  # of an input that must be above zero
STEPS_TO_A_SIDE = 120  # values tried between the entered value and a bound
STEPS_OF_A_BEND = 12  # where caches going cold alone bend npv: a few exponentials turn few times
NEAREST_STEP = 1e-6  # of the entered value; the first of them
MOST_WHOLE_VALUES = 200  # of a whole-number input whose values are all tried
CLOSEST = 1e-10  # precision of a crossing that is a step, relative to its bracket's larger end
ENDS = ("low", "high", "worth_low", "worth_high")  # of a bracket
ROUNDING = 1e-12  # of npv and of the costs; what moves npv by less does not
KEPT = 1_000  # columns of values: most plans enter most inputs as others do
STRAIGHT_VALUES = 3  # tried where npv is a straight line
SEASONS = {f"workload.{month}" for month in CALENDAR_MONTHS}
HORIZON = "finance.horizon_months"
# A build after the plan's end costs and saves nothing, which is no way to pay.
BUILD_MONTHS = {f"{name}.build_month" for name in CHALLENGERS}


@dataclass(frozen=True)
class Threshold:
    """The value of one input at which a comparison's npv crosses zero, all else equal."""

    input: str
    entered: float
    comparison: Challenger
    switching_value: float | None  # None if there is none within the input's bounds


@dataclass(frozen=True)
class Trial:
    """Values of one input, ascending, and the npv that each comparison has at them."""

    field: InputField
    entered: float
    values: Floats
    worth: Mapping[Challenger, Floats]
    is_straight: bool


@dataclass(frozen=True)
class Bracket:
    """Two neighbouring values of an input between which a comparison's npv changes sign."""

    field: InputField
    comparison: Challenger
    low: float
    high: float
    worth_low: float
    worth_high: float


def thresholds(
    inputs: Inputs, volumes: Mapping[Challenger, BreakEvenVolume | Comparison] | None = None
) -> list[Threshold]:
    """Return the switching value of every numeric input that moves npv, nearest first.

    `volumes` says at which of them npv changes its sign: searched for where nobody did so before.
    """
    if not inputs.challengers:
        return []
    plan = project(inputs, draws=True)
    rounding = ROUNDING * max(float(plan.present_cost(name)) for name in inputs.considered)
    tried = [
        (trial, comparison)
        for trial in trials(plan)
        for comparison in inputs.challengers
        if moves(trial.worth[comparison], rounding)
    ]
    if volumes is None:
        volumes = break_even_volumes(project(inputs))
    found = crossings(plan, tried) | {
        (VOLUME, comparison): volumes[comparison].crossing_requests_per_month
        for comparison in inputs.challengers
    }
    switching = [
        Threshold(
            trial.field.name,
            trial.entered,
            comparison,
            switching_value(trial, comparison, found.get((trial.field.name, comparison), ())),
        )
        for trial, comparison in tried
    ]
    return sorted(switching, key=distance)


def crossings(
    plan: Projection, tried: Sequence[tuple[Trial, Challenger]]
) -> dict[tuple[str, Challenger], Sequence[float]]:
    """Return where npv crosses zero, of inputs of which that has to be looked for."""
    brackets = {
        (trial.field.name, comparison): nearest_brackets(trial, comparison)
        for trial, comparison in tried
        if not (trial.is_straight or trial.field.kind == "whole" or trial.field.name == VOLUME)
    }
    found = roots(plan, [bracket for pair in brackets.values() for bracket in pair])
    return {item: [found[bracket] for bracket in pair] for item, pair in brackets.items()}


def switching_value(
    trial: Trial, comparison: Challenger, crossings: Sequence[float]
) -> float | None:
    """Return the value nearest to the entered one at which npv crosses zero; None without one."""
    if trial.field.name == VOLUME:
        return nearest(crossings, trial.entered)
    if trial.field.kind == "whole":
        return nearest_whole(trial, comparison)
    if trial.is_straight:
        return straight_crossing(trial, comparison)
    # A step at the entered value itself, as where a share of zero stops being zero, says nothing.
    beside = NEAREST_STEP**2 * max(abs(trial.entered), 1.0)
    apart = [value for value in crossings if abs(value - trial.entered) > beside]
    return nearest(apart, trial.entered)


def distance(threshold: Threshold) -> tuple[int, float]:
    """Return how far an input is from flipping the answer, relative to its entered value.

    What stands at zero comes after what the plan has, for nothing is relative to zero; what never
    flips the answer comes last.
    """
    if threshold.switching_value is None:
        return 2, 0.0
    change = abs(threshold.switching_value - threshold.entered)
    return (0, change / abs(threshold.entered)) if threshold.entered else (1, change)


def trials(plan: Projection) -> list[Trial]:
    """Return npv at trial values of every numeric input that counts, kin calculated together."""
    inputs = plan.inputs
    fields = [field for field in FIELDS.values() if counts(field, inputs)]
    nothing = nothing_in(inputs)
    straight = {field.name: is_straight_in(field.name, inputs, nothing) for field in fields}
    smooth = set() if has_steps(inputs, VOLUME, nothing) else SEASONS  # which scale the volume
    values = {
        field.name: trial_values(
            field,
            float(inputs.value(field.name)),
            straight[field.name] or field.name == VOLUME,
            STEPS_OF_A_BEND if field.name in smooth else STEPS_TO_A_SIDE,
        )
        for field in fields
    }
    for name in BUILD_MONTHS & values.keys():
        last = max(inputs.finance.horizon_months, inputs.value(name))
        values[name] = values[name][values[name] <= last]
    # Of a longer plan every array is longer, and with many inputs most of them are wide: those of
    # one approach leave the others as they are.
    kin = {name: (name == HORIZON, "" if straight[name] else FIELDS[name].group) for name in values}
    worth: dict[str, Mapping[Challenger, Floats]] = {}
    for kind in dict.fromkeys(kin.values()):
        worth |= worth_at(plan, {name: values[name] for name in values if kin[name] == kind})
    return [
        Trial(
            field=field,
            entered=float(inputs.value(field.name)),
            values=values[field.name],
            worth=worth[field.name],
            is_straight=straight[field.name],
        )
        for field in fields
    ]


def worth_at(
    plan: Projection, values: Mapping[str, Floats]
) -> dict[str, Mapping[Challenger, Floats]]:
    """Return the npv of each comparison at values of each input, all calculated together."""
    sizes = [column.size for column in values.values()]
    worth = npvs(plan, np.repeat(list(values), sizes), np.concatenate(list(values.values())))
    parts = {name: np.split(column, np.cumsum(sizes)[:-1]) for name, column in worth.items()}
    return {
        name: {comparison: columns[index] for comparison, columns in parts.items()}
        for index, name in enumerate(values)
    }


def counts(field: InputField, inputs: Inputs) -> bool:
    """Tell whether an input is a number that is given, and a person's own of who takes part."""
    return (
        field.is_number
        and inputs.value(field.name) is not None
        and takes_part(field, inputs)
        and not (field.name in inputs.follows and inputs.tuning.considered)
    )


def is_straight_in(name: str, inputs: Inputs, nothing: frozenset[str]) -> bool:
    """Tell whether npv is a straight line in an input, through whatever follows it."""
    return all(is_straight(moved, nothing) for moved in inputs.moved_by(name))


def moves(worth: Floats, rounding: float) -> bool:
    """Tell whether an npv differs among trial values by more than its own and other rounding."""
    low, high = float(worth.min()), float(worth.max())
    return high - low > rounding + ROUNDING * max(abs(low), abs(high))


@lru_cache(maxsize=KEPT)
def trial_values(field: InputField, entered: float, straight: bool, to_a_side: int) -> Floats:
    """Return values of an input from bound to bound, ascending, denser near the entered one."""
    low, high = bounds(field)
    if field.kind == "whole" and high - low <= MOST_WHOLE_VALUES:
        return np.arange(low, high + 1)
    if straight:
        return np.unique([low, entered, min(high, 2 * entered + 1)])
    nearest_step = NEAREST_STEP * max(abs(entered), NEAREST_STEP)
    below = entered - steps(nearest_step, entered - low, to_a_side)
    above = entered + steps(nearest_step, high - entered, to_a_side)
    values = np.clip(np.concatenate([below, [entered], above]), low, high)
    return np.unique(np.rint(values) if field.kind == "whole" else values)


def steps(nearest_step: float, farthest: float, count: int) -> Floats:
    """Return growing distances up to `farthest`; none if there is no room."""
    if farthest <= 0:
        return np.empty(0)
    return np.geomspace(min(nearest_step, farthest), farthest, count)


def bounds(field: InputField) -> tuple[float, float]:
    """Return the least and the greatest value an input may have."""
    low = field.minimum if field.minimum is not None else SMALLEST_VALUE
    return low, field.maximum if field.maximum is not None else LARGEST_AMOUNT


def nearest(values: Sequence[float], entered: float) -> float | None:
    """Return the value nearest to the entered one."""
    return min(values, key=lambda value: abs(value - entered), default=None)


def nearest_whole(trial: Trial, comparison: Challenger) -> float | None:
    """Return the nearest whole value whose npv is on the other side of zero."""
    values, worth = trial.values, trial.worth[comparison]
    if trial.is_straight and values.size <= STRAIGHT_VALUES:
        crossing = straight_crossing(trial, comparison)
        if crossing is None:
            return None
        return float(np.ceil(crossing) if crossing > trial.entered else np.floor(crossing))
    here = worth[np.flatnonzero(values == trial.entered)[0]]
    return nearest(values[(worth < 0) != (here < 0)].tolist(), trial.entered)


def nearest_brackets(trial: Trial, comparison: Challenger) -> list[Bracket]:
    """Return the two brackets of a crossing that are nearest to the entered value."""
    worth = trial.worth[comparison]
    found = [
        Bracket(trial.field, comparison, *trial.values[i : i + 2], *worth[i : i + 2])
        for i in changes_of_sign(worth)
    ]
    found.sort(key=lambda item: min(abs(item.low - trial.entered), abs(item.high - trial.entered)))
    return found[:2]


def roots(plan: Projection, found: list[Bracket]) -> dict[Bracket, float]:
    """Return where npv changes its sign within each bracket, all of them searched together."""
    names = np.array([bracket.field.name for bracket in found])
    challengers = np.array([bracket.comparison for bracket in found])

    def worth(rows: NDArray[np.intp], values: Floats) -> Floats:
        npv = npvs(plan, np.repeat(names[rows], values.shape[1]), values.ravel())
        whose = [challengers[rows, np.newaxis] == name for name in npv]
        return np.select(whose, [column.reshape(values.shape) for column in npv.values()])

    ends = [np.array([getattr(bracket, name) for bracket in found]) for name in ENDS]
    narrow = located(Brackets(np.arange(len(found)), *ends), worth, CLOSEST)
    return dict(zip(found, narrow.crossings.tolist(), strict=True))


def straight_crossing(trial: Trial, comparison: Challenger) -> float | None:
    """Return where the straight line through the trial values is zero, within the bounds."""
    values, worth = trial.values, trial.worth[comparison]
    slope = (worth[-1] - worth[0]) / (values[-1] - values[0])
    low, high = bounds(trial.field)
    ends = worth[0] + slope * (np.array([low, high]) - values[0])
    if not changes_of_sign(ends).size:
        return None
    return float(np.clip(values[0] - worth[0] / slope, low, high))
