"""The app's model and the second reading of docs/model.md say the same to 1e-12."""

from dataclasses import asdict
from typing import Any

import numpy as np
import pytest

from app.answers import summarise, years
from app.catalog import presets
from app.inputs import Inputs, read_inputs
from app.model import LINES, Projection, project
from tests.conftest import is_long
from tests.model import reference as model_reference
from tests.model.plans import AWKWARD, CORNERS, KNOWN, READ, random_plans
from tests.model.worked import CASES, OLD_CASES, inputs_of

PLANS = 150
PLANS_OF_MAKE_FUZZ = 500
# It looks for no volume; tests/answers/test_thresholds.py does.
pytestmark = [pytest.mark.usefixtures("without_volumes"), pytest.mark.no_cover]
ROUNDING = 1e-12  # of a figure, or of all money spent where a figure is a difference


@pytest.mark.parametrize("path", [*CASES, *OLD_CASES], ids=lambda path: path.stem)
def test_a_worked_case_reads_the_same(path):
    assert_read_alike(inputs_of(path))


@pytest.mark.parametrize("name", list(presets()))
def test_a_preset_reads_the_same(name):
    assert_read_alike(presets()[name].inputs)


@pytest.mark.parametrize("values", CORNERS, ids=str)
def test_a_corner_of_the_model_reads_the_same(values):
    assert_read_alike(read_inputs(values))


@pytest.mark.parametrize("part", range(10))
def test_random_plans_read_the_same(pytestconfig, part):
    plans = PLANS_OF_MAKE_FUZZ if is_long(pytestconfig) else PLANS
    for inputs in random_plans(plans // 10, seed=part, among=KNOWN):
        assert_read_alike(inputs)


def test_the_second_reading_reads_all_that_is_drawn_awkwardly():
    assert set(AWKWARD) <= READ


def test_without_a_right_answer_all_that_is_spent_is_lost():
    # $100 spent, no value: (0 − 100) / 100 = −1
    inputs = read_inputs(
        {"tuning.error_rate": 1, "tuning.build_cost": 100, "quality.request_value": 1}
    )
    reference = model_reference.summary(inputs.model_dump())["approaches"]["tuning"]
    assert reference["value_roi"] == -1
    assert summarise(project(inputs)).approaches["tuning"].value_roi == -1


def assert_read_alike(inputs: Inputs) -> None:
    plan = inputs.model_dump()
    projection = project(inputs)
    months = model_reference.months(plan)
    assert_close(projection.requests.tolist(), months["requests"], "requests")
    assert list(projection.courses) == [name for name in months if name != "requests"]
    for name, course in projection.courses.items():
        expected = months[name]
        assert set(expected["lines"]) <= set(LINES)
        nothing = [0.0] * len(expected["total"])
        for line in LINES:  # one that is newer than the second reading costs nothing in its plans
            amounts = expected["lines"].get(line, nothing)
            room = ROUNDING * max(expected["total"])  # where a cache is hardly ever warm
            assert_close(course.lines[line].tolist(), amounts, f"{name}.{line}", room)
        assert_close(course.total.tolist(), expected["total"], f"{name}.total")
        assert_close(course.cumulative.tolist(), expected["cumulative"], f"{name}.cumulative")
        assert_close(np.ravel(course.right_answers).tolist(), expected["right"], f"{name}.right")
    assert_same_years(projection, months)
    actual, summary = asdict(summarise(projection)), model_reference.summary(plan)
    spent = sum(course.cumulative[-1] for course in projection.courses.values())
    assert actual["cheapest"] == summary["cheapest"]
    assert list(actual["tied"]) == summary["tied"]
    assert actual["too_close_to_call"] == summary["too_close_to_call"]
    for name, figures in summary["approaches"].items():
        for figure, expected in figures.items():
            said, room = actual["approaches"][name][figure], room_of(figure, figures, spent)
            assert_close(said, expected, f"{name}.{figure}", room)
    for name, figures in summary["comparisons"].items():
        for figure, expected in figures.items():
            said = actual["comparisons"][name][figure]
            assert_close(said, expected, f"{name}.{figure}", room_of(figure, figures, spent))


def assert_same_years(projection: Projection, months: dict[str, Any]) -> None:
    plan, found = projection.inputs.model_dump(), years(projection)
    requests = model_reference.years(plan, months["requests"])
    assert_close({year.year: year.requests for year in found}, requests, "years")
    for name in projection.courses:
        totals = model_reference.years(plan, months[name]["total"])
        assert_close({year.year: year.amounts[name]["total"] for year in found}, totals, "years")


def room_of(figure: str, figures: dict[str, Any], spent: float) -> float:
    """Return how far a figure may be off because the costs that it compares are rounded."""
    if figure in ("running_cost", "savings", "npv", "investment"):
        return ROUNDING * spent
    if figure == "roi" and figures["investment"] > 0:
        return ROUNDING * spent * (1 + abs(figures["roi"])) / figures["investment"]
    if figure == "irr":
        return 1e-9 * abs(figures["irr"] or 0)
    return 1e-9 if "month" in figure or figure == "crossings" else 0.0


def assert_close(actual: Any, expected: Any, path: str, room: float = 0.0) -> None:
    if isinstance(expected, list):
        assert len(actual) == len(expected), path
        for one, other in zip(actual, expected, strict=True):
            assert_close(one, other, path, room)
    elif isinstance(expected, dict):
        for key, value in expected.items():
            assert_close(actual[key], value, f"{path}.{key}", room)
    elif isinstance(expected, float):
        assert actual == pytest.approx(expected, rel=ROUNDING, abs=room), path
    else:
        assert actual == expected, path
