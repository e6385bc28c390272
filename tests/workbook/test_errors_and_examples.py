"""Errors that fall with examples, as formulas of the workbook."""

from app.plans.plan import Plan
from tests.workbook.conftest import book_of, case_called, plan_of
from tests.workbook.test_workbook import assert_outputs

LEARNS = {
    "tuning.dataset_examples": 900,
    "tuning.measured_examples": 400.0,
    "tuning.learning_exponent": 0.4,
    "tuning.error_rate": 0.08,
    "tuning.error_floor": 0.01,
    "prompting.error_rate": 0.09,
    "quality.error_cost": 2.5,
}


def learning() -> Plan:
    plan = plan_of(case_called("plain").inputs.replace(LEARNS))
    assert plan.summary.comparisons["tuning"].cost_per_mistake_avoided is not None
    return plan


def test_errors_follow_the_number_of_examples(recalculated):
    plan = learning()
    engine = recalculated(book_of(plan))
    assert_outputs(engine, plan.inputs)
    engine.change("tuning.dataset_examples", 60)
    fewer = plan.inputs.replace({"tuning.dataset_examples": 60})
    assert plan_of(fewer).projection.result("tuning", "error") > 0.08
    assert_outputs(engine, fewer)


def test_at_an_exponent_of_zero_they_are_as_measured(recalculated):
    plan = learning()
    engine = recalculated(book_of(plan))
    engine.change("tuning.learning_exponent", 0)
    assert_outputs(engine, plan.inputs.replace({"tuning.learning_exponent": 0.0}))
