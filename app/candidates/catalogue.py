"""Every model of the catalogue in an approach of a plan, all else equal, in one projection."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from app.answers import longest_call
from app.candidates.candidate import Candidate, Entered, Tried
from app.candidates.errors import allowed, cost_of_errors, error_of, error_range_of, surplus
from app.candidates.prices import Group, group_of, groups
from app.catalog import ModelPrice, find_model, makers
from app.inputs import Inputs
from app.model import Projection, project
from app.plans.notes import ends
from app.plans.picking import query_before, unpicked
from app.plans.plan import Plan
from app.work.lazy import lazy


@dataclass(frozen=True)
class Costs:
    """What the models of a group cost in a plan."""

    projection: Projection  # a row for each
    approach: Tried
    group: Group

    @lazy
    def present(self) -> list[float]:
        """What they cost over the plan, in today's money."""
        return self._each("present_cost")

    @lazy
    def provider(self) -> list[float]:
        """Their bills over the plan, as paid."""
        return self._each("provider_cost")

    def _each(self, name: str) -> list[float]:
        figure = self.projection.result(self.approach, name)
        found: list[float] = np.broadcast_to(figure, len(self.group.models)).tolist()
        return found


def entered(plan: Plan, approach: Tried) -> Entered:
    """Return an approach as it stands in the plan."""
    inputs = plan.inputs.approach(approach)
    return Entered(
        approach=approach,
        reference=inputs.model,
        present_cost=float(plan.projection.present_cost(approach)),
        error_rate=error_of(plan.projection, approach),
        error_range=error_range_of(plan, approach),
        cost_of_errors=cost_of_errors(plan.projection, approach),
        provider_cost=float(plan.projection.result(approach, "provider_cost")),
    )


def catalogue(plan: Plan, now: Entered, maker: str | None = None) -> Iterator[Candidate]:
    """Yield every model in the place of the entered one, or those of one maker, cheapest first."""
    approach, trial = now.approach, Trial(plan, now)
    plain = without_model(plan, approach)
    plain.present_cost(approach)  # what no model moves is then known to every group
    found = [row for group in groups(approach, maker) for row in trial.rows(plain, group)]
    found.sort(key=lambda row: (row.present_cost, row.model.title))
    yield from map(trial.candidate, found)


def one(plan: Plan, now: Entered, reference: str) -> Candidate:
    """Return a model of the catalogue in the place of the entered one."""
    only = group_of([find_model(reference)])
    plain, trial = without_model(plan, now.approach), Trial(plan, now)
    [row] = trial.rows(plain, only)
    return trial.candidate(row)


def present_costs(plan: Plan, approach: Tried, maker: str) -> Iterator[tuple[ModelPrice, float]]:
    """Yield the models of a maker with the present cost of each; all else takes longer."""
    plain = without_model(plan, approach)
    for group in groups(approach, maker):
        yield from zip(group.models, costs(plain, approach, group).present, strict=True)


def costs(plain: Projection, approach: Tried, group: Group) -> Costs:
    """Return what the models of a group cost in a plan that has none picked."""
    return Costs(plain.at(group.values(approach)), approach, group)


def without_model(plan: Plan, approach: Tried) -> Projection:
    """Return the plan with no model picked in an approach."""
    return project(unpicked(plan, approach), draws=True)


class Row(NamedTuple):
    """A model and what it costs, before all is said of it."""

    model: ModelPrice
    present_cost: float
    query: str
    position: int  # in its group
    costs: Costs  # of that


class Trial:
    """The models of the catalogue in one approach of a plan."""

    def __init__(self, plan: Plan, now: Entered) -> None:
        self.plan, self.now = plan, now
        self.longest = longest_call(plan.projection, now.approach)

    def rows(self, plain: Projection, group: Group) -> Iterator[Row]:
        """Yield the models of a group at their costs."""
        query = query_before(self.plan, self.now.approach, group.columns)
        found = costs(plain, self.now.approach, group)
        for position, (model, quoted) in enumerate(zip(group.models, group.quoted, strict=True)):
            yield Row(model, found.present[position], f"{query}{quoted}", position, found)

    def candidate(self, row: Row) -> Candidate:
        """Return one model."""
        now, model = self.now, row.model
        difference = surplus(row.present_cost, now.present_cost)
        return Candidate(
            approach=now.approach,
            name=model.title,
            reference=model.reference,
            maker=makers()[model.maker],
            own=None,
            present_cost=row.present_cost,
            difference=difference,
            provider_cost=row.costs.provider[row.position],
            error_rate=now.error_rate,
            error_range=None,
            error_rate_allowed=allowed(now.error_rate, difference, now.cost_of_errors),
            cost_of_errors=now.cost_of_errors,
            reasons=tuple(reasons(self.plan.inputs, now.approach, model, self.longest)),
            retires=model.retires,
            query=row.query,
        )


def reasons(inputs: Inputs, approach: Tried, model: ModelPrice, longest: float) -> Iterator[str]:
    """Yield why a model cannot carry a plan whose longest call has so many tokens."""
    if model.context_window is not None and longest > model.context_window:
        yield "context_window"
    if model.retires or model.fine_tuning_closes:
        yield from (note.code for note in ends(inputs, approach, model))


def in_order(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return candidates by cost, those of equal cost by name."""
    return tuple(sorted(candidates, key=lambda item: (item.present_cost, item.name)))
