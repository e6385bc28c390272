"""Which calls of a log belong to one request, and which came again."""

from typing import NamedTuple

import numpy as np

from app.evidence import estimate
from app.evidence.estimate import Array, Estimate
from app.evidence.finding import SECONDS_PER_DAY
from app.evidence.usage.usage import Identities

REPEATED_WITHIN = 600  # seconds


class Requests(NamedTuple):
    """What ids say of requests."""

    days: dict[int, int]  # requests by the day on which they began
    requests: int
    calls: int  # billed ones
    repeats: int
    each: Estimate  # calls of a request that were not repeats


def requests_of(kept: Identities) -> Requests | None:
    """Return requests as their ids tell them; None without ids."""
    if not kept.ids:
        return None
    ids = np.frombuffer(kept.ids, dtype=np.int64)
    seconds = np.frombuffer(kept.seconds, dtype=np.uint32).astype(np.int64)
    sizes = np.frombuffer(kept.sizes, dtype=np.uint32)
    order = np.lexsort((seconds, ids))
    ids, seconds, sizes = ids[order], seconds[order], sizes[order]
    same = ids[1:] == ids[:-1]
    near = seconds[1:] - seconds[:-1] <= REPEATED_WITHIN
    alike = (sizes[1:] == sizes[:-1]) | (sizes[1:] == 0) | (sizes[:-1] == 0)
    repeated = same & near & alike
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    began = seconds[starts] // SECONDS_PER_DAY
    first_tries = np.add.reduceat(np.concatenate([[True], ~repeated]).astype(float), starts)
    days, counts = np.unique(began, return_counts=True)
    return Requests(
        days={int(day): int(n) * kept.share for day, n in zip(days, counts, strict=True)},
        requests=len(began) * kept.share,
        calls=len(ids) * kept.share,
        repeats=int(repeated.sum()) * kept.share,
        each=calls_of_one(first_tries),
    )


def calls_of_one(calls: Array) -> Estimate:
    """Return the mean of the calls of a request; where all have one, how many may have more."""
    found = estimate.mean(calls)
    if found.high > found.low:
        return found
    return Estimate(found.value, found.value, found.value + estimate.wilson(0, len(calls)).high)
