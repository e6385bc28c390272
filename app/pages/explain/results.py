"""A result, from its formula over its months and largest lines to where each can be looked up."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from app.inputs import APPROACHES, TITLES, ApproachName
from app.model import CHALLENGERS, LINES, Challenger, finance, project
from app.pages.explain.explained import (
    TOTAL,
    Explanation,
    Floats,
    Link,
    MonthRow,
    Months,
    amount_text,
    amounts_of,
    challenger,
    explain_address,
    month_title,
    split,
    unknown,
)
from app.pages.explain.formulas import (
    APPROACH_RESULTS,
    COMPARISON_RESULTS,
    CROSSING,
    RATE,
    SEARCHED,
    SUMS,
    Formula,
)
from app.pages.explain.parts import Step, digits, inputs_used, shown_step
from app.plans.plan import Plan
from app.words.money import symbol_of
from app.words.numbers import number, percent
from app.words.sentences import LINE_TITLES

LARGEST = 3  # lines named under a result
TERMS = 3  # of a sum, written out before the dots
VOLUME = "workload.requests_per_month"
DISCOUNTED = frozenset({"present_cost", "npv", "discounted_break_even_month", *SEARCHED})
IN_MONTH_ZERO = frozenset({"upfront_cost", "investment"})
BREAK_EVEN = frozenset(
    {"break_even_month", "break_even_month_exact", "discounted_break_even_month"}
)
SHARES = frozenset({"value_roi", "roi", "irr"})
RESULTS: Mapping[str, Formula] = {
    **{f"{name}.{key}": item for name in APPROACHES for key, item in APPROACH_RESULTS.items()},
    **{
        f"{name}.{key}": item
        for name in CHALLENGERS
        for key, item in (COMPARISON_RESULTS | SEARCHED).items()
    },
}


def explain_result(plan: Plan, name: str) -> Explanation:
    """Return how a result comes about; raises InvalidInputs for a name that there is not."""
    if name not in RESULTS:
        raise unknown("result", name, RESULTS)
    approach, key = split(name)
    formula = RESULTS[name]
    value = value_of(plan, name)
    steps = [] if value is None else list(steps_of_result(plan, approach, formula, value))
    remarks = list(remarks_on(plan, approach, key, value))
    used = ["finance.discount_rate"] if key in DISCOUNTED else []
    used += ["quality.request_value"] if key == "value_roi" else []
    return Explanation(
        title=f"{TITLES[approach]}: {formula.words}",
        value=result_text(plan, key, value),
        remarks=remarks if steps else [formula.text, *remarks],
        steps=steps,
        parts=[],
        links=[*results_used(plan, approach, formula), *largest_lines(plan, approach, key)],
        months=None if key in IN_MONTH_ZERO else months_of(plan, approach, key),
        inputs=inputs_used(plan, used),
    )


def value_of(plan: Plan, name: str) -> float | None:
    """Return a result; None where there is none."""
    approach, key = split(name)
    if key in APPROACH_RESULTS:
        return getattr(plan.summary.approaches[approach], key)  # type: ignore[no-any-return]
    return getattr(plan.summary.comparisons[challenger(approach)], key)  # type: ignore[no-any-return]


def result_symbols(plan: Plan, approach: ApproachName) -> dict[str, float]:
    """Return the value of the names in the formulas of results, those of single months left out."""
    course = plan.projection.courses[approach]
    names = [name for name in RESULTS if name.startswith(f"{approach}.")]
    values = {name.split(".")[1]: value_of(plan, name) for name in names}
    return {name: value for name, value in values.items() if value is not None} | {
        "discount_rate": plan.inputs.finance.discount_rate,
        "request_value": plan.inputs.quality.request_value,
        "monthly_rate": float(plan.projection.monthly_rate),
        "total_of_month_zero": float(course.total[0]),
        "prompting_total_of_month_zero": float(plan.projection.courses["prompting"].total[0]),
        "all_requests": float(np.sum(plan.projection.requests)),
        "right_answers": float(np.sum(course.right_answers)),
    }


def steps_of_result(
    plan: Plan, approach: ApproachName, formula: Formula, value: float
) -> Iterator[Step]:
    """Yield the formulas that lead to a result, the result last."""
    currency = plan.inputs.finance.currency
    if formula.name in SEARCHED:
        return
    if formula.name in BREAK_EVEN:
        yield from crossing_steps(plan, challenger(approach), formula, value)
        return
    values = result_symbols(plan, approach)
    if "monthly_rate" in formula.names:
        yield shown_step(RATE, values, values["monthly_rate"], currency)
    for name in formula.names:
        if name in SUMS:
            yield sum_step(plan, SUMS[name], sum_terms(plan, approach, name), sign="")
    if formula.is_sum:
        yield sum_step(plan, formula, sum_terms(plan, approach, formula.name))
        return
    if formula.name == "irr":
        values["monthly_return"] = (1 + value) ** (1 / 12) - 1
    step = shown_step(formula, values, value, currency)
    yield replace(step, result=result_text(plan, formula.name, value))


def sum_terms(plan: Plan, approach: ApproachName, name: str) -> Floats:
    """Return what is added up, by month."""
    projection = plan.projection
    course = projection.courses[approach]
    terms = {
        "all_requests": projection.requests,
        "right_answers": course.right_answers,
    }
    if name in terms:
        return np.asarray(terms[name])
    amounts = course.total if name in APPROACH_RESULTS else projection.savings(challenger(approach))
    return finance.discount(projection.monthly_rate, amounts) if name in DISCOUNTED else amounts


def sum_step(plan: Plan, formula: Formula, terms: Floats, *, sign: str | None = None) -> Step:
    """Return a sum with its first terms and its last."""
    sign = symbol_of(plan.inputs.finance.currency) if sign is None else sign
    texts = [digits(float(term), sign) for term in terms]
    shown = texts if len(texts) <= TERMS + 1 else [*texts[:TERMS], "…", texts[-1]]
    return Step(
        name=formula.name,
        words=formula.words,
        formula=formula.text,
        values=" + ".join(shown).replace("+ \u2212", "− "),
        result=digits(float(np.sum(terms)), sign),
    )


def crossing_steps(plan: Plan, name: Challenger, formula: Formula, value: float) -> Iterator[Step]:
    """Yield where the running sum of savings crosses zero, and the month from which it stays."""
    running = running_savings(plan, name, formula.name)
    currency = plan.inputs.finance.currency
    crossing = Formula("crossing", "where the running sum of the savings passes zero", CROSSING)
    last = {}
    for month in np.flatnonzero((running[:-1] < 0) != (running[1:] < 0)).tolist():
        before, after = float(running[month]), float(running[month + 1])
        last = {"month_before": float(month), "before": before, "after": after}
        exact = month - before / (after - before)
        direction = "above" if after >= 0 else "below"
        step = shown_step(crossing, last, exact, currency)
        yield replace(step, result=f"{step.result}, to {direction} zero")
    if last:
        yield shown_step(formula, last, value, currency)


def running_savings(plan: Plan, name: Challenger, key: str) -> Floats:
    """Return the running sum of savings, in today's money where the result is."""
    savings = plan.projection.savings(name)
    if key in DISCOUNTED:
        savings = finance.discount(plan.projection.monthly_rate, savings)
    return np.cumsum(savings)


def remarks_on(plan: Plan, approach: ApproachName, key: str, value: float | None) -> Iterator[str]:
    """Yield what the formula alone does not say: why there is no result, or how it was found."""
    if key == "value_roi" and value is None:
        yield "There is none: answers carry no value (quality.request_value), or nothing is spent."
    if key == "cost_per_right_answer" and value is None:
        yield "There is none: no answer of the plan is right."
    if key == "roi" and value is None:
        yield "There is none: month 0 costs no more than prompting's, so nothing is invested."
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
    if key in SEARCHED:
        yield from remarks_on_volume(plan, challenger(approach), value)


def remarks_on_irr(plan: Plan, name: Challenger, value: float | None) -> Iterator[str]:
    """Say what the rate does, or why there is none."""
    savings = plan.projection.savings(name)
    signs = np.sign(savings[savings != 0])
    changes = int(np.count_nonzero(np.diff(signs)))
    if value is None:
        yield (
            "There is none: a rate is given only where the monthly savings change their sign "
            f"exactly once; here they change it {changes} times."
        )
        return
    sum_at_rate = float(finance.present_value(finance.monthly_rate(value), savings))
    yield (
        "monthly_return is the rate at which the savings discounted with it add up to zero; found "
        f"by search. Discounted with it they add up to {amount_text(plan, round(sum_at_rate, 2))}."
    )


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


def results_used(plan: Plan, approach: ApproachName, formula: Formula) -> Iterator[Link]:
    """Yield the other results in a formula."""
    for name in formula.names:
        full = f"{approach}.{name}"
        if full in RESULTS and formula.name not in SEARCHED and name != formula.name:
            yield Link(
                title=RESULTS[full].words,
                text=result_text(plan, name, value_of(plan, full)),
                address=explain_address(plan, result=full),
            )


def largest_lines(plan: Plan, approach: ApproachName, key: str) -> Iterator[Link]:
    """Yield the lines that make up most of a result; of comparisons, of the difference."""
    month = 0 if key in IN_MONTH_ZERO else None
    against = key not in APPROACH_RESULTS
    amounts = {line: amount_in(plan, approach, line, key) for line in LINES}
    for line in sorted(LINES, key=lambda line: -abs(amounts[line]))[:LARGEST]:
        amount = amounts[line]
        if not amount:
            continue
        text = amount_text(plan, summed(plan, approach, line, key))
        if against:
            text += f", {amount_text(plan, abs(amount))} {'more' if amount > 0 else 'less'}"
        yield Link(
            title=f"{TITLES[approach]}: {LINE_TITLES[line].lower()}",
            text=text,
            address=explain_address(plan, line=f"{approach}.{line}", month=month),
        )
        if against:
            other = amount_of_prompting(plan, line, key)
            yield Link(
                title=f"{TITLES['prompting']}: {LINE_TITLES[line].lower()}",
                text=amount_text(plan, other),
                address=explain_address(plan, line=f"prompting.{line}", month=month),
            )


def amount_in(plan: Plan, approach: ApproachName, line: str, key: str) -> float:
    """Return what a line adds to a result: its sum, or how much more it is than prompting's."""
    amount = summed(plan, approach, line, key)
    return amount if key in APPROACH_RESULTS else amount - amount_of_prompting(plan, line, key)


def amount_of_prompting(plan: Plan, line: str, key: str) -> float:
    """Return what prompting's line is over the months of a result."""
    return summed(plan, "prompting", line, key)


def summed(plan: Plan, approach: ApproachName, line: str, key: str) -> float:
    """Return a line added up over the months of a result, in today's money where that is."""
    amounts = amounts_of(plan, approach, line)
    if key in IN_MONTH_ZERO:
        return float(amounts[0])
    if key in DISCOUNTED:
        amounts = finance.discount(plan.projection.monthly_rate, amounts)
    return float(np.sum(amounts[1:] if key == "running_cost" else amounts))


def months_of(plan: Plan, approach: ApproachName, key: str) -> Months:
    """Return the months that a result adds up."""
    own = plan.projection.courses[approach].total
    first = 1 if key == "running_cost" else 0
    columns = {TITLES[approach]: own}
    terms = np.where(np.arange(len(own)) >= first, own, 0.0)
    if key not in APPROACH_RESULTS:
        prompting = plan.projection.courses["prompting"].total
        terms = plan.projection.savings(challenger(approach))
        columns = {TITLES["prompting"]: prompting} | columns | {"Saved": terms}
    if key in DISCOUNTED:
        terms = finance.discount(plan.projection.monthly_rate, terms)
        columns["In today's money"] = terms
    columns["So far"] = np.cumsum(terms)
    rows = [
        MonthRow(
            title=month_title(plan, month),
            cells=[amount_text(plan, amounts[month]) for amounts in columns.values()],
            address=explain_address(plan, line=f"{approach}.{TOTAL}", month=month),
        )
        for month in range(first, len(own))
    ]
    return Months(columns=["Month", *columns], rows=rows)


def result_text(plan: Plan, key: str, value: float | None) -> str:
    """Return a result with its unit."""
    if value is None:
        return "none"
    if key in SHARES:
        return percent(value)
    if key in SEARCHED:
        return f"{number(round(value, 2))} requests"
    if key in BREAK_EVEN:
        return f"month {digits(float(value))}"
    return amount_text(plan, value)
