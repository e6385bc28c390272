"""What a range may be, and in which words it is refused."""

import pytest

from app.inputs import FIELDS, Inputs, InvalidInputs, Range, read_ranges
from app.inputs.ranges import MOST_RANGES, parse_range

VOLUME = "workload.requests_per_month"  # 1,000 in `blank`


def refusal(inputs: Inputs, name: str, value: object) -> str:
    """Return the one message with which a range is refused."""
    with pytest.raises(InvalidInputs) as error:
        read_ranges(inputs, {name: value})
    [problem] = error.value.problems
    assert problem.input == f"ranges.{name}"
    return problem.message


@pytest.mark.parametrize(
    "value",
    [
        (500, 2000),
        ["500", "2k"],
        {"low": 500, "high": "2,000"},
        "500..2k",
        " 500 .. 2,000 ",
        Range(500, 2000),
    ],
)
def test_a_range_may_be_written_in_several_ways(value):
    assert read_ranges(Inputs(), {VOLUME: value}) == {VOLUME: Range(500.0, 2000.0)}


def test_the_ends_of_a_fraction_may_be_percentages(plan):
    ranges = read_ranges(plan(tuning__error_rate="8%"), {"tuning.error_rate": "5%..0.1"})
    assert ranges == {"tuning.error_rate": Range(0.05, 0.1)}


def test_ranges_come_in_the_order_of_the_schema():
    ranges = {"tuning.error_rate": (0, 1), VOLUME: (1, 2000), "finance.horizon_months": (6, 24)}
    assert list(read_ranges(Inputs(), ranges)) == [
        VOLUME,
        "finance.horizon_months",
        "tuning.error_rate",
    ]


def test_a_range_may_have_no_width():
    assert read_ranges(Inputs(), {VOLUME: (1000, 1000)}) == {VOLUME: Range(1000, 1000)}


def test_decimal_points_and_the_dots_between_the_ends_do_not_mix():
    assert parse_range("0.25..1.5") == ("0.25", "1.5")


@pytest.mark.parametrize("text", ["", "500", "500..", "..2000", "1..2..3", "500-2000"])
def test_a_text_without_two_ends_is_no_range(text):
    with pytest.raises(ValueError, match="must have a low and a high end"):
        parse_range(text)


@pytest.mark.parametrize("value", ["500", 500, None, True, (), (1, 2, 3), {"low": 1}, "1..2..3"])
def test_what_has_not_two_ends_is_refused(value):
    message = refusal(Inputs(), VOLUME, value)
    assert message.startswith("The range of Requests per month must have a low and a high end")


@pytest.mark.parametrize("end", [None, True, "many", float("nan"), float("inf"), [], "1e400"])
def test_an_end_that_is_no_number_is_refused(end):
    assert "Requests per month must be" in refusal(Inputs(), VOLUME, (end, 2000))


def test_an_end_outside_the_bounds_is_refused_with_the_bound():
    assert refusal(Inputs(), VOLUME, (0, 2000)) == (
        "Every value in the range counts: Requests per month must be more than 0 and at most "
        "10,000,000,000; you entered 0."
    )


def test_an_end_of_a_whole_number_is_whole():
    assert "a whole number" in refusal(Inputs(), "finance.horizon_months", (6.5, 24))


def test_a_range_that_misses_the_entered_value_is_refused(plan):
    message = refusal(plan(tuning__error_rate="8%"), "tuning.error_rate", "10%..20%")
    assert message == (
        "The range of Wrong answers, 10 % to 20 %, must hold the entered value, 8 %."
    )


def test_a_range_that_starts_with_its_high_end_is_refused():
    assert refusal(Inputs(), VOLUME, (2000, 500)) == (
        "The range of Requests per month must start with its low end: 2,000 is more than 500."
    )


def test_an_empty_input_has_no_range():
    message = refusal(Inputs(), "workload.maximum_requests_per_month", (1, 2))
    assert message == "Growth stops at is empty: enter a value before its range."


def test_an_end_of_an_optional_input_is_not_left_out(plan):
    inputs = plan(workload__maximum_requests_per_month=5)
    assert "low and a high end" in refusal(
        inputs, "workload.maximum_requests_per_month", {"low": "", "high": 9}
    )


@pytest.mark.parametrize(
    "name", ["finance.currency", "prompting.already_live", "tuning.on_retirement", "tuning.model"]
)
def test_only_numbers_have_ranges(name):
    assert "is not a number" in refusal(Inputs(), name, (0, 1))


def test_an_unknown_input_is_refused():
    assert refusal(Inputs(), "workload.luck", (0, 1)) == "There is no input called workload.luck."


def test_every_bad_range_is_named():
    with pytest.raises(InvalidInputs) as error:
        read_ranges(Inputs(), {VOLUME: "x..y", "finance.horizon_months": (1, 24), "a": 1})
    assert [problem.input for problem in error.value.problems] == [f"ranges.{VOLUME}", "ranges.a"]


def test_every_number_may_have_a_range():
    inputs = Inputs()
    values = {name: inputs.value(name) for name, field in FIELDS.items() if field.is_number}
    ranges = {name: (value, value) for name, value in values.items() if value is not None}
    assert len(ranges) > 150
    assert read_ranges(inputs, ranges).keys() == ranges.keys()


def test_there_are_no_more_ranges_than_numbers():
    with pytest.raises(InvalidInputs, match=f"at most {MOST_RANGES} ranges; you entered"):
        read_ranges(Inputs(), {f"a.{number}": (0, 1) for number in range(MOST_RANGES + 1)})
