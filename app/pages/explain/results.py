"""A result, from its formula over its months and largest lines to where each can be looked up."""

import ast
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from app.inputs import TITLES, ApproachName
from app.model import Challenger
from app.model.calculation import evaluate
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
from app.model.table import COST_PARTS, SUMS
from app.pages.explain.definitions import (
    BREAK_EVEN,
    BREAK_EVEN_REQUESTS,
    CROSSING,
    DISCOUNTED,
    OF_APPROACH,
    RESULTS,
    SEARCHED,
    WITHOUT_MONTHS,
    definition,
    result_text,
    running_savings,
)
from app.pages.explain.explained import (
    Explanation,
    Link,
    challenger,
    check_part,
    explain_address,
    remark_on_version,
    split,
    unknown,
)
from app.pages.explain.parts import Reading, Step, digits, inputs_used, reading_of
from app.pages.explain.remarks import remarks_on
from app.pages.explain.sums import largest_lines, months_of
from app.plans.plan import Plan
from app.words.money import symbol_of
from app.words.numbers import percent

TERMS = 3  # of a sum, written out before the dots
SUMMED_UP = frozenset({"saved", "discount", *COST_PARTS})  # of a month, worth their formula
SUM_NAMES = frozenset(item.name for item in SUMS)
DISCOUNT, MONTHLY_RATE = Key(CALENDAR, "discount"), Key(CALENDAR, "monthly_rate")


def explain_result(plan: Plan, name: str, *, whole: bool = True) -> Explanation:
    """Return how a result comes about; raises InvalidInputs for a name that there is not.

    Not `whole`, without its lines and months, which take most of the time.
    """
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
        links=[*results_used(plan, name), *largest_lines(plan, approach, key)] if whole else [],
        months=months_of(plan, approach, key) if whole and key not in WITHOUT_MONTHS else None,
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
