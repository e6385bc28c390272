"""Inputs: all groups of the schema together, in which the hybrid follows fine-tuning."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from app.inputs.approaches import (
    APPROACHES,
    CHALLENGERS,
    Approach,
    ApproachName,
    Challenger,
    Hybrid,
    Prompting,
    Tuning,
)
from app.inputs.quantity import Group
from app.inputs.schema import Finance, Fit, Labour, Quality, Workload


class Inputs(BaseModel):
    """Everything a plan is calculated from.

    What the hybrid shares with tuning and nobody named has tuning's value: it follows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    workload: Workload = Workload()
    finance: Finance = Finance()
    labour: Labour = Labour()
    quality: Quality = Quality()
    prompting: Prompting = Prompting()
    tuning: Tuning = Tuning()
    hybrid: Hybrid = Hybrid()
    fit: Fit = Fit()

    @model_validator(mode="after")
    def _follow(self) -> "Inputs":
        followed = {field: getattr(self.tuning, field) for field in self._following}
        self.__dict__["hybrid"] = unnamed(self.hybrid, followed)
        return self

    @property
    def _following(self) -> frozenset[str]:
        return SHARED - self.hybrid.model_fields_set

    @property
    def follows(self) -> frozenset[str]:
        """The `hybrid.field` names whose value is tuning's, whatever that is."""
        return hybrid_names(self._following)

    @property
    def considered(self) -> tuple[ApproachName, ...]:
        """The approaches that take part."""
        return tuple(name for name in APPROACHES if self.approach(name).considered)

    @property
    def challengers(self) -> tuple[Challenger, ...]:
        """The approaches that take part beside prompting."""
        return tuple(name for name in CHALLENGERS if self.approach(name).considered)

    def moved_by(self, name: str) -> tuple[str, ...]:
        """Return what a change of the input `group.field` changes: itself, and what follows it."""
        group, field = name.split(".")
        follows = group == "tuning" and field in self._following
        return (name, f"hybrid.{field}") if follows else (name,)

    def is_used(self, name: str) -> bool:
        """Tell whether an input is of somebody who takes part, or followed by one of theirs."""
        groups = {moved.split(".")[0] for moved in self.moved_by(name)}
        return not groups <= set(APPROACHES) or not groups.isdisjoint(self.considered)

    def approach(self, name: ApproachName) -> Approach:
        """Return the approach called `name`: prompting, tuning or hybrid."""
        approach: Approach = getattr(self, name)
        return approach

    def value(self, name: str) -> Any:
        """Return the value of the input called `group.field`."""
        group, field = name.split(".")
        return getattr(getattr(self, group), field)

    def values(self) -> dict[str, Any]:
        """Return every value by its `group.field` name, in the order of the schema."""
        return {
            f"{group}.{field}": getattr(getattr(self, group), field)
            for group in type(self).model_fields
            for field in type(getattr(self, group)).model_fields
        }

    def named(self) -> dict[str, Any]:
        """Return `values` without those that follow: what reading gives the same inputs from."""
        follows = self.follows
        return {name: value for name, value in self.values().items() if name not in follows}

    def replace(self, values: Mapping[str, Any]) -> "Inputs":
        """Return a copy with the named values put in, unchecked; what follows tuning moves along.

        A value may be an array of shape (draws, 1): the projection then has one row per draw.
        """
        changes: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            group, field = name.split(".")
            changes.setdefault(group, {})[field] = value
        groups = {
            group: getattr(self, group).model_copy(update=fields)
            for group, fields in changes.items()
        }
        moved = changes.get("tuning", {}).keys() & (
            self._following - changes.get("hybrid", {}).keys()
        )
        if moved:
            followed = {field: changes["tuning"][field] for field in moved}
            groups["hybrid"] = unnamed(groups.get("hybrid", self.hybrid), followed)
        return self.model_copy(update=groups)


HYBRIDS = 1_000  # sets of fields whose names are kept
SHARED = frozenset(Tuning.model_fields.keys() & Hybrid.model_fields.keys() - {"considered"})


@lru_cache(maxsize=HYBRIDS)
def hybrid_names(fields: frozenset[str]) -> frozenset[str]:
    """Return the `hybrid.field` names of some fields."""
    return frozenset(f"hybrid.{field}" for field in fields)


def unnamed(group: Group, values: Mapping[str, Any]) -> Group:
    """Return the group with values that nobody named for it."""
    copy = group.model_copy()
    copy.__dict__.update(values)
    return copy
