"""Bills and usage logs become months: the worked example's, and what is left out of others."""

import gzip
import io
from collections.abc import Callable

import pytest

from app.answers.actuals.lookback import look_back
from app.evidence.finding import Evidence
from app.inputs import STYLES, Inputs, InvalidInputs, writing_in
from app.model import project
from app.scenarios.actuals.entry import MonthEntry, PricesEntry, months_paid, stored
from app.scenarios.actuals.files import (
    FoundMonths,
    found_months,
    found_table,
    merged,
    problems_of,
)
from tests.actual_files import bill, usage_log
from tests.answers.actuals.worked import PLAN
from tests.evidence.files import json_lines, read, read_sample

MakePlan = Callable[..., Inputs]


@pytest.fixture
def inputs(plan: MakePlan) -> Inputs:
    return plan(**dict(PLAN), finance__start_month="2026-12")


def months_in(text: str, inputs: Inputs) -> list[MonthEntry]:
    return found_months(read(text), inputs, "tuning").months


def test_a_bill_says_what_was_paid_by_line_and_at_which_price(inputs: Inputs) -> None:
    months = months_in(bill(), inputs)

    assert [entry.month for entry in months] == [f"2027-0{n}" for n in range(1, 7)]
    march = months[2]
    assert march.amounts == pytest.approx({"provider": 594, "input": 198, "output": 396})
    assert march.requests is None
    assert march.approach == "tuning"
    assert march.prices
    assert march.prices.input_price == pytest.approx(3.3)
    assert march.prices.output_price == pytest.approx(12)
    assert march.prices.billed


def test_a_log_says_what_was_served(inputs: Inputs) -> None:
    months = months_in(usage_log(), inputs)

    assert [entry.requests for entry in months] == [
        80_000, 100_000, 120_000, 120_000, 120_000, 150_000,
    ]  # fmt: skip
    assert all(entry.amounts == {} and entry.prices is None for entry in months)


def test_a_bill_and_a_log_are_the_worked_example(inputs: Inputs) -> None:
    from_bill = found_months(read(bill()), inputs, "tuning")
    from_log = found_months(read(usage_log()), inputs, "tuning")

    for first, second in ((from_bill, from_log), (from_log, from_bill)):
        months = stored(merged(merged([], first), second))
        back = look_back(project(inputs), inputs, months_paid(months, inputs, "tuning"))

        # By hand, in docs/model.md; the two meters are the whole bill.
        so_far = back.so_far
        parts = [so_far.planned, so_far.actual, so_far.volume, so_far.price, so_far.rest]
        assert parts == pytest.approx([2700, 3349.5, 405, 91.5, 153])
        assert back.payback.prompting_cost == pytest.approx(6900)
        assert back.payback.cost == pytest.approx(5849.5)
        assert (back.payback.status, back.payback.month) == ("paid back", 5)
        assert back.forecast.cost == pytest.approx(9776.5)


def test_calls_are_requests_over_the_calls_of_one(plan: MakePlan) -> None:
    inputs = plan(finance__start_month="2026-12")
    evidence = read(usage_log(), calls_per_request=4)

    assert found_months(evidence, inputs, "prompting").months[0].requests == 20_000


def test_a_log_with_costs_moves_all_prices_alike(plan: MakePlan) -> None:
    inputs = plan(
        finance__start_month="2026-08",
        finance__horizon_months=1,
        prompting__input_price=0.15,
        prompting__cached_input_price=0.075,
        prompting__output_price=0.6,
    )
    evidence = read_sample("openrouter-activity-generations.synthetic.csv")
    [entry] = found_months(evidence, inputs, "prompting").months

    assert entry.month == "2026-09"
    assert entry.prices
    sums = evidence.measured.months[0]
    assert entry.amounts == {"provider": pytest.approx(sums.cost, abs=1e-6)}
    prices = {
        "input": entry.prices.input_price,
        "cached": entry.prices.cached_input_price,
        "output": entry.prices.output_price,
    }
    billed = sum(sums.tokens[side] * (price or 0) for side, price in prices.items()) / 1e6
    assert billed == pytest.approx(sums.cost, rel=1e-4)
    assert (prices["output"] or 0) / (prices["input"] or 1) == pytest.approx(0.6 / 0.15)


def test_without_prices_in_the_plan_a_logs_cost_says_none(plan: MakePlan) -> None:
    evidence = read_sample("openrouter-activity-generations.synthetic.csv")
    inputs = plan(finance__start_month="2026-08")

    assert found_months(evidence, inputs, "prompting").months[0].prices is None


def test_a_bill_in_dollars_is_converted_and_one_in_the_plans_currency_is_not(
    plan: MakePlan,
) -> None:
    euros = {"finance__currency": "EUR", "finance__exchange_rate": 0.8}
    inputs = plan(finance__start_month="2026-12", **euros)

    dollars, own = months_in(bill(), inputs)[0], months_in(bill("eur"), inputs)[0]
    assert dollars.prices
    assert own.prices
    assert dollars.amounts["input"] == pytest.approx(96)  # $120 × 0.8
    assert own.amounts["input"] == pytest.approx(120)
    assert dollars.prices.input_price == pytest.approx(3)
    assert own.prices.input_price == pytest.approx(3.75)  # €3 ÷ 0.8
    with pytest.raises(InvalidInputs, match="must be in EUR or USD; it is in GBP"):
        months_in(bill("gbp"), inputs)


def test_months_that_the_plan_has_not_are_named(plan: MakePlan) -> None:
    inputs = plan(finance__start_month="2027-03", finance__horizon_months=2)
    found = found_months(read(bill()), inputs, "prompting")

    assert [entry.month for entry in found.months] == ["2027-03", "2027-04", "2027-05"]
    assert found.remarks == ["Left out, for they are not in the plan: 2027-01, 2027-02, 2027-06."]
    with pytest.raises(InvalidInputs, match="nothing of the plan's months, 2026-01 to 2026-03"):
        found_months(
            read(bill()),
            plan(finance__start_month="2026-01", finance__horizon_months=2),
            "prompting",
        )


def test_a_month_that_is_not_whole_is_said(inputs: Inputs) -> None:
    evidence = read(bill())
    first, last = evidence.measured.months[0], evidence.measured.months[-1]
    first.days, last.days = {5, 31}, {1, 27}

    assert found_months(evidence, inputs, "tuning").remarks == [
        "2027-01: the file has only days 5 to 31 of it.",
        "2027-06: the file has only days 1 to 27 of it.",
    ]
    first.days, last.days = {1}, {2, 29}  # a row for the whole month; a weekend is no gap
    assert found_months(evidence, inputs, "tuning").remarks == []


def dataset() -> Evidence:
    row = {"messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}
    return read(json_lines([row] * 12))


def table(text: str | bytes, inputs: Inputs) -> list[MonthEntry] | None:
    file = io.BytesIO(text.encode() if isinstance(text, str) else text)
    found = found_table(file, "mine.csv", inputs)
    return found.months if found else None


MINE = MonthEntry(
    month="2027-01", approach="tuning", requests=80_000, amounts={"total": 1360.5, "platform": 90}
)


@pytest.mark.parametrize(
    "text",
    [
        "Month,Approach,Requests,Total paid,Platform\n2027-01,Fine-tuning,80000,1360.5,90\n",
        'Month,Approach,Requests,Total,Platform\r\nJan 2027,tuning,"80,000","1,360.50",90\r\n',
        "\ufeffMonth;Approach;Requests;Total paid;Platform\n31.01.2027;tuning;80.000;1.360,50;90\n",
        "Month;Approach;Requests;Total paid;Platform\n2027-01;tuning;80000;1360.5;90\n",
        "Month\tApproach\tRequests\tTotal paid\tPlatform\n\n2027-01\ttuning\t80000\t1360.5\t90\n"
        "2027-02\t\t\t\t\n",
        "date,approach,line,amount\n2027-01,tuning,requests,80000.0\n2027-01,tuning,total,1360.5\n"
        "2027-01,tuning,platform,90.0\n",
    ],
)
@pytest.mark.parametrize("style", ["en", "de", "in"])
def test_a_file_of_months_is_read_as_it_is_written(text: str, style: str, inputs: Inputs) -> None:
    with writing_in(STYLES[style]):
        assert table(text, inputs) == [MINE]
        assert table(text.encode("utf-16"), inputs) == [MINE]
        assert table(gzip.compress(text.encode()), inputs) == [MINE]


def test_where_no_number_tells_a_file_is_in_the_readers_style(inputs: Inputs) -> None:
    text = "Month;Total paid\n2027-01;1.360\n"

    with writing_in(STYLES["de"]):
        assert table(text, inputs) == [MonthEntry(month="2027-01", amounts={"total": 1360})]
    assert table(text, inputs) == [MonthEntry(month="2027-01", amounts={"total": 1.36})]


@pytest.mark.parametrize(
    "text", [bill(), usage_log(), "When,Sent\n1,2\n", "2027-01,5\n", "prose", '{"a": 1}\n{"a": 2}']
)
def test_other_files_are_no_tables_of_months(text: str, inputs: Inputs) -> None:
    assert table(text, inputs) is None


def test_columns_of_tokens_alone_may_be_counts(inputs: Inputs) -> None:
    counts = "date,requests,input_tokens,output_tokens\n2027-01-31,5,1000,2000\n"
    amounts = "date,approach,requests,input_tokens\n2027-01-31,tuning,5,1000\n"

    assert table(counts, inputs) is None
    assert problems_of(["date", "requests", "input_tokens"])[0].message.startswith("Columns of to")
    assert table(amounts, inputs) == [
        MonthEntry(month="2027-01", approach="tuning", requests=5, amounts={"input": 1000})
    ]
    assert table("Month,Requests\n2027-01,5\n", inputs) == [MonthEntry(month="2027-01", requests=5)]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Month,Total paid\n2027-01,much\n", "Row 2: Total paid must be a number"),
        ("Month,Total paid\n2027-01,\n", "The table says nothing of any month."),
        ("Month,Total paid\n" + "\n" * 200_000, "The table must be at most 200,000 characters"),
    ],
)
def test_a_table_of_months_with_mistakes_names_them(
    text: str, message: str, inputs: Inputs
) -> None:
    with pytest.raises(InvalidInputs, match=message):
        table(text, inputs)


def test_a_table_changes_the_cells_that_it_has(inputs: Inputs) -> None:
    before = MonthEntry(
        month="2027-01",
        approach="prompting",
        requests=5,
        amounts={"total": 7, "platform": 8},
        prices=PricesEntry(input_price=1, output_price=2),
    )
    after = MonthEntry(month="2027-01", amounts={"platform": 9}, prices=PricesEntry(output_price=3))

    assert merged([before], FoundMonths(months=[after])) == [
        MonthEntry(
            month="2027-01",
            approach="prompting",
            requests=5,
            amounts={"total": 7, "platform": 9},
            prices=PricesEntry(input_price=1, output_price=3),
        )
    ]


def test_other_files_say_nothing_of_months(inputs: Inputs) -> None:
    with pytest.raises(InvalidInputs, match="Only bills, usage logs and tables"):
        found_months(dataset(), inputs, "tuning")


def test_what_a_log_says_was_paid_does_not_replace_a_bill(plan: MakePlan) -> None:
    inputs = plan(
        finance__start_month="2026-08", finance__horizon_months=1, prompting__input_price=1
    )
    log = found_months(
        read_sample("openrouter-activity-generations.synthetic.csv"), inputs, "prompting"
    )
    billed = MonthEntry(
        month="2026-09",
        amounts={"output": 5, "platform": 7},
        prices=PricesEntry(output_price=9),
    )
    others = MonthEntry(month="2026-09", amounts={"platform": 7})

    [kept] = merged([billed], log)
    assert kept.amounts == billed.amounts
    assert kept.prices == billed.prices
    assert kept.requests == log.months[0].requests
    [filled] = merged([others], log)
    assert filled.amounts == {"platform": 7, **log.months[0].amounts}
    assert filled.prices == log.months[0].prices
