"""What the server finds for a workbook that no formula of it does, remembered of the last plans.

It takes longer than all the rest of the file, which is made again whenever somebody asks whether
it is still the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from weakref import ReferenceType, ref

from app.answers import Summary
from app.candidates import Candidate
from app.inputs import Style, current_style
from app.plans.plan import Plan
from app.scenarios.snapshot import SavedPlan
from app.workbook.cases import summaries
from app.workbook.sheets.answer import Answer, answer_of
from app.workbook.sheets.candidates import cheapest
from app.workbook.sheets.values import Section, sections

REMEMBERED = 32  # plans, of some 100 kB each


@dataclass(frozen=True)
class Found:
    """Values of the day."""

    cases: Mapping[str, Summary]  # the figures of each case that the server knows
    sections: Sequence[Section]  # of the sheet Values
    answer: Answer
    candidates: Sequence[Candidate]  # the cheapest; none in a saved plan


@dataclass(frozen=True)
class Asked:
    """A plan, by what it says and by how its sentences write numbers."""

    query: str
    style: Style
    plan: ReferenceType[Plan] = field(compare=False)  # which is not kept


def found_in(plan: Plan) -> Found:
    """Return everything that no formula of the workbook finds; a saved plan has it already."""
    if isinstance(plan, SavedPlan):
        return find(plan)
    return remembered(Asked(plan.query, current_style(), ref(plan)))


@lru_cache(maxsize=REMEMBERED)
def remembered(asked: Asked) -> Found:
    """Return what is found in a plan whose like was not asked for of late."""
    plan = asked.plan()
    assert plan is not None  # whoever asks has it
    return find(plan)


def find(plan: Plan) -> Found:
    """Return what is found in a plan."""
    values = [replace(item, rows=tuple(map(tuple, item.rows))) for item in sections(plan)]
    return Found(summaries(plan), values, answer_of(plan), cheapest(plan))
