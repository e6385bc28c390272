"""Remarks on the models picked, at their boundaries."""

import pytest

from app.catalog import find_model
from app.inputs import Inputs
from app.model import project
from app.plans.notes import notes_on_models

TIERED = "google/gemini-2.5-pro"  # dearer above 200,000 tokens
CLOSING = "openai/gpt-4o-mini-tuned"  # no new training from 2027-01-06, retires 2027-01-14


def messages(**values):
    inputs = Inputs().replace({name.replace("__", "."): value for name, value in values.items()})
    return [note.message for note in notes_on_models(project(inputs))]


def test_a_plan_that_names_no_model_has_no_notes():
    assert messages() == []


def test_only_the_months_above_the_tier_are_named():
    # In month 6 it is 190,000 × 1.01^5 = 199,692, in month 7 190,000 × 1.01^6 = 201,689.
    [message] = messages(
        prompting__model=TIERED, prompting__prompt_tokens=190_000.0, prompting__prompt_growth=0.01
    )
    assert "above 200,000 tokens" in message
    assert "understated in months 7 to 12" in message
    assert "211,977 tokens" in message  # 190,000 × 1.01^11


def test_a_single_month_above_the_tier_is_named_alone():
    [message] = messages(
        prompting__model=TIERED, prompting__prompt_tokens=190_000.0, prompting__prompt_growth=0.0048
    )
    assert message.endswith("understated in month 12.")  # 190,000 × 1.0048^11 = 200,275


def test_months_before_go_live_do_not_count():
    [message] = messages(
        tuning__model=TIERED, tuning__prompt_tokens=200_001.0, tuning__lead_time_months=3
    )
    assert "in months 4 to 12" in message


def test_months_after_falling_back_to_prompting_do_not_count():
    [message] = messages(
        tuning__model=TIERED,
        tuning__prompt_tokens=200_001.0,
        tuning__service_life_months=5,
        tuning__on_retirement="prompting",
    )
    assert "in months 1 to 5" in message


@pytest.mark.parametrize(("tokens", "noted"), [(128_000.0, 0), (128_001.0, 1)])
def test_an_input_fits_into_the_context_window_to_the_last_token(tokens, noted):
    assert find_model("openai/gpt-4o-mini").context_window == 128_000
    found = messages(
        prompting__model="openai/gpt-4o-mini",
        workload__request_tokens=tokens,
        finance__start_month="2020-01",
    )
    assert len(found) == noted


def test_the_end_of_training_concerns_only_those_who_train():
    [message] = messages(prompting__model=CLOSING)
    assert "retires" in message
    assert len(messages(hybrid__model=CLOSING)) == 2


@pytest.mark.parametrize(
    ("lead_time", "when"), [(0, "inside the plan"), (1, "before go-live"), (2, "before go-live")]
)
def test_training_that_closes_is_before_go_live_or_inside_the_plan(lead_time, when):
    # The decision is in 2026-12, training closes in 2027-01.
    closing, _ = messages(tuning__model=CLOSING, tuning__lead_time_months=lead_time)
    assert closing.endswith(f"from 2027-01-06, {when}.")


def test_a_deployment_on_azure_warns_of_its_own_dates():
    closing, retiring = messages(
        tuning__model="azure/gpt-4.1-mini-tuned", finance__horizon_months=24
    )
    assert "2026-10-14" in closing
    assert "2027-10-14" in retiring


@pytest.mark.parametrize(("months", "noted"), [(9, 1), (10, 2)])
def test_a_model_is_noted_as_retiring_in_the_plans_last_month(months, noted):
    # 2026-12 and 10 months is 2027-10, when Azure retires it.
    found = messages(tuning__model="azure/gpt-4.1-tuned", finance__horizon_months=months)
    assert len(found) == noted


def test_a_model_the_catalogue_does_not_know_keeps_its_prices():
    assert messages(hybrid__model="acme/one") == [
        "Hybrid: the catalogue has no model acme/one; its prices stay as they were entered."
    ]
