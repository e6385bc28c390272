"""`compare(plan, approaches, own) -> Compared`: everything tried in a plan, the cheapest first."""

from collections.abc import Sequence

from app.candidates.candidate import TRIED, Compared, Tried
from app.candidates.catalogue import catalogue, entered, in_order
from app.candidates.chances import with_chances
from app.candidates.own import Own, tried
from app.inputs import InvalidInputs, Problem
from app.plans.plan import Plan


def compare(plan: Plan, approaches: Sequence[Tried] = TRIED, own: Sequence[Own] = ()) -> Compared:
    """Return every model of the catalogue in some approaches, and alternatives of one's own.

    An approach that takes no part is not tried with models: nothing is known of it but prices.
    Raises InvalidInputs, naming what is wrong with the alternatives.
    """
    now = {name: entered(plan, name) for name in TRIED if name in plan.inputs.considered}
    found = [
        candidate for name in approaches if name in now for candidate in catalogue(plan, now[name])
    ]
    problems: list[Problem] = []
    for item in own:
        try:
            found.append(tried(plan, item, now.get(item.approach)))
        except InvalidInputs as error:
            problems += error.problems
    if problems:
        raise InvalidInputs(problems)
    return with_chances(plan, Compared(entered=now, candidates=in_order(found)))
