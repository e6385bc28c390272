"""How long a simulation takes, beside a running sum over as many numbers as a plan has cost lines.

The ratio of the two says more than the times, which only hold on this machine. The goals: at most 3
times the running sum, and less than 200 MB above what the program holds when idle.
"""

import argparse
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import islice

import numpy as np

from app.answers import DRAWS, MOST_DRAWS, simulate
from app.catalog import find_preset
from app.inputs import APPROACHES, Inputs, Range, read_ranges
from app.model import LINES

ROUNDS = 15
MONTHS = 36
RANGES = 10
LONGEST = 120  # months
BYTES_PER_MB = 1e6
BYTES_PER_MAXRSS = 1024 if sys.platform == "linux" else 1


def plan(months: int) -> tuple[Inputs, dict[str, Range]]:
    """Return the inputs and ten ranges of a preset, over so many months."""
    preset = find_preset("customer-support")
    inputs = preset.inputs.replace({"finance.horizon_months": months})
    return inputs, read_ranges(inputs, dict(islice(preset.ranges.items(), RANGES)))


def milliseconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_MAXRSS / BYTES_PER_MB


def print_memory(draws: int, months: int) -> None:
    """Print by how much one simulation raises this process's peak memory."""
    inputs, ranges = plan(months)
    idle = peak_mb()
    simulate(inputs, ranges, draws=draws)
    print(f"{peak_mb() - idle:.0f} MB")


def memory_above_idle(draws: int, months: int) -> str:
    """Return what `print_memory` prints in a process of its own."""
    command = [sys.executable, __file__, "--memory", str(draws), str(months)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


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
    numbers = np.ones((len(APPROACHES), len(LINES), DRAWS, MONTHS))
    # In turn, so that whatever else the machine does slows down both.
    times = [
        (
            milliseconds(lambda: simulate(inputs, ranges)),
            milliseconds(lambda: np.cumsum(numbers, axis=-1)),
        )
        for _ in range(ROUNDS + 1)
    ][1:]
    simulation, sums = (statistics.median(column) for column in zip(*times, strict=True))
    size = f"{DRAWS:,} draws × {MONTHS} months × {len(ranges)} ranges"
    rows = {
        f"simulate(), {size}": f"{simulation:.1f} ms",
        f"numpy.cumsum over {numbers.shape}": f"{sums:.1f} ms",
        "ratio": f"{simulation / sums:.2f}",
    }
    for name, figure in rows.items():
        print(f"{name:52} {figure:>9}")


if __name__ == "__main__":
    main()
