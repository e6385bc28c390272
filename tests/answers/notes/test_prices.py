"""Notes on prices, contracts and replicas."""

import pytest

LONG = {
    "prompting__prompt_tokens": 900,
    "workload__request_tokens": 100,
    "prompting__long_threshold_tokens": 1000,
    "prompting__long_input_price": 2,
}
# 1,000 requests × 0.50 USD = 500 USD a month.
CONTRACT = {"prompting__call_price": 0.5, "prompting__committed_spend": 500}


def test_a_cached_price_above_the_input_price_is_noted(codes):
    assert codes(tuning__input_price=1, tuning__cached_input_price=1.01) == [
        "cached_price_above_input"
    ]
    assert codes(tuning__input_price=1, tuning__cached_input_price=1) == []


def test_batches_without_a_discount_are_noted(codes):
    assert codes(tuning__batch_share=0.5, tuning__batch_discount=0) == ["batch_without_discount"]
    assert codes(tuning__batch_share=0.5, tuning__batch_discount=0.01) == []
    assert codes(tuning__batch_discount=0) == []


def test_calls_of_exactly_the_threshold_are_not_long(codes):
    assert codes(**LONG) == []
    assert codes(**LONG | {"workload__request_tokens": 101}) == ["long_calls"]


def test_the_months_of_long_calls_are_noted(figures):
    found = figures("long_calls", **LONG, prompting__prompt_growth="1%")
    # 900 × 1.01^11 = 1,004 and the user's 100; month 1 has exactly 1,000
    assert found == {
        "threshold": 1000,
        "longest": pytest.approx(100 + 900 * 1.01**11),
        "from_month": 2,
        "to_month": 12,
    }


def test_a_share_of_long_calls_that_was_entered_is_no_news(codes):
    long = LONG | {"workload__request_tokens": 101}
    assert codes(**long, prompting__long_share=0.3) == []


def test_a_threshold_without_long_prices_is_noted(codes):
    threshold = {"prompting__long_threshold_tokens": 1000}
    tokens = {"prompting__prompt_tokens": 1001}
    assert codes(**threshold, **tokens) == ["threshold_without_long_prices"]
    assert codes(**threshold, prompting__long_share=0.5) == ["threshold_without_long_prices"]
    assert codes(**threshold, prompting__long_output_price=0) == []


@pytest.mark.parametrize("field", ["long_input_price", "long_cached_input_price", "long_share"])
def test_long_prices_without_a_threshold_are_noted(noted, field):
    [note] = noted(**{f"prompting__{field}": 0.5})
    assert note.code == "long_prices_without_threshold"
    assert note.inputs == ("prompting.long_threshold_tokens", f"prompting.{field}")


def test_a_commitment_used_up_to_the_last_dollar_is_not_noted(codes):
    assert codes(**CONTRACT) == []
    assert codes(**CONTRACT | {"prompting__committed_spend": 500.01}) == ["unused_commitment"]


def test_what_a_contract_wastes_is_noted_in_the_plans_currency(figures):
    found = figures(
        "unused_commitment",
        **CONTRACT,
        finance__currency="EUR",
        finance__exchange_rate=0.9,
        workload__monthly_growth="-50%",
        finance__horizon_months=3,
    )
    # 500, 250 and 125 of 500 USD are used: 250 + 375 = 625 of 1,500 USD are not
    assert found == {
        "unused": pytest.approx(562.5),
        "committed": pytest.approx(1350),
        "share": pytest.approx(625 / 1500),
        "months": 2,
    }


def test_one_contract_of_a_hybrid_commits_to_the_larger_of_two(noted):
    notes = noted(
        prompting__committed_spend=3000,
        hybrid__committed_spend=1000,
        hybrid__one_contract=True,
        hybrid__prompted_share=0.5,
        tuning__considered=False,
    )
    committed = {note.inputs[0]: note.figures["committed"] for note in notes}
    assert committed == {
        "prompting.committed_spend": 36_000,
        "hybrid.committed_spend": 36_000,
    }


def test_two_contracts_of_a_hybrid_are_noted_each_by_itself(noted):
    notes = noted(
        prompting__committed_spend=3000,
        hybrid__committed_spend=1000,
        hybrid__prompted_share=0.5,
        tuning__considered=False,
    )
    committed = {note.inputs[0]: note.figures["committed"] for note in notes}
    assert committed == {
        "prompting.committed_spend": 36_000,
        "hybrid.committed_spend": 12_000,
    }


def test_a_replicas_capacity_without_a_price_is_noted(codes):
    assert codes(tuning__replica_requests_per_hour=10) == ["free_hosting"]
    assert codes(tuning__replica_requests_per_hour=10, tuning__hosting_price=0.01) == []


def test_the_replicas_of_the_busiest_month_are_noted(figures, codes):
    hosting = {
        "workload__monthly_growth": "10%",
        "tuning__hosting_price": 1,
        "tuning__peak_factor": 1,
        "tuning__replica_requests_per_hour": 1,
    }
    # 1,000 / 730 = 1.4; 1,000 × 1.1^11 = 2,853 requests / 730 = 3.9
    assert figures("replicas_at_peak", **hosting) == {"most": 4, "first": 2}
    assert codes(**hosting, tuning__minimum_replicas=4) == []


def test_an_approach_that_is_never_live_has_no_busiest_month(codes):
    values = {"tuning__hosting_price": 1, "tuning__replica_requests_per_hour": 1}
    assert codes(**values, tuning__lead_time_months=12) == ["late_go_live"]


def test_only_the_months_of_an_approachs_own_have_long_calls(figures):
    tuned = {name.replace("prompting", "tuning"): value for name, value in LONG.items()}
    long = tuned | {"workload__request_tokens": 101, "tuning__lead_time_months": 3}
    found = figures("long_calls", **long)
    assert (found["from_month"], found["to_month"]) == (4, 12)


@pytest.mark.parametrize(("share", "committed"), [(0, 12_000), (0.5, 36_000)])
def test_one_contract_of_a_hybrid_that_leaves_nothing_to_prompting_is_its_own(
    noted, share, committed
):
    notes = noted(
        prompting__committed_spend=3000,
        tuning__committed_spend=500,
        hybrid__committed_spend=1000,
        hybrid__one_contract=True,
        hybrid__prompted_share=share,
    )
    found = {note.inputs[0]: note.figures["committed"] for note in notes}
    assert found == {
        "prompting.committed_spend": 36_000,
        "tuning.committed_spend": 6000,
        "hybrid.committed_spend": committed,
    }
