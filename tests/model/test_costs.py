"""Each rule of the cost model at its boundary, with the arithmetic shown."""

import pytest


def test_a_prompt_under_the_minimum_is_never_cached(projected):
    prices = {
        "prompting__input_price": 2,
        "prompting__cached_input_price": 0.5,
        "prompting__cache_hit_rate": "50%",
        "prompting__cache_minimum_tokens": 1024,
    }
    short = projected(prompting__prompt_tokens=1023, **prices).courses["prompting"].lines
    long = projected(prompting__prompt_tokens=1024, **prices).courses["prompting"].lines
    assert short["input"][1] == pytest.approx(2.046)  # 1,000 × 1,023 × $2 / 1M
    assert short["cached_input"][1] == 0
    assert long["input"][1] == pytest.approx(1.024)  # 1,000 × 512 × $2 / 1M
    assert long["cached_input"][1] == pytest.approx(0.256)  # 1,000 × 512 × $0.50 / 1M


def test_the_cache_write_price_holds_only_while_the_cache_is_in_use(projected):
    prices = {
        "prompting__prompt_tokens": 1000,
        "prompting__input_price": 2,
        "prompting__cache_write_price": 2.5,
    }
    unused = projected(**prices).courses["prompting"].lines["input"]
    used = projected(prompting__cache_hit_rate="20%", **prices).courses["prompting"].lines["input"]
    assert unused[1] == pytest.approx(2)  # 1,000 × 1,000 × $2 / 1M
    assert used[1] == pytest.approx(2)  # 1,000 × 800 × $2.50 / 1M


def test_until_go_live_prompting_serves_and_is_paid_for(projected):
    projection = projected(
        prompting__platform_cost=10,
        prompting__build_cost=100,
        tuning__platform_cost=7,
        tuning__build_cost=50,
        tuning__lead_time_months=3,
    )
    total = projection.courses["tuning"].total
    assert total[0] == 150  # its own build, and prompting's
    assert total[1:4].tolist() == [10, 10, 10]
    assert total[4] == 7  # age 1
    assert projection.courses["tuning"].own.tolist()[3:5] == [False, True]


def test_an_approach_live_at_once_does_not_pay_the_prompts_build(projected):
    projection = projected(prompting__build_cost=100, tuning__build_cost=50)
    assert projection.courses["tuning"].total[0] == 50


def test_a_prompt_that_exists_is_not_built_again(projected):
    projection = projected(
        prompting__build_cost=100,
        prompting__already_live="yes",
        tuning__build_cost=50,
        tuning__lead_time_months=1,
    )
    assert projection.courses["prompting"].total[0] == 0
    assert projection.courses["tuning"].total[0] == 50


def test_a_share_left_to_prompting_pays_the_prompts_build_and_lines(projected):
    projection = projected(
        prompting__build_cost=100,
        prompting__platform_cost=10,
        prompting__output_tokens=1000,
        prompting__output_price=4,
        hybrid__build_cost=50,
        hybrid__platform_cost=7,
        hybrid__prompted_share="25%",
    )
    hybrid = projection.courses["hybrid"]
    assert hybrid.total[0] == 150
    assert hybrid.lines["platform"][1] == 17  # both in full
    assert hybrid.lines["output"][1] == pytest.approx(1)  # 250 × 1,000 × $4 / 1M


def test_retirement_and_upkeep_in_one_month_both_count(projected):
    projection = projected(
        labour__engineer_rate=100,
        tuning__upkeep_every_months=6,
        tuning__upkeep_hours=3,
        tuning__service_life_months=12,
        tuning__migration_hours=5,
        tuning__evaluation_hours=2,
        tuning__training_job_price=10,
        tuning__training_runs=4,
        tuning__upkeep_training_runs=1,
    )
    lines = projection.courses["tuning"].lines
    assert lines["engineering"][6] == 300  # 3 h × $100
    assert lines["engineering"][12] == 800  # (3 + 5) h × $100
    assert lines["evaluation"][[6, 12]].tolist() == [200, 400]
    assert lines["training"][[0, 6, 12]].tolist() == [40, 10, 50]


def test_after_retirement_an_approach_may_fall_back_to_prompting_for_good(projected):
    projection = projected(
        prompting__platform_cost=10,
        tuning__platform_cost=7,
        tuning__lead_time_months=2,
        tuning__service_life_months=3,
        tuning__on_retirement="prompting",
        tuning__upkeep_every_months=4,
        tuning__upkeep_hours=1,
        labour__engineer_rate=100,
    )
    total = projection.courses["tuning"].total
    assert total[1:8].tolist() == [10, 10, 7, 7, 7, 10, 10]  # no upkeep at age 4


@pytest.mark.parametrize(("requests", "replicas"), [(73_000, 1), (73_001, 2), (146_000, 2)])
def test_a_replica_serves_exactly_its_capacity(projected, requests, replicas):
    projection = projected(
        workload__requests_per_month=requests,
        tuning__hosting_price=1,
        tuning__replica_requests_per_hour=100,  # × 730 h = 73,000 calls a month
        tuning__peak_factor=1,
    )
    assert projection.courses["tuning"].lines["hosting"][1] == 730 * replicas


def test_float_noise_starts_no_replica(projected):
    projection = projected(
        workload__requests_per_month=73_000 * 0.7,
        tuning__retry_rate="30%",  # 51,100 / 0.7 is a hair off 73,000
        tuning__hosting_price=1,
        tuning__replica_requests_per_hour=100,
        tuning__peak_factor=1,
    )
    assert projection.courses["tuning"].lines["hosting"][1] == 730


def test_growth_stops_at_the_maximum(projected):
    projection = projected(
        workload__monthly_growth="50%", workload__maximum_requests_per_month=2000
    )
    assert projection.requests[:5].tolist() == [0, 1000, 1500, 2000, 2000]


def test_prices_and_wages_drift_from_month_1(projected):
    projection = projected(
        finance__horizon_months=13,
        finance__provider_price_change="-20%",
        finance__wage_growth="10%",
        finance__exchange_rate=0.5,
        prompting__output_tokens=1000,
        prompting__output_price=4,
        prompting__review_rate="10%",
        quality__review_minutes=6,
        labour__reviewer_rate=10,
    )
    lines = projection.courses["prompting"].lines
    assert lines["output"][[1, 13]].tolist() == pytest.approx([2, 1.6])
    assert lines["review"][[1, 13]].tolist() == pytest.approx([100, 110])
