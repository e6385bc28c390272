"""Formulas of the workbook, by hand."""

import pytest

from app.model.excel import ExcelPrinter, formula, is_inline, place
from app.model.language import Key, TableError, parse
from app.model.table import COST_PARTS, USED


def printed(expression: str, scope: str = "tuning") -> str:
    return ExcelPrinter(scope).text(parse(expression))


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (Key("timeline", "in_plan"), "IF([month]<=[#finance.horizon_months],1,0)"),
        (Key("timeline", "wage"), "(1+[#finance.wage_growth])^([elapsed]/[%months_per_year])"),
        (
            Key("timeline", "discount"),
            'IF(AND([#finance.discounting]="middle",[month]>0),(1+[=monthly_rate])^(0.5-[month]),'
            "(1+[=monthly_rate])^(-[month]))",
        ),
        (Key("timeline", "calendar_month"), "MONTH([date])"),
        (
            Key("tuning", "calls"),
            "[tuning.called]*[#tuning.calls_per_request]/(1-[#tuning.retry_rate])",
        ),
        (
            Key("routed", "calls"),
            "[routed.called]*[#prompting.calls_per_request]/(1-[#prompting.retry_rate])",
        ),
        (
            Key("tuning", "hit"),
            "IF([tuning.prompt]>=[#tuning.cache_minimum_tokens],[#tuning.cache_hit_rate]"
            "*IF(ISNUMBER([#tuning.cache_lifetime_minutes]),1-EXP(-[tuning.called]"
            "/([#workload.active_hours]*[%minutes_per_hour])*[#tuning.cache_lifetime_minutes]),1),0)",
        ),
        (  # what the months' rows add up to, term by term
            Key("tuning", "people_cost"),
            "+".join(f"SUM([*tuning.{line}])" for line in COST_PARTS["people"]),
        ),
        (  # the usage that a commitment is held against has cells of its own
            Key("tuning", "serving_commitment"),
            "IF([#tuning.committed_spend]>0,MAX(0,[#tuning.committed_spend]*[#finance.exchange_rate]"
            f"-({'+'.join(f'[tuning.serving_{line}]' for line in USED)})),0)",
        ),
        (
            Key("tuning", "upkeep"),
            "IF(AND([#tuning.upkeep_every_months]>0,[tuning.age]>=1,"
            "MOD([tuning.age],MAX([#tuning.upkeep_every_months],1))=0),1,0)",
        ),
        (
            Key("hybrid", "needs_prompt"),
            "IF(OR(SUM([*hybrid.borrowed])>0,[#hybrid.prompted_share]>0),1,0)",
        ),
        (
            Key("prompting", "built_dataset"),  # the whole stands in one cell, its parts in others
            'IF(([#prompting.already_live]="yes"),0,[=prompting.whole_dataset]*[wage])',
        ),
        (Key("tuning", "cumulative"), "[<tuning.cumulative]+[tuning.total]"),
        (Key("tuning", "upfront_cost"), "INDEX([*tuning.total],1)"),
        (
            Key("tuning", "total_cost"),
            "INDEX([*tuning.cumulative],COLUMNS([*tuning.cumulative]))",
        ),
        (Key("tuning", "npv"), "SUMPRODUCT([*tuning.saved],[*discount])"),
        (
            Key("tuning", "cost_per_request"),
            'IF(SUM([*requests])>0,[=out.tuning.total_cost]/SUM([*requests]),"")',
        ),
        (
            Key("tuning", "roi"),
            'IF([=out.tuning.investment]>0,[=out.tuning.savings]/[=out.tuning.investment],"")',
        ),
    ],
    ids=str,
)
def test_a_quantity_is_a_formula(key, expected):
    assert formula(key) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ceil(calls)", "-INT(-([tuning.calls]-[%ceiling_guard]))"),
        ("ceil(calls / 2)", "-INT(-(([tuning.calls] / 2)-[%ceiling_guard]))"),
        ("not own", "NOT([tuning.own])"),
        ("min(age, 3)", "MIN([tuning.age],3)"),
        ("given(maximum_prompt_tokens)", "ISNUMBER([#tuning.maximum_prompt_tokens])"),
        (
            "or_else(cached_input_price, input_price)",
            "IF(ISNUMBER([#tuning.cached_input_price]),"
            "[#tuning.cached_input_price],[#tuning.input_price])",
        ),
        ("any_month(own) == operating", "(SUM([*tuning.own])>0) = [operating]"),
        ("over_months(served)", "SUM([*requests])"),  # another name for that row
        ("in_month_zero(served)", "INDEX([*requests],1)"),
        ("False", "FALSE"),
        ("age - (age - 1)", "[tuning.age] - ([tuning.age] - 1)"),
        ("age / (age * 2)", "[tuning.age] / ([tuning.age] * 2)"),
        # A spreadsheet takes -2^2 for 4, and 2^3^2 for 64.
        ("-age ** 2", "-([tuning.age] ^ 2)"),
        ("(-age) ** 2", "(-[tuning.age]) ^ 2"),
        ("2 ** age ** 2", "2 ^ ([tuning.age] ^ 2)"),
        ("(2 ** age) ** 2", "(2 ^ [tuning.age]) ^ 2"),
    ],
)
def test_an_expression_is_written_as_a_spreadsheet_reads_it(expression, expected):
    assert printed(expression) == expected


def test_what_is_inline_has_no_cell():
    assert is_inline(Key("tuning", "build_engineering"))  # as the table says
    assert is_inline(Key("tuning", "served"))  # another name for the requests
    assert not is_inline(Key("hybrid", "served"))
    assert not is_inline(Key("tuning", "calls"))


def test_results_stand_among_the_figures():
    assert place(Key("tuning", "npv")) == "out.tuning.npv"
    assert place(Key("tuning", "calls")) == "tuning.calls"
    assert place(Key("timeline", "requests")) == "requests"


def test_an_input_has_no_row():
    with pytest.raises(TableError, match=r"^retry_rate has no row$"):
        printed("over_months(retry_rate)")


def test_what_is_no_expression_is_refused():
    with pytest.raises(TableError, match=r"^\[age\] is no expression of the table$"):
        printed("[age]")
