"""The language of the table: what is refused, in which words, and what names mean."""

import ast

import pytest

from app.inputs import FIELDS
from app.model.language import (
    FUNCTIONS,
    INPUT_GROUPS,
    QUANTITIES,
    Constant,
    Input,
    Key,
    TableError,
    fold,
    function_of,
    inputs_of,
    keys,
    monthly,
    name_of,
    order,
    parse,
    resolve,
    tree,
)
from app.model.table import CALENDAR_MONTHS, CONSTANTS, EVERY_APPROACH, SCOPES, TIMELINE


def folded(expression: str, scope: str = "tuning") -> str:
    return ast.unparse(fold(parse(expression), scope))


# What is refused


def test_a_name_that_means_nothing_is_refused(write):
    write("calls", expression="served / (1 - retry_rat)")
    with pytest.raises(TableError, match=r"^prompting: nothing is called retry_rat$"):
        order()


def test_an_input_of_another_approach_needs_its_name():
    assert resolve("routed", "hybrid.prompted_share") == Input("hybrid", "prompted_share")
    with pytest.raises(TableError, match=r"^tuning: nothing is called prompted_share$"):
        resolve("tuning", "prompted_share")


@pytest.mark.parametrize(
    ("name", "expression", "circle"),
    [
        ("calls", "calls", "calls needs calls"),
        ("served", "calls", "served needs calls needs called needs served"),
        ("prompt", "hit", "prompt needs hit needs prompt"),
        ("operating", "requests > 0", "operating needs requests needs operating"),
        (
            "life_ends",
            "prompting.retirement",
            "prompting.life_ends needs prompting.retirement needs prompting.life_ends",
        ),
    ],
)
def test_a_circle_is_refused_and_told(write, name, expression, circle):
    write(name, expression=expression)
    with pytest.raises(TableError, match=f"^a circle: {circle}$"):
        order()


def test_a_circle_of_shortcuts_is_refused_too(write):
    write("total", shortcut="savings")
    with pytest.raises(TableError, match=r"^a circle: total needs savings needs running needs"):
        order()


def test_what_is_no_expression_is_refused():
    with pytest.raises(TableError, match=r"^served / \(1 -: "):
        parse("served / (1 -")


@pytest.mark.parametrize("call", ["round(calls)", "calls.max()"])
def test_an_unknown_function_is_refused(call):
    node = parse(call)
    assert isinstance(node, ast.Call)
    with pytest.raises(TableError, match=r"^(round|calls\.max) is no function of the table$"):
        function_of(node)


@pytest.mark.parametrize("expression", ["calls + served", "calls + 1", "2", "max(calls, 1)"])
def test_what_is_more_than_a_name_is_none(expression):
    with pytest.raises(TableError, match=r"is not a name$"):
        name_of(parse(expression))


# What names mean


def test_every_name_means_one_thing():
    groups = [
        {quantity.name for quantity in (*TIMELINE, *EVERY_APPROACH)},
        set(CONSTANTS),
        set(INPUT_GROUPS),
        set(FUNCTIONS),
        {"month", "none"},
    ]
    assert len(set().union(*groups)) == sum(map(len, groups))
    assert len(QUANTITIES) == len(TIMELINE) + len(EVERY_APPROACH)


def test_scopes_change_what_there_is():
    for scope in SCOPES.values():
        assert scope.changes.keys() <= QUANTITIES.keys()


def test_a_name_is_that_of_the_scope_of_the_calendar_or_of_all():
    assert resolve("tuning", "calls") == Key("tuning", "calls")
    assert resolve("tuning", "prompting.calls") == Key("prompting", "calls")
    assert resolve("tuning", "requests") == Key("timeline", "requests")
    assert resolve("tuning", "retry_rate") == Input("tuning", "retry_rate")
    assert resolve("routed", "retry_rate") == Input("prompting", "retry_rate")
    assert resolve("tuning", "engineer_rate") == Input("labour", "engineer_rate")
    assert resolve("tuning", "months_per_year") == Constant("months_per_year")


def test_scopes_share_what_does_not_differ():
    # What the hybrid leaves to prompting is another number of requests to the same prompt.
    assert resolve("routed", "prompt") == Key("prompting", "prompt")
    assert resolve("routed", "calls") == Key("routed", "calls")
    assert resolve("routed", "monthly_output") == Key("routed", "monthly_output")
    assert Key("routed", "prompt") not in keys()
    assert Key("routed", "calls") in keys()


def test_every_quantity_stands_after_those_that_it_needs():
    found = list(order())
    assert sorted(found) == sorted(keys())
    assert found.index(Key("prompting", "calls")) < found.index(Key("prompting", "total"))
    assert found.index(Key("prompting", "total")) < found.index(Key("tuning", "saved"))


def test_inputs_are_found_through_whatever_is_needed():
    assert inputs_of(Key("tuning", "calls")) == {
        Input("tuning", "retry_rate"),
        Input("workload", "requests_per_month"),
        Input("workload", "monthly_growth"),
        Input("workload", "maximum_requests_per_month"),
        *(Input("workload", month) for month in CALENDAR_MONTHS),
        Input("workload", "answer_cache_share"),
        Input("finance", "horizon_months"),
        Input("finance", "start_month"),
        Input("tuning", "calls_per_request"),
    }


def test_every_number_of_a_plan_moves_a_cost_or_a_result():
    of_results = frozenset().union(*map(inputs_of, keys()))
    # They move no amount of one plan.
    elsewhere = {"considered", "fiscal_year_start", "error_correlation"}
    assert {str(name) for name in of_results} == {"finance.start_month"} | {
        field.name
        for field in FIELDS.values()
        if field.group != "fit" and field.kind != "text" and field.field not in elsewhere
    }


@pytest.mark.parametrize("name", ["calls", "requests", "month", "cumulative", "needs_prompt"])
def test_what_falls_in_months_has_a_value_for_each(name):
    assert monthly(resolve("tuning", name)) == (name != "needs_prompt")


def test_inputs_and_constants_have_one_value():
    assert not monthly(Input("tuning", "retry_rate"))
    assert not monthly(Constant("months_per_year"))


# Folding


@pytest.mark.parametrize(
    ("expression", "left"),
    [
        ("build_cost if shares else calls", "calls"),  # of tuning, `shares` is never met
        ("calls + (served if shares else 0)", "calls"),
        ("calls - (served if shares else 0)", "calls - 0"),
        ("calls if upkeep and shares else 0", "0"),
        ("calls if upkeep or shares else 0", "calls if upkeep else 0"),
        ("calls if upkeep or own or shares else 0", "calls if upkeep or own else 0"),
        ("calls if shares or shares else 0", "0"),
        ("calls if any_month(shares) else served", "served"),
        ("max(calls if shares else served, -(calls if shares else 1))", "max(served, -1)"),
        ("build_cost", "build_cost"),
    ],
)
def test_what_never_applies_is_left_out(expression, left):
    assert folded(expression) == left


def test_of_the_hybrid_it_applies():
    expression = "calls + (served if shares else 0)"
    assert folded(expression, "hybrid") == expression


def test_a_shortcut_stands_for_the_expression_where_it_is_asked_for():
    total = Key("prompting", "total")
    assert ast.unparse(tree(total)).startswith("engineering + dataset + ")
    assert ast.unparse(tree(total, shortcut=True)) == (
        "built_in(placed(0, monthly, operating), building, built)"
    )
    calls = Key("prompting", "calls")
    assert ast.unparse(tree(calls)) == ast.unparse(tree(calls, shortcut=True))
