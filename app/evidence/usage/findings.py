"""What a usage log says of a plan."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.evidence import estimate
from app.evidence.estimate import Array, DailyFit, Estimate
from app.evidence.finding import (
    Finding,
    Measured,
    Number,
    Period,
    Series,
    Variant,
    finding_of,
    spell_day,
)
from app.evidence.streaming.source import Options
from app.evidence.told import counted, rounded
from app.evidence.usage.months import months_of
from app.evidence.usage.pictures import histogram, volume_picture
from app.evidence.usage.requests import Requests, requests_of
from app.evidence.usage.sizes import CallSizes
from app.evidence.usage.usage import (
    BATCH_CALLS,
    BATCH_TOKENS,
    BILLED,
    CALLS,
    FRESH,
    NO_USAGE,
    OUTPUT,
    READ,
    REASONING,
    SIZE_STEP,
    SUMS,
    WRITE,
    Usage,
)
from app.evidence.values import LONGEST_LABEL
from app.work.lazy import lazy

LAST_DAYS = 28
FEWEST_DAYS = 14
GROWTH_DAYS = 42
SEASON_DAYS = 365
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SEVERAL_CALLS = 1.2  # a request, from which on calls send earlier ones again


@dataclass(frozen=True)
class UsageFindings:
    """What a log comes to; `measured` is all of it."""

    usage: Usage
    options: Options

    @property
    def measured(self) -> Measured:
        """Figures, findings and notes of the log."""
        usage = self.usage
        findings = list(self.findings())
        return Measured(
            figures=self.figures,
            subject=self.subject,
            findings=findings,
            variants=self.by_model,
            notes=list(self.notes()),
            skipped=dict(usage.skipped),
            period=self.period,
            pictures=list(self.pictures()),
            months=months_of(usage, self.requests, self.options.calls_per_request),
            used=usage.used,
            left_out=dict(usage.left_out),
            requests=usage.identities.ids if usage.identities.share == 1 else None,
        )

    @lazy
    def days(self) -> dict[int, list[float]]:
        """The sums by day."""
        return self.usage.by_day()

    @lazy
    def total(self) -> Array:
        """The sums over all days, shape (SUMS + 2,)."""
        days: Array = np.array(list(self.days.values()) or [[0.0] * (SUMS + 2)])
        total: Array = days.sum(axis=0)
        return total

    @lazy
    def period(self) -> Period | None:
        """From the first to the last day."""
        if not self.usage.volume:
            return None
        return Period(
            start=spell_day(min(self.usage.volume)), end=spell_day(max(self.usage.volume))
        )

    @property
    def subject(self) -> str:
        """What the source counts."""
        whose = f" of {' and '.join(self.chosen)}" if len(self.chosen) in (1, 2) else ""
        if self.total[CALLS]:
            return f"{self.total[CALLS]:,.0f} calls{whose}"
        sent = self.total[FRESH] + self.total[READ] + self.total[WRITE]
        return f"{sent:,.0f} tokens sent{whose}"

    @property
    def chosen(self) -> list[str]:
        """The models whose calls alone were wanted, of those that are there; their names cut."""
        return sorted(name[:LONGEST_LABEL] for name in self.usage.models & self.options.of_models)

    @property
    def figures(self) -> dict[str, Number]:
        """The log's figures by their documented names."""
        total = self.total
        counted = total[CALLS] > 0
        requests = self.requests.requests if self.requests else None
        return {
            "calls": int(total[CALLS]) if counted else None,
            "requests": requests,
            "failed": self.usage.failed,
            "without_usage": self.usage.skipped.get(NO_USAGE, 0),
            "input_tokens": int(total[FRESH] + total[READ] + total[WRITE]),
            "cached_tokens": int(total[READ]) if self.usage.caches else None,
            "cache_write_tokens": int(total[WRITE]) if self.usage.caches else None,
            "output_tokens": int(total[OUTPUT]),
            "reasoning_tokens": int(total[REASONING]),
            "batch_share": self.batch_share,
            "cost_usd": float(total[BILLED]) if total[BILLED] else None,
        }

    @property
    def batch_share(self) -> float | None:
        """The share of the calls, or of the tokens where calls are not counted, sent in batches."""
        batches, whole = self.batch_columns(self.total[None, :])
        return float(batches[0] / whole[0]) if batches[0] else None

    def batch_columns(self, sums: Array) -> tuple[Array, Array]:
        """Return what went in batches and all of it: calls, or tokens where nobody counts calls."""
        if self.total[CALLS]:
            return sums[:, BATCH_CALLS], sums[:, CALLS]
        return sums[:, BATCH_TOKENS], sums[:, FRESH] + sums[:, READ] + sums[:, WRITE]

    @property
    def by_model(self) -> list[Variant]:
        """The figures of every model, where there are several."""
        if len(self.usage.models) + len(self.usage.left_out) < 2:
            return []
        return [
            Variant(
                label=model,
                model=model,
                figures={
                    "calls": int(line[CALLS]) or None,
                    "input_tokens": int(line[FRESH] + line[READ] + line[WRITE]),
                    "cached_tokens": int(line[READ]),
                    "output_tokens": int(line[OUTPUT]),
                },
            )
            for model, line in sorted(
                self.usage.by_model().items(), key=lambda item: -item[1][CALLS]
            )
        ]

    @lazy
    def requests(self) -> Requests | None:
        """Requests as their ids tell them; None without ids."""
        return requests_of(self.usage.identities)

    @lazy
    def whole_days(self) -> tuple[int, Array]:
        """The first of the complete days, since 1970, and the requests of each."""
        volume = dict(self.requests.days) if self.requests else dict(self.usage.volume)
        if not volume or not sum(volume.values()):
            return 0, np.zeros(0)
        first, last = min(self.usage.volume), max(self.usage.volume)
        if not self.usage.aggregated:  # a log may begin and end within a day
            first, last = first + 1, last - 1
        counts = np.array([volume.get(day, 0) for day in range(first, last + 1)], dtype=float)
        each = 1 if self.requests else max(self.options.calls_per_request, 1)
        return first, counts / each

    @lazy
    def sizes(self) -> CallSizes:
        """How long calls are."""
        return CallSizes(self.usage, self.options, self.days)

    @lazy
    def daily_fit(self) -> DailyFit | None:
        """How the complete days scatter and grow; None where they are too few."""
        first, counts = self.whole_days
        if len(counts) < FEWEST_DAYS or not counts.any():
            return None
        return estimate.fit_days(counts, weekday(first))

    def findings(self) -> Iterator[Finding]:
        """Yield what can be put into a plan."""
        yield from self.volume()
        yield from self.seasons()
        yield from self.ids()
        if self.usage.own_cache and self.total[CALLS]:
            asked = self.total[CALLS] + self.usage.own_cache
            yield finding_of(
                "workload.answer_cache_share",
                estimate.wilson(self.usage.own_cache, asked),
                int(asked),
                "Answers out of the gateway's own cache ÷ all answers; Wilson bounds.",
            )
        if self.total[CALLS]:
            yield from self.sizes.findings()
        yield from self.batches()
        yield from self.reviews()

    def volume(self) -> Iterator[Finding]:
        """Yield requests a month, and their growth."""
        _, counts = self.whole_days
        if not counts.any():
            return
        if self.daily_fit is None:
            if self.options.short:
                yield self.short_volume(counts)
            return
        last = counts[-min(LAST_DAYS, len(counts) // 7 * 7) :]
        told = "by their ids" if self.requests else "calls, one for each request"
        if not self.requests and self.options.calls_per_request > 1:
            told = f"calls ÷ {rounded(self.options.calls_per_request, 6)} calls a request"
        yield finding_of(
            "workload.requests_per_month",
            estimate.monthly_mean(last, self.daily_fit),
            int(last.sum()),
            f"The mean of the last {len(last)} complete days × 365/12, {told}; the range from "
            "how the days scatter, weekdays apart.",
        )
        if len(counts) >= GROWTH_DAYS:
            yield finding_of(
                "workload.monthly_growth",
                estimate.growth(self.daily_fit),
                len(counts),
                f"A log-linear trend through {len(counts)} days, weekdays apart.",
            )

    def short_volume(self, counts: Array) -> Finding:
        """Return requests a month of few days, as somebody confirmed."""
        value = float(counts.mean()) * estimate.DAYS_PER_MONTH
        spread = estimate.ratio(counts, np.ones(len(counts)))
        half = (spread.high - spread.value) * estimate.DAYS_PER_MONTH
        return finding_of(
            "workload.requests_per_month",
            Estimate(value, max(value - half, 0.0), value + half),
            int(counts.sum()),
            f"The mean of only {len(counts)} complete days × 365/12, as you confirmed; "
            "weekdays and seasons may differ.",
        )

    def seasons(self) -> Iterator[Finding]:
        """Yield the seasons of calendar months, of a year or more."""
        first, counts = self.whole_days
        if self.daily_fit is None or len(counts) < SEASON_DAYS:
            return
        months = np.array([spell_day(first + day).month for day in range(len(counts))])
        found = estimate.seasons(counts, months, self.daily_fit)
        for number, season in enumerate(found, 1):
            yield finding_of(
                f"workload.{MONTHS[number - 1]}",
                season,
                int((months == number).sum()),
                "The calendar month's requests against the trend; the mean month is 1.",
            )

    def ids(self) -> Iterator[Finding]:
        """Yield calls per request and the share of calls that were repeated."""
        found = self.requests
        if found is None or found.calls < 2 or self.usage.aggregated:
            return
        approach = self.options.approach
        if found.calls > found.requests:
            yield finding_of(
                f"{approach}.calls_per_request",
                estimate.capped(found.each, 1.0, 1000.0),
                found.requests,
                "Calls of each request, trace or session that were not repeats.",
            )
        yield finding_of(
            f"{approach}.retry_rate",
            estimate.wilson(found.repeats, found.calls),
            found.calls,
            "Billed calls that came again within ten minutes for the same request with as many "
            "tokens sent ÷ all billed calls; Wilson bounds.",
        )

    def batches(self) -> Iterator[Finding]:
        """Yield the share that went in batches."""
        if self.batch_share is None:
            return
        counted = self.total[CALLS] > 0
        batches, whole = self.batch_columns(np.array(list(self.days.values())))
        found = estimate.capped(estimate.ratio(batches[whole > 0], whole[whole > 0]), 0.0, 1.0)
        yield finding_of(
            f"{self.options.approach}.batch_share",
            found,
            int(self.total[CALLS]) if counted else len(whole),
            f"{'Calls' if counted else 'Tokens'} in batches ÷ all of them; range from a bootstrap "
            "by day.",
        )

    def reviews(self) -> Iterator[Finding]:
        """Yield the share of the requests whose answer a person looked at."""
        usage, found = self.usage, self.requests
        if not usage.said_reviewed:
            return
        reviewed, asked, what = usage.reviewed, usage.said_reviewed, "Calls"
        if found and found.calls == asked == len(usage.identities.ids):
            reviewed, asked, what = len(set(usage.reviewed_ids)), found.requests, "Requests"
        yield finding_of(
            f"{self.options.approach}.review_rate",
            estimate.wilson(reviewed, asked),
            asked,
            f"{what} whose answer a person looked at ÷ all that say so or not; Wilson bounds.",
        )

    def notes(self) -> Iterator[str]:
        """Yield what a reader should know."""
        _, counts = self.whole_days
        few = len(counts) < FEWEST_DAYS and not self.options.short
        if few and self.total[CALLS]:
            days = self.period.days if self.period else 0
            yield (
                f"The log covers {days} {'day' if days == 1 else 'days'}: a month's requests are "
                f"not taken from fewer than {FEWEST_DAYS} complete days unless you confirm it."
            )
        elif len(counts) < GROWTH_DAYS and counts.any():
            yield f"Growth is not taken from fewer than {GROWTH_DAYS} complete days."
        if self.days and not self.total[CALLS]:
            yield "The file does not count calls, so it says nothing of requests or of one call."
        if self.total[CALLS] and not self.sizes.prompt and self.options.prompt_tokens is None:
            yield (
                "Prompt and request cannot be told apart here: the file says how long calls are, "
                "and nothing of what they share."
            )
        if self.days and not self.usage.caches:
            yield "The file does not say what came from the cache."
        if self.requests and self.requests.each.value > SEVERAL_CALLS:
            yield (
                "Requests take several calls: what later calls send again of the earlier ones is "
                "in the request's tokens here, so set “History sent again” to 0 %."
            )
        yield from self.notes_on_models()
        if self.usage.identities.mask:
            yield "Ids were so many that a share of them, chosen evenly, stands for all."
        if self.days:
            yield "A log is a lower bound: calls that it never saw are missing."

    def notes_on_models(self) -> Iterator[str]:
        """Yield whose calls the findings are of, where several models were called."""
        models, left_out = self.usage.models, self.usage.left_out
        if self.usage.of_models and not models:
            yield "The log holds no call of the models that were picked."
        if left_out:
            yield (
                f"Calls of other models that were left out: {counted(sum(left_out.values()))}. "
                "The findings are of the models that were picked."
            )
        if len(models) > 1:
            yield (
                f"The {'findings' if left_out else 'log'} "
                f"{'are of' if left_out else 'holds'} {len(models)} models; all their calls are "
                "taken together."
            )

    def pictures(self) -> Iterator[Series]:
        """Yield requests by day, with their growth, and the lengths of calls."""
        first, counts = self.whole_days
        if len(counts) > 1:
            fitted = self.daily_fit if len(counts) >= GROWTH_DAYS else None
            yield volume_picture(first, counts, fitted)
        if self.usage.sizes:
            yield histogram(self.usage.sizes, SIZE_STEP)


def weekday(day: int) -> int:
    """Return the weekday of a day since 1970, 0 for Monday; that day was a Thursday."""
    return (day + 3) % 7
