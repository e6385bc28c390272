"""What version 1 of the cost model calculated stays as it was, and says which version that is."""

import csv
import io
import json
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import text

from app.feeds.rows import summary_rows
from app.inputs import TITLES
from app.model import LINES, MODEL_VERSION
from app.scenarios.saved_plans import open_scenario
from app.store import migrate
from app.store.engine import build_engine
from tests.addresses import EXPLAINED, addresses_of
from tests.former import Former, former_database
from tests.people import Visitor

# They take long, and are made of what the other addresses of the same revision answer.
TAKE_LONG = ("/workbook.xlsx", "/methodology", "/models", "/candidates", "/candidates.csv")
NEW_IN_SUMMARY = {"currency", "notes"}  # which are no figures
WORDS = {"words", "headline"}
NEWER = set(LINES) - set(  # than version 1
    "engineering dataset training evaluation input cached_input output hosting platform errors "
    "review".split()
)


def assert_kept(
    now: Any, before: Any, *, place: str = "", but: frozenset[str] | set[str] = frozenset()
) -> None:
    """Check that all that was answered is answered, to the last digit, and the rest is null."""
    if isinstance(before, dict):
        for name in before.keys() - but:
            assert_kept(now[name], before[name], place=f"{place}.{name}")
        new = now.keys() - before.keys() - but
        assert {name: now[name] for name in new} == dict.fromkeys(new), place
    elif isinstance(before, list):
        assert len(now) == len(before), place
        for index, (item, former_item) in enumerate(zip(now, before, strict=True)):
            assert_kept(item, former_item, place=f"{place}[{index}]")
    else:
        assert json.dumps(now) == json.dumps(before), place


def test_every_address_of_every_revision_answers(former: Former) -> None:
    paths = [path for path in addresses_of(former.app) if "/revisions/{number}" in path]
    assert len(paths) > 20
    for address, answers in former.revisions:
        home = address.removeprefix("/api/v1/scenarios/")
        unranged = not answers["scenario"]["ranges"]
        is_first = address.endswith("/1")
        for template in paths if is_first else (p for p in paths if not p.endswith(TAKE_LONG)):
            path = template.replace("{scenario_id}/revisions/{number}", home)
            path = path.replace("{name}", "tuning.npv").replace("{feed}", "variance")
            path += f"?{EXPLAINED}" if path.endswith("/explain") else ""
            expected = {422} if unranged and "/uncertainty" in path else {200, 303}
            assert former.ask("GET", path).status_code in expected, path


def test_the_summary_keeps_its_figures_and_has_no_new_ones(former: Former) -> None:
    for address, answers in former.revisions:
        now = former.ask("GET", f"{address}/summary").json()
        assert_kept(now, answers["summary"], but=NEW_IN_SUMMARY)
        assert now["approaches"]["tuning"]["provider_cost"] is None


def test_the_verdict_keeps_its_codes(former: Former) -> None:
    reasons = set()
    for address, answers in former.revisions:
        now = former.ask("GET", f"{address}/verdict").json()
        assert_kept(now, answers["verdict"], but=WORDS | {"notes"})
        assert now["words"]
        reasons.add(now["reason"])
    assert {"money_only", "hybrid_settles"} <= reasons


def test_the_months_keep_their_amounts_and_nothing_is_added_to_them(former: Former) -> None:
    for address, answers in former.revisions:
        text = former.ask("GET", f"{address}/months.csv?layout=wide&bom=0").text
        rows = {tuple(row[:2]): row[2:] for row in csv.reader(io.StringIO(text))}
        before = {tuple(row[:2]): row[2:] for row in csv.reader(answers["months.csv?layout=wide"])}
        assert {key: rows.pop(key) for key in before} == before
        assert {line for _, line in rows} == NEWER
        assert {float(amount) for amounts in rows.values() for amount in amounts} == {0.0}


@pytest.mark.parametrize("feed", ["months", "thresholds", "sensitivity", "uncertainty"])
def test_other_feeds_keep_what_they_said(former: Former, feed: str) -> None:
    checked = 0
    for address, answers in former.revisions:
        if answers.get(feed) is None:
            continue
        now = former.ask("GET", f"{address}/{feed}").json()
        if feed == "months":
            now = [row for row in now if row["line"] not in NEWER]
        assert_kept(now, answers[feed])
        checked += 1
    assert checked


def test_the_scenario_keeps_its_inputs_and_its_version(former: Former) -> None:
    for address, answers in former.revisions:
        now, before = former.ask("GET", address).json(), answers["scenario"]
        for group, values in before["inputs"].items():
            assert {name: now["inputs"][group][name] for name in values} == values
        assert now["model_version"] == before["model_version"] == "1.0.0"
        assert now["ranges"] == before["ranges"]
        assert now["created_at"] == before["created_at"]


def test_the_csv_summary_has_the_figures_that_there_were(former: Former) -> None:
    for address, answers in islice(former.revisions, 1):
        link, _, number = address.removeprefix("/api/v1/scenarios/").partition("/revisions/")
        plan = open_scenario(former.app.state.database, link, int(number))
        rows = {(row["metric"], row["approach"]): row["value"] for row in summary_rows(plan)}
        assert rows["npv", "tuning"] == answers["summary"]["comparisons"]["tuning"]["npv"]
        assert rows["provider_cost", "tuning"] is None


def test_the_page_says_which_version_the_figures_are_of(former: Former) -> None:
    kept = former.kept("support")
    for path in (kept.page, f"{kept.page}/revisions/1"):
        shown = former.ask("GET", path).text
        assert "calculated by version 1.0.0 and stay as they were" in shown
        assert f"Version {MODEL_VERSION}, in use today" in shown


def test_an_explanation_shows_the_value_and_no_formula_of_today(former: Former) -> None:
    kept = former.kept("support")
    npv = former.recorded["support"]["revisions"]["1"]["summary"]["comparisons"]["tuning"]["npv"]
    base = f"{kept.page}/revisions/1/explain"
    for asked in ("result=tuning.npv", "line=tuning.input&month=7", "line=tuning.input"):
        shown = former.ask("GET", f"{base}?{asked}").text
        assert "Calculated with version 1.0.0 of the cost model, and kept as it was" in shown
        assert 'class="formula"' not in shown
    result = former.ask("GET", f"{base}?result=tuning.npv").text
    assert f"{abs(npv):,.0f}" in result
    none = former.ask("GET", f"{base}?result=tuning.provider_cost").text
    assert '<p class="headline">none</p>' in none


def test_the_methodology_works_the_plan_through_as_today_reads_it_and_says_so(
    former: Former,
) -> None:
    shown = former.ask("GET", f"{former.kept('support').page}/revisions/1/methodology").text
    assert "Calculated with version 1.0.0 of the cost model, and kept as it was" in shown


def test_the_workbook_holds_values_and_no_formula(former: Former) -> None:
    kept = former.kept("support")
    content = former.ask("GET", f"{kept.api}/revisions/1/workbook.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [value for value in cells if isinstance(value, str) and value.startswith("=")]
    said = " ".join(str(cell.value) for cell in book["About"]["A"])
    assert "These are values as version 1.0.0 of the cost model calculated them" in said
    about = [row[:5] for row in book["About"].iter_rows(values_only=True)]
    assert about[3][0] == "The answer"
    answered = {row[0]: row[1] for row in about}
    outputs = {row[1]: row[3] for row in book["Outputs"].iter_rows(values_only=True)}
    summary = former.recorded["support"]["revisions"]["1"]["summary"]
    for challenger, figures in summary["comparisons"].items():
        assert outputs[f"{challenger}.npv"] == pytest.approx(figures["npv"], rel=1e-15)
    for name, figures in summary["approaches"].items():
        assert outputs[f"{name}.total_cost"] == pytest.approx(figures["total_cost"], rel=1e-15)
        assert answered[TITLES[name]] == outputs[f"{name}.total_cost"]
    rows = book["Calculations"].iter_rows(values_only=True)
    totals = [sum(map(float, map(str, row[2:]))) for row in rows if row[0] == "Total"]
    costs = [figures["total_cost"] for figures in summary["approaches"].values()]
    assert totals == pytest.approx(costs)


def test_opened_for_editing_the_hybrid_follows_where_it_had_tunings_value(former: Former) -> None:
    kept = former.kept("support")
    plan = open_scenario(former.app.state.database, kept.id, 1)
    live = plan.live
    assert plan.inputs.hybrid.training_job_price == plan.inputs.tuning.training_job_price
    assert "hybrid.training_job_price" in live.inputs.follows
    assert plan.inputs.hybrid.prompt_tokens != plan.inputs.tuning.prompt_tokens
    assert "hybrid.prompt_tokens" not in live.inputs.follows
    assert live.inputs.values() == plan.inputs.values()


def test_in_blank_an_approach_that_nobody_described_takes_no_part_any_more(
    former: Former,
) -> None:
    plan = open_scenario(former.app.state.database, former.kept("only-tuning").id)
    assert plan.inputs.considered == ("prompting", "tuning", "hybrid")
    assert plan.verdict.recommendation == "hybrid"  # which cost nothing
    assert plan.live.inputs.considered == ("prompting", "tuning")
    nothing = open_scenario(former.app.state.database, former.kept("nothing").id)
    assert nothing.live.inputs.considered == ("prompting",)


def test_whoever_edits_it_is_told_which_version_it_is_read_as_and_what_differs(
    former: Former,
) -> None:
    kept = former.kept("only-tuning")
    person = Visitor(former.ask)
    taken = person.post(f"{kept.page}/key", data={"key": kept.key})
    shown = person.get(taken.headers["location"]).text
    said = f"Saved with version 1.0.0 of the cost model, and read here as version {MODEL_VERSION}"
    assert said in shown
    assert "Hybrid takes no part, since nothing was said of it." in shown


def test_the_next_revision_is_of_todays_version(former: Former) -> None:
    kept = former.kept("nothing")
    body = {"preset": "blank", "name": "Now", "inputs": {"tuning": {"build_cost": 1000}}}
    answer = former.ask("PUT", kept.api, json=body, headers=kept.at(1))
    assert answer.status_code == 200, answer.text
    assert answer.json()["model_version"] == MODEL_VERSION
    changes = former.ask("GET", f"{kept.api}/changes?from=1&to=2")
    assert changes.status_code in (200, 404)
    history = former.ask("GET", f"{kept.page}/revisions")
    assert history.status_code == 200
    versions = [item["model_version"] for item in former.ask("GET", f"{kept.api}/revisions").json()]
    assert versions == [MODEL_VERSION, "1.0.0"]


def test_comparing_versions_says_so(former: Former) -> None:
    kept = former.kept("support")
    body = {"preset": "customer-support", "name": "Of today", "draws": 256}
    today = former.ask("POST", "/api/v1/scenarios", json=body).json()["id"]
    query = f"s={kept.id}/revisions/1&s={today}"

    answer = former.ask("GET", f"/api/v1/comparison?{query}").json()
    versions = [scenario["model_version"] for scenario in answer["scenarios"]]
    assert versions == ["1.0.0", MODEL_VERSION]
    (note,) = answer["notes"]
    assert note["code"] == "model_versions"
    assert "“support” (1) with version 1.0.0" in note["message"]
    assert f"“Of today” (2) with version {MODEL_VERSION}" in note["message"]
    assert note["message"] in former.ask("GET", f"/compare?{query}").text
    assert former.ask("GET", f"/api/v1/comparison.csv?{query}").status_code == 200

    both = former.ask("GET", f"/api/v1/comparison?s={today}&s={today}").json()
    assert both["notes"] == []
    former_both = f"s={kept.id}/revisions/1&s={kept.id}/revisions/2"
    (same,) = former.ask("GET", f"/api/v1/comparison?{former_both}").json()["notes"]
    assert same["message"].startswith("All of them were calculated with version 1.0.0")


def test_taken_to_another_server_it_is_read_as_todays(former: Former) -> None:
    kept = former.kept("only-tuning")
    person = Visitor(former.ask)
    person.post(f"{kept.page}/key", data={"key": kept.key})
    exported = person.get("/scenarios/export.json").json()
    answer = former.ask("POST", "/api/v1/scenarios/imports", json=exported)
    assert answer.status_code == 201, answer.text
    imported = open_scenario(former.app.state.database, answer.json()["scenarios"][0]["id"])
    assert imported.inputs.considered == ("prompting", "tuning")
    assert imported.model_version == MODEL_VERSION


def test_going_back_leaves_what_the_former_release_saved(former: Former, tmp_path: Path) -> None:
    before = former_database(former.release, tmp_path)
    rows = (
        "SELECT number, name, inputs, results, snapshot FROM revision ORDER BY scenario_id, number"
    )

    def stored() -> list[Any]:
        engine = build_engine(before)
        with engine.connect() as connection:
            found = [tuple(row) for row in connection.execute(text(rows))]
        engine.dispose()
        return found

    at_first = stored()
    migrate(before)
    migrate(before, to="0002")
    assert stored() == at_first
