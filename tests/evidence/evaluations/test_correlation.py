"""How far two approaches err on the same tests, against made-up pairs whose truth is known."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from app.evidence.evaluations.correlation import CORRELATIONS, jointly_wrong, of_errors
from tests.evidence.files import found, json_lines, names, read

MADE_UP = 100
LEAST = 0.97


def pairs(correlation: float, tests: int, rates: tuple[float, float], seed: int) -> np.ndarray:
    """Return which tests each of two got wrong, shape (tests, 2)."""
    chance = np.random.default_rng(seed)
    shared, own = chance.standard_normal(tests), chance.standard_normal((tests, 2))
    score = np.sqrt(correlation) * shared[:, None] + np.sqrt(1 - correlation) * own
    return score < norm.ppf(rates)


def table_of(wrong: np.ndarray) -> tuple[tuple[float, float], tuple[float, float]]:
    first, second = wrong.T
    return (
        (float(np.sum(~first & ~second)), float(np.sum(~first & second))),
        (float(np.sum(first & ~second)), float(np.sum(first & second))),
    )


def test_the_range_holds_the_truth():
    chance, held = np.random.default_rng(1), 0
    for seed in range(MADE_UP):
        truth = float(chance.uniform(0.1, 0.9))
        wrong = pairs(truth, 400, (0.15, 0.1), seed)
        estimate = of_errors(table_of(wrong))
        assert estimate is not None
        held += estimate.low <= truth <= estimate.high
    assert held >= LEAST * MADE_UP


def test_many_pairs_give_the_correlation_itself():
    estimate = of_errors(table_of(pairs(0.6, 100_000, (0.2, 0.1), seed=1)))
    assert estimate is not None
    assert estimate.value == pytest.approx(0.6, abs=0.03)


def test_how_often_both_are_wrong_is_that_of_two_normal_variables():
    joint = jointly_wrong(np.array([-1.0]), np.array([-1.5]))[0]
    for place in (0, 60, 150, 190):
        covariance = [[1, CORRELATIONS[place]], [CORRELATIONS[place], 1]]
        expected = multivariate_normal([0, 0], covariance).cdf([-1.0, -1.5])
        assert joint[place] == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(
    "table",
    [((10, 2), (2, 5)), ((90, 9), (1, 0)), ((0, 1), (50, 49))],
    ids=["few tests", "hardly a wrong one", "hardly a right one"],
)
def test_of_little_nothing_is_said(table):
    assert of_errors(table) is None


def runs(outcomes: np.ndarray, labels: tuple[str, str]) -> str:
    """Return promptfoo's rows of two prompts."""
    return json_lines(
        {
            "success": not wrong,
            "provider": "echo",
            "promptIdx": place,
            "testIdx": test,
            # as promptfoo 0.120 writes it: the label, the file, and what is in it
            "prompt": {"label": f"{labels[place]}: prompts/{place}.txt: {{{{question}}}}"},
            "gradingResult": {"pass": not wrong},
        }
        for test, row in enumerate(outcomes.tolist())
        for place, wrong in enumerate(row)
    )


def test_prompts_of_the_kit_are_whose_they_are_called():
    evidence = read(runs(pairs(0.5, 200, (0.2, 0.1), seed=1), ("prompting", "fine-tuning")))
    assert {"prompting.error_rate", "tuning.error_rate"} <= names(evidence)
    correlation = found(evidence, "quality.error_correlation")
    assert correlation.low < correlation.value < correlation.high
    assert correlation.n == 200


def test_two_prompts_of_one_approach_say_nothing_of_others():
    evidence = read(runs(pairs(0.5, 200, (0.2, 0.1), seed=1), ("one", "another")))
    assert "quality.error_correlation" not in names(evidence)
