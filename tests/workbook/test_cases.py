"""The cases of the workbook: which end of a range is worse, and what each case comes to."""

import pytest

from app.inputs import Range
from app.plans.building import build_plan
from app.workbook.cases import BASE, HIGH, LOW, Ends, ends_of, inputs_by_case, summaries
from app.workbook.sheets.inputs import BETTER, FIRST_OWN, HEADING_ROW, VALUE, WORSE
from tests.workbook.conftest import write_book
from tests.workbook.test_workbook import assert_outputs, master_check


@pytest.fixture(scope="module")
def ranged():
    return build_plan("internal-tools", {})


@pytest.fixture
def engine(ranged, recalculated):
    opened = recalculated(write_book(ranged))
    opened.choose(BASE)
    return opened


def test_low_takes_the_end_that_is_worse_for_fine_tuning_and_high_the_other(ranged):
    ends = ends_of(ranged)
    for bar in ranged.tornado:
        if bar.comparison == "tuning" and bar.npv_low != bar.npv_high:
            worse = bar.low if bar.npv_low < bar.npv_high else bar.high
            assert ends[bar.input].worse == worse
            assert {*ends[bar.input]} == {bar.low, bar.high}


def test_an_input_of_the_hybrid_alone_is_judged_by_the_hybrid(ranged):
    bars = {(bar.input, bar.comparison): bar for bar in ranged.tornado}
    of_tuning = bars["hybrid.error_rate", "tuning"]
    assert of_tuning.npv_low == of_tuning.npv_high
    # More wrong answers are worse for whoever gives them.
    assert ends_of(ranged)["hybrid.error_rate"] == Ends(
        ranged.ranges["hybrid.error_rate"].high, ranged.ranges["hybrid.error_rate"].low
    )


def test_without_a_comparison_low_is_the_lower_end():
    ranges = {"ranges.workload.requests_per_month": "500..2000"}
    forecast = build_plan("blank", {"workload.requests_per_month": 1000, **ranges})
    assert not forecast.inputs.challengers
    assert forecast.ranges == {"workload.requests_per_month": Range(500, 2000)}
    assert ends_of(forecast) == {"workload.requests_per_month": Ends(500, 2000)}


def test_every_end_at_once_is_worse_or_better_than_the_base(ranged):
    found = summaries(ranged)
    npv = {case: found[case].comparisons["tuning"].npv for case in found}
    assert npv[LOW] < npv[BASE] < npv[HIGH]


@pytest.mark.parametrize("case", [LOW, HIGH])
def test_a_case_that_is_chosen_is_what_the_server_makes_of_it(ranged, engine, case):
    engine.choose(case)
    assert_outputs(engine, inputs_by_case(ranged)[case])
    assert master_check(engine) == 1  # its figures are the server's, too


@pytest.mark.parametrize("case", [LOW, HIGH])
def test_five_inputs_may_be_changed_in_a_case(ranged, engine, case):
    changes = {
        "finance.horizon_months": 30,
        "finance.discount_rate": 0.11,
        "tuning.prompt_tokens": 777,
        "tuning.build_hours": 300,
        "quality.review_minutes": 7.5,
    }
    assert not changes.keys() & ranged.ranges.keys()
    engine.change_all(changes)
    engine.choose(case)
    assert_outputs(engine, inputs_by_case(ranged)[case].replace(changes))
    assert master_check(engine) == 1


def test_a_case_of_ones_own_takes_what_it_names_and_else_the_base(ranged, engine):
    sheet, own = engine.sheet("Inputs"), FIRST_OWN + 1
    row = engine.rows["workload.requests_per_month"]
    engine.model.update_cell_with_text(sheet, HEADING_ROW + 1, own, "Pilot")
    engine.model.update_cell_with_number(sheet, row, own, 4321.0)
    optional = engine.rows["tuning.maximum_prompt_tokens"]
    engine.model.update_cell_with_text(sheet, optional, own, "none")
    engine.choose("Pilot")
    changes = {"workload.requests_per_month": 4321.0, "tuning.maximum_prompt_tokens": None}
    assert_outputs(engine, ranged.inputs.replace(changes))
    assert master_check(engine) == 1
    for place in ((row, own), (optional, own)):
        engine.model.clear_cell_contents(sheet, *place)
    engine.model.update_cell_with_text(sheet, HEADING_ROW + 1, own, "Case 1")


def test_an_end_that_is_changed_counts_as_a_change(ranged, engine):
    sheet, row = engine.sheet("Inputs"), engine.rows["workload.requests_per_month"]
    kept = engine.value("Inputs", row, WORSE + 1)
    engine.model.update_cell_with_number(sheet, row, WORSE + 1, 11.0)
    engine.choose(LOW)
    engine.model.evaluate()
    assert engine.value("Checks", 4, 4) == 1  # inputs changed since
    ends = inputs_by_case(ranged)[LOW]
    assert_outputs(engine, ends.replace({"workload.requests_per_month": 11.0}))
    assert master_check(engine) == 1  # the server has no figure of that
    engine.model.update_cell_with_number(sheet, row, WORSE + 1, kept)


def test_what_follows_fine_tuning_follows_it_into_a_case(ranged, engine):
    followers = {name for name in ranged.inputs.follows if f"tuning.{name[7:]}" in ranged.ranges}
    assert followers  # hybrid.x of a tuning.x with a range
    engine.choose(HIGH)
    engine.model.evaluate()
    for name in followers:
        row, leader = engine.rows[name], engine.rows[f"tuning.{name[7:]}"]
        assert engine.value("Inputs", row, VALUE + 1) == engine.value("Inputs", leader, BETTER + 1)
