"""Where values of one's own come from: through an address and back; when it no longer holds."""

from urllib.parse import parse_qsl

from app.plans.building import build_plan
from app.plans.dialect import read_body, read_query
from app.plans.form import PLAN, STYLE, written
from app.plans.plan import FOLLOWS, Plan

VOLUME = "workload.requests_per_month"
WORDS = "help desk, October & November"
GIVEN = {VOLUME: 500_000, f"sources.{VOLUME}": WORDS}


def again(plan: Plan) -> Plan:
    return read_query(parse_qsl(plan.query, keep_blank_values=True))


def source_of(plan: Plan, name: str) -> str | None:
    origin = plan.origin(name)
    return origin.source if origin else None


def test_an_address_carries_the_sources() -> None:
    plan = build_plan("customer-support", GIVEN)

    assert plan.sources == {VOLUME: WORDS}
    assert again(plan) == plan
    assert plan.changes == GIVEN


def test_a_body_names_them_by_input() -> None:
    body = {"inputs": {"workload": {"requests_per_month": 500_000}}, "sources": {VOLUME: WORDS}}

    assert read_body(body) == build_plan("customer-support", GIVEN)


def test_a_source_stands_where_a_value_of_ones_own_has_none() -> None:
    plan = build_plan("customer-support", GIVEN | {"tuning.epochs": 7})

    assert source_of(plan, VOLUME) == WORDS
    assert plan.origin("tuning.epochs") is None


def test_what_follows_tuning_comes_from_where_tunings_value_comes_from() -> None:
    plan = build_plan(
        "blank",
        {
            "tuning.model": "openai/gpt-4.1",
            "tuning.error_rate": 0.05,
            "sources.tuning.error_rate": "a test of 200 answers",
            "tuning.output_tokens": 300,
            "hybrid.considered": "yes",
        },
    )

    assert source_of(plan, "hybrid.error_rate") == "a test of 200 answers"
    assert plan.origin("tuning.output_tokens") is None
    assert plan.origin("hybrid.output_tokens") == FOLLOWS
    assert plan.origin("hybrid.input_price") == plan.origin("tuning.input_price")
    assert "gpt 4.1" in str(source_of(plan, "hybrid.input_price"))


def test_a_source_alone_makes_nobody_take_part() -> None:
    plan = build_plan("blank", {"sources.tuning.error_rate": "a test of 200 answers"})

    assert plan.inputs.considered == ("prompting",)
    assert again(plan) == plan


def test_the_usual_value_takes_the_source_along() -> None:
    plan = build_plan("customer-support", GIVEN | {"tuning.epochs": 7})
    form = written(plan) | {PLAN: plan.query, "form": "1", "to.usual": VOLUME}

    assert read_query(form.items()).query == "preset=customer-support&tuning.epochs=7"


def test_another_value_does_not_keep_the_source() -> None:
    plan = build_plan("customer-support", GIVEN | {"sources.tuning.epochs": "a colleague"})

    assert plan.with_values({VOLUME: 7}).sources == {"tuning.epochs": "a colleague"}
    there = plan.address_with(VOLUME, 7).removeprefix("/?")
    assert read_query(parse_qsl(there)).sources == {"tuning.epochs": "a colleague"}


def sent(before: Plan, **typed: str) -> Plan:
    """Return the plan of a page whose every field is sent, with other texts in some of them."""
    form = written(before) | {PLAN: before.query, STYLE: "en", "form": "1"}
    texts = {name.replace("__", "."): text for name, text in typed.items()}
    return read_query((form | texts).items())


def test_a_form_keeps_the_sources_of_values_that_it_leaves_alone() -> None:
    before = build_plan("customer-support", GIVEN)

    assert sent(before) == before
    assert sent(before, tuning__epochs="7").sources == {VOLUME: WORDS}


def test_a_value_typed_anew_has_lost_its_source() -> None:
    before = build_plan("customer-support", GIVEN | {"sources.tuning.epochs": "a colleague"})

    after = sent(before, workload__requests_per_month="400k")
    assert after.inputs.workload.requests_per_month == 400_000
    assert after.sources == {"tuning.epochs": "a colleague"}


def test_a_price_that_another_model_fills_has_lost_its_source() -> None:
    given = {"tuning.input_price": 2, "sources.tuning.input_price": "an offer"}
    before = build_plan("customer-support", given)

    assert sent(before, tuning__model="openai/gpt-4.1").sources == {}
