"""The cost model: pure arithmetic, no web, no database, no prices.

`project` calculates a plan month by month. Every number is defined in docs/model.md.
"""

from app.model.costs import LINES
from app.model.finance import Crossing
from app.model.projection import (
    CHALLENGERS,
    MODEL_VERSION,
    Challenger,
    Course,
    Projection,
    longest_prompt,
    month_code,
    project,
    prompt_in,
)

__all__ = [
    "CHALLENGERS",
    "LINES",
    "MODEL_VERSION",
    "Challenger",
    "Course",
    "Crossing",
    "Projection",
    "longest_prompt",
    "month_code",
    "project",
    "prompt_in",
]
