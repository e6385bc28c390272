"""What is asked of a projection.

`summarise` draws its figures, `simulate` what may come of it, `thresholds` what would have to be
true, `judge` what to do. Every number is defined in docs/model.md.
"""

from app.answers.attribution import Contribution, attribute, differing_inputs
from app.answers.drawing import DRAWS, FEWEST_DRAWS, MOST_DRAWS
from app.answers.notes import Note, notes_on
from app.answers.simulation import Band, Spread, Uncertainty, savings_bands, simulate
from app.answers.summary import ApproachFigures, Comparison, Summary, summarise
from app.answers.thresholds import Threshold, thresholds
from app.answers.tornado import Bar, tornado
from app.answers.verdict import UNDECIDED, Verdict, judge
from app.answers.volumes import BreakEvenVolume, break_even_volumes
from app.answers.windows import context_window, fits, longest_call
from app.answers.years import FiscalYear, years

__all__ = [
    "DRAWS",
    "FEWEST_DRAWS",
    "MOST_DRAWS",
    "UNDECIDED",
    "ApproachFigures",
    "Band",
    "Bar",
    "BreakEvenVolume",
    "Comparison",
    "Contribution",
    "FiscalYear",
    "Note",
    "Spread",
    "Summary",
    "Threshold",
    "Uncertainty",
    "Verdict",
    "attribute",
    "break_even_volumes",
    "context_window",
    "differing_inputs",
    "fits",
    "judge",
    "longest_call",
    "notes_on",
    "savings_bands",
    "simulate",
    "summarise",
    "thresholds",
    "tornado",
    "years",
]
