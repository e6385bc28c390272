"""Random plans with awkward values: zeros, whole shares, exact minimums, lead times at the end."""

import re
from collections.abc import Collection
from pathlib import Path
from random import Random
from typing import Any

from app.inputs import FIELDS, InputField, Inputs, read_inputs
from app.model.table import CALENDAR_MONTHS
from tests.model import reference

AWKWARD: dict[str, tuple[Any, ...]] = {
    "requests_per_month": (1, 1000, 72_500, 73_000, 73_001, 400_000, 2_500_000),
    "monthly_growth": (-0.5, -0.03, 0.02, 0.1, 0.4),
    "maximum_requests_per_month": (500, 73_000, 600_000),
    "horizon_months": (1, 2, 3, 6, 12, 24, 36),
    "discount_rate": (0.05, 0.12, 1),
    "exchange_rate": (0.91, 155.2),
    "provider_price_change": (-0.9, -0.3, 0.1, 1),
    "wage_growth": (-0.2, 0.04, 0.5),
    "prompt_tokens": (0, 120, 1023, 1024, 4000),
    "prompt_growth": (-0.5, -0.001, 0.001, 0.05, 0.3),
    "maximum_prompt_tokens": (0, 1023, 1024, 5000),
    "cache_minimum_tokens": (0, 1024, 1025),
    "retry_rate": (0.02, 0.1, 0.3, 0.9),
    "minimum_replicas": (1, 2, 5),
    "replica_requests_per_hour": (10, 100, 1500.5),
    "peak_factor": (1, 1.1, 2, 3.3),
    "example_tokens": (0, 900),
    "epochs": (1, 3),
    "dataset_examples": (0, 50, 2000),
    "measured_examples": (0.5, 50, 4000),
    "learning_exponent": (0, 0.3, 1, 2),
    "training_runs": (0, 1, 4),
    "upkeep_training_runs": (0, 2),
    "lead_time_months": (0, 1, 2, 3, 6, 24),
    "upkeep_every_months": (0, 1, 2, 3, 7),
    "service_life_months": (0, 1, 2, 6, 12, 120),
    "active_hours": (1, 176, 730),
    "answer_cache_share": (0, 0.25, 0.99),
    "fiscal_year_start": (1, 4, 12),
    "long_threshold_tokens": (500, 1024, 6000),
    "committed_spend": (0, 50, 9000),
    "price_change": (-0.9, 0, 0.2),
    "calls_per_request": (1, 1.5, 2, 3.25, 20),
    "cache_lifetime_minutes": (0.5, 5, 60),
    "hosting_hours": (1, 87, 730),
    "replica_step": (1, 2, 8),
    "build_month": (0, 1, 2, 5, 30),
    **dict.fromkeys(CALENDAR_MONTHS, (0, 0.5, 1, 3)),
}
READ = frozenset(re.findall(r'"(\w+)"', Path(reference.__file__).read_text())) | set(
    CALENDAR_MONTHS
)
KNOWN = {name for name, field in FIELDS.items() if field.field in READ}  # to the second reading
# Where no worked case and hardly a random plan comes.
CORNERS: tuple[dict[str, Any], ...] = (
    {  # a long price of zero
        "prompting.prompt_tokens": 2000,
        "prompting.input_price": 3,
        "prompting.long_threshold_tokens": 500,
        "prompting.long_input_price": 0,
    },
    {  # a threshold and no long price, its share given
        "prompting.prompt_tokens": 2000,
        "prompting.input_price": 3,
        "prompting.cached_input_price": 1,
        "prompting.cache_hit_rate": 0.5,
        "prompting.long_threshold_tokens": 500,
        "prompting.long_share": 0.5,
        "prompting.long_output_price": 9,
    },
    {  # a call exactly at the threshold
        "workload.request_tokens": 100,
        "prompting.prompt_tokens": 400,
        "prompting.output_tokens": 0,
        "prompting.input_price": 3,
        "prompting.long_threshold_tokens": 500,
        "prompting.long_input_price": 6,
    },
    {  # a single example, measured with more
        "quality.error_cost": 2,
        "tuning.error_rate": 0.2,
        "tuning.dataset_examples": 1,
        "tuning.measured_examples": 50,
        "tuning.learning_exponent": 0.3,
    },
    {"prompting.call_price": 0.0001, "prompting.committed_spend": 0.5},  # less than a dollar
    {
        "prompting.call_price": 0.0001,
        "prompting.committed_spend": 0.5,
        "tuning.call_price": 0.0001,
        "tuning.committed_spend": 0.5,
        "hybrid.prompted_share": 0.5,
    },
    {  # less than one call in all
        "workload.requests_per_month": 0.01,
        "prompting.hosting_price": 1,
        "prompting.hosting_hours": 1,
        "prompting.replica_requests_per_hour": 0.01,
        "prompting.peak_factor": 1,
    },
)
FRACTIONS = (0, 0.1, 0.25, 0.85, 1)
AMOUNTS = (0, 0.1, 0.3, 2, 3.75, 12.5, 90, 410)


def random_values(
    chance: Random, shares: tuple[float, ...] = (0.3, 0.6, 0.9), among: Collection[str] = FIELDS
) -> dict[str, Any]:
    """Return values by `group.field` for a share of the inputs; the rest stays as in blank."""
    named = chance.choice(shares)
    return {
        field.name: random_value(field, chance)
        for name, field in FIELDS.items()
        if name in among
        and field.kind != "text"
        and field.group != "fit"
        and chance.random() < named
    }


def random_value(field: InputField, chance: Random) -> Any:
    if field.kind == "choice":
        return chance.choice(field.choices)
    if field.kind == "yes_no":
        return field.name == "prompting.considered" or chance.random() < 0.5
    if field.name in ("prompting.lead_time_months", "prompting.build_month"):
        return 0
    among = AWKWARD.get(field.field, FRACTIONS if field.kind == "fraction" else AMOUNTS)
    return chance.choice(among)


def random_plans(number: int, seed: int, among: Collection[str] = FIELDS) -> list[Inputs]:
    """Return plans that differ from blank in some of the inputs `among`."""
    chance = Random(seed)
    return [read_inputs(random_values(chance, among=among)) for _ in range(number)]
