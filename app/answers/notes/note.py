"""A note on a plan that is lawful but odd: worth a word, not a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Severity = Literal["warning", "information"]
Figure = float | str


@dataclass(frozen=True)
class Note:
    """What there is to remark, in figures; app/words/notes.py says it."""

    severity: Severity
    code: str  # what programs tell it by
    inputs: tuple[str, ...]  # group.field, the one to look at first
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Kind:
    """How grave the notes of one code are, and when there is one."""

    severity: Severity
    when: str


KINDS: Mapping[str, Kind] = {
    # the models picked
    "unknown_model": Kind("warning", "The catalogue has no model of this reference."),
    "context_window": Kind(
        "warning", "The longest call of a month does not fit into the model's context window."
    ),
    "price_tier": Kind(
        "warning",
        "The mean call is long enough for a higher price of the model, and the plan has no "
        "threshold for long calls.",
    ),
    "training_closed": Kind(
        "warning", "The provider takes no new training of the model, from a day before go-live."
    ),
    "training_closes": Kind(
        "warning",
        "The provider takes no new training of the model, from a day after go-live in the plan.",
    ),
    "model_retires": Kind("warning", "The provider retires the model before the plan ends."),
    # volume
    "season_level": Kind(
        "information", "The factors of the twelve months do not average 1, within half a percent."
    ),
    "season_outside_plan": Kind(
        "information", "A calendar month has a factor, and the plan never reaches it."
    ),
    # prices and contracts
    "cached_price_above_input": Kind(
        "warning", "Reading from the cache costs more than the input price."
    ),
    "long_calls": Kind(
        "information", "The mean call of a month is longer than the threshold of the long prices."
    ),
    "threshold_without_long_prices": Kind(
        "warning", "There is a threshold for long calls, and no price of theirs."
    ),
    "long_prices_without_threshold": Kind(
        "warning", "There is a price or a share of long calls, and no threshold."
    ),
    "batch_without_discount": Kind("warning", "Calls are sent in batches at no discount."),
    "unused_commitment": Kind(
        "warning", "Less is used than the contract commits to, in a month of the approach's own."
    ),
    "free_hosting": Kind("warning", "A replica has a capacity and no price."),
    "replicas_at_peak": Kind(
        "information", "The busiest month needs more replicas than run at the least."
    ),
    # the provider's cache
    "short_prompt": Kind(
        "information", "The prompt is shorter than what can be cached, in a month of its own."
    ),
    "cold_cache": Kind(
        "information", "The cache has lost the prompt more often than not, in a month of its own."
    ),
    "caching_costs_more": Kind(
        "warning", "Caching costs more than none at this hit rate, and less at a higher one."
    ),
    "caching_never_pays": Kind("warning", "Caching costs more than none at every hit rate."),
    # building
    "sunk_build": Kind("information", "The prompt is taken to exist: building it costs nothing."),
    "prompt_needed_anyway": Kind(
        "information",
        "Building the prompt is paid for by every approach, so that it makes no difference.",
    ),
    "longer_prompt": Kind("warning", "A tuned model's prompt is longer than prompting's."),
    "few_examples": Kind("warning", "There are fewer than 50 examples to train on."),
    "free_building": Kind(
        "warning", "A model of the catalogue is tuned, and building it takes no paid work at all."
    ),
    "untrained_dataset": Kind("warning", "A dataset is prepared, and nothing is trained on it."),
    # timing
    "built_after_plan": Kind("warning", "The build comes after the plan's last month."),
    "late_go_live": Kind("warning", "The approach is built, and live only after the plan ends."),
    "pays_after_retirement": Kind(
        "warning", "The approach pays back only after its base model retires within the plan."
    ),
    "never_pays_before_retirement": Kind(
        "information",
        "The base model retires within the plan, and the approach does not pay back.",
    ),
}


def note(code: str, *inputs: str, **figures: Figure) -> Note:
    """Return a note of one of KINDS."""
    return Note(KINDS[code].severity, code, inputs, figures)


def span(flags: NDArray[np.bool_]) -> dict[str, int]:
    """Return the first and the last month in which something holds; nothing if in none."""
    found = np.flatnonzero(flags)
    return {"from_month": int(found[0]), "to_month": int(found[-1])} if found.size else {}
