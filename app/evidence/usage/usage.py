"""Usage logs: what was called, how often, with how many tokens, in bounded memory."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from app.evidence.finding import SECONDS_PER_DAY, Skip
from app.evidence.usage.calls import Call

MOST_IDS = 1 << 22  # ids that are kept; beyond them a share, chosen by their hash
SIZE_STEP = 32  # tokens of one bar of the lengths that are kept
MOST_SIZES = 50_000  # different cached counts that are told apart
MOST_MODELS = 200
MOST_FINE = 20_000  # minutes that are kept apart while a file has few days
FEW_DAYS = 10
FAILED = "calls that failed"
NO_USAGE = "calls without usage, such as streamed ones"
OWN_CACHE = "answers out of the gateway's own cache, which no provider billed"
NO_TIME = "rows without a time"
OTHER_MODELS = "calls of other models"
# What is summed up by day, by minute and by model.
SUMS = 7
CALLS, FRESH, READ, WRITE, OUTPUT, REASONING, BILLED = range(SUMS)
BATCH_CALLS, BATCH_TOKENS = SUMS, SUMS + 1  # behind them, of days
MOST_GROUPS = 200_000
OTHERS = "others"
Numbers = NDArray[np.float64]
Group = tuple[int, str | None, bool]  # day, model, whether in a batch


@dataclass
class Identities:
    """Which calls belong to one request: ids as hashes, with the second and the tokens sent.

    Of more ids than are kept, those whose hash ends in zeros stand for the rest.
    """

    ids: "array[int]" = field(default_factory=lambda: array("q"))
    seconds: "array[int]" = field(default_factory=lambda: array("I"))
    sizes: "array[int]" = field(default_factory=lambda: array("I"))
    mask: int = 0  # bits of a hash that must be zero

    @property
    def share(self) -> int:
        """How many ids each one that is kept stands for."""
        return self.mask + 1

    def add(self, request: str, at: float | None, size: int) -> None:
        """Note a call of a request."""
        number = hash(request)
        if number & self.mask:
            return
        self.ids.append(number)
        self.seconds.append(int(at or 0))
        self.sizes.append(min(size, 0xFFFF_FFFF))
        if len(self.ids) >= MOST_IDS:
            self.halve()

    def add_many(self, requests: Sequence[str], at: Numbers, sizes: Numbers) -> None:
        """Note as many calls as there are requests, where none has been left out so far."""
        if self.mask or len(self.ids) + len(requests) >= MOST_IDS:
            for request, moment, size in zip(requests, at, sizes, strict=True):
                self.add(request, moment, int(size))
            return
        self.ids.extend(map(hash, requests))
        self.seconds.frombytes(at.astype(np.uint32).tobytes())
        self.sizes.frombytes(np.minimum(sizes, 0xFFFF_FFFF).astype(np.uint32).tobytes())

    def halve(self) -> None:
        """Keep every other id."""
        self.mask = self.mask * 2 + 1
        kept = [place for place, number in enumerate(self.ids) if not number & self.mask]
        self.ids = array("q", (self.ids[place] for place in kept))
        self.seconds = array("I", (self.seconds[place] for place in kept))
        self.sizes = array("I", (self.sizes[place] for place in kept))


@dataclass
class Usage:
    """What the calls of a log add up to."""

    aggregated: bool = False  # whether rows stand for all calls of a whole day or less
    of_models: frozenset[str] = frozenset()  # whose calls count; none: everybody's
    left_out: dict[str, int] = field(default_factory=dict)  # calls of other models
    groups: dict[Group, list[float]] = field(default_factory=dict)
    minutes: dict[int, list[float]] | None = field(default_factory=dict)
    models: set[str] = field(default_factory=set)
    volume: dict[int, int] = field(default_factory=dict)  # calls by day, with or without usage
    identities: Identities = field(default_factory=Identities)
    cached_sizes: dict[int, int] = field(default_factory=dict)  # calls by cached tokens
    smallest: dict[int, int] = field(default_factory=dict)  # input by cached tokens
    sizes: dict[int, int] = field(default_factory=dict)  # calls by input tokens, in steps
    skipped: dict[str, int] = field(default_factory=dict)
    used: int = 0  # rows
    failed: int = 0
    own_cache: int = 0
    said_reviewed: int = 0  # calls that say whether a person looked at the answer
    reviewed: int = 0  # calls whose answer a person looked at
    reviewed_ids: "array[int]" = field(default_factory=lambda: array("q"))  # of their requests
    caches: bool = False  # whether any row says what came from the cache

    def skip(self, skip: Skip) -> None:
        """Count rows that are left out."""
        self.skipped[skip.reason] = self.skipped.get(skip.reason, 0) + skip.rows

    def add(self, call: Call) -> None:
        """Count a row."""
        at, tokens, outcome, calls, request, model, batch, cost, caches, reviewed = call
        if self.of_models and model not in self.of_models:
            self.leave_out(model, calls)
            return
        if outcome == "failed":
            self.add_failed(calls, rows=1)
            return
        if at is None:
            self.skip(Skip(NO_TIME))
            return
        fresh, read, write, output, reasoning = tokens
        sent = fresh + read + write
        day = int(at // SECONDS_PER_DAY)
        self.volume[day] = self.volume.get(day, 0) + calls
        if request is not None:
            self.identities.add(request, at, sent)
        if outcome != "ran":
            self.own_cache += outcome == "own cache"
            self.skip(Skip(OWN_CACHE if outcome == "own cache" else NO_USAGE))
            return
        self.used += 1
        numbers = (calls, fresh, read, write, output, reasoning, cost)
        key = (day, model, batch)
        add_to(self.groups.get(key) or self.group(key), numbers)
        if self.minutes is not None:
            self.add_to_minute(self.minutes, at, numbers)
        if reviewed is not None:
            self.note_review(request, reviewed)
        if caches:
            self.caches = True
        if not self.aggregated:
            self.note_size(sent, read)

    def add_failed(self, calls: int, *, rows: int) -> None:
        """Count calls that failed, in so many rows."""
        if rows:
            self.failed += calls
            self.skip(Skip(FAILED, rows))

    def leave_out(self, model: str | None, calls: int) -> None:
        """Count a row of a model whose calls are not wanted."""
        self.skip(Skip(OTHER_MODELS))
        if model is not None and (model in self.left_out or len(self.left_out) < MOST_MODELS):
            self.left_out[model] = self.left_out.get(model, 0) + calls

    def note_review(self, request: str | None, reviewed: bool) -> None:
        """Note whether a person looked at an answer, and of which request it was."""
        self.said_reviewed += 1
        self.reviewed += reviewed
        if reviewed and request is not None and len(self.reviewed_ids) < MOST_IDS:
            self.reviewed_ids.append(hash(request))

    def add_to_minute(
        self, minutes: dict[int, list[float]], at: float, numbers: tuple[float, ...]
    ) -> None:
        """Add a call to the sums of its minute, as long as the file has few days."""
        add_to(minutes.setdefault(int(at // 60), [0.0] * SUMS), numbers)
        if len(self.volume) >= FEW_DAYS or len(minutes) > MOST_FINE:
            self.minutes = None

    def note_size(self, size: int, cached: int) -> None:
        """Note how long one call was, and how much of it came from the cache."""
        step = size // SIZE_STEP
        self.sizes[step] = self.sizes.get(step, 0) + 1
        if cached:
            self.note_cached(cached, size, 1)

    def note_cached(self, cached: int, size: int, calls: int) -> None:
        """Note that calls had so much out of the cache; `size` is the shortest of them."""
        seen = self.cached_sizes.get(cached)
        if seen is not None:
            self.cached_sizes[cached] = seen + calls
            if size < self.smallest[cached]:
                self.smallest[cached] = size
        elif len(self.cached_sizes) < MOST_SIZES:
            self.cached_sizes[cached], self.smallest[cached] = calls, size

    def group(self, key: Group) -> list[float]:
        """Return the sums of a new group; of models beyond the most those of all others."""
        day, model, batch = key
        is_known = model is None or model in self.models
        if (not is_known and len(self.models) >= MOST_MODELS) or len(self.groups) >= MOST_GROUPS:
            model = OTHERS
        if model is not None:
            self.models.add(model)
        return self.groups.setdefault((day, model, batch), [0.0] * SUMS)

    def by_day(self) -> dict[int, list[float]]:
        """Return the sums by day, in the order of days; of batches also their own."""
        found: dict[int, list[float]] = {}
        for (day, _, batch), line in self.groups.items():
            sums = found.setdefault(day, [0.0] * (SUMS + 2))
            sent = line[FRESH] + line[READ] + line[WRITE]
            of_batches = (line[CALLS], sent) if batch else (0.0, 0.0)
            for place, number in enumerate((*line, *of_batches)):
                sums[place] += number
        return dict(sorted(found.items()))

    def by_model(self) -> dict[str, list[float]]:
        """Return the sums by model, of those that rows name."""
        found: dict[str, list[float]] = {}
        for (_, model, _), line in self.groups.items():
            if model is not None:
                sums = found.setdefault(model, [0.0] * SUMS)
                for place, number in enumerate(line):
                    sums[place] += number
        return found


def add_to(line: list[float], numbers: tuple[float, ...]) -> None:
    """Add a call's numbers, in the order of the sums, to those of a group."""
    calls, fresh, read, write, output, reasoning, cost = numbers
    line[CALLS] += calls
    line[FRESH] += fresh
    line[OUTPUT] += output
    if read:
        line[READ] += read
    if write:
        line[WRITE] += write
    if reasoning:
        line[REASONING] += reasoning
    if cost:
        line[BILLED] += cost
