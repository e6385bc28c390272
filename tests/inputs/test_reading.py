"""Numbers as people type them, and what is said where they are wrong."""

import math

import pytest

from app.inputs import FIELDS, InvalidInputs, entry, read_inputs, read_ranges
from app.inputs.reading import parse_fraction, parse_number, percent_to_fraction


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("200,000", 200_000),
        ("200k", 200_000),
        ("1.5M", 1_500_000),
        ("1.2 million", 1_200_000),
        ("3 thousand", 3000),
        ("2 bn", 2e9),
        (" 1e6 ", 1e6),
        ("1 000 000", 1e6),
        ("1'000", 1000),
        (".5", 0.5),
        ("+7", 7),
    ],
)
def test_a_count_is_read_as_people_type_it(text, number):
    inputs = read_inputs({"workload.requests_per_month": text})
    assert inputs.workload.requests_per_month == number


@pytest.mark.parametrize("text", ["$2", "2 $", "2.00", "$ 2", "US$2", "2 USD", "usd 2"])
@pytest.mark.parametrize("currency", ["USD", "EUR", "CAD"])
def test_a_price_may_carry_the_dollar_that_providers_bill_in(text, currency):
    values = {"tuning.input_price": text, "finance.currency": currency}
    assert read_inputs(values).tuning.input_price == 2


@pytest.mark.parametrize(
    ("text", "currency"),
    [
        *(("€2", "EUR"), ("2 €", "EUR"), ("2 EUR", "EUR"), ("EUR 2", "EUR"), ("eur2", "eur")),
        *(("₹2", "INR"), ("¥2", "JPY"), ("¥2", "CNY"), ("£2", "GBP"), ("2 kr", "NOK")),
        *(("$2", "USD"), ("$2", "AUD"), ("A$2", "AUD"), ("C$ 2", "CAD"), ("0.002k$", "USD")),
        *(("2 MXN", "MXN"), ("2 BND", "BND"), ("CHF 2", "CHF"), ("2", "CHF")),
    ],
)
def test_an_amount_may_carry_the_plans_currency(text, currency):
    inputs = read_inputs({"quality.error_cost": text, "finance.currency": currency})
    assert inputs.quality.error_cost == 2


@pytest.mark.parametrize(
    ("name", "text", "currency", "both"),
    [
        ("quality.error_cost", "€2", "USD", "in USD, the plan's currency, not in EUR"),
        ("quality.error_cost", "$2", "EUR", "in EUR, the plan's currency, not in USD"),
        ("quality.error_cost", "A$2", "CAD", "in CAD, the plan's currency, not in AUD"),
        ("labour.engineer_rate", "2 GBP", "EUR", "in EUR, the plan's currency, not in GBP"),
        ("tuning.input_price", "€2", "EUR", "in USD, which providers bill in, not in EUR"),
        ("tuning.input_price", "C$2", "CAD", "in USD, which providers bill in, not in CAD"),
    ],
)
def test_an_amount_in_another_currency_is_refused(name, text, currency, both):
    assert refusal({name: text, "finance.currency": currency}) == (
        f"{FIELDS[name].label} must be {both}; you entered {text}."
    )


def test_the_ends_of_a_range_are_in_the_currency_of_the_input():
    inputs = read_inputs({"quality.error_cost": 2, "finance.currency": "EUR"})
    assert read_ranges(inputs, {"quality.error_cost": "€1..€3"})["quality.error_cost"].high == 3
    with pytest.raises(InvalidInputs, match="in EUR, the plan's currency, not in GBP"):
        read_ranges(inputs, {"quality.error_cost": "£1..£3"})


def test_a_currency_that_is_none_is_the_only_thing_wrong():
    assert "ISO 4217" in refusal({"quality.error_cost": "€2", "finance.currency": "EURO"})


def test_what_is_no_amount_carries_no_currency():
    assert "must be a plain number, without €" in refusal({"prompting.prompt_tokens": "€2"})


@pytest.mark.parametrize(
    ("text", "per_month"),
    [
        ("10000/day", 10_000 * 365 / 12),
        ("10,000 per day", 10_000 * 365 / 12),
        ("10k a day", 10_000 * 365 / 12),
        ("2.3M/year", 2_300_000 / 12),
        ("2.3m per annum", 2_300_000 / 12),
        ("500 per week", 500 * 365 / 12 / 7),
        ("500/wk", 500 * 365 / 12 / 7),
        ("20 an hour", 20 * 730),
        ("900/month", 900),
        ("900 per quarter", 300),
    ],
)
def test_requests_may_be_given_for_another_period(text, per_month):
    inputs = read_inputs({"workload.requests_per_month": text})
    assert inputs.workload.requests_per_month == pytest.approx(per_month, rel=1e-15)
    capped = read_inputs({"workload.maximum_requests_per_month": text})
    assert capped.workload.maximum_requests_per_month == pytest.approx(per_month, rel=1e-15)


@pytest.mark.parametrize("name", ["prompting.prompt_tokens", "labour.engineer_rate"])
def test_nothing_but_requests_may_be_given_for_another_period(name):
    assert "only requests can be given per hour, day, week or year" in refusal({name: "5/day"})


@pytest.mark.parametrize("text", ["5 per fortnight", "per day", "5/", "5 days", "abc 5", "5 kEURO"])
def test_words_that_say_nothing_are_refused(text):
    assert "must be a number, such as" in refusal({"workload.requests_per_month": text})


@pytest.mark.parametrize(
    ("name", "text", "readings"),
    [
        ("workload.requests_per_month", "12.500", "12500 or 12.5"),
        ("prompting.prompt_tokens", "1.234", "1234 or 1.234"),
        ("prompting.calls_per_request", "1.500", "1500 or 1.5"),
        ("tuning.dataset_examples", "2.500", "2500 or 2.5"),
        ("tuning.epochs", "3.125", "3125 or 3.125"),
        ("tuning.example_tokens", "1.050", "1050 or 1.05"),
        ("workload.requests_per_month", "12.500/day", "12500 or 12.5"),
    ],
)
def test_a_point_that_may_part_thousands_is_asked_about_where_things_are_counted(
    name, text, readings
):
    typed = text.removesuffix("/day")
    assert refusal({name: text}) == f"{FIELDS[name].label} must be clear. {typed}: {readings}?"


@pytest.mark.parametrize("text", ["12.50", "12.5", "12.5000", "0.125", "1,012.125", "1.234k"])
def test_other_decimals_are_clear(text):
    assert read_inputs({"workload.requests_per_month": text})


def test_three_decimals_are_clear_in_an_amount_and_in_a_share():
    inputs = read_inputs({"tuning.input_price": "1.875", "tuning.error_rate": "1.875%"})
    assert (inputs.tuning.input_price, inputs.tuning.error_rate) == (1.875, 0.01875)


def test_a_text_is_read_the_same_where_nothing_is_known_of_its_unit():
    assert (parse_number("1.5k"), parse_fraction("8%"), parse_number(7)) == (1500, 0.08, 7)
    assert parse_number("1e-16") == 0


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        *((None, "number", ""), (True, "yes_no", "yes"), (False, "yes_no", "no")),
        *((1234567.25, "number", "1,234,567.25"), (0.071, "fraction", "7.1"), (5, "whole", "5")),
        ("EUR", "text", "EUR"),
    ],
)
def test_a_form_shows_a_value_with_every_digit(value, kind, text):
    assert entry(value, kind) == text


def refusal(values):
    with pytest.raises(InvalidInputs) as caught:
        read_inputs(values)
    [problem] = caught.value.problems
    return problem.message


@pytest.mark.parametrize(("text", "number"), [("8%", 0.08), ("0.08", 0.08), ("-7.1 %", -0.071)])
def test_a_rate_may_be_a_percentage(text, number):
    assert read_inputs({"workload.monthly_growth": text}).workload.monthly_growth == number


@pytest.mark.parametrize(
    ("text", "said"), [("8", "8%"), (" 7.5 ", "7.5%"), ("8%", "8%"), ("8 %", "8 %"), ("  ", "")]
)
def test_a_field_labelled_with_percent_needs_no_sign(text, said):
    assert percent_to_fraction(text) == said


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,00", "12,34,567", "1.2.3", "0x10", "nan", "inf", "8%", "--1", "1k2", "9" * 400],
)
def test_what_is_no_count_is_refused_with_the_fields_label(text):
    with pytest.raises(InvalidInputs) as caught:
        read_inputs({"workload.requests_per_month": text})
    [problem] = caught.value.problems
    assert problem.input == "workload.requests_per_month"
    assert problem.message.startswith("Requests per month must ")


def test_every_bound_of_every_number_is_stated_when_it_is_broken():
    for field in FIELDS.values():
        if not field.is_number:
            continue
        low = field.minimum if field.minimum is not None else field.above
        beyond = [] if field.maximum is None else [field.maximum * 2 + 1]
        for value in [*beyond, low - 1]:
            with pytest.raises(InvalidInputs) as caught:
                read_inputs({field.name: value})
            [problem] = caught.value.problems
            assert problem.input == field.name
            assert field.bounds in problem.message
            assert field.label in problem.message


def test_a_value_at_each_bound_is_accepted():
    for field in FIELDS.values():
        for bound in (field.minimum, field.maximum):
            if field.is_number and bound is not None:
                value = int(bound) if field.kind == "whole" else bound
                assert read_inputs({field.name: value}).value(field.name) == bound


def test_all_problems_are_named_at_once():
    with pytest.raises(InvalidInputs) as caught:
        read_inputs({"workload.requests_per_month": "x", "finance.horizon_months": 1e9})
    assert [problem.input for problem in caught.value.problems] == [
        "workload.requests_per_month",
        "finance.horizon_months",
    ]
    assert "at least 1 and at most 120; you entered 1,000,000,000" in str(caught.value)


def test_a_share_out_of_bounds_is_repeated_in_percent_as_its_bounds_are():
    with pytest.raises(InvalidInputs, match="at most 100 %; you entered 150 %"):
        read_inputs({"prompting.error_rate": 1.5})


def test_an_unknown_input_is_named():
    with pytest.raises(InvalidInputs, match=r"no input called workload\.reqests"):
        read_inputs({"workload.reqests": 1})


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("prompting.lead_time_months", 1, "must be 0"),
        ("prompting.on_retirement", "prompting", "must be one of rebuild"),
        ("tuning.on_retirement", "scrap", "must be one of rebuild, prompting; you entered scrap"),
        ("finance.horizon_months", 12.5, "must be a whole number"),
        ("finance.currency", "XXX", "ISO 4217"),
        ("finance.start_month", "2026-13", "must be a month"),
        ("prompting.already_live", "perhaps", "must be yes or no"),
        ("fit.creative", "maybe", "must be one of yes, no, unsure"),
        ("tuning.input_price", math.nan, "must be a number"),
        ("tuning.input_price", math.inf, "must be"),
        ("tuning.input_price", [2], "must be"),
        ("tuning.input_price", None, "must be"),
        ("tuning.input_price", True, "must be a number"),
        ("tuning.input_price", 10**400, "must be"),
        ("tuning.error_rate", True, "must be a number"),
        ("workload.requests_per_month", "40.000", "must be clear: write 40,000 or 40 rather than"),
        ("tuning.model", "x" * 201, "must be a text of at most 200 characters"),
        ("tuning.model", "a\x1bb", "must not hold control characters"),
    ],
)
def test_messages_say_what_the_input_must_be(name, value, message):
    with pytest.raises(InvalidInputs) as caught:
        read_inputs({name: value})
    [problem] = caught.value.problems
    assert message in problem.message


def test_an_empty_text_means_none_where_an_input_may_be_left_out():
    assert read_inputs({"tuning.cached_input_price": " "}).tuning.cached_input_price is None


def test_every_field_explains_itself():
    for field in FIELDS.values():
        assert field.label
        assert field.help.endswith((".", "?")), field.name


@pytest.mark.parametrize(
    ("text", "written"), [("2,50", "2.50"), ("12500,5", "12500.5"), ("€ 2,5", "2.5")]
)
def test_decimals_behind_a_comma_are_told_to_stand_behind_a_point(text: str, written: str) -> None:
    assert f"write {written}; you entered {text}." in refusal({"quality.error_cost": text})
