"""How long calls are: prompt, request and answer, and what comes from the cache."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.evidence import estimate
from app.evidence.estimate import Array, Estimate
from app.evidence.finding import Finding, finding_of
from app.evidence.streaming.source import Options
from app.evidence.told import counted
from app.evidence.usage.usage import (
    CALLS,
    FEW_DAYS,
    FRESH,
    OUTPUT,
    READ,
    REASONING,
    WRITE,
    Usage,
)
from app.work.lazy import lazy

FEWEST_SHARING = 0.2  # of the calls with cached tokens, that the commonest count must be of


@dataclass(frozen=True)
class CallSizes:
    """The tokens of a log's calls, with the sums of its days."""

    usage: Usage
    options: Options
    days: Mapping[int, list[float]]

    def findings(self) -> Iterator[Finding]:
        """Yield the tokens of a call."""
        approach = self.options.approach
        calls, sums, cluster = self.clusters
        told = f"range from a bootstrap by {cluster}"
        prompt = self.prompt
        n = int(calls.sum())
        if prompt:
            yield finding_of(
                f"{approach}.prompt_tokens",
                prompt,
                self.usage.cached_sizes[int(prompt.value)],
                "Between the cached beginning that most calls share and the shortest of these "
                "calls: the prompt ends somewhere between.",
            )
        length = prompt.value if prompt else self.options.prompt_tokens
        if length is not None:
            yield from self.request_size(calls, sums, length, told)
        if length and self.usage.caches and (prompt or self.usage.aggregated):
            rate = estimate.capped(estimate.ratio(sums[:, READ], calls * length), 0.0, 1.0)
            yield finding_of(
                f"{approach}.cache_hit_rate",
                rate,
                n,
                f"Tokens read from the cache ÷ (calls × {counted(length)} tokens of prompt); "
                f"{told}.",
            )
        for name, column, less in (
            ("output_tokens", OUTPUT, REASONING),
            ("reasoning_tokens", REASONING, None),
        ):
            amounts = sums[:, column] - (sums[:, less] if less is not None else 0)
            if column == REASONING and not amounts.any():
                continue
            found = estimate.capped(estimate.ratio(amounts, calls), 0.0, 1e6)
            words = "Reasoning apart. " if less is not None and sums[:, less].any() else ""
            yield finding_of(
                f"{approach}.{name}", found, n, f"The mean of a call; {told}. {words}".strip()
            )

    def request_size(
        self, calls: Array, sums: Array, prompt: float, told: str
    ) -> Iterator[Finding]:
        """Yield the request's own tokens: what a call sends beside the prompt."""
        sent = sums[:, FRESH] + sums[:, READ] + sums[:, WRITE]
        found = estimate.ratio(sent - calls * prompt, calls)
        if found.value < 0:
            return
        yield finding_of(
            "workload.request_tokens",
            estimate.capped(found, 0.0, 1e6),
            int(calls.sum()),
            f"The mean of what a call sends less {counted(prompt)} tokens of prompt; {told}.",
        )

    @lazy
    def prompt(self) -> Estimate | None:
        """The prompt's bracket: the commonest cached length, and the shortest call that has it."""
        sizes = self.usage.cached_sizes
        if not sizes:
            return None
        commonest = max(sizes, key=lambda size: (sizes[size], -size))
        if sizes[commonest] < FEWEST_SHARING * sum(sizes.values()):
            return None
        return Estimate(commonest, commonest, self.usage.smallest[commonest])

    @lazy
    def clusters(self) -> tuple[Array, Array, str]:
        """Calls, sums and the name of what they are grouped by: days, or minutes of few days."""
        minutes = self.usage.minutes
        few = len(self.days) < FEW_DAYS and minutes is not None
        groups = minutes if few and minutes is not None else self.days
        sums = np.array([line for line in groups.values() if line[CALLS]])
        return sums[:, CALLS], sums, "minute, for the days are few" if few else "day"
