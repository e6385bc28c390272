"""Notes on the provider's cache."""

from collections.abc import Iterator

import numpy as np

from app.answers.notes.note import Note, note
from app.inputs import ApproachName
from app.model import Projection, project

MOSTLY_COLD = 0.5  # how likely the cache still holds the prompt, below which it is worth a word


def short_prompt(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on months in which the prompt is too short to be cached."""
    approach = projection.inputs.approach(name)
    course = projection.courses[name]
    own, prompt = course.own, course.quantity("prompt")
    if not approach.cache_hit_rate or not own.any():
        return
    short = np.flatnonzero(own & (prompt < approach.cache_minimum_tokens))
    if short.size:
        yield note(
            "short_prompt",
            f"{name}.cache_minimum_tokens",
            f"{name}.prompt_tokens",
            minimum=approach.cache_minimum_tokens,
            short_months=short.size,
            own_months=int(own.sum()),
            month=int(short[0]),
            tokens=float(prompt[short[0]]),
        )


def cold_cache(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on the month in which requests come too seldom to find the prompt in the cache."""
    approach = projection.inputs.approach(name)
    minutes, course = approach.cache_lifetime_minutes, projection.courses[name]
    if minutes is None or not approach.cache_hit_rate:
        return
    warm, called = course.quantity("warm"), course.quantity("called")
    cached = (
        course.own & (called > 0) & (course.quantity("prompt") >= approach.cache_minimum_tokens)
    )
    coldest = int(np.argmin(np.where(cached, warm, 1.0)))
    if not cached[coldest] or warm[coldest] >= MOSTLY_COLD:
        return
    yield note(
        "cold_cache",
        f"{name}.cache_lifetime_minutes",
        f"{name}.cache_hit_rate",
        "workload.active_hours",
        minutes=minutes,
        per_hour=float(called[coldest]) / projection.inputs.workload.active_hours,
        warm=float(warm[coldest]),
        month=coldest,
    )


def costly_cache(projection: Projection, name: ApproachName) -> Iterator[Note]:
    """Remark on caching that costs more than none, since what misses the cache is written to it.

    The rate from which it pays follows from two others: its cost is a straight line above 0.
    """
    inputs = projection.inputs
    approach = inputs.approach(name)
    rate, written = approach.cache_hit_rate, approach.cache_write_price
    if not rate or written is None or written <= approach.input_price:
        return
    rates = np.array([[0.0], [rate], [0.5], [1.0]])
    lines = project(inputs.replace({f"{name}.cache_hit_rate": rates})).courses[name].lines
    costs = np.sum(lines["input"] + lines["cached_input"], axis=-1)
    without, here, half, full = np.broadcast_to(costs, len(rates)).tolist()
    if here <= without:
        return
    fields = (f"{name}.cache_hit_rate", f"{name}.cache_write_price")
    figures = {"rate": rate, "extra": here - without}
    if full >= without:
        yield note("caching_never_pays", *fields, **figures)
    else:
        pays = 1 - 0.5 * (without - full) / (half - full)
        yield note("caching_costs_more", *fields, **figures, pays=pays)
