"""The sheet About: the answer, where what stands, and what there is to remark on the plan."""

import re

import pytest

from app.feeds.payloads import verdict_payload
from app.inputs import TITLES
from app.plans.building import build_plan
from app.words.notes import remarks
from app.workbook.book import SHEETS
from app.workbook.cases import HIGH, LOW, inputs_by_case
from app.workbook.sheets.answer import ANSWER_ROW, MOVED, NEVER
from tests.workbook.conftest import (
    book_of,
    case_called,
    date_of,
    opened,
    plan_of,
    rows_on,
    write_book,
)

SENTENCE, DATED, FIRST = (ANSWER_ROW + offset for offset in (2, 3, 5))  # rows, from 1


@pytest.fixture(scope="module")
def plan():
    return build_plan("customer-support", {"draws": 256})


@pytest.fixture(scope="module")
def content(plan):
    return write_book(plan)


def about(plan):
    return rows_on(book_of(plan), "About")


def answer_in(engine, considered):
    """Cost, npv and month of each approach as they were calculated last."""
    return {
        name: [engine.value("About", FIRST + row, column) for column in (2, 3, 4)]
        for row, name in enumerate(considered)
    }


def answer_by(plan):
    """The same by the server."""
    summary, start = plan.summary, plan.inputs.finance.start_month
    found = {"prompting": [summary.approaches["prompting"].total_cost, "", ""]}
    for name, comparison in summary.comparisons.items():
        month = date_of(start, comparison.break_even_month)
        cost = summary.approaches[name].total_cost
        found[name] = [cost, comparison.npv, NEVER if month is None else month]
    return found


def assert_answers(engine, plan):
    engine.model.evaluate()
    shown, expected = answer_in(engine, plan.inputs.considered), answer_by(plan)
    assert shown.keys() == expected.keys()
    for name, cells in expected.items():
        for cell, wanted in zip(shown[name], cells, strict=True):
            assert cell == (wanted if isinstance(wanted, str) else pytest.approx(wanted))


def test_it_begins_with_the_verdict_and_what_each_approach_comes_to(plan, content):
    rows = rows_on(content, "About", values=True)
    payload = verdict_payload(plan)
    assert rows[SENTENCE - 1][0] == payload["words"]
    assert "as found on 2026-11-24" in rows[DATED - 1][0]
    for row, name in zip(rows[FIRST - 1 :], plan.inputs.considered, strict=False):
        assert (row[0], row[4]) == (TITLES[name], payload["probability_cheapest"][name])


def test_amounts_follow_the_case_and_edits_and_the_sentence_says_that_it_does_not(
    plan, content, recalculated
):
    engine = recalculated(content)
    assert_answers(engine, plan)
    assert MOVED not in engine.value("About", DATED, 1)
    months = set()
    for case in (LOW, HIGH):
        engine.choose(case)
        assert_answers(engine, plan_of(inputs_by_case(plan)[case]))
        assert engine.value("About", DATED, 1).endswith(MOVED)
        months |= {cells[2] for cells in answer_in(engine, plan.inputs.considered).values()}
    assert NEVER in months
    engine.choose("Base")
    engine.change_all({"finance.start_month": "2028-11", "quality.error_cost": 9})
    changed = {"finance.start_month": "2028-11", "quality.error_cost": 9.0}
    assert_answers(engine, plan_of(plan.inputs.replace(changed)))
    assert engine.value("About", DATED, 1).endswith(MOVED)


def test_without_ranges_nothing_is_said_to_be_likely():
    rows = about(case_called("forecast"))
    assert not [cell for cell in rows[FIRST - 2] if str(cell).startswith("How likely")]
    assert "forecast" in rows[SENTENCE - 1][0]


def test_every_other_sheet_is_named_with_a_line_and_a_link():
    sheet = opened()["About"]
    links = {
        cell.value: (cell.hyperlink.location, sheet.cell(cell.row, 2).value)
        for (cell,) in sheet.iter_rows(max_col=1)
        if cell.hyperlink
    }
    assert list(links) == [title for title in SHEETS[1:] if title != "Lists"]  # which is hidden
    for title, (location, words) in links.items():
        assert location == f"'{title}'!A1"
        assert words


def test_it_is_one_page_upright():
    sheet = opened()["About"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight} <= {None, 1}  # None is 1
    assert sheet.page_setup.orientation == "portrait"


def test_a_plan_that_is_not_saved_is_dated_by_its_day_alone(content):
    for sheet in ("About", "Log"):
        texts = [str(cell) for row in rows_on(content, sheet) for cell in row]
        assert "Generated on" in texts
        assert "2026-11-24" in texts
        assert not [text for text in texts if re.search(r"\d\d:\d\d UTC", text)]


def test_every_note_of_the_plan_is_on_about_with_its_code():
    plan = plan_of(case_called("plain").inputs.replace({"tuning.dataset_examples": 3}))
    expected = [
        (remark.severity, remark.message, remark.code, ", ".join(remark.inputs))
        for remark in remarks(plan)
    ]
    assert "few_examples" in [code for _, _, code, _ in expected]
    rows = [tuple(filter(None, row)) for row in about(plan)]
    first = rows.index(("Severity", "Note", "Code", "Inputs")) + 1
    assert rows[first : first + len(expected)] == expected


def test_a_plan_without_notes_says_so():
    plan = case_called("forecast")
    assert not plan.notes
    assert "None." in [row[0] for row in about(plan)]
