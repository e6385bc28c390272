"""When building would pay most, by hand."""

import pytest

from app.answers import summarise
from app.inputs import Challenger, Inputs
from app.model import project

# Calls at $0.10 each, twice as many every month: $100, $200, $400 with prompting.
DOUBLING = {
    "finance__horizon_months": 3,
    "workload__monthly_growth": 1,
    "prompting__call_price": 0.1,
}


def best_build(inputs: Inputs, name: Challenger) -> tuple[int | None, float | None]:
    figures = summarise(project(inputs)).comparisons[name]
    return figures.best_build_month, figures.best_build_npv


def test_building_waits_until_it_pays(plan):
    # $250 a month from the next month on, $100 to build:
    # month 0: −150 − 50 + 150 − 100 = −150; 1: −50 + 150 − 100 = 0; 2: 150 − 100 = 50; 3: −100
    inputs = plan(**DOUBLING, tuning__platform_cost=250, tuning__build_cost=100)
    assert best_build(inputs, "tuning") == (2, pytest.approx(50))


def test_the_lead_time_passes_first(plan):
    # Live two months after the build: in month 3 at the latest built in month 0, for 150 − 100
    inputs = plan(
        **DOUBLING, tuning__platform_cost=250, tuning__build_cost=100, tuning__lead_time_months=2
    )
    assert best_build(inputs, "tuning") == (0, pytest.approx(50))


def test_of_months_that_bring_the_same_it_is_the_earliest(plan):
    # $100 a month: month 1 saves nothing, so building in month 0 or 1 brings 100 + 300 − 50
    inputs = plan(**DOUBLING, tuning__platform_cost=100, tuning__build_cost=50)
    assert best_build(inputs, "tuning") == (0, pytest.approx(350))


@pytest.mark.parametrize(
    ("build_cost", "best"), [(150, (None, None)), (149, (2, pytest.approx(1)))]
)
def test_where_it_never_brings_anything_there_is_no_month(plan, build_cost, best):
    inputs = plan(**DOUBLING, tuning__platform_cost=250, tuning__build_cost=build_cost)
    assert best_build(inputs, "tuning") == best


@pytest.mark.parametrize("entered", [0, 1, 2, 3, 30])
def test_the_month_that_is_entered_does_not_matter(plan, entered):
    inputs = plan(
        **DOUBLING, tuning__platform_cost=250, tuning__build_cost=100, tuning__build_month=entered
    )
    assert best_build(inputs, "tuning") == (2, pytest.approx(50))


def test_each_approach_has_a_best_month_of_its_own(plan):
    inputs = plan(
        **DOUBLING,
        tuning__platform_cost=250,
        tuning__build_cost=100,
        hybrid__platform_cost=150,  # month 0: −50 + 50 + 250 − 100; 1: 50 + 250 − 100 = 200
    )
    assert best_build(inputs, "tuning") == (2, pytest.approx(50))
    assert best_build(inputs, "hybrid") == (1, pytest.approx(200))
