"""The eleven factors of the decision guide, with a plan's figures in them."""

from collections.abc import Callable

from app.inputs import TITLES, ApproachName
from app.plans.plan import Plan
from app.words.money import about
from app.words.months import month_count, month_name, month_text
from app.words.numbers import ABSENT, number, percent
from app.words.tables import Table

GUIDE = {  # what the decision guide says of prompting and of fine-tuning
    "Kind of customisation": ("how instructions are written", "what the model has learned"),
    "Control": ("limited, hangs on the prompt", "high, built in"),
    "Best suited for": ("flexibility, experiments, fast change", "stability, accuracy, rules"),
}


def consistency(plan: Plan, name: ApproachName) -> str:
    """Return how often answers fail."""
    approach = plan.inputs.approach(name)
    return (
        f"{percent(approach.error_rate)} wrong, {percent(approach.retry_rate)} repeated, "
        f"{percent(approach.review_rate)} reviewed"
    )


def first_month(plan: Plan, name: ApproachName) -> int:
    """Return the first month that the approach serves by itself, inside the plan or after it."""
    approach = plan.inputs.approach(name)
    return approach.build_month + approach.lead_time_months + 1


def time_to_implement(plan: Plan, name: ApproachName) -> str:
    """Return when the approach is live, and what each month of waiting costs where it pays."""
    first, currency = first_month(plan, name), plan.inputs.finance.currency
    if name == "prompting" or first == 1:
        return "at once"
    live = f"live after {month_count(first - 1)}"
    if first > plan.inputs.finance.horizon_months:
        return live
    saved = float(plan.projection.savings(name)[first] * plan.projection.discount[first])
    if saved <= 0 or plan.summary.comparisons[name].npv <= 0:  # who waits for it loses nothing
        return live
    return f"{live}; each month of waiting costs about {about(saved, currency)}"


def expertise(plan: Plan, name: ApproachName) -> str:
    """Return the engineering before go-live."""
    approach = plan.inputs.approach(name)
    if name == "prompting" and plan.inputs.prompting.already_live:
        return "the prompt exists"
    cost = approach.build_hours * plan.inputs.labour.engineer_rate
    return (
        f"{number(approach.build_hours)} engineer hours, "
        f"{about(cost, plan.inputs.finance.currency)}"
    )


def scalability(plan: Plan, name: ApproachName) -> str:
    """Return the cost per request in the first live month and in the last month."""
    horizon = plan.inputs.finance.horizon_months
    first = min(first_month(plan, name), horizon)
    early, late = (cost_of_a_request(plan, name, month) for month in (first, horizon))
    start = plan.inputs.finance.start_month
    return (
        f"{early} a request in {month_name(start, first)}, {late} in {month_name(start, horizon)}"
    )


def cost_of_a_request(plan: Plan, name: ApproachName, month: int) -> str:
    """Return what a request costs in a month; a dash where the season leaves none."""
    requests = float(plan.projection.requests[month])
    if not requests:
        return ABSENT
    total = float(plan.projection.courses[name].total[month] * plan.projection.discount[month])
    return about(total / requests, plan.inputs.finance.currency)


def prompt_complexity(plan: Plan, name: ApproachName) -> str:
    """Return the prompt's length in the first live month and in the last month."""
    approach = plan.inputs.approach(name)
    longest = number(round(float(plan.projection.courses[name].quantity("prompt")[-1])))
    return f"{number(round(approach.prompt_tokens))} tokens at first, {longest} at the end"


def upfront(plan: Plan, name: ApproachName) -> str:
    """Return what month 0 costs; of a challenger what is invested beyond prompting, and when."""
    finance = plan.inputs.finance
    if name == "prompting":
        return about(plan.summary.approaches[name].upfront_cost, finance.currency)
    invested = plan.summary.comparisons[name].investment
    words = about(abs(invested), finance.currency)
    if words == about(0.0, finance.currency):
        return "as much as prompting"
    than = f"{words} {'less' if invested < 0 else 'more'} than prompting"
    month = plan.inputs.approach(name).build_month
    return f"{than}, in {month_name(finance.start_month, month)}" if month else than


def long_term(plan: Plan, name: ApproachName) -> str:
    """Return what the whole plan costs, and when it pays."""
    total = about(plan.summary.approaches[name].present_cost, plan.inputs.finance.currency)
    if name == "prompting":
        return total
    month = plan.summary.comparisons[name].discounted_break_even_month
    pays = "does not pay back" if month is None else "pays from "
    start = plan.inputs.finance.start_month
    return f"{total}; {pays}{'' if month is None else month_text(month, start)}"


def risk(plan: Plan, name: ApproachName) -> str:
    """Return what errors and review cost over the plan."""
    errors, review = (
        about(float(plan.projection.present_cost_of(name, [line])), plan.inputs.finance.currency)
        for line in ("errors", "review")
    )
    return f"wrong answers {errors}, review {review} over the plan"


FACTORS: dict[str, Callable[[Plan, ApproachName], str]] = {
    "Consistency of output": consistency,
    "Time to implement": time_to_implement,
    "Expertise": expertise,
    "Scalability": scalability,
    "Prompt complexity": prompt_complexity,
    "Upfront cost": upfront,
    "Long-term cost": long_term,
    "Risk management": risk,
}


def factor_table(plan: Plan) -> Table | None:
    """Return the eleven factors of the decision guide with this plan's figures in them.

    None for a forecast, which compares prompting with nothing.
    """
    if not plan.inputs.challengers:
        return None
    compared: tuple[ApproachName, ...] = ("prompting", plan.inputs.challengers[0])
    rows = [
        ["Kind of customisation", *GUIDE["Kind of customisation"]],
        ["Control", *GUIDE["Control"]],
        *([title, *(words(plan, name) for name in compared)] for title, words in FACTORS.items()),
        ["Best suited for", *GUIDE["Best suited for"]],
    ]
    columns = ["Factor", *(TITLES[name] for name in compared)]
    return Table("Eleven factors, with your figures in them, in today's money", columns, rows)
