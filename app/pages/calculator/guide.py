"""A short guided reading of an answer, for whoever sees one for the first time."""

from dataclasses import dataclass

from app.inputs import TITLES, Challenger
from app.plans.plan import Plan
from app.words.money import about, money
from app.words.months import month_name
from app.words.numbers import number
from app.words.sentences import best_challenger


@dataclass(frozen=True)
class Step:
    """One thing to look at; `place` is where on the page it stands."""

    title: str
    text: str
    place: str


def guided_reading(plan: Plan) -> list[Step]:
    """Return what to look at, in order, with this plan's figures."""
    name = best_challenger(plan)
    if name is None:  # a forecast has no curves that could cross
        return []
    return [
        the_case(plan),
        Step(
            "The verdict",
            "It says what to do, and what that saves or costs against prompting in today's money. "
            "What suits the task, whatever it costs, stands below it.",
            "answer",
        ),
        the_curves(plan, name),
        Step(
            "How sure",
            "Volumes and error rates are guesses, so each has a range. The simulation says how "
            "often each approach comes out cheapest, and which number is worth measuring first.",
            "sureness",
        ),
        Step(
            "Your turn",
            "Pick your own use case at the top and change what you know. What you change is marked "
            "as yours; saving gives a link to share.",
            "preset",
        ),
    ]


def the_case(plan: Plan) -> Step:
    """Return what is calculated, in the plan's own figures."""
    inputs = plan.inputs
    lost = money(inputs.quality.error_cost, inputs.finance.currency)
    return Step(
        "The case",
        f"{plan.preset.title}: {number(inputs.workload.requests_per_month)} requests a month, "
        f"a prompt of {number(inputs.prompting.prompt_tokens)} tokens (pieces of words), and "
        f"{lost} lost with every wrong answer. "
        "Every value says where it comes from, and any of them can be yours.",
        "inputs-title",
    )


def the_curves(plan: Plan, name: Challenger) -> Step:
    """Return where a challenger's curve starts, and where it crosses that of prompting."""
    figures, finance = plan.summary.comparisons[name], plan.inputs.finance
    month = figures.discounted_break_even_month
    upfront = about(max(figures.investment, 0.0), finance.currency)
    crossing = (
        f"They cross in {month_name(finance.start_month, month)}: from there on "
        f"{TITLES[name].lower()} has cost less in all."
        if month
        else "They do not cross for good within the plan."
    )
    return Step(
        "The curves",
        f"{TITLES[name]} starts {upfront} up, for examples, training and work. "
        f"Prompting starts low and rises with every request. {crossing}",
        "figure",
    )
