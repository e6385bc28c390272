"""The sheet Actuals: there where something was entered, with the figures of docs/model.md."""

import io
import tempfile
from dataclasses import replace

import ironcalc
import openpyxl
import pytest

from app.answers.actuals.lookback import look_back
from app.inputs import read_inputs
from app.workbook import workbook
from app.workbook.book import SHEETS
from app.workbook.recorded import recorded_workbook
from tests.answers.actuals.worked import MONTHS, PLAN
from tests.workbook.conftest import NOW, plan_of, rows_on

VALUES = {name.replace("__", "."): value for name, value in PLAN.items()}
TOTAL_ROW = 11  # below the headings in row 4 and six months


@pytest.fixture(scope="module")
def content() -> bytes:
    """The workbook of the worked example with its six months."""
    plan = plan_of(read_inputs(VALUES | {"finance.start_month": "2026-12"}))
    back = look_back(plan.projection, plan.inputs, MONTHS)
    return workbook(plan, link="http://test/s/x", generated_at=NOW, back=back)


def test_months_and_their_sum_are_those_of_the_worked_example(content: bytes) -> None:
    rows = rows_on(content, "Actuals", values=True)

    assert sheets_of(content) == [*SHEETS, "Actuals"]
    march = rows[6][:10]
    assert march[:4] == ("2027-03", "Fine-tuning", 120_000, 100_000)
    assert march[4:] == pytest.approx([450, 594, 144, 90, 18, 36])
    total = rows[TOTAL_ROW - 1][4:10]  # planned, paid, variance, volume, price, rest
    assert total == pytest.approx([2700, 3349.5, 649.5, 405, 91.5, 153])
    assert "It has paid back since May 2027." in [row[0] for row in rows]
    figures = {row[0]: row[4] for row in rows if row[4] is not None}
    assert figures["Saved so far"] == pytest.approx(1050.5)
    assert figures["The whole plan, as it goes"] == pytest.approx(9776.5)
    assert figures["Pays back from month, as paid"] == figures["Planned, as paid"] == 5
    # 2,200 to build and 6 × 50 for the platform were not entered.
    assert figures["Cost so far"] == pytest.approx(5849.5)
    assert figures["Entered as paid, so far"] == pytest.approx(3349.5)
    assert figures["Taken from the plan, so far"] == pytest.approx(2500)
    assert figures["Output tokens"] == pytest.approx(1800)


def test_months_say_which_approach_was_entered_and_with_which_plan_they_are_compared() -> None:
    values = VALUES | {"finance.start_month": "2026-12", "tuning.lead_time_months": 1}
    plan = plan_of(read_inputs(values))
    prompted = replace(MONTHS[0], approach="prompting")
    back = replace(look_back(plan.projection, plan.inputs, [prompted, *MONTHS[1:]]), revision=1)
    rows = rows_on(workbook(plan, link="", generated_at=NOW, back=back), "Actuals", values=True)

    assert [row[1] for row in rows[4:6]] == ["Prompting", "Fine-tuning"]
    assert "Compared with revision 1 of the plan." in [row[0] for row in rows]


def test_sums_and_what_is_left_follow_when_a_month_is_changed(content: bytes) -> None:
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        file.write(content)
        file.flush()
        model = ironcalc.load_from_xlsx(file.name, "en", "UTC")
    sheet = len(SHEETS)

    model.update_cell_with_number(sheet, 5, 6, 400.0)  # January: $40 more
    model.evaluate()

    january = [model.get_cell_value(sheet, 5, column) for column in range(5, 11)]
    assert january == pytest.approx([450, 400, -50, -90, 0, 40])
    total = [model.get_cell_value(sheet, TOTAL_ROW, column) for column in range(5, 11)]
    assert total == pytest.approx([2700, 3389.5, 689.5, 405, 91.5, 193])


def test_without_actuals_there_is_no_such_sheet() -> None:
    plan = plan_of(read_inputs(VALUES))
    content = workbook(plan, link="http://test/", generated_at=NOW)

    assert sheets_of(content) == [*SHEETS]


def test_a_plan_of_an_earlier_model_has_the_sheet_too() -> None:
    plan = plan_of(read_inputs(VALUES | {"finance.start_month": "2026-12"}))
    back = look_back(plan.projection, plan.inputs, MONTHS[:1])
    content = recorded_workbook(plan, link="http://test/", generated_at=NOW, back=back)

    assert rows_on(content, "Actuals", values=True)[4][5] == 360


def sheets_of(content: bytes) -> list[str]:
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True).sheetnames
