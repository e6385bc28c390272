"""What would have to be true: the volume, price or length at which the answer flips.

Sources: "Results" and "Switching value" in docs/model.md.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from app.inputs import FIELDS, InputField, Inputs
from app.inputs.schema import LARGEST_AMOUNT
from app.model import CHALLENGERS, Challenger, project

Floats = NDArray[np.float64]

VOLUME = "workload.requests_per_month"
SMALLEST_VOLUME = 1e-6  # requests; nothing happens below
STEPS_TO_A_SIDE = 120  # values tried between the entered value and a bound
NEAREST_STEP = 1e-6  # of the entered value; the first of them
MOST_WHOLE_VALUES = 200  # of a whole-number input whose values are all tried
PIECES = 4  # that an interval of volumes is cut into while it may hide a crossing
CLOSEST = float(np.finfo(float).eps)  # relative precision of a crossing
NARROWEST = 1e-12  # of a volume; what changes sign within it is a step
MOST_INTERVALS = 400  # looked into at once; bounds the work
ROWS_AT_ONCE = 1_000  # plans calculated in one array

# Inputs in which every cost is a straight line, for any values of the others.
STRAIGHT = frozenset(
    """
    input_price cached_input_price cache_write_price output_price hosting_price training_price
    training_job_price batch_share batch_discount output_tokens error_rate review_rate
    platform_cost build_hours build_cost evaluation_hours dataset_examples example_minutes
    example_tokens epochs training_runs upkeep_hours refresh_share upkeep_training_runs
    migration_hours engineer_rate labeller_rate reviewer_rate error_cost review_minutes
    request_tokens exchange_rate
    """.split()
)


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


def thresholds(inputs: Inputs) -> list[Threshold]:
    """Return the switching value of every numeric input that moves npv, nearest first."""
    found = [
        threshold
        for field in FIELDS.values()
        if field.is_number and inputs.value(field.name) is not None
        for threshold in thresholds_of(inputs, field)
    ]
    return sorted(found, key=distance)


def distance(threshold: Threshold) -> float:
    """Return how far an input is from flipping the answer, relative to its entered value."""
    if threshold.switching_value is None:
        return np.inf
    change = abs(threshold.switching_value - threshold.entered)
    return change / abs(threshold.entered) if threshold.entered else 1.0 + change


def thresholds_of(inputs: Inputs, field: InputField) -> Iterator[Threshold]:
    """Yield an input's threshold for each comparison whose npv it moves."""
    entered = float(inputs.value(field.name))
    values = trial_values(field, entered)
    worth = npvs(inputs, field.name, values)
    for comparison in CHALLENGERS:
        if np.ptp(worth[comparison]) <= 1e-12 * np.max(np.abs(worth[comparison])):
            continue
        if field.name == VOLUME:
            value = nearest(list(crossing_volumes(inputs, comparison)), entered)
        elif field.kind == "whole":
            value = nearest_whole(inputs, field, comparison, values, worth[comparison])
        else:
            value = nearest_crossing(inputs, field, comparison, values, worth[comparison])
        yield Threshold(field.name, entered, comparison, value)


def npvs(inputs: Inputs, name: str, values: Floats) -> dict[Challenger, Floats]:
    """Return the npv of both comparisons at each value of one input."""
    column = values[:, None]
    if FIELDS[name].kind == "whole":
        column = np.rint(column).astype(np.int64)
    projection = project(inputs.replace({name: column}))
    return {
        comparison: np.broadcast_to(projection.npv(comparison), values.shape)
        for comparison in CHALLENGERS
    }


def trial_values(field: InputField, entered: float) -> Floats:
    """Return values of an input from bound to bound, ascending, denser near the entered one."""
    low, high = bounds(field)
    if field.kind == "whole" and high - low <= MOST_WHOLE_VALUES:
        return np.arange(low, high + 1)
    if field.field in STRAIGHT:
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


def nearest_whole(
    inputs: Inputs, field: InputField, comparison: Challenger, values: Floats, worth: Floats
) -> float | None:
    """Return the nearest whole value whose npv is on the other side of zero."""
    entered = float(inputs.value(field.name))
    if field.field in STRAIGHT:
        crossing = straight_crossing(field, values, worth)
        if crossing is None:
            return None
        return float(np.ceil(crossing) if crossing > entered else np.floor(crossing))
    here = worth[np.flatnonzero(values == entered)[0]]
    return nearest(values[(worth < 0) != (here < 0)].tolist(), entered)


def nearest_crossing(
    inputs: Inputs, field: InputField, comparison: Challenger, values: Floats, worth: Floats
) -> float | None:
    """Return the crossing nearest to the entered value."""
    if field.field in STRAIGHT:
        return straight_crossing(field, values, worth)
    entered = float(inputs.value(field.name))

    def at(value: float) -> float:
        return float(npvs(inputs, field.name, np.array([value]))[comparison][0])

    brackets = [(values[i], values[i + 1]) for i in changes_of_sign(worth)]
    brackets.sort(key=lambda ends: min(abs(ends[0] - entered), abs(ends[1] - entered)))
    found = [root(at, low, high) for low, high in brackets[:2]]
    # A step at the entered value itself, as where a share of zero stops being zero, says nothing.
    beside = NEAREST_STEP**2 * max(abs(entered), 1.0)
    return nearest([value for value in found if abs(value - entered) > beside], entered)


def root(worth: Callable[[float], float], low: float, high: float) -> float:
    """Return where `worth`, of different sign at both ends, changes its sign."""
    from app.model.from_scipy import brentq  # late: see there

    precision = CLOSEST * max(abs(low), abs(high))
    return float(brentq(worth, low, high, xtol=precision, rtol=4 * CLOSEST, maxiter=500))


def straight_crossing(field: InputField, values: Floats, worth: Floats) -> float | None:
    """Return where the straight line through the trial values is zero, within the bounds."""
    slope = (worth[-1] - worth[0]) / (values[-1] - values[0])
    low, high = bounds(field)
    ends = worth[0] + slope * (np.array([low, high]) - values[0])
    if not changes_of_sign(ends).size:
        return None
    return float(np.clip(values[0] - worth[0] / slope, low, high))


def break_even_volume(inputs: Inputs, comparison: Challenger) -> BreakEvenVolume:
    """Return from which volume an approach pays, and every volume at which that changes."""
    volumes = crossing_volumes(inputs, comparison)
    highest = FIELDS[VOLUME].maximum
    ends = npvs(inputs, VOLUME, np.array([SMALLEST_VOLUME, highest]))[comparison]
    if ends[1] < 0:
        return BreakEvenVolume(None, volumes)
    return BreakEvenVolume(volumes[-1] if volumes else 0.0, volumes)


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
        projection = project(inputs.replace({VOLUME: column}))
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
