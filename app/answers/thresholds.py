"""What would have to be true: the volume, price or length at which the answer flips.

Sources: "Results" and "Switching value" in docs/model.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from app.inputs import APPROACHES, FIELDS, InputField, Inputs
from app.inputs.quantity import LARGEST_AMOUNT
from app.model import CHALLENGERS, Challenger, is_straight, project

Floats = NDArray[np.float64]

VOLUME = "workload.requests_per_month"
SMALLEST_VOLUME = 1e-6  # requests; nothing happens below
STEPS_TO_A_SIDE = 120  # values tried between the entered value and a bound
NEAREST_STEP = 1e-6  # of the entered value; the first of them
MOST_WHOLE_VALUES = 200  # of a whole-number input whose values are all tried
PIECES = 16  # that an interval of volumes is cut into while it may hide a crossing
CLOSEST = float(
    np.finfo(float).eps
)  # precision of a crossing, relative to its bracket's larger end
ROUNDING = 1e-12  # of npv and of the costs; what moves npv by less does not
STRAIGHT_VALUES = 3  # tried where npv is a straight line
NARROWEST = 1e-12  # of a volume; what changes sign within it is a step
MOST_INTERVALS = 400  # looked into at once; bounds the work
ROWS_AT_ONCE = 1_000  # plans calculated in one array

VOLUMES = (SMALLEST_VOLUME, FIELDS[VOLUME].maximum or LARGEST_AMOUNT)


@dataclass(frozen=True)
class Threshold:
    """The value of one input at which a comparison's npv crosses zero, all else equal."""

    input: str
    entered: float
    comparison: Challenger
    switching_value: float | None  # None if there is none within the input's bounds


@dataclass(frozen=True)
class BreakEvenVolume:
    """At which volumes an approach pays, in requests of month 1."""

    break_even_requests_per_month: float | None  # from here npv stays >= 0; None if it ends below
    crossing_requests_per_month: tuple[float, ...]  # every change of npv's sign, ascending


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


def thresholds(inputs: Inputs) -> list[Threshold]:
    """Return the switching value of every numeric input that moves npv, nearest first."""
    projection = project(inputs)
    rounding = ROUNDING * max(float(projection.present_cost(name)) for name in APPROACHES)
    tried = [
        (trial, comparison)
        for trial in trials(inputs)
        for comparison in CHALLENGERS
        if np.ptp(trial.worth[comparison]) > rounding + ROUNDING * largest(trial.worth[comparison])
    ]
    brackets = {
        (trial.field.name, comparison): nearest_brackets(trial, comparison)
        for trial, comparison in tried
        if not (trial.is_straight or trial.field.kind == "whole" or trial.field.name == VOLUME)
    }
    found = roots(inputs, [bracket for pair in brackets.values() for bracket in pair])
    switching = [
        Threshold(
            trial.field.name,
            trial.entered,
            comparison,
            switching_value(
                inputs,
                trial,
                comparison,
                [found[item] for item in brackets.get((trial.field.name, comparison), [])],
            ),
        )
        for trial, comparison in tried
    ]
    return sorted(switching, key=distance)


def switching_value(
    inputs: Inputs, trial: Trial, comparison: Challenger, crossings: list[float]
) -> float | None:
    """Return the value nearest to the entered one at which npv crosses zero; None without one."""
    if trial.field.name == VOLUME:
        return nearest(list(crossing_volumes(inputs, comparison)), trial.entered)
    if trial.field.kind == "whole":
        return nearest_whole(trial, comparison)
    if trial.is_straight:
        return straight_crossing(trial, comparison)
    # A step at the entered value itself, as where a share of zero stops being zero, says nothing.
    beside = NEAREST_STEP**2 * max(abs(trial.entered), 1.0)
    apart = [value for value in crossings if abs(value - trial.entered) > beside]
    return nearest(apart, trial.entered)


def distance(threshold: Threshold) -> float:
    """Return how far an input is from flipping the answer, relative to its entered value."""
    if threshold.switching_value is None:
        return np.inf
    change = abs(threshold.switching_value - threshold.entered)
    return change / abs(threshold.entered) if threshold.entered else 1.0 + change


def trials(inputs: Inputs) -> list[Trial]:
    """Return npv at trial values of every numeric input that is given, all calculated together."""
    fields = [
        field
        for field in FIELDS.values()
        if field.is_number and inputs.value(field.name) is not None
    ]
    absent = absent_from(inputs)
    straight = {field.name: is_straight(field.name, absent) for field in fields}
    values = {
        field.name: trial_values(field, float(inputs.value(field.name)), straight[field.name])
        for field in fields
    }
    names = np.repeat(list(values), [column.size for column in values.values()])
    worth = npvs(inputs, names, np.concatenate(list(values.values())))
    ends = np.cumsum([column.size for column in values.values()])[:-1]
    parts = {name: np.split(column, ends) for name, column in worth.items()}
    return [
        Trial(
            field=field,
            entered=float(inputs.value(field.name)),
            values=values[field.name],
            worth={name: parts[name][index] for name in CHALLENGERS},
            is_straight=straight[field.name],
        )
        for index, field in enumerate(fields)
    ]


def absent_from(inputs: Inputs) -> frozenset[str]:
    """Return the optional inputs that a plan leaves out."""
    return frozenset(
        name for name, field in FIELDS.items() if field.optional and inputs.value(name) is None
    )


def largest(amounts: Floats) -> float:
    """Return the greatest distance from zero."""
    return float(np.max(np.abs(amounts)))


def npvs(
    inputs: Inputs, changed: str | NDArray[np.str_], values: Floats
) -> dict[Challenger, Floats]:
    """Return the npv of both comparisons where one input has another value.

    `changed` is that input, or for each value one of its own.
    """
    names = np.broadcast_to(np.asarray(changed), values.shape)
    parts: dict[Challenger, list[Floats]] = {name: [] for name in CHALLENGERS}
    for start in range(0, max(values.size, 1), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        columns = one_changed(inputs, names[rows], values[rows])
        projection = project(inputs.replace(columns), draws=True)
        for comparison in CHALLENGERS:
            npv = projection.npv(comparison)
            parts[comparison].append(np.broadcast_to(npv, values[rows].shape))
    return {comparison: np.concatenate(part) for comparison, part in parts.items()}


def one_changed(
    inputs: Inputs, names: NDArray[np.str_], values: Floats
) -> dict[str, NDArray[np.float64] | NDArray[np.int64]]:
    """Return a column for each input named: as entered, but for its own rows."""
    columns: dict[str, NDArray[np.float64] | NDArray[np.int64]] = {}
    for name in dict.fromkeys(names.tolist()):
        column = np.where(names == name, values, float(inputs.value(name)))[:, np.newaxis]
        is_whole = FIELDS[name].kind == "whole"
        columns[name] = np.rint(column).astype(np.int64) if is_whole else column
    return columns


def trial_values(field: InputField, entered: float, straight: bool) -> Floats:
    """Return values of an input from bound to bound, ascending, denser near the entered one."""
    low, high = bounds(field)
    if field.kind == "whole" and high - low <= MOST_WHOLE_VALUES:
        return np.arange(low, high + 1)
    if straight:
        return np.unique([low, entered, min(high, 2 * entered + 1)])
    nearest_step = NEAREST_STEP * max(abs(entered), NEAREST_STEP)
    below = entered - steps(nearest_step, entered - low)
    above = entered + steps(nearest_step, high - entered)
    values = np.clip(np.concatenate([below, [entered], above]), low, high)
    return np.unique(np.rint(values) if field.kind == "whole" else values)


def steps(nearest_step: float, farthest: float) -> Floats:
    """Return growing distances up to `farthest`; none if there is no room."""
    if farthest <= 0:
        return np.empty(0)
    return np.geomspace(min(nearest_step, farthest), farthest, STEPS_TO_A_SIDE)


def bounds(field: InputField) -> tuple[float, float]:
    """Return the least and the greatest value an input may have."""
    low = field.minimum if field.minimum is not None else SMALLEST_VOLUME
    return low, field.maximum if field.maximum is not None else LARGEST_AMOUNT


def nearest(values: list[float], entered: float) -> float | None:
    """Return the value nearest to the entered one."""
    return min(values, key=lambda value: abs(value - entered), default=None)


def changes_of_sign(worth: Floats) -> NDArray[np.intp]:
    """Return after which positions npv changes between below zero and not."""
    return np.flatnonzero((worth[:-1] < 0) != (worth[1:] < 0))


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
    found = [
        Bracket(trial.field, comparison, float(trial.values[i]), float(trial.values[i + 1]))
        for i in changes_of_sign(trial.worth[comparison])
    ]
    found.sort(key=lambda item: min(abs(item.low - trial.entered), abs(item.high - trial.entered)))
    return found[:2]


def roots(inputs: Inputs, brackets: list[Bracket]) -> dict[Bracket, float]:
    """Return where npv changes its sign within each bracket, all of them searched together.

    Each is cut into pieces, of which the first that holds a change is kept, until it is as narrow
    as numbers are: a step is found like a crossing.
    """
    names = np.array([bracket.field.name for bracket in brackets])
    is_tuning = np.array([bracket.comparison == "tuning" for bracket in brackets], bool)

    def worth(values: Floats) -> Floats:
        npv = npvs(inputs, np.repeat(names, values.shape[1]), values.ravel())
        tuning, hybrid = (npv[name].reshape(values.shape) for name in CHALLENGERS)
        return np.where(is_tuning[:, np.newaxis], tuning, hybrid)

    ends = np.array([(bracket.low, bracket.high) for bracket in brackets]).reshape(-1, 2)
    sizes = np.max(np.abs(ends), axis=1)
    rows = np.arange(len(brackets))
    shares = np.linspace(0.0, 1.0, PIECES + 1)
    while np.any(ends[:, 1] - ends[:, 0] > CLOSEST * sizes):
        values = ends[:, :1] + (ends[:, 1:] - ends[:, :1]) * shares
        values[:, -1] = ends[:, 1]
        below = worth(values) < 0
        last = np.argmax(below != below[:, :1], axis=1)
        narrower = np.stack([values[rows, last - 1], values[rows, last]], axis=1)
        if np.array_equal(narrower, ends):
            break
        ends = narrower
    return dict(zip(brackets, np.mean(ends, axis=1).tolist(), strict=True))


def straight_crossing(trial: Trial, comparison: Challenger) -> float | None:
    """Return where the straight line through the trial values is zero, within the bounds."""
    values, worth = trial.values, trial.worth[comparison]
    slope = (worth[-1] - worth[0]) / (values[-1] - values[0])
    low, high = bounds(trial.field)
    ends = worth[0] + slope * (np.array([low, high]) - values[0])
    if not changes_of_sign(ends).size:
        return None
    return float(np.clip(values[0] - worth[0] / slope, low, high))


def break_even_volume(inputs: Inputs, comparison: Challenger) -> BreakEvenVolume:
    """Return from which volume an approach pays, and every volume at which that changes."""
    volumes = crossing_volumes(inputs, comparison)
    if npv_at_volumes(inputs)[comparison][-1] < 0:
        return BreakEvenVolume(None, volumes)
    return BreakEvenVolume(volumes[-1] if volumes else 0.0, volumes)


def npv_at_volumes(inputs: Inputs) -> dict[Challenger, Floats]:
    """Return npv at the smallest and at the greatest volume."""
    return npvs(inputs, VOLUME, np.array(VOLUMES))


@dataclass(frozen=True)
class Worth:
    """npv at some volumes, in three parts: hosting only rises, in steps; the rest is straight."""

    volumes: Floats
    straight: Floats  # npv without any hosting
    hosting: Floats  # present cost of the approach's hosting
    baseline_hosting: Floats  # and of prompting's

    @property
    def npv(self) -> Floats:
        """The parts put together."""
        return self.straight - self.hosting + self.baseline_hosting

    def take(self, positions: NDArray[np.intp]) -> "Worth":
        """Return the parts at some of the volumes."""
        return Worth(
            self.volumes[positions],
            self.straight[positions],
            self.hosting[positions],
            self.baseline_hosting[positions],
        )


def worth_at(inputs: Inputs, comparison: Challenger, volumes: Floats) -> Worth:
    """Return npv in its parts at each volume."""
    parts: list[list[Floats]] = [[], [], []]
    for start in range(0, volumes.size, ROWS_AT_ONCE):
        column = volumes[start : start + ROWS_AT_ONCE, None]
        projection = project(inputs.replace({VOLUME: column}), draws=True)
        hosting, baseline = (
            np.broadcast_to(
                projection.courses[name].lines["hosting"] @ projection.discount,
                column.shape[:1],
            )
            for name in (comparison, "prompting")
        )
        parts[0].append(projection.npv(comparison) + hosting - baseline)
        parts[1].append(hosting)
        parts[2].append(baseline)
    return Worth(volumes, *(np.concatenate(part) for part in parts))


def crossing_volumes(inputs: Inputs, comparison: Challenger) -> tuple[float, ...]:
    """Return every volume, ascending, at which npv changes sign.

    Between two volumes hosting lies between its values at both, so that most intervals can be
    ruled out; the others are cut up until hosting is constant in them, where npv is straight. Of
    more than MOST_INTERVALS at once the lowest volumes are left aside, to bound the work: from
    where on it pays is found, if not every volume below at which it does too.
    """
    if is_straight(VOLUME, absent_from(inputs)):
        return straight_volumes(npv_at_volumes(inputs)[comparison])
    worth = worth_at(inputs, comparison, first_volumes(inputs))
    low, high = (
        worth.take(np.arange(worth.volumes.size - 1)),
        worth.take(np.arange(1, worth.volumes.size)),
    )
    found: list[float] = []
    while low.volumes.size:
        steady = (low.hosting == high.hosting) & (low.baseline_hosting == high.baseline_hosting)
        steady |= high.volumes - low.volumes <= NARROWEST * high.volumes
        crossed = steady & ((low.npv < 0) != (high.npv < 0))
        found += interpolate(low, high, np.flatnonzero(crossed))
        open_ones = np.flatnonzero(~steady & may_cross(low, high))[-MOST_INTERVALS:]
        low, high = cut(inputs, comparison, low.take(open_ones), high.take(open_ones))
    return tuple(sorted(found))


def straight_volumes(ends: Floats) -> tuple[float, ...]:
    """Return where npv is zero, a straight line between the smallest and the greatest volume."""
    if not changes_of_sign(ends).size:
        return ()
    return (VOLUMES[0] + (VOLUMES[1] - VOLUMES[0]) * float(ends[0] / (ends[0] - ends[1])),)


def first_volumes(inputs: Inputs) -> Floats:
    """Return the volumes to begin with, among them those at which a month reaches the maximum."""
    highest = FIELDS[VOLUME].maximum or LARGEST_AMOUNT
    volumes = np.geomspace(SMALLEST_VOLUME, highest, 2 * STEPS_TO_A_SIDE)
    maximum = inputs.workload.maximum_requests_per_month
    if maximum is None:
        return volumes
    elapsed = np.arange(float(inputs.finance.horizon_months))
    kinks = maximum / (1.0 + inputs.workload.monthly_growth) ** elapsed
    kinks = kinks[(kinks > SMALLEST_VOLUME) & (kinks < highest)]
    return np.unique(np.concatenate([volumes, kinks]))


def may_cross(low: Worth, high: Worth) -> NDArray[np.bool_]:
    """Tell in which intervals npv may reach both sides of zero."""
    straight = np.minimum(low.straight, high.straight), np.maximum(low.straight, high.straight)
    least = straight[0] - high.hosting + low.baseline_hosting
    most = straight[1] - low.hosting + high.baseline_hosting
    crosses: NDArray[np.bool_] = (least < 0) & (most >= 0)
    return crosses


def interpolate(low: Worth, high: Worth, positions: NDArray[np.intp]) -> list[float]:
    """Return where npv, straight in each interval, is zero."""
    before, after = low.npv[positions], high.npv[positions]
    width = high.volumes[positions] - low.volumes[positions]
    volumes = low.volumes[positions] + width * before / (before - after)
    return [float(volume) for volume in volumes]


def cut(inputs: Inputs, comparison: Challenger, low: Worth, high: Worth) -> tuple[Worth, Worth]:
    """Return the ends of the pieces into which each interval is cut."""
    if not low.volumes.size:
        return low, high
    shares = np.arange(1.0, PIECES) / PIECES
    between = low.volumes[:, None] + (high.volumes - low.volumes)[:, None] * shares
    inner = worth_at(inputs, comparison, between.ravel())
    return joined(low, inner, before=True), joined(high, inner, before=False)


def joined(ends: Worth, inner: Worth, *, before: bool) -> Worth:
    """Return the lower, or the upper, ends of all pieces: those of the intervals and the cuts."""
    parts = []
    for field in fields(Worth):
        outer = getattr(ends, field.name)[:, None]
        cuts = getattr(inner, field.name).reshape(outer.size, -1)
        parts.append(np.hstack([outer, cuts] if before else [cuts, outer]).ravel())
    return Worth(*parts)
