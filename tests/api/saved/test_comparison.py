"""Saved scenarios side by side, in the API."""

import csv
import io
from collections.abc import Callable

import pytest

from tests.people import Ask, Kept

pytestmark = pytest.mark.every_database

Save = Callable[..., Kept]


def test_a_comparison_holds_figures_what_differs_and_what_drives_it(ask: Ask, save: Save) -> None:
    first = save(name="One")
    second = save(name="Two", inputs={"tuning": {"build_cost": 1500}})
    answer = ask("GET", f"/api/v1/comparison?s={first.id}&s={second.id}/revisions/1").json()

    assert answer["approach"] == "tuning"
    assert [item["scenario"] for item in answer["scenarios"]] == [
        *(first.id, f"{second.id}/revisions/1"),
    ]
    summary = ask("GET", f"{first.api}/summary").json()
    assert answer["scenarios"][0]["summary"].items() <= summary.items()
    assert answer["scenarios"][0]["summary"]["comparisons"]["tuning"]["npv"] == -1000
    assert answer["inputs"] == [{"input": "tuning.build_cost", "values": [1000, 1500]}]
    [drivers] = answer["drivers"]
    assert drivers["contributions"] == [{"input": "tuning.build_cost", "change": 500}]


def test_a_comparison_as_csv_has_a_row_per_month_and_approach(ask: Ask, save: Save) -> None:
    kept = [save(name="=HYPERLINK(1)"), save(name="Two")]
    query = "&".join(f"s={item.id}" for item in kept)
    answer = ask("GET", f"/api/v1/comparison.csv?{query}&bom=0")

    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert len(rows) == 2 * 13 * 2  # scenarios × (12 months and the decision) × approaches
    assert rows[0]["name"] == "'=HYPERLINK(1)"  # a text, never a formula
    [upfront] = [
        *(row for row in rows[:26] if (row["month"], row["approach"]) == ("0", "tuning")),
    ]
    assert (upfront["amount"], upfront["cumulative"]) == ("1000.0", "1000.0")
    assert {row["currency"] for row in rows} == {"USD"}


def test_a_comparison_names_what_it_cannot_compare(ask: Ask, untouched: Kept) -> None:
    kept = untouched
    for query, field in (
        ("", "s"),
        (f"s={kept.id}", "s"),
        ("&".join([f"s={kept.id}"] * 5), "s"),
        (f"s={kept.id}&s=unknown", "s"),
        (f"s={kept.id}&s={kept.id}/revisions/2", "s"),
        (f"s={kept.id}&s={kept.id}&approach=both", "approach"),
        (f"s={kept.id}&s={kept.id}&colour=red", "colour"),
    ):
        refused = ask("GET", f"/api/v1/comparison?{query}")
        assert refused.status_code == 422
        assert [error["input"] for error in refused.json()["errors"]] == [field], query
