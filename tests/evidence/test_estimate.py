"""Values with their doubt: each against a figure from elsewhere, or by hand."""

import numpy as np
import pytest

from app.evidence import estimate


def test_no_wrong_answer_in_50_is_0_to_12_percent_and_not_0():
    share = estimate.wilson(0, 50)
    # z² ÷ (n + z²) = 7.0225 ÷ 57.0225
    assert share == pytest.approx((0, 0, 7.0225 / 57.0225))


def test_wilsons_bounds_at_95_percent_are_those_of_the_literature():
    # Newcombe 1998, table I: 81 of 263 is 0.2553 to 0.3662
    share = estimate.wilson(81, 263, z=1.959964)
    assert (share.low, share.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_the_range_of_a_mean_is_265_standard_errors_of_many_rows():
    values = np.tile([0.0, 2.0], 5_000)
    # standard deviation 1, 10,000 rows: 1 ± 2.65 × 0.01
    found = estimate.mean(values)
    assert found == pytest.approx((1, 1 - 0.0265, 1 + 0.0265), rel=1e-3)


def test_few_rows_widen_the_range():
    # Student's distribution with 4 degrees of freedom: 0.4 % lie beyond 4.90 standard errors
    assert estimate.widened(4) == pytest.approx(4.90, abs=0.01)
    assert estimate.widened(10**6) == pytest.approx(2.65, abs=1e-4)


def test_a_ratio_of_days_is_that_of_the_sums_and_its_range_that_of_days():
    generator = np.random.default_rng(7)
    calls = np.full(400, 100.0)
    tokens = calls * generator.normal(200, 20, 400)
    found = estimate.ratio(tokens, calls)
    assert found.value == pytest.approx(tokens.sum() / calls.sum())
    # 20 ÷ √400 = 1 a standard error
    assert found.high - found.value == pytest.approx(2.65, rel=0.1)


def test_a_single_day_has_no_range():
    assert estimate.ratio(np.array([10.0]), np.array([2.0])) == (5, 5, 5)


def test_growth_without_noise_is_found_as_it_is_weekdays_apart():
    days = np.arange(84)
    rate = 1.2 ** (12 / 365)  # 20 % a month, by day
    counts = 1000 * rate**days * np.where(days % 7 < 5, 1.0, 0.25)
    found = estimate.growth(estimate.fit_days(counts, 0))
    assert found.value == pytest.approx(0.2, abs=1e-6)
    assert found.low < 0.2 < found.high


def test_weekends_without_any_request_say_nothing_of_growth():
    days = np.arange(84)
    counts = np.where(days % 7 < 5, 100.0, 0.0)
    fitted = estimate.fit_days(counts, 0)
    assert estimate.growth(fitted).value == pytest.approx(0, abs=1e-9)
    assert not fitted.fitted[days % 7 >= 5].any()


def test_noise_beyond_chance_widens_the_range():
    generator = np.random.default_rng(3)
    calm = generator.poisson(1000, 60).astype(float)
    wild = calm * generator.gamma(4, 0.25, 60)
    half = [
        estimate.monthly_mean(counts[-28:], estimate.fit_days(counts, 0)) for counts in (calm, wild)
    ]
    assert half[1].high - half[1].value > 5 * (half[0].high - half[0].value)


def test_a_month_is_the_mean_day_times_365_twelfths():
    counts = np.full(28, 12.0)
    found = estimate.monthly_mean(counts, estimate.fit_days(counts, 0))
    assert found.value == pytest.approx(365)
    # dispersion at least 1: √(12 ÷ 28) a day, with 20 degrees of freedom
    assert found.high - 365 == pytest.approx(
        estimate.widened(20) * np.sqrt(12 / 28) * 365 / 12, rel=1e-6
    )


def test_the_better_of_two_is_told_by_the_tests_that_only_one_got_right():
    assert estimate.chance_of_better(4, 4) == pytest.approx(0.5)
    # 11 against 4: a beta distribution of 4.5 and 11.5 lies below a half with 0.9665
    assert estimate.chance_of_better(4, 11) == pytest.approx(0.9665, abs=1e-4)
    assert estimate.chance_of_better(11, 4) == pytest.approx(1 - 0.9665, abs=1e-4)


def test_a_season_is_a_month_against_the_trend():
    months = np.repeat(np.arange(1, 13), 30)
    counts = np.where(months == 12, 200.0, 100.0)
    days = estimate.DailyFit(
        slope=0, slope_error=0, fitted=np.full(360, 100.0), dispersion=1, freedom=350
    )
    found = estimate.seasons(counts, months, days)
    # eleven months of 1 and one of 2: the mean is 13 ÷ 12
    assert found[11].value == pytest.approx(2 * 12 / 13)
    assert found[0].value == pytest.approx(12 / 13)


def test_a_band_over_decades_stays_a_number():
    # As a clock that was wrong makes of a log: calls of two days, sixty years apart
    counts = np.zeros(365 * 60)
    counts[0], counts[-1] = 2, 90
    band = estimate.trend(estimate.fit_days(counts, 0))
    assert np.isfinite(band).all()
    assert (band[:, 1] <= band[:, 0]).all()
    assert (band[:, 0] <= band[:, 2]).all()
