"""Notes on the provider's cache."""

from math import log

import pytest

# facts.md: claude-sonnet-4.6. Caching pays above (3.75 − 3.00) / (3.75 − 0.30) = 21.7 %.
SONNET = {
    "prompting__prompt_tokens": 5500,
    "prompting__input_price": 3,
    "prompting__cached_input_price": 0.3,
    "prompting__cache_write_price": 3.75,
}
PAYS = 0.75 / 3.45
# 60 requests an hour, so that one comes every minute on average.
BUSY = {"workload__requests_per_month": 60 * 730, "prompting__prompt_tokens": 1024}
COLD_BELOW = log(2)  # minutes: 1 − exp(−minutes) = 1/2


def test_a_prompt_below_the_cacheable_minimum_is_noted_with_its_months(figures):
    found = figures(
        "short_prompt",
        tuning__prompt_tokens=1000,
        tuning__prompt_growth="1%",
        tuning__cache_minimum_tokens=1024,
        tuning__cache_hit_rate="80%",
    )
    # 1,000 × 1.01² = 1,020, × 1.01³ = 1,030
    assert found == {
        "minimum": 1024,
        "short_months": 3,
        "own_months": 12,
        "month": 1,
        "tokens": 1000,
    }


@pytest.mark.parametrize(("tokens", "expected"), [(1023, ["short_prompt"]), (1024, [])])
def test_a_prompt_of_exactly_the_minimum_is_cached(codes, tokens, expected):
    assert codes(prompting__prompt_tokens=tokens, prompting__cache_hit_rate=0.5) == expected
    assert codes(prompting__prompt_tokens=tokens) == []


def test_an_approach_that_is_never_live_has_no_short_prompt(codes):
    assert codes(tuning__cache_hit_rate=0.5, tuning__lead_time_months=12) == ["late_go_live"]


def test_a_cache_that_is_cold_more_often_than_warm_is_noted(figures):
    found = figures(
        "cold_cache",
        **BUSY,
        prompting__cache_hit_rate=0.9,
        prompting__cache_lifetime_minutes=0.5,
        workload__monthly_growth="-10%",
    )
    # In month 12 there are 60 × 0.9^11 = 18.8 requests an hour, one in 3.2 minutes:
    # 1 − exp(−0.5 / 3.2) = 14.5 %
    assert found["minutes"] == 0.5
    assert found["month"] == 12
    assert found["per_hour"] == pytest.approx(18.828, abs=1e-3)
    assert found["warm"] == pytest.approx(0.1452, abs=1e-4)


@pytest.mark.parametrize(("minutes", "expected"), [(0.69, ["cold_cache"]), (0.70, [])])
def test_a_cache_that_is_warm_half_of_the_time_is_warm_enough(codes, minutes, expected):
    assert minutes < COLD_BELOW or not expected
    lifetime = {"prompting__cache_lifetime_minutes": minutes}
    assert codes(**BUSY, **lifetime, prompting__cache_hit_rate=0.9) == expected
    assert codes(**BUSY, **lifetime) == []


def test_requests_within_fewer_hours_keep_the_cache_warmer(codes):
    lifetime = {"prompting__cache_lifetime_minutes": 0.5, "prompting__cache_hit_rate": 0.9}
    assert codes(**BUSY, **lifetime) == ["cold_cache"]
    assert codes(**BUSY, **lifetime, workload__active_hours=365) == []


def test_a_prompt_too_short_for_the_cache_is_not_cold(codes):
    values = BUSY | {"prompting__prompt_tokens": 1023, "prompting__cache_lifetime_minutes": 0.1}
    assert codes(**values, prompting__cache_hit_rate=0.9) == ["short_prompt"]


def test_a_month_without_requests_has_no_cold_cache(codes):
    lifetime = {"prompting__cache_lifetime_minutes": 5, "prompting__cache_hit_rate": 0.9}
    assert "cold_cache" not in codes(**BUSY, **lifetime, workload__january=0)


def test_caching_below_its_break_even_is_noted_with_the_rate_from_which_it_pays(figures):
    found = figures("caching_costs_more", **SONNET, prompting__cache_hit_rate=0.1)
    assert found["rate"] == 0.1
    assert found["pays"] == pytest.approx(PAYS)
    # 12,000 requests × 5,500 tokens × (0.9 × 3.75 + 0.1 × 0.30 − 3.00) USD per 1M
    assert found["extra"] == pytest.approx(12_000 * 5500 / 1e6 * 0.405)


@pytest.mark.parametrize(
    ("rate", "expected"), [(0, []), (0.217, ["caching_costs_more"]), (0.218, []), (1, [])]
)
def test_caching_is_noted_up_to_its_break_even(codes, rate, expected):
    assert codes(**SONNET, prompting__cache_hit_rate=rate) == expected


def test_a_rate_that_holds_while_the_cache_is_warm_must_be_higher(figures):
    # One request a minute and 0.7 minutes: warm for 1 − exp(−0.7) = 50.3 % of them.
    found = figures(
        "caching_costs_more",
        **SONNET | {"workload__requests_per_month": 60 * 730},
        prompting__cache_hit_rate=0.3,
        prompting__cache_lifetime_minutes=0.7,
    )
    assert found["pays"] == pytest.approx(PAYS / 0.503415, rel=1e-5)


def test_reading_that_saves_less_than_writing_costs_never_pays(figures):
    dear = SONNET | {"prompting__cached_input_price": 3}
    found = figures("caching_never_pays", **dear, prompting__cache_hit_rate=0.9)
    # 12,000 requests × 5,500 tokens × (0.1 × 3.75 + 0.9 × 3.00 − 3.00) USD per 1M
    assert found == {"rate": 0.9, "extra": pytest.approx(12_000 * 5500 / 1e6 * 0.075)}


def test_writing_at_the_input_price_costs_nothing_more(codes):
    plain = SONNET | {"prompting__cache_write_price": 3}
    assert codes(**plain, prompting__cache_hit_rate=0.01) == []


def test_a_prompt_that_is_never_cached_is_never_written(codes):
    short = SONNET | {"prompting__prompt_tokens": 1023}
    assert codes(**short, prompting__cache_hit_rate=0.1) == ["short_prompt"]


def test_a_cache_that_is_cold_only_before_go_live_is_not_noted(codes):
    # Half a request a minute in month 1, one a minute in month 2, when tuning goes live:
    # warm for 1 − exp(−0.7) = 50.3 %.
    values = {
        "workload__requests_per_month": 30 * 730,
        "workload__monthly_growth": 1,
        "workload__maximum_requests_per_month": 60 * 730,
        "tuning__prompt_tokens": 1024,
        "tuning__cache_hit_rate": 0.9,
        "tuning__cache_lifetime_minutes": 0.7,
    }
    assert codes(**values) == ["cold_cache"]
    assert codes(**values, tuning__lead_time_months=1) == []
