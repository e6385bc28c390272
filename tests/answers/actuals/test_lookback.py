"""What was paid against the plan; every expected figure is calculated by hand."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.answers.actuals.lookback import Lookback, look_back
from app.answers.actuals.paid import MonthPaid, UnitPrices
from app.answers.actuals.variance import Variance
from app.inputs import ApproachName, Inputs
from app.model import project
from tests.answers.actuals.worked import MONTHS, PLAN

MakePlan = Callable[..., Inputs]
FromPlan = Callable[..., Lookback]


@pytest.fixture
def look(plan: MakePlan) -> FromPlan:
    """Return what came of the worked example's plan, with other values of some inputs."""

    def looked(months: list[MonthPaid], **values: Any) -> Lookback:
        inputs = plan(**(dict(PLAN) | values))
        return look_back(project(inputs), inputs, months)

    return looked


def parts(item: Variance) -> list[float]:
    amounts = (item.planned, item.actual, item.volume, item.price, item.rest)
    return [round(amount, 6) for amount in amounts]


def entry(number: int = 1, approach: ApproachName = "tuning", **fields: Any) -> MonthPaid:
    return MonthPaid(month=number, approach=approach, **fields)


# The worked example


def test_each_month_is_split_into_volume_price_and_the_rest(look: FromPlan) -> None:
    found = [parts(item.total) for item in look(MONTHS).months]

    # planned $150 + $300
    assert found[0] == [450, 360, -90, 0, 0]  # 20 % fewer requests: 0.2 × $450
    assert found[1] == [450, 465, 0, 15, 0]  # $150 × 10 %
    assert found[2] == [450, 594, 90, 18, 36]  # 0.2 × $450; $180 × 10 %; $360 × 10 %
    assert found[5] == [450, 742.5, 225, 22.5, 45]  # 0.5 × $450; $225 × 10 %; $450 × 10 %


def test_the_months_so_far_add_up(look: FromPlan) -> None:
    found = look(MONTHS)

    # $360 + $465 + 3 × $594 + $742.50 = $3,349.50; 6 × $450 = $2,700
    # volume -90 + 0 + 3 × 90 + 225; price 0 + 15 + 3 × 18 + 22.5; rest 3 × 36 + 45
    assert parts(found.so_far) == [2700, 3349.5, 405, 91.5, 153]
    assert found.so_far.variance == pytest.approx(405 + 91.5 + 153)
    assert [item.line for item in found.lines] == ["input", "output"]
    # input: 120 + 165 + 3 × 198 + 247.5 = 1,126.5 for 6 × 150; volume -30 + 3 × 30 + 75
    assert parts(found.lines[0]) == [900, 1126.5, 135, 91.5, 0]
    assert parts(found.lines[1]) == [1800, 2223, 270, 0, 153]


def test_it_did_pay(look: FromPlan) -> None:
    found = look(MONTHS).payback

    # 690,000 requests × $0.01; $2,200 + 6 × $50 that nobody entered + $3,349.50
    assert found.prompting_cost == pytest.approx(6900)
    assert found.cost == pytest.approx(5849.5)
    assert found.saved == pytest.approx(1050.5)
    # -2,200 + 390 + 485 + 556 + 556 = -213, and then + 556
    assert (found.status, found.month) == ("paid back", 5)


def test_the_rest_is_forecast_from_the_last_three_months(look: FromPlan) -> None:
    found = look(MONTHS)

    # 390,000 requests for 300,000: 130,000 a month × 500 × $3.30 = $214.50 and × 250 × $12 = $390
    assert found.happened.requests[7:].tolist() == pytest.approx([130_000] * 6)
    assert found.forecast.volume_factor == pytest.approx(1.3)
    assert found.forecast.cost_to_come == pytest.approx(6 * (214.5 + 390 + 50))
    assert found.forecast.cost == pytest.approx(5849.5 + 3927)
    assert found.forecast.planned_cost == pytest.approx(2200 + 12 * 500)
    # $2,200 ÷ $500 = 4.4
    assert found.forecast.planned_break_even_month == 5
    assert found.forecast.break_even_month == 5


def test_the_same_given_up_did_not_pay(look: FromPlan) -> None:
    back = entry(3, "prompting", requests=100_000, amounts={"provider": 1000.0})
    found = look([*MONTHS[:2], back])

    # $2,200 + 360 + 50 + 465 + 50 + 1,000; 280,000 requests × $0.01
    assert found.payback.cost == pytest.approx(4125)
    assert found.payback.prompting_cost == pytest.approx(2800)
    assert found.payback.saved == pytest.approx(-1325)
    assert (found.payback.status, found.happened.used_until) == ("given up", 2)


# What was entered, and what was not


def test_what_nobody_entered_is_told_apart(look: FromPlan) -> None:
    found = look(MONTHS)

    # 2,200 to build in month 0, and 6 × 50 for the platform
    told = [(item.line, item.months, round(item.amount, 6)) for item in found.assumed]
    assert told == [("engineering", (0,), 2200), ("platform", (1, 2, 3, 4, 5, 6), 300)]
    assert found.payback.cost == pytest.approx(found.so_far.actual + 2500)


def test_a_total_holds_its_lines_and_leaves_mistakes_to_the_plan(look: FromPlan) -> None:
    wrong = {"tuning__error_rate": 0.01, "quality__error_cost": 1}  # $1,000 a month
    item = entry(requests=110_000, amounts={"total": 700.0, "input": 160.0})
    found = look([item], **wrong)
    month = found.months[0]

    # $150 + $300 + $50; a tenth more requests: $45
    assert parts(month.total) == [500, 700, 45, 0, 155]
    assert parts(month.lines[0]) == [150, 160, 15, 0, -5]
    assert month.lines[1].line == "others"
    assert parts(month.lines[1]) == [350, 540, 30, 0, 160]
    # $2,200 + $700 + 1 % × 110,000 × $1
    assert found.payback.cost == pytest.approx(2200 + 700 + 1100)


def test_amounts_beside_each_other_are_added() -> None:
    item = entry(amounts={"provider": 400.0, "input": 100.0, "platform": 60.0, "errors": 5.0})

    assert item.paid == 465
    assert item.lines == {"input": 100, "platform": 60, "errors": 5}
    assert "output" in item.covered
    assert "review" not in item.covered


def test_without_requests_there_is_no_volume(look: FromPlan) -> None:
    found = look([entry(amounts={"provider": 500.0})])

    assert parts(found.months[0].total) == [450, 500, 0, 0, 50]
    assert found.months[0].requests is None
    assert found.forecast.volume_factor == 1
    assert found.happened.requests[1] == 100_000


def test_requests_alone_compare_nothing_and_are_counted(look: FromPlan) -> None:
    found = look([entry(requests=50_000)])

    assert parts(found.months[0].total) == [0, 0, 0, 0, 0]
    assert found.payback.prompting_cost == pytest.approx(500)
    assert found.payback.cost == pytest.approx(2200 + 225 + 50)


def test_a_month_between_others_is_as_planned(look: FromPlan) -> None:
    months = [entry(1, amounts={"total": 0.0}), entry(4, amounts={"total": 0.0})]
    found = look(months)

    assert found.gaps == [2, 3]
    assert found.payback.cost == pytest.approx(2200 + 2 * 500)


def test_what_was_built_can_be_entered(look: FromPlan) -> None:
    found = look([entry(0, amounts={"engineering": 3000.0})])

    assert parts(found.months[0].total) == [2200, 3000, 0, 0, 800]
    assert found.payback.cost == pytest.approx(3000)
    assert found.forecast.break_even_month == 6  # $3,000 ÷ $500


# Prices


def test_a_list_price_is_discounted_as_in_the_plan(look: FromPlan) -> None:
    discounted = {"tuning__list_discount": 0.1}
    paid: dict[str, Any] = {"amounts": {"input": 135.0}, "requests": 100_000}
    listed = entry(**paid, prices=UnitPrices(input_price=4, billed=False))
    billed = entry(**paid, prices=UnitPrices(input_price=4))

    # planned $150 × 0.9; at $4 a million $200 × 0.9, or $200 as billed
    assert parts(look([listed], **discounted).months[0].total)[3] == pytest.approx(45)
    assert parts(look([billed], **discounted).months[0].total)[3] == pytest.approx(65)


def test_a_price_that_drifts_in_the_plan_is_the_months_own(look: FromPlan) -> None:
    drifting = {"finance__provider_price_change": 0.5}
    item = entry(
        12,
        requests=100_000,
        amounts={"input": 150.0},
        prices=UnitPrices(input_price=3),
    )
    planned = 150 * 1.5 ** (11 / 12)

    month = look([item], **drifting).months[0]
    assert month.total.planned == pytest.approx(planned)
    assert month.total.price == pytest.approx(150 - planned)
    assert month.total.rest == pytest.approx(0)


def test_what_is_written_into_the_cache_moves_with_the_price_of_input(look: FromPlan) -> None:
    cached = {
        "tuning__prompt_tokens": 2000,
        "tuning__cache_hit_rate": 0.5,
        "tuning__cached_input_price": 1,
        "tuning__cache_write_price": 6,
    }
    paid: dict[str, Any] = {"requests": 100_000, "amounts": {"input": 1.0, "cached_input": 1.0}}
    told = UnitPrices(input_price=6, cache_write_price=12, cached_input_price=2)
    untold = UnitPrices(input_price=6)

    one, other = (look([entry(**paid, prices=item)], **cached).months[0] for item in (told, untold))
    # Twice the price of tokens sent and of those written: as much again.
    assert one.lines[0].price == pytest.approx(other.lines[0].price)
    assert one.lines[0].price == pytest.approx(one.lines[0].planned)
    # 100,000 × 2,000 × 0.5 × $1 / 1M
    assert (one.lines[1].price, other.lines[1].price) == (pytest.approx(100), 0)


def test_a_month_that_prompting_serves_has_its_prices(look: FromPlan) -> None:
    item = entry(requests=100_000, amounts={"input": 1600.0}, prices=UnitPrices(input_price=4))
    month = look([item], tuning__lead_time_months=2).months[0]

    assert parts(month.total) == [800, 1600, 0, 800, 0]  # $800 at $2, $1,600 at $4


# Approaches


def test_with_prompting_nothing_has_to_pay_back(look: FromPlan) -> None:
    found = look([entry(approach="prompting", requests=100_000, amounts={"provider": 900.0})])

    assert parts(found.months[0].total) == [1000, 900, 0, 0, -100]
    assert (found.payback.status, found.payback.month) == ("prompting", None)
    assert found.payback.saved == pytest.approx(100)
    assert found.forecast.break_even_month is None
    assert found.forecast.planned_break_even_month is None


def test_prompting_before_go_live_is_the_plan_of_what_comes_after(look: FromPlan) -> None:
    months = [
        entry(1, "prompting", amounts={"provider": 1000.0}),
        entry(2, "tuning", amounts={"provider": 450.0}),
    ]
    found = look(months, tuning__lead_time_months=1)

    assert found.happened.followed == ["tuning"] * 3
    assert [item.approach for item in found.months] == ["prompting", "tuning"]  # as entered
    assert parts(found.months[0].total) == [1000, 1000, 0, 0, 0]
    assert found.payback.cost == pytest.approx(2200 + 1000 + 500)


def test_prompting_kept_longer_than_planned_is_compared_with_its_own_plan(look: FromPlan) -> None:
    months = [
        entry(1, "prompting", amounts={"provider": 1000.0}),
        entry(2, "tuning", amounts={"provider": 450.0}),
    ]
    found = look(months)

    assert [item.total.planned for item in found.months] == [1000, 450]
    assert found.payback.cost == pytest.approx(2200 + 1000 + 500)


def test_it_does_not_pay_back_when_too_few_come(look: FromPlan) -> None:
    found = look([entry(requests=10_000, amounts={"provider": 45.0})])

    assert (found.payback.status, found.payback.month) == ("not within the plan", None)


def test_it_is_on_the_way(look: FromPlan) -> None:
    found = look([entry(requests=100_000, amounts={"provider": 450.0})])

    assert (found.payback.status, found.payback.month) == ("on the way", 5)


def test_a_plan_without_requests_divides_by_nothing(look: FromPlan) -> None:
    found = look(
        [entry(requests=100.0, amounts={"input": 1.0})], workload__january=0, workload__july=0
    )
    # Month 1 of a plan that starts in December is a January.
    assert found.happened.plan.inputs.finance.start_month.endswith("-12")
    assert parts(found.months[0].total) == [0, 1, 0, 0, 1]
    assert np.isfinite(found.happened.cost).all()


# Prices of whoever served, and a change that was given up


def test_prices_of_prompting_are_not_those_of_what_comes_after(look: FromPlan) -> None:
    # A million requests a month; prompting 1,000 + 180 tokens at $0.75 and $4.50: 750 + 810
    # = $1,560 a month. Fine-tuning: 350 + 180 tokens at $0.06 and $0.24: 21 + 43.20, and $1.95
    # for the platform = $66.15 a month, live in month 4; $12,000 to build.
    values = {
        "workload__requests_per_month": 1_000_000,
        "finance__horizon_months": 24,
        "prompting__prompt_tokens": 1000,
        "prompting__output_tokens": 180,
        "prompting__input_price": 0.75,
        "prompting__output_price": 4.5,
        "tuning__prompt_tokens": 350,
        "tuning__output_tokens": 180,
        "tuning__input_price": 0.06,
        "tuning__output_price": 0.24,
        "tuning__platform_cost": 1.95,
        "tuning__build_cost": 12_000,
        "tuning__lead_time_months": 3,
    }
    listed = UnitPrices(input_price=0.75, output_price=4.5, billed=False)
    paid: dict[str, Any] = {"requests": 1_000_000, "amounts": {"total": 1560.0}, "prices": listed}
    months = [entry(month, "prompting", **paid) for month in (1, 2, 3)]
    months += [entry(month, requests=1_000_000, amounts={"total": 66.15}) for month in (4, 5)]
    found = look(months, **values)

    # 12,000 + 3 × 1,560 + 21 × 66.15
    assert found.forecast.cost == pytest.approx(18_069.15)
    assert found.forecast.planned_cost == pytest.approx(18_069.15)
    # 12,000 ÷ (1,560 − 66.15) = 8.03 months after month 3
    assert found.forecast.break_even_month == found.forecast.planned_break_even_month == 12
    assert [item.approach for item in found.months] == ["prompting"] * 3 + ["tuning"] * 2


def test_what_prompting_costs_while_another_is_built_is_forecast_for_prompting_alone(
    look: FromPlan,
) -> None:
    doubled = UnitPrices(input_price=4, output_price=16)
    paid: dict[str, Any] = {"requests": 100_000, "amounts": {"provider": 2000.0}}
    months = [entry(0, amounts={"engineering": 2200.0})]
    months += [entry(1, "prompting", **paid, prices=doubled)]
    found = look(months, tuning__lead_time_months=3)

    # Month 0 was fine-tuning's, so prompting in month 1 waits for it, and it goes live in month 4:
    # twice $1,000 in months 1 to 3, and then nine months of $150 + $300 + $50.
    assert found.happened.followed == ["tuning", "tuning"]
    assert found.forecast.cost == pytest.approx(2200 + 3 * 2000 + 9 * 500)
    # Prompting would have cost $1,000 in month 1, as planned, and will cost $2,000 a month.
    assert found.happened.prompting.tolist() == pytest.approx([0, 1000] + [2000] * 11)
    # -2,200 − 1,000 in month 1, and from month 4 on + 1,500 a month: 2.13
    assert found.forecast.break_even_month == 6


def test_what_was_built_counts_though_it_was_given_up(look: FromPlan) -> None:
    # Fine-tuning is live in month 2. Nothing was entered for months 0 and 1.
    months = [entry(month, amounts={"total": 600.0}) for month in (2, 3)]
    months += [entry(month, "prompting", amounts={"total": 900.0}) for month in (4, 5)]
    found = look(months, tuning__lead_time_months=1)

    assert found.happened.followed == ["tuning"] * 4 + ["prompting"] * 2
    assert found.payback.status == "given up"
    assert found.happened.used_until == 3
    # 2,200 to build, 1,000 of prompting in month 1, 2 × 600 and 2 × 900; prompting: 5 × 1,000
    assert found.payback.cost == pytest.approx(6200)
    assert found.payback.prompting_cost == pytest.approx(5000)
    assert found.payback.saved == pytest.approx(-1200)
    # What is still to come is prompting either way: it never pays back.
    assert found.forecast.approach == "prompting"
    assert found.forecast.cost_to_come == pytest.approx(7 * 1000)
    assert found.forecast.break_even_month is None
    # The plan that was decided on: 2,200 + 1,000 + 11 × 500; 2,200 ÷ 500 = 4.4 after month 1
    assert found.forecast.planned_cost == pytest.approx(8700)
    assert found.forecast.planned_break_even_month == 6


def test_what_was_given_up_may_have_paid_back(look: FromPlan) -> None:
    months = [entry(month, amounts={"total": 100.0}) for month in (1, 2, 3)]
    months += [entry(4, "prompting", amounts={"total": 1000.0})]
    found = look(months)

    # -2,200 + 3 × 900 = 500 in month 3
    assert (found.payback.status, found.payback.month) == ("given up", 3)
    assert found.payback.saved == pytest.approx(500)


def test_a_month_between_others_goes_on_as_before_it(look: FromPlan) -> None:
    months = [
        entry(1, "prompting", amounts={"total": 1000.0}),
        entry(3, amounts={"total": 500.0}),
        entry(5, "prompting", amounts={"total": 1000.0}),
    ]
    found = look(months)

    assert found.happened.used == [
        "prompting", "prompting", "prompting", "tuning", "tuning", "prompting"
    ]  # fmt: skip
    # Month 0 waits for fine-tuning, which by its plan is live from month 1 on.
    assert found.happened.followed == ["tuning", *found.happened.used[1:]]
    assert found.payback.cost == pytest.approx(2200 + 3 * 1000 + 2 * 500)


def test_a_month_that_only_names_its_approach_changes_from_there_on(look: FromPlan) -> None:
    named = entry(3)
    months = [entry(1, "prompting", amounts={"total": 1000.0}), named]
    found = look([*months, entry(4, amounts={"total": 500.0})])

    assert found.happened.used[2:] == ["prompting", "tuning", "tuning"]
    # 2,200 to build, 1,000, 1,000 of prompting in month 2, and 2 × 500
    assert found.payback.cost == pytest.approx(2200 + 2 * 1000 + 2 * 500)
    assert [item.month for item in found.months] == [1, 4]
    assert found.gaps == [2, 3]


def test_what_was_built_and_never_used_is_not_in_use(look: FromPlan) -> None:
    months = [entry(0, amounts={"engineering": 2200.0})]
    months += [entry(1, "prompting", amounts={"total": 1000.0})]
    found = look(months)

    assert found.payback.status == "given up"
    assert found.happened.used_until is None
    assert found.payback.cost == pytest.approx(3200)
