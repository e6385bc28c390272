"""The worked cases, asked of the API: months, summary, fiscal years, verdict."""

import json
from typing import Any

import pytest

from app.inputs import APPROACHES
from app.model import LINES
from tests.model.worked import CASES, OLD_CASES, inputs_of
from tests.people import Ask

Json = dict[str, Any]
FINE: Json = {"rel": 1e-9, "abs": 1e-9}


@pytest.fixture(params=CASES, ids=lambda path: path.stem)
def case(request: pytest.FixtureRequest) -> Json:
    read: Json = json.loads(request.param.read_text())
    return read


@pytest.fixture(params=[*CASES, *OLD_CASES], ids=lambda path: path.stem)
def any_case(request: pytest.FixtureRequest) -> Json:
    read: Json = json.loads(request.param.read_text())
    old = request.param in OLD_CASES
    return read | ({"inputs": inputs_of(request.param).model_dump()} if old else {})


def posted(post: Ask, feed: str, case: Json) -> Any:
    answer = post(f"/api/v1/{feed}", json={"preset": "blank", "inputs": case["inputs"]})
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_there_are_ten_cases() -> None:
    assert len(CASES) == 10


def test_a_projection_has_the_months_of_the_case(post: Ask, any_case: Json) -> None:
    months = posted(post, "projection", any_case)["months"]

    expected = any_case["months"]
    assert [month["requests"] for month in months] == pytest.approx(expected["requests"], **FINE)
    for name in APPROACHES:
        if expected[name] is None:
            assert [month[name] for month in months] == [None] * len(months), name
            continue
        nothing = dict.fromkeys(LINES, [0.0] * len(months))  # of a line newer than the case
        columns = {
            **nothing,
            **expected[name]["lines"],
            "total": expected[name]["total"],
            "cumulative": expected[name]["cumulative"],
            "right_answers": expected[name]["right"],
        }
        for line, amounts in columns.items():
            found = [month[name][line] for month in months]
            assert found == pytest.approx(amounts, **FINE), (name, line)


def test_a_projection_has_the_summary_of_the_case(post: Ask, case: Json) -> None:
    answer = posted(post, "projection", case)

    assert posted(post, "summary", case) == answer["summary"]
    check(answer["summary"], case["summary"], "summary")


def check(found: Any, expected: Any, where: str) -> None:
    """Fail unless everything that is expected was found, numbers to nine digits."""
    if isinstance(expected, dict):
        assert found is not None, where
        for name, value in expected.items():
            check(found[name], value, f"{where}.{name}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for index, value in enumerate(expected):
            check(found[index], value, f"{where}.{index}")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, **FINE), where
    else:
        assert found == expected, where


def test_fiscal_years_are_those_of_the_case(post: Ask, case: Json) -> None:
    rows = posted(post, "years", case)

    found = {(row["fiscal_year"], row["approach"], row["line"]): row["amount"] for row in rows}
    expected = {
        (int(year), name, line): amount
        for year, figures in case["years"].items()
        for name in APPROACHES
        if name in figures
        for line, amount in (figures[name] | {"requests": figures["requests"]}).items()
    }
    beside = {key for key in found if key[2] == "savings"}
    newer = {key for key in found.keys() - expected.keys() if key[2] in LINES}  # than the case
    assert {found[key] for key in newer} <= {0.0}
    assert len(found) == len(rows)
    assert found.keys() - beside - newer == expected.keys()
    for key, amount in expected.items():
        assert found[key] == pytest.approx(amount, **FINE), key
    for year, name, _ in beside:
        saved = found[year, "prompting", "total"] - found[year, name, "total"]
        assert found[year, name, "savings"] == pytest.approx(saved, **FINE)


def test_the_verdict_is_that_of_the_case(post: Ask, case: Json) -> None:
    verdict = posted(post, "verdict", case)

    recommendation, reason = case["verdict"] or (None, None)
    assert (verdict["recommendation"], verdict["reason"]) == (recommendation, reason)
    assert (verdict["status"] == "forecast") == (case["verdict"] is None)
