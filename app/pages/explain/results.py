"""A result, from its formula over its months and largest lines to where each can be looked up."""

import ast
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from app.inputs import APPROACHES, TITLES, ApproachName
from app.model import CHALLENGERS, LINE_TITLES, LINES, Challenger, finance, project
from app.model.arrays import evaluate
from app.model.formulas import formula_text, used
from app.model.language import (
    CALENDAR,
    Key,
    function_of,
    name_of,
    needs,
    quantity_of,
    resolve,
    tree,
)
from app.model.table import APPROACH_RESULTS, BUILT, COMPARISON_RESULTS, COST_PARTS, SUMS
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
    check_part,
    explain_address,
    month_title,
    remark_on_version,
    split,
    unknown,
)
from app.pages.explain.parts import Reading, Step, digits, inputs_used, reading_of
from app.plans.plan import Plan
from app.words.money import symbol_of
from app.words.numbers import number, percent

LARGEST = 3  # lines named under a result
TERMS = 3  # of a sum, written out before the dots
VOLUME = "workload.requests_per_month"
BREAK_EVEN_VOLUME = "break_even_requests_per_month"
DISCOUNTED = frozenset({"present_cost", "npv", "discounted_break_even_month", BREAK_EVEN_VOLUME})
IN_MONTH_ZERO = frozenset({"upfront_cost"})
BUILDING = "investment"  # what is paid for building, whenever that is
BREAK_EVEN = frozenset(
    {"break_even_month", "break_even_month_exact", "discounted_break_even_month"}
)
SHARES = frozenset({"value_roi", "roi", "irr", "hosting_utilisation"})
UTILISATION = "hosting_utilisation"
BREAK_EVEN_REQUESTS = "break_even_requests"
BEST_BUILD = frozenset({"best_build_month", "best_build_npv"})
WITHOUT_MONTHS = IN_MONTH_ZERO | BEST_BUILD | {BUILDING, UTILISATION}
# A cost in three parts: the quantity of each month, and its lines.
PART_OF = {
    item.name: part
    for item in APPROACH_RESULTS
    for part in COST_PARTS
    if item.expression == f"over_months({part})"
}
OF_APPROACH = {item.name: item.words for item in APPROACH_RESULTS}
# Found by search, so that no quantity of the model repeats them: how each is defined.
CROSSING = "month_before − before / (after − before)"
SEARCHED = {
    "irr": ("Internal rate of return, yearly", "(1 + monthly_return)^12 − 1"),
    "break_even_month": ("Pays from month", "month_before + 1"),
    "break_even_month_exact": ("Pays from month, interpolated", CROSSING),
    "discounted_break_even_month": ("Pays from month, in today's money", "month_before + 1"),
    BREAK_EVEN_REQUESTS: (
        "Pays after so many requests",
        "requests_before + share_of_month × requests_of_month",
    ),
    "best_build_month": (
        "Month in which building would pay most",
        "the build_month from 0 to horizon_months with the highest npv, the earliest of equals",
    ),
    "best_build_npv": (
        "Net present value if built then",
        "npv with build_month = best_build_month",
    ),
    BREAK_EVEN_VOLUME: (
        "Pays from a volume of, requests in month 1",
        "the volume in month 1 from which npv stays at 0 or above, up to 10,000,000,000 requests",
    ),
}
OF_COMPARISON = {item.name: item.words for item in COMPARISON_RESULTS} | {
    name: words for name, (words, _) in SEARCHED.items()
}
# name -> what it is
RESULTS: Mapping[str, str] = {
    **{f"{name}.{key}": words for name in APPROACHES for key, words in OF_APPROACH.items()},
    **{f"{name}.{key}": words for name in CHALLENGERS for key, words in OF_COMPARISON.items()},
}


SUMMED_UP = frozenset({"saved", "discount", *COST_PARTS})  # of a month, worth their formula
SUM_NAMES = frozenset(item.name for item in SUMS)
DISCOUNT, MONTHLY_RATE = Key(CALENDAR, "discount"), Key(CALENDAR, "monthly_rate")


def definition(name: str) -> str:
    """Return the formula of a result in general."""
    approach, key = split(name)
    if key in SEARCHED:
        return f"{key} = {SEARCHED[key][1]}"
    return formula_text(Key(approach, key))


def explain_result(plan: Plan, name: str) -> Explanation:
    """Return how a result comes about; raises InvalidInputs for a name that there is not."""
    if name not in RESULTS:
        raise unknown("result", name, RESULTS)
    approach, key = split(name)
    check_part(plan, "result", approach)
    value = value_of(plan, name)
    if remark_on_version(plan):
        return recorded_result(plan, name, value)
    steps = [] if value is None else list(steps_of_result(plan, name, value))
    remarks = [*monthly_formulas(approach, key), *remarks_on(plan, approach, key, value)]
    inputs = ["finance.discount_rate"] if key in DISCOUNTED else []
    inputs += ["quality.request_value"] if key == "value_roi" else []
    return Explanation(
        title=f"{TITLES[approach]}: {RESULTS[name]}",
        value=result_text(plan, key, value),
        remarks=remarks if steps else [definition(name), *remarks],
        steps=steps,
        parts=[],
        links=[*results_used(plan, name), *largest_lines(plan, approach, key)],
        months=None if key in WITHOUT_MONTHS else months_of(plan, approach, key),
        inputs=inputs_used(plan, inputs),
    )


def recorded_result(plan: Plan, name: str, value: float | None) -> Explanation:
    """Return a result that another version of the model calculated: its lines and months."""
    approach, key = split(name)
    return Explanation(
        title=f"{TITLES[approach]}: {RESULTS[name]}",
        value=result_text(plan, key, value),
        remarks=remark_on_version(plan),
        steps=[],
        parts=[],
        links=list(largest_lines(plan, approach, key)),
        months=None if key in WITHOUT_MONTHS else months_of(plan, approach, key),
        inputs=[],
    )


def value_of(plan: Plan, name: str) -> float | None:
    """Return a result; None where there is none."""
    approach, key = split(name)
    if key in OF_APPROACH:
        return getattr(plan.summary.approaches[approach], key)  # type: ignore[no-any-return]
    return getattr(plan.summary.comparisons[challenger(approach)], key)  # type: ignore[no-any-return]


def monthly_formulas(approach: ApproachName, key: str) -> Iterator[str]:
    """Yield what a sum over the months takes of each, by its formula."""
    for needed in () if key in SEARCHED else needs(Key(approach, key)):
        if isinstance(needed, Key) and needed.name in SUMMED_UP:
            yield formula_text(needed)


def steps_of_result(plan: Plan, name: str, value: float) -> Iterator[Step]:
    """Yield the formulas that lead to a result, the result last."""
    approach, key = split(name)
    if key in BREAK_EVEN:
        yield from crossing_steps(plan, challenger(approach), key, value)
    elif key == BREAK_EVEN_REQUESTS:
        yield from break_even_requests_steps(plan, challenger(approach))
    elif key == "irr":
        monthly = (1 + value) ** (1 / 12) - 1
        words, formula = SEARCHED[key]
        yield Step(
            name=key,
            words=words,
            formula=f"{key} = {formula}",
            values=formula.replace("monthly_return", digits(monthly)),
            result=percent(value),
        )
    elif key not in SEARCHED:
        reading = reading_of(plan, 0)
        found = Key(approach, key)
        for meaning in dict.fromkeys(used(tree(found), approach, reading.holds)):
            if meaning == DISCOUNT:
                yield reading.step(MONTHLY_RATE)
            elif isinstance(meaning, Key) and meaning.name in SUM_NAMES:
                yield plain_step(plan, reading, meaning)
        step = plain_step(plan, reading, found)
        yield replace(step, result=result_text(plan, key, value))


def plain_step(plan: Plan, reading: Reading, key: Key) -> Step:
    """Return a quantity's formula with its values, those of a sum by month."""
    added = added_up(key)
    if added is None:
        return reading.step(key)
    terms = np.ravel(evaluate(reading.model, added, key.scope))
    is_money = quantity_of(key).unit.startswith("currency")
    sign = symbol_of(plan.inputs.finance.currency) if is_money else ""
    texts = [digits(float(term), sign) for term in terms]
    shown = texts if len(texts) <= TERMS + 1 else [*texts[:TERMS], "…", texts[-1]]
    values = " + ".join(shown).replace("+ \u2212", "− ")
    return replace(reading.step(key), values=values)


def added_up(key: Key) -> ast.expr | None:
    """Return what a quantity adds up over all months; None if it is no sum."""
    node = tree(key)
    if not isinstance(node, ast.Call):
        return None
    if function_of(node) == "at_the_end":  # of a running sum
        running = resolve(key.scope, name_of(node.args[0]))
        return added_up(running) if isinstance(running, Key) else None
    return node.args[0] if function_of(node) in ("over_months", "running_sum") else None


def crossing_steps(plan: Plan, name: Challenger, key: str, value: float) -> Iterator[Step]:
    """Yield where the running sum of savings crosses zero, and the month from which it stays."""
    running = running_savings(plan, name, key)
    sign = symbol_of(plan.inputs.finance.currency)
    words, formula = SEARCHED[key]
    last: dict[str, str] = {}
    for month in np.flatnonzero((running[:-1] < 0) != (running[1:] < 0)).tolist():
        before, after = float(running[month]), float(running[month + 1])
        texts = (digits(float(month)), in_brackets(before, sign), in_brackets(after, sign))
        last = dict(zip(("month_before", "before", "after"), texts, strict=True))
        yield Step(
            name="crossing",
            words="where the running sum of the savings passes zero",
            formula=f"crossing = {CROSSING}",
            values=put_in(CROSSING, last),
            result=f"{digits(month - before / (after - before))}, to "
            f"{'above' if after >= 0 else 'below'} zero",
        )
    if last:
        yield Step(
            name=key,
            words=words,
            formula=f"{key} = {formula}",
            values=put_in(formula, last),
            result=digits(float(value)),
        )


def break_even_requests_steps(plan: Plan, name: Challenger) -> Iterator[Step]:
    """Yield the requests served until the running sum of savings stays at zero or above."""
    month = plan.summary.comparisons[name].break_even_month_exact
    if not month:  # it pays from the start
        return
    whole = math.floor(month)
    requests = plan.projection.requests
    words, formula = SEARCHED[BREAK_EVEN_REQUESTS]
    values = {
        "requests_before": digits(float(np.sum(requests[: whole + 1]))),
        "share_of_month": digits(month - whole),
        "requests_of_month": digits(float(requests[min(whole + 1, len(requests) - 1)])),
    }
    yield Step(
        name=BREAK_EVEN_REQUESTS,
        words=words,
        formula=f"{BREAK_EVEN_REQUESTS} = {formula}",
        values=put_in(formula, values),
        result=result_text(
            plan, BREAK_EVEN_REQUESTS, plan.summary.comparisons[name].break_even_requests
        ),
    )


def in_brackets(amount: float, sign: str) -> str:
    """Return an amount as it stands in a formula: what is below zero in brackets."""
    text = digits(amount, sign)
    return f"({text})" if amount < 0 else text


def put_in(formula: str, values: Mapping[str, str]) -> str:
    """Return a formula with a value for every name."""
    return re.sub(r"[a-z_]+", lambda match: values[match[0]], formula)


def running_savings(plan: Plan, name: Challenger, key: str) -> Floats:
    """Return the running sum of savings, in today's money where the result is."""
    quantity = "discounted_running" if key in DISCOUNTED else "running"
    return plan.projection.courses[name].quantity(quantity)


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


def results_used(plan: Plan, name: str) -> Iterator[Link]:
    """Yield the other results in a formula."""
    approach, key = split(name)
    if key in SEARCHED:
        return
    for needed in needs(Key(approach, key)):
        full = str(needed)
        if isinstance(needed, Key) and full in RESULTS:
            yield Link(
                title=RESULTS[full],
                text=result_text(plan, needed.name, value_of(plan, full)),
                address=explain_address(plan, result=full),
            )


def largest_lines(plan: Plan, approach: ApproachName, key: str) -> Iterator[Link]:
    """Yield the lines that make up most of a result; of comparisons, of the difference."""
    month = 0 if key in IN_MONTH_ZERO else None
    against = key not in OF_APPROACH
    amounts = {line: amount_in(plan, approach, line, key) for line in lines_of(key)}
    for line in sorted(amounts, key=lambda line: -abs(amounts[line]))[:LARGEST]:
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


def lines_of(key: str) -> tuple[str, ...]:
    """Return the lines that a result may be made of."""
    if key in PART_OF:
        return COST_PARTS[PART_OF[key]][1]
    if key == UTILISATION:
        return ("hosting",)
    return () if key in BEST_BUILD else LINES


def amount_in(plan: Plan, approach: ApproachName, line: str, key: str) -> float:
    """Return what a line adds to a result: its sum, or how much more it is than prompting's."""
    amount = summed(plan, approach, line, key)
    return amount if key in OF_APPROACH else amount - amount_of_prompting(plan, line, key)


def amount_of_prompting(plan: Plan, line: str, key: str) -> float:
    """Return what prompting's line is over the months of a result."""
    return summed(plan, "prompting", line, key)


def summed(plan: Plan, approach: ApproachName, line: str, key: str) -> float:
    """Return a line added up over the months of a result, in today's money where that is."""
    if key == BUILDING:
        return building_of(plan, approach, line)
    amounts = amounts_of(plan, approach, line)
    if key in IN_MONTH_ZERO:
        return float(amounts[0])
    if key in DISCOUNTED:
        amounts = amounts * plan.projection.discount
    return float(np.sum(amounts[1:] if key == "running_cost" else amounts))


def building_of(plan: Plan, approach: ApproachName, line: str) -> float:
    """Return what building adds to a line, that of the prompt included where it is needed."""
    if not BUILT[line]:
        return 0.0
    model, course = plan.projection.model, plan.projection.courses[approach]
    built = np.where(course.flag("building"), course.quantity(BUILT[line]), 0.0)
    lent = 0.0
    if approach != "prompting" and np.any(model.value(approach, "needs_prompt")):
        lent = float(plan.projection.courses["prompting"].quantity(BUILT[line])[0])
    return float(np.sum(built)) + lent


def months_of(plan: Plan, approach: ApproachName, key: str) -> Months:
    """Return the months that a result adds up."""
    own = plan.projection.courses[approach].quantity(PART_OF.get(key, TOTAL))
    first = 1 if key == "running_cost" else 0
    columns = {TITLES[approach]: own}
    terms = np.where(np.arange(len(own)) >= first, own, 0.0)
    if key not in OF_APPROACH:
        prompting = plan.projection.courses["prompting"].total
        terms = plan.projection.savings(challenger(approach))
        columns = {TITLES["prompting"]: prompting} | columns | {"Saved": terms}
    if key in DISCOUNTED:
        terms = terms * plan.projection.discount
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
    if key in (BREAK_EVEN_VOLUME, BREAK_EVEN_REQUESTS):
        return f"{number(round(value, 2))} requests"
    if key in BREAK_EVEN or key == "best_build_month":
        return f"month {digits(float(value))}"
    return amount_text(plan, value)
