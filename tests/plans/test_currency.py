"""A plan's currency: its rate is filled as a model's prices are, and presets are dollars in it."""

import pytest

from app.catalog import find_preset, find_rate, presets
from app.inputs import FIELDS, InvalidInputs, Range
from app.plans.building import build_plan
from app.plans.currency import AMOUNTS
from app.plans.dialect import read_query

USES = [name for name in presets() if name != "blank"]
YEN = {"finance.currency": "JPY"}


def rate(currency):
    return find_rate(currency).rate


def reread(plan):
    return read_query([part.split("=", 1) for part in plan.query.split("&")])


def test_picking_a_currency_fills_its_dated_rate():
    plan = build_plan("customer-support", {"finance.currency": " eur "})
    assert plan.inputs.finance.currency == "EUR"
    assert plan.inputs.finance.exchange_rate == rate("EUR")
    origin = plan.origin("finance.exchange_rate")
    assert "European Central Bank" in origin.source
    assert origin.as_of == find_rate("EUR").as_of


def test_a_filled_rate_follows_and_only_the_currency_is_the_persons():
    plan = build_plan("customer-support", YEN)
    assert plan.changes == YEN
    assert plan.query == "preset=customer-support&finance.currency=JPY"
    assert reread(plan).inputs == plan.inputs


def test_a_rate_given_beside_the_currency_wins_and_can_be_taken_back():
    plan = build_plan("customer-support", YEN | {"finance.exchange_rate": "150"})
    assert plan.inputs.finance.exchange_rate == 150
    assert plan.origin("finance.exchange_rate") is None
    assert plan.changes == YEN | {"finance.exchange_rate": 150}
    assert reread(plan).inputs == plan.inputs


def test_an_emptied_rate_is_the_dated_one_again():
    plan = build_plan("customer-support", YEN | {"finance.exchange_rate": " "})
    assert plan.inputs.finance.exchange_rate == rate("JPY")


@pytest.mark.parametrize("currency", ["NGN", "RUB"])
def test_a_currency_without_a_published_rate_asks_for_it_and_never_takes_1(currency):
    with pytest.raises(InvalidInputs) as error:
        build_plan("customer-support", {"finance.currency": currency})
    [problem] = error.value.problems
    assert problem.input == "finance.exchange_rate"
    assert f"how many {currency} one US dollar costs" in problem.message


def test_a_currency_without_a_published_rate_takes_the_one_it_is_given():
    plan = build_plan(
        "customer-support", {"finance.currency": "NGN", "finance.exchange_rate": 1500}
    )
    assert plan.inputs.labour.engineer_rate == 1500 * 100
    assert plan.changes == {"finance.currency": "NGN", "finance.exchange_rate": 1500}
    assert plan.origin("finance.exchange_rate") is None
    assert reread(plan).inputs == plan.inputs


def test_an_asked_for_rate_is_asked_for_beside_all_else_that_is_wrong():
    wrong = {"finance.currency": "NGN", "labour.engineer_rate": "much", "draws": 3}
    with pytest.raises(InvalidInputs) as error:
        build_plan("customer-support", wrong)
    named = {problem.input for problem in error.value.problems}
    assert named == {"finance.exchange_rate", "labour.engineer_rate", "draws"}


@pytest.mark.parametrize("values", [{"finance.currency": "XYZ"}, {"finance.currency": 7}])
def test_what_is_no_currency_is_refused_as_such(values):
    with pytest.raises(InvalidInputs) as error:
        build_plan("customer-support", values)
    assert [problem.input for problem in error.value.problems] == ["finance.currency"]


def test_a_rate_that_is_no_number_is_named_once():
    with pytest.raises(InvalidInputs) as error:
        build_plan("customer-support", YEN | {"finance.exchange_rate": "much"})
    assert [problem.input for problem in error.value.problems] == ["finance.exchange_rate"]


def test_the_amounts_are_what_no_provider_bills():
    assert "labour.engineer_rate" in AMOUNTS
    assert "tuning.example_cost" in AMOUNTS
    assert "finance.exchange_rate" not in AMOUNTS
    assert not [name for name in AMOUNTS if "USD" in FIELDS[name].unit]


@pytest.mark.parametrize("use", USES)
def test_a_use_cases_amounts_are_dollars_times_the_rate(use):
    dollars, yen = find_preset(use), build_plan(use, YEN)
    for name, value in dollars.inputs.values().items():
        if name in AMOUNTS:
            assert yen.inputs.value(name) == value * rate("JPY"), name
        elif name not in ("finance.currency", "finance.exchange_rate"):
            assert yen.inputs.value(name) == value, name
    for name, (low, high) in dollars.ranges.items():
        scale = rate("JPY") if name in AMOUNTS else 1
        assert yen.ranges[name] == Range(low * scale, high * scale), name


def test_what_a_person_says_is_in_the_plans_currency_as_it_is():
    plan = build_plan("customer-support", YEN | {"labour.engineer_rate": 9000})
    assert plan.inputs.labour.engineer_rate == 9000
    assert plan.changes == YEN | {"labour.engineer_rate": 9000}
    assert plan.inputs.labour.reviewer_rate == 40 * rate("JPY")
    ranged = build_plan("customer-support", YEN | {"ranges.labour.engineer_rate": "9000..20000"})
    assert ranged.ranges["labour.engineer_rate"] == Range(9000, 20000)


def test_a_converted_use_case_is_not_the_persons_change():
    plan = build_plan("customer-support", YEN)
    differing = {
        name for name, value in plan.inputs.values().items() if value != plan.usual.values()[name]
    }
    assert differing == {"finance.currency"}
    assert (
        plan.origin("labour.engineer_rate")
        == find_preset("customer-support").origins["labour.engineer_rate"]
    )


def test_what_follows_tuning_moves_with_its_converted_amounts():
    plan = build_plan("customer-support", YEN)
    assert plan.inputs.hybrid.platform_cost == 100 * rate("JPY")
    assert plan.inputs.follows == find_preset("customer-support").inputs.follows


@pytest.mark.parametrize("use", USES)
def test_a_plan_in_yen_has_the_same_answer_as_in_dollars(use):
    dollars, yen = build_plan(use, {}), build_plan(use, YEN)
    assert yen.verdict.recommendation == dollars.verdict.recommendation
    assert yen.summary.cheapest == dollars.summary.cheapest
    for name, course in dollars.summary.approaches.items():
        there = yen.summary.approaches[name]
        assert there.present_cost == pytest.approx(rate("JPY") * course.present_cost, rel=1e-9)
    assert yen.uncertainty.probability_cheapest == pytest.approx(
        dollars.uncertainty.probability_cheapest, abs=0.001
    )


def test_in_dollars_nothing_is_converted_whatever_the_rate():
    plan = build_plan("customer-support", {"finance.exchange_rate": 2})
    assert plan.inputs.labour.engineer_rate == 100
    assert plan.changes == {"finance.exchange_rate": 2}


def test_blank_in_another_currency_costs_nothing():
    plan = build_plan("blank", YEN)
    assert plan.inputs.finance.exchange_rate == rate("JPY")
    assert plan.inputs.considered == ("prompting",)
    assert plan.changes == YEN


def test_a_value_of_the_hybrid_that_follows_has_the_origin_of_tunings():
    plan = build_plan("customer-support", {"tuning.model": "openai/gpt-4.1-mini-tuned"})
    assert plan.origin("hybrid.input_price") == plan.origin("tuning.input_price")
    assert "GPT-4.1 mini" in plan.origin("hybrid.input_price").source
    named = build_plan("customer-support", {"tuning.dataset_examples": 700})
    assert named.origin("tuning.dataset_examples") is None
    assert "as for fine-tuning" in named.origin("hybrid.dataset_examples").assumption
