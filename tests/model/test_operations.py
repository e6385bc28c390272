"""What the printed expressions of the table call in NumPy."""

from functools import partial

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from app.catalog import presets
from app.model.calculation import calculate
from app.model.operations import (
    MANY,
    added,
    any_month,
    at_most,
    built_in,
    combined,
    either,
    every,
    multiplied,
    pick,
    placed,
    power,
    running_sum,
    weighed,
)

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


@pytest.mark.parametrize("rows", [2, MANY])
def test_of_many_draws_too_and_whichever_side_is_wide(rows):
    months, draws = np.array([True, True, False]), np.arange(1.0, rows + 1)[:, np.newaxis]
    wide = draws * np.array([1.0, 10.0, 100.0])
    row = np.array([7.0, 8.0, 9.0])
    for one, other in ((wide, 5), (5, wide), (wide, row), (row, wide), (draws, row), (row, draws)):
        for test in (months, ~months):
            picked = pick(test, partial(as_given, one), partial(as_given, other))
            assert_array_equal(picked, np.where(test, one, other))
    assert_array_equal(wide[1], [2, 20, 200])  # what is picked from stays as it is


def test_what_is_not_picked_may_divide_by_zero():
    counts, zero = np.array([0.0, 4.0]), np.zeros(2)
    picked = pick(counts > 0, lambda: 8 / counts, lambda: zero, divides=True)
    assert_array_equal(picked, [0, 2])


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


def test_what_is_alike_is_joined_before_it_is_spread_over_months_and_draws():
    draws, months = np.full((50, 1), 2.0), np.full(4, 3.0)
    made = []

    def counted(first, second, **more):
        result = np.multiply(first, second, **more)
        made.append(result.shape)
        return result

    # 2 × 3 × 2 × 3 × 5 = 180, of which one product alone is of all draws and months
    found = combined(counted, [draws, months, draws, months], 5.0)
    assert_array_equal(found, np.full((50, 4), 180))
    assert sorted(made) == [(4,), (4,), (50, 1), (50, 4)]


def test_the_draws_of_a_month_stand_side_by_side():
    draws, months = np.full((50, 1), 2.0), np.arange(1.0, 5.0)
    product = np.asarray(multiplied(draws, months))
    parts = product, added(product, 1.0), power(draws, months), running_sum(product)
    for wide in map(np.asarray, parts):
        assert wide.shape == (50, 4)
        assert wide.flags.f_contiguous


def test_what_changes_nothing_is_left_out():
    wide = np.ones((2, 3))
    assert multiplied(wide, 1.0, 1) is wide
    assert added(wide, 0.0, 0) is wide
    assert multiplied(wide, 0.0) == 0.0
    assert (multiplied(2.0, 3.0), added(2.0, 3.0)) == (6.0, 5.0)


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
    # What nobody is asked for is 0 in every month, and no array.
    assert_array_equal(weighed(0.0, np.array([3.0, 2.0, 1.0])), [0])
    assert_array_equal(weighed(0.0, 1.0), [0])


def test_running_sums_are_those_of_numpy_and_leave_the_amounts_alone():
    amounts = np.array([[1.0, -2.0, 4.0], [0.1, 0.2, 0.3]])
    assert running_sum(amounts).tolist() == np.cumsum(amounts, axis=-1).tolist()
    assert running_sum(amounts[0]).tolist() == [1, -1, 3]
    assert amounts.tolist() == [[1, -2, 4], [0.1, 0.2, 0.3]]


def test_what_holds_in_any_month_holds_for_the_plan():
    assert_array_equal(any_month(np.array([[False, True], [False, False]])), [[True], [False]])
