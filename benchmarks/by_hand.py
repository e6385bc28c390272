"""customer-support written by hand in NumPy: what a simulation of this one use case takes at least.

Only what the preset uses is there: no hosting, no batches, no maxima, a cache whose minimum
prompting always reaches and the others never do, fine-tuning live after three months.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.inputs import Inputs

Floats = NDArray[np.float64]


class Outcome(NamedTuple):
    """What each draw comes to."""

    present_cost: Floats  # shape (approaches, draws)
    running: Floats  # shape (challengers, months, draws)


def outcome(inputs: Inputs, drawn: Mapping[str, Any]) -> Outcome:
    """Return present costs and running savings of every draw, arrays of shape (months, draws)."""

    def of(name: str) -> Any:
        followed = name.replace("hybrid.", "tuning.") if name in inputs.follows else name
        return drawn.get(followed, inputs.value(name))

    months = np.arange(1.0, inputs.finance.horizon_months + 1)[:, np.newaxis]
    elapsed = months - 1
    growth = np.cumprod(np.where(elapsed > 0, 1 + of("workload.monthly_growth"), 1.0), axis=0)
    requests = of("workload.requests_per_month") * growth
    yearly = 1 + of("finance.provider_price_change")
    price = np.cumprod(np.where(elapsed > 0, yearly ** (1 / 12), 1.0), axis=0)
    wage = (1 + of("finance.wage_growth")) ** (elapsed / 12)
    rate = (1 + of("finance.discount_rate")) ** (1 / 12) - 1
    discount = (1 + rate) ** -np.arange(inputs.finance.horizon_months + 1.0)

    def run(name: str) -> float:
        a = inputs.approach(name)  # type: ignore[arg-type]
        tokens = a.dataset_examples * a.example_tokens * a.epochs
        return tokens * a.training_price / 1e6 + a.training_job_price

    def dataset(name: str) -> Any:
        minutes = of(f"{name}.dataset_examples") * of(f"{name}.example_minutes")
        return minutes / 60 * of("labour.labeller_rate")

    def per_request(name: str, ages: Floats) -> Any:
        a = inputs.approach(name)  # type: ignore[arg-type]
        prompt = of(f"{name}.prompt_tokens") * (1 + a.prompt_growth) ** np.maximum(ages - 1, 0)
        hit = np.where(prompt >= a.cache_minimum_tokens, a.cache_hit_rate, 0.0)
        cached = a.input_price if a.cached_input_price is None else a.cached_input_price
        dollars = prompt * ((1 - hit) * a.input_price + hit * cached)
        dollars = dollars + inputs.workload.request_tokens * a.input_price
        dollars = dollars + a.output_tokens * a.output_price
        people = (
            of(f"{name}.review_rate")
            * of("quality.review_minutes")
            / 60
            * of("labour.reviewer_rate")
        )
        wrong = of(f"{name}.error_rate") * of("quality.error_cost")
        return dollars / (1 - a.retry_rate) / 1e6 * price + wrong + people * wage

    def kept_up(name: str, ages: Floats) -> Any:
        a = inputs.approach(name)  # type: ignore[arg-type]
        engineer = of("labour.engineer_rate") * wage
        upkeep = (
            (ages >= 1) & (ages % max(a.upkeep_every_months, 1) == 0) & (a.upkeep_every_months > 0)
        )
        ends = (
            (ages >= 1) & (ages % max(a.service_life_months, 1) == 0) & (a.service_life_months > 0)
        )
        hours = upkeep * a.upkeep_hours + ends * a.migration_hours
        tests = (upkeep * 1.0 + ends) * a.evaluation_hours
        runs = upkeep * a.upkeep_training_runs + ends * a.training_runs
        renewed = upkeep * a.refresh_share * dataset(name) * wage
        return a.platform_cost + (hours + tests) * engineer + runs * run(name) * price + renewed

    def built(name: str) -> Any:
        a = inputs.approach(name)  # type: ignore[arg-type]
        hours = a.build_hours + a.evaluation_hours
        return (
            hours * of("labour.engineer_rate")
            + dataset(name)
            + a.training_runs * run(name)
            + a.build_cost
        )

    share = inputs.hybrid.prompted_share
    prompt_call, prompt_upkeep = per_request("prompting", months), kept_up("prompting", months)
    prompting = requests * prompt_call + prompt_upkeep
    costs = [prompting]
    for name, left in (("tuning", 0.0), ("hybrid", share)):
        ages = months - inputs.approach(name).lead_time_months  # type: ignore[arg-type]
        own = requests * (per_request(name, ages) * (1 - left) + left * prompt_call)
        own = own + kept_up(name, ages) + (prompt_upkeep if left else 0.0)
        costs.append(np.where(ages >= 1, own, prompting))
    builds = [np.zeros_like(prompting[0]), built("tuning"), built("hybrid")]
    present = [
        build + discount[1:] @ np.broadcast_to(cost, prompting.shape)
        for build, cost in zip(builds, costs, strict=True)
    ]
    running = []
    for build, cost in zip(builds[1:], costs[1:], strict=True):
        saved = np.empty((prompting.shape[0] + 1, prompting.shape[1]))
        saved[0] = -build
        np.subtract(prompting, cost, out=saved[1:])
        running.append(np.cumsum(saved, axis=0, out=saved))
    return Outcome(np.array(present), np.array(running))
