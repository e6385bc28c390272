"""Numbers as people type them, and what is said where they are wrong."""

import math

import pytest

from app.inputs import FIELDS, InvalidInputs, read_inputs


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("200,000", 200_000),
        ("200k", 200_000),
        ("1.5M", 1_500_000),
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


@pytest.mark.parametrize("text", ["$2", "2 $", "2.00", "$ 2"])
def test_a_price_may_carry_its_currency(text):
    assert read_inputs({"tuning.input_price": text}).tuning.input_price == 2


@pytest.mark.parametrize(("text", "number"), [("8%", 0.08), ("0.08", 0.08), ("-7.1 %", -0.071)])
def test_a_rate_may_be_a_percentage(text, number):
    assert read_inputs({"workload.monthly_growth": text}).workload.monthly_growth == number


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
