"""A file handed to the API: its figures, its findings, its refusals, and that nothing is kept."""

import json
import math
from functools import partial
from pathlib import Path

import pytest

from app.plans.dialect import read_body
from tests.conftest import asking, serving
from tests.evidence.files import SAMPLES, json_lines, table

ADDRESS = "/api/v1/evidence"
SECRET = "the goose flies at midnight"


def hand_in(post, content, name="file", **fields):
    return post(ADDRESS, files={"file": (name, content)}, data=fields)


def test_a_log_becomes_findings_and_a_part_of_a_plan(post):
    content = (SAMPLES / "litellm-spendlogs.synthetic.json").read_bytes()
    answer = hand_in(post, content, "../litellm\u202e.json")
    body = answer.json()
    assert answer.status_code == 200
    assert (body["kind"], body["format"]) == ("usage", "litellm-spend-logs")
    assert body["file"] == {
        "name": "litellm·.json",
        "bytes": len(content),
        "sha256": body["file"]["sha256"],
        "rows": 110,
        "used": 107,
        "skipped": [{"reason": "calls that failed", "rows": 3}],
    }
    assert len(body["file"]["sha256"]) == 64
    assert body["period"] == {"from": "2026-09-01", "to": "2026-09-18", "days": 18}
    assert body["cached_tokens"] == "inside"
    assert body["plan"]["inputs"]["prompting"]["prompt_tokens"] == 1408
    assert body["plan"]["ranges"]["prompting.prompt_tokens"] == {"low": 1408, "high": 1472}
    source = "LiteLLM log, 107 calls, 2026-09-01 to 2026-09-18"
    assert body["plan"]["sources"]["prompting.prompt_tokens"] == source


def test_the_part_of_a_plan_is_a_body_that_is_taken(post):
    content = (SAMPLES / "promptfoo-v3_base-vs-tuned.synthetic.json").read_bytes()
    part = hand_in(post, content).json()["plan"]
    plan = read_body({"preset": "customer-support"} | part)
    assert plan.inputs.tuning.error_rate == 0.05
    assert plan.sources["tuning.error_rate"] == "promptfoo result, 2 variants, 40 tests"
    assert post("/api/v1/summary", json=part).status_code == 200


def test_whom_it_holds_for_can_be_said(post):
    content = (SAMPLES / "openai-evals-log.synthetic.jsonl").read_bytes()
    inputs = hand_in(post, content, approach="tuning").json()["plan"]["inputs"]
    assert inputs.keys() == {"tuning"}


def test_what_a_file_cannot_tell_is_taken_from_the_plan(post):
    content = (SAMPLES / "openai-usage-api.synthetic.json").read_bytes()
    usual = hand_in(post, content).json()["plan"]["inputs"]
    own = hand_in(post, content, **{"prompting.prompt_tokens": "1408", "preset": "blank"})
    asked = own.json()["plan"]["inputs"]
    assert "request_tokens" not in usual["workload"]
    # 680,629 tokens of 404 calls, 1,408 of each the prompt's
    assert asked["workload"]["request_tokens"] == pytest.approx(680_629 / 404 - 1408, rel=1e-3)
    assert asked["prompting"]["cache_hit_rate"] == pytest.approx(383_488 / (404 * 1408), rel=1e-3)


def test_a_table_of_no_known_format_asks_for_its_columns_and_takes_them(post):
    rows = [f"2026-09-{day:02}T10:00:00,{300 + day},{day}" for day in range(1, 31)]
    content = table("When,Sent tokens,Got", *rows)
    refused = hand_in(post, content)
    assert refused.status_code == 422
    assert refused.json()["columns"] == ["When", "Sent tokens", "Got"]
    named = {"columns.time": "When", "columns.input": "Sent tokens", "columns.output": "Got"}
    figures = hand_in(post, content, **named).json()["figures"]
    assert (figures["calls"], figures["output_tokens"]) == (30, sum(range(1, 31)))


def test_the_calls_of_a_model_can_be_picked(post):
    rows = [f"2026-09-{day:02}T10:00:00,300,{day % 2 * 40 + 10},m{day % 2}" for day in range(1, 31)]
    named = {f"columns.{name}": name for name in ("time", "input", "output", "model")}
    content = table("time,input,output,model", *rows)
    assert hand_in(post, content, **named).json()["figures"]["output_tokens"] == 15 * 60
    picked = hand_in(post, content, **named, model="m1").json()
    assert (picked["figures"]["calls"], picked["figures"]["output_tokens"]) == (15, 15 * 50)
    both = hand_in(post, content, **named, model=["m1", "m0"]).json()
    assert both["figures"]["output_tokens"] == 15 * 60


def test_scores_ask_for_a_threshold_and_take_it(post):
    content = (SAMPLES / "ragas-to-pandas.synthetic.csv").read_bytes()
    refused = hand_in(post, content)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["input"] == "threshold"
    assert hand_in(post, content, threshold="0.7").json()["variants"][0]["figures"]["wrong"] == 6
    assert hand_in(post, content, threshold="high").status_code == 422


@pytest.mark.parametrize(
    ("content", "fields", "name"),
    [
        (b"", {}, "file"),
        (b"no table, no JSON" * 3, {}, "columns"),
        (b"%PDF-1.7", {}, "file"),
        (b'{"a": 1}', {"approach": "guessing"}, "approach"),
        (b'{"a": 1}', {"cached": "perhaps"}, "cached"),
        (b'{"a": 1}', {"columns.colour": "x"}, "columns"),
        (b'{"a": 1}', {"workload.requests_per_month": "-1"}, "workload.requests_per_month"),
        (b'{"a": 1}', {"preset": "nobody"}, "preset"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(post, content, fields, name):
    answer = hand_in(post, content, **fields)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["input"] == name


def test_a_form_that_is_broken_is_refused_in_words(post):
    broken = b'--x\r\nContent-Disposition[: form-data; name="file"\r\n\r\nx\r\n--x--\r\n'
    answer = post(
        ADDRESS, content=broken, headers={"Content-Type": "multipart/form-data; boundary=x"}
    )
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert error["input"] == "file"
    assert error["message"].startswith("The form cannot be read: ")


def test_one_file_is_taken_and_nothing_else(post):
    assert post(ADDRESS, json={}).status_code == 415
    assert post(ADDRESS, files={"other": ("a", b"")}).status_code == 422
    two = post(ADDRESS, files=[("file", ("a", b"{}")), ("file", ("b", b"{}"))])
    assert two.json()["errors"][0]["message"] == "There must be one file; there are 2."


def test_a_file_may_be_larger_than_other_bodies_and_no_larger_than_its_own_limit(migrated_url):
    example = {
        "messages": [
            {"role": "user", "content": "x" * 10_000},
            {"role": "assistant", "content": "y"},
        ]
    }
    content = json_lines([example] * 200)  # 2 MB, where other bodies may have 1 MB
    with serving(migrated_url, maximum_file_bytes=3_000_000) as app:
        send = partial(asking(app), "POST", ADDRESS)
        small, large = (send(files={"file": ("a", content * times)}) for times in (1, 2))
    assert small.status_code == 200
    assert large.status_code == 413
    assert "3,000,000 bytes" in large.json()["detail"]


def test_a_failure_of_our_own_says_nothing_of_the_file(post, monkeypatch, capsys):
    def fail(*_):
        raise ValueError(SECRET)

    monkeypatch.setattr("app.web.uploads.measure", fail)
    answer = hand_in(post, SECRET.encode())
    assert answer.status_code == 422
    assert SECRET not in answer.text
    assert SECRET not in "".join(capsys.readouterr())


def test_nothing_of_a_file_is_kept_or_logged(migrated_url, capsys):
    example = {
        "messages": [
            {"role": "user", "content": SECRET},
            {"role": "assistant", "content": "Indeed."},
        ]
    }
    with serving(migrated_url) as app:
        post = partial(asking(app), "POST")
        assert hand_in(post, json_lines([example] * 12)).status_code == 200
        assert hand_in(post, json_lines([{"unknown": SECRET}])).status_code == 422
    assert SECRET not in "".join(capsys.readouterr())
    for file in Path(migrated_url.removeprefix("sqlite:///")).parent.iterdir():
        assert SECRET.encode() not in file.read_bytes()


def test_reading_that_takes_too_long_ends(migrated_url):
    row = {"timestamp": "2026-09-01", "usage": {"prompt_tokens": 1, "completion_tokens": 1}}
    with serving(migrated_url) as app:
        # Less than no time, which the setting itself refuses: the body is there at once.
        app.state.settings = app.state.settings.model_copy(update={"file_seconds": -1.0})
        answer = hand_in(partial(asking(app), "POST"), json.dumps(row))
    assert answer.status_code == 422
    assert "takes too long" in answer.json()["detail"]


def test_sizes_of_training_sets_say_how_fast_errors_fall(post):
    content = (SAMPLES / "promptfoo-v3_base-vs-tuned.synthetic.json").read_bytes()
    variants = hand_in(post, content).json()["variants"]
    sized = {
        f"examples.{item['label']}": size
        for item, size in zip(variants, ("50", "400"), strict=True)
    }
    body = hand_in(post, content, **sized).json()
    tuning = body["plan"]["inputs"]["tuning"]
    first, second = (item["figures"]["error_rate"] for item in variants)
    assert tuning["learning_exponent"] == pytest.approx(
        math.log(first / second) / math.log(8), 1e-3
    )
    assert tuning["measured_examples"] == 400
    assert "tuning.learning_exponent" in body["plan"]["ranges"]
    assert read_body({"preset": "customer-support"} | body["plan"])


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("examples.a", "many", "Examples that a was trained with must be a number, more than 0"),
        ("examples.nobody", "50", "no variant called nobody"),
    ],
)
def test_a_wrong_size_is_named(post, field, text, said):
    content = (SAMPLES / "promptfoo-v3_base-vs-tuned.synthetic.json").read_bytes()
    answer = hand_in(post, content, **{field: text})
    assert answer.status_code == 422
    error = answer.json()["errors"][0]
    assert error["input"] == field
    assert said in error["message"]
