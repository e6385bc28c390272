"""The verdict in words, of every status and reason."""

from dataclasses import replace

import pytest

from app.plans.building import build_plan
from app.plans.plan import Plan
from app.words.decision import (
    mends,
    stored_headline,
    verdict_headline,
    verdict_sentence,
    verdict_words,
)
from app.words.fitting import fitting
from app.words.sentences import answer

TUNING_FITS = {"fit.consistent_format": "yes", "fit.errors_costly": "yes"}
YEAR = "over one year, in today's money"


def plan_of(**platform_costs: object) -> Plan:
    """Return a plan of platform costs alone, 100 and 200 a month where nothing else is said."""
    values = {"prompting": 100, "tuning": 100, "hybrid": 200} | platform_costs
    return build_plan("blank", {f"{name}.platform_cost": cost for name, cost in values.items()})


def fit_words(plan: Plan) -> str:
    """Return what the task favours."""
    found = fitting(plan)
    assert found is not None
    return found.words


def test_where_money_is_clear_the_cheapest_is_recommended_and_the_fit_stands_beside_it() -> None:
    # 12 months × $100 more for fine-tuning, on one line: all of what changes hands
    plan = plan_of(tuning=200).with_values(TUNING_FITS)
    assert (plan.verdict.status, plan.verdict.reason) == ("clear", "money_decides")
    assert verdict_headline(plan) == "Keep prompting"
    assert verdict_sentence(plan) == (
        f"Fine-tuning would cost about $1,200 more than prompting {YEAR}, and would not pay back "
        "in that time."
    )
    assert fit_words(plan) == (
        "answers in one format and errors that are costly or regulated favour fine-tuning"
    )


def test_a_fit_that_the_sentence_does_not_speak_of_says_its_price() -> None:
    # 12 × $200 more than doing both, 12 × $100 more than prompting
    plan = plan_of(prompting=300, tuning=400, hybrid=100).with_values(TUNING_FITS)
    assert verdict_headline(plan) == "Do both"
    assert fit_words(plan).endswith(
        "favour fine-tuning, though it costs about $3,600 more than doing both"
    )


def test_another_approach_is_said_to_pay_from_a_month_and_to_save_against_prompting() -> None:
    # $900 up front against $300 a month saved: paid back in month 3
    plan = plan_of(prompting=400, hybrid=300).with_values({"tuning.build_cost": 900})
    assert verdict_headline(plan) == "Fine-tune"
    assert verdict_sentence(plan) == (
        f"It pays from March 2027 and saves about $2,700 against prompting {YEAR}."
    )


def test_what_costs_less_from_the_start_pays_from_no_month() -> None:
    plan = plan_of(prompting=300).with_values(TUNING_FITS)
    assert plan.verdict.reason == "agree"
    assert verdict_sentence(plan) == (
        f"It costs less from the start and saves about $2,400 against prompting {YEAR}."
    )
    assert fit_words(plan).endswith("favour fine-tuning, too")


def test_doing_both_is_said_in_words_that_explain_it() -> None:
    plan = plan_of(prompting=300, tuning=200, hybrid=50)
    assert verdict_sentence(plan).startswith(
        "A tuned model that still gets prompts costs less from the start"
    )
    # A tenth of prompting's platform is paid in full beside its own: $300 + $50 a month
    split = plan_of(prompting=300, tuning=900, hybrid=50).with_values(
        {"hybrid.prompted_share": 0.1, "quality.error_cost": 1, "prompting.error_rate": 0.9}
    )
    assert split.verdict.recommendation == "hybrid"
    assert verdict_sentence(split).startswith(
        "A tuned model for most requests, the prompt for the rest, costs less from the start"
    )


def test_two_that_are_tied_and_beat_prompting_are_both_named() -> None:
    # $60 more than both, too little to call; prompting costs twice as much
    plan = plan_of(prompting=2000, tuning=1005, hybrid=1000).with_values(TUNING_FITS)
    assert (plan.verdict.recommendation, plan.verdict.cheapest) == ("tuning", "hybrid")
    assert verdict_headline(plan) == "Fine-tune"
    assert verdict_sentence(plan) == (
        f"It costs less from the start and saves about $11,900 against prompting {YEAR}; doing "
        "both would come to nearly the same."
    )


def test_where_money_cannot_tell_the_task_decides() -> None:
    # $1,260 to build against 12 × $100 saved: $60 of the $2,460 that change hands
    plan = plan_of(prompting=200).with_values({"tuning.build_cost": 1260} | TUNING_FITS)
    assert (plan.verdict.status, plan.verdict.reason) == ("close", "fit_decides")
    assert verdict_headline(plan) == "Too close to call, so go by the task: fine-tune"
    assert verdict_sentence(plan) == (
        f"Fine-tuning would cost about $60 more than prompting {YEAR}, and that is smaller than "
        "what you do not know."
    )


def test_where_neither_can_tell_one_stays_with_what_there_is() -> None:
    plan = plan_of(prompting=200, hybrid=300).with_values({"tuning.build_cost": 1140})
    assert (plan.verdict.status, plan.verdict.reason) == ("close", "least_risk")
    assert verdict_headline(plan) == "Too close to call, so stay with what you have"
    assert verdict_sentence(plan) == (
        f"Fine-tuning would save about $60 against prompting {YEAR}, and that is smaller than what "
        "you do not know."
    )


def test_what_costs_the_same_is_not_said_to_cost_nothing_less() -> None:
    plan = plan_of(prompting=200, tuning=200, hybrid=300)
    assert verdict_sentence(plan).startswith("Fine-tuning would cost the same as prompting")


def test_of_a_task_on_which_nothing_was_answered_nothing_is_said() -> None:
    assert fitting(plan_of(tuning=150)) is None


def test_answers_of_the_use_case_are_assumptions_and_a_persons_own_are_not() -> None:
    usual = build_plan("customer-support", {})
    assumed = fitting(usual)
    assert assumed is not None
    assert assumed.is_assumed
    own = fitting(usual.with_values({"fit.errors_costly": "yes"}))
    assert own is not None
    assert not own.is_assumed


def test_a_task_that_suits_what_takes_no_part_says_so() -> None:
    plan = plan_of(tuning=150).with_values({"tuning.considered": False} | TUNING_FITS)
    assert fit_words(plan).endswith("favour fine-tuning, which takes no part in this plan")


def test_a_forecast_says_what_prompting_costs_and_recommends_nothing() -> None:
    plan = build_plan("blank", {"prompting.platform_cost": 100})
    assert (plan.verdict.status, plan.verdict.recommendation) == ("forecast", None)
    assert verdict_headline(plan) == "A forecast of prompting alone"
    assert verdict_sentence(plan) == f"Prompting will cost about $1,200 {YEAR}."
    assert answer(plan).reasons == ["Of all that it costs, $1,200 is for people and tools."]


def test_an_approach_of_which_nothing_is_known_is_asked_about() -> None:
    plan = build_plan("blank", {"prompting.platform_cost": 100, "tuning.build_cost": 50})
    assert (plan.verdict.status, verdict_headline(plan)) == ("incomplete", "No answer yet")
    assert verdict_sentence(plan) == (
        "Say which model you would fine-tune, and what preparing it takes."
    )
    assert [item.input for item in mends(plan)] == ["tuning.model"]


def test_a_hybrid_that_follows_is_not_asked_about_twice() -> None:
    plan = build_plan("blank", {"tuning.considered": "yes", "hybrid.considered": "yes"})
    assert [item.input for item in mends(plan)] == ["prompting.model", "tuning.model"]
    own = build_plan("blank", {"prompting.platform_cost": 1, "hybrid.build_cost": 1})
    assert [item.input for item in mends(own)] == ["hybrid.model"]


TOO_LONG = {
    "prompting.model": "anthropic/claude-3-haiku",
    "prompting.prompt_growth": 0,
    "prompting.prompt_tokens": 1000,
    "prompting.output_tokens": 657,
    "workload.request_tokens": 300_000,
}


def test_a_call_that_does_not_fit_cannot_run() -> None:
    able = {"tuning.model": None, "hybrid.model": None}
    plan = build_plan("customer-support", TOO_LONG | able)
    assert (plan.verdict.status, verdict_headline(plan)) == ("impossible", "This cannot run")
    # 300,000 + 1,000 + 657
    assert verdict_sentence(plan) == (
        "A call of 301,657 tokens does not fit Claude Haiku 3 (200,000); fine-tuning and doing "
        "both could run."
    )


def test_where_no_other_approach_can_run_either_both_are_said() -> None:
    plan = build_plan("customer-support", TOO_LONG | {"tuning.model": "aws/nova-micro-tuned"})
    assert verdict_sentence(plan).endswith("and fine-tuning and doing both cannot run either.")
    assert mends(plan)[0].input == "prompting.model"


def test_the_reasons_that_version_1_saved_are_still_said() -> None:
    plan = plan_of(prompting=300, hybrid=110).with_values(TUNING_FITS)
    old = replace(
        plan.verdict,
        status=None,
        tied=(),
        reason="hybrid_settles",
        recommendation="hybrid",
        price_of_fit=0.0,
        price_of_recommendation=120.0,
        fit=replace(plan.verdict.fit, leaning="prompting"),
    )
    vars(plan)["verdict"] = old  # as a saved revision has it
    assert verdict_headline(plan) == "Do both"
    assert verdict_sentence(plan) == (
        f"Doing both would save about $2,280 against prompting {YEAR}, as the middle way: "
        "fine-tuning is the cheapest, but the task suits prompting."
    )
    vars(plan)["verdict"] = replace(old, reason="money_only", recommendation="tuning")
    assert verdict_words(plan) == (
        f"Fine-tune. It costs less from the start and saves about $2,400 against prompting {YEAR}."
    )


@pytest.mark.parametrize(
    ("results", "words"),
    [
        ({"cheapest": "hybrid"}, "Do both"),  # version 1 stored no more
        ({"cheapest": "tuning", "recommendation": "prompting"}, "Keep prompting"),
        (
            {"cheapest": "tuning", "recommendation": None, "status": "incomplete"},
            "No answer yet",
        ),
    ],
)
def test_what_is_stored_has_a_headline(results: dict[str, str | None], words: str) -> None:
    assert stored_headline(results) == words


LONG_CALLS = {  # fit prompting's model, of 1,000,000 tokens, and not Nova Micro's 128,000
    "prompting.model": "anthropic/claude-haiku-5-5",
    "tuning.model": "aws/nova-micro-tuned",
    "workload.request_tokens": 200_000,
    "fit.consistent_format": "yes",
    "fit.repeats_at_scale": "yes",
}


def test_what_cannot_run_is_not_said_to_cost_less_or_to_pay() -> None:
    plan = build_plan("internal-tools", LONG_CALLS)
    assert plan.summary.comparisons["tuning"].npv > 0  # it would pay, if only it could run
    assert verdict_headline(plan) == "Keep prompting"
    assert verdict_sentence(plan).startswith("Fine-tuning and doing both cannot run: a call of ")
    assert fit_words(plan).endswith("favour fine-tuning, which cannot run")
    assert not any("outweigh what it saves" in words for words in answer(plan).details)


def test_without_a_model_or_a_price_there_is_no_forecast_yet() -> None:
    plan = build_plan("blank", {})
    assert verdict_headline(plan) == "No forecast yet"
    assert verdict_sentence(plan) == "Say which model you prompt, or what a call costs."
    assert [item.input for item in mends(plan)] == ["prompting.model"]


def test_where_too_little_is_known_nothing_is_explained() -> None:
    plan = build_plan("blank", {"prompting.input_price": 1, "tuning.build_cost": 1_000})
    assert plan.verdict.status == "incomplete"
    assert answer(plan).reasons == []
