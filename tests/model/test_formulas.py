"""Formulas as people read them: in general, and with the values of a plan."""

import ast

import pytest

from app.model.formulas import TextPrinter, ValuePrinter, formula_text, used
from app.model.language import Constant, Input, Key, Meaning, parse, tree

VALUES = {
    "tuning.prompt": "2,000",
    "tuning.hit": "0.5",
    "tuning.fresh": "3",
    "tuning.calls": "1,000",
    "timeline.price": "0.9",
    "tuning.batch_share": "0",
    "tuning.batch_discount": "0.5",
    "workload.request_tokens": "80",
    "tuning.input_price": "2",
    "tuning.total": "70",
    "timeline.discount": "0.95",
}


def value(meaning: Meaning) -> str:
    return "12" if meaning == Constant("month") else VALUES.get(str(meaning), str(meaning))


def met(*conditions: str):
    """Let the conditions hold that are named, and no other."""
    return lambda condition, scope: ast.unparse(condition) in conditions


def with_values(expression: str, *conditions: str, scope: str = "tuning") -> str:
    return ValuePrinter(scope, value, met(*conditions)).text(parse(expression))


# In general


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Key("tuning", "calls"), "calls = called × calls_per_request / (1 − retry_rate)"),
        (Key("timeline", "wage"), "wage = (1 + wage_growth)^(elapsed / 12)"),
        (
            Key("timeline", "discount"),
            "discount = (1 + monthly_rate)^(0.5 − month) if discounting is middle and month > 0, "
            "else (1 + monthly_rate)^(−month)",
        ),
        (
            Key("tuning", "prompt"),
            "prompt = min(prompt_tokens × (1 + prompt_growth)^max(age − 1, 0), "
            "maximum_prompt_tokens)",
        ),
        (
            Key("tuning", "hit"),
            "hit = cache_hit_rate × warm if prompt ≥ cache_minimum_tokens, else 0",
        ),
        (  # the name of the line, not of the quantity
            Key("tuning", "serving_output"),
            "output = scale × calls_per_request × (output_tokens + reasoning_tokens) × output_rate",
        ),
        (
            Key("tuning", "own"),
            "own = operating and age ≥ 1 and (service_life_months is 0 or on_retirement is rebuild "
            "or age ≤ service_life_months)",
        ),
        (Key("tuning", "saved"), "saved = prompting.total − total"),
        (Key("tuning", "npv"), "npv = sum over all months of saved × discount"),
        (Key("tuning", "cumulative"), "cumulative = sum so far of total"),
        (Key("tuning", "upfront_cost"), "upfront_cost = total of month 0"),
        (Key("tuning", "total_cost"), "total_cost = cumulative of the last month"),
        (Key("tuning", "roi"), "roi = savings / investment"),  # the text beside it says when
        (Key("routed", "answered"), "answered = requests × hybrid.prompted_share"),
    ],
    ids=str,
)
def test_a_formula_in_general(key, expected):
    assert formula_text(key) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("not (own or upkeep)", "not (own or upkeep)"),
        ("own and (upkeep or retirement)", "own and (upkeep or retirement)"),
        ("own or upkeep and retirement", "own or upkeep and retirement"),
        ("(calls if own else 0) * 2", "(calls if own, else 0) × 2"),
        (
            "calls if own else served if upkeep else 0",
            "calls if own, else served if upkeep, else 0",
        ),
        ("(calls if own else 0) if upkeep else 0", "(calls if own, else 0) if upkeep, else 0"),
        ("ceil(calls) if given(epochs) else 1", "ceil(calls) if epochs is given, else 1"),
        ("or_else(cache_write_price, input_price)", "cache_write_price"),
        ("any_month(borrowed)", "borrowed in any month"),
        ("calls - (served - 1)", "calls − (served − 1)"),
        ("calls - served - 1234.5", "calls − served − 1,234.5"),
    ],
)
def test_brackets_stand_where_they_must(expression, expected):
    assert TextPrinter("tuning").text(parse(expression)) == expected


# With values


def test_a_formula_with_values_keeps_the_constants():
    assert with_values("calls / tokens_per_price * prompt * hit") == (
        "1,000 / 1,000,000 × 2,000 × 0.5"
    )
    assert with_values("month + 1") == "12 + 1"


def test_of_a_choice_what_holds_is_left():
    expression = "fresh * 2 if hit > 0 else input_price"
    assert with_values(expression, "hit > 0") == "3 × 2"
    assert with_values(expression) == "2"
    assert with_values(f"request_tokens * ({expression})", "hit > 0") == "80 × (3 × 2)"


def test_a_maximum_stands_there_where_it_is_given():
    expression = "at_most(prompt, request_tokens)"
    assert with_values(expression, "given(request_tokens)") == "min(2,000, 80)"
    assert with_values(expression) == "2,000"


def test_a_price_that_is_not_given_is_the_other_one():
    expression = "or_else(fresh, input_price)"
    assert with_values(expression, "given(fresh)") == "3"
    assert with_values(expression) == "2"


def test_of_twelve_seasons_there_is_that_of_the_month():
    expression = "choose(calendar_month, input_price, request_tokens) * 2"
    assert with_values("choose(month, input_price, request_tokens)", "month == 2") == "80"
    assert with_values(expression, "calendar_month == 1") == "2 × 2"
    assert with_values(expression) == "that of timeline.calendar_month among 2, 80 × 2"


def test_of_one_months_value_there_is_the_value():
    assert with_values("in_month_zero(total)") == "70"
    assert with_values("at_the_end(total) / 2") == "70 / 2"
    assert with_values("over_months(total * discount)") == "sum over all months of 70 × 0.95"


def test_what_is_used_follows_the_choices():
    def of(expression: str, *conditions: str) -> list[str]:
        return [str(item) for item in used(parse(expression), "tuning", met(*conditions))]

    expression = "fresh * 2 if hit > 0 else input_price"
    assert of(expression, "hit > 0") == ["tuning.fresh"]
    assert of(expression) == ["tuning.input_price"]
    assert of("at_most(prompt, request_tokens) / tokens_per_price") == ["tuning.prompt"]
    assert of("max(prompt, month) + request_tokens") == ["tuning.prompt", "workload.request_tokens"]
    assert of("scale * 2") == ["tuning.scale"]
    assert of("choose(month, fresh, prompt)", "month == 2") == ["tuning.prompt"]
    assert of("prompting.total") == ["prompting.total"]


def test_an_input_of_another_scope_is_used():
    found = list(used(tree(Key("routed", "answered")), "routed", met()))
    assert found == [Key("timeline", "requests"), Input("hybrid", "prompted_share")]
