"""The tornado's bars."""

from app.charts.tornado import tornados
from app.plans.building import build_plan

FEES = {
    "prompting.platform_cost": 100,
    "tuning.build_cost": 600,
    "hybrid.build_cost": 1000,
    "ranges.prompting.platform_cost": "50..150",
}


def test_a_bar_names_both_ends_and_the_values_that_lead_there():
    # 12 × $50 − $600 = 0, 12 × $150 − $600 = $1,200
    tuning, hybrid = tornados(build_plan("blank", FEES))
    [bar] = tuning.bars
    assert (bar.worse, bar.better) == ("$0", "$1,200")
    assert (bar.worse_at, bar.better_at) == ("$50 per month", "$150 per month")
    assert tuning.entered_words == "Dashed: as entered, $600."
    # One scale for both, from −$500 to $1,500: the hybrid's bar is as long, and starts at −$400.
    assert tuning.zero == hybrid.zero
    assert bar.width == hybrid.bars[0].width
    assert bar.x == tuning.zero
    assert hybrid.bars[0].x < hybrid.zero


def test_what_moves_nothing_has_no_bar_and_is_counted():
    ranges = {"ranges.tuning.epochs": "1..9", "ranges.labour.reviewer_rate": "0..9"}
    tuning, _ = tornados(build_plan("blank", FEES | {"tuning.epochs": 3} | ranges))
    assert len(tuning.bars) == 1
    assert tuning.rest.endswith("nothing.")


def test_of_many_bars_the_shortest_are_counted():
    tuning, hybrid = tornados(build_plan("customer-support", {}))
    assert len(tuning.bars) == len(hybrid.bars) == 10
    longest = [bar.width for bar in tuning.bars]
    assert longest == sorted(longest, reverse=True)


def test_without_ranges_that_move_anything_there_is_no_tornado():
    assert tornados(build_plan("blank", {"tuning.build_cost": 5})) == []
