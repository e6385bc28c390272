"""Notes on the provider's cache."""

from collections.abc import Iterator

import numpy as np

from app.answers.notes.note import Note, note
from app.inputs import ApproachName
from app.model import Projection


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
