"""The worked cases of independent implementations, to 1e-9 relative."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from app.answers import judge, summarise, years
from app.inputs import Inputs
from app.model import LINES, Projection, project
from tests.model.worked import CASES, OLD_CASES, inputs_of

STATED = 1e6  # no rate of return above it is stated any more


@pytest.fixture(params=[*CASES, *OLD_CASES], ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads(request.param.read_text()) | {"read": inputs_of(request.param)}


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def new_case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return json.loads(request.param.read_text())


def project_of(case: dict[str, Any]) -> Projection:
    return project(Inputs.model_validate(case["inputs"]))


def test_there_are_ten_cases_of_version_2_and_fifteen_of_version_1():
    assert (len(CASES), len(OLD_CASES)) == (10, 15)


def test_every_line_of_every_month_is_that_of_the_case(case):
    projection = project(case["read"])
    np.testing.assert_allclose(projection.requests, case["months"]["requests"], rtol=1e-9)
    considered = [name for name, months in case["months"].items() if name != "requests" and months]
    assert list(projection.courses) == considered
    for name, course in projection.courses.items():
        expected = case["months"][name]
        assert set(expected["lines"]) <= set(LINES)
        for line in LINES:  # one that is newer than the case costs nothing in it
            amounts = expected["lines"].get(line, 0.0)
            np.testing.assert_allclose(course.lines[line], amounts, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(course.total, expected["total"], rtol=1e-9)
        np.testing.assert_allclose(course.cumulative, expected["cumulative"], rtol=1e-9)
        np.testing.assert_allclose(course.right_answers, expected["right"], rtol=1e-9)


def test_every_figure_of_the_summary_is_that_of_the_case(case):
    summary = asdict(summarise(project(case["read"])))
    for group in ("approaches", "comparisons"):
        for name, figures in case["summary"][group].items():
            assert (figures is None) == (name not in summary[group])
            for figure, expected in (figures or {}).items():
                if figure == "irr" and expected is not None and expected > STATED:
                    expected = None
                assert_same(summary[group][name][figure], expected, f"{name}.{figure}")


def test_the_cheapest_and_whether_it_is_clear_are_those_of_the_case(new_case):
    summary = summarise(project_of(new_case))
    assert summary.cheapest == new_case["summary"]["cheapest"]
    assert summary.too_close_to_call == new_case["summary"]["too_close_to_call"]


def test_every_fiscal_year_is_that_of_the_case(new_case):
    found = years(project_of(new_case))
    assert [str(year.year) for year in found] == list(new_case["years"])
    for year in found:
        expected = new_case["years"][str(year.year)]
        assert year.requests == pytest.approx(expected.pop("requests"), rel=1e-9)
        assert list(year.amounts) == [name for name, lines in expected.items() if lines]
        for name, amounts in year.amounts.items():
            assert list(amounts) == [*LINES, "total"]
            newer = dict.fromkeys(LINES, 0.0)  # than the case
            assert amounts == pytest.approx(newer | expected[name], rel=1e-9, abs=1e-9)


def test_the_verdict_is_that_of_the_case(new_case):
    projection = project_of(new_case)
    verdict = judge(projection, summarise(projection))
    expected = new_case["verdict"] or [None, None]
    assert [verdict.recommendation, verdict.reason] == expected


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
