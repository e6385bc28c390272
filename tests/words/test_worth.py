"""What a mistake avoided costs, what to test, and how many examples, as sentences."""

import pytest

from app.answers.examples import examples_curve
from app.plans.building import build_plan
from app.plans.plan import Plan
from app.words.worth import (
    NO_NEED,
    NOT_WORTH_IT,
    NOTHING_TO_TEST,
    check_details,
    check_sentence,
    examples_sentence,
    mistakes_sentence,
    price_of_checking,
)

# 1,000 requests a month for 12 months; tuning is wrong 240 times less.
FEWER = {
    "prompting.call_price": 0.1,
    "prompting.error_rate": 0.05,
    "tuning.call_price": 0.1,
    "tuning.error_rate": 0.03,
    "hybrid.considered": "no",
}


def blank(**values: object) -> Plan:
    return build_plan("blank", FEWER | {name.replace("__", "."): v for name, v in values.items()})


def test_a_mistake_avoided_has_its_price():
    # $600 for 240 mistakes
    said = mistakes_sentence(blank(tuning__build_cost=600))
    assert said == (
        "Fine-tuning costs $2.50 per mistake avoided: worth it if a mistake costs you more. "
        f"{NO_NEED}"
    )


def test_whoever_said_what_a_mistake_costs_is_not_told_that_there_is_no_need():
    said = mistakes_sentence(blank(tuning__build_cost=600, quality__error_cost=1))
    assert said == (
        "Fine-tuning costs $2.50 per mistake avoided: worth it if a mistake costs you more."
    )


@pytest.mark.parametrize("price", [0.1, 0.01])
def test_what_is_no_dearer_and_better_is_worth_it_whatever_a_mistake_costs(price):
    said = mistakes_sentence(blank(tuning__call_price=price, quality__error_cost=1))
    assert said == (
        "Fine-tuning avoids mistakes and costs no more than prompting: worth it whatever a "
        "mistake costs you."
    )


@pytest.mark.parametrize("error_rate", [0.05, 0.08])
def test_what_errs_as_often_avoids_nothing(error_rate):
    said = mistakes_sentence(blank(tuning__error_rate=error_rate))
    assert said == (
        "Fine-tuning avoids no mistakes: at least as many of its answers are wrong as of "
        "prompting's."
    )


def test_nothing_is_said_where_nobody_errs():
    assert mistakes_sentence(blank(prompting__error_rate=0, tuning__error_rate=0)) is None


def test_nothing_is_said_of_a_forecast():
    assert mistakes_sentence(build_plan("blank", {"prompting.call_price": 1})) is None


def test_a_close_call_names_a_test_its_price_and_its_worth():
    plan = build_plan("customer-support", {})
    said, details = check_sentence(plan), check_details(plan)
    assert said == (
        "Check 1,600 answers of each: about $6,400, worth about $61,000 before you decide."
    )
    assert details == (
        "Give the same questions to prompting, fine-tuning and doing both, and count which "
        "answers are wrong. In 64 % of cases what is found changes which approach is chosen. The "
        "price is the calls and people's time, 2 minutes an answer as in the plan. It takes "
        "a tuned model; a first try will do. Training it is not in the price. No larger test was "
        "tried; the table says what smaller ones are worth."
    )


def test_what_was_measured_may_leave_two_to_decide_between():
    measured = {
        "prompting.error_rate": 0.15,
        "ranges.prompting.error_rate": "0.13..0.17",
        "tuning.error_rate": 0.05,
        "ranges.tuning.error_rate": "0.02..0.09",
        "hybrid.error_rate": 0.04,
        "ranges.hybrid.error_rate": "0.01..0.08",
        "draws": 256,
    }
    plan = build_plan("customer-support", measured)
    assert plan.uncertainty.probability_cheapest["prompting"] == 0
    assert str(check_sentence(plan)).endswith(
        "before you decide between fine-tuning and doing both."
    )


def test_a_single_approach_is_named():
    one = {"ranges.prompting.error_rate": "none", "ranges.hybrid.error_rate": "none"}
    plan = build_plan("customer-support", one)
    assert "answers of fine-tuning: " in str(check_sentence(plan))
    assert str(check_details(plan)).startswith("Count which answers are wrong.")


def test_a_test_that_is_not_worth_its_cost_is_not_advised():
    harmless = {"quality.error_cost": 0.001, "ranges.quality.error_cost": "none", "draws": 256}
    plan = build_plan("customer-support", harmless)
    assert check_sentence(plan) == NOT_WORTH_IT
    assert check_details(plan) is None


def test_without_a_range_there_is_nothing_to_test():
    plan = blank(ranges__quality__error_cost="1..2", quality__error_cost=1, draws=256)
    assert check_sentence(plan) == NOTHING_TO_TEST


LEARNING = {
    "finance__horizon_months": 1,
    "quality__error_cost": 10,
    "tuning__error_rate": 0.4,
    "tuning__dataset_examples": 100,
    "tuning__example_cost": 1,
    "tuning__learning_exponent": 1,
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        # 632 + 400,000 / 632 = $1,264.91 and 100 calls; today 100 + 4,000
        (
            {},
            "Fine-tuning costs least with 632 examples: about $1,360 in today's money, 6.3 % of "
            "its answers wrong. With 100, as planned, it costs about $4,200, 40 % wrong.",
        ),
        (
            {"tuning__dataset_examples": 632, "tuning__measured_examples": 100},
            "Fine-tuning costs least with 632 examples, as many as the plan has: about $1,360 in "
            "today's money, 6.3 % of its answers wrong.",
        ),
        (
            {"tuning__dataset_examples": 0, "tuning__measured_examples": 100},
            "Fine-tuning costs least with 632 examples: about $1,360 in today's money, 6.3 % of "
            "its answers wrong.",
        ),
    ],
)
def test_the_best_number_of_examples_is_compared_with_what_is_planned(changed, said):
    plan = blank(**LEARNING | changed)
    curve = examples_curve(plan.projection, "tuning")
    assert curve is not None
    assert examples_sentence(plan, curve) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "no time for reviewing"), (1, "time, 1 minute an answer"), (1.5, "time, 1.5 minutes an")],
)
def test_what_a_test_costs_is_said(minutes, said):
    assert said in price_of_checking(minutes)
