"""The days that matter to whoever has a saved plan: enter what was paid, it pays, a model ends."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from app.catalog import Event, events
from app.inputs import TITLES, ApproachName
from app.model import month_code
from app.scenarios.actuals.kept import Since
from app.scenarios.snapshot import SavedPlan
from app.words.approaches import listed, subject
from app.words.months import day_name

EXPECTED = "expected to pay from this month on"
FROM_HERE = "From here on it is to have cost no more than prompting."
SINCE = "From here on it has cost no more than prompting would have."


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A day, or the same day of several months; `key` stays the same while the plan does."""

    key: str
    day: date
    title: str
    text: str
    times: int = 1  # in as many months, one after the other


def occasions(plan: SavedPlan, found: Since) -> list[Occasion]:
    """Return every occasion of a plan, and of what was entered of it, the first first."""
    every = [entering(plan), *paying(plan, found), *retiring(plan), *planned_ends(plan)]
    return sorted(every, key=lambda item: item.day)


def first_of(plan: SavedPlan, month: int) -> date:
    """Return the first day of a month of the plan."""
    return date.fromisoformat(f"{month_code(plan.inputs.finance.start_month, month)}-01")


def entering(plan: SavedPlan) -> Occasion:
    """Return when to enter what was paid: on the first of each month, for the one before."""
    return Occasion(
        key="enter",
        day=first_of(plan, 1),
        title="Enter what was paid last month",
        text="Requests served, and what they cost: then the plan says whether it did pay.",
        times=plan.inputs.finance.horizon_months + 1,
    )


def paying(plan: SavedPlan, found: Since) -> Iterator[Occasion]:
    """Yield the month from which it pays: by what happened so far, else by the plan."""
    back = found.lookback
    if back is not None and (month := back.payback.month) is not None:
        name, day = subject(back.happened.decided), first_of(found.plan, month)
        if month <= back.happened.last:
            yield pays(day, f"{name} has paid back by this month", SINCE)
        else:
            yield pays(day, f"{name} is {EXPECTED}, by what was paid so far", FROM_HERE)
    elif back is None and (approach := plan.verdict.recommendation) and approach != "prompting":
        month = plan.summary.comparisons[approach].discounted_break_even_month
        if month is not None:
            title = f"{subject(approach)} is {EXPECTED}, by the plan"
            yield pays(first_of(plan, month), title, f"In today's money. {FROM_HERE}")


def pays(day: date, title: str, text: str) -> Occasion:
    """Return the month from which an approach has cost no more than prompting would have."""
    return Occasion(key="pays", day=day, title=title, text=text)


def retiring(plan: SavedPlan) -> Iterator[Occasion]:
    """Yield the announced ends of the plan's models."""
    for event, users in ends_of_models(plan):
        yield Occasion(
            key=f"retires-{event.day.isoformat()}",
            day=event.day,
            title=f"A model of the plan retires: {', '.join(sorted(set(users.values())))}",
            text=f"{subject_of(users)} it. Announced: {event.source}, "
            f"as of {day_name(event.as_of.isoformat())}.",
        )


def subject_of(users: dict[ApproachName, str]) -> str:
    """Return who uses a model."""
    verb = "uses" if len(users) == 1 else "use"
    return f"{listed([TITLES[name] for name in users])} {verb}"


def ends_of_models(plan: SavedPlan) -> Iterator[tuple[Event, dict[ApproachName, str]]]:
    """Yield the announced ends, and which approach uses which of the models that end."""
    used = {name: plan.inputs.approach(name).model for name in plan.inputs.considered}
    for event in events():
        users = {name: model for name, model in used.items() if model in event.references}
        if event.kind == "retires" and users:
            yield event, {name: model for name, model in users.items() if model}


def planned_ends(plan: SavedPlan) -> Iterator[Occasion]:
    """Yield the months in which a base model retires by the plan's service life."""
    for name, course in plan.live.projection.courses.items():
        for month in np.flatnonzero(course.own & course.flag("life_ends")).tolist():
            yield Occasion(
                key=f"ends-{name}-{month}",
                day=first_of(plan, month),
                title=f"{TITLES[name]}: the plan expects its base model to retire",
                text="By the service life that was entered. Look what its provider has announced.",
            )
