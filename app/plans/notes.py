"""What the catalogue knows of the models picked: limits, tiers, ends of life."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from app.answers import Note
from app.answers.notes import note
from app.catalog.models import ModelPrice, UnknownModel, find_model
from app.inputs import APPROACHES, ApproachName, Inputs
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
            notes.append(note("unknown_model", f"{name}.model", model=reference))
            continue
        notes += lengths(projection, name, model)
        notes += ends(inputs, name, model)
    return notes


def lengths(projection: Projection, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on an input above a price tier or above the context window."""
    course = projection.courses[name]
    tokens = course.quantity("prompt") + projection.inputs.workload.request_tokens
    inputs = (f"{name}.prompt_tokens", "workload.request_tokens")
    longest = float(np.max(tokens[1:]))
    tier, window = model.tier_threshold_tokens, model.context_window
    if tier is not None and (months := span(course.own & (tokens > tier))):
        figures = {"threshold": tier, "longest": longest, "model": model.title}
        yield note("price_tier", *inputs, **figures, **months)
    if window is not None and (months := span(course.own & (tokens > window))):
        figures = {"window": window, "longest": longest, "model": model.title}
        yield note("context_window", *inputs, **figures, **months)


def span(flags: NDArray[np.bool_]) -> dict[str, int]:
    """Return the first and the last month in which something holds; nothing if in none."""
    found = np.flatnonzero(flags)
    return {"from_month": int(found[0]), "to_month": int(found[-1])} if found.size else {}


def ends(inputs: Inputs, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on a provider that closes or retires the model before the plan ends."""
    start = inputs.finance.start_month
    last = month_code(start, inputs.finance.horizon_months)
    go_live = month_code(start, inputs.approach(name).lead_time_months)
    closes, retires = model.fine_tuning_closes, model.retires
    if name in CHALLENGERS and closes is not None and closes[:7] <= last:
        code = "training_closed" if closes[:7] <= go_live else "training_closes"
        yield note(code, f"{name}.model", model=model.title, day=closes)
    if retires is not None and retires[:7] <= last:
        yield note("model_retires", f"{name}.model", model=model.title, day=retires)
