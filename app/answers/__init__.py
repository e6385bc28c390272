"""The cost model of Crossover: pure arithmetic, no web, no database, no prices.

`read_inputs` checks what people and programs hand in, `project` calculates a plan month by month,
`summarise` draws its figures. Every number is defined in docs/model.md.
"""

from app.calculator.attribution import Contribution, attribute, differing_inputs
from app.calculator.costs import LINES
from app.calculator.fields import FIELDS, InputField
from app.calculator.finance import Crossing
from app.calculator.inputs import APPROACHES, TITLES, ApproachName, Inputs
from app.calculator.notes import Note, notes_on
from app.calculator.problems import InvalidInputs, Problem, read_inputs
from app.calculator.projection import (
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
from app.calculator.ranges import Range, read_ranges
from app.calculator.reading import percent_to_fraction
from app.calculator.sensitivity import Bar, tornado
from app.calculator.summary import ApproachFigures, Comparison, Summary, summarise
from app.calculator.texts import invisible, unprintable
from app.calculator.thresholds import Threshold, thresholds
from app.calculator.uncertainty import (
    DRAWS,
    FEWEST_DRAWS,
    MOST_DRAWS,
    Band,
    Spread,
    Uncertainty,
    simulate,
)
from app.calculator.verdict import Verdict, judge

__all__ = [
    "APPROACHES",
    "CHALLENGERS",
    "DRAWS",
    "FEWEST_DRAWS",
    "FIELDS",
    "LINES",
    "MODEL_VERSION",
    "MOST_DRAWS",
    "TITLES",
    "ApproachFigures",
    "ApproachName",
    "Band",
    "Bar",
    "Challenger",
    "Comparison",
    "Contribution",
    "Course",
    "Crossing",
    "InputField",
    "Inputs",
    "InvalidInputs",
    "Note",
    "Problem",
    "Projection",
    "Range",
    "Spread",
    "Summary",
    "Threshold",
    "Uncertainty",
    "Verdict",
    "attribute",
    "differing_inputs",
    "invisible",
    "judge",
    "longest_prompt",
    "month_code",
    "notes_on",
    "percent_to_fraction",
    "project",
    "prompt_in",
    "read_inputs",
    "read_ranges",
    "simulate",
    "summarise",
    "thresholds",
    "tornado",
    "unprintable",
]
