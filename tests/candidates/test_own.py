"""Alternatives of one's own: read, calculated, written back, and how often the cheapest."""

from urllib.parse import parse_qsl

import pytest

from app.candidates import compare, own_in_body, own_query, split_own
from app.inputs import InvalidInputs
from app.plans.building import build_plan
from app.plans.dialect import read_query

PLAN = build_plan("customer-support", {})


def named(**fields):
    """Return one alternative of the fields."""
    pairs = [(f"candidates.1.{name.replace('__', '.')}", text) for name, text in fields.items()]
    [own] = split_own(pairs)[1]
    return own


def tried(*own, plan=PLAN):
    found = compare(plan, [], own)
    return found, {item.own: item for item in found.candidates}


def problems_of(*pairs):
    with pytest.raises(InvalidInputs) as caught:
        compare(PLAN, [], split_own(pairs)[1])
    return {problem.input: problem.message for problem in caught.value.problems}


def test_what_is_no_alternative_stays_the_plans_query():
    rest, own = split_own([("preset", "blank"), ("candidates.2.name", "Ours")])
    assert rest == [("preset", "blank")]
    assert [(item.number, item.name, item.approach) for item in own] == [(2, "Ours", "prompting")]


def test_an_alternative_equal_to_the_plan_differs_by_nothing():
    found, own = tried(named(name="The same"))
    assert own[1].difference == 0
    assert own[1].present_cost == found.entered["prompting"].present_cost
    assert own[1].error_rate_allowed == 0.05


def test_an_alternative_costs_what_the_plan_with_its_fields_does():
    own = named(
        approach="tuning",
        model="fireworks/8b-lora-dedicated",
        hosting_hours="200",
        list_discount="15%",
        committed_spend="3k",
        error_rate="0.03",
    )
    found, candidates = tried(own)
    values = {f"tuning.{field}": value for field, value in own.values.items()}
    plan = build_plan("customer-support", values)
    assert candidates[1].present_cost == plan.projection.present_cost("tuning")
    assert candidates[1].maker == "Fireworks"
    reopened = read_query(parse_qsl(candidates[1].query))
    assert reopened.inputs == plan.inputs
    # Put back, the allowed rate costs what fine-tuning as entered does.
    rate = {"tuning.error_rate": candidates[1].error_rate_allowed}
    equal = plan.projection.at(rate).present_cost("tuning")
    assert float(equal) == pytest.approx(found.entered["tuning"].present_cost, rel=1e-9)


def test_a_model_of_the_catalogue_fills_its_prices_and_one_beside_it_wins():
    plan = build_plan("customer-support", {"prompting.input_price": 7})
    _, own = tried(named(model="anthropic/claude-haiku-4-5", output_price="9"), plan=plan)
    inputs = read_query(parse_qsl(own[1].query, keep_blank_values=True)).inputs.prompting
    assert (inputs.input_price, inputs.output_price) == (1.0, 9.0)


def test_a_model_may_be_called_by_its_title():
    assert named(model="haiku 5.5").values["model"] == "anthropic/claude-haiku-5-5"
    tuned = named(approach="tuning", model="nova micro").values["model"]
    assert tuned == "aws/nova-micro-tuned"
    assert named(model="Ours", input_price="1", output_price="2").values["model"] == "Ours"


def test_what_is_empty_is_not_given_and_none_takes_a_price_away():
    _, own = tried(named(cached_input_price="none", output_price=" "))
    inputs = read_query(parse_qsl(own[1].query, keep_blank_values=True)).inputs.prompting
    assert inputs.cached_input_price is None
    assert inputs.output_price == PLAN.inputs.prompting.output_price


def test_the_address_of_alternatives_reads_back_as_the_same():
    own = (named(name="Größe & Preis", error_rate="0.04", ranges__error_rate="0.02..0.07"),)
    assert split_own(parse_qsl(own_query(own)))[1] == own


def test_a_body_says_the_same_as_a_query():
    [body] = own_in_body(
        [
            {
                "name": "Ours",
                "approach": "tuning",
                "inputs": {"hosting_price": 2.5, "cached_input_price": None},
                "ranges": {"error_rate": {"low": 0.03, "high": 0.06}},
            }
        ]
    )
    [query] = split_own(
        [
            ("candidates.1.name", "Ours"),
            ("candidates.1.approach", "tuning"),
            ("candidates.1.hosting_price", "2.5"),
            ("candidates.1.cached_input_price", "none"),
            ("candidates.1.ranges.error_rate", "0.03..0.06"),
        ]
    )[1]
    costs = [compare(PLAN, [], [own]).candidates[0] for own in (body, query)]
    assert costs[0] == costs[1]


def test_each_wrong_field_is_named_as_it_was_given():
    found = problems_of(
        ("candidates.1.input_price", "cheap"),
        ("candidates.3.retry_rate", "2"),
        ("candidates.3.ranges.error_rate", "0.2..0.3"),
    )
    assert set(found) == {
        "candidates.1.input_price",
        "candidates.3.retry_rate",
    }
    assert "at most 90 %" in found["candidates.3.retry_rate"]
    outside = problems_of(("candidates.3.ranges.error_rate", "0.2..0.3"))
    assert "must hold the entered value" in outside["candidates.3.ranges.error_rate"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("candidates.1.colour", "red", "Prompting has no field colour."),
        ("candidates.1.approach", "hybrid", "must be one of prompting, tuning"),
        ("candidates.0.name", "x", "N from 1 to 20"),
        ("candidates.21.name", "x", "N from 1 to 20"),
        ("candidates.0011.name", "x", "N from 1 to 20"),
        ("candidates.one.name", "x", "N from 1 to 20"),
        ("candidates.1.name", "x" * 201, "at most 200 characters"),
        ("candidates.1.model", "nobody/knows", "no model nobody/knows"),
    ],
)
def test_what_cannot_be_is_said_of_the_field(name, text, said):
    found = problems_of((name, text))
    assert said in found[name]


def test_a_number_of_thousands_of_digits_is_refused_like_any_other():
    [said] = problems_of((f"candidates.{'1' * 5000}.name", "x")).values()
    assert "N from 1 to 20" in said


@pytest.mark.parametrize(
    "body", ["x", [1], [{"colour": 1}], [{"inputs": 3}], [{"ranges": []}], [{}] * 21]
)
def test_a_body_of_another_shape_is_refused(body):
    with pytest.raises(InvalidInputs):
        own_in_body(body)


def test_an_alternative_stands_beside_an_approach_that_takes_no_part():
    plan = build_plan("blank", {"prompting.model": "openai/gpt-5.5"})
    found, own = tried(named(approach="tuning", build_cost="1000"), plan=plan)
    assert list(found.entered) == ["prompting"]
    assert own[1].present_cost == 1000
    assert own[1].difference is None
    assert own[1].error_rate_allowed is None


def test_a_model_that_closes_cannot_be_ones_own_either():
    _, own = tried(named(approach="tuning", model="openai/gpt-4.1-mini-tuned"))
    assert own[1].reasons == ("training_closed", "model_retires")
    assert own[1].retires == "2027-01-14"


def test_without_a_range_nobody_knows_how_likely_each_is_the_cheapest():
    plan = build_plan("blank", {"prompting.build_cost": 1000})
    found, own = tried(named(build_cost="900"), plan=plan)
    assert own[1].probability_cheapest is None
    assert found.entered["prompting"].probability_cheapest is None


def test_chances_of_being_the_cheapest_add_up_to_one_and_follow_the_error_rate():
    better = named(name="Better", error_rate="0.02", ranges__error_rate="0.01..0.04")
    found, own = tried(better)
    shares = [item.probability_cheapest for item in found.entered.values()]
    assert shares[1] is None  # fine-tuning: nobody compares with it
    assert shares[0] + own[1].probability_cheapest == pytest.approx(1)
    assert own[1].probability_cheapest > 0.5
    worse = named(name="Worse", error_rate="0.09", ranges__error_rate="0.08..0.1")
    assert tried(worse)[1][1].probability_cheapest < 0.05


def test_two_alike_but_for_an_even_chance_are_each_the_cheapest_half_of_the_time():
    # Both cost the same but for errors between 0 and 10 %, 5 % as entered, each on its own.
    values = {
        "prompting.error_rate": 0.05,
        "quality.error_cost": 1,
        "quality.error_correlation": 0,
        "ranges.prompting.error_rate": "0..0.1",
    }
    plan = build_plan("blank", values)
    found, own = tried(named(error_rate="0.05", ranges__error_rate="0..0.1"), plan=plan)
    assert own[1].probability_cheapest == pytest.approx(0.5, abs=0.02)
    assert found.entered["prompting"].probability_cheapest == pytest.approx(0.5, abs=0.02)


def test_what_fails_on_the_same_requests_keeps_its_lead():
    values = {
        "prompting.error_rate": 0.05,
        "quality.error_cost": 1,
        "ranges.prompting.error_rate": "0..0.1",
    }
    together = build_plan("blank", values | {"quality.error_correlation": 1})
    apart = build_plan("blank", values | {"quality.error_correlation": 0})
    cheaper = named(error_rate="0.045", ranges__error_rate="0..0.09")
    sure, unsure = (tried(cheaper, plan=plan)[1][1] for plan in (together, apart))
    assert sure.probability_cheapest > 0.98 > 0.7 > unsure.probability_cheapest


def test_what_moves_together_still_moves():
    # Both are drawn at the same share of their own range: the wider one is ahead in easy draws.
    values = {
        "prompting.error_rate": 0.05,
        "quality.error_cost": 1,
        "quality.error_correlation": 1,
        "ranges.prompting.error_rate": "0.04..0.06",
    }
    plan = build_plan("blank", values)
    wide = named(error_rate="0.05", ranges__error_rate="0..0.1")
    assert tried(wide, plan=plan)[1][1].probability_cheapest == pytest.approx(0.5, abs=0.02)
