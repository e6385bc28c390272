"""Formats without a sample: a small file in each, and what it must come to."""

import io
import json
import zipfile

import pytest

from app.evidence.finding import Unreadable
from tests.evidence.files import found, json_lines, names, read, table
from tests.evidence.readers.small_files import ASKED, AT, BILLS, DATASETS, USAGE


@pytest.mark.parametrize("name", DATASETS)
def test_a_training_set_is_recognised_and_counted(name):
    evidence = read(DATASETS[name])
    assert evidence.format == name
    assert evidence.measured.figures["examples"] == 1
    assert evidence.measured.figures["answer_tokens"] == 6  # "It is on its way."


@pytest.mark.parametrize("name", USAGE)
def test_a_usage_log_is_recognised_and_counted(name):
    evidence = read(USAGE[name])
    assert evidence.format == name
    figures = evidence.measured.figures
    assert (figures["calls"], figures["input_tokens"], figures["output_tokens"]) == (1, 100, 5)
    if figures["cached_tokens"] is not None:
        assert figures["cached_tokens"] == 90


@pytest.mark.parametrize("name", BILLS)
def test_a_bill_is_recognised_and_only_its_tokens_are_counted(name):
    content, expected = BILLS[name]
    evidence = read(content)
    assert evidence.format == name
    figures = evidence.measured.figures
    assert (figures["cost_usd"], figures["tokens"]) == pytest.approx(expected)


def test_an_export_of_deepseek_is_read_by_its_amounts():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("x/cost-2026-9.csv", "a,b\n1,2\n")
        archive.writestr("x/amount-2026-9.csv", USAGE["deepseek"])
    assert read(data.getvalue()).format == "deepseek"


def test_a_message_batch_has_its_usage_a_level_deeper():
    message = {"model": "claude", "usage": {"input_tokens": 10, "output_tokens": 5}}
    rows = [
        {"custom_id": "a", "created_at": AT, "result": {"type": "succeeded", "message": message}}
    ]
    evidence = read(json_lines(rows))
    assert evidence.format == "openai-batch-output"
    assert evidence.measured.figures["output_tokens"] == 5


def test_a_value_that_no_plan_can_have_is_named_and_left_out():
    rows = [
        {"timestamp": 1_788_220_800 + day * 86_400 + n, "usage": {"prompt_tokens": 9,
         "completion_tokens": 1}}
        for day in range(50)
        for n in range(round(1.05**day) * 3)
    ]  # fmt: skip
    evidence = read(json_lines(rows))  # 5 % a day, 340 % a month
    assert "workload.monthly_growth" not in names(evidence)
    assert "which no plan can have" in " ".join(evidence.measured.notes)


def test_the_gateways_own_cache_is_named_and_becomes_an_input():
    evidence = read(USAGE["litellm-spend-logs"])
    assert "answers out of the gateway's own cache" in " ".join(evidence.measured.skipped)
    assert found(evidence, "workload.answer_cache_share").value == 0.5
    assert evidence.measured.figures["failed"] == 1


def test_promptfoo_lines_have_the_repeats_of_a_test_counted_once():
    rows = [
        {
            "provider": {"id": "openai:gpt-5"},
            "prompt": {"label": "p"},
            "promptIdx": 0,
            "testIdx": test,
            "success": right,
            "failureReason": 0 if right else 1,
        }
        for test, right in ((0, True), (0, False), (1, True), (1, True))
    ]
    evidence = read(json_lines(rows))
    assert evidence.format == "promptfoo"
    rate = found(evidence, "prompting.error_rate")
    assert (rate.value, rate.n) == (0.25, 2)  # a half of one test of two


def test_a_run_that_was_only_slow_is_no_wrong_answer_and_an_attack_none_at_all():
    def row(failed, **more):
        results = [{"pass": False, "assertion": {"type": failed}}]
        return {
            "provider": "openai:gpt-5",
            "promptIdx": 0,
            "success": False,
            "failureReason": 1,
            "gradingResult": {"pass": False, "componentResults": results},
        } | more

    rows = [row("latency"), row("contains"), row("llm-rubric", metadata={"pluginId": "harmful"})]
    evidence = read(json_lines(rows))
    assert found(evidence, "prompting.error_rate").value == 0.5
    assert evidence.measured.figures["unscored"] == 1
    notes = " ".join(evidence.measured.notes)
    assert "their time or their cost" in notes
    assert "red team" in notes


def test_an_answer_that_begins_with_a_quote_mark_keeps_its_verdict():
    content = 'q,[m] p\n1,"\'[PASS] (1.00)\n\nyes"\n2,"[FAIL] (0.00)\nno\n---\nx"\n3,\n'
    evidence = read(content)
    assert evidence.format == "promptfoo-csv"
    assert found(evidence, "prompting.error_rate").value == 0.5
    assert evidence.measured.skipped == {"answers without a verdict": 1}


def eval_archive(*samples):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        header = {"version": 2, "status": "error", "eval": {"model": "openai/x", "task": "t"}}
        archive.writestr("header.json", json.dumps(header))
        for number, sample in enumerate(samples):
            archive.writestr(f"samples/{number}_epoch_1.json", json.dumps(sample))
    return data.getvalue()


def test_an_inspect_archive_has_its_epochs_counted_once_and_its_judge_left_out():
    usage = {"input_tokens": 10, "output_tokens": 4, "input_tokens_cache_read": 90}
    judged = {"model_usage": {"x": {"input_tokens": 999}}, "output": {"usage": usage}}
    samples = [
        {"id": 1, "epoch": 1, "scores": {"match": {"value": "C"}}} | judged,
        {"id": 1, "epoch": 2, "scores": {"match": {"value": "I"}}} | judged,
        {"id": 2, "epoch": 1, "scores": {"match": {"value": "P"}}} | judged,
        {"id": 3, "epoch": 1, "error": {"message": "x"}} | judged,
        {"id": 4, "epoch": 1, "scores": {"match": {"value": 1}}} | judged,
        {"id": 5, "epoch": 1, "scores": None} | judged,
    ]
    evidence = read(eval_archive(*samples))
    figures = evidence.measured.figures
    assert evidence.format == "inspect"
    # tests 1 (a half), 2 (a half) and 4 (right)
    assert found(evidence, "prompting.error_rate").value == pytest.approx(1 / 3)
    assert (figures["distinct"], figures["failed_runs"], figures["unscored"]) == (3, 1, 1)
    assert figures["input_tokens"] == 5 * 100
    assert "did not end well" in evidence.measured.notes[0]


def test_a_sample_that_is_no_object_ends_the_reading():
    with pytest.raises(Unreadable, match="no JSON object"):
        read(eval_archive(["x"]))


def test_an_oaieval_log_takes_a_samples_first_call_for_its_answer():
    usage = {"prompt_tokens": 100, "completion_tokens": 5}
    judge = {"prompt_tokens": 999, "completion_tokens": 99}
    events = [
        {"spec": {"completion_fns": ["gpt-5"], "eval_name": "e"}},
        {"sample_id": "a", "event_id": 0, "type": "sampling", "data": {"usage": usage}},
        {"sample_id": "a", "event_id": 1, "type": "sampling", "data": {"usage": judge}},
        {"sample_id": "a", "event_id": 2, "type": "match", "data": {"correct": False}},
        {"sample_id": "b", "event_id": 3, "type": "error", "data": {}},
    ]
    evidence = read(json_lines(events))
    assert evidence.measured.figures["input_tokens"] == 100
    assert evidence.measured.figures["failed_runs"] == 1
    assert "cut short" in " ".join(evidence.measured.notes)


def test_langsmith_and_ragas_have_a_variant_for_every_score():
    langsmith = table(
        "inputs.q,outputs.a,error,feedback.correct,feedback.tone,example_id",
        "q,a,,True,1,e1",
        "q,a,,False,0,e2",
        "q,a,timeout,,,e3",
    )
    evidence = read(langsmith)
    assert evidence.format == "langsmith"
    assert [variant.label for variant in evidence.measured.variants] == ["correct", "tone"]
    assert evidence.measured.variants[0].figures["error_rate"] == 0.5
    assert evidence.measured.variants[0].figures["failed_runs"] == 1
    ragas = read("user_input,response,faithfulness,relevancy\nq,a,1.0,0\n")
    assert [variant.label for variant in ragas.measured.variants] == ["faithfulness", "relevancy"]
    assert ragas.findings == []  # which of the scores makes an answer right, nobody said


def test_rows_for_reinforcement_have_no_answer_and_are_not_broken():
    row = {"messages": [ASKED], "reference_answer": "On its way."}
    evidence = read(json_lines([row, {"messages": [ASKED]}]))
    assert evidence.measured.figures["examples"] == 1
    assert evidence.measured.skipped == {"examples without an answer": 1}


def test_answers_marked_as_unwanted_are_left_out():
    turns = [{"from": "human", "value": "Hi"}, {"from": "gpt", "value": "Go away."}]
    evidence = read(json_lines([{"conversations": turns, "kto_tag": False}]))
    assert evidence.measured.figures["examples"] == 0


def test_a_page_of_several_says_that_days_are_missing():
    bucket = {
        "start_time": 1_788_220_800,
        "end_time": 1_788_307_200,
        "results": [{"input_tokens": 5, "output_tokens": 1, "num_model_requests": 1}],
    }
    evidence = read(json.dumps({"object": "page", "data": [bucket], "has_more": True}))
    assert "one page of several" in evidence.measured.notes[0]
    assert names(evidence) == {"prompting.output_tokens"}


def test_a_document_that_is_cut_off_is_read_as_far_as_it_goes():
    bucket = {
        "start_time": 1_788_220_800,
        "results": [{"input_tokens": 5, "output_tokens": 1, "num_model_requests": 1}],
    }
    whole = json.dumps({"object": "page", "data": [bucket] * 3, "has_more": False})
    evidence = read(whole[: len(whole) // 2])
    assert evidence.measured.figures["calls"] == 1
    assert "ends in the middle" in evidence.measured.notes[0]
