"""What picking a model does to a plan: long calls, calls that cost something, storage."""

import pytest

from app.plans.building import build_plan
from app.plans.plan import Plan

ONCE = {"workload.requests_per_month": 1, "finance.horizon_months": 1}


def with_model(reference: str, **values: float) -> Plan:
    """Return a plan of one request to a model of the catalogue."""
    named = {name.replace("__", "."): value for name, value in values.items()}
    return build_plan("blank", ONCE | {"prompting.model": reference} | named)


def test_a_long_document_is_billed_at_the_long_prices() -> None:
    plan = with_model(
        "openai/gpt-5.5", workload__request_tokens=300_000, prompting__output_tokens=10_000
    )
    # 300,000 tokens at 10 USD a million, 10,000 at 45: not 1.80 as at 5 and 30.
    assert plan.summary.approaches["prompting"].cost_per_request == pytest.approx(3.45, rel=1e-12)


@pytest.mark.parametrize(("tokens", "price"), [(272_000, 5), (272_001, 10)])
def test_a_call_is_long_above_the_threshold_and_not_at_it(tokens: int, price: float) -> None:
    plan = with_model("openai/gpt-5.5", workload__request_tokens=tokens)
    assert plan.summary.approaches["prompting"].total_cost == pytest.approx(tokens * price / 1e6)


def test_a_model_that_bills_calls_costs_something_without_a_token() -> None:
    plan = with_model("perplexity/sonar", workload__requests_per_month=1000)
    assert plan.summary.approaches["prompting"].total_cost == pytest.approx(12)  # 1,000 × $0.012
    assert plan.origin("prompting.call_price").source.startswith("Sonar")


def test_a_tuned_model_pays_for_its_storage_and_the_least_charge_of_a_run() -> None:
    plan = build_plan(
        "blank",
        ONCE
        | {"tuning.model": "mistral/ministral-8b-tuned", "tuning.training_runs": 3}
        | {"tuning.dataset_examples": 100, "tuning.example_tokens": 1000, "tuning.epochs": 2},
    )
    # 0.2M tokens at $1 a million are less than $4: three runs at $4, and $2 for the month.
    assert plan.summary.approaches["tuning"].total_cost == pytest.approx(3 * 4 + 2)


def test_what_one_pays_for_tools_stays_when_the_model_changes() -> None:
    plan = build_plan("blank", {"prompting.call_price": 0.03, "prompting.model": "openai/gpt-5.5"})
    assert plan.inputs.prompting.call_price == 0.03
