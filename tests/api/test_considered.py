"""Whoever takes part: an approach that does not is null in every answer, and has no rows."""

from typing import Any

import pytest

from app.inputs import APPROACHES
from app.model import LINES
from tests.people import Ask

NOBODY = "preset=blank&prompting.call_price=0.01&draws=256"
RANGED = "&workload.requests_per_month=1000&ranges.workload.requests_per_month=500..2000"
PLANS = {
    "prompting": NOBODY,
    "prompting tuning": f"{NOBODY}&tuning.call_price=0.002&tuning.build_cost=50",
    "prompting hybrid": f"{NOBODY}&hybrid.call_price=0.002&hybrid.prompted_share=0.1",
    "prompting tuning hybrid": f"{NOBODY}&tuning.call_price=0.002&hybrid.prompted_share=0.1",
}
FEEDS = ("months", "years", "summary", "inputs", "sensitivity", "thresholds", "uncertainty")
FOUR = pytest.mark.parametrize(("considered", "query"), PLANS.items(), ids=PLANS)


@FOUR
def test_an_approach_that_is_not_considered_is_null(get: Ask, considered: str, query: str) -> None:
    taking_part = considered.split()

    projection = get(f"/api/v1/projection?{query}").json()
    summary = get(f"/api/v1/summary?{query}").json()
    uncertainty = get(f"/api/v1/uncertainty?{query}{RANGED}").json()

    for answer in (
        summary["approaches"],
        uncertainty["probability_cheapest"],
        *({name: month[name] for name in APPROACHES} for month in projection["months"]),
    ):
        assert list(answer) == list(APPROACHES)
        assert [name for name in answer if answer[name] is not None] == taking_part
    for answer in (summary["comparisons"], uncertainty["comparisons"]):
        assert list(answer) == list(APPROACHES[1:])
        assert [name for name in answer if answer[name] is not None] == taking_part[1:]
    assert sum(uncertainty["probability_cheapest"][name] for name in taking_part) == 1


@FOUR
@pytest.mark.parametrize("feed", FEEDS)
def test_an_approach_that_is_not_considered_has_no_rows(
    get: Ask, feed: str, considered: str, query: str
) -> None:
    rows = get(f"/api/v1/{feed}?{query}{RANGED}&layout=rows").json()
    table = get(f"/api/v1/{feed}.csv?{query}{RANGED}")

    named = {row.get("approach", row.get("comparison")) for row in rows} - {None}
    assert table.status_code == 200
    assert named <= set(considered.split())
    if feed in ("months", "years", "summary"):
        assert named == set(considered.split())
    if feed in ("sensitivity", "thresholds"):
        assert named == set(considered.split()[1:])


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_a_forecast_has_months_of_prompting_alone(get: Ask, layout: str) -> None:
    rows = get(f"/api/v1/months?{NOBODY}&layout={layout}").json()

    assert {row["approach"] for row in rows} == {"prompting"}
    assert {row["line"] for row in rows} == set(LINES)


def test_a_forecast_recommends_nothing(get: Ask) -> None:
    verdict = get(f"/api/v1/verdict?{NOBODY}{RANGED}").json()

    nothing = ("recommendation", "reason", "tied", "price_of_fit", "probability_cheapest")
    assert verdict["status"] == "forecast"
    assert {name: verdict[name] for name in nothing} == dict.fromkeys(nothing)
    assert verdict["headline"]
    assert verdict["words"]


def test_an_approach_may_be_left_out_of_a_preset(get: Ask) -> None:
    whole = get("/api/v1/summary?preset=customer-support").json()
    query = "preset=customer-support&hybrid.considered=no"
    answer = get(f"/api/v1/summary?{query}").json()

    assert answer["approaches"]["hybrid"] is None
    assert answer["approaches"]["tuning"] == whole["approaches"]["tuning"]
    assert {row["approach"] for row in get(f"/api/v1/years?{query}").json()} == {
        "prompting",
        "tuning",
    }


def test_one_figure_of_an_approach_that_is_not_considered_is_empty(ask: Ask) -> None:
    body: dict[str, Any] = {"preset": "blank", "name": "Forecast"}
    scenario = f"/api/v1/scenarios/{ask('POST', '/api/v1/scenarios', json=body).json()['id']}"

    assert ask("GET", f"{scenario}/value/tuning.npv.txt").text == ""
    assert float(ask("GET", f"{scenario}/value/prompting.provider_cost.txt").text) == 0
    assert ask("GET", f"{scenario}/value/tuning.nvp.txt").status_code == 404
