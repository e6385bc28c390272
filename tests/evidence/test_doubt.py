"""Honest doubt: over hundreds of made-up logs and evaluations whose truth is known, ranges hold it.

They hold it at least 97 times in 100, and are no wider than twice what 2.65 standard errors would
be of somebody who knew how calls scatter.
"""

import numpy as np
import pytest

from app.evidence import estimate
from app.evidence.streaming.source import Options
from app.evidence.usage.calls import Buckets, Call
from app.evidence.usage.findings import UsageFindings
from app.evidence.usage.usage import Usage
from tests.conftest import is_long

MADE_UP = 300
LOGS = 100  # 300 in `make fuzz`: each is read call by call
LEAST = 0.97
WIDEST = 2.0
Z = estimate.STANDARD_ERRORS
WEEK = np.array([1.2, 1.2, 1.1, 1.1, 1.0, 0.4, 0.4])
FIRST = 20_700  # a day since 1970: a Friday
PROMPT = 1_408


def test_the_share_of_wrong_answers():
    generator = np.random.default_rng(1)
    held, widths = [], []
    for _ in range(MADE_UP):
        truth, tests = generator.uniform(0.02, 0.4), int(generator.integers(30, 400))
        found = estimate.wilson(int(generator.binomial(tests, truth)), tests)
        held.append(found.low <= truth <= found.high)
        widths.append((found.high - found.low) / (2 * Z * np.sqrt(truth * (1 - truth) / tests)))
    assert np.mean(held) >= LEAST
    assert np.mean(widths) <= WIDEST


def made_up_log(generator, days, growth, dispersion):
    """Return a log's findings, and what is true of it, with the least honest standard errors."""
    rate = np.log1p(growth) * 12 / 365
    level = generator.uniform(8, 24)
    weekdays = WEEK[(np.arange(days) + FIRST + 3) % 7]
    expected = level * np.exp(rate * np.arange(days)) * weekdays
    shape = expected / (dispersion - 1)
    counts = generator.poisson(generator.gamma(shape, dispersion - 1))
    usage = Usage()
    answer, hit = generator.uniform(100, 400), generator.uniform(0.3, 0.9)
    for day, count in enumerate(counts):
        # Days differ: somebody's batch of long letters, a cache that was cold
        of_day = answer * generator.lognormal(0, 0.1)
        read = generator.random(count) < np.clip(hit + generator.normal(0, 0.03), 0, 1)
        outputs = np.maximum(generator.gamma(4, of_day / 4, count), 1)
        for output, cached in zip(outputs, read, strict=True):
            tokens = Buckets(300 + PROMPT * (not cached), PROMPT * int(cached), 0, round(output))
            usage.add(Call((FIRST + day) * 86_400.0 + 60, tokens))
    findings = {item.input: item for item in UsageFindings(usage, Options()).findings()}
    month = expected[-29:-1].mean() * 365 / 12
    inner = expected[1:-1]
    time = np.arange(len(inner)) - (inner * np.arange(len(inner))).sum() / inner.sum()
    slope_error = np.sqrt(dispersion / (inner * time**2).sum())
    truths = {
        "workload.requests_per_month": (month, np.sqrt(dispersion * month / 28 * 365 / 12)),
        "workload.monthly_growth": (growth, (1 + growth) * slope_error * 365 / 12),
        "prompting.output_tokens": (
            answer * np.exp(0.1**2 / 2),
            answer * np.sqrt(0.1**2 / days + 0.25 / counts.sum()),
        ),
        "prompting.cache_hit_rate": (
            hit,
            np.sqrt(0.03**2 / days + hit * (1 - hit) / counts.sum()),
        ),
    }
    return findings, truths


@pytest.fixture(scope="module")
def logs(pytestconfig):
    generator = np.random.default_rng(2)
    return [
        made_up_log(
            generator,
            days=int(generator.integers(45, 100)),
            growth=generator.uniform(-0.05, 0.25),
            dispersion=generator.uniform(1.5, 4),
        )
        for _ in range(MADE_UP if is_long(pytestconfig) else LOGS)
    ]


@pytest.mark.parametrize(
    "name",
    [
        "workload.requests_per_month",
        "workload.monthly_growth",
        "prompting.output_tokens",
        "prompting.cache_hit_rate",
    ],
)
def test_what_a_log_says(name, logs):
    held, widths = [], []
    for findings, truths in logs:
        truth, error = truths[name]
        found = findings[name]
        held.append(found.low <= truth <= found.high)
        widths.append((found.high - found.low) / (2 * Z * error))
    assert np.mean(held) >= LEAST
    assert np.mean(widths) <= WIDEST
