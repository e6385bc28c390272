"""Months as people paste them: what is read, and what is said of what cannot be."""

import csv
from collections.abc import Callable

import pytest

from app.inputs import ENGLISH, STYLES, Inputs, InvalidInputs, writing_in
from app.model import LINES
from app.scenarios.actuals.entry import MonthEntry, PricesEntry, months_paid, read_entries, stored
from app.scenarios.actuals.table import fitting, kept_kinds, read_table, waiting, written

MakePlan = Callable[..., Inputs]


@pytest.fixture
def inputs(plan: MakePlan) -> Inputs:
    """A plan of 2026-12 to 2027-12 in which prompting and fine-tuning take part."""
    return plan(finance__start_month="2026-12", tuning__considered=True)


def refusal(text: str, inputs: Inputs) -> list[str]:
    with pytest.raises(InvalidInputs) as refused:
        read_table(text, inputs)
    assert {problem.input for problem in refused.value.problems} == {"table"}
    return [problem.message for problem in refused.value.problems]


DECEMBER = MonthEntry(
    month="2026-12",
    approach="prompting",
    requests=10_400,
    amounts={"input": 1310.5, "platform": 90},
)
JANUARY = MonthEntry(month="2027-01", amounts={"input": 1200})


@pytest.mark.parametrize(
    "text",
    [
        "Month\tApproach\tRequests\tInput tokens\tPlatform\n"
        "2026-12\tPrompting\t10,400\t$1,310.50\t90\n2027-01\t\t\t1200\t\n",
        "month,approach,requests,input,platform\r\n"
        '12/2026,prompting,"10,400","1,310.50",90\r\nJan 2027,,,1.2k,\r\n',
        "\ufeffPlatform;Input tokens;Month;Approach in use;Requests served\n"
        ";1200;2027-01-31;;\n90;1310.5;Dec-26;prompting;10.4k\n",
        "date,approach,line,amount\n2026-12,prompting,requests,10400\n"
        "2026-12,prompting,input,1310.5\n2026-12,prompting,Platform,90\n2027-01,,input,1200\n",
    ],
)
def test_spreadsheets_of_several_kinds_say_the_same(text: str, inputs: Inputs) -> None:
    assert read_table(text, inputs) == [DECEMBER, JANUARY]


def test_a_table_without_headings_has_the_columns_that_are_shown(inputs: Inputs) -> None:
    assert read_table("2026-12\tfine-tuning\t10,400\t1,400\n2027-01\t\t9,000\n", inputs) == [
        MonthEntry(month="2026-12", approach="tuning", requests=10_400, amounts={"total": 1400}),
        MonthEntry(month="2027-01", requests=9000),
    ]
    assert read_table("2027-01\t\t\t1,200\t80\n", inputs, [DECEMBER]) == [
        MonthEntry(month="2027-01", amounts={"input": 1200, "platform": 80})
    ]


def test_a_table_without_headings_that_cannot_be_read_says_that_they_are_missing(
    inputs: Inputs,
) -> None:
    said = refusal("2027-01\t3800\n", inputs)

    assert said == [
        "The first row has no headings, so its columns were taken for Month, Approach, Requests, "
        "Total paid. Are they others? Put a row of headings above.",
        "Row 1: Approach must be one of prompting, fine-tuning, hybrid; you entered 3800.",
    ]


def test_a_row_that_names_an_approach_alone_is_kept(inputs: Inputs) -> None:
    text = (
        "Month\tApproach\tRequests\tTotal paid\n2026-12\tPrompting\t60000\t2500\n"
        "2027-03\tFine-tuning\n2027-04\t\t60000\t2500\n"
    )
    entries = read_table(text, inputs)

    assert entries[1] == MonthEntry(month="2027-03", approach="tuning")
    months = months_paid(stored(entries), inputs, "prompting")
    used = [(item.month, item.approach) for item in months]
    assert used == [(0, "prompting"), (3, "tuning"), (4, "tuning")]
    # The last one that says more than its approach is the last.
    assert months_paid(stored(entries[:2]), inputs, "prompting") == months[:1]
    assert read_table(written(entries), inputs) == entries


def test_a_row_with_a_month_alone_waits_and_may_be_of_any_year(inputs: Inputs) -> None:
    entries = read_table("Month\tRequests\n2026-12\t5\n2027-01\n2031-01\t\n", inputs)

    assert [(entry.month, entry.is_blank) for entry in entries] == [
        ("2026-12", False),
        ("2027-01", True),
        ("2031-01", True),
    ]


def test_prices_stand_in_columns_of_their_own(inputs: Inputs) -> None:
    text = "Month\tPrice of input\tPrice of output\n2027-01\t2.5\t$10\n"

    assert read_table(text, inputs) == [
        MonthEntry(month="2027-01", prices=PricesEntry(input_price=2.5, output_price=10))
    ]


def test_numbers_are_in_the_readers_style(inputs: Inputs) -> None:
    german = next(style for style in STYLES.values() if style.decimal == "," and style.group == ".")
    with writing_in(german):
        found = read_table("Month;Requests;Total paid\n2027-01;10.400;1.310,50\n", inputs)

    assert found == [MonthEntry(month="2027-01", requests=10_400, amounts={"total": 1310.5})]
    assert german != ENGLISH


def test_an_empty_table_has_no_months(inputs: Inputs) -> None:
    assert read_table(" \n\n", inputs) == []
    assert read_table("\n \nMonth\tTotal paid\n", inputs) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "Month\tTotal paid\n2026-12\tmuch\n",
            "Row 2: Total paid must be a number, such as 200,000, 200k, 1.5M or 0.25; "
            "you entered much.",
        ),
        (
            "Month\tTotal paid\nsoon\t1\n",
            "Row 2: Month must be a month, written like 2026-12, 12/2026 or Dec 2026, or a day "
            "such as 31.12.2026; you entered soon.",
        ),
        (
            "Month\tTotal paid\n\t1\n",
            "Row 2: Month must be a month, written like 2026-12, 12/2026 or Dec 2026, or a day "
            "such as 31.12.2026.",
        ),
        (
            "Month\tRequests\n2026-12\t-1\n",
            "Row 2: Requests must be at least 0; you entered -1.",
        ),
        (
            "Month\tRequests\n2026-12\t2e10\n",
            "Row 2: Requests must be at most 10,000,000,000; you entered 2e10.",
        ),
        ("Month\tTotal paid\n2026-12\t€5\n", "Row 2: Total paid must be in USD, the plan's "),
        ("Month\tRequests\n2026-12\t12.400\n", "Row 2: Requests must be clear. 12.400: 12400 or "),
        (
            "Month\tApproach\tRequests\n2026-12\thope\t5\n",
            "Row 2: Approach must be one of prompting, fine-tuning, hybrid; you entered hope.",
        ),
        (
            "Month\tTotal paid\n2026-11\t5\n",
            "Row 2: Month must be from 2026-12, the plan's month of the decision (under Timing), "
            "to 2027-12, its last; you entered 2026-11.",
        ),
        (
            "Month\tTotal paid\n2026-12\t5\n2026-12\t6\n",
            "Row 3: Month 2026-12 is there twice.",
        ),
        ("Month\tCoffee\n2026-12\t5\n", "The first row has a column called Coffee, which is none "),
        ("Requests\tTotal paid\n1\t5\n", "The first row must name a column Month."),
        ("soon\t1\n", "The first row must hold the headings of the columns, some of Month, "),
        (
            "Month\tTotal paid\nMay 2031\t5\n",
            "Row 2: Month must be from 2026-12, the plan's month of the decision (under Timing), "
            "to 2027-12, its last; you entered May 2031.",
        ),
        (
            "Month\tTotal paid\n5/6/2027\t5\n",
            "Row 2: Month must be clear. 5/6/2027: 2027-06 or 2027-05?",
        ),
        (
            "Month,Approach,Requests,Total paid\n2026-12,Fine-tuning,51,000,3,800.75\n",
            "Row 2 has 6 cells for 4 columns. A number with commas in it stands in quotation "
            'marks: "51,000".',
        ),
        (
            "Month,Approach,Requests,Total paid\n2026-12,Fine-tuning,51,000\n",
            "Row 2 has a cell 000, the end of another number. A number with commas in it stands "
            'in quotation marks: "51,000".',
        ),
        ("Month\tTotal paid\n2026-12\t5\t\n2027-01\t5\t6\n", "Row 3 has 3 cells for 2 columns."),
        ("Month\t\tTotal paid\n2026-12\t7\t5\n", "Row 2: column 2 has no heading, and holds 7."),
        (
            "Month\tTotal paid\tTotal paid\n2026-12\t4000\t300\n",
            "The first row has the column Total paid more than once (Total paid): keep one.",
        ),
        (
            "Month\tTotal paid\tRequests\tTotal\n2026-12\t4000\t1\t300\n",
            "The first row has the column Total paid more than once (Total paid, Total): keep one.",
        ),
        (
            "date,line,amount\n2026-12,input,5\n2026-12,Input tokens,6\n",
            "Row 3: Input tokens of 2026-12 is there twice.",
        ),
        (
            "date,approach,line,amount\n2026-12,tuning,input,5\n2026-12,prompting,output,6\n",
            "Row 3: Approach of 2026-12 is there twice.",
        ),
        ("date,line,amount\n2026-12,,5\n", "Row 2: Line must be one of month, approach, "),
        (
            "date,line,amount\n2026-12,input,5\n2026-12,requests,-6\n",
            "Row 3: Requests must be at least 0; you entered -6.",
        ),
        ("date,line,amount\n2026-12,coffee,5\n", "Row 2: Line must be one of month, approach, "),
        ("Month\tTotal paid\n2026-12\t1e16\n", "Row 2: Total paid must be at most 1,000,000,"),
        (
            "x\n" * 100_001,
            "The table must be at most 200,000 characters and has 200,002; it was cut off at row "
            "100,001.",
        ),
        (
            "Month\tTotal paid\n2026-12\t(4000)\n",
            "Row 2: Total paid must have a minus if it is a credit: write -4000; "
            "you entered (4000).",
        ),
        ("Month\tRequests\n2026-12\t(4000)\n", "Row 2: Requests must be a number, such as"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_bound(
    text: str, message: str, inputs: Inputs
) -> None:
    assert any(said.startswith(message) for said in refusal(text, inputs))


def test_a_cell_without_an_end_is_no_table(inputs: Inputs) -> None:
    usual = csv.field_size_limit(100)
    try:
        assert refusal(f'Month\n"{"x" * 200}', inputs) == ["This is no table of lines and columns."]
    finally:
        csv.field_size_limit(usual)


def test_a_table_without_a_month_is_told_that_alone(inputs: Inputs) -> None:
    [said] = refusal("When\tSent\n2026-12\tx\n2027-01\ty\n", inputs)

    assert said.startswith("The first row must hold the headings")


def test_a_long_line_that_does_not_fit_is_cut() -> None:
    assert fitting("a\n" + "x" * 300_000) == "a\n"
    assert fitting("x" * 300_000) == "x" * 200_000
    assert fitting("x" * 200_000) == "x" * 200_000


def test_every_mistake_is_named_at_once(inputs: Inputs) -> None:
    said = refusal("Month\tRequests\nsoon\t1\n2026-12\tmuch\n2031-01\t1\n", inputs)

    assert [item[:13] for item in said] == ["Row 2: Month ", "Row 3: Reques", "Row 4: Month "]


def test_an_approach_that_takes_no_part_is_refused(plan: MakePlan) -> None:
    alone = plan(finance__start_month="2026-12", tuning__considered=False, hybrid__considered=False)
    said = refusal("Month\tApproach\tRequests\n2027-01\tfine-tuning\t5\n", alone)

    assert said == [
        "Row 2: Approach must be one that takes part in the plan (prompting); "
        "you entered fine-tuning."
    ]


# As the API takes them


def test_bodies_name_the_place_of_what_is_wrong(inputs: Inputs) -> None:
    months = [
        {"month": "2026-12", "amounts": {"coffee": 1}},
        {"month": "December"},
        {"month": "2027-01", "amounts": {"input": "1"}, "prices": {"input_price": -1}},
        {"month": "2027-02", "colour": "red", "approach": "luck"},
        {"requests": 5},
        "2027-03",
        {"month": "2027-03", "prices": {"billed": "perhaps"}, "amounts": {"input": 1e16}},
    ]
    with pytest.raises(InvalidInputs) as refused:
        read_entries(months, inputs)

    assert {item.input: item.message for item in refused.value.problems} == {
        "months.0.amounts.coffee.[key]": "months.0: coffee must be 'total', 'provider', 'people', "
        + ", ".join(f"'{line}'" for line in LINES[:-1])
        + f" or '{LINES[-1]}'; you entered coffee.",
        "months.1.month": "months.1: Month must be a month, written like 2026-12; "
        "you entered December.",
        "months.2.prices.input_price": "months.2: Price of input must be at least 0; "
        "you entered -1.",
        "months.3.colour": "months.3: colour is not known here; you entered red.",
        "months.3.approach": "months.3: Approach must be 'prompting', 'tuning' or 'hybrid'; "
        "you entered luck.",
        "months.4.month": "months.4: Month is missing.",
        "months.5": "months.5:  must be an object; you entered 2027-03.",
        "months.6.prices.billed": "months.6: billed must be true or false; you entered perhaps.",
        "months.6.amounts.input": "months.6: Input tokens must be at most "
        "1,000,000,000,000,000; you entered 1e+16.",
    }


@pytest.mark.parametrize("months", [None, {}, [{"month": "2026-12"}] * 122])
def test_months_are_a_list_that_is_not_too_long(months: object, inputs: Inputs) -> None:
    with pytest.raises(InvalidInputs) as refused:
        read_entries(months, inputs)

    assert refused.value.problems[0].message == "The months must be a list of at most 121 months."


def test_a_month_without_an_approach_has_that_of_the_month_before(inputs: Inputs) -> None:
    march = MonthEntry(month="2027-02", approach="tuning", requests=5)
    months = stored([JANUARY, DECEMBER, march, MonthEntry(month="2027-03")])

    found = months_paid(months, inputs, "tuning")
    assert [(item.month, item.approach) for item in found] == [
        (0, "prompting"),
        (1, "prompting"),
        (2, "tuning"),
    ]
    assert months_paid(stored([JANUARY]), inputs, "tuning")[0].approach == "tuning"


def test_months_that_a_shorter_plan_has_no_longer_are_left_out(
    inputs: Inputs, plan: MakePlan
) -> None:
    months = stored([DECEMBER, JANUARY])
    later = plan(finance__start_month="2027-01")

    assert [item.month for item in months_paid(months, later, "prompting")] == [0]


# Written, and read again


def test_a_table_is_read_as_it_was_written(inputs: Inputs) -> None:
    prices = PricesEntry(input_price=2.125, output_price=10)
    entries = [
        DECEMBER,
        JANUARY.model_copy(update={"requests": 12.125, "prices": prices}),
        MonthEntry(month="2027-02", approach="tuning", amounts={"total": -1234567.25}),
    ]
    for style in STYLES.values():
        with writing_in(style):
            assert read_table(written(entries), inputs) == entries


def test_before_anything_is_entered_the_months_up_to_today_wait(inputs: Inputs) -> None:
    months = waiting(inputs, "2027-02")

    assert written(months) == (
        "Month\tApproach\tRequests\tTotal paid\n2026-12\t\t\t\n2027-01\t\t\t\n2027-02\t\t\t"
    )
    assert read_table(written(months), inputs) == months
    assert len(waiting(inputs, "2020-01")) == 1
    assert len(waiting(inputs, "2100-01")) == 13


def test_list_prices_that_a_table_left_alone_stay_list_prices() -> None:
    listed = PricesEntry(input_price=2, billed=False)
    before = [MonthEntry(month=f"2027-0{month}", prices=listed) for month in (1, 2)]
    after = [
        MonthEntry(month="2027-01", requests=5, prices=PricesEntry(input_price=2)),
        MonthEntry(month="2027-02", prices=PricesEntry(input_price=3)),
        MonthEntry(month="2027-03"),
    ]

    kinds = kept_kinds(before, after)
    assert kinds[0] == MonthEntry(month="2027-01", requests=5, prices=listed)
    assert kinds[1:] == after[1:]
