"""What is asked of a projection.

`summarise` draws its figures, `simulate` what may come of it, `thresholds` what would have to be
true, `judge` what to do. Every number is defined in docs/model.md.
"""

from app.answers.attribution import Contribution, attribute, differing_inputs
from app.answers.notes import Note, notes_on
from app.answers.simulation import (
    DRAWS,
    FEWEST_DRAWS,
    MOST_DRAWS,
    Band,
    Spread,
    Uncertainty,
    simulate,
)
from app.answers.summary import ApproachFigures, Comparison, Summary, summarise
from app.answers.thresholds import Threshold, thresholds
from app.answers.tornado import Bar, tornado
from app.answers.verdict import Verdict, judge

__all__ = [
    "DRAWS",
    "FEWEST_DRAWS",
    "MOST_DRAWS",
    "ApproachFigures",
    "Band",
    "Bar",
    "Comparison",
    "Contribution",
    "Note",
    "Spread",
    "Summary",
    "Threshold",
    "Uncertainty",
    "Verdict",
    "attribute",
    "differing_inputs",
    "judge",
    "notes_on",
    "simulate",
    "summarise",
    "thresholds",
    "tornado",
]
