"""Where the money goes."""

import pytest

from app.charts.parts import part_costs, parts
from app.plans.building import build_plan


def test_the_three_parts_add_up_to_the_cost_in_todays_money():
    plan = build_plan("customer-support", {"finance.discount_rate": 0.2})
    for name, figures in plan.summary.approaches.items():
        assert sum(part_costs(plan, name)) == pytest.approx(figures.present_cost)


def test_a_bar_is_as_long_as_its_cost_and_its_pieces_follow_each_other():
    # 12,000 requests: $24 of tokens, 10 % of them wrong at $1; fine-tuning costs $612 to build.
    values = {
        "prompting.call_price": 0.002,
        "prompting.error_rate": 0.1,
        "quality.error_cost": 1,
        "tuning.build_cost": 612,
    }
    shown = parts(build_plan("blank", values))
    prompting, tuning = shown.rows[:2]
    assert (prompting.amounts, prompting.total) == (["$24.00", "$0", "$1,200"], "$1,224")
    assert shown.sentence == "With prompting, your AI bill is $24.00 of $1,224."
    places = [(piece.key, piece.x, piece.width) for piece in prompting.pieces]
    assert places == [("provider", 0, 1.96), ("mistakes", 1.96, 98.04)]  # 24 / 1,224 = 1.96 %
    assert [(piece.key, piece.width) for piece in tuning.pieces] == [("people", 50)]


def test_where_nothing_costs_anything_there_is_nothing_to_show():
    shown = parts(build_plan("blank", {}))
    assert (shown.rows, shown.sentence) == ([], "")


def test_large_amounts_are_said_in_millions():
    shown = parts(build_plan("blank", {"prompting.build_cost": 123_456_789}))
    assert shown.rows[0].total == "$123.5M"
