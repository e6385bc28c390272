"""Whether calls fit the context windows of models."""

import pytest

from app.answers import context_window, fits, longest_call
from app.model import project

GPT_4O = "openai/gpt-4o"  # 128,000 tokens


def test_a_call_that_fills_the_window_fits(plan):
    # 1,000 of instructions + 100,000 of the user + 27,000 of the answer, hidden ones included
    inputs = plan(
        workload__request_tokens=100_000,
        tuning__model=GPT_4O,
        tuning__prompt_tokens=1000,
        tuning__output_tokens=20_000,
        tuning__reasoning_tokens=7000,
    )
    assert context_window(inputs, "tuning") == 128_000
    assert longest_call(project(inputs), "tuning") == 128_000
    assert fits(project(inputs), "tuning")
    assert not fits(project(inputs.replace({"tuning.reasoning_tokens": 7001.0})), "tuning")


def test_the_prompt_of_the_last_own_month_counts(plan):
    # 100 tokens that double every month: 400 in the third; then prompting takes over
    inputs = plan(
        tuning__prompt_tokens=100,
        tuning__prompt_growth=1,
        tuning__service_life_months=3,
        tuning__on_retirement="prompting",
    )
    assert longest_call(project(inputs), "tuning") == 400


def test_who_never_serves_has_no_call(plan):
    inputs = plan(tuning__model=GPT_4O, tuning__prompt_tokens=200_000, tuning__build_month=30)
    assert longest_call(project(inputs), "tuning") == 0
    assert fits(project(inputs), "tuning")


@pytest.mark.parametrize("model", [None, "openai/of-a-former-catalogue"])
def test_what_nobody_says_the_window_of_fits(plan, model):
    inputs = plan(tuning__prompt_tokens=1_000_000).replace({"tuning.model": model})
    assert context_window(inputs, "tuning") is None
    assert fits(project(inputs), "tuning")
