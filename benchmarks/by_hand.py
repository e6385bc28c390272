"""customer-support written by hand in NumPy: what a simulation of this one use case takes at least.

Only what the preset uses is there: no hosting, no batches, no maxima, a cache whose minimum
prompting always reaches and the others never do, fine-tuning live after three months.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from app.inputs import CHALLENGERS, ApproachName, Inputs

Floats = NDArray[np.float64]


class Outcome(NamedTuple):
    """What each draw comes to."""

    present_cost: Floats  # shape (approaches, draws)
    running: Floats  # shape (challengers, months, draws)


@dataclass(frozen=True)
class ByHand:
    """The use case with drawn inputs; arrays have the shape (months, draws)."""

    inputs: Inputs
    drawn: Mapping[str, Any]

    def of(self, name: str) -> Any:
        """An input's draws, or its one value."""
        followed = name.replace("hybrid.", "tuning.") if name in self.inputs.follows else name
        return self.drawn.get(followed, self.inputs.value(name))

    @cached_property
    def months(self) -> Floats:
        return np.arange(1.0, self.inputs.finance.horizon_months + 1)[:, np.newaxis]

    @cached_property
    def requests(self) -> Any:
        growth = 1 + self.of("workload.monthly_growth")
        grown = np.cumprod(np.where(self.months > 1, growth, 1.0), axis=0)
        return self.of("workload.requests_per_month") * grown

    @cached_property
    def price(self) -> Any:
        yearly = 1 + self.of("finance.provider_price_change")
        return np.cumprod(np.where(self.months > 1, yearly ** (1 / 12), 1.0), axis=0)

    @cached_property
    def wage(self) -> Any:
        return (1 + self.of("finance.wage_growth")) ** ((self.months - 1) / 12)

    @cached_property
    def discount(self) -> Any:
        rate = (1 + self.of("finance.discount_rate")) ** (1 / 12) - 1
        return (1 + rate) ** -np.arange(self.inputs.finance.horizon_months + 1.0)

    def run(self, name: ApproachName) -> float:
        """Dollars of a training run."""
        a = self.inputs.approach(name)
        tokens = a.dataset_examples * a.example_tokens * a.epochs
        return tokens * a.training_price / 1e6 + a.training_job_price

    def dataset(self, name: ApproachName) -> Any:
        """What the examples cost to write."""
        minutes = self.of(f"{name}.dataset_examples") * self.of(f"{name}.example_minutes")
        return minutes / 60 * self.of("labour.labeller_rate")

    def per_request(self, name: ApproachName, ages: Floats) -> Any:
        """What a request costs, by the months since go-live."""
        a = self.inputs.approach(name)
        prompt = self.of(f"{name}.prompt_tokens") * (1 + a.prompt_growth) ** np.maximum(ages - 1, 0)
        hit = np.where(prompt >= a.cache_minimum_tokens, a.cache_hit_rate, 0.0)
        cached = a.input_price if a.cached_input_price is None else a.cached_input_price
        dollars = prompt * ((1 - hit) * a.input_price + hit * cached)
        dollars = dollars + self.inputs.workload.request_tokens * a.input_price
        dollars = dollars + a.output_tokens * a.output_price
        people = (
            self.of(f"{name}.review_rate")
            * self.of("quality.review_minutes")
            / 60
            * self.of("labour.reviewer_rate")
        )
        wrong = self.of(f"{name}.error_rate") * self.of("quality.error_cost")
        return dollars / (1 - a.retry_rate) / 1e6 * self.price + wrong + people * self.wage

    def kept_up(self, name: ApproachName, ages: Floats) -> Any:
        """What a month costs whatever is asked: platform, maintenance and retirement."""
        a = self.inputs.approach(name)
        engineer = self.of("labour.engineer_rate") * self.wage
        upkeep = falls_due(ages, a.upkeep_every_months)
        ends = falls_due(ages, a.service_life_months)
        hours = upkeep * a.upkeep_hours + ends * a.migration_hours
        tests = (upkeep * 1.0 + ends) * a.evaluation_hours
        runs = upkeep * a.upkeep_training_runs + ends * a.training_runs
        renewed = upkeep * a.refresh_share * self.dataset(name) * self.wage
        trained = runs * self.run(name) * self.price
        return a.platform_cost + (hours + tests) * engineer + trained + renewed

    def built(self, name: ApproachName) -> Any:
        """What is paid in month 0."""
        a = self.inputs.approach(name)
        hours = (a.build_hours + a.evaluation_hours) * self.of("labour.engineer_rate")
        return hours + self.dataset(name) + a.training_runs * self.run(name) + a.build_cost

    def costs(self) -> list[Any]:
        """The running costs of prompting, tuning and hybrid."""
        prompt_call = self.per_request("prompting", self.months)
        prompt_upkeep = self.kept_up("prompting", self.months)
        prompting = self.requests * prompt_call + prompt_upkeep
        costs = [prompting]
        for name, left in zip(CHALLENGERS, (0.0, self.inputs.hybrid.prompted_share), strict=True):
            ages = self.months - self.inputs.approach(name).lead_time_months
            own = self.per_request(name, ages) * (1 - left) + left * prompt_call
            own = self.requests * own + self.kept_up(name, ages)
            own = own + (prompt_upkeep if left else 0.0)
            costs.append(np.where(ages >= 1, own, prompting))
        return costs


def falls_due(ages: Floats, every: int) -> Any:
    """Return in which months since go-live something comes round; 0 for never."""
    return (ages >= 1) & (ages % max(every, 1) == 0) & (every > 0)


def outcome(inputs: Inputs, drawn: Mapping[str, Any]) -> Outcome:
    """Return present costs and running savings of every draw."""
    case = ByHand(inputs, drawn)
    costs = case.costs()
    prompting = costs[0]
    builds = [np.zeros_like(prompting[0]), *(case.built(name) for name in CHALLENGERS)]
    present = [
        build + case.discount[1:] @ np.broadcast_to(cost, prompting.shape)
        for build, cost in zip(builds, costs, strict=True)
    ]
    running = []
    for build, cost in zip(builds[1:], costs[1:], strict=True):
        saved = np.empty((prompting.shape[0] + 1, prompting.shape[1]))
        saved[0] = -build
        np.subtract(prompting, cost, out=saved[1:])
        running.append(np.cumsum(saved, axis=0, out=saved))
    return Outcome(np.array(present), np.array(running))
