"""How sure something is, in words with its number."""

import pytest

from app.plans.building import build_plan
from app.words.decision import as_good, likelier, probability_of, verdict_words
from app.words.sureness import CERTAIN, HOPELESS, confidence


@pytest.mark.parametrize(
    ("probability", "words"),
    [
        (1.0, CERTAIN),
        (0.95, CERTAIN),
        (0.9499, "Very likely: 9 in 10"),
        (0.85, "Very likely: 9 in 10"),
        (0.8499, "Likely: 8 in 10"),
        (0.55, "Likely: 6 in 10"),
        (0.5499, "As likely as not: 5 in 10"),
        (0.45, "As likely as not: 5 in 10"),
        (0.4499, "Unsure: 4 in 10"),
        (0.15, "Unsure: 2 in 10"),
        (0.1499, "Unlikely: 1 in 10"),
        (0.05, "Unlikely: 1 in 10"),
        (0.0499, HOPELESS),
        (0.0, HOPELESS),
    ],
)
def test_a_probability_has_a_word_and_its_number(probability: float, words: str) -> None:
    assert confidence(probability) == words


def test_how_sure_is_that_of_what_is_recommended() -> None:
    plan = build_plan("customer-support", {"workload.requests_per_month": 40_000, "draws": 256})
    assert plan.verdict.recommendation == "tuning"
    chance = plan.uncertainty.probability_cheapest["tuning"]
    assert probability_of(plan) == chance
    assert verdict_words(plan, surely=True).endswith(
        f" {confidence(chance)}; prompting is the cheapest in 5 of 10."
    )


def test_nothing_else_is_named_that_is_less_likely() -> None:
    plan = build_plan("customer-support", {"workload.requests_per_month": 1000, "draws": 256})
    assert plan.verdict.recommendation == "prompting"
    assert likelier(plan) is None
    assert verdict_words(plan, surely=True).endswith(f" {confidence(0.99)}.")


def test_what_comes_to_nearly_the_same_is_as_good() -> None:
    plan = build_plan("customer-support", {"workload.requests_per_month": 90_000, "draws": 256})
    chances = plan.uncertainty.probability_cheapest
    assert as_good(plan) == ["tuning", "hybrid"]
    assert probability_of(plan) == chances["tuning"] + chances["hybrid"]


def test_what_two_share_is_not_taken_for_the_chance_of_one() -> None:
    plan = build_plan("customer-support", {})
    prompting, *others = plan.uncertainty.probability_cheapest.values()
    assert max(others) < prompting < sum(others)
    assert verdict_words(plan, surely=True).endswith(
        f" {confidence(sum(others))} that fine-tuning or doing both is the cheapest; prompting is "
        "in 4 of 10, more often than either."
    )


def test_what_is_too_close_to_call_has_no_chance_that_says_more() -> None:
    plan = build_plan("brainstorming", {"workload.requests_per_month": 90_000})
    assert (plan.verdict.status, plan.verdict.recommendation) == ("close", "prompting")
    assert probability_of(plan) is None


def test_without_ranges_nothing_is_known_of_it() -> None:
    plan = build_plan("blank", {"prompting.platform_cost": 1, "tuning.platform_cost": 2})
    assert probability_of(plan) is None
    assert "in 10" not in verdict_words(plan, surely=True)
