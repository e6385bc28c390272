"""The cost model, written once: pure arithmetic, no web, no database, no prices.

table.py holds every quantity with its unit, its words and one expression; arrays.py prints it as
NumPy (calculation.py runs it), excel.py as formulas of a workbook, formulas.py as text. `project`
calculates a plan.
"""

from app.inputs import CHALLENGERS, Challenger
from app.model.finance import Crossing
from app.model.language import order
from app.model.projection import (
    MODEL_VERSION,
    Course,
    Projection,
    month_code,
    project,
    recorded,
)
from app.model.straight import is_straight, is_straight_line, nothing_in
from app.model.table import LINE_TITLES, LINES
from app.model.units import check_units

# A name that means nothing, a circle, or a sum of apples and pears stops the program here.
order()
check_units()

__all__ = [
    "CHALLENGERS",
    "LINES",
    "LINE_TITLES",
    "MODEL_VERSION",
    "Challenger",
    "Course",
    "Crossing",
    "Projection",
    "is_straight",
    "is_straight_line",
    "month_code",
    "nothing_in",
    "project",
    "recorded",
]
