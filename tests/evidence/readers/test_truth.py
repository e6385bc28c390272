"""Readers held to each other: all of these samples are the first calls of one log."""

import pytest

from tests.evidence.files import found, read_sample

LOGS = (
    "openai-chat-log.synthetic.jsonl",
    "litellm-spendlogs.synthetic.json",
    "langfuse-observations.synthetic.jsonl",
    "langfuse-observations.synthetic.csv",
    "helicone-export.synthetic.csv",
    "openrouter-activity-generations.synthetic.csv",
    "otel-genai-spans.synthetic.jsonl",
)
CACHES = tuple(name for name in LOGS if "helicone" not in name)
GROUPED = tuple(name for name in LOGS if "openrouter" not in name)


@pytest.mark.parametrize("name", CACHES)
def test_every_log_brackets_the_instructions_of_1408_tokens(name):
    prompt = found(read_sample(name), "prompting.prompt_tokens")
    assert prompt.value == prompt.low == 1_408
    assert 1_408 < prompt.high < 1_536  # the cache works in steps of 128


@pytest.mark.parametrize("name", GROUPED)
def test_every_log_with_ids_sees_one_call_per_request_and_few_repeats(name):
    evidence = read_sample(name)
    assert found(evidence, "prompting.calls_per_request").value == 1
    repeats = found(evidence, "prompting.retry_rate")
    assert repeats.low <= 10 / 404 <= repeats.high


@pytest.mark.parametrize(
    "name", ["openai-usage-api.synthetic.json", "openai-dashboard-usage.synthetic.csv"]
)
def test_the_growth_of_20_percent_lies_within_the_range_of_what_covers_all_days(name):
    growth = found(read_sample(name), "workload.monthly_growth")
    assert growth.low <= 0.2 <= growth.high


def test_json_lines_and_table_of_langfuse_agree_where_they_have_the_same_calls():
    lines = read_sample("langfuse-observations.synthetic.jsonl").measured
    rows = read_sample("langfuse-observations.synthetic.csv").measured
    first = [value for day, value in zip(*days(rows), strict=True) if day <= "2026-09-16"]
    assert first == [value for day, value in zip(*days(lines), strict=True) if day <= "2026-09-16"]


def days(measured):
    return measured.pictures[0].labels, measured.pictures[0].values
