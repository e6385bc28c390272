"""What a result's formula alone does not say: why there is none, or how it was found."""

from collections.abc import Iterator

import numpy as np

from app.answers.examples import examples_curve
from app.inputs import ApproachName
from app.model import Challenger, finance, project
from app.pages.explain.definitions import (
    BEST_BUILD,
    BEST_EXAMPLES,
    BREAK_EVEN,
    BREAK_EVEN_REQUESTS,
    BREAK_EVEN_VOLUME,
    MISTAKE_AVOIDED,
    UTILISATION,
    VOLUME,
    running_savings,
)
from app.pages.explain.explained import Floats, amount_text, challenger, month_title
from app.pages.explain.parts import digits
from app.plans.plan import Plan
from app.words.numbers import number


def remarks_on(plan: Plan, approach: ApproachName, key: str, value: float | None) -> Iterator[str]:
    """Yield what the formula alone does not say: why there is no result, or how it was found."""
    if key == "value_roi" and value is None:
        yield "There is none: answers carry no value (quality.request_value), or nothing is spent."
    if key == "cost_per_right_answer" and value is None:
        yield "There is none: no answer of the plan is right."
    if key == "roi" and value is None:
        yield "There is none: building costs no more than prompting's, so nothing is invested."
    if key == UTILISATION:
        yield from remarks_on_utilisation(value)
    if key in BEST_BUILD:
        yield from remarks_on_best_build(plan, challenger(approach), value)
    if key == MISTAKE_AVOIDED:
        yield from remarks_on_mistakes(plan, challenger(approach), value)
    if key == BEST_EXAMPLES:
        yield from remarks_on_examples(plan, challenger(approach), value)
    if key == BREAK_EVEN_REQUESTS:
        yield from remarks_on_requests(plan, challenger(approach), value)
    if key == "irr":
        yield from remarks_on_irr(plan, challenger(approach), value)
    if key in BREAK_EVEN:
        running = running_savings(plan, challenger(approach), key)
        end = amount_text(plan, running[-1])
        if value is None:
            yield f"There is none: the running sum of the savings ends below zero, at {end}."
        elif value == 0:
            yield f"The running sum of the savings never falls below zero; it ends at {end}."
        else:
            yield (
                "month_before is the last month in which the running sum of the savings is below "
                f"zero, before and after are that sum then and a month later. It ends at {end}."
            )
    if key == BREAK_EVEN_VOLUME:
        yield from remarks_on_volume(plan, challenger(approach), value)


def remarks_on_utilisation(value: float | None) -> Iterator[str]:
    """Say what the share of the hosting is, or why there is none."""
    if value is None:
        yield "There is none: nothing is hosted, or a replica has no capacity."
        return
    yield (
        "Over the months that the approach serves by itself: calls that its own replicas serve, of "
        "those that they could serve in the hours for which they are paid."
    )


def remarks_on_requests(plan: Plan, name: Challenger, value: float | None) -> Iterator[str]:
    """Say from which month the requests are counted, or why there are none."""
    month = plan.summary.comparisons[name].break_even_month_exact
    if value is None or month is None:
        yield "There are none: the approach does not pay within the plan."
    elif month == 0:
        yield "It never costs more than prompting, so it pays from the first request."
    else:
        yield (
            f"It pays {digits(month)} months after the decision: requests_before are those of the "
            "whole months until then, and requests_of_month those of the month after them."
        )


def remarks_on_best_build(plan: Plan, name: Challenger, value: float | None) -> Iterator[str]:
    """Say what building in the month planned and in the best month is worth."""
    figures = plan.summary.comparisons[name]
    planned = plan.inputs.approach(name).build_month
    npv = amount_text(plan, figures.npv)
    yield f"Building in {month_title(plan, planned)}, as planned, has a net present value of {npv}."
    if figures.best_build_month is None or figures.best_build_npv is None:
        yield "There is none: whenever it is built, the net present value is not above 0."
        return
    best = figures.best_build_month
    yield (
        f"Building in {month_title(plan, best)} has {amount_text(plan, figures.best_build_npv)}, "
        "more than in any other month; found by calculating the plan with every month."
    )


def remarks_on_mistakes(plan: Plan, name: Challenger, value: float | None) -> Iterator[str]:
    """Say what a mistake avoided at that cost means, or why there is none."""
    if value is None:
        yield "There is none: no fewer answers are wrong than with prompting."
        return
    error_cost = amount_text(plan, plan.inputs.quality.error_cost)
    yield (
        "What the approach costs beyond prompting, wrong answers aside, for each wrong answer "
        "fewer; both are weighed by month as money is. It is worth it if a mistake costs more: "
        f"the plan says {error_cost} (quality.error_cost)."
    )
    if value < 0:
        yield "It is below 0: the approach is cheaper, and fewer answers are wrong."


def remarks_on_examples(plan: Plan, name: Challenger, value: float | None) -> Iterator[str]:
    """Say what the plan has and what its best number would cost, or why there is none."""
    approach = plan.inputs.approach(name)
    if value is None:
        yield f"There is none: how errors fall with more examples ({name}.learning_exponent) is 0."
        return
    curve = examples_curve(plan.projection, name)
    if curve is None or not approach.dataset_examples:
        return
    now, then = (
        amount_text(plan, float(curve.cost_at(count))) for count in (curve.today, curve.best)
    )
    yield (
        f"With {number(curve.today)} examples, as planned, it costs {now} in today's money, with "
        f"{number(curve.best)} it costs {then}; found by calculating the plan with ever closer "
        "numbers of examples."
    )


def remarks_on_irr(plan: Plan, name: Challenger, value: float | None) -> Iterator[str]:
    """Say what the rate does, or why there is none."""
    savings = plan.projection.savings(name)
    if value is None:
        yield f"There is none: {why_no_rate(savings)}."
        return
    sum_at_rate = finance.present_value((1 + value) ** (1 / 12) - 1, savings)
    yield (
        "monthly_return is the rate at which the savings discounted with it add up to zero, by "
        "whole months; found by search. Discounted with it they add up to "
        f"{amount_text(plan, round(sum_at_rate, 2))}."
    )


def why_no_rate(savings: Floats) -> str:
    """Return which of its conditions the rate of return does not meet."""
    moved = savings[savings != 0]
    if not moved.size or moved[0] > 0:
        return "a rate is given only where something is paid before anything is saved"
    changes = int(np.count_nonzero(np.diff(np.sign(moved))))
    if changes > 1:
        return (
            f"the monthly savings change their sign {changes} times, and their running sum does "
            "not cross zero just once to end above it, so there may be several rates"
        )
    if changes == 1:
        return "the rate is too high or too low to mean anything: what is paid is back within days"
    return "the monthly savings change their sign 0 times, so that nothing paid comes back"


def remarks_on_volume(plan: Plan, name: Challenger, value: float | None) -> Iterator[str]:
    """Say what the net present value is around the volume."""
    entered = plan.inputs.workload.requests_per_month
    npv = amount_text(plan, plan.summary.comparisons[name].npv)
    yield f"At the {number(entered)} requests entered, the net present value is {npv}."
    if value is None:
        yield "There is none: at the highest volumes it is below zero."
    elif value == 0:
        yield "It is not below zero at any volume."
    else:
        at, below = (
            float(project(plan.inputs.replace({VOLUME: volume})).npv(name))
            for volume in (value, value * (1 - 1e-6))
        )
        yield (
            f"At {number(round(value, 2))} requests it is {amount_text(plan, round(at, 2))}, a "
            f"millionth below that volume {amount_text(plan, round(below, 2))}. Found by search: "
            "a step, as where a replica starts, need not pass through zero."
        )
    crossings = plan.summary.comparisons[name].crossing_requests_per_month
    if len(crossings) > 1:
        volumes = ", ".join(number(round(volume, 2)) for volume in crossings)
        yield f"It changes its sign at each of these volumes: {volumes}."
