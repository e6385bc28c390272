"""How long a simulation takes, beside three things measured in the same run.

- a running sum over as many numbers as a plan has cost lines: at most 1.3 times it, but for the
  test plan;
- the same use case written by hand in NumPy (by_hand.py): the price of one model for every plan;
- plain pseudo-random draws, as many as have the same error of the mean and of the 10th percentile.

Times are the processor's: others may use the machine meanwhile. The ratios say more than the times,
which only hold on this machine. Memory: less than 200 MB above what the program holds when idle.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice
from typing import Any

import numpy as np

from app.answers.drawing import DRAWS, MOST_DRAWS, draw_inputs, pert_at
from app.answers.planned_tests import planned_tests
from app.answers.simulation import (
    break_even_months,
    percentiles,
    run_trials,
    simulate,
    value_of_learning,
)
from app.catalog import find_preset
from app.inputs import APPROACHES, Inputs, Range, read_ranges
from app.model import LINES
from benchmarks.by_hand import outcome

ROUNDS = 15
SEEDS = 24  # simulations from which an error is estimated
MONTHS = 36
RANGES = 10
LONGEST = 120  # months
BYTES_PER_MB = 1e6
BYTES_PER_MAXRSS = 1024 if sys.platform == "linux" else 1


def plan(months: int) -> tuple[Inputs, dict[str, Range]]:
    """Return the inputs and ten ranges of a preset, over so many months."""
    preset = find_preset("customer-support")
    # by_hand.py knows no cache that goes cold and no storage.
    plain = {f"{name}.cache_lifetime_minutes": None for name in APPROACHES}
    plain |= {f"{name}.storage_price": 0.0 for name in APPROACHES}
    inputs = preset.inputs.replace(plain | {"finance.horizon_months": months})
    return inputs, read_ranges(inputs, dict(islice(preset.ranges.items(), RANGES)))


def milliseconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_MAXRSS / BYTES_PER_MB


def print_memory(draws: int, months: int) -> None:
    """Print by how much one simulation raises this process's peak memory."""
    import app.model.from_scipy  # noqa: F401  # a server has loaded it when idle

    inputs, ranges = plan(months)
    idle = peak_mb()
    simulate(inputs, ranges, draws=draws)
    print(f"{peak_mb() - idle:.0f} MB")


def memory_above_idle(draws: int, months: int) -> str:
    """Return what `print_memory` prints in a process of its own."""
    command = [sys.executable, __file__, "--memory", str(draws), str(months)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def simulate_by_hand(inputs: Inputs, ranges: dict[str, Range]) -> object:
    """Draw as simulate() does, calculate by hand, and count the same figures."""
    drawn = draw_inputs(inputs, ranges)
    found = outcome(inputs, drawn)
    npv = found.present_cost[0] - found.present_cost[1:]
    cheapest = np.argmin(found.present_cost, axis=0)
    return (
        np.bincount(cheapest, minlength=3),
        np.mean(npv, axis=-1),
        percentiles(npv),
        percentiles(found.running),
        [break_even_months(running.T) for running in found.running],
        [value_of_learning(values, found.present_cost) for values in drawn.values()],
    )


def share_of_tests() -> float:
    """Return what the test plan adds to simulate(), where three error rates have a range."""
    preset = find_preset("customer-support")
    ranges = {name: Range(*ends) for name, ends in preset.ranges.items()}
    trials = run_trials(preset.inputs, draw_inputs(preset.inputs, ranges))
    times = [
        (
            milliseconds(lambda: simulate(preset.inputs, ranges)),
            milliseconds(
                lambda: planned_tests(preset.inputs, trials.present_cost, trials.errors, seed=1)
            ),
        )
        for _ in range(ROUNDS)
    ]
    simulation, tests = (statistics.median(column) for column in zip(*times, strict=True))
    return tests / (simulation - tests)


def draws_of_equal_error(inputs: Inputs, ranges: dict[str, Range]) -> tuple[float, float]:
    """Return how many pseudo-random draws err as little in fine-tuning's mean npv, and in its
    10th percentile, as our draws; the error of plain draws falls with their square root."""

    def figures(drawn: dict[str, Any]) -> tuple[float, float]:
        npv = run_trials(inputs, drawn).npv[0]
        return float(np.mean(npv)), float(percentiles(npv)[0])

    ours = [figures(draw_inputs(inputs, ranges, seed=seed)) for seed in range(SEEDS)]
    plain = [figures(plain_draws(inputs, ranges, seed)) for seed in range(SEEDS)]
    ratios = np.var(plain, axis=0) / np.var(ours, axis=0)
    return DRAWS * float(ratios[0]), DRAWS * float(ratios[1])


def plain_draws(inputs: Inputs, ranges: dict[str, Range], seed: int) -> dict[str, Any]:
    """Return pseudo-random draws of the same distributions."""
    chance = np.random.default_rng(seed)
    drawn: dict[str, Any] = {}
    for name, ends in ranges.items():
        drawn[name] = pert_at(chance.standard_normal(DRAWS), ends, inputs.value(name))
    return drawn


def times_beside(inputs: Inputs, ranges: dict[str, Range]) -> dict[str, str]:
    """Return what simulate() takes, and the three things beside it, by what they are called."""
    numbers = np.ones((len(APPROACHES), len(LINES), DRAWS, MONTHS))
    trials = run_trials(inputs, draw_inputs(inputs, ranges))
    # In turn, so that whatever else the machine does slows down all of them.
    times = [
        (
            milliseconds(lambda: simulate(inputs, ranges)),
            milliseconds(lambda: planned_tests(inputs, trials.present_cost, trials.errors, seed=1)),
            milliseconds(lambda: np.cumsum(numbers, axis=-1)),
        )
        for _ in range(ROUNDS + 1)
    ][1:]
    simulation, tests, sums = (statistics.median(column) for column in zip(*times, strict=True))
    by_hand = statistics.median(
        milliseconds(lambda: simulate_by_hand(inputs, ranges)) for _ in range(ROUNDS)
    )
    plain = draws_of_equal_error(inputs, ranges)
    share = share_of_tests()
    size = f"{DRAWS:,} draws × {MONTHS} months × {len(ranges)} ranges"
    return {
        f"simulate(), {size}": f"{simulation:.1f} ms",
        f"numpy.cumsum over {numbers.shape}": f"{sums:.1f} ms",
        "ratio": f"{simulation / sums:.2f}",
        "ratio without the test plan (goal: 1.3 or less)": f"{(simulation - tests) / sums:.2f}",
        "test plan, as a share of the rest (goal: a third)": f"{share:.2f}",
        "the same use case by hand": f"{by_hand:.1f} ms",
        "simulate() as a multiple of it": f"{simulation / by_hand:.1f}",
        "plain draws of equal error of the mean": f"{plain[0]:,.0f}",
        "plain draws of equal error of the 10th percentile": f"{plain[1]:,.0f}",
        "simulate() with so many, estimated": f"{simulation * max(plain) / DRAWS:,.0f} ms",
    }


def main() -> None:
    """Print the times, their ratio and the memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", nargs=2, type=int, metavar=("DRAWS", "MONTHS"))
    if sizes := parser.parse_args().memory:
        print_memory(*sizes)
        return
    # First: a process starts with the peak of the one that started it.
    for draws, months in ((DRAWS, MONTHS), (MOST_DRAWS, LONGEST)):
        above = memory_above_idle(draws, months)
        name = f"memory above idle, {draws:,} draws × {months} months"
        print(f"{name:52} {above:>9}")
    inputs, ranges = plan(MONTHS)
    drawn = draw_inputs(inputs, ranges)
    np.testing.assert_allclose(
        outcome(inputs, drawn).present_cost, run_trials(inputs, drawn).present_cost, rtol=1e-9
    )
    for name, figure in times_beside(inputs, ranges).items():
        print(f"{name:52} {figure:>9}")


if __name__ == "__main__":
    main()
