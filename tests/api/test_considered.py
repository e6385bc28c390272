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


@pytest.mark.parametrize(
    ("status", "query"),
    [
        ("forecast", NOBODY),
        ("incomplete", f"{NOBODY}&tuning.build_cost=1000"),
        (
            "impossible",
            f"{NOBODY}&tuning.call_price=0.002&prompting.model=openai/gpt-4.1"
            "&prompting.prompt_tokens=1000000&workload.request_tokens=100000",
        ),
    ],
)
def test_where_nothing_can_be_recommended_nothing_is(get: Ask, status: str, query: str) -> None:
    verdict = get(f"/api/v1/verdict?{query}{RANGED}").json()

    nothing = ("recommendation", "reason", "tied", "price_of_fit", "probability_cheapest")
    assert verdict["status"] == status
    assert {name: verdict[name] for name in nothing} == dict.fromkeys(nothing)
    assert verdict["headline"]
    assert verdict["words"]


def test_a_verdict_says_how_likely_each_is_the_cheapest_of_those_considered(get: Ask) -> None:
    likely = get(f"/api/v1/verdict?{PLANS['prompting tuning']}{RANGED}").json()
    unsaid = get(f"/api/v1/verdict?{PLANS['prompting tuning']}").json()

    assert likely["status"] == "clear"
    assert likely["probability_cheapest"] == {"prompting": 0, "tuning": 1, "hybrid": None}
    assert unsaid["probability_cheapest"] is None


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


SAVED = [
    *("projection", "months.csv", "years.csv", "summary.csv", "inputs", "uncertainty.csv"),
    *("sensitivity.csv", "thresholds.csv", "verdict", "workbook.xlsx", "value/cheapest.txt"),
    *("summary", "revisions/1/summary", "revisions", "changes", "prices", "export", "settings"),
]


def test_a_saved_plan_of_anybody_answers_at_every_address(ask: Ask) -> None:
    kept = {}
    for considered, query in PLANS.items():
        inputs = dict(pair.split("=") for pair in query.split("&") if "." in pair.split("=")[0])
        ranges = {"workload.requests_per_month": {"low": 500, "high": 2000}}
        body = {"preset": "blank", "inputs": inputs, "ranges": ranges, "draws": 256}
        saved = ask("POST", "/api/v1/scenarios", json=body | {"name": considered}).json()
        kept[considered] = saved["id"]
        key = {"Authorization": f"Bearer {saved['edit_key']}"}
        for path in SAVED:
            answer = ask("GET", f"/api/v1/scenarios/{saved['id']}/{path}", headers=key)
            assert answer.status_code == 200, (considered, path)
        summary = ask("GET", f"/api/v1/scenarios/{saved['id']}/summary").json()
        assert summary == ask("POST", "/api/v1/summary", json=body).json()

    everybody = "&".join(f"s={item}" for item in kept.values())
    for approach in APPROACHES:
        answer = ask("GET", f"/api/v1/comparison?{everybody}&approach={approach}")
        assert answer.status_code == 200
        found = [driver["contributions"] is not None for driver in answer.json()["drivers"]]
        assert found == ([True] * 3 if approach == "prompting" else [False] * 3)
    assert ask("GET", f"/api/v1/comparison.csv?{everybody}").status_code == 200
