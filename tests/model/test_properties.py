"""What must hold for every plan."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import cache
from math import copysign
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers import summarise, years
from app.inputs import APPROACHES, FIELDS, InputField, Inputs, read_inputs
from app.model import LINES, project
from app.model.table import CALENDAR_MONTHS, USED
from tests.model.plans import random_values

pytestmark = pytest.mark.no_cover

TYPICAL_LIMIT = 10_000.0  # of an amount without a bound of its own
LONGEST_PLAN = 30  # months
PLANS = 2**16
SOME = 12  # inputs with any value


@cache
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


# Prompting always takes part.
DRAWN = [
    field
    for field in FIELDS.values()
    if field.kind != "text" and field.name != "prompting.considered"
]


def plans() -> st.SearchStrategy[Inputs]:
    """Random plans, some of whose inputs have any value within their bounds.

    Hundreds of inputs at a time would take Hypothesis ten times as long as they are calculated.
    """
    anything = st.sampled_from(DRAWN).flatmap(
        lambda field: st.tuples(st.just(field.name), values_of(field))
    )
    return st.builds(plan_of, st.integers(0, PLANS), st.lists(anything, max_size=SOME))


def plan_of(number: int, some: list[tuple[str, Any]]) -> Inputs:
    """Return a random plan with other values; the one of number 0 is blank, so it is simplest."""
    return read_inputs((random_values(Random(number)) if number else {}) | dict(some))


MONEY = [
    field.name
    for field in FIELDS.values()
    if (field.unit.startswith("currency per ") and field.unit != "currency per US dollar")
    or field.unit == "currency"
    or field.name == "finance.exchange_rate"
]


@settings(deadline=None)
@given(plans())
def test_cumulative_cost_never_falls_and_is_finite(inputs):
    projection = project(inputs)
    for course in projection.courses.values():
        cumulative = course.cumulative
        assert np.isfinite(cumulative).all()
        assert (np.diff(cumulative) >= 0).all()


@settings(deadline=None)
@given(plans(), st.sampled_from(APPROACHES), st.floats(1.0, 3.0))
def test_a_dearer_output_never_lowers_a_total(inputs, name, factor):
    dearer = inputs.replace(
        {f"{name}.output_price": inputs.approach(name).output_price * factor + 1}
    )
    before, after = project(inputs), project(dearer)
    for approach, course in before.courses.items():
        # What a commitment leaves unused and what is used add up to it but for rounding.
        assert (after.courses[approach].total >= course.total * (1 - 1e-12)).all()


@settings(deadline=None)
@given(plans(), st.floats(0.01, 100.0))
def test_scaling_all_money_scales_every_line(inputs, factor):
    scaled = inputs.replace({name: inputs.value(name) * factor for name in MONEY})
    before, after = project(inputs), project(scaled)
    for name in before.courses:
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
    considered = {"tuning.considered": True, "hybrid.considered": True}
    same = project(inputs.replace(fields | considered | {"hybrid.prompted_share": 0.0}))
    tuning, hybrid = same.courses["tuning"], same.courses["hybrid"]
    np.testing.assert_array_equal(tuning.total, hybrid.total)
    np.testing.assert_array_equal(tuning.right_answers, hybrid.right_answers)


@settings(deadline=None, max_examples=30)
@given(plans())
def test_lines_add_up_to_the_figures(inputs):
    projection = project(inputs)
    summary = summarise(projection)
    for name in projection.courses:
        course, figures = projection.courses[name], summary.approaches[name]
        total = sum(float(np.sum(course.lines[line])) for line in LINES)
        np.testing.assert_allclose(figures.total_cost, total, rtol=1e-9, atol=1e-9)
        assert figures.upfront_cost == course.total[0]
        parts = figures.provider_cost + figures.people_cost + figures.mistake_cost
        np.testing.assert_allclose(parts, figures.total_cost, rtol=1e-9, atol=1e-9)
    for name, comparison in summary.comparisons.items():
        difference = (
            summary.approaches["prompting"].present_cost - summary.approaches[name].present_cost
        )
        largest = max(item.present_cost for item in summary.approaches.values())
        np.testing.assert_allclose(comparison.npv, difference, rtol=1e-9, atol=1e-9 * largest)


ALL = {"tuning.considered": True, "hybrid.considered": True}


def of_all(field: str, value: Any) -> dict[str, Any]:
    """Return the same value for a field of every approach."""
    return {f"{name}.{field}": value for name in APPROACHES}


def assert_never_cheaper(dearer: Inputs, cheaper: Inputs) -> None:
    before, after = project(cheaper), project(dearer)
    for name, course in before.courses.items():
        total = after.courses[name].total
        assert (total >= course.total * (1 - 1e-9) - 1e-9).all()


def assert_alike(first: Inputs, second: Inputs) -> None:
    one, other = project(first), project(second)
    for name, course in one.courses.items():
        np.testing.assert_allclose(course.total, other.courses[name].total, rtol=1e-9, atol=1e-9)


@settings(deadline=None)
@given(plans(), st.floats(0, 20))
def test_more_calls_are_never_cheaper_where_caching_is_not_in_use(inputs, more):
    plain = inputs.replace(of_all("cache_hit_rate", 0.0) | of_all("long_threshold_tokens", None))
    calls = {
        f"{name}.calls_per_request": inputs.approach(name).calls_per_request + more
        for name in APPROACHES
    }
    assert_never_cheaper(plain.replace(calls), plain)


@settings(deadline=None)
@given(plans())
def test_usage_and_commitment_are_the_larger_of_usage_and_committed_spend(inputs):
    course = project(inputs).courses["prompting"]
    usage = np.sum([course.lines[line] for line in USED], axis=0)
    committed = inputs.prompting.committed_spend * inputs.finance.exchange_rate
    expected = np.maximum(usage, committed)[1:]
    np.testing.assert_allclose((usage + course.lines["commitment"])[1:], expected, rtol=1e-9)


@settings(deadline=None)
@given(plans())
def test_a_very_long_lifetime_is_that_of_a_cache_that_is_always_warm(inputs):
    some = inputs.replace({"workload.requests_per_month": 5000.0, "workload.monthly_growth": 0.0})
    some = some.replace({"workload.maximum_requests_per_month": None, "hybrid.prompted_share": 0.5})
    some = some.replace({f"workload.{month}": 1.0 for month in CALENDAR_MONTHS})
    assert_alike(
        some.replace(of_all("cache_lifetime_minutes", 1e12)),
        some.replace(of_all("cache_lifetime_minutes", None)),
    )


@settings(deadline=None)
@given(plans(), st.floats(0.1, 5))
def test_twelve_equal_seasons_are_another_volume_where_there_is_no_maximum(inputs, season):
    free = inputs.replace({"workload.maximum_requests_per_month": None})
    even = {f"workload.{month}": 1.0 for month in CALENDAR_MONTHS}
    volume = {"workload.requests_per_month": free.workload.requests_per_month * season}
    assert_alike(free.replace(dict.fromkeys(even, season)), free.replace(even | volume))


@settings(deadline=None)
@given(plans())
def test_a_cascade_is_never_cheaper_than_a_split_where_caches_have_no_lifetime(inputs):
    split = inputs.replace(
        of_all("cache_lifetime_minutes", None)
        | of_all("error_rate", inputs.prompting.error_rate)
        | {"hybrid.routing": "split"}
    )
    assert_never_cheaper(split.replace({"hybrid.routing": "cascade"}), split)


@settings(deadline=None, max_examples=30)
@given(plans())
def test_no_result_is_a_negative_zero(inputs):
    projection = project(inputs.replace(ALL))
    found: list[Any] = [asdict(summarise(projection)), [asdict(year) for year in years(projection)]]
    for course in projection.courses.values():
        found += [course.lines[line].tolist() for line in LINES]
        found += [course.total.tolist(), course.cumulative.tolist(), course.right_answers.tolist()]
    assert not list(negative_zeros(found))


def negative_zeros(value: Any) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        for part in value:
            yield from negative_zeros(part)
    elif isinstance(value, float) and value == 0 and copysign(1, value) < 0:
        yield value
