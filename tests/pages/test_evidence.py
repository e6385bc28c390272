"""The page of evidence: files in, findings beside the plan, and into it."""

import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.evidence.files import SAMPLES, table

LOG = "litellm-spendlogs.synthetic.json"
EVALUATION = "promptfoo-v3_base-vs-tuned.synthetic.json"


def handed(*names):
    return [("file", (name, (SAMPLES / name).read_bytes())) for name in names]


def fields_of(page):
    """Return the fields that the form below the files would post as it stands."""
    form = page[page.index('action="/evidence/plan"') :].split("</form>")[0]
    ticked = re.findall(r'name="take" value="([^"]*)" checked', form)
    hidden = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    chosen = re.findall(r'<select name="([^"]*)".*?<option value="([^"]*)" selected', form)
    fields = {name: unescape(text) for name, text in [*hidden, *chosen]}
    return fields | {"take": [unescape(text) for text in ticked]}


def test_the_page_asks_for_files_and_keeps_the_plan(get):
    page = get("/evidence?preset=blank&workload.requests_per_month=500").text
    assert 'enctype="multipart/form-data"' in page
    assert "workload.requests_per_month=500" in unescape(page)
    assert "nothing of them is kept" in page


def test_from_a_log_and_an_evaluation_to_a_plan_that_rests_on_both(get, post):
    page = post("/evidence", files=handed(LOG, EVALUATION), data={"plan": "preset=internal-tools"})
    assert page.status_code == 200
    assert "no-store" in page.headers["cache-control"]
    assert "107 of 110 rows used. Left out: calls that failed (3)." in page.text
    answer = post("/evidence/plan", data=fields_of(page.text))
    assert answer.status_code == 303
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["preset"] == ["internal-tools"]
    assert query["prompting.prompt_tokens"] == ["1408"]
    assert query["prompting.error_rate"] == ["0.1579"]
    assert query["tuning.error_rate"] == ["0.05"]
    # Of the tuned model only the evaluation says how long answers are; of the prompted one the log.
    assert query["prompting.output_tokens"] == ["232.3"]
    assert query["tuning.output_tokens"] == ["140"]
    assert query["ranges.tuning.error_rate"] == ["0.009453..0.225"]
    assert query["sources.tuning.error_rate"] == ["promptfoo result, 2 variants, 40 tests"]
    calculator = get(answer.headers["location"]).text
    assert "promptfoo result, 2 variants, 40 tests" in calculator


def test_a_variant_goes_to_whom_somebody_says(post):
    page = post("/evidence", files=handed(EVALUATION), data={"plan": "preset=blank"}).text
    fields = fields_of(page) | {"as.1.1": "", "as.1.2": "prompting"}
    query = parse_qs(urlsplit(post("/evidence/plan", data=fields).headers["location"]).query)
    assert query["prompting.error_rate"] == ["0.05"]
    assert "tuning.error_rate" not in query


def test_variants_stand_among_the_models_with_their_own_error_rates(get, post):
    page = post("/evidence", files=handed(EVALUATION), data={"plan": "preset=internal-tools"}).text
    answer = post("/evidence/models", data=fields_of(page))
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["candidates.1.name"] == ["openai:gpt-4o-mini, prompt 0"]
    assert query["candidates.1.error_rate"] == ["0.1579"]
    assert query["candidates.2.approach"] == ["tuning"]
    assert query["candidates.2.ranges.error_rate"] == ["0.009453..0.225"]
    assert query["candidates.2.output_tokens"] == ["140"]
    models = get(answer.headers["location"])
    assert models.status_code == 200
    assert "openai:gpt-4o-mini, prompt 0" in models.text


def test_an_unknown_table_asks_which_column_is_which(post):
    content = table("When,Sent tokens,Got", "2026-09-01T10:00:00,300,5")
    page = post("/evidence", files=[("file", ("a.csv", content))]).text
    assert "Which column is which?" in page
    assert "<option selected>Sent tokens</option>" in page
    named = {"columns.time": "When", "columns.input": "Sent tokens", "columns.output": "Got"}
    again = post("/evidence", files=[("file", ("a.csv", content))], data=named).text
    assert "1 of 1 rows used." in again


def two_models():
    """A table of 30 calls of "small" that answer in 10 tokens, and 10 of "large" in 50."""
    small = [f"2026-09-{day:02}T10:00:00,300,10,small" for day in range(1, 31)]
    large = [f"2026-09-{day:02}T11:00:00,300,50,large" for day in range(1, 11)]
    return [("file", ("a.csv", table("time,input,output,model", *small, *large)))]


def test_the_models_of_a_log_can_be_picked_apart(post):
    named = {f"columns.{name}": name for name in ("time", "input", "output", "model")}
    page = post("/evidence", files=two_models(), data=named).text
    assert "Whose calls count?" in page
    assert 'name="model" value="large"> large <span class="unit">10 calls</span>' in page
    # (30 × 10 + 10 × 50) ÷ 40
    assert any("prompting.output_tokens=20&" in text for text in fields_of(page)["take"])
    kept = re.findall(r'type="hidden" name="(columns\.[a-z]+)" value="([a-z]+)"', page)
    assert dict(kept) == named
    picked = named | {"model": ["large"], "approach": "tuning"}
    again = post("/evidence", files=two_models(), data=picked).text
    assert any("tuning.output_tokens=50&" in text for text in fields_of(again)["take"])
    assert 'name="model" value="large" checked> large' in again
    assert 'name="model" value="small"> small <span class="unit">30 calls</span>' in again


def test_columns_of_another_table_are_asked_for_anew(post):
    named = {f"columns.{name}": name for name in ("time", "input", "output", "model")}
    content = table("When,Sent tokens,Got", "2026-09-01T10:00:00,300,5")
    page = post("/evidence", files=[("file", ("b.csv", content))], data=named).text
    assert "Which column is which?" in page


def test_a_log_of_one_model_asks_for_none(post):
    page = post("/evidence", files=handed(LOG)).text
    assert "Whose calls count?" not in page


def test_a_file_that_is_not_read_is_named_and_others_are_shown(post):
    files = [("file", ("<b>x</b>.pdf", b"%PDF-1.7")), *handed(LOG)]
    page = post("/evidence", files=files).text
    assert "&lt;b&gt;x&lt;/b&gt;.pdf was not read" not in page  # without its folders
    assert "b&gt;.pdf was not read" in page
    assert "This is a PDF" in page
    assert "107 of 110 rows used" in page


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file first."),
        ({"threshold": "high"}, "must be a number, such as 0.7"),
        ({"approach": "guessing"}, "There is no approach called guessing."),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_what_was_typed_stays(post, data, words):
    page = post("/evidence", files=[("file", ("", b""))], data=data)
    assert page.status_code == 200
    assert words in page.text
    if "threshold" in data:
        assert 'value="high"' in page.text


def test_a_bill_shows_its_meters_beside_the_catalogue(post):
    page = post("/evidence", files=handed("openai-dashboard-cost.synthetic.csv")).text
    assert "In the catalogue" in page
    assert "$0.60" in page


def test_a_posted_finding_that_is_none_is_refused(post):
    answer = post("/evidence/plan", data={"take": "prompting.error_rate=5"})
    assert answer.status_code == 422


def test_two_training_sets_show_what_leaked(post):
    names = ("openai-chat_weight-tools-dups.synthetic.jsonl",
             "openai-chat_validation-leak.synthetic.jsonl")  # fmt: skip
    page = post("/evidence", files=handed(*names)).text
    assert "Questions that stand in both" in page
    fields = fields_of(page)
    assert any("tuning.dataset_examples=51" in text for text in fields["take"])
    assert any("tuning.validation_tokens=1756" in text for text in fields["take"])
    assert not any("tuning.dataset_examples=13" in text for text in fields["take"])
