"""What must hold for every plan."""

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers import summarise
from app.inputs import APPROACHES, FIELDS, InputField, Inputs, read_inputs
from app.model import LINES, project

TYPICAL_LIMIT = 10_000.0  # of an amount without a bound of its own
LONGEST_PLAN = 30  # months


def values_of(field: InputField) -> st.SearchStrategy[Any]:
    if field.kind == "choice":
        return st.sampled_from(field.choices)
    if field.kind == "yes_no":
        return st.booleans()
    low = field.minimum if field.minimum is not None else field.above or 0.0
    high = min(field.maximum or 0.0, max(TYPICAL_LIMIT, low))
    if field.name == "finance.horizon_months":
        high = LONGEST_PLAN
    if field.kind == "whole":
        numbers: st.SearchStrategy[Any] = st.integers(int(low), int(high))
    else:
        numbers = st.floats(low, high, exclude_min=field.above is not None)
        numbers = numbers.map(lambda value: value if abs(value) > 1e-6 else max(low, 0.0) or 1e-6)
    return st.none() | numbers if field.optional else numbers


def plans() -> st.SearchStrategy[Inputs]:
    # Prompting always takes part.
    fields = [
        field
        for field in FIELDS.values()
        if field.kind != "text" and field.name != "prompting.considered"
    ]
    return st.fixed_dictionaries(
        {}, optional={field.name: values_of(field) for field in fields}
    ).map(read_inputs)


MONEY = [
    field.name
    for field in FIELDS.values()
    if field.unit.startswith(("currency per hour", "currency per wrong", "currency per month"))
    or field.unit == "currency"
    or field.name == "finance.exchange_rate"
]


@settings(deadline=None)
@given(plans())
def test_cumulative_cost_never_falls_and_is_finite(inputs):
    projection = project(inputs)
    for name in APPROACHES:
        cumulative = projection.courses[name].cumulative
        assert np.isfinite(cumulative).all()
        assert (np.diff(cumulative) >= 0).all()


@settings(deadline=None)
@given(plans(), st.sampled_from(APPROACHES), st.floats(1.0, 3.0))
def test_a_dearer_output_never_lowers_a_total(inputs, name, factor):
    dearer = inputs.replace(
        {f"{name}.output_price": inputs.approach(name).output_price * factor + 1}
    )
    before, after = project(inputs), project(dearer)
    for approach in APPROACHES:
        assert (after.courses[approach].total >= before.courses[approach].total).all()


@settings(deadline=None)
@given(plans(), st.floats(0.01, 100.0))
def test_scaling_all_money_scales_every_line(inputs, factor):
    scaled = inputs.replace({name: inputs.value(name) * factor for name in MONEY})
    before, after = project(inputs), project(scaled)
    for name in APPROACHES:
        for line in LINES:
            np.testing.assert_allclose(
                after.courses[name].lines[line],
                np.asarray(before.courses[name].lines[line]) * factor,
                rtol=1e-9,
            )


@settings(deadline=None)
@given(plans())
def test_a_hybrid_with_tunings_fields_and_nothing_routed_is_tuning(inputs):
    fields = {f"hybrid.{field}": value for field, value in inputs.tuning}
    same = project(inputs.replace(fields | {"hybrid.prompted_share": 0.0}))
    tuning, hybrid = same.courses["tuning"], same.courses["hybrid"]
    np.testing.assert_array_equal(tuning.total, hybrid.total)
    np.testing.assert_array_equal(tuning.right_answers, hybrid.right_answers)


@settings(deadline=None)
@given(plans())
def test_lines_add_up_to_the_figures(inputs):
    projection = project(inputs)
    summary = summarise(projection)
    for name in APPROACHES:
        course, figures = projection.courses[name], summary.approaches[name]
        total = sum(float(np.sum(course.lines[line])) for line in LINES)
        np.testing.assert_allclose(figures.total_cost, total, rtol=1e-9, atol=1e-9)
        assert figures.upfront_cost == course.total[0]
    for name, comparison in summary.comparisons.items():
        difference = (
            summary.approaches["prompting"].present_cost - summary.approaches[name].present_cost
        )
        largest = max(item.present_cost for item in summary.approaches.values())
        np.testing.assert_allclose(comparison.npv, difference, rtol=1e-9, atol=1e-9 * largest)
