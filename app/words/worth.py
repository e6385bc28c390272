"""What a mistake avoided costs, what to test before deciding, and how many examples to prepare."""

from app.answers.examples import ExamplesCurve
from app.answers.planned_tests import SIZES, PlannedTest
from app.inputs import ApproachName, Challenger
from app.model import MODEL_VERSION
from app.plans.plan import Plan
from app.words.approaches import DOING, listed, subject
from app.words.decision import rival
from app.words.money import about, rough
from app.words.numbers import number, percent
from app.words.sureness import HARDLY, chance

ANSWERS = 100  # that the form asks to check where nothing is known
ERROR_COST = "quality.error_cost"
NO_NEED = "You need not know exactly what one costs."
NOT_WORTH_IT = "No test is worth its cost: checking answers first would cost more than it is worth."
NOTHING_TO_TEST = (
    "Checking answers can tell nothing here: no share of wrong answers has a range, so all are "
    "taken as certain."
)


def mistakes_sentence(plan: Plan) -> str | None:
    """Return what a mistake fewer than with prompting costs; None where nobody errs.

    It is about what is recommended, else about what comes nearest to prompting.
    """
    name = measured_against_prompting(plan)
    if name is None or plan.model_version != MODEL_VERSION:
        return None
    cost = plan.summary.comparisons[name].cost_per_mistake_avoided
    if cost is None:
        wrong = float(plan.projection.result("prompting", "wrong_answers"))
        as_often = "at least as many of its answers are wrong as of prompting's"
        return f"{subject(name)} avoids no mistakes: {as_often}." if wrong else None
    if cost <= 0:
        return (
            f"{subject(name)} avoids mistakes and costs no more than prompting: worth it whatever "
            "a mistake costs you."
        )
    price = about(cost, plan.inputs.finance.currency)
    said = f"{subject(name)} costs {price} per mistake avoided: worth it if a mistake costs you"
    return f"{said} more.{'' if ERROR_COST in plan.changes else f' {NO_NEED}'}"


def measured_against_prompting(plan: Plan) -> Challenger | None:
    """Return the approach whose mistakes count: the one recommended, or nearest to prompting."""
    recommended = plan.verdict.recommendation
    if recommended is None:
        return None
    return rival(plan) if recommended == "prompting" else recommended


# What to test


def tested(plan: Plan) -> list[ApproachName]:
    """Return the approaches whose answers a test would check."""
    return [name for name in plan.inputs.considered if f"{name}.error_rate" in plan.ranges]


def best_test(plan: Plan) -> PlannedTest | None:
    """Return the test that is most worth its cost; None where none is, or none is known."""
    result = plan.uncertainty
    return next((item for item in result.test_plan or () if item.answers == result.best_test), None)


def answers_to_check(plan: Plan) -> int:
    """Return how many answers of each a test is to check; a hundred where no test is planned."""
    test = best_test(plan) if plan.ranges else None
    return test.answers if test else ANSWERS


def check_sentence(plan: Plan) -> str | None:
    """Return what to test and what that is worth; None of plans that no test was planned for."""
    if plan.uncertainty.test_plan is None:
        return None
    test = best_test(plan)
    if test is None:
        return NOT_WORTH_IT if tested(plan) else NOTHING_TO_TEST
    return (
        f"Check {number(test.answers)} {whose_answers(plan)}: {price_and_worth(plan, test)} "
        f"before you decide{undecided_between(plan)}."
    )


def undecided_between(plan: Plan) -> str:
    """Return between which approaches the choice is; "" where it is between all of them.

    What was measured may leave one out, though the test checks its answers, too.
    """
    chances = plan.uncertainty.probability_cheapest
    names = [name for name in plan.inputs.considered if chances[name] >= HARDLY]
    is_open = 1 < len(names) < len(chances)
    return f" between {listed([DOING[name] for name in names])}" if is_open else ""


def whose_answers(plan: Plan) -> str:
    """Return of whom a test checks answers: "answers of each"."""
    names = tested(plan)
    return f"answers of {'each' if len(names) > 1 else DOING[names[0]]}"


def price_and_worth(plan: Plan, test: PlannedTest) -> str:
    """Return what a test costs and is worth, as the rest of a sentence."""
    currency = plan.inputs.finance.currency
    return f"about {rough(test.cost, currency)}, worth about {rough(test.worth, currency)}"


def check_details(plan: Plan) -> str | None:
    """Return how to test, and how often that changes the choice; None where no test is worth it."""
    test = best_test(plan)
    if test is None:
        return None
    names = [DOING[name] for name in tested(plan)]
    how = f"Give the same questions to {listed(names)}, and count" if len(names) > 1 else "Count"
    said = [
        f"{how} which answers are wrong.",
        f"In {chance(test.changes_mind)} of cases what is found changes which approach is chosen.",
        price_of_checking(plan.inputs.quality.review_minutes),
    ]
    if tested(plan) != ["prompting"]:
        said.append("It takes a tuned model; a first try will do. Training it is not in the price.")
    if test.answers == max(SIZES):
        said.append("No larger test was tried; the table says what smaller ones are worth.")
    return " ".join(said)


def price_of_checking(minutes: float) -> str:
    """Return what a test's price consists of, given the minutes that reviewing an answer takes."""
    if not minutes:
        return "The price is that of the calls: the plan has no time for reviewing an answer."
    time = f"{number(minutes)} minute{'' if minutes == 1 else 's'}"
    return f"The price is the calls and people's time, {time} an answer as in the plan."


# How many examples


def examples_sentence(plan: Plan, curve: ExamplesCurve) -> str:
    """Return with how many examples an approach costs least, against as many as there are."""
    currency = plan.inputs.finance.currency
    best = f"{subject(curve.approach)} costs least with {number(curve.best)} examples"
    there = f"about {about(curve.cost_at(curve.best), currency)} in today's money"
    wrong = f"{percent(curve.error_at(curve.best))} of its answers wrong"
    if curve.today == curve.best:
        return f"{best}, as many as the plan has: {there}, {wrong}."
    if not curve.today:
        return f"{best}: {there}, {wrong}."
    now = about(curve.cost_at(curve.today), currency)
    return (
        f"{best}: {there}, {wrong}. With {number(curve.today)}, as planned, it costs about {now}, "
        f"{percent(curve.error_at(curve.today))} wrong."
    )
