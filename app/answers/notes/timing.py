"""Notes on when an approach starts, and how long it lasts."""

from collections.abc import Iterator

from app.answers.notes.note import Note, note
from app.answers.summary import Summary
from app.inputs import Inputs
from app.model import Challenger


def go_live(inputs: Inputs, name: Challenger) -> Iterator[Note]:
    """Remark on an approach that is never live within the plan."""
    month, last = inputs.approach(name).lead_time_months, inputs.finance.horizon_months
    if month >= last:
        yield note("late_go_live", f"{name}.lead_time_months", month=month, last=last)


def retirement(inputs: Inputs, summary: Summary, name: Challenger) -> Iterator[Note]:
    """Remark on a break-even that comes after the base model retires."""
    approach = inputs.approach(name)
    life = approach.service_life_months
    end = approach.lead_time_months + life
    month = summary.comparisons[name].break_even_month
    if not life or end > inputs.finance.horizon_months:
        return
    if month is None:
        yield note("never_pays_before_retirement", f"{name}.service_life_months", end=end)
    elif month > end:
        names = (f"{name}.service_life_months",)
        yield note("pays_after_retirement", *names, end=end, month=month)
