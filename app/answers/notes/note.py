"""A note on a plan that is lawful but odd: worth a word, not a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

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
    "unknown_model": Kind("warning", "The catalogue has no model of this reference."),
    "price_tier": Kind("warning", "Calls are long enough for a higher price."),
    "context_window": Kind("warning", "A call does not fit into the model's context window."),
    "training_closed": Kind(
        "warning", "The provider takes no new training of the model, from a day before go-live."
    ),
    "training_closes": Kind(
        "warning", "The provider takes no new training of the model, from a day after go-live."
    ),
    "model_retires": Kind("warning", "The provider retires the model before the plan ends."),
    "sunk_build": Kind("information", "The prompt is taken to exist: building it costs nothing."),
    "cached_price_above_input": Kind(
        "warning", "Reading from the cache costs more than the input price."
    ),
    "free_hosting": Kind("warning", "A replica has a capacity and no price."),
    "batch_without_discount": Kind("warning", "Calls are sent in batches at no discount."),
    "short_prompt": Kind("information", "The prompt is too short to be cached in some months."),
    "replicas_at_peak": Kind(
        "information", "The busiest month needs more replicas than run at the least."
    ),
    "late_go_live": Kind("warning", "The approach goes live after the plan ends."),
    "longer_prompt": Kind("warning", "A tuned model's prompt is longer than prompting's."),
    "few_examples": Kind("warning", "There are too few examples to train on."),
    "untrained_dataset": Kind("warning", "A dataset is prepared, and nothing is trained on it."),
    "pays_after_retirement": Kind(
        "warning", "The approach pays back only after its base model retires."
    ),
    "never_pays_before_retirement": Kind(
        "warning", "The base model retires within the plan, and the approach does not pay back."
    ),
}


def note(code: str, *inputs: str, **figures: Figure) -> Note:
    """Return a note of one of KINDS."""
    return Note(KINDS[code].severity, code, inputs, figures)
