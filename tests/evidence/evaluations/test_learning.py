"""How fast errors fall with examples, from made-up evaluations whose exponent is known."""

import numpy as np
import pytest

from app.evidence.estimate import wilson
from app.evidence.evaluations.learning import Point, learning, point

MADE_UP = 60
LEAST = 0.95


def evaluated(exponent: float, floor: float, sizes: list[int], tests: int, seed: int):
    """Return evaluations of models that learn so fast; 1,000 examples leave a tenth wrong."""
    chance = np.random.default_rng(seed)
    found = []
    for size in sizes:
        rate = floor + (0.1 - floor) * (1000 / size) ** exponent
        share = wilson(int(chance.binomial(tests, rate)), tests)
        found.append(point(size, share.value, share.low, share.high))
    return found


def test_two_exact_evaluations_give_the_exponent_itself():
    # four times the examples leave half of the wrong answers: 4^−0.5
    found = learning([Point(100, 0.2, 1e-6), Point(400, 0.1, 1e-6)])
    assert found is not None
    assert found.exponent.value == pytest.approx(0.5)
    assert found.exponent.low == pytest.approx(0.5, abs=1e-3)
    assert found.floor.value == 0


def test_from_three_on_a_floor_is_found():
    rates = [(100, 0.45), (400, 0.25), (1600, 0.15), (6400, 0.1)]  # 0.05 + 0.4 ÷ 2, 4, 8
    found = learning([Point(size, rate, 1e-4) for size, rate in rates])
    assert found is not None
    assert found.exponent.value == pytest.approx(0.5, abs=0.02)
    assert found.floor.value == pytest.approx(0.05, abs=0.003)


def test_the_range_holds_the_exponent():
    chance, held = np.random.default_rng(1), 0
    for seed in range(MADE_UP):
        truth = float(chance.uniform(0.1, 0.8))
        found = learning(evaluated(truth, 0.0, [250, 4000], 500, seed))
        assert found is not None
        held += found.exponent.low <= truth <= found.exponent.high
    assert held >= LEAST * MADE_UP


def test_errors_that_do_not_fall_have_an_exponent_of_zero():
    found = learning([Point(100, 0.1, 1e-6), Point(400, 0.2, 1e-6)])
    assert found is not None
    assert found.exponent.value == 0


@pytest.mark.parametrize("sizes", [[], [400], [400, 400]])
def test_one_number_of_examples_says_nothing(sizes):
    assert learning([Point(size, 0.1, 0.01) for size in sizes]) is None
