"""Remarks on the models picked, at their boundaries."""

import pytest

from app.catalog import find_model
from app.inputs import read_inputs
from app.model import project
from app.plans.notes import notes_on_models

TIERED = "google/gemini-2.5-pro"  # dearer above 200,000 tokens
SMALL = "openai/gpt-4o-mini"  # 128,000 tokens
CLOSING = "openai/gpt-4o-mini-tuned"  # no new training from 2027-01-06, retires 2027-01-14
WITHOUT_HYBRID = {"hybrid.considered": False}
BEFORE_IT_RETIRES = {"finance.start_month": "2020-01"}


def notes(values, **named):
    inputs = read_inputs({name.replace("__", "."): value for name, value in named.items()} | values)
    return notes_on_models(project(inputs))


def codes(values, **named):
    return [note.code for note in notes(values, **named)]


def test_a_plan_that_names_no_model_has_no_notes():
    assert notes({}) == []


def test_only_the_months_above_the_tier_are_named():
    # In month 6 it is 190,000 × 1.01^5 = 199,692, in month 7 190,000 × 1.01^6 = 201,689.
    [note] = notes(
        {}, prompting__model=TIERED, prompting__prompt_tokens=190_000, prompting__prompt_growth=0.01
    )
    assert note.code == "price_tier"
    assert note.inputs[0] == "prompting.long_threshold_tokens"
    assert note.figures == {
        "model": "Gemini 2.5 Pro",
        "threshold": 200_000,
        "longest": pytest.approx(190_000 * 1.01**11),
        "from_month": 7,
        "to_month": 12,
    }


@pytest.mark.parametrize(("tokens", "expected"), [(199_000, []), (199_001, ["price_tier"])])
def test_an_input_of_exactly_the_tier_is_not_above_it(tokens, expected):
    values = {"prompting.model": TIERED, "workload.request_tokens": 1000}
    assert codes(values, prompting__prompt_tokens=tokens) == expected


def test_a_plan_with_a_threshold_of_its_own_bills_long_calls_itself():
    values = {"prompting.model": TIERED, "prompting.prompt_tokens": 300_000}
    assert codes(values, prompting__long_threshold_tokens=250_000) == []


def test_months_before_go_live_do_not_count():
    values = WITHOUT_HYBRID | {"tuning.model": TIERED, "tuning.prompt_tokens": 200_001}
    [note] = notes(values, tuning__lead_time_months=3)
    assert (note.figures["from_month"], note.figures["to_month"]) == (4, 12)


def test_months_after_falling_back_to_prompting_do_not_count():
    values = WITHOUT_HYBRID | {"tuning.model": TIERED, "tuning.prompt_tokens": 200_001}
    [note] = notes(values, tuning__service_life_months=5, tuning__on_retirement="prompting")
    assert (note.figures["from_month"], note.figures["to_month"]) == (1, 5)


@pytest.mark.parametrize(("tokens", "expected"), [(127_000, []), (127_001, ["context_window"])])
def test_a_call_and_its_answer_fit_into_the_window_to_the_last_token(tokens, expected):
    assert find_model(SMALL).context_window == 128_000
    values = BEFORE_IT_RETIRES | {"prompting.model": SMALL, "workload.request_tokens": tokens}
    answer = {"prompting.output_tokens": 600, "prompting.reasoning_tokens": 400}
    assert codes(values | answer) == expected


def test_the_last_call_of_a_conversation_is_the_longest():
    values = BEFORE_IT_RETIRES | {"prompting.model": SMALL, "prompting.prompt_tokens": 100_000}
    talk = {"workload.request_tokens": 2000, "prompting.output_tokens": 1000}
    # 100,000 + 2,000 + 1,000 and 3,000 for every call before it: 9 calls take 127,000 tokens.
    assert notes(values | talk, prompting__calls_per_request=9) == []
    [note] = notes(values | talk, prompting__calls_per_request=10)
    assert (note.code, note.figures["longest"]) == ("context_window", 130_000)
    half = {"workload.history_share": 0.5}  # 103,000 + 9 × 1,500 = 116,500
    assert notes(values | talk | half, prompting__calls_per_request=10) == []


def test_a_prompt_that_grows_out_of_the_window_is_noted_with_its_months():
    values = BEFORE_IT_RETIRES | WITHOUT_HYBRID | {"tuning.model": SMALL}
    [note] = notes(values, tuning__prompt_tokens=100_000, tuning__prompt_growth=0.05)
    # 100,000 × 1.05^5 = 127,628 in month 6, × 1.05^11 = 171,034 in month 12
    assert note.figures["longest"] == pytest.approx(171_034, abs=1)
    assert (note.figures["from_month"], note.figures["to_month"]) == (7, 12)
    assert note.figures["window"] == 128_000


def test_an_approach_that_takes_no_part_has_no_note_on_its_model():
    values = {"tuning.model": "acme/one", "tuning.considered": False} | WITHOUT_HYBRID
    assert notes(values) == []


def test_a_hybrid_that_follows_tuning_does_not_repeat_its_notes():
    [note] = notes({"tuning.model": "acme/one"})
    assert (note.code, note.inputs) == ("unknown_model", ("tuning.model",))
    assert note.figures == {"model": "acme/one"}
    assert len(notes({"tuning.model": "acme/one", "hybrid.model": "acme/one"})) == 2


def test_the_end_of_training_concerns_only_those_who_train():
    assert codes({"prompting.model": CLOSING}) == ["model_retires"]
    assert codes({"hybrid.model": CLOSING}) == ["training_closes", "model_retires"]


@pytest.mark.parametrize(
    ("lead_time", "build_month", "code"),
    [
        (0, 0, "training_closes"),
        (1, 0, "training_closed"),
        (2, 0, "training_closed"),
        (0, 1, "training_closed"),
    ],
)
def test_training_that_closes_is_before_go_live_or_after_it(lead_time, build_month, code):
    # The decision is in 2026-12, training closes in 2027-01.
    values = WITHOUT_HYBRID | {"tuning.model": CLOSING, "tuning.build_month": build_month}
    closing, _ = notes(values, tuning__lead_time_months=lead_time)
    assert closing.code == code
    assert closing.figures["day"] == "2027-01-06"


def test_a_deployment_on_azure_warns_of_its_own_dates():
    values = WITHOUT_HYBRID | {"tuning.model": "azure/gpt-4.1-mini-tuned"}
    closing, retiring = notes(values, finance__horizon_months=24)
    assert closing.figures["day"] == "2026-10-14"
    assert retiring.figures["day"] == "2027-10-14"


@pytest.mark.parametrize(
    ("months", "expected"),
    [(9, ["training_closed"]), (10, ["training_closed", "model_retires"])],
)
def test_a_model_is_noted_as_retiring_in_the_plans_last_month(months, expected):
    # 2026-12 and 10 months is 2027-10, when Azure retires it.
    values = WITHOUT_HYBRID | {"tuning.model": "azure/gpt-4.1-tuned"}
    assert codes(values, finance__horizon_months=months) == expected


@pytest.mark.parametrize(
    ("start", "expected"),
    [("2025-12", []), ("2026-01", ["training_closes", "model_retires"])],
)
def test_a_plan_that_ends_before_its_model_is_not_noted(start, expected):
    # 12 months from 2026-01 end in 2027-01.
    assert codes(WITHOUT_HYBRID | {"tuning.model": CLOSING}, finance__start_month=start) == expected
