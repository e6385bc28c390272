"""Bills beside the catalogue."""

import pytest

from app.evidence.bills.bill import catalogued
from tests.evidence.files import found, names, read, read_sample, table

HEADER = "start_time,amount_value,amount_currency,quantity,quantity_unit,line_item"


def bill(*charges, currency="usd"):
    rows = [
        f'{1_788_220_800 + day * 86_400},{cost},{currency},{tokens},tokens,"gpt-4o-mini, {side}"'
        for day, (cost, tokens, side) in enumerate(charges)
    ]
    return table(HEADER, *rows)


def test_a_price_is_cost_by_tokens_and_its_range_that_of_days():
    evidence = read(bill((0.15, 1_000_000, "input"), (0.30, 2_000_000, "input")))
    price = found(evidence, "prompting.input_price")
    assert (price.value, price.low, price.high) == pytest.approx((0.15, 0.15, 0.15))
    assert "as good as the catalogue's 0.15" in evidence.measured.notes[0]


def test_a_gap_of_a_tenth_is_told_and_a_smaller_one_may_be_noise():
    told = read(bill((0.12, 1_000_000, "input"))).measured.notes[0]
    assert "20 % less" in told
    assert "as good as" in read(bill((0.14, 1_000_000, "input"))).measured.notes[0]


def test_a_unit_that_cannot_be_is_refused():
    # maximhq/bifrost#3559: prices per million typed as prices per token
    evidence = read(bill((150_000, 1_000_000, "input")))
    assert names(evidence) == set()
    assert "the unit must be another" in evidence.measured.notes[0]


def test_a_discount_stands_beside_list_prices():
    evidence = read_sample("focus-1.2_tokens.synthetic.csv")
    assert found(evidence, "prompting.list_discount").value == pytest.approx(0.1)
    assert found(evidence, "prompting.input_price").value == pytest.approx(2.5)


def test_another_currency_gives_no_price():
    evidence = read(bill((0.15, 1_000_000, "input"), currency="eur"))
    assert names(evidence) == set()
    assert evidence.measured.figures["cost_usd"] is None
    assert "The bill is in EUR" in " ".join(evidence.measured.notes)


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini"),
        ("openai/gpt-4o-mini", "openai/gpt-4o-mini"),
        ("Claude Haiku 4.5", "anthropic/claude-haiku-4-5"),
        ("claude-haiku-4-5-20251001", "anthropic/claude-haiku-4-5"),
        ("gpt 4o 1120", "openai/gpt-4o"),
        ("nobody's model", None),
        (None, None),
    ],
)
def test_a_model_is_found_as_bills_write_it(name, reference):
    model = catalogued(name)
    assert (model.reference if model else None) == reference
