"""Actuals in and out of the store, and a saved plan after the decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from app.answers.actuals.lookback import Lookback, look_back
from app.answers.actuals.paid import MonthPaid, UnitPrices
from app.inputs import ApproachName, Inputs, InvalidInputs
from app.model import month_code
from app.scenarios.actuals.catalogue import listed_prices
from app.scenarios.actuals.entry import MonthEntry, check_begun, months_paid, stored
from app.scenarios.saved_plans import other_revision, problem_of
from app.scenarios.snapshot import SavedPlan
from app.store import (
    Database,
    Entered,
    InvalidContent,
    Saved,
    change_actuals,
    find_actuals,
    find_change,
    list_actuals,
)
from app.work.lazy import lazy


@dataclass(frozen=True)
class Since:
    """A saved plan, and what was entered after the decision."""

    plan: SavedPlan  # that it is compared with
    entered: Entered

    @property
    def inputs(self) -> Inputs:
        """The plan's inputs as today's model reads them: who takes part may be fewer than then."""
        return self.plan.live.inputs

    @lazy
    def months(self) -> list[MonthPaid]:
        """What was entered of the plan's months, with catalogue prices where a bill has none."""
        found = months_paid(self.entered.months, self.inputs, usual_approach(self.plan))
        return [with_prices(self.plan, item) for item in found]

    @lazy
    def lookback(self) -> Lookback | None:
        """What came of the plan; None before anything was entered."""
        if not self.months:
            return None
        back = look_back(self.plan.projection, self.inputs, self.months)
        saved = self.plan.saved
        return (
            replace(back, revision=saved.revision)
            if saved.revision < saved.latest_revision
            else back
        )

    def changed_at(self, saved_at: datetime) -> datetime:
        """Return when a plan, saved then, or what was entered changed last."""
        at = self.entered.created_at
        return max(saved_at, at) if at else saved_at


def usual_approach(plan: SavedPlan) -> ApproachName:
    """Return the approach that is in use where nobody said: the one recommended."""
    name = plan.verdict.recommendation or plan.summary.cheapest
    return name if name in plan.live.inputs.considered else "prompting"


def with_prices(plan: SavedPlan, item: MonthPaid) -> MonthPaid:
    """Return a month with the catalogue's prices of its day where it has none of its own."""
    if item.prices is not None:
        return item
    found = listed_prices(plan, item.approach, item.month)
    return replace(item, prices=UnitPrices(billed=False, **found)) if found else item


def since(database: Database, plan: SavedPlan) -> Since:
    """Return what was entered beside the plan on which one decided, whatever revision is open.

    That is the newest of when the first month was entered: a plan that was changed since would
    otherwise say that all went as planned.
    """
    found = beside(database, plan)
    return Since(decided_on(database, plan, found.entered), found.entered)


def beside(database: Database, plan: SavedPlan) -> Since:
    """Return what was entered beside this very revision of the plan."""
    with database.reading() as session:
        return Since(plan, find_actuals(session, plan.saved.scenario_id))


def decided_on(database: Database, plan: SavedPlan, entered: Entered) -> SavedPlan:
    """Return the revision of a plan that what was entered is compared with."""
    number = entered.results.get("revision", plan.saved.latest_revision)
    return plan if number == plan.saved.revision else other_revision(database, plan, number)


def changes(database: Database, saved: Saved) -> list[Entered]:
    """Return every change of a scenario's actuals, the newest first."""
    with database.reading() as session:
        return list_actuals(session, saved.scenario_id)


def change(database: Database, saved: Saved, number: int) -> Entered:
    """Return what was entered as it was after a change; raises UnknownChange."""
    with database.reading() as session:
        return find_change(session, saved.scenario_id, number)


def enter(
    database: Database,
    plan: SavedPlan,
    *,
    edit_key: str,
    expected: int,
    months: Sequence[MonthEntry],
    said: Mapping[str, str],
    now: datetime,
) -> Entered:
    """Store what was entered, in place of change `expected`; `said` may have a note, an author.

    From now on it is compared with the plan.

    Raises InvalidInputs, StaleActuals, and as `app.store.change_actuals` does.
    """
    check_begun(months, f"{now:%Y-%m}")
    entry = Entered(months=stored(months), note=said.get("note", ""), author=said.get("author", ""))
    entry = replace(entry, results=results_of(Since(plan, entry)))
    try:
        with database.writing() as session:
            return change_actuals(
                session,
                plan.saved.id,
                edit_key=edit_key,
                change=entry,
                expected=expected,
                now=now,
            )
    except InvalidContent as error:
        raise InvalidInputs([problem_of(error)]) from None


def results_of(found: Since) -> dict[str, Any]:
    """Return the figures that lists show, which are not calculated again there."""
    back = found.lookback
    if back is None:
        return {}
    return {
        "months": sum(1 for item in back.months if item.month > 0),
        "planned": back.so_far.planned,
        "actual": back.so_far.actual,
        "revision": found.plan.saved.revision,
        "status": back.payback.status,
        "pays_from": pays_from(back),
    }


def pays_from(back: Lookback) -> str | None:
    """Return the calendar month from which it has paid back, or will have; None if it will not."""
    month = back.payback.month
    return None if month is None else month_code(back.happened.inputs.finance.start_month, month)
