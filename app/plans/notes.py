"""What the catalogue knows of the models picked: limits, tiers, ends of life."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.answers import Note
from app.catalog.models import ModelPrice, UnknownModel, find_model
from app.inputs import APPROACHES, TITLES, ApproachName, Inputs
from app.model import CHALLENGERS, Projection, month_code


def notes_on_models(projection: Projection) -> list[Note]:
    """Return remarks on the models picked, approach by approach."""
    inputs = projection.inputs
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
        notes += lengths(projection, name, model)
        notes += ends(inputs, name, model)
    return notes


def unknown(reference: str) -> str:
    """Return the remark on a model that is not in the catalogue."""
    return f"the catalogue has no model {reference}; its prices stay as they were entered."


def lengths(projection: Projection, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on an input above a price tier or above the context window."""
    course = projection.courses[name]
    tokens = course.quantity("prompt") + projection.inputs.workload.request_tokens
    longest = float(np.max(tokens[1:]))
    tier, window = model.long_threshold_tokens, model.context_window
    if tier is not None and (months := months_in(course.own & (tokens > tier))):
        yield Note(
            f"{name}.prompt_tokens",
            f"{TITLES[name]}: {longest:,.0f} tokens of input at the most; above {tier:,} tokens "
            f"{model.title} costs more, so its price is understated {months}.",
        )
    if window is not None and (months := months_in(course.own & (tokens > window))):
        yield Note(
            f"{name}.prompt_tokens",
            f"{TITLES[name]}: {longest:,.0f} tokens of input at the most; {months} they do not "
            f"fit into the {window:,} tokens of {model.title}.",
        )


def months_in(flags: NDArray[np.bool_]) -> str:
    """Return from which month to which something holds; "" if in none."""
    found = np.flatnonzero(flags)
    if not found.size:
        return ""
    first, last = int(found[0]), int(found[-1])
    return f"in month {first}" if first == last else f"in months {first} to {last}"


def ends(inputs: Inputs, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on a provider that closes or retires the model before the plan ends."""
    start = inputs.finance.start_month
    last = month_code(start, inputs.finance.horizon_months)
    go_live = month_code(start, inputs.approach(name).lead_time_months)
    closes, retires = model.fine_tuning_closes, model.retires
    if name in CHALLENGERS and closes is not None and closes[:7] <= last:
        when = "before go-live" if closes[:7] <= go_live else "inside the plan"
        yield Note(
            f"{name}.model",
            f"{TITLES[name]}: the provider takes no new training of {model.title} from {closes}, "
            f"{when}.",
        )
    if retires is not None and retires[:7] <= last:
        yield Note(
            f"{name}.model",
            f"{TITLES[name]}: the provider retires {model.title} on {retires}, before the plan "
            "ends.",
        )
