"""The verdict in words, of every status and reason."""

from dataclasses import replace

from app.inputs.schema import Fit
from app.plans.plan import Plan, build_plan
from app.words.decision import fit_words, verdict_headline, verdict_words
from app.words.sentences import answer

TUNING_FITS = {"fit.consistent_format": "yes", "fit.errors_costly": "yes"}


def plan_of(**platform_costs: object) -> Plan:
    """Return a plan of platform costs alone, 100 and 200 a month where nothing else is said."""
    values = {"prompting": 100, "tuning": 100, "hybrid": 200} | platform_costs
    return build_plan("blank", {f"{name}.platform_cost": cost for name, cost in values.items()})


def test_money_that_is_clear_decides_and_what_the_fit_would_cost_is_said() -> None:
    # 12 months × $100 more for fine-tuning, on one line: all of what changes hands
    plan = plan_of(tuning=200).with_values(TUNING_FITS)
    assert (plan.verdict.status, plan.verdict.reason) == ("clear", "money_decides")
    assert verdict_headline(plan) == "Keep prompting"
    assert verdict_words(plan) == (
        "Keep prompting, although the task suits fine-tuning: choosing fine-tuning for its fit "
        "would cost $1,200 more than prompting over the plan, in today's money."
    )


def test_money_and_fit_that_agree_say_so() -> None:
    plan = plan_of(prompting=300).with_values(TUNING_FITS)
    assert plan.verdict.reason == "agree"
    assert verdict_words(plan) == (
        "Fine-tune a model: it costs $1,200 less than doing both over the plan, in today's money, "
        "and the task suits fine-tuning."
    )


def test_where_money_cannot_tell_the_fit_decides_and_its_price_is_said() -> None:
    # $1,260 to build against 12 × $100 saved: $60 of the $2,460 that change hands
    plan = plan_of(prompting=200).with_values({"tuning.build_cost": 1260} | TUNING_FITS)
    assert (plan.verdict.status, plan.verdict.reason) == ("close", "fit_decides")
    assert verdict_headline(plan) == "Too close to call: fine-tune a model"
    assert verdict_words(plan) == (
        "Fine-tune a model: money is too close to call, and the task suits fine-tuning. It costs "
        "$60.00 more than prompting over the plan, in today's money."
    )


def test_where_neither_can_tell_the_least_investment_is_kept() -> None:
    plan = plan_of(prompting=200, hybrid=300).with_values({"tuning.build_cost": 1140})
    assert (plan.verdict.status, plan.verdict.reason) == ("close", "least_risk")
    assert verdict_headline(plan) == "Too close to call: keep prompting"
    assert verdict_words(plan) == (
        "Keep prompting: money is too close to call, and this takes no investment. It costs $60.00 "
        "more than fine-tuning over the plan, in today's money."
    )


def test_without_answers_money_decides_and_asks_the_questions() -> None:
    plan = plan_of(tuning=150)
    assert plan.verdict.reason == "money_decides"
    assert verdict_words(plan) == (
        "Keep prompting: it costs $600 less than fine-tuning over the plan, in today's money. "
        "What suits the task is not known yet: answer the eight questions."
    )


def test_a_task_that_suits_what_takes_no_part_leaves_the_decision_to_money() -> None:
    plan = plan_of(tuning=150).with_values({"tuning.considered": False} | TUNING_FITS)
    assert verdict_words(plan) == (
        "Keep prompting: it costs $1,200 less than doing both over the plan, in today's money."
    )


def test_a_forecast_says_what_prompting_costs_and_recommends_nothing() -> None:
    plan = build_plan("blank", {"prompting.platform_cost": 100})
    assert (plan.verdict.status, plan.verdict.recommendation) == ("forecast", None)
    assert verdict_headline(plan) == "A forecast of prompting alone"
    assert verdict_words(plan) == "Prompting will cost $1,200 over 12 months, as paid."


def test_an_approach_of_which_nothing_is_known_is_asked_about() -> None:
    plan = build_plan("blank", {"prompting.platform_cost": 100, "tuning.build_cost": 50})
    assert (plan.verdict.status, verdict_headline(plan)) == ("incomplete", "No answer yet")
    assert verdict_words(plan) == (
        "No answer yet: fine-tuning has no costs of its own. Say which model you would fine-tune, "
        "and what preparing it takes."
    )


def test_a_call_that_does_not_fit_cannot_run() -> None:
    plan = build_plan(
        "customer-support",
        {
            "prompting.model": "anthropic/claude-3-haiku",
            "prompting.prompt_growth": 0,
            "prompting.prompt_tokens": 1000,
            "prompting.output_tokens": 657,
            "workload.request_tokens": 300_000,
        },
    )
    assert (plan.verdict.status, verdict_headline(plan)) == ("impossible", "This cannot run")
    # 300,000 + 1,000 + 657
    assert verdict_words(plan) == (
        "This cannot run: a call of 301,657 tokens does not fit Claude Haiku 3, which takes "
        "200,000."
    )


def test_the_reasons_that_version_1_saved_are_still_said() -> None:
    plan = plan_of(prompting=300, hybrid=110).with_values(TUNING_FITS)
    old = replace(
        plan.verdict,
        reason="hybrid_settles",
        recommendation="hybrid",
        price_of_fit=0.0,
        price_of_recommendation=120.0,
        fit=replace(plan.verdict.fit, leaning="prompting"),
    )
    vars(plan)["verdict"] = old  # as a saved revision has it
    assert verdict_words(plan) == (
        "Do both, as the middle way: fine-tuning is cheapest, but the task suits prompting. "
        "Choosing prompting for its fit would cost $0 more; doing both costs $120 more than "
        "fine-tuning over the plan, in today's money."
    )
    vars(plan)["verdict"] = replace(old, reason="money_only", recommendation="tuning")
    assert verdict_words(plan).startswith("Fine-tune a model: it costs $120 less than doing both")


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
    assert verdict_words(plan) == (
        "Keep prompting, although the task suits fine-tuning: fine-tuning cannot run, for a call "
        "does not fit its model."
    )
    said = answer(plan)
    assert said.headline.endswith("cannot run: a call does not fit its model.")
    assert not any("outweigh what it saves" in words for words in said.details)


def test_the_second_sentence_is_about_what_is_recommended() -> None:
    # $60 more than both, too little to call; the task suits fine-tuning
    plan = plan_of(prompting=2000, tuning=1005, hybrid=1000).with_values(TUNING_FITS)
    assert (plan.verdict.recommendation, plan.verdict.cheapest) == ("tuning", "hybrid")
    assert answer(plan).headline.startswith("Fine-tuning never costs more than prompting")


def test_a_single_open_question_is_one_of_the_eight_questions() -> None:
    answers = dict.fromkeys([f"fit.{name}" for name in Fit.model_fields], "no")
    plan = plan_of().with_values(answers | {"fit.creative": "unsure"})
    assert fit_words(plan).endswith(" 1 of the eight questions is not answered.")


def test_without_a_model_or_a_price_there_is_no_forecast_yet() -> None:
    words = verdict_words(build_plan("blank", {}))
    assert words == "No forecast yet: say which model you prompt, or what a call costs."


def test_where_too_little_is_known_nothing_is_said_to_stay_cheapest() -> None:
    plan = build_plan("blank", {"prompting.input_price": 1, "tuning.build_cost": 1_000})
    assert plan.verdict.status == "incomplete"
    assert not answer(plan).headline.startswith("Prompting stays cheapest")
