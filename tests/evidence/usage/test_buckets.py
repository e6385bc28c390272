"""Four buckets that do not overlap, whatever a maker's "input tokens" include."""

import json

import pytest

from app.evidence.finding import Unreadable
from app.evidence.usage.calls import Buckets, OtherRule, buckets, usage_of
from app.evidence.values import BadValue
from tests.evidence.files import json_lines, read, table


def test_cached_tokens_inside_the_input_are_taken_out_of_it():
    # 1,000 sent, 600 of them from the cache and 100 into it: 300 fresh
    assert buckets(1000, 600, 100, 50, "inside") == Buckets(300, 600, 100, 50)


def test_cached_tokens_beside_the_input_leave_it_as_it_is():
    assert buckets(1000, 600, 100, 50, "outside") == Buckets(1000, 600, 100, 50)
    assert buckets(1000, 600, 100, 50, "outside").input == 1700


def test_more_cached_tokens_than_input_cannot_be_inside():
    with pytest.raises(OtherRule):
        buckets(100, 600, 0, 50, "inside")


MAKERS = {
    "OpenAI, chat": (
        {
            "prompt_tokens": 1000,
            "completion_tokens": 50,
            "prompt_tokens_details": {"cached_tokens": 600},
            "completion_tokens_details": {"reasoning_tokens": 20},
        },
        Buckets(400, 600, 0, 50, 20),
    ),
    "OpenAI, responses": (
        {
            "input_tokens": 1000,
            "output_tokens": 50,
            "input_tokens_details": {"cached_tokens": 600},
            "output_tokens_details": {"reasoning_tokens": 20},
        },
        Buckets(400, 600, 0, 50, 20),
    ),
    # BerriAI/litellm#9812: 3 fresh, 12,304 written, 550 answered
    "Anthropic": (
        {
            "input_tokens": 3,
            "cache_creation_input_tokens": 12_304,
            "cache_read_input_tokens": 0,
            "output_tokens": 550,
        },
        Buckets(3, 0, 12_304, 550),
    ),
    "Bedrock": (
        {"inputTokens": 3, "outputTokens": 50, "cacheReadInputTokens": 600},
        Buckets(3, 600, 0, 50),
    ),
    "Gemini": (
        {
            "promptTokenCount": 1000,
            "cachedContentTokenCount": 600,
            "candidatesTokenCount": 30,
            "thoughtsTokenCount": 20,
        },
        Buckets(400, 600, 0, 50, 20),
    ),
    "DeepSeek": (
        {"prompt_tokens": 1000, "completion_tokens": 50, "prompt_cache_hit_tokens": 600},
        Buckets(400, 600, 0, 50),
    ),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_a_usage_object_is_read_as_its_maker_means_it(maker):
    usage, expected = MAKERS[maker]
    assert usage_of(usage, None) == expected


def test_a_usage_object_of_nobody_is_none():
    assert usage_of({"tokens": 5}, None) is None
    assert usage_of(None, None) is None
    assert usage_of([1], None) is None


@pytest.mark.parametrize("number", [-1, float("nan"), 1e300, True, [], "many", "1e999"])
def test_a_number_that_no_count_can_be_is_refused(number):
    with pytest.raises(BadValue):
        usage_of({"prompt_tokens": number, "completion_tokens": 1}, None)


def log(read_tokens):
    usage = {
        "prompt_tokens": 1000,
        "completion_tokens": 50,
        "prompt_tokens_details": {"cached_tokens": read_tokens},
    }
    return {"timestamp": "2026-09-01T10:00:00Z", "response": {"usage": usage}}


def test_a_person_may_choose_the_other_rule():
    content = json_lines([log(600)])
    assert read(content).measured.figures["input_tokens"] == 1000
    other = read(content, cached="outside")
    assert other.measured.figures["input_tokens"] == 1600
    assert other.rule == "outside"


def test_where_the_usual_rule_cannot_be_the_other_is_taken_and_told():
    evidence = read(json_lines([log(600), log(1200)]))
    assert evidence.rule == "outside"
    assert evidence.measured.figures["input_tokens"] == 1600 + 2200
    assert "cannot stand inside" in evidence.measured.notes[0]


def test_a_rule_that_cannot_be_is_refused_where_a_person_chose_it():
    with pytest.raises(Unreadable, match="cannot stand inside"):
        read(json_lines([log(1200)]), cached="inside")


def test_a_missing_usage_is_no_zero():
    streamed = {"timestamp": "2026-09-01T10:00:00Z", "response": {"usage": None}}
    figures = read(json_lines([log(600), streamed])).measured.figures
    assert (figures["calls"], figures["without_usage"]) == (1, 1)
    assert figures["input_tokens"] == 1000


def test_keys_of_langfuse_exclude_one_another():
    details = json.dumps(
        {"input": 218, "input_cached_tokens": 1408, "output": 150, "output_reasoning_tokens": 49}
    )
    content = table(
        "traceId,type,startTime,usageDetails,level",
        f't1,GENERATION,2026-09-01T07:30:43Z,"{details.replace(chr(34), chr(34) * 2)}",DEFAULT',
    )
    figures = read(content).measured.figures
    assert figures["input_tokens"] == 218 + 1408
    assert figures["output_tokens"] == 150 + 49
    assert figures["reasoning_tokens"] == 49
