"""The table of npv over volume and the cost of a wrong answer is live, and the server's."""

import pytest

from app.model import project
from app.workbook.sheets.volumes import (
    COST,
    COSTS,
    FIRST_BLOCK,
    MULTIPLES_ROW,
    TIMES,
    VOLUMES_ROW,
)
from tests.workbook.conftest import book_of, case_called, preset_plan
from tests.workbook.test_workbook import master_check

VOLUME, ERROR_COST = "workload.requests_per_month", "quality.error_cost"
FIRST_VOLUME = 4  # its column, from 1
PLANS = {
    "a preset": lambda: preset_plan("customer-support"),
    "a cache that warms with the volume": lambda: case_called("cache_trap"),
    "replicas bought in steps": lambda: case_called("hosting_steps"),
    "a commitment": lambda: case_called("contract"),
    "turns": lambda: case_called("conversation"),
}


def table(engine, number):
    """Rows of a challenger's table: what a wrong answer costs, and npv at each volume."""
    first = FIRST_BLOCK + (len(COSTS) + 3) * number + 3
    for row in range(first, first + len(COSTS)):
        cost = engine.value("Volumes", row, COST + 1)
        yield (
            cost,
            [engine.value("Volumes", row, FIRST_VOLUME + column) for column in range(len(TIMES))],
        )


def assert_table(engine, inputs):
    engine.model.evaluate()
    columns = range(FIRST_VOLUME, FIRST_VOLUME + len(TIMES))
    volumes = [engine.value("Volumes", VOLUMES_ROW + 1, column) for column in columns]
    projection = project(inputs)
    largest = max(float(projection.result(name, "total_cost")) for name in inputs.considered)
    for number, name in enumerate(inputs.challengers):
        for cost, found in table(engine, number):
            for volume, npv in zip(volumes, found, strict=True):
                there = project(inputs.replace({VOLUME: volume, ERROR_COST: cost}))
                wanted = float(there.npv(name))
                assert npv == pytest.approx(wanted, rel=1e-9, abs=1e-9 * largest)


@pytest.mark.parametrize("name", PLANS)
def test_every_cell_is_what_the_server_makes_of_that_volume_and_that_cost(recalculated, name):
    plan = PLANS[name]()
    engine = recalculated(book_of(plan))
    assert_table(engine, plan.inputs)


def test_it_follows_the_inputs_and_the_multiples(recalculated):
    plan = preset_plan("customer-support")
    engine = recalculated(book_of(plan))
    changes = {
        VOLUME: 12_345.0,
        "workload.maximum_requests_per_month": 20_000.0,
        ERROR_COST: 3.5,
        "finance.horizon_months": 50,
        "prompting.cache_lifetime_minutes": 10.0,
    }
    engine.change_all(changes)
    engine.model.update_cell_with_number(
        engine.sheet("Volumes"), MULTIPLES_ROW + 1, FIRST_VOLUME + 1, 3.0
    )
    assert_table(engine, plan.inputs.replace(changes))
    assert engine.value("Volumes", VOLUMES_ROW + 1, FIRST_VOLUME + 1) == 3 * 12_345
    assert master_check(engine) == 1
    engine.model.update_cell_with_number(
        engine.sheet("Volumes"), MULTIPLES_ROW + 1, FIRST_VOLUME + 1, TIMES[1]
    )


def test_where_a_wrong_answer_costs_nothing_the_table_says_what_it_would(recalculated):
    plan = preset_plan("customer-support")
    engine = recalculated(book_of(plan))
    engine.change(ERROR_COST, 0)
    assert_table(engine, plan.inputs.replace({ERROR_COST: 0.0}))
    assert [cost for cost, _ in table(engine, 0)] == list(COSTS)  # as if it cost 1
    assert master_check(engine) == 1
