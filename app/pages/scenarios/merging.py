"""Two people's changes to the same plan, put together."""

from dataclasses import dataclass
from typing import TypeVar

from app.answers import differing_inputs
from app.inputs import FIELDS, Inputs, InvalidInputs, Range, read_inputs
from app.plans.plan import Plan, widened
from app.scenarios.snapshot import SavedPlan
from app.words.differences import Difference, label, range_words, value_words

T = TypeVar("T")


@dataclass(frozen=True)
class Clash:
    """An input, a range or a name that both changed, and not to the same."""

    label: str
    before: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Merged:
    """The plan and the name with the changes of both; in a clash, mine count."""

    plan: Plan | None  # None where the changes of both make no plan
    name: str
    clashes: list[Clash]


def merge(base: SavedPlan, theirs: SavedPlan, mine: Plan, my_name: str) -> Merged:
    """Return their plan and name with what I changed since the base put in."""
    names = base.saved.content.name, theirs.saved.content.name, my_name
    clashes = [
        *([Clash("Name", *names)] if len(set(names)) == len(names) else []),
        *clashing_inputs(base.live, theirs.live, mine),
        *clashing_ranges(base, theirs, mine),
    ]
    return Merged(merged_plan(base.live, theirs.live, mine), chosen(*names), clashes)


def chosen(base: T, theirs: T, mine: T) -> T:
    """Return mine where I changed it, else theirs."""
    return theirs if mine == base else mine


def clashing_inputs(base: Plan, theirs: Plan, mine: Plan) -> list[Clash]:
    """Return the inputs that both changed, to different values; what only follows is left out."""
    plans = (base.inputs, theirs.inputs, mine.inputs)
    following = frozenset[str].intersection(*(inputs.follows for inputs in plans))
    return [
        Clash(label(name), *(value_words(inputs, name) for inputs in plans))
        for name in FIELDS
        if name not in following and all_differ(*(inputs.value(name) for inputs in plans))
    ]


def clashing_ranges(base: Plan, theirs: Plan, mine: Plan) -> list[Clash]:
    """Return the ranges that both changed, to different ends."""
    plans = (base, theirs, mine)
    return [
        Clash(
            f"{label(name)}, range",
            *(range_words(plan.ranges.get(name), name, plan.inputs) for plan in plans),
        )
        for name in FIELDS
        if all_differ(*(plan.ranges.get(name) for plan in plans))
    ]


def all_differ(base: object, theirs: object, mine: object) -> bool:
    """Tell whether no two are the same."""
    return base not in (theirs, mine) and theirs != mine


def merged_plan(base: Plan, theirs: Plan, mine: Plan) -> Plan | None:
    """Return the plan with the changes of both; None where they make none."""
    try:
        inputs = merged_inputs(base.inputs, theirs.inputs, mine.inputs)
    except InvalidInputs:
        return None
    ranges = merged_ranges(base, theirs, mine)
    return Plan(
        preset=mine.preset if mine.preset.name != base.preset.name else theirs.preset,
        inputs=inputs,
        ranges={
            name: widened(ends, inputs.value(name))
            for name, ends in ranges.items()
            if inputs.value(name) is not None
        },
        draws=chosen(base.draws, theirs.draws, mine.draws),
        seed=chosen(base.seed, theirs.seed, mine.seed),
        sources=merged_sources(base, theirs, mine),
    )


def merged_inputs(base: Inputs, theirs: Inputs, mine: Inputs) -> Inputs:
    """Return theirs with what I named, and without what I gave back; raises InvalidInputs."""
    changed = {
        name: mine.value(name) for name in differing_inputs(base, mine) if name not in mine.follows
    }
    pinned = {name: mine.value(name) for name in base.follows - mine.follows}
    given_back = mine.follows - base.follows
    kept = {name: value for name, value in theirs.named().items() if name not in given_back}
    return read_inputs(kept | pinned | changed)


def merged_sources(base: Plan, theirs: Plan, mine: Plan) -> dict[str, str]:
    """Return where values come from; where I changed that, as I say."""
    texts = {
        name: chosen(*(plan.sources.get(name) for plan in (base, theirs, mine))) for name in FIELDS
    }
    return {name: text for name, text in texts.items() if text}


def merged_ranges(base: Plan, theirs: Plan, mine: Plan) -> dict[str, Range]:
    """Return the ranges of both; where I changed one, mine."""
    ends = {
        name: chosen(*(plan.ranges.get(name) for plan in (base, theirs, mine))) for name in FIELDS
    }
    return {name: item for name, item in ends.items() if item is not None}


def renaming(before: SavedPlan, after: SavedPlan) -> list[Difference]:
    """Return the change of a name, if there is one."""
    names = before.saved.content.name, after.saved.content.name
    return [Difference("name", "Name", *names)] if names[0] != names[1] else []
