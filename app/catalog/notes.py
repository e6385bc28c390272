"""What the catalogue knows of the models picked: limits, tiers, ends of life."""

from collections.abc import Iterator

from app.calculator import (
    APPROACHES,
    TITLES,
    ApproachName,
    Inputs,
    Note,
    longest_prompt,
    month_code,
)
from app.catalog.models import ModelPrice, UnknownModel, find_model


def notes_on_models(inputs: Inputs) -> list[Note]:
    """Return remarks on the models picked, approach by approach."""
    notes: list[Note] = []
    for name in APPROACHES:
        reference = inputs.approach(name).model
        if reference is None:
            continue
        try:
            model = find_model(reference)
        except UnknownModel:
            notes.append(Note(f"{name}.model", f"{TITLES[name]}: {unknown(reference)}"))
            continue
        notes += lengths(inputs, name, model)
        notes += ends(inputs, name, model)
    return notes


def unknown(reference: str) -> str:
    """Return the remark on a model that is not in the catalogue."""
    return f"the catalogue has no model {reference}; its prices stay as they were entered."


def lengths(inputs: Inputs, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on an input above a price tier or above the context window."""
    approach = inputs.approach(name)
    prompt = longest_prompt(inputs, name) + inputs.workload.request_tokens
    total = prompt + approach.output_tokens
    tier = model.tier_threshold_tokens
    if tier is not None and prompt > tier:
        yield Note(
            f"{name}.prompt_tokens",
            f"{TITLES[name]}: {prompt:,.0f} tokens of input at the most; above {tier:,} tokens "
            f"{model.title} costs more than the price used here.",
        )
    if model.context_window is not None and total > model.context_window:
        yield Note(
            f"{name}.prompt_tokens",
            f"{TITLES[name]}: {total:,.0f} tokens of prompt, request and answer at the most do not "
            f"fit into the {model.context_window:,} tokens of {model.title}.",
        )


def ends(inputs: Inputs, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on a provider that closes or retires the model before the plan ends."""
    start = inputs.finance.start_month
    last = month_code(start, inputs.finance.horizon_months)
    go_live = month_code(start, inputs.approach(name).lead_time_months)
    if model.fine_tuning_closes and model.fine_tuning_closes[:7] <= last:
        when = "before go-live" if model.fine_tuning_closes[:7] <= go_live else "inside the plan"
        yield Note(
            f"{name}.model",
            f"{TITLES[name]}: the provider takes no new training of {model.title} from "
            f"{model.fine_tuning_closes}, {when}.",
        )
    if model.retires and model.retires[:7] <= last:
        yield Note(
            f"{name}.model",
            f"{TITLES[name]}: the provider retires {model.title} on {model.retires}, inside the "
            "plan.",
        )
