"""In which inputs the costs are straight lines is read off the table."""

from math import inf

import pytest

from app.inputs import FIELDS, Inputs
from app.model import is_straight, nothing_in
from app.model.language import Input, Key, parse
from app.model.straight import Question, bends_of, degree, is_straight_line

NO_MAXIMUM = "workload.maximum_requests_per_month"
NO_CAPACITIES = [f"{name}.replica_requests_per_hour" for name in ("prompting", "tuning", "hybrid")]
# Of each approach: what multiplies something that depends on it, or decides on a month.
BENT = """long_threshold_tokens long_input_price committed_spend price_change calls_per_request
    prompt_tokens prompt_growth maximum_prompt_tokens cache_hit_rate cache_lifetime_minutes
    cache_minimum_tokens retry_rate training_minimum build_month lead_time_months
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
        ("max(build_hours * engineer_rate + build_cost, training_minimum)", 1),  # there is none
        ("max(build_hours - 3, training_minimum)", inf),  # may fall below it
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
    hours = frozenset({Input("tuning", "build_hours")})
    absent = frozenset({"tuning.maximum_prompt_tokens", "tuning.training_minimum"})
    assert degree(parse(expression), "tuning", Question(hours, absent)) == expected


def test_the_costs_of_a_plan_without_extras_are_straight_in_every_price_rate_and_amount():
    inputs = Inputs()  # one call, no cache, no capacity, no long prices, no commitment
    numbers = [field.name for field in FIELDS.values() if field.is_number]
    bent = {name for name in numbers if not is_straight(name, nothing_in(inputs))}
    assert bent == {
        "workload.monthly_growth",
        NO_MAXIMUM,
        "finance.horizon_months",
        "finance.discount_rate",
        "finance.provider_price_change",
        "finance.wage_growth",
        "hybrid.prompted_share",
        *(f"{name}.{field}" for name in ("prompting", "tuning", "hybrid") for field in BENT),
    }


@pytest.mark.parametrize(
    "values",
    [
        {NO_MAXIMUM: 9_000.0},
        *(
            {name: 100.0, name.replace("replica_requests_per_hour", "hosting_price"): 1.0}
            for name in NO_CAPACITIES
        ),
        {"tuning.committed_spend": 50.0},
        {"tuning.cache_hit_rate": 0.5, "tuning.cache_lifetime_minutes": 5.0},
        {"hybrid.one_contract": True, "hybrid.prompted_share": 0.5},
    ],
    ids=str,
)
def test_what_bends_the_costs_in_the_volume(values):
    assert is_straight("workload.requests_per_month", nothing_in(Inputs()))
    bent = Inputs().replace(values)
    assert not is_straight("workload.requests_per_month", nothing_in(bent))


def test_a_price_above_zero_is_straight_though_it_stands_in_a_condition():
    assert is_straight("tuning.hosting_price", nothing_in(Inputs()))
    assert not is_straight("tuning.committed_spend", nothing_in(Inputs()))


def test_without_a_capacity_they_are_straight_in_the_number_of_replicas():
    assert is_straight("tuning.minimum_replicas", nothing_in(Inputs()))
    hosted = {"tuning.replica_requests_per_hour": 10.0, "tuning.hosting_price": 1.0}
    assert not is_straight("tuning.minimum_replicas", nothing_in(Inputs().replace(hosted)))


def test_what_the_hybrid_takes_from_tuning_must_be_straight_for_both():
    # A least charge of the hybrid's own bends what its training price, tuning's, comes to.
    least = {"tuning.training_minimum", "hybrid.training_minimum", "prompting.training_minimum"}
    assert is_straight("tuning.training_price", frozenset(least))
    assert not is_straight("tuning.training_price", frozenset(least - {"hybrid.training_minimum"}))


def test_a_cache_that_goes_cold_bends_what_is_straight_in_the_volume_while_it_stands_still():
    volume = "workload.requests_per_month"
    lifetime = Inputs().replace(
        {"tuning.cache_hit_rate": 0.5, "tuning.cache_lifetime_minutes": 5.0}
    )
    nothing = nothing_in(lifetime)
    bends = bends_of(["tuning"], volume, nothing)
    assert bends == {Key("tuning", "warm")}
    assert bends_of(["tuning"], volume, nothing_in(Inputs())) == set()
    for line in ("input", "cached_input"):
        assert not is_straight_line("tuning", line, volume, nothing)
        assert is_straight_line("tuning", line, volume, nothing, bends)
    assert not is_straight_line("tuning", "input", "tuning.prompt_tokens", nothing, bends)


def test_a_product_of_two_bends_is_no_straight_line():
    bends = frozenset({Key("tuning", "warm"), Key("prompting", "warm")})
    product, sum_ = parse("warm * prompting.warm"), parse("warm + prompting.warm")
    assert degree(product, "tuning", Question(bends, frozenset())) == 2
    assert degree(sum_, "tuning", Question(bends, frozenset())) == 1
    assert degree(product, "tuning", Question(frozenset({Key("tuning", "hit")}), frozenset())) == 0
