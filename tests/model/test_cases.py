"""The worked cases of an independent implementation, to 1e-9 relative."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.answers import summarise
from app.inputs import APPROACHES, Inputs
from app.model import LINES, project

CASES = sorted((Path(__file__).parent / "cases").glob("*.json"))


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads(request.param.read_text())


def test_there_are_twenty_one_cases_at_least():
    assert len(CASES) >= 21


def test_every_line_of_every_month_is_that_of_the_case(case):
    projection = project(Inputs.model_validate(case["inputs"]))
    np.testing.assert_allclose(projection.requests, case["months"]["requests"], rtol=1e-9)
    for name in APPROACHES:
        course, expected = projection.courses[name], case["months"][name]
        assert set(expected["lines"]) <= set(LINES)
        for line in LINES:  # one that is newer than the case costs nothing in it
            amounts = expected["lines"].get(line, 0.0)
            np.testing.assert_allclose(course.lines[line], amounts, rtol=1e-9)
        np.testing.assert_allclose(course.total, expected["total"], rtol=1e-9)
        np.testing.assert_allclose(course.cumulative, expected["cumulative"], rtol=1e-9)
        np.testing.assert_allclose(course.right_answers, expected["right"], rtol=1e-9)


def test_every_figure_of_the_summary_is_that_of_the_case(case):
    summary = asdict(summarise(project(Inputs.model_validate(case["inputs"]))))
    for group in ("approaches", "comparisons"):
        for name, figures in case["summary"][group].items():
            for figure, expected in figures.items():
                assert_same(summary[group][name][figure], expected, f"{name}.{figure}")


def assert_same(actual: Any, expected: Any, path: str) -> None:
    if isinstance(expected, list):
        assert len(actual) == len(expected), path
        for one, other in zip(actual, expected, strict=True):
            assert one["direction"] == other["direction"], path
            assert one["month"] == pytest.approx(other["month"], rel=1e-9), path
    elif expected is None or isinstance(expected, bool):
        assert actual is expected, path
    else:
        assert actual == pytest.approx(expected, rel=1e-9, abs=1e-9), path
