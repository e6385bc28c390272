"""The sheet About: what there is to remark on the plan stands in the file, too."""

from app.words.notes import remarks
from tests.workbook.conftest import book_of, case_called, plan_of, rows_on


def about(plan):
    return rows_on(book_of(plan), "About")


def test_every_note_of_the_plan_is_on_about_with_its_code():
    plan = plan_of(case_called("plain").inputs.replace({"tuning.dataset_examples": 3}))
    expected = [
        (remark.severity, remark.message, remark.code, ", ".join(remark.inputs))
        for remark in remarks(plan)
    ]
    assert "few_examples" in [code for _, _, code, _ in expected]
    rows = about(plan)
    first = rows.index(("Severity", "Note", "Code", "Inputs")) + 1
    assert rows[first : first + len(expected)] == expected


def test_a_plan_without_notes_says_so():
    plan = case_called("forecast")
    assert not plan.notes
    assert "None." in [row[0] for row in about(plan)]
