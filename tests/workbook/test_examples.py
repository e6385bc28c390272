"""The curve of what an approach costs over its examples is live, and the server's."""

import pytest

from app.answers.examples import measured_as_entered
from app.inputs import CHALLENGERS
from app.model.language import Input, Key, inputs_of
from app.model.table import LINES
from app.workbook.again import rests_on
from app.workbook.sheets.examples import MOVED, POINTS
from tests.workbook.conftest import book_of, case_called, opened, plan_of, preset_plan
from tests.workbook.test_errors_and_examples import learning
from tests.workbook.test_workbook import master_check

TODAY = 4  # its column, from 1
TYPED = TODAY + POINTS  # the last of those that may be typed over
LEARNS = {
    "tuning.learning_exponent": 0.4,
    "tuning.error_floor": 0.01,
    "hybrid.learning_exponent": 0.3,
    "hybrid.measured_examples": 700.0,
}
PLANS = {
    "errors that fall": learning,
    "a preset whose errors stay": lambda: preset_plan("internal-tools"),
    "all three": lambda: plan_of(preset_plan("customer-support").inputs.replace(LEARNS)),
    "a model that retires, and a prompt meanwhile": lambda: plan_of(
        case_called("retirement").inputs.replace({"tuning.learning_exponent": 0.7})
    ),
    "no examples yet": lambda: plan_of(
        preset_plan("customer-support").inputs.replace(LEARNS | {"tuning.dataset_examples": 0})
    ),
}


def rows_of(engine):
    """The row of each code name on the sheet Examples."""
    named = {engine.value("Examples", row, 3): row for row in range(1, 100)}
    return {name: row for name, row in named.items() if name}


def assert_curves(engine, inputs):
    """Hold every point of every curve to what the server makes of so many examples."""
    engine.model.evaluate()
    rows, plan = rows_of(engine), plan_of(inputs)
    for name in inputs.challengers:
        found = []
        for column in range(TODAY, TYPED + 1):
            examples, cost, error = (
                engine.value("Examples", rows[f"curve.{name}.{item}"], column)
                for item in ("examples", "present_cost", "error")
            )
            values = measured_as_entered(inputs, name) | {f"{name}.dataset_examples": examples}
            there = plan.projection.at(values)
            assert cost == pytest.approx(float(there.present_cost(name)), rel=1e-9)
            assert error == pytest.approx(float(there.result(name, "error")), rel=1e-9)
            found.append((cost, examples))
        least = engine.value("Examples", rows[f"curve.{name}.least"], TODAY)
        assert (min(found)[0], least) in found


@pytest.mark.parametrize("name", PLANS)
def test_every_point_is_what_the_server_makes_of_so_many_examples(recalculated, name):
    plan = PLANS[name]()
    engine = recalculated(book_of(plan))
    assert_curves(engine, plan.inputs)
    assert master_check(engine) == 1


def test_it_follows_the_inputs_and_the_numbers_typed_in(recalculated):
    plan = learning()
    engine = recalculated(book_of(plan))
    changes = {
        "tuning.dataset_examples": 150,
        "tuning.example_minutes": 9.0,
        "tuning.learning_exponent": 0.9,
        "tuning.upkeep_every_months": 4,
        "tuning.refresh_share": 0.25,
        "finance.horizon_months": 50,
        "finance.discount_rate": 0.12,
    }
    engine.change_all(changes)
    numbers = (engine.sheet("Examples"), rows_of(engine)["curve.tuning.examples"])
    as_it_was = engine.value("Examples", numbers[1], TYPED)
    engine.model.update_cell_with_number(*numbers, TYPED, 77_777)
    assert_curves(engine, plan.inputs.replace(changes))
    assert engine.value("Examples", numbers[1], TODAY) == 150
    assert engine.value("Examples", numbers[1], TYPED) == 77_777
    assert master_check(engine) == 1
    engine.model.update_cell_with_number(*numbers, TYPED, as_it_was)


def test_the_numbers_suggested_are_about_todays_and_the_best(recalculated):
    plan = learning()
    engine = recalculated(book_of(plan))
    row = rows_of(engine)["curve.tuning.examples"]
    suggested = [engine.value("Examples", row, column) for column in range(TODAY + 1, TYPED + 1)]
    best = plan.summary.comparisons["tuning"].best_examples
    assert suggested == sorted(suggested)
    assert suggested[0] < min(900, best) < max(900, best) < suggested[-1]


def test_the_chart_draws_a_curve_for_each_and_marks_todays():
    sheet = opened()["Examples"]
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    spans = [series.yVal.numRef.f for series in chart.ser]
    assert spans == [
        "Examples!$E$9:$P$9",
        "Examples!$D$9",
        "Examples!$E$17:$P$17",
        "Examples!$D$17",
    ]
    assert {sheet.cell(row, 3).value for row in (9, 17)} == {
        "curve.tuning.present_cost",
        "curve.hybrid.present_cost",
    }
    assert chart.x_axis.scaling.logBase == 10


def test_without_a_challenger_there_is_no_curve(recalculated):
    alone = {f"{name}.considered": False for name in CHALLENGERS}
    inputs = case_called("plain").inputs.replace(alone)
    engine = recalculated(book_of(plan_of(inputs)))
    assert not rows_of(engine)
    assert engine.value("Examples", 4, 1).startswith("Prompting alone takes part")


@pytest.mark.parametrize("name", CHALLENGERS)
def test_examples_move_nothing_but_what_the_sheet_raises(name):
    # One line each, and no line two of them: that is what makes the curve a sum of three.
    given = Input(name, "dataset_examples")
    lines = {line for line in LINES if given in inputs_of(Key(name, line))}
    assert lines == {item.line for item in MOVED.values()}
    for part, item in MOVED.items():
        others = frozenset(Key(name, other) for other in MOVED if other != part)
        assert rests_on(Key(name, item.line), frozenset({Key(name, part)}))
        assert not rests_on(Key(name, item.line), others)
