"""Which saved plans an address compares."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.inputs import APPROACHES, CHALLENGERS, ApproachName, InvalidInputs, Problem
from app.model import MODEL_VERSION
from app.scenarios.saved_plans import open_scenario
from app.scenarios.snapshot import SavedPlan
from app.store import Database, Saved, ScenarioGone, UnknownScenario

FEWEST, MOST = 2, 4
# An id, a revision of it, and whichever of their pages the link leads to.
HOME = re.compile(r"([A-Za-z0-9_-]+)(?:/revisions/([1-9][0-9]{0,5}))?(?:/[a-z]*)?")


@dataclass(frozen=True)
class Compared:
    """The plans, and the approach whose curves are shown together."""

    plans: list[SavedPlan]
    approach: ApproachName


def version_remark(plans: Sequence[SavedPlan]) -> str | None:
    """Return which versions of the cost model calculated the plans; None if it is today's alone."""
    versions = [plan.model_version for plan in plans]
    if set(versions) == {MODEL_VERSION}:
        return None
    today = f"What each input does is calculated with version {MODEL_VERSION}, in use today."
    if len(set(versions)) == 1:
        return f"All of them were calculated with version {versions[0]} of the cost model. {today}"
    said = ", ".join(
        f"“{plan.saved.content.name}” ({number}) with version {plan.model_version}"
        for number, plan in enumerate(plans, start=1)
    )
    return (
        f"Different versions of the cost model calculated them: {said}. A part of the difference "
        f"may come from that. {today}"
    )


def read_comparison(
    database: Database,
    pairs: Sequence[tuple[str, str]],
    *,
    key_of: Callable[[Saved], str | None] = lambda saved: None,
) -> Compared:
    """Return what a query compares: `s=ID&s=ID/revisions/2&approach=tuning`.

    A whole link will do for an id. Raises InvalidInputs, which names what cannot be compared.
    """
    homes = [text.strip() for name, text in pairs if name == "s" and text.strip()]
    problems = [
        Problem(name, f"A comparison takes s and approach, not {name[:40]}.")
        for name, _ in pairs
        if name not in ("s", "approach")
    ]
    if not FEWEST <= len(homes) <= MOST:
        message = f"Name two to four scenarios to compare; there are {len(homes)} here."
        problems.append(Problem("s", message))
    approach = dict(pairs).get("approach")
    if approach is not None and approach not in APPROACHES:
        message = f"The approach must be one of {', '.join(APPROACHES)}."
        problems.append(Problem("approach", message))
    if problems:
        raise InvalidInputs(problems)
    plans = [find(database, home, number, key_of) for number, home in enumerate(homes, start=1)]
    named = next((name for name in APPROACHES if name == approach), None)
    return Compared(plans, named or usual_approach(plans))


def usual_approach(plans: Sequence[SavedPlan]) -> ApproachName:
    """Return the approach that is compared where none is named: one that takes part."""
    taking_part = {name for plan in plans for name in plan.inputs.considered}
    return next(name for name in (*CHALLENGERS, "prompting") if name in taking_part)


def find(
    database: Database, text: str, number: int, key_of: Callable[[Saved], str | None]
) -> SavedPlan:
    """Return a plan by its id, by the id with its revision, or by its link."""
    match = HOME.fullmatch(text.rpartition("/s/")[2].partition("?")[0].partition("#")[0])
    try:
        if match is None:
            raise UnknownScenario(text)
        revision = match[2] and int(match[2])
        return open_scenario(database, match[1], revision or None, key_of=key_of)
    except UnknownScenario:
        message = f"There is no scenario at the {ordinal(number)} link: copy it whole."
    except ScenarioGone:
        message = f"The scenario at the {ordinal(number)} link is no longer there."
    raise InvalidInputs([Problem("s", message)])


def ordinal(number: int) -> str:
    """Return first, second, third or fourth."""
    return ("first", "second", "third", "fourth")[number - 1]
