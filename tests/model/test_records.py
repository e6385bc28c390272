"""Amounts are those of version 1, to 1e-12; answers are those recorded of version 2."""

import csv
import io
import json
import warnings
from dataclasses import asdict
from typing import Any

import pytest

from app.answers import summarise
from app.inputs import APPROACHES, CHALLENGERS, FIELDS
from app.model import LINES, project
from tests.model.records.record import ANSWERS, PLANS, PLANS_FILE, REQUESTS, answers
from tests.model.worked import as_version_1

ROUNDING = 1e-12  # of a number, or of the largest of its record where it may be a difference


def names_of_version_1() -> set[str]:
    """Return the inputs, their fields and the cost lines that were there."""
    inputs = [row["input"] for row in json.loads((ANSWERS / "inputs.json").read_text())]
    rows = csv.reader(io.StringIO((ANSWERS / "months.csv").read_text()))
    return {*inputs, *(name.split(".")[1] for name in inputs), *(row[3] for row in rows)}


NAMES = {*FIELDS, *(field.field for field in FIELDS.values()), *LINES}
# Inputs and lines that change nothing until somebody uses them, and figures beside the others.
NEW_FIGURES = set(
    "cost_per_mistake_avoided best_examples acceptability test_plan best_test".split()
)
# What was said of every value that a use case does not name, also of those that have an effect.
NO_EFFECT = "Assumption: it plays no part in this use case, and has no effect as it stands"
NEWER = (NAMES - names_of_version_1()) | NEW_FIGURES


@pytest.fixture(scope="module")
def replayed() -> dict[str, bytes]:
    return dict(answers())


@pytest.mark.parametrize("file", list(REQUESTS))
def test_a_request_is_answered_as_it_was(replayed: dict[str, bytes], file: str) -> None:
    recorded = (ANSWERS / file).read_bytes()
    was = parsed(file, recorded)
    compare(parsed(file, replayed[file]), was, file, ROUNDING * largest(was))
    if (difference := first_difference(replayed[file], recorded)) is not None:
        warnings.warn(f"{file}: {difference}", NotByteIdentical, stacklevel=1)


# The figures of version 1, in the order of plans.json. Rates of return, volumes and what is too
# close to call follow new rules.
APPROACH_FIGURES = (
    "upfront_cost running_cost total_cost present_cost cost_per_request cost_per_right_answer "
    "value_roi"
).split()
COMPARISON_FIGURES = (
    "savings npv investment roi irr break_even_month break_even_month_exact "
    "discounted_break_even_month crossings"
).split()
NEW_RULES = {"irr"}


@pytest.mark.usefixtures("without_volumes")  # they follow a new rule, and are not compared
def test_the_amounts_of_the_plans_of_version_1_are_those_recorded() -> None:
    plans = json.loads(PLANS_FILE.read_text())
    assert len(plans) == PLANS
    for number, plan in enumerate(plans):
        summary = asdict(summarise(project(as_version_1(plan["inputs"]))))
        room = ROUNDING * largest(plan["figures"][:3])  # the comparisons are differences of these
        recorded = iter(plan["figures"])
        for name in APPROACHES:
            assert_amounts(summary["approaches"][name], APPROACH_FIGURES, next(recorded), room)
        for name in CHALLENGERS:
            assert_amounts(summary["comparisons"][name], COMPARISON_FIGURES, next(recorded), room)
        assert summary["cheapest"] == next(recorded), number


def assert_amounts(figures: dict[str, Any], names: list[str], recorded: Any, room: float) -> None:
    for name, expected in zip(names, recorded, strict=False):
        # Version 1 had no return where no answer was right.
        if name in NEW_RULES or (name == "value_roi" and expected is None):
            continue
        actual = figures[name]
        if name == "crossings":
            actual = [dict(item) for item in actual]
        compare(actual, expected, name, max(room, ROUNDING))


class NotByteIdentical(UserWarning):
    """The figures agree but for their last digits."""


# The sums of a later model may be ordered otherwise: that is told, and is no failure.
pytestmark = [
    pytest.mark.filterwarnings("default::tests.model.test_records.NotByteIdentical"),
    pytest.mark.no_cover,
]


def first_difference(actual: bytes, recorded: bytes) -> str | None:
    """Return where the bytes part, with what stands there; None if they are identical."""
    if actual == recorded:
        return None
    shorter = min(len(actual), len(recorded))
    pairs = zip(actual, recorded, strict=False)
    at = next((i for i, (one, other) in enumerate(pairs) if one != other), shorter)
    there = slice(max(at - 60, 0), at + 30)
    return f"byte {at}: {actual[there]!r} was {recorded[there]!r}"


def parsed(file: str, content: bytes) -> Any:
    if file == "thresholds.json":  # nearest first: rounding may swap two that are equally near
        return sorted(json.loads(content), key=lambda row: (row["input"], row["comparison"]))
    if file.endswith(".json"):
        return json.loads(content)
    rows = csv.reader(io.StringIO(content.decode()))
    return [[number_or_text(cell) for cell in row] for row in rows]


def number_or_text(cell: str) -> float | str:
    try:
        return float(cell)
    except ValueError:
        return cell


def largest(value: Any) -> float:
    """Return the size of the largest amount in a record; volumes are none."""
    if isinstance(value, dict):
        return max(
            (largest(part) for key, part in value.items() if "requests" not in key), default=0.0
        )
    if isinstance(value, list):
        return max(map(largest, value), default=0.0)
    return abs(value) if isinstance(value, float) else 0.0


def compare(actual: Any, recorded: Any, path: str, room: float) -> None:
    if isinstance(recorded, dict):
        kept = [key for key in actual if key in recorded or key not in NEWER]
        assert kept == list(recorded), path
        for key in recorded:
            compare(actual[key], recorded[key], f"{path}.{key}", room)
    elif isinstance(recorded, list):
        actual = [row for row in actual if not names_in(row) & NEWER]
        assert len(actual) == len(recorded), path
        for index, value in enumerate(recorded):
            compare(actual[index], value, f"{path}[{index}]", room)
    elif isinstance(recorded, float):
        assert actual == pytest.approx(recorded, rel=ROUNDING, abs=room), path
    elif recorded == NO_EFFECT:
        assert actual.startswith("Assumption: "), path
    else:
        assert actual == recorded, path
        assert type(actual) is type(recorded), path


def names_in(row: Any) -> set[Any]:
    """Return what a row is about: an input or a cost line."""
    if isinstance(row, dict):
        return {row.get("input"), row.get("line")}
    return set(row) if isinstance(row, list) and all(map(is_cell, row)) else set()


def is_cell(value: Any) -> bool:
    return isinstance(value, str | float)
