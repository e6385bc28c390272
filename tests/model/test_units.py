"""Sums of apples and pears are refused."""

import pytest

from app.inputs import FIELDS
from app.model.language import TableError, parse
from app.model.units import ANY, NUMBER, check_units, dimension, of_node


def unit_of(expression: str) -> object:
    return of_node(parse(expression), "tuning")


def test_the_table_adds_up():
    check_units()


@pytest.mark.parametrize(
    ("expression", "unit"),
    [
        ("build_hours * engineer_rate", dimension(currency=1)),  # hours × currency / hour
        ("dataset_examples * example_minutes / minutes_per_hour", dimension(hours=1)),
        ("run * price", dimension(currency=1)),  # USD × currency / USD
        ("-build_cost", dimension(currency=1)),
        ("build_cost / build_cost", NUMBER),
        ("month - lead_time_months", dimension(months=1)),
        ("age % upkeep_every_months", dimension(months=1)),
        ("max(age - 1, 0)", dimension(months=1)),
        ("build_cost if own else 0", dimension(currency=1)),
        ("build_cost if own else none", dimension(currency=1)),
        ("placed(built, monthly, operating)", dimension(currency=1)),
        ("(1 + monthly_growth) ** elapsed", NUMBER),  # 1 / month × months
        ("(1 + wage_growth) ** (elapsed / months_per_year)", NUMBER),
        ("not own", NUMBER),
        ("own and age >= 1", NUMBER),
        ("any_month(own)", NUMBER),
        ("given(maximum_prompt_tokens)", NUMBER),
        ("0", ANY),
        ("'rebuild'", ANY),
    ],
)
def test_an_expression_has_the_unit_of_its_parts(expression, unit):
    assert unit_of(expression) == unit


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("build_cost + prompt_tokens", "its parts are of different units"),
        ("build_cost + run", "its parts are of different units"),  # currency and US dollars
        ("max(build_cost, build_hours)", "its parts are of different units"),
        ("build_cost if own else build_hours", "its parts are of different units"),
        ("placed(built, calls, operating)", "its parts are of different units"),
        ("build_cost > prompt_tokens", "its parts are of different units"),
        ("own and build_cost > prompt_tokens", "its parts are of different units"),
        ("not build_cost > prompt_tokens", "its parts are of different units"),
        ("own or build_cost", "build_cost is no condition"),
        ("calls if build_cost else 0", "build_cost is no condition"),
        ("placed(built, monthly, age)", "age is no condition"),
        (
            "(1 + wage_growth) ** elapsed",
            "wage_growth does not grow by elapsed",
        ),  # 1 / year × months
        ("calls ** 2", "calls: only (1 + a rate) has a power"),
        ("(calls / prompt) ** learning_exponent", "only (1 + a rate) has a power"),
        ("(2 + wage_growth) ** 2", "2 + wage_growth: only (1 + a rate) has a power"),
        ("own != operating", "own != operating is no expression of the table"),
        ("0 < age < 3", "0 < age < 3 is no expression of the table"),
        ("age // 2", "age // 2 is no expression of the table"),
        ("[age]", "[age] is no expression of the table"),
        ("round(calls)", "round is no function of the table"),
    ],
)
def test_what_does_not_go_together_is_refused(expression, words):
    with pytest.raises(TableError) as refused:
        unit_of(expression)
    assert str(refused.value).endswith(words)


def test_an_expression_is_of_the_unit_that_its_quantity_declares(write):
    write("calls", unit="tokens")
    with pytest.raises(TableError, match=r"^prompting\.calls is in tokens, its expression is not$"):
        check_units()


def test_a_shortcut_is_of_that_unit_too(write):
    write("total", shortcut="placed(calls, served, operating)")
    with pytest.raises(
        TableError, match=r"^prompting\.total is in currency, its expression is not"
    ):
        check_units()


def test_an_unknown_unit_is_refused(write):
    write("calls", unit="phone calls")
    with pytest.raises(TableError, match=r"^prompting\.calls: the unit 'phone calls' is not known"):
        check_units()


def test_every_input_of_a_plan_has_a_known_unit():
    for field in FIELDS.values():
        if field.is_number:
            of_node(parse(field.name), "tuning")
