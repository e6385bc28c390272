"""What a form means: the plan that its page was made from, with what a person changed in it."""

import pytest

from app.catalog import price_fields
from app.inputs import FIELDS, InvalidInputs
from app.plans.building import build_plan
from app.plans.dialect import read_query
from app.plans.form import PLAN, STYLE, written
from tests.plans.forms import changes_of, plan_of, sent, values_of

TUNED = "openai/gpt-4.1-mini-tuned"
PROMPTED = "openai/gpt-4.1"


# What differs counts


@pytest.mark.parametrize(
    "query",
    [
        "preset=customer-support",
        "preset=blank",
        "preset=blank&tuning.considered=yes",
        "preset=blank&tuning.output_tokens=234567.125&ranges.tuning.output_tokens=1..300000",
        "preset=blank&hybrid.cached_input_price=&hybrid.input_price=2",
        "preset=legal-drafting&workload.monthly_growth=0.0123456789012345&draws=512&seed=7",
        f"preset=internal-tools&tuning.model={TUNED}&ranges.tuning.error_rate=none",
    ],
)
def test_a_form_sent_back_as_it_was_changes_nothing(query: str) -> None:
    before = plan_of(query)
    assert sent(query) == before
    assert sent(query).query == before.query


def test_a_page_writes_a_text_for_every_input_and_range() -> None:
    texts = written(build_plan("blank", {}))
    assert texts.keys() >= {*FIELDS, *(f"ranges.{name}" for name in FIELDS), "preset"}


def test_only_what_differs_is_the_persons() -> None:
    assert values_of("preset=customer-support", workload__requests_per_month="200k") == {
        "workload.requests_per_month": 200_000
    }


def test_what_the_page_wrote_is_not_read_so_no_rounding_of_it_counts() -> None:
    # 1/3 has no short text; 12.125 as a text would be a question.
    query = "preset=blank&prompting.prompt_tokens=12.1250&finance.exchange_rate=0.3333333333333333"
    assert changes_of(query, finance__horizon_months="24") == {
        "finance.horizon_months": 24,
        "finance.exchange_rate": 0.3333333333333333,
        "prompting.prompt_tokens": 12.125,
    }


def test_a_count_with_three_decimals_has_an_address_that_is_read_back() -> None:
    plan = build_plan("blank", {"prompting.prompt_tokens": 12.125})
    assert plan.query == "preset=blank&prompting.prompt_tokens=12.1250"
    assert plan_of(plan.query) == plan


def test_shares_are_percent_in_the_form_and_fractions_in_the_address() -> None:
    assert changes_of(
        "preset=blank", tuning__error_rate="8", ranges__tuning__error_rate="5..12.5%"
    ) == {"tuning.error_rate": 0.08, "ranges.tuning.error_rate": "0.05..0.125"}


def test_a_field_that_was_not_sent_stays_as_it_was() -> None:
    form = {"form": "1", PLAN: "preset=blank&tuning.build_cost=5", "finance.horizon_months": "24"}
    assert read_query(form.items()).changes == {
        "finance.horizon_months": 24,
        "tuning.build_cost": 5,
    }


def test_a_form_that_names_no_plan_was_made_from_its_use_case() -> None:
    form = {"form": "1", "preset": "blank", "finance.discount_rate": "8"}
    plan = read_query(form.items())
    assert (plan.preset.name, plan.changes) == ("blank", {"finance.discount_rate": 0.08})


def test_numbers_in_another_style_are_not_compared() -> None:
    with pytest.raises(InvalidInputs, match="another release"):
        read_query({"form": "1", PLAN: "preset=blank", STYLE: "klingon"}.items())


def test_a_form_of_a_plan_that_there_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInputs, match="horizon"):
        read_query({"form": "1", PLAN: "preset=blank&finance.horizon_months=0"}.items())


# The hybrid follows


def test_what_follows_goes_on_following() -> None:
    plan = sent("preset=blank&hybrid.considered=yes", tuning__build_cost="5000")
    assert plan.inputs.hybrid.build_cost == 5000
    assert "hybrid.build_cost" in plan.inputs.follows


def test_a_value_of_its_own_follows_no_more_and_an_emptied_one_does_again() -> None:
    query = "preset=blank&tuning.build_cost=5000"
    own = sent(query, hybrid__build_cost="7000")
    assert own.inputs.hybrid.build_cost == 7000
    assert own.inputs.hybrid.considered
    again = sent(own.query, hybrid__build_cost="")
    assert again.inputs.hybrid.build_cost == 5000
    assert again.changes == {"tuning.build_cost": 5000, "hybrid.considered": True}


def test_a_value_equal_to_fine_tunings_is_still_its_own() -> None:
    plan = sent("preset=blank&tuning.build_cost=5000", hybrid__build_cost="5000")
    assert "hybrid.build_cost" not in plan.inputs.follows


def test_an_emptied_value_that_follows_again_takes_its_range_along() -> None:
    query = "preset=blank&hybrid.error_rate=0.08&ranges.hybrid.error_rate=0.05..0.1"
    plan = sent(query, hybrid__error_rate="")
    assert "hybrid.error_rate" in plan.inputs.follows
    assert not plan.ranges


def test_none_is_absent_where_an_empty_field_follows() -> None:
    query = "preset=blank&tuning.cached_input_price=0.3"
    plan = sent(query, hybrid__cached_input_price="none")
    assert plan.inputs.hybrid.cached_input_price is None
    assert "hybrid.cached_input_price" not in plan.inputs.follows
    assert written(plan)["hybrid.cached_input_price"] == "none"
    assert sent(plan.query) == plan


def test_none_is_absent_for_every_optional_field() -> None:
    query = "preset=blank&prompting.cached_input_price=0.3"
    assert changes_of(query, prompting__cached_input_price=" None ") == {}


def test_an_emptied_field_that_the_use_case_names_follows_fine_tuning_from_then_on() -> None:
    plan = sent("preset=customer-support", hybrid__prompt_tokens="", tuning__prompt_tokens="77")
    assert plan.inputs.hybrid.prompt_tokens == 77
    assert "hybrid.prompt_tokens=tuning" in plan.query
    later = sent(plan.query, tuning__prompt_tokens="99")
    assert later.inputs.hybrid.prompt_tokens == 99
    usual = sent(later.query, to__usual="hybrid.prompt_tokens").inputs.hybrid.prompt_tokens
    assert usual == plan_of("preset=customer-support").inputs.hybrid.prompt_tokens


def test_what_follows_has_no_range_of_its_own_though_the_use_case_gives_one() -> None:
    usual = plan_of("preset=customer-support")
    same = usual.inputs.hybrid.error_rate
    plan = plan_of(f"preset=customer-support&tuning.error_rate={same}&hybrid.error_rate=tuning")
    assert "hybrid.error_rate" in usual.ranges
    assert "hybrid.error_rate" not in plan.ranges
    assert "hybrid.error_rate" in plan.inputs.follows


# Fields for several inputs


def test_a_field_for_several_inputs_sets_those_who_take_part() -> None:
    assert values_of("preset=blank", together__output_tokens="500") == {
        "prompting.output_tokens": 500
    }
    assert values_of("preset=blank&tuning.considered=yes", together__output_tokens="500") == {
        "prompting.output_tokens": 500,
        "tuning.output_tokens": 500,
    }


def test_whoever_joins_has_the_answers_of_those_who_are_there() -> None:
    query = "preset=blank&prompting.output_tokens=500"
    assert values_of(query, tuning__build_cost="5000") == {
        "prompting.output_tokens": 500,
        "tuning.output_tokens": 500,
        "tuning.build_cost": 5000,
    }
    hybrid = sent(query, hybrid__considered="yes").inputs
    assert (hybrid.considered, hybrid.hybrid.output_tokens) == (("prompting", "hybrid"), 500)


def test_whoever_joins_is_wrong_as_often_as_prompting_until_more_is_known() -> None:
    query = "preset=blank&prompting.error_rate=0.05"
    assert values_of(query, tuning__build_cost="5000")["tuning.error_rate"] == 0.05
    assert values_of(query, tuning__error_rate="4")["tuning.error_rate"] == 0.04


def test_whoever_joins_with_answers_of_its_own_keeps_them() -> None:
    query = "preset=blank&prompting.output_tokens=500"
    assert values_of(query, tuning__output_tokens="200") == {
        "prompting.output_tokens": 500,
        "tuning.output_tokens": 200,
    }


def test_a_hybrid_of_its_own_is_set_too_and_one_that_follows_goes_on() -> None:
    own = "preset=blank&hybrid.output_tokens=9&tuning.output_tokens=8"
    assert sent(own, together__output_tokens="500").changes["hybrid.output_tokens"] == 500
    follows = sent(
        "preset=blank&hybrid.considered=yes&tuning.epochs=2", together__output_tokens="5"
    )
    assert follows.inputs.hybrid.output_tokens == 5
    assert "hybrid.output_tokens" in follows.inputs.follows


def test_a_wrong_text_for_several_inputs_is_told_once() -> None:
    with pytest.raises(InvalidInputs) as caught:
        sent("preset=customer-support", together__output_tokens="many", tuning__epochs="x")
    assert [problem.input for problem in caught.value.problems] == [
        "together.output_tokens",
        "tuning.epochs",
    ]


def test_saying_how_many_examples_considers_fine_tuning() -> None:
    plan = sent("preset=blank", together__dataset_examples="2k")
    assert plan.inputs.considered == ("prompting", "tuning")
    assert plan.changes == {
        "tuning.dataset_examples": 2000,
        "ranges.tuning.dataset_examples": "1500..2500",
    }


# Who takes part


def test_typing_anything_of_an_approach_considers_it_unless_no_is_said() -> None:
    assert sent("preset=blank", tuning__call_price="0.0005").inputs.tuning.considered
    plan = sent("preset=blank&tuning.call_price=0.0005", tuning__considered="no")
    assert not plan.inputs.tuning.considered
    assert plan.changes == {"tuning.call_price": 0.0005, "tuning.considered": False}
    later = sent(plan.query, tuning__build_cost="5")
    assert not later.inputs.tuning.considered


def test_leaving_an_approach_out_of_a_use_case() -> None:
    assert changes_of("preset=customer-support", hybrid__considered="no") == {
        "hybrid.considered": False
    }


# Models


def test_another_model_takes_the_former_ones_prices_along() -> None:
    query = (
        f"preset=internal-tools&prompting.model={PROMPTED}&prompting.input_price=9"
        "&ranges.prompting.input_price=8..10"
    )
    plan = sent(query, prompting__model="openai/gpt-4.1-mini")
    assert plan.inputs.prompting.input_price == price_fields("openai/gpt-4.1-mini")["input_price"]
    assert plan.changes == {"prompting.model": "openai/gpt-4.1-mini"}


def test_a_price_typed_with_the_model_stays() -> None:
    plan = sent("preset=blank", prompting__model=PROMPTED, prompting__input_price="1.11")
    assert plan.inputs.prompting.input_price == 1.11


def test_another_tuned_model_changes_the_hybrid_that_follows_too() -> None:
    plan = sent("preset=blank&hybrid.input_price=9", tuning__model=TUNED)
    assert plan.inputs.hybrid.input_price == price_fields(TUNED)["input_price"]
    assert "hybrid.input_price" in plan.inputs.follows
    assert plan.inputs.hybrid.considered


def test_a_hybrid_model_of_its_own_keeps_its_prices() -> None:
    query = f"preset=blank&hybrid.model={PROMPTED}&hybrid.input_price=9"
    assert sent(query, tuning__model=TUNED).inputs.hybrid.input_price == 9


def test_an_emptied_hybrid_model_follows_with_its_prices() -> None:
    query = f"preset=blank&tuning.model={TUNED}&hybrid.model={PROMPTED}&hybrid.input_price=9"
    plan = sent(query, hybrid__model="")
    assert plan.inputs.hybrid.model == TUNED
    assert plan.inputs.hybrid.input_price == plan.inputs.tuning.input_price


def test_an_emptied_model_leaves_the_prices_on_the_page() -> None:
    plan = sent(f"preset=blank&prompting.model={PROMPTED}", prompting__model="")
    assert plan.inputs.prompting.model is None
    assert plan.inputs.prompting.input_price == price_fields(PROMPTED)["input_price"]


def test_a_model_is_shown_by_its_title_and_its_reference_stays_in_the_address() -> None:
    plan = sent("preset=blank", prompting__model="haiku 4.5")
    assert plan.changes == {"prompting.model": "anthropic/claude-haiku-4-5"}
    assert written(plan)["prompting.model"] == "Claude Haiku 4.5 · Anthropic"
    assert sent(plan.query) == plan


def test_the_model_to_fine_tune_is_a_tuned_one() -> None:
    plan = sent("preset=blank", tuning__model="nova lite")
    assert plan.inputs.tuning.model == "aws/nova-lite-tuned"


def test_every_model_that_is_not_clear_is_told_at_once_with_those_that_may_be_meant() -> None:
    with pytest.raises(InvalidInputs) as caught:
        sent("preset=blank", prompting__model="gpt-5.4", tuning__model="hiaku 4.5")
    messages = {problem.input: problem.message for problem in caught.value.problems}
    assert messages["prompting.model"].startswith(
        "Several models are called gpt-5.4: pick GPT-5.4 · AWS Bedrock, GPT-5.4 · OpenAI, "
    )
    assert messages["tuning.model"] == (
        "The catalogue has no model hiaku 4.5. Did you mean Claude Haiku 4.5 · Anthropic?"
    )


def test_a_model_that_is_like_none_is_refused() -> None:
    with pytest.raises(InvalidInputs, match="no model xyzzy: pick one of the list, or leave"):
        sent("preset=blank", prompting__model="xyzzy")


def test_a_model_that_is_not_in_the_catalogue_is_refused() -> None:
    with pytest.raises(InvalidInputs, match="The catalogue has no model gpt-9"):
        sent("preset=blank", prompting__model="gpt-9")


# Use cases and currencies


@pytest.mark.parametrize("currency", ["EUR", "JPY"])
def test_converted_amounts_of_a_use_case_never_become_the_persons(currency: str) -> None:
    plan = sent("preset=customer-support", finance__currency=currency)
    assert plan.changes == {"finance.currency": currency}
    in_dollars = build_plan("customer-support", {}).inputs.quality.error_cost
    assert plan.inputs.quality.error_cost == in_dollars * plan.inputs.finance.exchange_rate
    later = sent(plan.query, finance__horizon_months="12")
    assert later.changes == {"finance.currency": currency, "finance.horizon_months": 12}
    back = sent(later.query, finance__currency="USD")
    assert back.changes == {"finance.horizon_months": 12}


def test_a_currency_without_a_published_rate_asks_for_it() -> None:
    with pytest.raises(InvalidInputs) as caught:
        sent("preset=customer-support", finance__currency="KWD")
    assert "finance.exchange_rate" in [problem.input for problem in caught.value.problems]


def test_another_use_case_keeps_what_was_changed() -> None:
    plan = sent(
        "preset=internal-tools&workload.requests_per_month=123456",
        preset="blog-writing",
        finance__horizon_months="7",
    )
    assert plan.preset.name == "blog-writing"
    assert plan.changes == {"workload.requests_per_month": 123456, "finance.horizon_months": 7}


def test_another_currency_gives_up_the_former_ones_rate() -> None:
    query = "preset=blank&finance.currency=EUR&finance.exchange_rate=0.9"
    assert sent(query, finance__currency="GBP").changes.get("finance.exchange_rate") != 0.9
    assert sent(query, finance__currency="eur").changes["finance.exchange_rate"] == 0.9
    typed = sent(query, finance__currency="GBP", finance__exchange_rate="0.8")
    assert typed.inputs.finance.exchange_rate == 0.8


def test_converted_amounts_are_shown_to_six_digits_and_stay_the_use_cases() -> None:
    plan = build_plan("customer-support", {"finance.currency": "JPY"})
    exact = plan.inputs.labour.engineer_rate
    assert written(plan)["labour.engineer_rate"] == f"{float(f'{exact:.6g}'):,.10g}"
    sent = {**written(plan), "form": "1", "was.query": plan.query}
    assert read_query(sent.items()).query == plan.query
    values = {"finance.currency": "JPY", "labour.engineer_rate": 1.2345678}
    changed = build_plan("customer-support", values)
    assert written(changed)["labour.engineer_rate"] == "1.2345678"


def test_a_number_of_many_digits_is_shown_to_ten_and_stays_what_it_is() -> None:
    plan = build_plan("blank", {"workload.requests_per_month": "10000/day"})
    assert written(plan)["workload.requests_per_month"] == "304,166.6667"
    sent = {**written(plan), "form": "1", "was.query": plan.query}
    assert read_query(sent.items()).inputs == plan.inputs
    large = build_plan("blank", {"workload.maximum_requests_per_month": 123_456_789_012})
    assert written(large)["workload.maximum_requests_per_month"] == "123,456,789,012"
