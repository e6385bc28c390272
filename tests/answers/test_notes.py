"""Notes, not refusals, for what is lawful but odd."""

import pytest

from app.answers import notes_on, summarise
from app.model import project


@pytest.fixture
def messages(plan):
    def build(**values):
        projection = project(plan(**values))
        return {note.input: note.message for note in notes_on(projection, summarise(projection))}

    return build


def test_a_plain_plan_has_no_notes(messages):
    assert messages() == {}


def test_going_live_after_the_plan_is_noted(messages):
    notes = messages(tuning__lead_time_months=12)
    assert "goes live after month 12" in notes["tuning.lead_time_months"]
    assert messages(tuning__lead_time_months=11) == {}


def test_a_tuned_prompt_longer_than_the_one_it_replaces_is_noted(messages):
    notes = messages(prompting__prompt_tokens=200, tuning__prompt_tokens=350)
    assert "350 tokens is longer than the 200 of prompting" in notes["tuning.prompt_tokens"]
    assert messages(prompting__prompt_tokens=350, tuning__prompt_tokens=350) == {}


def test_a_cached_price_above_the_input_price_is_noted(messages):
    notes = messages(hybrid__input_price=1, hybrid__cached_input_price=1.01)
    assert list(notes) == ["hybrid.cached_input_price"]
    assert messages(hybrid__input_price=1, hybrid__cached_input_price=1) == {}


def test_a_replicas_capacity_without_a_price_is_noted(messages):
    assert list(messages(tuning__replica_requests_per_hour=10)) == ["tuning.hosting_price"]


def test_batches_without_a_discount_are_noted(messages):
    assert list(messages(tuning__batch_share=0.5)) == ["tuning.batch_discount"]
    assert messages(tuning__batch_share=0.5, tuning__batch_discount=0.5) == {}


def test_a_prompt_that_is_taken_to_exist_is_noted_with_the_hours_it_would_take(messages):
    live = {"prompting__already_live": True}
    notes = messages(prompting__build_hours=40, **live)
    assert "40 hours of engineering then count" in notes["prompting.already_live"]
    assert messages(**live) == {}


def test_a_dataset_on_which_nothing_is_trained_is_noted(messages):
    notes = messages(tuning__dataset_examples=500, tuning__training_runs=0)
    assert list(notes) == ["tuning.training_runs"]
    assert messages(tuning__dataset_examples=500, tuning__training_runs=1) == {}


def test_a_prompt_below_the_cacheable_minimum_is_noted_with_its_months(messages):
    notes = messages(
        tuning__prompt_tokens=1000,
        tuning__prompt_growth="1%",
        tuning__cache_minimum_tokens=1024,
        tuning__cache_hit_rate="80%",
    )
    assert "in 3 of 12 months (month 1: 1,000 tokens)" in notes["tuning.cache_minimum_tokens"]


def test_the_replicas_of_the_busiest_month_are_noted(messages):
    notes = messages(
        workload__monthly_growth="10%",
        tuning__hosting_price=1,
        tuning__replica_requests_per_hour=1,
    )
    # 1,000 × 1.1^11 = 2,853 requests / 730 = 3.9
    assert "needs 4 replicas at peak, the first 2" in notes["tuning.replica_requests_per_hour"]


@pytest.mark.parametrize(("examples", "noted"), [(49, True), (50, False)])
def test_fewer_than_fifty_examples_are_noted(messages, examples, noted):
    notes = messages(tuning__training_runs=1, tuning__dataset_examples=examples)
    assert ("tuning.dataset_examples" in notes) is noted


def test_a_break_even_after_the_base_model_retires_is_noted(messages):
    values = {"tuning__build_cost": 100, "prompting__platform_cost": 20}  # pays back in month 5
    assert (
        "pays back only in month 5"
        in messages(tuning__service_life_months=4, **values)["tuning.service_life_months"]
    )
    assert messages(tuning__service_life_months=5, **values) == {}


def test_never_paying_back_before_retirement_is_noted(messages):
    notes = messages(tuning__build_cost=100, tuning__service_life_months=6)
    assert "does not pay back" in notes["tuning.service_life_months"]
