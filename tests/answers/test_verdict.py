"""The verdict: money and fit, as docs/model.md weighs them."""

import pytest

from app.answers import judge, summarise
from app.answers.fit import leaning, score
from app.inputs.schema import Fit
from app.model import project


@pytest.mark.parametrize(
    ("points", "leans"),
    [(4, "tuning"), (2, "tuning"), (1, "hybrid"), (0, "hybrid"), (-1, "hybrid"), (-2, "prompting")],
)
def test_two_points_make_a_leaning(points, leans):
    assert leaning(points) == leans


def test_points_are_yes_among_the_first_four_less_yes_among_the_last_four():
    fit = Fit(consistent_format="yes", errors_costly="yes", creative="yes", needed_now="no")
    counted = score(fit)
    assert (counted.points, counted.answered) == (1, 4)
    assert counted.for_tuning == ("consistent_format", "errors_costly")
    assert counted.for_prompting == ("creative",)


TUNING = {"fit__consistent_format": "yes", "fit__errors_costly": "yes"}
PROMPTING = {"fit__creative": "yes", "fit__changes_often": "yes"}


@pytest.mark.parametrize(
    ("monthly", "fit", "recommendation", "reason"),
    [
        ((100, 90, 120), TUNING, "tuning", "agree"),
        ((100, 90, 120), {}, "tuning", "money_only"),
        ((100, 90, 99), PROMPTING, "hybrid", "hybrid_settles"),  # 99 ≤ 1.1 × 90
        ((100, 90, 99.1), PROMPTING, "tuning", "money_decides"),  # 10 ≥ 5 % of 100
        ((100, 96, 120), PROMPTING, "prompting", "fit_decides"),  # 4 < 5 % of 100
        ((100, 95, 120), PROMPTING, "tuning", "money_decides"),  # 5 is not under 5 %
        ((100, 120, 105), {"fit__creative": "yes"}, "hybrid", "hybrid_settles"),
        ((100, 120, 90), {"fit__creative": "yes"}, "hybrid", "agree"),
    ],
)
def test_the_verdict_at_its_boundaries(plan, monthly, fit, recommendation, reason):
    names = ("prompting__platform_cost", "tuning__platform_cost", "hybrid__platform_cost")
    inputs = plan(**dict(zip(names, monthly, strict=True)), **fit)
    verdict = judge(inputs, summarise(project(inputs)))
    assert (verdict.recommendation, verdict.reason) == (recommendation, reason)


def test_the_price_of_following_the_fit_is_its_present_cost_over_the_cheapest(plan):
    inputs = plan(
        prompting__platform_cost=100, tuning__platform_cost=150, hybrid__platform_cost=200, **TUNING
    )
    verdict = judge(inputs, summarise(project(inputs)))
    assert verdict.price_of_fit == pytest.approx(600)  # 12 × $50
    assert verdict.price_of_recommendation == 0
