"""The verdict: money and fit, as docs/model.md weighs them."""

import pytest

from app.answers import judge, summarise
from app.answers.fit import leaning, score
from app.inputs import Inputs
from app.inputs.schema import Fit
from app.model import project


def verdict_on(inputs: Inputs):
    projection = project(inputs)
    return judge(projection, summarise(projection))


@pytest.mark.parametrize(
    ("points", "leans"),
    [(4, "tuning"), (2, "tuning"), (1, None), (0, None), (-1, None), (-2, "prompting")],
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


@pytest.fixture
def priced(plan):
    """Approaches that cost so much a month, on one line each unless told otherwise."""

    def build(prompting, tuning, hybrid=None, **values):
        names = ("prompting__platform_cost", "tuning__platform_cost", "hybrid__platform_cost")
        costs = dict(zip(names, (prompting, tuning, hybrid or 0), strict=True))
        return plan(hybrid__considered=hybrid is not None, **costs, **values)

    return build


@pytest.mark.parametrize(
    ("monthly", "fit", "status", "recommendation", "reason"),
    [
        ((100, 90, 120), TUNING, "clear", "tuning", "agree"),
        ((100, 90, 120), {}, "clear", "tuning", "money_decides"),
        ((100, 90, 120), PROMPTING, "clear", "tuning", "money_decides"),  # dearer by 11 %
        ((100, 99.5, 120), PROMPTING, "close", "prompting", "fit_decides"),  # 0.5 < 1 % of 99.5
        ((100, 99.5, 120), TUNING, "close", "tuning", "agree"),
        ((100, 99.5, 120), {}, "close", "prompting", "least_risk"),
        ((100, 101.5, 120), {}, "clear", "prompting", "money_decides"),  # 1.5 ≥ 1 % of 100
        ((100, 50, 50.1), PROMPTING, "close", "tuning", "least_risk"),  # prompting is not tied
    ],
)
def test_the_verdict_at_its_boundaries(priced, monthly, fit, status, recommendation, reason):
    verdict = verdict_on(priced(*monthly, **fit))
    assert (verdict.status, verdict.recommendation, verdict.reason) == (
        status,
        recommendation,
        reason,
    )


# 1,200 − build < a tenth of 1,200 + build where build > 1,080 / 1.1 = 981.8
@pytest.mark.parametrize(("build", "tied"), [(982, True), (981, False)])
def test_gains_and_losses_that_nearly_cancel_tie(plan, build, tied):
    inputs = plan(
        prompting__call_price=0.1,  # 12 months × 1,000 calls × $0.1 = $1,200
        tuning__build_cost=build,
        tuning__platform_cost=0.001,
        hybrid__considered="no",
    )
    summary = summarise(project(inputs))
    assert summary.cheapest == "tuning"
    assert (summary.tied == ("prompting", "tuning")) is tied
    assert summary.too_close_to_call is tied


def test_the_least_investment_is_recommended_of_those_that_are_tied(plan):
    inputs = plan(
        prompting__platform_cost=100,
        tuning__platform_cost=10,
        tuning__build_cost=100,
        hybrid__platform_cost=10,
        hybrid__build_cost=99,
    )
    verdict = verdict_on(inputs)
    assert verdict.tied == ("tuning", "hybrid")
    assert (verdict.recommendation, verdict.reason) == ("hybrid", "least_risk")


def test_the_price_of_following_the_fit_is_its_present_cost_over_the_cheapest(priced):
    verdict = verdict_on(priced(100, 150, 200, **TUNING))
    assert verdict.price_of_fit == pytest.approx(600)  # 12 × $50
    assert verdict.price_of_recommendation == 0


def test_a_fit_that_leans_to_neither_or_to_who_takes_no_part_has_no_price(priced, plan):
    assert verdict_on(priced(100, 150, 200)).price_of_fit is None
    alone = plan(
        prompting__platform_cost=100, hybrid__platform_cost=9, tuning__considered="no", **TUNING
    )
    verdict = verdict_on(alone)
    assert (verdict.recommendation, verdict.reason) == ("hybrid", "money_decides")
    assert verdict.price_of_fit is None


# Where nothing can be said


def assert_undecided(verdict, status):
    assert verdict.status == status
    assert verdict.recommendation is verdict.reason is verdict.tied is None
    assert verdict.price_of_fit is verdict.price_of_recommendation is None


def test_prompting_alone_is_a_forecast(plan):
    inputs = plan(
        prompting__platform_cost=9, tuning__considered="no", hybrid__considered="no", **TUNING
    )
    assert_undecided(verdict_on(inputs), "forecast")


def test_an_approach_that_costs_nothing_to_run_is_not_described(priced):
    assert_undecided(verdict_on(priced(100, 0, **PROMPTING)), "incomplete")
    assert_undecided(verdict_on(priced(0, 100)), "incomplete")


def test_an_approach_that_goes_live_after_the_end_is_described_all_the_same(priced):
    verdict = verdict_on(priced(100, 90, tuning__lead_time_months=24, tuning__build_cost=500))
    assert (verdict.status, verdict.recommendation) == ("clear", "prompting")


WINDOW = 128_000  # of openai/gpt-4o, as the catalogue knows it


@pytest.mark.parametrize(("prompt", "status"), [(127_400, "clear"), (127_401, "impossible")])
def test_a_prompt_that_does_not_fit_its_model_cannot_run(priced, prompt, status):
    # prompt + 200 of the user + 300 of the answer + 100 of reasoning ≤ 128,000
    inputs = priced(
        100,
        150,
        workload__request_tokens=200,
        prompting__model="openai/gpt-4o",
        prompting__prompt_tokens=prompt,
        prompting__output_tokens=300,
        prompting__reasoning_tokens=100,
        **TUNING,
    )
    assert verdict_on(inputs).status == status


def test_the_last_call_of_a_conversation_is_the_longest(priced):
    # 3 calls: 1,000 + 30,000 + 2 × (30,000 + 20,000) + 20,000 = 151,000 > 128,000
    chat = {
        "workload__request_tokens": 30_000,
        "prompting__model": "openai/gpt-4o",
        "prompting__prompt_tokens": 1_000,
        "prompting__output_tokens": 20_000,
    }
    assert verdict_on(priced(100, 150, **chat)).status == "clear"
    assert_undecided(
        verdict_on(priced(100, 150, prompting__calls_per_request=3, **chat)), "impossible"
    )


def test_a_challenger_that_does_not_fit_is_neither_cheapest_nor_tied(priced):
    inputs = priced(100, 50, 90, tuning__model="openai/gpt-4o", tuning__prompt_tokens=WINDOW + 1)
    inputs = inputs.replace({"hybrid.model": None})
    summary = summarise(project(inputs))
    assert (summary.cheapest, summary.tied) == ("hybrid", ("hybrid",))
    assert verdict_on(inputs).recommendation == "hybrid"
