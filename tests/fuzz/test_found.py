"""What fuzzing has found, each once more."""

import json
from typing import Any

import pytest
from fastapi import FastAPI

from app.feeds.payloads import summary_payload
from app.inputs import InvalidInputs
from app.plans.dialect import read_query
from app.words.numbers import in_percent, number, percent
from tests.conftest import asking
from tests.people import SMALL_PLAN, Ask, save_small_plan

pytestmark = pytest.mark.every_database


@pytest.fixture(scope="module")
def ask(application: FastAPI) -> Ask:
    return asking(application)


@pytest.mark.parametrize("name", ["requests_per_month", "maximum_requests_per_month"])
@pytest.mark.parametrize("text", ["5e-324", "1e-310", "9e-16"])
def test_a_volume_that_is_next_to_nothing_is_refused(name: str, text: str) -> None:
    with pytest.raises(InvalidInputs, match="more than 0"):
        read_query([(f"workload.{name}", text)])


def test_the_smallest_volume_has_finite_figures() -> None:
    plan = read_query([("workload.requests_per_month", "1e-15")])

    json.dumps(summary_payload(plan), allow_nan=False)


def test_numbers_of_any_length_are_shown() -> None:
    assert number(5e17) == "500,000,000,000,000,000"
    assert number(5e26) == "5e+26"
    assert percent(1e30) == "1e+32 %"


def test_a_page_shows_a_plan_of_the_largest_price(ask: Ask) -> None:
    assert ask("GET", "/?prompting.input_price=50093887678").status_code == 200


@pytest.mark.parametrize("text", ["1e999998", "-1e100", "1e-400", "nan", "Infinity"])
def test_a_share_that_no_field_could_show_is_shown_as_it_was_typed(text: str) -> None:
    assert in_percent(text) == text


@pytest.mark.parametrize("moment", [0, 1.5, True, "0", "1700000000", " 17.5 "])
def test_a_number_is_no_point_in_time(ask: Ask, moment: Any) -> None:
    body = SMALL_PLAN | {"name": "Plan", "expires_at": moment}
    answer = ask("POST", "/api/v1/scenarios", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["input"] == "expires_at"


def test_a_word_is_no_answer_to_whether_figures_are_shown(ask: Ask) -> None:
    kept = save_small_plan(ask)
    path, body = f"{kept.api}/settings", {"shows_figures": "yes"}

    assert ask("PUT", path, json=body, headers=kept.authorised).status_code == 422


def test_a_wrong_key_is_wrong_for_a_deleted_scenario_too(ask: Ask) -> None:
    kept = save_small_plan(ask)
    assert ask("DELETE", kept.api, headers=kept.authorised).status_code == 204

    wrong = {"Authorization": "Bearer wrong"}
    assert ask("DELETE", kept.api, headers=wrong).status_code == 403
    assert ask("DELETE", kept.api, headers=kept.authorised).status_code == 410


def test_a_wrong_key_is_wrong_for_a_replaced_link_too(ask: Ask) -> None:
    kept = save_small_plan(ask)
    assert ask("POST", f"{kept.api}/links", headers=kept.authorised).status_code == 201

    wrong = {"Authorization": "Bearer wrong"}
    assert ask("POST", f"{kept.api}/links", headers=wrong).status_code == 403
    assert ask("POST", f"{kept.api}/links", headers=kept.authorised).status_code == 410
