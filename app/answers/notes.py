"""What is lawful but odd about a plan: worth a word, not a refusal."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.answers.summary import Summary
from app.inputs import APPROACHES, TITLES, ApproachName, Inputs
from app.model import CHALLENGERS, Challenger, Projection

FEWEST_EXAMPLES = 50  # below this, providers do not expect fine-tuning to work


@dataclass(frozen=True)
class Note:
    """A remark on one input."""

    input: str  # group.field
    message: str


def notes_on(projection: Projection, summary: Summary) -> list[Note]:
    """Return what a reader of the plan should know, approach by approach."""
    inputs = projection.inputs
    notes: list[Note] = []
    notes += sunk_build(inputs)
    for name in APPROACHES:
        notes += prices(inputs, name)
        notes += caching(projection, name)
        notes += replicas(projection, name)
    for name in CHALLENGERS:
        notes += go_live(inputs, name)
        notes += longer_prompt(inputs, name)
        notes += examples(inputs, name)
        notes += retirement(inputs, summary, name)
    return notes


def prices(inputs: Inputs, name: ApproachName) -> Iterator[Note]:
    """Remark on prices that contradict each other or are missing."""
    approach = inputs.approach(name)
    cached = approach.cached_input_price
    if cached is not None and cached > approach.input_price:
        yield Note(
            f"{name}.cached_input_price",
            f"{TITLES[name]}: reading from the cache costs more than the input price.",
        )
    if approach.replica_requests_per_hour is not None and not approach.hosting_price:
        yield Note(
            f"{name}.hosting_price",
            f"{TITLES[name]}: a replica has a capacity but no hosting price, so hosting is free.",
        )
    if approach.batch_share and not approach.batch_discount:
        yield Note(
            f"{name}.batch_discount",
            f"{TITLES[name]}: a share of the calls is sent in batches, at no discount.",
        )


def sunk_build(inputs: Inputs) -> Iterator[Note]:
    """Remark that prompting starts at nothing because its prompt is taken to exist."""
    prompting = inputs.prompting
    if prompting.already_live and (prompting.build_hours or prompting.build_cost):
        yield Note(
            "prompting.already_live",
            "Prompting starts at no cost, for its prompt is taken to exist. Where it does not, say "
            f"so under Building: {prompting.build_hours:,.0f} hours of engineering then count.",
        )


def caching(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on months in which the prompt is too short to be cached."""
    approach = projection.inputs.approach(name)
    course = projection.courses[name]
    own, prompt = course.own, course.quantity("prompt")
    if not approach.cache_hit_rate or not own.any():
        return
    short = np.flatnonzero(own & (prompt < approach.cache_minimum_tokens))
    if short.size:
        yield Note(
            f"{name}.cache_minimum_tokens",
            f"{TITLES[name]}: the prompt is shorter than the {approach.cache_minimum_tokens:,.0f} "
            f"tokens that can be cached in {short.size} of {int(own.sum())} months "
            f"(month {short[0]}: {prompt[short[0]]:,.0f} tokens), so the full input price is paid.",
        )


def replicas(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on the replicas that the busiest month needs."""
    approach = projection.inputs.approach(name)
    course = projection.courses[name]
    needed = course.quantity("replicas")[course.own]
    if not approach.hosting_price or not needed.size:
        return
    if needed.max() > approach.minimum_replicas:
        yield Note(
            f"{name}.replica_requests_per_hour",
            f"{TITLES[name]}: the busiest month needs {needed.max():,.0f} replicas at peak, "
            f"the first {needed[0]:,.0f}.",
        )


def go_live(inputs: Inputs, name: Challenger) -> Iterator[Note]:
    """Remark on an approach that is never live within the plan."""
    approach = inputs.approach(name)
    if approach.lead_time_months >= inputs.finance.horizon_months:
        yield Note(
            f"{name}.lead_time_months",
            f"{TITLES[name]} goes live after month {approach.lead_time_months}, but the plan ends "
            f"with month {inputs.finance.horizon_months}: it is paid for and never used.",
        )


def longer_prompt(inputs: Inputs, name: Challenger) -> Iterator[Note]:
    """Remark on a tuned model's prompt that is longer than the one it replaces."""
    before, after = inputs.prompting.prompt_tokens, inputs.approach(name).prompt_tokens
    if 0 < before < after:
        yield Note(
            f"{name}.prompt_tokens",
            f"{TITLES[name]}: its prompt of {after:,.0f} tokens is longer than the {before:,.0f} "
            "of prompting, though training usually shortens it: check both.",
        )


def examples(inputs: Inputs, name: Challenger) -> Iterator[Note]:
    """Remark on a dataset too small to train on, or one that is never trained on."""
    approach = inputs.approach(name)
    if approach.training_runs and approach.dataset_examples < FEWEST_EXAMPLES:
        yield Note(
            f"{name}.dataset_examples",
            f"{TITLES[name]}: {approach.dataset_examples:,} examples are too few; providers "
            f"advise at least {FEWEST_EXAMPLES}.",
        )
    if approach.dataset_examples and not approach.training_runs:
        yield Note(
            f"{name}.training_runs",
            f"{TITLES[name]}: a dataset is prepared, but nothing is trained on it.",
        )


def retirement(inputs: Inputs, summary: Summary, name: Challenger) -> Iterator[Note]:
    """Remark on a break-even that comes after the base model retires."""
    approach = inputs.approach(name)
    life = approach.service_life_months
    if not life:
        return
    end = approach.lead_time_months + life
    month = summary.comparisons[name].break_even_month
    if end > inputs.finance.horizon_months or (month is not None and month <= end):
        return
    when = "does not pay back" if month is None else f"pays back only in month {month}"
    yield Note(
        f"{name}.service_life_months",
        f"{TITLES[name]} {when}; its base model retires after month {end}.",
    )
