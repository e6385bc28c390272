"""What the catalogue knows of the models picked: limits, tiers, ends of life."""

from collections.abc import Iterator

import numpy as np

from app.answers import Note
from app.answers.notes import live_after, note, span, without_repeats
from app.catalog.models import ModelPrice, UnknownModel, find_model
from app.inputs import ApproachName, Inputs
from app.model import CHALLENGERS, Projection, month_code


def notes_on_models(projection: Projection) -> list[Note]:
    """Return remarks on the models picked, approach by approach."""
    inputs = projection.inputs
    notes: list[Note] = []
    for name in inputs.considered:
        reference = inputs.approach(name).model
        if reference is None:
            continue
        try:
            model = find_model(reference)
        except UnknownModel:
            notes.append(note("unknown_model", f"{name}.model", model=reference))
            continue
        notes += window(projection, name, model)
        notes += tier(projection, name, model)
        notes += ends(inputs, name, model)
    return without_repeats(notes, inputs)


def lengthening(name: ApproachName) -> tuple[str, ...]:
    """Return the inputs that make a call longer, the one to look at first before the others."""
    return f"{name}.prompt_tokens", f"{name}.calls_per_request", f"{name}.model"


def window(projection: Projection, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on calls that do not fit into the context window."""
    course, limit = projection.courses[name], model.context_window
    longest = course.quantity("longest_call")
    if limit is None or not (beyond := course.own & (longest > limit)).any():
        return
    figures = {"longest": float(np.max(longest[beyond])), "window": limit} | span(beyond)
    yield note("context_window", *lengthening(name), model=model.title, **figures)


def tier(projection: Projection, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on calls that the provider bills at a higher price, and the plan does not."""
    course, threshold = projection.courses[name], model.long_threshold_tokens
    length = course.quantity("call_length")
    if threshold is None or projection.inputs.approach(name).long_threshold_tokens is not None:
        return
    if (above := course.own & (length > threshold)).any():
        fields = (f"{name}.long_threshold_tokens", *lengthening(name))
        figures = {"longest": float(np.max(length[above])), "threshold": threshold} | span(above)
        yield note("price_tier", *fields, model=model.title, **figures)


def ends(inputs: Inputs, name: ApproachName, model: ModelPrice) -> Iterator[Note]:
    """Remark on a provider that closes or retires the model before the plan ends."""
    start = inputs.finance.start_month
    last = month_code(start, inputs.finance.horizon_months)
    closes, retires = model.fine_tuning_closes, model.retires
    if name in CHALLENGERS and closes is not None and closes[:7] <= last:
        live = month_code(start, live_after(inputs, name))
        code = "training_closed" if closes[:7] <= live else "training_closes"
        yield note(code, f"{name}.model", model=model.title, day=closes)
    if retires is not None and retires[:7] <= last:
        yield note("model_retires", f"{name}.model", model=model.title, day=retires)
