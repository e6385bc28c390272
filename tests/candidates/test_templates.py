"""What an alternative of one's own can be started from."""

from urllib.parse import parse_qsl

import pytest

from app.candidates import compare, split_own, started, templates
from app.candidates.own import own_query
from app.catalog import find_model
from app.plans.building import build_plan

PLAN = build_plan("customer-support", {})
BY_NAME = {template.name: template for template in templates()}


def begun(name, plan=PLAN):
    return started(plan, BY_NAME[name], 1)


def test_every_figure_says_its_source_with_a_date_or_its_assumption():
    for template in templates():
        for guess in template.fields.values():
            assert bool(guess.source) != bool(guess.assumption)
            assert bool(guess.source) == bool(guess.as_of)


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("preset", ["customer-support", "legal-drafting", "blank"])
def test_each_can_be_calculated_and_read_back(name, preset):
    plan = build_plan(preset, {"finance.currency": "EUR"})
    own = begun(name, plan)
    assert split_own(parse_qsl(own_query([own])))[1] == (own,)
    [candidate] = compare(plan, [], [own]).candidates
    assert candidate.feasible
    assert candidate.error_range is not None or plan.inputs.prompting.error_rate == 0


def test_a_prompt_that_is_live_is_built_anew_and_its_own_building_stays_spent():
    values = begun("optimised").values
    assert values["already_live"] == "no"
    assert (values["build_hours"], values["build_cost"]) == ("40", "100")
    assert values["prompt_tokens"] == "2640"  # 2,200 × 1.2
    assert values["error_rate"] == "0.0425"  # 5 % × 0.85
    assert values["ranges.error_rate"] == "0.0325..0.0525"


def test_a_prompt_that_is_yet_to_be_built_takes_so_much_more():
    plan = build_plan("customer-support", {"prompting.already_live": False})
    values = begun("retrieval", plan).values
    assert values["build_hours"] == "100"  # 40 + 60
    assert "already_live" not in values
    assert values["prompt_tokens"] == "3700"  # 2,200 + 1,500


def test_dollars_are_put_into_the_plans_currency_where_it_is_not_the_provider_who_bills():
    values = {"finance.currency": "EUR", "finance.exchange_rate": 0.5}
    plan = build_plan("customer-support", values)
    assert begun("optimised", plan).values["build_cost"] == "50"
    assert begun("retrieval", plan).values["storage_price"] == "50"


def test_the_model_that_reasons_is_a_cheaper_one_of_the_same_maker():
    model = find_model(begun("reasoning").values["model"])
    assert model.maker == "openai"
    assert model.is_current
    assert model.input_price < PLAN.inputs.prompting.input_price
    unknown = {"prompting.model": "ours/ours", "prompting.input_price": 1}
    plan = build_plan("customer-support", unknown | {"prompting.output_price": 2})
    assert "model" not in begun("reasoning", plan).values


def test_an_error_rate_stays_within_its_bounds():
    plan = build_plan("customer-support", {"prompting.error_rate": 0.9})
    assert begun("reasoning", plan).values["ranges.error_rate"] == "0.54..1"
