"""Numbers with a comma before the decimals, in tables that say so."""

import pytest

from tests.evidence.files import found, read, table

HEADER = "MeterCategory;MeterName;Quantity;UnitOfMeasure;CostInBillingCurrency;Date;BillingCurrency"


def bill(*amounts):
    return table(
        HEADER,
        *(
            f"Foundry Models;GPT 5 Inpt Glbl 1M Tokens;{quantity};1M;{cost};15.09.2026;USD"
            for quantity, cost in amounts
        ),
    )


def test_amounts_with_a_decimal_comma_are_read_and_it_is_told():
    evidence = read(bill(("1.000,5", "1.234,56"), ("2", "0,5"), ("1.000", "2.000")))
    figures = evidence.measured.figures
    assert figures["cost_usd"] == pytest.approx(1234.56 + 0.5 + 2000)
    assert figures["tokens"] == pytest.approx((1000.5 + 2 + 1000) * 1e6)
    assert str(evidence.measured.period.start) == "2026-09-15"
    assert evidence.measured.skipped == {}
    assert evidence.measured.notes[0].startswith("Numbers were read with a comma before the dec")


@pytest.mark.parametrize(
    ("amount", "read_as"),
    [("1.234", 1.234), ("12.5", 12.5), ("0.123", 0.123)],
)
def test_a_table_of_semicolons_with_points_before_the_decimals_stays_english(amount, read_as):
    evidence = read(bill(("1", amount), ("1", "0.25")))
    assert evidence.measured.figures["cost_usd"] == pytest.approx(read_as + 0.25)
    assert not any("comma before" in note for note in evidence.measured.notes)


def test_where_numbers_are_written_both_ways_none_is_guessed():
    evidence = read(bill(("1", "12,5"), ("1", "0.25")))
    assert evidence.measured.figures["cost_usd"] == pytest.approx(0.25)
    assert evidence.measured.skipped == {"rows with a number that cannot be": 1}


def test_texts_with_commas_stay_as_they_are():
    rows = [f"2026-09-{day:02};1.300;{day};gpt-4.1, large;0,5" for day in range(1, 31)]
    columns = {"time": "When", "input": "Sent", "output": "Got", "model": "Which"}
    evidence = read(table("When;Sent;Got;Which;Cost", *rows), columns=columns)
    assert evidence.measured.figures["input_tokens"] == 30 * 1300
    # 1 + … + 30 over 30 calls
    assert found(evidence, "prompting.output_tokens").value == pytest.approx(15.5)
