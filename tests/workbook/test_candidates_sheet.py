"""The sheet Candidates: the cheapest current models in the plan, as values of the day."""

import pytest

from app.candidates import compare
from app.catalog import find_model, prices_as_of
from app.plans.building import build_plan
from tests.workbook.conftest import rows_on, write_book


def test_it_holds_the_twenty_cheapest_current_models_of_each_approach_with_the_date():
    plan = build_plan("customer-support", {})
    sheet = rows_on(write_book(plan), "Candidates")
    assert prices_as_of() in sheet[1][0]
    rows = [row for row in sheet if row[7] and "/" in str(row[7])]
    prompted = [row for row in rows if row[0] == "Prompting"]
    assert len(prompted) == 20
    found = {item.reference: item for item in compare(plan).candidates}
    for row in rows:
        item = found[row[7]]
        assert find_model(row[7]).is_current
        figures = (item.present_cost, item.difference, item.provider_cost, item.error_rate_allowed)
        assert row[3:7] == pytest.approx(figures, rel=1e-14)  # what a cell can hold
    costs = [row[3] for row in prompted]
    assert costs == sorted(costs)


def test_a_saved_plan_says_that_it_stores_no_prices_of_other_models(ask):
    body = {"preset": "customer-support", "draws": 256, "name": "Saved"}
    home = f"/api/v1/scenarios/{ask('POST', '/api/v1/scenarios', json=body).json()['id']}"
    sheet = rows_on(ask("GET", f"{home}/workbook.xlsx").content, "Candidates")
    assert "stores no prices of models that it does not use" in sheet[1][0]
    assert len(sheet) == 2
