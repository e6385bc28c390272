"""Which notes a plan has, and whom they are on."""

import pytest

from app.answers import notes_on, summarise
from app.answers.notes import KINDS
from app.answers.notes.note import note
from app.model import project

LATE = {"tuning__lead_time_months": 12}


def test_a_plain_plan_has_no_notes(noted):
    assert noted() == []


def test_a_note_has_the_severity_of_its_kind():
    for code, kind in KINDS.items():
        remark = note(code, "tuning.model", model="acme/one")
        assert (remark.severity, remark.code) == (kind.severity, code)
        assert remark.inputs == ("tuning.model",)
        assert remark.figures == {"model": "acme/one"}


def test_a_hybrid_that_follows_tuning_does_not_repeat_its_notes(noted):
    [late] = noted(**LATE)
    assert late.inputs[0] == "tuning.lead_time_months"


def test_a_hybrid_that_says_so_itself_has_a_note_of_its_own(noted):
    notes = noted(**LATE, hybrid__lead_time_months=12)
    assert [note.inputs[0].split(".")[0] for note in notes] == ["tuning", "hybrid"]


def test_a_hybrid_that_follows_without_tuning_has_the_note(noted):
    [late] = noted(**LATE, tuning__considered=False)
    assert late.inputs[0] == "hybrid.lead_time_months"


def test_a_hybrid_that_follows_is_noted_where_its_figures_are_others(noted):
    # 2,000 USD are committed to; tuning's calls come to 1,000 requests × 0.50 = 500 USD a month,
    # the hybrid's to half of that.
    notes = noted(
        tuning__call_price=0.5, tuning__committed_spend=2000, hybrid__prompted_share="50%"
    )
    unused = {note.inputs[0]: note.figures["unused"] for note in notes}
    assert unused == {
        "tuning.committed_spend": pytest.approx(12 * 1500),
        "hybrid.committed_spend": pytest.approx(12 * 1750),
    }


def test_an_approach_that_takes_no_part_has_no_notes(plan):
    inputs = plan(tuning__considered=False, hybrid__considered=False, **LATE)
    projection = project(inputs)
    assert notes_on(projection, summarise(projection)) == []
