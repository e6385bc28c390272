"""Every model in a plan, as JSON and CSV, by query, by body and of what is saved."""

import csv
import io

import pytest

from app.catalog import models, prices_as_of

QUERY = "preset=customer-support&workload.requests_per_month=500000"
FIGURES = (
    "approach name reference maker present_cost difference provider_cost error_rate "
    "error_rate_allowed probability_cheapest feasible reasons retires query"
).split()


def test_the_answer_has_the_documented_shape(get):
    answer = get(f"/api/v1/candidates?{QUERY}").json()
    assert list(answer) == ["currency", "prices_as_of", "entered", "candidates"]
    assert list(answer["entered"]) == ["prompting", "tuning"]
    assert len(answer["candidates"]) == len(models())
    assert list(answer["candidates"][0]) == FIGURES
    costs = [item["present_cost"] for item in answer["candidates"]]
    assert costs == sorted(costs)


def test_each_candidate_opens_as_the_plan_with_it(get):
    answer = get(f"/api/v1/candidates?{QUERY}&approach=prompting").json()
    assert {item["approach"] for item in answer["candidates"]} == {"prompting"}
    for item in answer["candidates"][::60]:
        summary = get(f"/api/v1/summary?{item['query']}").json()
        figures = summary["approaches"]["prompting"]
        assert item["present_cost"] == pytest.approx(figures["present_cost"], rel=1e-9)
        now = answer["entered"]["prompting"]["present_cost"]
        assert item["difference"] == pytest.approx(item["present_cost"] - now, abs=1e-9 * now)


def test_query_and_body_try_the_same(get, ask):
    own = "candidates.1.name=Ours&candidates.1.approach=tuning&candidates.1.hosting_price=2.5"
    queried = get(f"/api/v1/candidates?{QUERY}&{own}").json()
    body = {
        "preset": "customer-support",
        "inputs": {"workload": {"requests_per_month": 500_000}},
        "candidates": [{"name": "Ours", "approach": "tuning", "inputs": {"hosting_price": 2.5}}],
    }
    assert ask("POST", "/api/v1/candidates", json=body).json() == queried
    [mine] = [item for item in queried["candidates"] if item["name"] == "Ours"]
    assert mine["reference"] == "aws/nova-lite-tuned"
    assert mine["probability_cheapest"] is not None
    alone = ask("POST", "/api/v1/candidates", json=body | {"approach": "prompting"}).json()
    assert [item for item in alone["candidates"] if item["approach"] == "tuning"] == [mine]


def test_csv_holds_the_same(get):
    rows = get(f"/api/v1/candidates?{QUERY}").json()["candidates"]
    text = get(f"/api/v1/candidates.csv?{QUERY}&bom=0").text
    parsed = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["reference"] for row in parsed] == [row["reference"] for row in rows]
    assert [float(row["present_cost"]) for row in parsed] == [row["present_cost"] for row in rows]
    assert "training_closed model_retires" in {row["reasons"] for row in parsed}


def test_a_saved_plan_and_its_revision_are_tried_with_todays_models(ask):
    body = {"preset": "customer-support", "draws": 256, "name": "Saved"}
    home = f"/api/v1/scenarios/{ask('POST', '/api/v1/scenarios', json=body).json()['id']}"
    expected = ask(
        "GET", "/api/v1/candidates?preset=customer-support&draws=256&approach=tuning"
    ).json()
    for address in (home, f"{home}/revisions/1"):
        assert ask("GET", f"{address}/candidates?approach=tuning").json() == expected
        assert ask("GET", f"{address}/candidates.csv").text.startswith(
            "\ufeffapproach,name,reference"
        )
        refused = ask("GET", f"{address}/candidates?workload.requests_per_month=5")
        assert refused.status_code == 422
        own = ask("GET", f"{address}/candidates?approach=tuning&candidates.1.name=Ours").json()
        assert "Ours" in {item["name"] for item in own["candidates"]}
    assert expected["prices_as_of"] == prices_as_of()


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("approach=hybrid", "approach"),
        ("candidates.1.retry_rate=3", "candidates.1.retry_rate"),
        ("candidates.x.name=3", "candidates.x.name"),
        ("tuning.retry_rate=3", "tuning.retry_rate"),
    ],
)
def test_what_is_wrong_is_named(get, query, named):
    answer = get(f"/api/v1/candidates?{QUERY}&{query}")
    assert answer.status_code == 422
    assert [item["input"] for item in answer.json()["errors"]] == [named]


@pytest.mark.parametrize(
    "body", [3, [], {"candidates": 3}, {"candidates": [3]}, {"approach": []}, {"colour": 1}]
)
def test_a_body_that_is_none_is_refused(ask, body):
    assert ask("POST", "/api/v1/candidates", json=body).status_code == 422


def test_an_approach_that_is_not_considered_is_null(get):
    answer = get("/api/v1/candidates?preset=blank&prompting.model=openai/gpt-5.5").json()
    assert answer["entered"]["tuning"] is None
    assert {item["approach"] for item in answer["candidates"]} == {"prompting"}
