"""In which inputs the costs are straight lines is read off the table."""

from math import inf

import pytest

from app.inputs import FIELDS
from app.model import is_straight
from app.model.language import Input, parse
from app.model.straight import degree

NO_MAXIMUM = "workload.maximum_requests_per_month"
NO_CAPACITIES = [f"{name}.replica_requests_per_hour" for name in ("prompting", "tuning", "hybrid")]
# Of each approach: what multiplies something that depends on it, or decides on a month.
BENT = """prompt_tokens prompt_growth maximum_prompt_tokens cache_hit_rate cache_minimum_tokens
    retry_rate minimum_replicas replica_requests_per_hour peak_factor lead_time_months
    upkeep_every_months service_life_months""".split()


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("3", 0),
        ("build_cost", 0),
        ("build_hours", 1),
        ("-build_hours", 1),
        ("build_hours * engineer_rate + build_cost", 1),
        ("build_hours - build_hours * build_hours", 2),
        ("build_hours / 2", 1),
        ("2 / build_hours", inf),
        ("(1 + build_hours) ** 2", inf),
        ("2 ** build_cost", 0),
        ("build_engineering", 1),  # build_hours * engineer_rate + build_cost
        ("build_hours if own else build_cost", 1),
        ("build_cost if build_hours > 3 else 0", inf),
        ("build_cost if build_cost > 3 else 0", 0),
        ("max(build_hours, 3)", inf),
        ("max(build_cost, 3)", 0),
        ("ceil(build_hours)", inf),
        ("in_month_zero(build_hours)", 1),
        ("over_months(calls * build_hours)", 1),
        ("or_else(cache_write_price, build_hours)", 1),
        ("at_most(build_hours, maximum_prompt_tokens)", 1),  # there is none
        ("at_most(build_hours, cached_input_price)", inf),
        ("ceil(build_hours) if given(maximum_prompt_tokens) else build_hours", 1),
        ("ceil(build_hours) if given(cached_input_price) else build_hours", inf),
    ],
)
def test_the_degree_of_an_expression_in_the_hours_of_building(expression, expected):
    variable, absent = Input("tuning", "build_hours"), frozenset({"tuning.maximum_prompt_tokens"})
    assert degree(parse(expression), "tuning", variable, absent) == expected


def test_the_costs_of_a_plan_are_straight_in_every_price_rate_and_amount():
    numbers = [field for field in FIELDS.values() if field.is_number]
    bent = {field.name for field in numbers if not is_straight(field.name)}
    assert bent == {
        "workload.requests_per_month",
        "workload.monthly_growth",
        NO_MAXIMUM,
        "finance.horizon_months",
        "finance.discount_rate",
        "finance.provider_price_change",
        "finance.wage_growth",
        "hybrid.prompted_share",
        *(f"{name}.{field}" for name in ("prompting", "tuning", "hybrid") for field in BENT),
    }


def test_they_are_straight_in_the_volume_without_a_maximum_and_capacities():
    everything = frozenset({NO_MAXIMUM, *NO_CAPACITIES})
    assert is_straight("workload.requests_per_month", everything)
    for one in everything:
        assert not is_straight("workload.requests_per_month", everything - {one})


def test_without_a_capacity_they_are_straight_in_the_number_of_replicas():
    assert is_straight("tuning.minimum_replicas", frozenset({"tuning.replica_requests_per_hour"}))
    assert not is_straight("tuning.minimum_replicas")
