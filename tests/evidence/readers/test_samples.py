"""Every sample gives the figures that a separate script calculated from it."""

import pytest

from tests.evidence.files import read, read_sample

# Usage: calls with usage, failed, tokens sent, cached ones, tokens answered.
USAGE = {
    "openai-chat-log.synthetic.jsonl": (199, 8, 338_108, 187_904, 40_503),
    "openai-batch-output.synthetic.jsonl": (58, 2, 97_478, 52_224, 11_226),
    "litellm-spendlogs.synthetic.json": (107, 3, 182_681, 103_424, 24_853),
    "langfuse-observations.synthetic.jsonl": (106, 3, 180_706, 102_016, 24_406),
    "langfuse-observations.synthetic.csv": (146, 4, 249_054, 141_440, 31_720),
    "helicone-export.synthetic.csv": (292, 8, 493_252, None, 58_780),
    "openrouter-activity-generations.synthetic.csv": (300, 0, 506_525, 281_472, 60_345),
    "otel-genai-spans.synthetic.jsonl": (117, 3, 199_436, 114_688, 26_237),
    "openai-usage-api.synthetic.json": (404, 0, 680_629, 383_488, 81_150),
    "openai-dashboard-usage.synthetic.csv": (404, 0, 680_629, 383_488, 81_150),
    "anthropic-usage-api.synthetic.json": (None, 0, 3_230_415, 2_427_817, 385_171),
    "anthropic-console-tokens.synthetic.csv": (None, 0, 3_230_415, 2_427_817, 385_171),
}
# Training sets: examples, duplicates, unusable ones, tokens, trained tokens, epochs.
DATASETS = {
    "alpaca.synthetic.csv": (30, 0, 0, 2_490, 960, 3),
    "bedrock-nova_schema2024.synthetic.jsonl": (40, 0, 0, 5_520, 1_280, 3),
    "openai-chat_validation-leak.synthetic.jsonl": (13, 0, 0, 1_756, 417, 7),
    # 27,875 tokens of 56 rows, 707 of them in 5 duplicates
    "openai-chat_weight-tools-dups.synthetic.jsonl": (51, 5, 1, 27_168, 1_646, 3),
    "openai-dpo.synthetic.jsonl": (25, 0, 0, 3_450, 800, 4),
    "prompt-completion-legacy.synthetic.jsonl": (40, 0, 0, 3_400, 1_320, 3),
    "prompt-completion.synthetic.csv": (30, 0, 0, 2_490, 960, 3),
}
# Evaluations: by variant wrong ones, tests that ran, failed runs, and Wilson's bounds at 2.65.
EVALUATIONS = {
    "promptfoo-v3_base-vs-tuned.synthetic.json": [
        (6, 38, 2, 0.0577, 0.3648),
        (2, 40, 0, 0.0095, 0.2250),
    ],
    "promptfoo-csv-new.synthetic.csv": [(6, 38, 2, 0.0577, 0.3648), (2, 40, 0, 0.0095, 0.2250)],
    "openai-evals-log.synthetic.jsonl": [(6, 50, 0, 0.0435, 0.2901)],
    "langfuse-scores.synthetic.csv": [(5, 30, 0, 0.0557, 0.4041)],
    "lm-eval-results.synthetic.json": [
        (23, 200, 0, 0.0679, 0.1883),
        (59, 100, 0, 0.4580, 0.7102),
        (56, 100, 0, 0.4288, 0.6833),
    ],
}
# Bills: cost and tokens.
BILLS = {
    "openai-dashboard-cost.synthetic.csv": (0.106161375, 761_779),
    "anthropic-console-cost.synthetic.csv": (2.748196, 0),
    "anthropic-cost-api.synthetic.json": (0.79442327, 0),
    "azure-openai-actualcost.synthetic.csv": (60.6441, 23_035_320),
    "focus-1.2_tokens.synthetic.csv": (39.65544, 13_003_320),
}


@pytest.mark.parametrize("name", USAGE)
def test_a_usage_log_gives_its_calls_and_tokens(name):
    figures = read_sample(name).measured.figures
    calls, failed, sent, cached, answered = USAGE[name]
    assert figures["calls"] == calls
    assert figures["failed"] == failed
    assert figures["input_tokens"] == sent
    assert figures["cached_tokens"] == cached
    assert figures["output_tokens"] == answered


@pytest.mark.parametrize("name", DATASETS)
def test_a_training_set_gives_its_examples_and_tokens(name):
    figures = read_sample(name).measured.figures
    keys = ("examples", "duplicates", "unusable", "tokens", "trained_tokens", "epochs")
    assert tuple(figures[key] for key in keys) == DATASETS[name]


@pytest.mark.parametrize("name", EVALUATIONS)
def test_an_evaluation_gives_its_wrong_answers_by_variant(name):
    variants = read_sample(name).measured.variants
    assert len(variants) == len(EVALUATIONS[name])
    for variant, expected in zip(variants, EVALUATIONS[name], strict=True):
        wrong, ran, failed, low, high = expected
        error_rate = variant.findings[0]
        assert error_rate.input.endswith(".error_rate")
        assert variant.figures["wrong"] == wrong
        assert variant.figures["distinct"] == ran
        assert variant.figures["failed_runs"] == failed
        assert error_rate.value == pytest.approx(wrong / ran)
        assert (error_rate.low, error_rate.high) == pytest.approx((low, high), abs=1e-4)


@pytest.mark.parametrize("name", BILLS)
def test_a_bill_gives_its_cost_and_its_tokens(name):
    figures = read_sample(name).measured.figures
    assert (figures["cost_usd"], figures["tokens"]) == pytest.approx(BILLS[name])


def test_files_that_hold_nothing_of_use_say_so():
    empty = read_sample("openai-dashboard-empty.synthetic.csv")
    server = read_sample("vllm-server.synthetic.log")
    assert empty.findings == server.findings == []
    assert "no usage at all" in empty.measured.notes[0]
    assert "holds nothing for a plan" in server.measured.notes[0]


def test_tokens_of_promptfoo_are_those_of_answers_and_not_of_its_cache_or_judge():
    base, tuned = read_sample("promptfoo-v3_base-vs-tuned.synthetic.json").measured.variants
    assert base.figures["input_tokens"] == 61_550
    assert base.figures["output_tokens"] == 5_700
    assert base.figures["cached_tokens"] == 25_344
    assert tuned.figures["rows_with_tokens"] == 36  # 4 of 40 out of its own cache
    assert tuned.figures["input_tokens"] == 8_694


def test_the_rows_of_an_evaluation_with_a_tuned_model_go_to_both_approaches():
    evidence = read_sample("promptfoo-v3_base-vs-tuned.synthetic.json")
    rates = {item.input: item.value for item in evidence.findings if "error_rate" in item.input}
    assert rates == pytest.approx({"prompting.error_rate": 6 / 38, "tuning.error_rate": 2 / 40})


def test_ragas_has_scores_which_a_threshold_makes_verdicts():
    evidence = read_sample("ragas-to-pandas.synthetic.csv", threshold=0.7)
    faithfulness = evidence.measured.variants[0].figures
    # Below 0.7 are 0.6, 0.64 and 0.68, each twice; the row of q4 has no score
    assert faithfulness["unscored"] == 1
    assert faithfulness["wrong"] == 6
    assert faithfulness["distinct"] == 19


def test_prices_per_token_become_prices_per_million():
    content = (
        b'{"sample_spec": {"input_cost_per_token": 0}, "gpt-4o-mini": {"mode": "chat",'
        b'"litellm_provider": "openai", "input_cost_per_token": 1.5e-07,'
        b'"cache_read_input_token_cost": 7.5e-08, "output_cost_per_token": 6e-07}}'
    )
    model = read(content).measured.variants[0]
    assert model.label == "gpt-4o-mini"
    assert model.figures == {
        "input_price": 0.15,
        "cached_input_price": 0.075,
        "cache_write_price": None,
        "output_price": 0.6,
    }
