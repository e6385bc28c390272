"""Notes in every answer of the API."""

import csv
import io
import json

import pytest

from app.answers.notes import KINDS

# facts.md: claude-sonnet-4.6, below the hit rate of 21.7 % from which caching pays.
VALUES: dict[str, dict[str, float]] = {
    "prompting": {
        "prompt_tokens": 5500,
        "input_price": 3,
        "cached_input_price": 0.3,
        "cache_write_price": 3.75,
        "cache_hit_rate": 0.1,
    },
    "tuning": {"lead_time_months": 12},
    "workload": {"december": 4},
}
BODY = {"preset": "blank", "inputs": VALUES}
QUERY = "preset=blank&" + "&".join(
    f"{group}.{field}={value}"
    for group, fields in VALUES.items()
    for field, value in fields.items()
)
CODES = ["caching_costs_more", "late_go_live", "season_level"]  # warnings first


@pytest.mark.parametrize("feed", ["projection", "summary", "verdict"])
def test_an_answer_says_what_to_know_of_the_plan(get, post, feed):
    notes = get(f"/api/v1/{feed}?{QUERY}").json()["notes"]
    assert notes == post(f"/api/v1/{feed}", json=BODY).json()["notes"]
    assert [note["code"] for note in notes] == CODES
    assert [note["severity"] for note in notes] == [KINDS[code].severity for code in CODES]
    assert [list(note) for note in notes] == [["severity", "code", "message", "inputs"]] * 3
    assert notes[0]["inputs"] == ["prompting.cache_hit_rate", "prompting.cache_write_price"]
    assert "It pays above a hit rate of 21.7 %." in notes[0]["message"]


@pytest.mark.parametrize("feed", ["projection", "summary", "verdict"])
def test_a_plan_that_is_not_odd_has_no_notes(get, feed):
    assert get(f"/api/v1/{feed}?preset=blank").json()["notes"] == []


def test_the_rows_of_the_summary_end_with_the_notes(get):
    text = get(f"/api/v1/summary.csv?{QUERY}&bom=0").text
    rows = list(csv.DictReader(io.StringIO(text)))[-3:]
    notes = get(f"/api/v1/summary?{QUERY}").json()["notes"]
    assert rows == [
        {
            "metric": f"note_{note['code']}",
            "approach": approach,
            "value": "",
            "unit": note["severity"],
            "text": note["message"],
        }
        for note, approach in zip(notes, ["prompting", "tuning", ""], strict=True)
    ]


def test_the_rows_of_the_months_are_amounts_alone(get):
    rows = get(f"/api/v1/months?{QUERY}").json()
    assert {type(row["amount"]) for row in rows} == {float}


@pytest.mark.parametrize("feed", ["projection", "summary", "verdict"])
def test_a_saved_plan_has_its_notes_at_every_address(ask, save, feed):
    kept = save(**BODY, ranges={})
    here = ask("GET", f"/api/v1/{feed}?{QUERY}").json()["notes"]
    assert len(here) == 3
    for path in (kept.api, f"{kept.api}/revisions/1"):
        assert ask("GET", f"{path}/{feed}").json()["notes"] == here


def test_a_list_of_revisions_has_the_notes_of_each(ask, save):
    kept = save(**BODY, ranges={})
    [revision] = ask("GET", f"{kept.api}/revisions").json()
    assert [note["code"] for note in revision["summary"]["notes"]] == CODES
    assert json.dumps(revision["summary"], allow_nan=False)
