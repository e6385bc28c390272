"""Time value of money against closed forms."""

import doctest

import numpy as np
import pytest

from app.model import finance


def test_the_examples_in_the_docstrings_hold():
    assert doctest.testmod(finance).failed == 0


def test_the_present_value_at_the_internal_rate_of_return_is_zero():
    flows = [-5000.0] + [300.0] * 24
    rate = finance.internal_rate_of_return(flows)
    assert rate is not None
    assert finance.present_value((1 + rate) ** (1 / 12) - 1, flows) == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    "flows",
    [
        [0.0, 0.0, 0.0],
        [-1.0, -2.0],
        [1.0, 2.0],
        [-100.0, 230.0, -132.0],  # 10 % and 20 %: two roots
    ],
)
def test_without_exactly_one_change_of_sign_there_is_no_rate_of_return(flows):
    assert finance.internal_rate_of_return(flows) is None


def test_a_rate_beyond_any_worth_stating_is_none():
    # (1 + i) = 1e60 a month, where e^40 = 2e17 is the highest
    assert finance.internal_rate_of_return([-1e-30, 1e30]) is None


def test_without_a_rate_the_present_value_is_the_sum():
    assert finance.present_value(0, [-100, 30, 80]) == 10


def test_a_loss_has_a_negative_rate_of_return():
    rate = finance.internal_rate_of_return([-100.0] + [0.0] * 11 + [50.0])
    assert rate == pytest.approx(-0.5)


def test_zeros_at_either_end_do_not_move_the_rate_of_return():
    flows = [-5000.0] + [300.0] * 24
    padded = [0.0] * 5 + flows + [0.0] * 40
    rate = finance.internal_rate_of_return(flows)
    assert finance.internal_rate_of_return(padded) == pytest.approx(rate, rel=1e-12)


def test_crossings_are_interpolated_and_tell_the_direction():
    running = np.cumsum([-10.0, 6.0, 6.0, -4.0, 8.0])  # −10, −4, 2, −2, 6
    found = [(crossing.month, crossing.direction) for crossing in finance.crossings(running)]
    assert found == [
        (pytest.approx(1 + 4 / 6), "ahead"),
        (pytest.approx(2.5), "behind"),
        (pytest.approx(3.25), "ahead"),
    ]


def test_a_sum_that_touches_zero_from_below_is_ahead():
    assert [c.direction for c in finance.crossings([-1.0, 0.0, 0.0])] == ["ahead"]


def test_break_even_is_the_last_crossing_ahead():
    assert finance.break_even([-10.0, -4.0, 2.0, -2.0, 6.0]) == (4, pytest.approx(3.25))


def test_a_sum_never_below_zero_breaks_even_at_the_start():
    assert finance.break_even([0.0, 0.0, 5.0]) == (0, 0.0)


def test_a_sum_that_ends_below_zero_never_breaks_even():
    assert finance.break_even([-1.0, 1.0, -0.5]) is None
