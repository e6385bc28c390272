"""Situations of people in the field, and what is right in them by hand, from facts.md."""

import pytest

from app.answers import judge, summarise
from app.catalog import price_fields
from app.model import project


def test_two_options_at_a_price_per_call(plan):
    inputs = plan(
        workload__requests_per_month=304_166.67,
        prompting__call_price=0.002,
        tuning__call_price=0.0005,
        tuning__build_cost=5000,
        hybrid__considered="no",
    )
    projection = project(inputs)
    summary = summarise(projection)
    figures = summary.comparisons["tuning"]
    # 304,166.67 × $0.0015 = $456.25 a month: 5,000 / 456.25 = 10.96; 12 × 456.25 − 5,000 = 475
    assert figures.break_even_month_exact == pytest.approx(10.96, abs=0.005)
    assert figures.savings == pytest.approx(475, abs=0.01)
    # 475 is under a tenth of the 5,475 won and the 5,000 lost
    verdict = judge(projection, summary)
    assert (verdict.status, verdict.recommendation) == ("close", "prompting")
    assert list(summary.approaches) == ["prompting", "tuning"]


CHATS = {
    "prompting__calls_per_request": 20,
    "prompting__prompt_tokens": 500,
    "workload__request_tokens": 200,
    "prompting__output_tokens": 400,
    "prompting__input_price": 3,
    "prompting__output_price": 15,
}


def test_a_thousand_chats_of_twenty_turns(projected):
    # Sent: 20 × 700 + 600 × (0 + 1 + … + 19) = 128,000 tokens; written: 8,000.
    # 1,000 × (128,000 × $3 + 8,000 × $15) / 1M = $384 + $120 = $504
    course = projected(**CHATS).courses["prompting"]
    assert course.total[1] == pytest.approx(504)


def test_chats_of_which_the_cache_keeps_the_beginnings(projected):
    course = projected(
        **CHATS,
        prompting__cached_input_price=0.30,
        prompting__cache_hit_rate=1,
        prompting__cache_minimum_tokens=1024,
    ).courses["prompting"]
    # The first beginning, 500 tokens, is too short; the 19 others are read: 19 × 700 + 600 × 171
    # = 115,900 at $0.30, the other 12,100 at $3.
    assert course.lines["cached_input"][1] == pytest.approx(115.9 * 0.30)
    assert course.lines["input"][1] == pytest.approx(12.1 * 3)


def test_a_long_document_is_billed_at_the_long_prices(plan):
    prices = {f"prompting__{name}": value for name, value in price_fields("openai/gpt-5.5").items()}
    inputs = plan(
        workload__requests_per_month=1,
        workload__request_tokens=300_000,
        prompting__output_tokens=10_000,
        **{name: value for name, value in prices.items() if value is not None},
    )
    # 0.3M × $10 + 0.01M × $45 = $3.45, not 0.3M × $5 + 0.01M × $30 = $1.80
    assert project(inputs).courses["prompting"].total[1] == pytest.approx(3.45)


def test_a_gpu_for_four_hours_a_day(projected):
    # 4 × 365 / 12 = 121.67 hours × $3.80
    course = projected(prompting__hosting_price=3.80, prompting__hosting_hours=4 * 365 / 12)
    assert course.courses["prompting"].total[1] == pytest.approx(462.33, abs=0.005)


CLAUDE = {
    "prompting__prompt_tokens": 5500,
    "prompting__input_price": 3,
    "prompting__cache_write_price": 3.75,
    "prompting__cached_input_price": 0.30,
}


@pytest.mark.parametrize(("rate", "pays"), [(0.216, False), (0.218, True)])
def test_caching_pays_above_its_break_even(projected, rate, pays):
    # (3.75 − 3.00) / (3.75 − 0.30) = 21.7 %
    without = projected(**CLAUDE).courses["prompting"].total[1]
    cached = projected(**CLAUDE, prompting__cache_hit_rate=rate).courses["prompting"].total[1]
    assert bool(cached < without) is pays


def test_calls_that_miss_the_cache_are_written_to_it(projected):
    # 3 × 5,500 tokens × $3.75 / 1M = $0.0619, not × $3.00 = $0.0495
    course = projected(
        workload__requests_per_month=3,
        **CLAUDE,
        prompting__cache_hit_rate=0.5,
        prompting__cache_lifetime_minutes=1e-6,
    ).courses["prompting"]
    assert course.total[1] == pytest.approx(0.0619, abs=0.00005)


def test_a_retraining_leaves_one_positive_rate_of_return(projected):
    # −100; 30 a month; 50 for retraining in month 6: the running sum crosses zero once
    projection = projected(
        prompting__platform_cost=30,
        tuning__build_cost=100,
        tuning__upkeep_every_months=6,
        tuning__upkeep_hours=1,
        labour__engineer_rate=50,
        hybrid__considered="no",
    )
    figures = summarise(projection).comparisons["tuning"]
    monthly = (1 + figures.irr) ** (1 / 12)
    worth = sum(flow * monthly**-t for t, flow in enumerate(projection.savings("tuning")))
    assert figures.irr > 0
    assert worth == pytest.approx(0, abs=1e-9)
