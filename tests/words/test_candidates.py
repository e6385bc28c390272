"""Other models in words."""

import re

from app.candidates import compare
from app.plans.building import build_plan
from app.words.candidates import first_move, obstacle

HAIKU = {
    "workload.requests_per_month": 1_200_000,
    "prompting.model": "anthropic/claude-haiku-4-5",
    "quality.error_cost": 0.05,
    "tuning.error_rate": 0.05,
    "hybrid.error_rate": 0.05,
}


def plan_of(**changes):
    return build_plan("customer-support", HAIKU | changes)


def test_the_first_move_says_what_is_saved_and_how_wrong_the_model_may_be():
    move = first_move(plan_of())
    assert move.words == (
        "the same prompt on Claude Haiku 5.5 would save about $123,000, as long as it is wrong in "
        "no more than 12.3 % of answers."
    )


def test_where_mistakes_cost_nothing_there_is_no_condition():
    move = first_move(plan_of(**{"quality.error_cost": 0}))
    assert re.fullmatch(
        r"the same prompt on Claude Haiku 5\.5 would save about \$\d+,000\.", move.words
    )


def test_where_the_share_is_the_same_in_words_it_is_said_so():
    # At $40 a mistake 5 % of them cost more than any bill: 5.01 % would use up what is saved.
    move = first_move(
        plan_of(
            **{
                "quality.error_cost": 40,
                "tuning.considered": False,
                "hybrid.considered": False,
                "labour.engineer_rate": 10,
            }
        )
    )
    assert move.words.endswith("as long as it is wrong no more often than what you have now.")


def test_why_a_model_cannot_carry_the_plan_is_said_with_its_days():
    found = {item.reference: item for item in compare(plan_of()).candidates}
    said = obstacle(found["openai/gpt-4.1-mini-tuned"])
    assert "training closes to new customers on 6 Jan 2027" in said
    assert "retires on 14 Jan 2027" in said
    assert obstacle(found["openai/gpt-6-luna"]) == ""
    tight = compare(plan_of(**{"prompting.prompt_tokens": 150_000}), ["prompting"])
    [turbo] = [item for item in tight.candidates if item.reference == "openai/gpt-4-turbo"]
    assert "which takes 128,000 tokens" in obstacle(turbo)
