"""`simulate(inputs, ranges) -> Uncertainty`: what the plan's result may be, and how likely.

The section "Uncertainty" of model.md, step by step: draw the ranged inputs (drawing.py), project
every draw, then count. Amounts are in `finance.currency`, months are those of the plan, shares are
fractions.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.answers.drawing import DRAWS, Drawn, draw_inputs
from app.answers.mistakes import Acceptance, acceptability
from app.answers.planned_tests import PlannedTest, best_test, planned_tests
from app.answers.trials import ROUNDING, settled
from app.inputs import ApproachName, Challenger, Inputs, Range
from app.model import Projection, project
from app.model.finance import Floats
from app.work.task import step

GROUPS = 32  # of draws, in which one input is as good as known
PERCENTILES = (10, 50, 90)
CHUNK = 1024  # draws projected at a time: their arrays fit the processor's cache
ERROR_COST = "quality.error_cost"
PROBES = 32  # draws in which it is looked at whether an input moves a cost


class Learning(NamedTuple):
    """What it is worth to learn one input's value before deciding."""

    input: str
    value: float  # currency


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How an amount is spread over the draws, in `finance.currency`."""

    mean: float
    p10: float  # nine draws in ten are at least this
    p50: float
    p90: float


@dataclass(frozen=True, kw_only=True)
class BreakEvenSpread:
    """How the month of break-even is spread over the draws that break even."""

    share: float  # of all draws, those that break even
    p10: int | None  # whole months; None where no draw breaks even
    p50: int | None
    p90: int | None


@dataclass(frozen=True, kw_only=True)
class Band:
    """Percentiles of an amount in each month; arrays of shape (months,), month 0 first."""

    p10: Floats
    p50: Floats
    p90: Floats


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What one approach may bring against prompting."""

    probability_cheaper: float  # share of draws with npv > 0; a draw that ties is not cheaper
    npv: Spread
    break_even_month: BreakEvenSpread
    cumulative_savings: Band  # undiscounted


@dataclass(frozen=True, kw_only=True)
class Uncertainty:
    """The figures of one simulation; the same draws and seed give the same figures."""

    draws: int
    seed: int
    probability_cheapest: dict[ApproachName, float]  # a tie goes to the first of APPROACHES
    comparisons: dict[Challenger, Outlook]
    expected_value_of_perfect_information: float  # currency, never below 0
    value_of_learning: tuple[Learning, ...]  # of each ranged input, the most valuable first
    # From no cost of a mistake up; None in plans saved before version 2.1, as the next.
    acceptability: tuple[Acceptance, ...] | None
    test_plan: tuple[PlannedTest, ...] | None  # the smallest first
    best_test: int | None  # answers of the test most worth its cost; None if none is


@dataclass(frozen=True, kw_only=True)
class Trials:
    """What each draw comes to."""

    present_cost: Floats  # shape (approaches, draws)
    npv: Floats  # shape (challengers, draws)
    break_even_month: Floats  # shape (challengers, draws); NaN for none
    cumulative_savings: Floats  # shape (challengers, months, draws)
    wrong_answers: Floats  # shape (approaches, draws), weighed as money of their month is
    errors: dict[ApproachName, Floats]  # shape (draws,); of those whose error rate has a range


def simulate(
    inputs: Inputs, ranges: Mapping[str, Range], *, draws: int = DRAWS, seed: int = 1
) -> Uncertainty:
    """Return what may come of `inputs` if the ranged ones are only known to lie in `ranges`.

    Raises ValueError if there are no ranges, or `draws` is no power of two from 256 to 65,536.
    """
    drawn = draw_inputs(inputs, ranges, draws=draws, seed=seed)
    trials = run_trials(inputs, drawn)
    cheapest = np.argmin(trials.present_cost, axis=0)
    moving = moving_inputs(inputs, ranges, drawn)
    tests = planned_tests(inputs, trials.present_cost, trials.errors, seed)
    return Uncertainty(
        draws=draws,
        seed=seed,
        probability_cheapest={
            name: float(np.mean(cheapest == index)) for index, name in enumerate(inputs.considered)
        },
        comparisons={name: outlook(trials, index) for index, name in enumerate(inputs.challengers)},
        expected_value_of_perfect_information=value_of_perfect_information(trials.present_cost),
        value_of_learning=learning(drawn, moving, trials.present_cost),
        acceptability=acceptability(
            inputs,
            trials.present_cost,
            trials.wrong_answers,
            np.asarray(drawn.get(ERROR_COST, inputs.quality.error_cost), float),
        ),
        test_plan=tests,
        best_test=best_test(tests),
    )


def learning(drawn: Drawn, moving: frozenset[str], present_cost: Floats) -> tuple[Learning, ...]:
    """Return what learning each ranged input is worth, most first; 0 of one that moves no cost."""
    worth = [
        Learning(name, value_of_learning(values, present_cost) if name in moving else 0.0)
        for name, values in drawn.items()
    ]
    return tuple(sorted(worth, key=lambda item: -item.value))


def moving_inputs(inputs: Inputs, ranges: Mapping[str, Range], drawn: Drawn) -> frozenset[str]:
    """Return the ranged inputs that move a cost between the ends of their ranges.

    It is looked at in the first draws: each input at its low and at its high, the others as drawn.
    """
    names, at_once = list(drawn), CHUNK // (2 * PROBES)
    parts = (names[start : start + at_once] for start in range(0, len(names), at_once))
    return frozenset().union(*(moving_among(part, inputs, ranges, drawn) for part in parts))


def moving_among(
    names: Sequence[str], inputs: Inputs, ranges: Mapping[str, Range], drawn: Drawn
) -> frozenset[str]:
    """Return those of the names that move a cost, from one projection of them all."""
    step()
    rows = 2 * PROBES
    columns = {
        name: np.tile(np.repeat(values[:PROBES], 2), len(names)) for name, values in drawn.items()
    }
    for index, name in enumerate(names):
        columns[name][index * rows : (index + 1) * rows : 2] = ranges[name].low
        columns[name][index * rows + 1 : (index + 1) * rows : 2] = ranges[name].high
    standing = {name: column[:, np.newaxis] for name, column in columns.items()}
    projection = project(inputs.replace(standing), draws=True)
    moved = np.zeros(len(names), bool)
    for name in inputs.considered:
        costs = np.broadcast_to(projection.present_cost(name), len(names) * rows).reshape(-1, 2)
        differs = np.abs(costs[:, 1] - costs[:, 0]) > ROUNDING * np.max(costs, axis=1)
        moved |= differs.reshape(len(names), PROBES).any(axis=1)
    return frozenset(name for name, moves in zip(names, moved, strict=True) if moves)


def savings_bands(
    inputs: Inputs, ranges: Mapping[str, Range], *, draws: int = DRAWS, seed: int = 1
) -> dict[Challenger, Band]:
    """Return what is saved so far in today's money, month by month, over the draws of `simulate`.

    Its last month is the npv of the simulation. It takes as long as the rest of it, and only a
    picture shows it. Raises ValueError as `simulate` does.
    """
    drawn = draw_inputs(inputs, ranges, draws=draws, seed=seed)
    saved = np.empty((len(inputs.challengers), longest(inputs, drawn) + 1, draws))
    for chunk, projection in projected(inputs, drawn):
        for index, challenger in enumerate(inputs.challengers):
            running = projection.courses[challenger].quantity("discounted_running")
            by_draw(saved[index, :, chunk], running)
    return {challenger: band(saved[index]) for index, challenger in enumerate(inputs.challengers)}


def run_trials(inputs: Inputs, drawn: Drawn) -> Trials:
    """Return what each draw comes to, all approaches on the same draws."""
    draws = len(next(iter(drawn.values())))
    months = longest(inputs, drawn) + 1
    trials = Trials(
        present_cost=np.empty((len(inputs.considered), draws)),
        npv=np.empty((len(inputs.challengers), draws)),
        break_even_month=np.empty((len(inputs.challengers), draws)),
        cumulative_savings=np.empty((len(inputs.challengers), months, draws)),
        wrong_answers=np.empty((len(inputs.considered), draws)),
        errors={name: np.empty(draws) for name in uncertain_errors(inputs, drawn)},
    )
    for chunk, projection in projected(inputs, drawn):
        run_chunk(projection, trials, chunk)
    return trials


def uncertain_errors(inputs: Inputs, drawn: Drawn) -> list[ApproachName]:
    """Return the approaches that take part and whose error rate has a range."""
    return [name for name in inputs.considered if f"{name}.error_rate" in drawn]


def longest(inputs: Inputs, drawn: Drawn) -> int:
    """Return the months of the longest plan among the draws."""
    return int(np.max(drawn.get("finance.horizon_months", inputs.finance.horizon_months)))


def projected(inputs: Inputs, drawn: Drawn) -> Iterator[tuple[slice, Projection]]:
    """Yield the draws chunk by chunk: where they stand, and their projection."""
    projection = project(inputs, draws=True)
    for start in range(0, len(next(iter(drawn.values()))), CHUNK):
        chunk = slice(start, start + CHUNK)
        columns = {name: values[chunk, np.newaxis] for name, values in drawn.items()}
        step()
        projection = projection.at(columns)  # what no draw moves is calculated once
        yield chunk, projection


def by_draw(place: Floats, running: Floats) -> None:
    """Put running sums, a row for each draw, into columns of shape (months, draws).

    Where no draw of the chunk is longer, nothing happens any more.
    """
    rows = np.atleast_2d(running)  # one row for all draws where no ranged input has an effect
    months = rows.shape[-1]
    place[:months] = rows.T
    place[months:] = rows[:, -1]


def run_chunk(projection: Projection, trials: Trials, chunk: slice) -> None:
    """Put what the draws of one chunk come to into `trials`."""
    inputs = projection.inputs
    costs = trials.present_cost[:, chunk]
    for index, approach in enumerate(inputs.considered):
        costs[index] = projection.present_cost(approach)
        for before in costs[:index]:  # what differs by rounding alone is a tie
            np.copyto(
                costs[index], before, where=np.abs(costs[index] - before) <= ROUNDING * before
            )
    for index, challenger in enumerate(inputs.challengers):
        running = np.atleast_2d(projection.cumulative_savings(challenger))
        trials.npv[index, chunk] = settled(projection, challenger)
        trials.break_even_month[index, chunk] = break_even_months(running)
        by_draw(trials.cumulative_savings[index, :, chunk], running)
    for index, approach in enumerate(inputs.considered):
        trials.wrong_answers[index, chunk] = projection.result(approach, "wrong_answers")
    for approach, errors in trials.errors.items():
        errors[chunk] = projection.result(approach, "error")


def break_even_months(running: Floats) -> Floats:
    """Return `finance.break_even` of each row of running sums, whole months; NaN for none."""
    below = running < 0
    after = np.arange(1, running.shape[-1] + 1, dtype=np.int16)
    return np.where(below[:, -1], np.nan, np.max(below * after, axis=-1))


def outlook(trials: Trials, index: int) -> Outlook:
    """Return what the challenger of this index may bring."""
    npv = trials.npv[index]
    probability, mean = float(np.mean(npv > 0)), float(np.mean(npv))
    p10, p50, p90 = percentiles(npv)
    return Outlook(
        probability_cheaper=probability,
        npv=Spread(mean=mean, p10=float(p10), p50=float(p50), p90=float(p90)),
        break_even_month=break_even_spread(trials.break_even_month[index]),
        cumulative_savings=band(trials.cumulative_savings[index]),
    )


def band(amounts: Floats) -> Band:
    """Return the percentiles of amounts of shape (months, draws), which it sorts on the way."""
    lowest, middle, highest = percentiles(amounts)
    return Band(p10=lowest, p50=middle, p90=highest)


def percentiles(amounts: Floats) -> list[Floats]:
    """Return numpy.percentile over the last axis, and sort the amounts on the way.

    Sorting rows in their place takes a third of its time and no memory.
    """
    for row in np.atleast_2d(amounts):
        row.sort()
        step()
    places = [share / 100 * (amounts.shape[-1] - 1) for share in PERCENTILES]
    return [between(amounts, int(place), place % 1) for place in places]


def between(ordered: Floats, index: int, share: float) -> Floats:
    """Return what lies `share` of the way from one value to the next."""
    below, above = ordered[..., index], ordered[..., index + 1]
    value: Floats = below + (above - below) * share
    return value


def break_even_spread(months: Floats) -> BreakEvenSpread:
    """Return how the months are spread; its percentiles are months that were drawn."""
    reached = months[~np.isnan(months)]
    share = reached.size / months.size
    if not reached.size:
        return BreakEvenSpread(share=share, p10=None, p50=None, p90=None)
    p10, p50, p90 = np.percentile(reached, PERCENTILES, method="inverted_cdf")
    return BreakEvenSpread(share=share, p10=int(p10), p50=int(p50), p90=int(p90))


def value_of_perfect_information(present_cost: Floats) -> float:
    """Return how much less one pays on average if each draw gets its own cheapest approach.

    What rounding leaves of two equal means is nothing.
    """
    best_on_average = float(np.min(np.mean(present_cost, axis=-1)))
    less = best_on_average - float(np.mean(np.min(present_cost, axis=0)))
    return less if less > ROUNDING * best_on_average else 0.0


def value_of_learning(
    values: NDArray[np.float64] | NDArray[np.int64], present_cost: Floats
) -> float:
    """Return how much less one pays on average if the approach is chosen knowing this input.

    Within each of 32 groups of draws alike in `values`, the one approach cheapest on average.
    """
    step()
    # Only whole numbers tie; the quickest order leaves theirs open, and so which group each is in.
    order = np.argsort(values, kind="stable" if values.dtype.kind == "i" else None)
    grouped = np.take(present_cost, order, axis=1).reshape(len(present_cost), GROUPS, -1)
    return value_of_perfect_information(np.mean(grouped, axis=-1))
