"""Who takes part in a workbook, and what of the hybrid follows fine-tuning."""

import io
from typing import Any

import openpyxl
import pytest

from app.plans.building import build_plan
from app.plans.plan import Plan
from tests.workbook.conftest import MAIN, book_of, case_called, cells, rows_on
from tests.workbook.test_workbook import assert_outputs, master_check

DESCRIBED: dict[str, Any] = {
    "workload.requests_per_month": 50_000,
    "workload.request_tokens": 400,
    "finance.horizon_months": 24,
    "labour.engineer_rate": 95,
    "prompting.input_price": 3,
    "prompting.output_price": 15,
    "prompting.prompt_tokens": 3000,
    "prompting.output_tokens": 250,
    "tuning.input_price": 0.8,
    "tuning.output_price": 3.2,
    "tuning.prompt_tokens": 200,
    "tuning.output_tokens": 250,
    "tuning.build_hours": 120,
    "hybrid.prompted_share": 0.2,
}


@pytest.fixture
def following() -> Plan:
    """A plan whose hybrid is fine-tuning but for the share that it leaves to the prompt."""
    return build_plan("blank", DESCRIBED)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("tuning.output_price", 9.5),
        ("tuning.prompt_tokens", 2000),
        ("tuning.maximum_prompt_tokens", 100),  # absent before
        ("tuning.on_retirement", "prompting"),
        ("tuning.service_life_months", 12),
    ],
)
def test_what_follows_moves_with_fine_tuning(following, recalculated, name, value):
    engine = recalculated(book_of(following))
    engine.change(name, value)
    moved = following.inputs.replace({name: value})
    assert moved.value(name.replace("tuning", "hybrid")) == value
    assert_outputs(engine, moved)
    assert engine.entered(name.replace("tuning", "hybrid")).startswith("=")


def test_a_value_typed_over_a_formula_is_the_hybrids_own(following, recalculated):
    engine = recalculated(book_of(following))
    changes = {"hybrid.output_price": 4, "tuning.output_price": 9.5}
    engine.change_all(changes)
    assert_outputs(engine, following.inputs.replace(changes))


def test_nothing_counts_as_changed_before_it_is(following, recalculated):
    engine = recalculated(book_of(following))
    assert count_changed(engine) == 0
    engine.change("tuning.maximum_prompt_tokens", 0)
    assert count_changed(engine) == 1  # the hybrid's follows
    engine.change("hybrid.maximum_prompt_tokens", 5)
    assert count_changed(engine) == 2
    assert master_check(engine) == 1


def count_changed(engine) -> int:
    engine.model.evaluate()
    rows = {engine.value("Checks", row, 1): row for row in range(1, 10)}
    return int(engine.value("Checks", rows["Inputs changed since"], 4))


def test_a_forecast_knows_prompting_alone():
    plan = case_called("forecast")
    content = book_of(plan)
    inputs = [row[1] for row in rows_on(content, "Inputs", values=True)]
    others = [name for name in inputs if str(name).startswith(("tuning.", "hybrid."))]
    assert others == ["tuning.considered", "hybrid.considered"]
    for sheet in ("Calculations", "Years", "Outputs", "Checks"):
        words = " ".join(str(value) for row in rows_on(content, sheet) for value in row[:2])
        assert "Prompting" in words or "prompting" in words
        assert not {"tuning", "Fine-tuning", "hybrid", "Hybrid"} & set(words.split())
    figures = [row[1] for row in rows_on(content, "Outputs")]
    assert "prompting.present_cost" in figures
    assert "too_close_to_call" not in figures


def test_who_takes_part_is_no_cell_to_change():
    content = io.BytesIO(book_of(case_called("two_way")))
    sheet = openpyxl.load_workbook(content, read_only=True)["Inputs"]
    cells = {row[1].value: row[2] for row in sheet.iter_rows() if len(row) > 2}
    shown = [cells[f"{name}.considered"].value for name in ("tuning", "hybrid")]
    assert shown == ["yes", "no"]
    assert cells["hybrid.considered"].protection.locked
    assert not cells["tuning.input_price"].protection.locked


def test_a_hybrid_alone_still_has_what_it_follows(recalculated):
    plan = build_plan("blank", DESCRIBED | {"tuning.considered": "no"})
    assert plan.inputs.challengers == ("hybrid",)
    content = book_of(plan)
    figures = [row[1] for row in rows_on(content, "Outputs")]
    assert not [name for name in figures if str(name).startswith("tuning.")]
    engine = recalculated(content)
    engine.change("tuning.output_price", 9.5)
    assert_outputs(engine, plan.inputs.replace({"tuning.output_price": 9.5}))


def test_cells_that_follow_are_formulas(following):
    formulas = [cell for sheet, cell in cells(book_of(following)) if sheet == "Inputs"]
    follows = [
        cell
        for cell in formulas
        if cell.get("r").startswith("C") and cell.find(f"{MAIN}f") is not None
    ]
    flag = 1  # above them, whether the checks hold
    assert len(follows) == flag + len(following.inputs.follows)
