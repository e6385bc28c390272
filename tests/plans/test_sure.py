"""How sure a value of a form is: its range, typed, usual, or about a quarter."""

import pytest

from app.inputs import Range
from app.plans.form import written
from tests.plans.forms import changes_of, plan_of, sent

# Ranges


def test_a_range_left_empty_stays_the_use_cases() -> None:
    assert plan_of("preset=customer-support").ranges == sent("preset=customer-support").ranges


def test_an_emptied_range_gives_up_the_persons() -> None:
    query = "preset=blank&tuning.error_rate=0.08&ranges.tuning.error_rate=0.05..0.1"
    assert changes_of(query, ranges__tuning__error_rate="") == {"tuning.error_rate": 0.08}


def test_the_range_in_use_is_shown_whoever_gave_it() -> None:
    assert written(plan_of("preset=customer-support"))["ranges.workload.requests_per_month"] == (
        "20,000 to 150,000"
    )
    own = "preset=blank&tuning.error_rate=0.08&ranges.tuning.error_rate=0.05..0.1"
    assert written(plan_of(own))["ranges.tuning.error_rate"] == "5 to 10"


@pytest.mark.parametrize("text", ["5..12.5", "5% to 12.5 %", "5 – 12.5", "5%–12.5%"])
def test_two_ends_are_written_as_people_write_them(text: str) -> None:
    changes = changes_of("preset=blank&tuning.error_rate=0.08", ranges__tuning__error_rate=text)
    assert changes["ranges.tuning.error_rate"] == "0.05..0.125"


@pytest.mark.parametrize("text", ["", "none", "exact"])
def test_a_use_cases_value_is_exact_without_its_range(text: str) -> None:
    plan = sent("preset=customer-support", ranges__workload__requests_per_month=text)
    assert plan.changes == {"ranges.workload.requests_per_month": "none"}


# How sure


@pytest.mark.parametrize(
    ("name", "text", "spread"),
    [
        ("workload.requests_per_month", "40,000", "30000..50000"),
        ("workload.requests_per_month", "10000/day", "228100..380200"),  # of 304,166.7
        ("prompting.error_rate", "90", "0.675..1"),  # cut at 100 %
        ("workload.monthly_growth", "-45", "-0.5..-0.3375"),  # cut at −50 %
        ("tuning.training_runs", "5", "4..6"),  # whole numbers
        ("quality.error_cost", "$2", "1.5..2.5"),
    ],
)
def test_what_is_typed_is_about_a_quarter(name: str, text: str, spread: str) -> None:
    changes = changes_of("preset=blank", **{name.replace(".", "__"): text})
    assert changes[f"ranges.{name}"] == spread


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("tuning.platform_cost", "0"),
        ("tuning.training_runs", "1"),  # no other whole number is within a quarter
        ("tuning.input_price", "$2"),
        ("tuning.cache_minimum_tokens", "2048"),
        ("tuning.list_discount", "10"),
        ("finance.discount_rate", "9"),
        ("tuning.service_life_months", "9"),
        ("tuning.replica_step", "8"),
        ("tuning.on_retirement", "prompting"),
        ("fit.creative", "yes"),
    ],
)
def test_what_is_decided_agreed_or_read_from_a_list_is_exact(name: str, text: str) -> None:
    plan = sent("preset=customer-support", **{name.replace(".", "__"): text})
    assert name in plan.changes
    assert name not in plan.ranges


def test_a_value_is_about_until_one_says_exact_and_then_stays_exact() -> None:
    about = sent("preset=blank", workload__requests_per_month="40k")
    assert about.ranges["workload.requests_per_month"] == Range(30_000, 50_000)
    exact = sent(about.query, to__exact="workload.requests_per_month")
    assert exact.changes == {"workload.requests_per_month": 40_000}
    corrected = sent(exact.query, workload__requests_per_month="41k")
    assert corrected.changes == {"workload.requests_per_month": 41_000}
    again = sent(corrected.query, to__about="workload.requests_per_month")
    assert again.changes["ranges.workload.requests_per_month"] == "30750..51250"


def test_another_value_is_about_again_and_between_ends_of_ones_own_it_stays_there() -> None:
    about = "preset=blank&tuning.error_rate=0.08&ranges.tuning.error_rate=0.06..0.1"
    assert changes_of(about, tuning__error_rate="4")["ranges.tuning.error_rate"] == "0.03..0.05"
    own = "preset=blank&tuning.error_rate=0.08&ranges.tuning.error_rate=0.05..0.1"
    assert changes_of(own, tuning__error_rate="9")["ranges.tuning.error_rate"] == "0.05..0.1"
    assert changes_of(own, tuning__error_rate="4")["ranges.tuning.error_rate"] == "0.03..0.05"


def test_ends_typed_with_the_value_win() -> None:
    changes = changes_of("preset=blank", tuning__error_rate="8", ranges__tuning__error_rate="7..9")
    assert changes["ranges.tuning.error_rate"] == "0.07..0.09"


def test_the_usual_value_typed_again_has_the_usual_range() -> None:
    own = sent("preset=customer-support", workload__requests_per_month="70k")
    again = sent(own.query, workload__requests_per_month="60,000")
    assert again == plan_of("preset=customer-support")


def test_what_was_said_to_be_exact_is_so_at_the_usual_value_too() -> None:
    exact = sent("preset=customer-support", to__exact="workload.requests_per_month")
    other = sent(exact.query, workload__requests_per_month="70k")
    assert other.changes == {"workload.requests_per_month": 70_000}
    back = sent(other.query, workload__requests_per_month="60k")
    assert back.changes == {"ranges.workload.requests_per_month": "none"}


def test_the_usual_is_taken_with_its_range_and_whoever_joined_still_takes_part() -> None:
    own = sent("preset=customer-support", workload__requests_per_month="70k")
    assert not sent(own.query, to__usual="workload.requests_per_month").changes
    joined = sent("preset=blank", tuning__build_cost="5")
    kept = sent(joined.query, to__usual="tuning.build_cost")
    assert kept.changes == {"tuning.considered": True}
    assert not sent(kept.query, to__usual="tuning.considered").changes


def test_a_button_beside_a_field_for_several_inputs_means_them_all() -> None:
    about = sent("preset=customer-support", together__output_tokens="300")
    assert about.ranges["tuning.output_tokens"] == Range(225, 375)
    exact = sent(about.query, to__exact="together.output_tokens")
    assert {"prompting.output_tokens", "tuning.output_tokens"}.isdisjoint(exact.ranges)
    assert not sent(exact.query, to__usual="together.output_tokens").changes


def test_ends_of_a_field_for_several_inputs_hold_for_them_all() -> None:
    plan = sent(
        "preset=customer-support",
        together__output_tokens="300",
        ranges__together__output_tokens="200 to 400",
    )
    assert plan.ranges["prompting.output_tokens"] == Range(200, 400)
    assert plan.ranges["tuning.output_tokens"] == Range(200, 400)


def test_an_emptied_value_takes_its_range_along() -> None:
    query = "preset=blank&workload.maximum_requests_per_month=9000"
    plan = plan_of(f"{query}&ranges.workload.maximum_requests_per_month=8000..9500")
    assert not sent(plan.query, workload__maximum_requests_per_month="").changes


def test_queries_and_bodies_imply_no_range() -> None:
    assert not plan_of("preset=blank&workload.requests_per_month=40000").ranges


def test_a_source_goes_with_the_value_that_it_was_of() -> None:
    query = "preset=blank&tuning.error_rate=0.08&sources.tuning.error_rate=our evaluation"
    assert sent(query, finance__horizon_months="24").sources == {
        "tuning.error_rate": "our evaluation"
    }
    assert not sent(query, tuning__error_rate="9").sources
