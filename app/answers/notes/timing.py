"""Notes on when an approach starts, and how long it lasts."""

from collections.abc import Iterator

from app.answers.notes.note import Note, note
from app.answers.summary import Summary
from app.inputs import Inputs
from app.model import Challenger


def live_after(inputs: Inputs, name: Challenger) -> int:
    """Return the month after which the approach is live."""
    approach = inputs.approach(name)
    return approach.build_month + approach.lead_time_months


def go_live(inputs: Inputs, name: Challenger) -> Iterator[Note]:
    """Remark on an approach that is never live within the plan, or not even built."""
    built, live = inputs.approach(name).build_month, live_after(inputs, name)
    last, fields = (
        inputs.finance.horizon_months,
        (f"{name}.lead_time_months", f"{name}.build_month"),
    )
    if built > last:
        yield note("built_after_plan", f"{name}.build_month", month=built, last=last)
    elif live >= last:
        yield note("late_go_live", *fields, month=live, last=last)


def retirement(inputs: Inputs, summary: Summary, name: Challenger) -> Iterator[Note]:
    """Remark on a break-even that comes after the base model retires."""
    life, field = inputs.approach(name).service_life_months, f"{name}.service_life_months"
    end = live_after(inputs, name) + life
    if not life or end > inputs.finance.horizon_months:
        return
    figures = summary.comparisons[name]
    month = figures.discounted_break_even_month
    if month is None:
        yield note("never_pays_before_retirement", field, end=end, loss=-figures.savings)
    elif month > end:
        yield note("pays_after_retirement", field, end=end, month=month)
