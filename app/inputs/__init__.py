"""What a plan is calculated from: each input's unit, bounds and help, and the reading of it.

`read_inputs` checks what people and programs hand in.
"""

from app.inputs.approaches import APPROACHES, CHALLENGERS, TITLES, ApproachName, Challenger
from app.inputs.fields import FIELDS, PARTS, InputField
from app.inputs.inputs import Inputs
from app.inputs.problems import InvalidInputs, Problem, read_inputs
from app.inputs.ranges import Range, read_ranges
from app.inputs.reading import in_english, percent_to_fraction
from app.inputs.sources import LONGEST_SOURCE, read_sources
from app.inputs.styles import (
    ENGLISH,
    STYLES,
    Style,
    current_style,
    in_prose,
    in_style,
    use_style,
    writing_in,
)
from app.inputs.texts import invisible, unprintable
from app.inputs.writing import entry, shown_entry

__all__ = [
    "APPROACHES",
    "CHALLENGERS",
    "ENGLISH",
    "FIELDS",
    "LONGEST_SOURCE",
    "PARTS",
    "STYLES",
    "TITLES",
    "ApproachName",
    "Challenger",
    "InputField",
    "Inputs",
    "InvalidInputs",
    "Problem",
    "Range",
    "Style",
    "current_style",
    "entry",
    "in_english",
    "in_prose",
    "in_style",
    "invisible",
    "percent_to_fraction",
    "read_inputs",
    "read_ranges",
    "read_sources",
    "shown_entry",
    "unprintable",
    "use_style",
    "writing_in",
]
