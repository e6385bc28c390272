"""What evaluations teach of a decision: chances before and after, what was spent and worth."""

from collections.abc import Sequence

from app.evidence.evaluations.evaluation import CORRELATION
from app.evidence.finding import Evidence, Finding
from app.evidence.together import findings_together
from app.inputs import InvalidInputs
from app.plans.evidence import with_findings
from app.plans.plan import Plan
from app.words.approaches import DOING, listed, sentence_case
from app.words.money import rough
from app.words.numbers import number
from app.words.sureness import chance


def learned(plan: Plan, files: Sequence[Evidence]) -> list[str]:
    """Return in sentences what the files' evaluations teach; none without ranges or a choice."""
    found = [
        item
        for item in findings_together([file for file in files if file.kind == "evaluation"])
        if is_of_errors(item)
    ]
    rates = [item for item in found if item.input != CORRELATION]
    if not rates or not plan.ranges or not plan.inputs.challengers:
        return []
    try:
        after = with_findings(plan, found)
    except InvalidInputs:  # the page says of each finding what is wrong
        return []
    return [chances(plan, after), *spent(plan, rates)]


def is_of_errors(item: Finding) -> bool:
    """Tell whether a finding says how often answers are wrong, or how far together."""
    return item.input == CORRELATION or item.input.endswith(".error_rate")


def chances(before: Plan, after: Plan) -> str:
    """Return how likely each approach is the cheapest now, and was before."""
    was, now = (plan.uncertainty.probability_cheapest for plan in (before, after))
    order = sorted(now, key=lambda name: -now[name])
    shares = listed(
        [f"{DOING[name]} in {chance(now[name])} of cases ({chance(was[name])})" for name in order]
    )
    return f"With these shares of wrong answers the cheapest is {shares}. In brackets: before."


def spent(plan: Plan, rates: Sequence[Finding]) -> list[str]:
    """Return what so many answers cost to check, and what deciding after that was worth."""
    tests, answers = plan.uncertainty.test_plan or (), min(item.n for item in rates)
    known = [test for test in tests if test.answers <= answers]
    if not known or not known[-1].cost:
        return []
    currency, test = plan.inputs.finance.currency, known[-1]
    cost = rough(test.cost / test.answers * answers, currency)
    checked = f"checking {number(answers)} answers of each costs about {cost}"
    return [
        f"{sentence_case(checked)}; before it was done, a test of {number(test.answers)} was worth "
        f"about {rough(test.worth, currency)}."
    ]
