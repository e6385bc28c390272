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


@pytest.mark.parametrize(
    ("requests", "capacity", "replicas"), [(0, 100, 0), (1, 100, 1), (73_001, 100, 2), (0, None, 0)]
)
def test_without_a_minimum_replicas_run_only_where_there_are_requests(
    projected, requests, capacity, replicas
):
    values = {"tuning__replica_requests_per_hour": capacity} if capacity else {}
    projection = projected(
        workload__requests_per_month=requests or 1,
        finance__start_month="2025-12",
        workload__january=1 if requests else 0,  # month 1
        tuning__hosting_price=1,
        tuning__minimum_replicas=0,
        tuning__peak_factor=1,  # × 100 × 730 h = 73,000 calls a month
        **values,
    )
    assert projection.courses["tuning"].lines["hosting"][1] == 730 * replicas


def test_replicas_beyond_the_minimum_are_bought_in_steps(projected):
    # 146,001 calls need three replicas of 73,000: one, and a step of four
    projection = projected(
        workload__requests_per_month=146_001,
        tuning__hosting_price=1,
        tuning__replica_requests_per_hour=100,
        tuning__replica_step=4,
        tuning__peak_factor=1,
    )
    assert projection.courses["tuning"].lines["hosting"][1] == 730 * 5


@pytest.mark.parametrize(
    ("request_tokens", "long", "amount"),
    [
        (600, True, 2.0),  # 1,000 × (400 + 600) × $2 / 1M: a call at the threshold is not over it
        (601, True, 4.004),  # 1,000 × (400 + 601) × $4 / 1M: one token more is
        (601, False, 2.002),  # there are no long prices without a threshold
    ],
)
def test_a_call_is_long_from_a_token_above_the_threshold(projected, request_tokens, long, amount):
    threshold = {"prompting__long_threshold_tokens": 1000} if long else {}
    projection = projected(
        workload__request_tokens=request_tokens,
        prompting__prompt_tokens=400,
        prompting__input_price=2,
        prompting__long_input_price=4,
        **threshold,
    )
    assert projection.courses["prompting"].lines["input"][1] == pytest.approx(amount)


@pytest.mark.parametrize(
    ("calls", "sent", "written"),
    [
        (1, 300, 300),  # 100 + 200
        # Half of them ask once, half again: 300 and 300 + (100 + 2 × 200 + 300) = 1,100
        (1.5, 700, 450),
        (2, 1100, 600),
        # Half ask twice, half three times: 1,100 and 1,100 + (100 + 3 × 200 + 2 × 300) = 2,400
        (2.5, 1750, 750),
    ],
)
def test_every_further_call_sends_again_what_went_before(projected, calls, sent, written):
    projection = projected(
        workload__request_tokens=200,
        prompting__calls_per_request=calls,
        prompting__prompt_tokens=100,
        prompting__output_tokens=300,
        prompting__input_price=2,
        prompting__output_price=10,
    )
    lines = projection.courses["prompting"].lines
    assert lines["input"][1] == pytest.approx(sent * 2 / 1000)  # 1,000 requests, $2 per 1M
    assert lines["output"][1] == pytest.approx(written * 10 / 1000)


def test_calls_that_send_nothing_again_repeat_the_prompt_alone(projected):
    # 3 × (100 + 200) tokens × $2 × 1,000 / 1M
    projection = projected(
        workload__request_tokens=200,
        workload__history_share=0,
        prompting__calls_per_request=3,
        prompting__prompt_tokens=100,
        prompting__output_tokens=300,
        prompting__input_price=2,
    )
    assert projection.courses["prompting"].lines["input"][1] == pytest.approx(1.8)


@pytest.mark.parametrize(
    ("call_price", "unused"),
    [(0.03, 10), (0.05, 0), (0.06, 0)],  # $50 × 0.5 less 1,000 × $0.03 × 0.5; all of it used up
)
def test_a_commitment_bills_what_was_not_used(projected, call_price, unused):
    projection = projected(
        finance__exchange_rate=0.5,
        prompting__call_price=call_price,
        prompting__committed_spend=50,
    )
    lines = projection.courses["prompting"].lines
    assert lines["commitment"][:2].tolist() == pytest.approx([0, unused])
    together = lines["services"][1] + lines["commitment"][1]
    assert together == pytest.approx(max(50, 1000 * call_price) * 0.5)


@pytest.mark.parametrize(
    ("one_contract", "unused"),
    [
        ("no", 30),  # (50 − 30) + (20 − 10)
        ("yes", 10),  # the larger, 50, less 30 + 10
    ],
)
def test_both_parts_of_a_hybrid_may_be_billed_under_one_contract(projected, one_contract, unused):
    projection = projected(
        prompting__call_price=0.04,  # × 250 = $10
        prompting__committed_spend=20,
        hybrid__call_price=0.04,  # × 750 = $30
        hybrid__committed_spend=50,
        hybrid__prompted_share="25%",
        hybrid__one_contract=one_contract,
    )
    lines = projection.courses["hybrid"].lines
    assert lines["services"][1] == pytest.approx(40)
    assert lines["commitment"][1] == pytest.approx(unused)
