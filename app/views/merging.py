"""Two people's changes to the same plan, put together."""

from dataclasses import dataclass

from app.calculator import FIELDS, InvalidInputs, Range, differing_inputs
from app.plan import Plan
from app.views.differences import label, value_words


@dataclass(frozen=True)
class Clash:
    """An input that both changed, to different values."""

    label: str
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    """The plan with the changes of both, where that makes one; in a clash, mine count."""

    plan: Plan | None
    clashes: list[Clash]


def merge(base: Plan, theirs: Plan, mine: Plan) -> Merged:
    """Return their plan with what I changed since the base put in."""
    changed = differing_inputs(base.inputs, mine.inputs)
    clashing = set(differing_inputs(base.inputs, theirs.inputs)).intersection(
        changed, differing_inputs(theirs.inputs, mine.inputs)
    )
    clashes = [
        Clash(
            label(name),
            value_words(base.inputs, name),
            value_words(theirs.inputs, name),
            value_words(mine.inputs, name),
        )
        for name in changed
        if name in clashing
    ]
    try:
        values = {name: mine.inputs.value(name) for name in changed}
        plan = Plan(
            preset=mine.preset,
            inputs=theirs.inputs,
            ranges=merged_ranges(base, theirs, mine),
            draws=mine.draws,
            seed=mine.seed,
        ).with_values(values)
    except InvalidInputs:
        return Merged(None, clashes)
    return Merged(plan, clashes)


def merged_ranges(base: Plan, theirs: Plan, mine: Plan) -> dict[str, Range]:
    """Return the ranges of both; where I changed one, mine."""
    chosen = {
        name: (mine if mine.ranges.get(name) != base.ranges.get(name) else theirs).ranges.get(name)
        for name in FIELDS
    }
    return {name: ends for name, ends in chosen.items() if ends is not None}
