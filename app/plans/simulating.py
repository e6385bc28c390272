"""Turns at simulating, and what a simulation takes.

Whoever saves waits for others who save, not for those who look.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from app.inputs import Inputs, Range
from app.work.task import current_task, expect
from app.work.turns import Turns

# The largest simulation takes 160 MB: three of each have begun at most.
LOOKING = Turns(at_once=2, share=1, begun=3, waiting=16, seconds=10)
SAVING = Turns(at_once=2, share=1, begun=3, waiting=16, seconds=10)
# Processor seconds, as docs/performance.md measures them; the account is corrected afterwards.
FIXED = 0.02
BY_AMOUNT = 1.2e-7  # of each draw in each month
BY_RANGE = 4e-7  # of each ranged input in each draw


@contextmanager
def simulating(seconds: float) -> Iterator[None]:
    """Take a turn at what is expected to take so many processor seconds.

    Raises NotBefore, NoTurn, NobodyWaits.
    """
    expect(seconds)
    task = current_task()
    with (SAVING if task and task.is_saving else LOOKING).take():
        yield


def simulation_seconds(inputs: Inputs, ranges: Mapping[str, Range], draws: int) -> float:
    """Return about how many processor seconds a simulation of a plan takes."""
    months = max(
        inputs.finance.horizon_months,
        ranges["finance.horizon_months"].high if "finance.horizon_months" in ranges else 0,
    )
    return drawing_seconds(len(ranges), draws) + draws * BY_AMOUNT * months


def drawing_seconds(ranges: int, draws: int) -> float:
    """Return about how many processor seconds it takes to draw inputs."""
    return FIXED + draws * BY_RANGE * ranges
