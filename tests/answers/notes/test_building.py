"""Notes on what is built before go-live."""

import pytest

LIVE = {"prompting__already_live": True}
BUILT = {"prompting__build_hours": 40, "labour__engineer_rate": 50}


def test_a_prompt_that_is_taken_to_exist_is_noted_with_the_hours_it_would_take(figures, codes):
    assert figures("sunk_build", prompting__build_hours=40, **LIVE) == {"hours": 40}
    assert codes(prompting__build_cost=1, **LIVE) == ["sunk_build"]
    assert codes(**LIVE) == []


def test_a_prompt_that_everybody_pays_for_makes_no_difference(figures, codes):
    waiting = BUILT | {"tuning__lead_time_months": 1}
    assert figures("prompt_needed_anyway", **waiting) == {"cost": 2000}  # 40 hours × 50
    assert codes(**waiting, **LIVE) == ["sunk_build"]


def test_a_prompt_that_somebody_does_without_makes_a_difference(codes):
    assert codes(**BUILT) == []
    assert codes(**BUILT, hybrid__prompted_share=0.1) == []
    assert codes(**BUILT, hybrid__prompted_share=0.1, tuning__considered=False) == [
        "prompt_needed_anyway"
    ]


def test_a_forecast_compares_the_prompt_with_nothing(codes):
    assert codes(**BUILT, tuning__considered=False, hybrid__considered=False) == []


def test_a_tuned_prompt_longer_than_the_one_it_replaces_is_noted(figures, codes):
    found = figures("longer_prompt", prompting__prompt_tokens=200, tuning__prompt_tokens=201)
    assert found == {"before": 200, "after": 201}
    assert codes(prompting__prompt_tokens=200, tuning__prompt_tokens=200) == []
    assert codes(prompting__prompt_tokens=0, tuning__prompt_tokens=200) == []


@pytest.mark.parametrize(("examples", "expected"), [(49, ["few_examples"]), (50, [])])
def test_fewer_than_fifty_examples_are_noted(codes, examples, expected):
    assert codes(tuning__training_runs=1, tuning__dataset_examples=examples) == expected


def test_a_dataset_on_which_nothing_is_trained_is_noted(codes):
    dataset = {"tuning__dataset_examples": 500}
    assert codes(**dataset, tuning__training_runs=0) == ["untrained_dataset"]
    assert codes(**dataset, tuning__training_runs=1) == []


def test_a_model_that_takes_no_paid_work_to_build_is_noted(codes):
    model = {"tuning__model": "aws/nova-micro-tuned"}
    assert codes(**model) == ["free_building"]
    assert codes(**model, tuning__build_cost=1) == []
    assert codes(**model, tuning__build_hours=1) == ["free_building"]  # an hour costs nothing
    assert codes(**model, tuning__build_hours=1, labour__engineer_rate=1) == []
    assert codes(tuning__build_hours=1) == []  # no model that anybody offers
