"""The cost lines of one approach: one quantity per function, as model.md defines it.

Every function takes floats, or arrays that broadcast to (draws, months) with draws first and months
last; the fields of the inputs may be arrays of shape (draws, 1). Money is in `finance.currency`
unless the name says USD.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inputs import Inputs
from app.inputs.schema import Approach, Finance, Labour, Quality, Workload

Amount = float | NDArray[np.floating[Any]]
Flags = NDArray[np.bool_]
Lines = dict[str, Amount]

LINES = (
    "engineering",
    "dataset",
    "training",
    "evaluation",
    "input",
    "cached_input",
    "output",
    "hosting",
    "platform",
    "errors",
    "review",
)
HOURS_PER_MONTH = 730  # hours
TOKENS_PER_PRICE = 1e6  # tokens that a price of a provider is for
MONTHS_PER_YEAR = 12  # months
MINUTES_PER_HOUR = 60  # minutes
CEILING_GUARD = 1e-9  # replicas; float noise that must not start another one


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """What the calendar gives: one value per month, month 0 first."""

    months: NDArray[np.int64]  # shape (months,)
    in_plan: Flags  # month <= horizon
    requests: NDArray[np.float64]  # requests
    price: Amount  # currency per US dollar, provider price drift included
    wage: Amount  # wage level, 1 in month 1


def compound(rate: Amount, periods: NDArray[np.float64]) -> Amount:
    """Return (1 + rate) ** periods; a rate of zero costs nothing."""
    if not np.any(rate):
        return 1.0
    growth: Amount = np.power(1.0 + rate, periods)
    return growth


def timeline(workload: Workload, finance: Finance) -> Timeline:
    """Return months 0 … H; with arrays of horizons, H is the longest and `in_plan` cuts each."""
    months = np.arange(int(np.max(finance.horizon_months)) + 1)
    elapsed = np.maximum(months - 1.0, 0.0)
    years = elapsed / MONTHS_PER_YEAR
    in_plan = months <= finance.horizon_months
    requests = workload.requests_per_month * compound(workload.monthly_growth, elapsed)
    if workload.maximum_requests_per_month is not None:
        requests = np.minimum(requests, workload.maximum_requests_per_month)
    return Timeline(
        months=months,
        in_plan=in_plan,
        requests=np.where(in_plan & (months > 0), requests, 0.0),
        price=finance.exchange_rate * compound(finance.provider_price_change, years),
        wage=compound(finance.wage_growth, years),
    )


def age(approach: Approach, months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the approach's age in months; 1 in its first live month."""
    return months - approach.lead_time_months


def own(approach: Approach, ages: NDArray[np.int64]) -> Flags:
    """Tell in which months the approach serves by itself and does not fall back to prompting."""
    live = ages >= 1
    if approach.on_retirement == "rebuild":
        return live
    life = np.asarray(approach.service_life_months)
    alive: Flags = live & ((life == 0) | (ages <= life))
    return alive


def training_run_usd(approach: Approach) -> Amount:
    """Return the price of one training run, USD."""
    tokens = approach.dataset_examples * approach.example_tokens * approach.epochs
    return tokens * approach.training_price / TOKENS_PER_PRICE + approach.training_job_price


def dataset_cost(approach: Approach, labour: Labour) -> Amount:
    """Return what it costs to prepare the whole dataset."""
    hours = approach.dataset_examples * approach.example_minutes / MINUTES_PER_HOUR
    return hours * labour.labeller_rate


def build(approach: Approach, labour: Labour, finance: Finance) -> Lines:
    """Return the lines of month 0."""
    return {
        "engineering": approach.build_hours * labour.engineer_rate + approach.build_cost,
        "dataset": dataset_cost(approach, labour),
        "training": approach.training_runs * training_run_usd(approach) * finance.exchange_rate,
        "evaluation": approach.evaluation_hours * labour.engineer_rate,
    }


def calls(approach: Approach, requests: Amount) -> Amount:
    """Return calls, retries included: a share `retry_rate` of all calls is repeated."""
    return requests / (1.0 - approach.retry_rate)


def prompt_length(approach: Approach, ages: NDArray[np.int64]) -> Amount:
    """Return the prompt's tokens at each age."""
    prompt = approach.prompt_tokens * compound(approach.prompt_growth, np.maximum(ages - 1.0, 0.0))
    if approach.maximum_prompt_tokens is not None:
        prompt = np.minimum(prompt, approach.maximum_prompt_tokens)
    return prompt


def cache_hit(approach: Approach, prompt: Amount) -> Amount:
    """Return the share of prompt tokens read from the cache; a short prompt is never cached."""
    return np.where(prompt >= approach.cache_minimum_tokens, approach.cache_hit_rate, 0.0)


def replicas(approach: Approach, requests: Amount) -> Amount:
    """Return how many replicas serve `requests` in a month at peak load."""
    if approach.replica_requests_per_hour is None:
        return approach.minimum_replicas
    peak = calls(approach, requests) * approach.peak_factor
    capacity = HOURS_PER_MONTH * approach.replica_requests_per_hour
    return np.maximum(approach.minimum_replicas, np.ceil(peak / capacity - CEILING_GUARD))


def token_lines(approach: Approach, inputs: Inputs, requests: Amount, time: Timeline) -> Lines:
    """Return the input, cached_input and output lines of serving `requests`."""
    prompt = prompt_length(approach, age(approach, time.months))
    hit = cache_hit(approach, prompt)
    fresh: Amount = approach.input_price
    if approach.cache_write_price is not None:
        fresh = np.where(hit > 0, approach.cache_write_price, approach.input_price)
    cached_price = approach.cached_input_price
    if cached_price is None:
        cached_price = approach.input_price
    discount = 1.0 - approach.batch_share * approach.batch_discount
    scale = calls(approach, requests) / TOKENS_PER_PRICE * time.price * discount
    request_usd = inputs.workload.request_tokens * approach.input_price
    return {
        "input": scale * (prompt * (1.0 - hit) * fresh + request_usd),
        "cached_input": scale * prompt * hit * cached_price,
        "output": scale * approach.output_tokens * approach.output_price,
    }


def hosting(approach: Approach, requests: Amount, time: Timeline) -> Amount:
    """Return the price of the replicas that serve `requests`."""
    if not np.any(approach.hosting_price):
        return 0.0
    count = replicas(approach, requests)
    return count * approach.hosting_price * HOURS_PER_MONTH * time.price


def errors(approach: Approach, quality: Quality, requests: Amount) -> Amount:
    """Return what wrong answers cost the business."""
    return requests * approach.error_rate * quality.error_cost


def review(approach: Approach, inputs: Inputs, requests: Amount, time: Timeline) -> Amount:
    """Return what reviewing answers costs."""
    minutes = requests * approach.review_rate * inputs.quality.review_minutes
    return minutes / MINUTES_PER_HOUR * inputs.labour.reviewer_rate * time.wage


def serving(approach: Approach, inputs: Inputs, requests: Amount, time: Timeline) -> Lines:
    """Return the lines of serving `requests` in each month."""
    return {
        **token_lines(approach, inputs, requests, time),
        "hosting": hosting(approach, requests, time),
        "platform": approach.platform_cost,
        "errors": errors(approach, inputs.quality, requests),
        "review": review(approach, inputs, requests, time),
    }


def falls_due(every: int | NDArray[np.int64], ages: NDArray[np.int64]) -> Flags:
    """Tell at which ages something comes round; an interval of 0 never does."""
    interval = np.asarray(every)
    due: Flags = (interval > 0) & (ages >= 1) & (ages % np.maximum(interval, 1) == 0)
    return due


def maintenance(approach: Approach, inputs: Inputs, time: Timeline) -> Lines:
    """Return the lines of upkeep and of retirement, which both count in one month."""
    ages = age(approach, time.months)
    upkeep = falls_due(approach.upkeep_every_months, ages)
    retirement = falls_due(approach.service_life_months, ages)
    if approach.on_retirement != "rebuild":
        retirement = np.zeros_like(retirement)
    if not (upkeep.any() or retirement.any()):
        return {}
    engineer = inputs.labour.engineer_rate * time.wage
    dataset = approach.refresh_share * dataset_cost(approach, inputs.labour)
    runs = upkeep * approach.upkeep_training_runs + retirement * approach.training_runs
    hours = upkeep * approach.upkeep_hours + retirement * approach.migration_hours
    releases = upkeep * 1.0 + retirement
    return {
        "engineering": hours * engineer,
        "dataset": upkeep * dataset * time.wage,
        "training": runs * training_run_usd(approach) * time.price,
        "evaluation": releases * approach.evaluation_hours * engineer,
    }


def operation(approach: Approach, inputs: Inputs, requests: Amount, time: Timeline) -> Lines:
    """Return all lines of the approach's own months, maintenance included."""
    return serving(approach, inputs, requests, time) | maintenance(approach, inputs, time)


def add(first: Lines, second: Lines) -> Lines:
    """Return two sets of lines added up, line by line."""
    return {
        line: first.get(line, 0.0) + second.get(line, 0.0)
        for line in LINES
        if line in first or line in second
    }
