"""Calls as columns: many rows of a table, added up at once."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray

from app.evidence.finding import SECONDS_PER_DAY
from app.evidence.usage.calls import Buckets, Call, Outcome
from app.evidence.usage.usage import SIZE_STEP, Group, Numbers, Usage, add_to

Places = NDArray[np.intp]
Tokens = tuple[Numbers, Numbers, Numbers, Numbers, Numbers]  # fresh, read, write, output, reasoning


class Calls(NamedTuple):
    """The calls of some rows, column by column; as `Call` has them."""

    at: Numbers  # NaN where it is not known
    tokens: Tokens
    outcomes: Sequence[Outcome]
    calls: Numbers
    requests: Sequence[str | None]
    models: Sequence[str | None]
    batches: Sequence[bool]
    costs: Numbers
    caches: Sequence[bool]

    @property
    def rows(self) -> int:
        """How many rows they are of."""
        return len(self.at)

    def at_places(self, places: Iterable[int]) -> Iterator[Call]:
        """Yield those of some rows one by one."""
        for place in places:
            yield Call(
                None if np.isnan(self.at[place]) else float(self.at[place]),
                Buckets(*[int(column[place]) for column in self.tokens]),
                self.outcomes[place],
                int(self.calls[place]),
                self.requests[place],
                self.models[place],
                self.batches[place],
                float(self.costs[place]),
                self.caches[place],
            )

    def chosen(self, wanted: NDArray[np.bool_]) -> "Calls":
        """Return those that are wanted."""
        listed = wanted.tolist()

        def kept(column: Any) -> Any:
            return column[wanted] if isinstance(column, np.ndarray) else [*compress(column, listed)]

        at, tokens, *rest = self
        return Calls._make([kept(at), tuple(map(kept, tokens)), *map(kept, rest)])


def add_calls(usage: Usage, calls: Calls) -> None:
    """Add calls to a log: those that ran at once, what is out of the ordinary one by one."""
    if usage.of_models:
        for call in calls.at_places(range(calls.rows)):
            usage.add(call)
        return
    outcomes = np.array(calls.outcomes)
    failed, plain = outcomes == "failed", (outcomes == "ran") & ~np.isnan(calls.at)
    if not plain.all():
        usage.add_failed(int(calls.calls[failed].sum()), rows=int(failed.sum()))
        for call in calls.at_places(np.flatnonzero(~plain & ~failed)):
            usage.add(call)
        calls = calls.chosen(plain)
    if calls.rows:
        add_plain(usage, calls)


def add_plain(usage: Usage, calls: Calls) -> None:
    """Add calls that all ran, at a time that is known."""
    moments = calls.at
    fresh, read, write, _, _ = calls.tokens
    sent = fresh + read + write
    numbers = np.stack([calls.calls, *calls.tokens, calls.costs])
    days = (moments // SECONDS_PER_DAY).astype(int).tolist()
    keys, places = placed(zip(days, calls.models, calls.batches, strict=True))
    for key, line in zip(keys, grouped(places, len(keys), numbers), strict=True):
        add_to(usage.groups.get(key) or usage.group(key), line)
        usage.volume[key[0]] = usage.volume.get(key[0], 0) + int(line[0])
    usage.used += calls.rows
    usage.caches = usage.caches or any(calls.caches)
    if usage.minutes is not None:
        add_minutes(usage, moments, numbers)
    if not usage.aggregated:
        add_sizes(usage, sent.astype(int), read.astype(int))
    if None not in calls.requests:
        usage.identities.add_many(cast(Sequence[str], calls.requests), moments, sent)
    elif any(calls.requests):
        for request, at, size in zip(calls.requests, moments, sent, strict=True):
            if request is not None:
                usage.identities.add(request, at, int(size))


def add_minutes(usage: Usage, moments: Numbers, numbers: Numbers) -> None:
    """Add calls to the sums of their minutes, as long as the file has few days."""
    minutes, places = np.unique((moments // 60).astype(int), return_inverse=True)
    for minute, line in zip(minutes, grouped(places, len(minutes), numbers), strict=True):
        if usage.minutes is not None:
            usage.add_to_minute(usage.minutes, int(minute) * 60, line)


def add_sizes(usage: Usage, sent: Places, read: Places) -> None:
    """Note how long calls were, and how much of each came from the cache."""
    for step, times in zip(*np.unique(sent // SIZE_STEP, return_counts=True), strict=True):
        usage.sizes[int(step)] = usage.sizes.get(int(step), 0) + int(times)
    sent, read = sent[read > 0], read[read > 0]
    sizes, places, times = np.unique(read, return_inverse=True, return_counts=True)
    smallest = np.full(len(sizes), np.iinfo(np.int64).max)
    np.minimum.at(smallest, places, sent)
    for cached, size, number in zip(sizes, smallest, times, strict=True):
        usage.note_cached(int(cached), int(size), int(number))


def placed(keys: Iterable[Group]) -> tuple[list[Group], Places]:
    """Return the keys that are unlike, and which of them each row has."""
    found: dict[Group, int] = {}
    places = [found.setdefault(key, len(found)) for key in keys]
    return list(found), np.array(places)


def grouped(places: Places, groups: int, numbers: Numbers) -> list[tuple[float, ...]]:
    """Return the sums of every group, in the order of a log's sums."""
    sums = [np.bincount(places, row, groups).tolist() for row in numbers]
    return list(zip(*sums, strict=True))
