"""Usage logs to volumes, prompts, repeats: by hand."""

import pytest

from app.evidence.streaming.source import Options
from app.evidence.usage import usage
from app.evidence.usage.calls import Buckets, Call
from app.evidence.usage.findings import UsageFindings
from app.evidence.usage.usage import Identities, Usage
from tests.evidence.files import found, json_lines, names, read, table

DAY = 86_400
START = 1_788_220_800  # Tuesday, 1 September 2026


def call(at, sent=1000, cached=0, trace=None, output=10):
    row = {
        "timestamp": at,
        "usage": {
            "prompt_tokens": sent,
            "completion_tokens": output,
            "prompt_tokens_details": {"cached_tokens": cached},
        },
    }
    return row | ({"trace_id": trace} if trace else {})


def days(count, each=4, **more):
    return [
        call(START + day * DAY + number * 60, **more)
        for day in range(count)
        for number in range(each)
    ]


def test_a_months_requests_are_the_mean_of_complete_days():
    # The first and the last day may be half ones: 28 days of 4 between them
    rows = [call(START), *days(29)[4:], call(START + 29 * DAY)]
    requests = found(read(json_lines(rows)), "workload.requests_per_month")
    assert requests.value == pytest.approx(4 * 365 / 12)
    assert requests.n == 28 * 4
    assert requests.source == "Call log, 114 calls, 2026-09-01 to 2026-09-30"


def test_the_last_28_days_count_and_whole_weeks_of_fewer():
    rows = days(10, each=9) + [
        call(START + day * DAY + number) for day in range(10, 40) for number in range(2)
    ]
    assert found(read(json_lines(rows)), "workload.requests_per_month").value == pytest.approx(
        2 * 365 / 12
    )
    few = found(read(json_lines(days(20))), "workload.requests_per_month")
    assert few.n == 14 * 4


def test_fewer_than_14_days_are_refused_unless_somebody_confirms_it():
    content = json_lines(days(10))
    refused = read(content)
    assert "workload.requests_per_month" not in names(refused)
    assert "unless you confirm it" in " ".join(refused.measured.notes)
    taken = found(read(content, short=True), "workload.requests_per_month")
    assert taken.value == pytest.approx(4 * 365 / 12)
    assert "only 8 complete days" in taken.method


def test_growth_takes_42_days():
    assert "workload.monthly_growth" not in names(read(json_lines(days(43))))
    growth = found(read(json_lines(days(44))), "workload.monthly_growth")
    assert growth.value == pytest.approx(0, abs=1e-9)
    assert growth.low < 0 < growth.high


def test_a_year_shows_the_seasons():
    rows = [
        call(START + day * DAY + number * 60)
        for day in range(370)
        for number in range(2 if 91 <= day < 122 else 1)  # December
    ]
    evidence = read(json_lines(rows))
    december = found(evidence, "workload.december")
    assert december.value == pytest.approx(2 / (13 / 12), rel=0.05)
    assert december.low < december.value < december.high


def test_the_prompt_is_what_most_cached_calls_share():
    rows = days(20, sent=1500, cached=1408) + days(20, each=1, sent=1460, cached=1408)
    rows += days(20, each=1, sent=300)
    evidence = read(json_lines(rows))
    prompt = found(evidence, "prompting.prompt_tokens")
    assert (prompt.value, prompt.low, prompt.high) == (1408, 1408, 1460)
    # 5 of 6 calls read 1,408 tokens
    assert found(evidence, "prompting.cache_hit_rate").value == pytest.approx(5 / 6)


def test_cached_lengths_that_all_differ_are_no_prompt():
    rows = [call(START + n * 3600, sent=2000 + n, cached=1000 + n) for n in range(500)]
    assert "prompting.prompt_tokens" not in names(read(json_lines(rows)))


def test_a_call_that_comes_again_within_minutes_is_a_repeat_and_a_later_one_is_not():
    rows = []
    for number in range(40):
        at = START + number * 3600 * 12
        rows.append(call(at, sent=1000 + number, trace=f"t{number}"))
        if number < 4:
            rows.append(call(at + 5, sent=1000 + number, trace=f"t{number}"))  # a repeat
        if 4 <= number < 12:
            rows.append(call(at + 5, sent=3000 + number, trace=f"t{number}"))  # the next turn
        if number == 12:
            rows.append(call(at + 3600, sent=1000 + number, trace=f"t{number}"))  # an hour later
    evidence = read(json_lines(rows))
    assert evidence.measured.figures["requests"] == 40
    assert found(evidence, "prompting.retry_rate").value == pytest.approx(4 / 53)
    assert found(evidence, "prompting.calls_per_request").value == pytest.approx(49 / 40)
    assert "History sent again" in " ".join(evidence.measured.notes)


def test_a_plan_says_how_many_calls_a_request_takes_where_nothing_has_an_id():
    requests = found(read(json_lines(days(30)), calls_per_request=2), "workload.requests_per_month")
    assert requests.value == pytest.approx(2 * 365 / 12)
    assert "2 calls a request" in requests.method


def test_many_ids_are_kept_in_part_and_stand_for_all(monkeypatch):
    monkeypatch.setattr(usage, "MOST_IDS", 1_000)
    log = Usage()
    for number in range(10_000):
        log.add(Call(START + number * 300.0, Buckets(9, 0, 0, 1), request=f"id {number}"))
    assert len(log.identities.ids) < 1_000
    findings = UsageFindings(log, Options())
    assert findings.figures["requests"] == pytest.approx(10_000, rel=0.2)
    assert "a share of them" in " ".join(findings.measured.notes)


def test_a_call_stands_in_sixteen_bytes():
    kept = Identities()
    kept.add("a", 1.0, 1)
    assert kept.ids.itemsize + kept.seconds.itemsize + kept.sizes.itemsize == 16


def test_models_beyond_the_most_are_counted_together(monkeypatch):
    monkeypatch.setattr(usage, "MOST_MODELS", 2)
    log = Usage()
    for name in "abcd":
        log.add(Call(float(START), Buckets(1, 0, 0, 1), model=name))
    assert log.by_model().keys() == {"a", "b", "others"}


def test_rows_without_a_time_are_named():
    rows = [*days(3), {"usage": {"prompt_tokens": 5, "completion_tokens": 1}}]
    assert read(json_lines(rows)).measured.skipped == {"rows without a time": 1}


def of_model(name, rows):
    return [row | {"response": {"model": name, "usage": row["usage"]}} for row in rows]


def test_the_calls_of_a_model_can_be_picked_and_all_findings_follow():
    content = json_lines([*of_model("small", days(30, output=10)),
                          *of_model("large", days(30, each=1, output=90))])  # fmt: skip
    together = read(content)
    # (4 × 10 + 1 × 90) ÷ 5
    assert found(together, "prompting.output_tokens").value == pytest.approx(26)
    assert found(together, "workload.requests_per_month").value == pytest.approx(5 * 365 / 12)
    picked = read(content, of_models=frozenset({"large"}), approach="tuning")
    assert found(picked, "tuning.output_tokens").value == pytest.approx(90)
    assert found(picked, "workload.requests_per_month").value == pytest.approx(365 / 12)
    assert picked.measured.skipped == {"calls of other models": 120}
    assert picked.measured.left_out == {"small": 120}
    assert [variant.label for variant in picked.measured.variants] == ["large"]
    assert "30 calls of large" in found(picked, "tuning.output_tokens").source
    assert "left out: 120." in " ".join(picked.measured.notes)


def test_a_model_that_no_call_has_is_said_to_be_missing():
    picked = read(json_lines(of_model("small", days(3))), of_models=frozenset({"smal"}))
    assert picked.measured.used == 0
    assert "no call of the models that were picked" in " ".join(picked.measured.notes)


def test_a_log_says_whose_answers_a_person_looked_at():
    rows = [call(START + number) | {"reviewed": number % 4 == 0} for number in range(40)]
    rate = found(read(json_lines([*rows, call(START)])), "prompting.review_rate")
    assert (rate.value, rate.n) == (10 / 40, 40)  # the last one does not say
    assert rate.low < 0.15 < 0.4 < rate.high


def test_the_answers_of_one_request_are_reviewed_once():
    rows = [
        call(START + number, trace=f"t{number // 2}")
        | {"metadata": {"reviewed_by": "ann" if number < 8 else ""}}
        for number in range(40)
    ]
    rate = found(read(json_lines(rows)), "prompting.review_rate")
    assert (rate.value, rate.n) == (4 / 20, 20)


def test_a_column_says_whose_answers_a_person_looked_at():
    lines = [f"2026-09-01T10:00:{second},300,5,{'ann' if second < 13 else ''}"
             for second in range(10, 30)]  # fmt: skip
    columns = {name: name for name in ("time", "input", "output", "reviewed")}
    evidence = read(table("time,input,output,reviewed", *lines), columns=columns)
    rate = found(evidence, "prompting.review_rate")
    assert (rate.value, rate.n) == (3 / 20, 20)
