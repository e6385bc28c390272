"""Rates of return, and who is cheapest, in the workbook: where they are not plain."""

import numpy as np
import pytest

from app.model import project
from app.model.finance import changes_of_sign
from app.plans.plan import Plan
from app.workbook.figures import SEARCHED
from tests.workbook.conftest import book_of, case_called, plan_of
from tests.workbook.test_workbook import assert_outputs


def test_a_rate_that_only_the_running_sum_proves_is_found(recalculated):
    plan = case_called("conversation")
    changes = {"tuning.upkeep_every_months": 6, "tuning.upkeep_hours": 100}
    inputs = plan.inputs.replace(changes)
    savings = project(inputs).savings("tuning")
    assert changes_of_sign(savings) > 1
    assert changes_of_sign(np.cumsum(savings)) == 1
    assert plan_of(inputs).summary.comparisons["tuning"].irr is not None
    engine = recalculated(book_of(plan))
    engine.change_all(changes)
    assert_outputs(engine, inputs)


@pytest.mark.parametrize(
    ("build_hours", "stated"),
    [(200.0, True), (0.5, False)],  # a payback within days says nothing as a rate
)
def test_a_rate_above_a_million_is_not_stated(recalculated, build_hours, stated):
    plan = case_called("conversation")
    changes = {
        "tuning.build_hours": build_hours,
        "tuning.dataset_examples": 0,
        "tuning.evaluation_hours": 0,
        "tuning.lead_time_months": 0,
    }
    inputs = plan.inputs.replace(changes)
    assert (plan_of(inputs).summary.comparisons["tuning"].irr is not None) == stated
    engine = recalculated(book_of(plan))
    engine.change_all(changes)
    assert_outputs(engine, inputs)


def too_long() -> Plan:
    """Fine-tuning is the cheapest, but its calls do not fit the context window of its model."""
    plan = case_called("plain")
    model = {"tuning.model": "openai/gpt-4o-mini", "tuning.prompt_tokens": 200_000.0}
    free = {"tuning.input_price": 0.0, "tuning.cache_hit_rate": 0.0, "tuning.error_rate": 0.0}
    return plan_of(plan.inputs.replace(model | free))


def test_whoever_cannot_run_is_never_the_cheapest(recalculated):
    plan = too_long()
    costs = {name: item.present_cost for name, item in plan.summary.approaches.items()}
    assert min(costs, key=costs.__getitem__) == "tuning"
    assert plan.summary.cheapest != "tuning"
    engine = recalculated(book_of(plan))
    assert_outputs(engine, plan.inputs)
    engine.change("tuning.prompt_tokens", 100)
    changed = plan.inputs.replace({"tuning.prompt_tokens": 100.0})
    assert plan_of(changed).summary.cheapest == "tuning"
    assert_outputs(engine, changed)


def test_what_only_the_server_finds_is_empty_once_an_input_is_changed(recalculated):
    plan = case_called("plain")
    engine = recalculated(book_of(plan))
    engine.model.evaluate()
    rows = {engine.value("Outputs", row, 2): row for row in range(1, 90)}
    searched = {
        f"{name}.{metric}": getattr(plan.summary.comparisons[name], metric)
        for name in plan.inputs.challengers
        for metric in SEARCHED
    }
    for name, expected in searched.items():
        wanted = "" if expected is None else pytest.approx(expected, rel=1e-14)
        assert engine.value("Outputs", rows[name], 4) == wanted
    engine.change("workload.requests_per_month", 77_777)
    engine.model.evaluate()
    assert {engine.value("Outputs", rows[name], 4) for name in searched} == {""}
