"""fine_tuning.yaml: every figure has a unit, a source and a date, and says so when in doubt."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from app.catalog import find_model, models, origin_of, price_fields
from app.catalog.figures import Figure, FineTuning, TunedFigures, read_fine_tuning
from app.catalog.models import base_models

FIGURE = {"value": 1.7, "unit": "USD/hour", "source": "a page", "as_of": "2026-02-11"}


@pytest.mark.parametrize("missing", FIGURE)
def test_a_figure_without_any_of_its_four_parts_is_refused(missing):
    Figure.model_validate(FIGURE)
    with pytest.raises(ValidationError, match=missing):
        Figure.model_validate({name: FIGURE[name] for name in FIGURE if name != missing})


def test_a_misspelt_field_is_refused():
    with pytest.raises(ValidationError, match="hosting_prize"):
        TunedFigures.model_validate({"hosting_prize": FIGURE})


def test_the_file_keeps_its_schema_when_written_and_read_again():
    file = read_fine_tuning()
    assert FineTuning.model_validate(file.model_dump()) == file


def test_no_source_is_younger_than_the_day_it_was_looked_up():
    file = read_fine_tuning()
    sourced: list[Any] = [
        figure for tuned in file.tuned_models for figure in tuned.figures.given().values()
    ]
    sourced += [*file.closing_fine_tuning, *file.retirements]
    sourced += [*file.cache_minimums, *file.cache_lifetimes]
    assert all(date(2026, 1, 1) <= item.as_of <= date(2026, 11, 26) for item in sourced)


def test_every_announcement_names_models_of_the_catalogue():
    file = read_fine_tuning()
    named = {
        reference
        for announcement in [*file.closing_fine_tuning, *file.retirements]
        for reference in announcement.references
    }
    assert named <= models().keys()


def test_what_is_known_of_caching_begins_the_reference_of_some_model():
    file = read_fine_tuning()
    for item in [*file.cache_minimums, *file.cache_lifetimes]:
        assert any(reference.startswith(item.prefix) for reference in models()), item.prefix


@pytest.mark.parametrize(
    ("reference", "tokens"),
    [
        ("anthropic/claude-opus-5", 512),
        ("anthropic/claude-sonnet-5", 1024),  # no entry of its own: the provider's
        ("anthropic/claude-opus-4-7", 2048),
        ("anthropic/claude-opus-4-6", 4096),
        ("aws/nova-lite-tuned", None),  # no cached price, so nothing to cache
    ],
)
def test_the_longest_matching_prefix_gives_the_caching_minimum(reference, tokens):
    assert find_model(reference).cache_minimum_tokens == tokens
    assert price_fields(reference)["cache_minimum_tokens"] == (tokens or 1024)  # the usual one


@pytest.mark.parametrize(
    ("reference", "minutes"),
    [
        ("anthropic/claude-sonnet-5", 5),
        ("openai/gpt-5.4-mini", 5),
        ("openai/gpt-5.6-sol", 30),
        ("aws/global.openai.gpt-6-sol", 30),
        ("deepseek/deepseek-chat", None),  # "hours to days"
        ("aws/nova-lite-tuned", None),  # no cached price, so nothing to keep
    ],
)
def test_a_provider_says_how_long_it_keeps_a_prompt_or_it_counts_as_always_warm(reference, minutes):
    assert price_fields(reference)["cache_lifetime_minutes"] == minutes


def test_a_minimum_that_nobody_publishes_is_called_an_assumption():
    assert "usual" in origin_of("deepseek/deepseek-chat", "cache_minimum_tokens").assumption
    assert "prompt-caching" in origin_of("openai/gpt-5.4", "cache_lifetime_minutes").source


def test_a_tuned_models_storage_and_least_charge_are_filled_with_their_sources():
    nova, ministral = "aws/nova-lite-tuned", "mistral/ministral-8b-tuned"
    assert price_fields(nova)["storage_price"] == 1.95
    assert price_fields(nova)["training_minimum"] == 0
    assert price_fields(ministral)["storage_price"] == 2
    assert price_fields(ministral)["training_minimum"] == 4
    assert "finetuning" in origin_of(ministral, "training_minimum").source
    assert "bedrock/pricing" in origin_of(nova, "storage_price").source


def test_each_price_of_a_tuned_model_has_an_origin_of_its_own():
    reference = "azure/gpt-4.1-mini-tuned"
    assert "fine-tuning-cost-management" in origin_of(reference, "hosting_price").source
    assert "LiteLLM" in origin_of(reference, "training_price").source
    assert "genai-prices" in origin_of(reference, "input_price").source
    assert "prompt-caching" in origin_of(reference, "cache_minimum_tokens").source
    assert origin_of(reference, "batch_discount") == origin_of(reference)  # not its base model's


def test_only_the_doubtful_prices_of_a_model_are_called_so():
    reference = "aws/nova-lite-tuned"
    assert origin_of(reference, "training_job_price").doubtful
    assert not origin_of(reference, "input_price").doubtful
    assert origin_of(reference).doubtful  # as a whole


def test_every_tuned_model_fills_hosting_and_training_with_numbers():
    tuned = [model.reference for model in models().values() if model.tuned]
    assert len(tuned) >= 12
    for reference in tuned:
        fields = price_fields(reference)
        assert all(fields[name] is not None for name in fields if name.startswith("training"))
        assert fields["hosting_price"] is not None
        # Whoever serves a tuned model is paid by the token or by the hour.
        assert fields["input_price"] or fields["hosting_price"], reference


def test_a_dated_price_is_that_of_the_day_asked_for():
    def price_on(day):
        [model] = [m for m in base_models(day) if m.reference == "google/gemini-3.8-flash"]
        return model

    before, after = price_on(date(2026, 12, 31)), price_on(date(2027, 1, 1))
    assert before.input_price < after.input_price
    assert before.note == "The price changes on 2027-01-01."
    assert after.note == ""


def test_a_price_that_varies_with_the_hour_is_that_of_noon():
    model = find_model("deepseek/deepseek-chat")  # dearer from 00:30 to 16:30 UTC
    assert model.input_price == 0.27
    assert model.note == "Price at 12:00 UTC; it varies with the time of day."


@pytest.mark.parametrize("word", ["embed", "whisper", "tts", "realtime", "image", "moderation"])
def test_models_that_do_not_answer_in_text_are_left_out(word):
    assert not [reference for reference in models() if word in reference]
