"""Exchange rates: dated, of the European Central Bank, and none where it publishes none."""

from datetime import date

import pytest
from currency_converter import CurrencyConverter

from app.catalog import find_rate, prices_as_of, rates
from app.inputs.currencies import CURRENCIES


def test_a_rate_is_what_a_dollar_costs_on_the_last_day_there_is_one():
    converter = CurrencyConverter()
    yen, pound = find_rate("JPY"), find_rate("GBP")
    assert yen.as_of == converter.bounds["JPY"].last_date.isoformat()
    assert yen.rate == converter.convert(1, "USD", "JPY")
    # A dollar in yen is a dollar in pounds, times what a pound costs in yen.
    assert yen.rate == pytest.approx(pound.rate * converter.convert(1, "GBP", "JPY"), rel=1e-12)
    assert 50 < yen.rate < 500
    assert 0.3 < pound.rate < 1.5


def test_the_dollar_costs_a_dollar_and_the_euro_is_there_though_it_is_what_the_bank_counts_in():
    assert find_rate("USD").rate == 1
    assert 0.5 < find_rate("EUR").rate < 2


@pytest.mark.parametrize(
    "currency",
    [
        "NGN",  # never published
        "RUB",  # the bank stopped in March 2022
        "HRK",  # gave way to the euro, and is no currency any more
        "eur",
        "",
    ],
)
def test_a_currency_without_a_rate_of_late_has_none(currency):
    assert find_rate(currency) is None


def test_every_rate_is_of_the_year_before_the_catalogue_and_of_a_currency_that_a_plan_may_have():
    assert len(rates()) >= 29
    assert list(rates()) == sorted(rates())
    for currency, rate in rates().items():
        assert rate.currency == currency
        assert currency in CURRENCIES
        assert rate.rate > 0
        assert "European Central Bank" in rate.source
        age = date.fromisoformat(prices_as_of()) - date.fromisoformat(rate.as_of)
        assert age.days <= 366


def test_a_rate_says_where_it_is_from_as_a_price_does():
    origin = find_rate("EUR").origin
    assert origin.source.startswith("European Central Bank")
    assert origin.as_of == find_rate("EUR").as_of
