"""The table as NumPy: what the printed expressions call, and both arrangements of them."""

import re
import traceback
from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.catalog import presets
from app.inputs import APPROACHES, FIELDS, Inputs
from app.model import project
from app.model.arrays import expression_of, gather, terms
from app.model.calculation import calculate, evaluate
from app.model.language import Key, keys, parse
from app.model.operations import (
    added,
    any_month,
    at_most,
    built_in,
    either,
    every,
    multiplied,
    pick,
    placed,
    power,
    weighed,
    when,
)
from tests.model.noticing import readings
from tests.model.plans import random_plans

RATES = [-0.9, -0.5, -0.001, 0.0, 0.001, 0.3, 1.0]
MONTHS = np.arange(37.0)


def never():
    raise AssertionError("this side is not to be calculated")


# Powers


@pytest.mark.parametrize(
    "exponent",
    [
        2.0,
        np.array([5.0]),
        np.zeros(4),
        MONTHS,
        -MONTHS,
        MONTHS / 12,
        MONTHS + 3,
        np.maximum(MONTHS, 4),
        np.maximum(MONTHS - 1, 0),
        np.maximum(MONTHS - 7, 0) / 12,
        np.maximum(MONTHS - 36, 0),
        np.array([0.0, 1.0, 3.0, 4.0]),  # no even steps
        np.array([1.0, 2.0, 3.0, 3.0]),  # no step at the end
        np.array([3.0, 2.0, 2.0, 1.0]),
        np.maximum(MONTHS - np.array([[0.0], [3.0], [40.0]]), 0)[[0, 1, 2, 0, 1, 2, 0]],
    ],
    ids=lambda exponent: str(np.shape(exponent)),
)
@pytest.mark.parametrize("shape", [(), (7, 1)])
def test_powers_are_those_of_numpy(shape, exponent):
    for bases in [1 + np.reshape(RATES, shape)] if shape else [1 + rate for rate in RATES]:
        expected = np.power(bases, exponent)
        found = np.broadcast_to(power(bases, exponent), expected.shape)
        assert_allclose(found, expected, rtol=1e-12)


def test_without_growth_there_is_nothing_to_calculate():
    assert power(np.ones((5, 1)), MONTHS) == 1.0


# Choices


def test_one_side_alone_is_calculated_where_it_holds_everywhere():
    assert pick(True, lambda: 1.0, never) == 1.0
    assert pick(False, never, lambda: 2.0) == 2.0
    assert pick(np.array([True, True]), lambda: 1.0, never) == 1.0
    assert pick(np.array([False, False]), never, lambda: 2.0) == 2.0


def test_elsewhere_each_month_has_its_side():
    picked = pick(np.array([True, False]), lambda: np.array([1.0, 2.0]), lambda: 5.0)
    assert_array_equal(picked, [1, 5])


def as_given(amount):
    return amount


def test_of_many_draws_too_and_whichever_side_is_wide():
    months, draws = np.array([True, True, False]), np.array([[1.0], [2.0]])
    wide = draws * np.array([1.0, 10.0, 100.0])
    row = np.array([7.0, 8.0, 9.0])
    for one, other in ((wide, 5), (5, wide), (wide, row), (row, wide), (draws, row), (row, draws)):
        for test in (months, ~months):
            picked = pick(test, partial(as_given, one), partial(as_given, other))
            assert_array_equal(picked, np.where(test, one, other))
    assert_array_equal(wide, [[1, 10, 100], [2, 20, 200]])  # what is picked from stays as it is


def test_what_is_not_picked_may_divide_by_zero():
    counts, zero = np.array([0.0, 4.0]), np.zeros(2)
    assert_array_equal(pick(counts > 0, lambda: 8 / counts, lambda: zero), [0, 2])


def test_products_and_sums_are_those_of_numpy_and_leave_their_parts_alone():
    draws, months = np.array([[2.0], [3.0]]), np.array([1.0, 10.0, 100.0])
    wide = draws * months
    for parts in ((wide, months, draws, 2.0), (months, wide), (draws, months, draws), (wide, 1.0)):
        before = [np.copy(part) for part in parts]
        product, total = parts[0], parts[0]
        for part in parts[1:]:
            product, total = product * part, total + part
        assert_allclose(multiplied(*parts), product, rtol=1e-15)
        assert_allclose(added(*parts), total, rtol=1e-15)
        for part, was in zip(parts, before, strict=True):
            assert_array_equal(part, was)


def test_what_changes_nothing_is_left_out():
    wide = np.ones((2, 3))
    assert multiplied(wide, 1.0, 1) is wide
    assert added(wide, 0.0, 0) is wide
    assert multiplied(wide, 0.0) == 0.0
    assert (multiplied(2.0, 3.0), added(2.0, 3.0)) == (6.0, 5.0)


def test_an_amount_counts_when_its_flag_holds():
    assert when(np.array([False, False]), never) == 0.0
    assert when(False, never) == 0.0
    assert_array_equal(when(np.array([True, False]), lambda: 3.0), [3, 0])


def test_what_the_first_flag_decides_is_not_looked_at():
    assert every(False, never) is False
    assert_array_equal(every(np.array([False, False]), never), [False, False])
    assert either(True, never) is True
    assert_array_equal(either(np.array([True, True]), never), [True, True])


def test_flags_are_joined_month_by_month():
    first, second = np.array([True, True, False, False]), np.array([True, False, True, False])
    assert_array_equal(every(first, lambda: second), [True, False, False, False])
    assert_array_equal(either(first, lambda: second), [True, True, True, False])


def test_a_maximum_that_is_not_given_is_none():
    assert at_most(3.0, None) == 3.0
    assert_array_equal(at_most(np.array([1.0, 5.0]), 3.0), [1, 3])
    assert at_most(3.0, 0) == 0  # a maximum of nothing is one


# Across the months


def test_building_falls_in_month_0_and_serving_in_the_months_of_operation():
    operating = np.array([[False, True, True, False], [False, True, True, True]])
    building, serving = np.array([[100.0], [200.0]]), np.array([9.0, 1.0, 2.0, 3.0])
    expected = [[100, 1, 2, 0], [200, 1, 2, 3]]
    assert_array_equal(placed(building, serving, operating), expected)


def test_what_draws_differ_in_when_building_makes_them_differ_in_that_month():
    inputs = presets()["customer-support"].inputs
    model, building = calculate(inputs, 2, draws=True), np.array([False, True, False])
    two = np.array([[5.0], [7.0]])
    # 5 and 7 times the number of the month in which it is built, 1
    built = built_in(model, np.zeros(3), building, lambda of: two * of.month)
    assert built.tolist() == [[0, 5, 0], [0, 7, 0]]
    # The second draw builds in month 2.
    building = np.array([[False, True, False], [False, False, True]])
    built = built_in(model, np.ones(3), building, lambda of: two * of.month)
    assert built.tolist() == [[1, 6, 1], [1, 1, 15]]


def test_what_is_never_built_adds_nothing():
    model = calculate(presets()["customer-support"].inputs, 2, draws=True)
    assert built_in(model, np.ones(3), np.zeros(3, bool), never).tolist() == [1, 1, 1]


def test_one_plan_is_one_row():
    operating = np.array([False, True, True])
    assert_array_equal(placed(100.0, 7.0, operating), [100, 7, 7])
    assert_array_equal(placed(np.array([[1.0], [2.0]]), 7.0, operating), [[1, 7, 7], [2, 7, 7]])


def test_weighed_sums_are_sums_of_products():
    amounts = np.arange(6.0).reshape(2, 3)
    # 0·3 + 1·2 + 2·1 = 4; 3·3 + 4·2 + 5·1 = 22
    assert_array_equal(weighed(amounts, np.array([3.0, 2.0, 1.0])), [[4], [22]])
    assert_array_equal(weighed(amounts, 2.0), [[6], [24]])
    assert_array_equal(weighed(amounts, np.array([[3.0, 2.0, 1.0], [0, 0, 1]])), [[4], [5]])


def test_what_holds_in_any_month_holds_for_the_plan():
    assert_array_equal(any_month(np.array([[False, True], [False, False]])), [[True], [False]])


# Two arrangements


def plans() -> list[Inputs]:
    known = [preset.inputs for preset in presets().values()]
    return known + [reading.inputs for reading in readings()] + random_plans(200, seed=7)


@pytest.mark.no_cover
def test_both_arrangements_agree():
    for inputs in plans():
        one, arranged = calculate(inputs), calculate(inputs, draws=True)
        for name in APPROACHES:
            total = np.asarray(one.value(name, "total"))
            assert_allclose(arranged.value(name, "total"), total, rtol=1e-12)
            cost = one.value(name, "present_cost")
            assert_allclose(arranged.value(name, "present_cost"), cost, rtol=1e-12)
            monthly, own = arranged.value(name, "monthly"), one.value(name, "monthly")
            monthly, own = np.broadcast_arrays(monthly, own)
            assert_allclose(monthly, own, rtol=1e-12)


def test_draws_of_either_arrangement_are_what_each_would_be_alone():
    # Three of each input: rates, months and amounts, so that every factor varies by draw.
    base = presets()["customer-support"].inputs
    drawn: dict[str, list[float]] = {
        "workload.monthly_growth": [-0.1, 0.0, 0.2],
        "finance.horizon_months": [12, 5, 24],
        "finance.discount_rate": [0.0, 0.08, 0.3],
        "finance.wage_growth": [0.1, 0.0, -0.1],
        "prompting.prompt_growth": [0.0, 0.05, -0.02],
        "tuning.lead_time_months": [0, 2, 30],
        "tuning.upkeep_every_months": [1, 0, 5],
        "hybrid.prompted_share": [0.0, 0.4, 1.0],
        "labour.engineer_rate": [0.0, 80.0, 120.0],
    }
    together = base.replace({name: np.array(values)[:, None] for name, values in drawn.items()})
    for draws in (False, True):
        rows = project(together, draws=draws)
        for draw in range(3):
            alone = project(base.replace({name: values[draw] for name, values in drawn.items()}))
            for name in APPROACHES:
                total, row = alone.courses[name].total, rows.courses[name].total[draw]
                assert_allclose(row[: total.size], total, rtol=1e-12)
                assert not row[total.size :].any()  # nothing falls after the end of its plan
                cost = alone.present_cost(name)
                assert_allclose(rows.present_cost(name)[draw], cost, rtol=1e-12)


def test_what_varies_by_month_is_multiplied_last():
    calls = Key("tuning", "calls")
    assert expression_of(calls, draws=False) == (
        "m.tuning__called * m.inputs.tuning.calls_per_request / (1 - m.inputs.tuning.retry_rate)"
    )
    assert expression_of(calls, draws=True) == (
        "multiplied(m.inputs.tuning.calls_per_request / (1 - m.inputs.tuning.retry_rate), "
        "m.tuning__called)"
    )


@pytest.mark.parametrize(
    ("expression", "gathered"),
    [
        (
            "build_hours * wage + build_cost * wage + platform_cost",
            "added(m.inputs.tuning.platform_cost, multiplied(added(m.inputs.tuning.build_hours,"
            " m.inputs.tuning.build_cost), m.timeline__wage))",
        ),
        (
            "build_hours * wage + build_cost * price",
            "added(multiplied(m.inputs.tuning.build_hours, m.timeline__wage),"
            " multiplied(m.inputs.tuning.build_cost, m.tuning__price))",
        ),
        (
            "build_hours * epochs * wage + build_cost * epochs * wage",
            "multiplied(added(m.inputs.tuning.build_hours, m.inputs.tuning.build_cost),"
            " m.timeline__wage, m.inputs.tuning.epochs)",
        ),
        ("build_hours / wage", "m.inputs.tuning.build_hours / m.timeline__wage"),
        (
            "(build_hours + build_cost if upkeep else 0) * 2",
            "when(m.tuning__upkeep, lambda: added(m.inputs.tuning.build_hours * 2,"
            " m.inputs.tuning.build_cost * 2))",
        ),
    ],
)
def test_what_terms_share_is_multiplied_once(expression, gathered):
    assert gather(list(terms(parse(expression), "tuning"))) == gathered


# The model


def test_another_value_calculates_again_only_what_rests_on_it():
    inputs = presets()["internal-tools"].inputs
    model = calculate(inputs)
    for name in APPROACHES:
        model.value(name, "total")
    other = model.at({"tuning.output_tokens": 10.0})
    assert "tuning" not in {key.split("__")[0] for key in vars(other) if "output" in key}
    assert vars(other)["prompting__total"] is vars(model)["prompting__total"]
    alone = calculate(inputs.replace({"tuning.output_tokens": 10.0}))
    for name in APPROACHES:  # the hybrid follows, where nobody has said otherwise
        assert_array_equal(other.value(name, "total"), alone.value(name, "total"))
    assert model.value("tuning", "total") is vars(model)["tuning__total"]  # stays as it was


def test_a_plan_of_other_length_has_other_months():
    model = calculate(presets()["customer-support"].inputs)
    model.value("tuning", "npv")
    longer = model.at({"finance.horizon_months": 60})
    alone = calculate(model.inputs.replace({"finance.horizon_months": 60}))
    assert longer.value("tuning", "npv") == alone.value("tuning", "npv")
    assert longer.month.size == 61


@pytest.mark.no_cover
def test_every_input_alone_moves_what_it_would_move_in_a_plan_of_its_own():
    for preset in ("customer-support", "internal-tools"):
        inputs = presets()[preset].inputs
        model = calculate(inputs, draws=True)
        for name in APPROACHES:
            model.value(name, "present_cost")
        for field in FIELDS.values():
            value = inputs.value(field.name)
            if not field.is_number or value is None or field.kind == "whole":
                continue
            changed = {field.name: value * 0.9 + 0.01}
            alone = calculate(inputs.replace(changed), draws=True)
            for name in APPROACHES:
                expected = alone.value(name, "present_cost")
                assert_array_equal(model.at(changed).value(name, "present_cost"), expected)


def test_a_quantity_is_calculated_once_and_only_when_asked_for():
    model = calculate(readings()[0].inputs)
    assert "tuning__calls" not in vars(model)
    assert model.value("tuning", "calls") is model.value("tuning", "calls")
    assert "tuning__calls" in vars(model)
    assert "tuning__total" not in vars(model)


def test_what_is_given_is_not_calculated(plan):
    inputs = plan(tuning__output_tokens=1000, tuning__output_price=4)
    model = calculate(inputs, given={Key("tuning", "called"): np.full(13, 1e6)})
    # 1M calls × 1,000 tokens × $4 / 1M = $4,000
    assert_array_equal(model.value("tuning", "serving_output"), np.full(13, 4000.0))


def test_months_after_the_plan_cost_nothing():
    inputs = readings()[0].inputs
    longer = calculate(inputs, inputs.finance.horizon_months + 3)
    assert np.shape(longer.month) == (inputs.finance.horizon_months + 4,)
    assert not np.any(np.asarray(longer.value("tuning", "total"))[..., -3:])
    alone = calculate(inputs)
    assert_array_equal(longer.value("tuning", "npv"), alone.value("tuning", "npv"))


def test_a_scope_has_what_it_shares_under_its_own_name():
    model = calculate(readings()[0].inputs)
    assert model.value("tuning", "requests") is model.value("timeline", "requests")


def test_what_is_no_quantity_has_no_value():
    with pytest.raises(KeyError, match=r"tuning\.retry_rate is no quantity"):
        calculate(Inputs()).value("tuning", "retry_rate")


def test_a_condition_is_evaluated_in_a_scope(plan):
    model = calculate(plan(tuning__lead_time_months=2, tuning__build_cost=90))
    assert_array_equal(evaluate(model, parse("age >= 1 and not own"), "tuning"), False)
    assert_array_equal(evaluate(model, parse("age"), "tuning")[:4], [-2, -1, 0, 1])
    assert evaluate(model, parse("-build_cost"), "tuning") == -90
    assert (
        evaluate(model, parse("build_cost if given(maximum_prompt_tokens) else 1"), "tuning") == 1
    )


def test_every_quantity_of_every_scope_has_a_value():
    model = calculate(readings()[0].inputs)
    for key in keys():
        shape = np.broadcast_shapes(np.shape(model.value(*key)), model.month.shape)
        assert shape == model.month.shape, key


@pytest.mark.parametrize("draws", [False, True])
def test_a_traceback_through_a_broken_formula_shows_it(write, draws):
    write("calls", expression="served / (1 - minimum_replicas * 'x')")
    model = calculate(Inputs(), draws=draws)
    with pytest.raises(TypeError) as raised:
        model.value("tuning", "calls")
    text = "".join(traceback.format_exception(raised.value))
    name = "draws" if draws else "one plan"
    assert f'File "<the cost model, {name}>"' in text
    assert re.search(
        r"in tuning__calls\n +return .*m\.inputs\.tuning\.minimum_replicas \* 'x'", text
    )
