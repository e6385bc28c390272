"""Where a person's own values come from, in their words."""

from urllib.parse import quote

import pytest

from tests.people import Ask

VOLUME = "workload.requests_per_month"
WORDS = "help desk, October 2026"
PLAN = {"preset": "customer-support", "inputs": {"workload": {"requests_per_month": 500_000}}}
SAID = PLAN | {"sources": {VOLUME: WORDS}, "draws": 256}
QUERY = f"preset=customer-support&{VOLUME}=500000&draws=256&sources.{VOLUME}={quote(WORDS)}"


def test_a_source_in_a_query_and_in_a_body_is_the_same(get: Ask, post: Ask) -> None:
    for feed in ("projection", "inputs", "summary"):
        asked = get(f"/api/v1/{feed}?{QUERY}")
        assert asked.json() == post(f"/api/v1/{feed}", json=SAID).json()
    assert get(f"/api/v1/projection?{QUERY}").json()["sources"] == {VOLUME: WORDS}


def test_the_inputs_say_it_in_place_of_whoever_entered_the_value(get: Ask) -> None:
    rows = {row["input"]: row for row in get(f"/api/v1/inputs?{QUERY}").json()}
    silent = QUERY.partition("&sources.")[0]
    before = {row["input"]: row for row in get(f"/api/v1/inputs?{silent}").json()}

    assert (before[VOLUME]["source"], before[VOLUME]["as_of"]) == ("entered by you", None)
    assert (rows[VOLUME]["source"], rows[VOLUME]["as_of"]) == (WORDS, None)
    assert {name: row for name, row in rows.items() if name != VOLUME} == {
        name: row for name, row in before.items() if name != VOLUME
    }


def test_a_source_changes_no_figure(get: Ask) -> None:
    silent = QUERY.partition("&sources.")[0]
    assert get(f"/api/v1/summary?{QUERY}").json() == get(f"/api/v1/summary?{silent}").json()


def test_a_saved_scenario_keeps_its_sources(ask: Ask) -> None:
    saved = ask("POST", "/api/v1/scenarios", json=SAID | {"name": "Sourced"})
    assert saved.status_code == 201, saved.text
    path = f"/api/v1/scenarios/{saved.json()['id']}"

    assert saved.json()["sources"] == {VOLUME: WORDS}
    assert ask("GET", path).json()["sources"] == {VOLUME: WORDS}
    assert ask("GET", f"{path}/projection").json()["sources"] == {VOLUME: WORDS}
    rows = {row["input"]: row for row in ask("GET", f"{path}/inputs").json()}
    assert rows[VOLUME]["source"] == WORDS


def test_a_copy_and_an_exported_scenario_keep_them_too(ask: Ask) -> None:
    saved = ask("POST", "/api/v1/scenarios", json=SAID | {"name": "Sourced"}).json()
    path = f"/api/v1/scenarios/{saved['id']}"

    copied = ask("POST", f"{path}/copies")
    imported = ask("POST", "/api/v1/scenarios/imports", json=ask("GET", f"{path}/export").json())

    assert copied.json()["sources"] == {VOLUME: WORDS}
    assert imported.json()["scenarios"][0]["sources"] == {VOLUME: WORDS}
    again = f"/api/v1/scenarios/{imported.json()['scenarios'][0]['id']}"
    assert ask("GET", f"{again}/projection").json()["sources"] == {VOLUME: WORDS}


def test_the_calculator_opens_a_saved_plan_with_its_sources(ask: Ask) -> None:
    saved = ask("POST", "/api/v1/scenarios", json=SAID | {"name": "Sourced"}).json()

    page = ask("GET", f"/s/{saved['id']}")
    opened = ask("GET", ask("GET", f"/s/{saved['id']}/copy").headers["location"])
    assert WORDS in page.text
    assert WORDS in opened.text


@pytest.mark.parametrize(
    ("sources", "name", "message"),
    [
        ({VOLUME: "x" * 201}, f"sources.{VOLUME}", "at most 200 characters"),
        ({VOLUME: "logs\x07"}, f"sources.{VOLUME}", "cannot be printed"),
        ({VOLUME: 7}, f"sources.{VOLUME}", "must be a text"),
        ({"tuning.colour": "a guess"}, "sources.tuning.colour", "no input called tuning.colour"),
        ([VOLUME], "sources", "must be an object"),
    ],
)
def test_a_bad_source_is_named(post: Ask, sources: object, name: str, message: str) -> None:
    answer = post("/api/v1/summary", json=PLAN | {"sources": sources})

    [error] = answer.json()["errors"]
    assert answer.status_code == 422
    assert error["input"] == name
    assert message in error["message"]


def test_a_source_that_looks_like_a_formula_is_disarmed_in_csv(get: Ask) -> None:
    text = get(f"/api/v1/inputs.csv?preset=blank&sources.{VOLUME}=%3D1%2B1&bom=0").text

    assert f"{VOLUME},1000.0,requests,'=1+1," in text
