"""Numbers in the styles of several countries: written, read back, and refused where unclear."""

import math

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from app.inputs import (
    ENGLISH,
    FIELDS,
    STYLES,
    InvalidInputs,
    current_style,
    entry,
    in_english,
    in_prose,
    in_style,
    read_inputs,
    read_ranges,
    shown_entry,
    use_style,
    writing_in,
)

REQUESTS = "workload.requests_per_month"
PRICE = "tuning.input_price"
# The language in which Unicode's CLDR writes numbers as each style does.
LANGUAGES = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "ch": "de_CH", "in": "en_IN"}


def read(name, text, code):
    """Return the number that a text in a style is for an input, or what is wrong with it."""
    with writing_in(STYLES[code]):
        try:
            return read_inputs({name: in_english(text, STYLES[code])}).value(name)
        except InvalidInputs as error:
            return error.problems[0].message
        except ValueError as error:
            return str(error)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "1,234,567.8"),
        ("de", "1.234.567,8"),
        ("fr", "1\u202f234\u202f567,8"),
        ("ch", "1\u2019234\u2019567.8"),
        ("in", "12,34,567.8"),
    ],
)
def test_each_style_has_its_own_marks(code, text):
    assert STYLES[code].written("1,234,567.8") == text


@pytest.mark.parametrize("code", STYLES)
@given(number=st.integers(-(10**15), 10**15), decimals=st.integers(0, 9))
def test_a_style_writes_as_unicode_says_its_language_does(code, number, decimals):
    english = f"{number:,}.{decimals}1"
    pattern = "#,##,##0.##" if code == "in" else "#,##0.##"
    value = number + math.copysign(decimals / 10 + 0.01, number or 1)
    if abs(number) < 10**12:  # beyond, a float has no two decimals
        expected = format_decimal(value, pattern, locale=LANGUAGES[code])
        assert STYLES[code].written(english) == expected


@pytest.mark.parametrize("code", STYLES)
@pytest.mark.parametrize("share", [0.0, 0.037, 0.123456789, 0.5, 1.0])
def test_what_is_written_in_a_style_is_read_back_equal_in_every_field(code, share):
    for name, field in FIELDS.items():
        if not field.is_number:
            continue
        value = within(field, share)
        with writing_in(STYLES[code]):
            text = shown_entry(value, field.kind)
        assert in_english(text, STYLES[code]) == entry(value, field.kind)
        # 12.125 tokens are a question in every style: the form knows what it wrote, and asks not.
        if not field.manner("USD").is_count or value == round(value):
            unit = " %" if field.kind == "fraction" else ""
            assert read(name, f"{text}{unit}", code) == pytest.approx(value, rel=1e-12), name


def within(field, share):
    """Return a value within a field's bounds, so far between the low one and the high one."""
    low = field.minimum if field.minimum is not None else field.above + 0.001
    value = low + (min(field.maximum, 12_345_678.9) - low) * share
    return round(value) if field.kind == "whole" else float(f"{value:.8g}")


@pytest.mark.parametrize(
    ("code", "text", "number"),
    [
        ("de", "40.000", 40_000),
        ("de", "12.500", 12_500),
        ("de", "1.234,5", 1234.5),
        ("de", "2,5k", 2500),
        ("de", "1,5M", 1_500_000),
        ("de", "1 234,5", 1234.5),
        ("de", "40,", 40),
        ("fr", "40 000", 40_000),
        ("fr", "1\u202f234,5", 1234.5),
        ("fr", "1\u00a0234,5", 1234.5),
        ("fr", "1.234.567", 1_234_567),
        ("fr", "1.234,5", 1234.5),
        ("ch", "1'234.5", 1234.5),
        ("ch", "1\u2019234.5", 1234.5),
        ("ch", "1,234,567", 1_234_567),
        ("ch", "1,234.5", 1234.5),
        ("in", "12,34,567.8", 1_234_567.8),
        ("in", "1,234,567.8", 1_234_567.8),
        ("in", "5,00,000", 500_000),
    ],
)
def test_a_number_is_read_in_its_style(code, text, number):
    assert read(REQUESTS, text, code) == number


@pytest.mark.parametrize(
    ("code", "text", "readings"),
    [
        ("en", "12.500", "12.500: 12500 or 12.5?"),
        ("de", "12,500", "12,500: 12500 or 12,5?"),
        ("fr", "12,500", "12,500: 12500 or 12,5?"),
        ("fr", "12.500", "12.500: 12\u202f500 or 12,5?"),
        ("fr", "40.000", "40.000: 40\u202f000 or 40?"),
        ("ch", "12,500", "12,500: 12\u2019500 or 12.5?"),
        ("in", "12.500", "12.500: 12500 or 12.5?"),
        ("de", "40,000", "write 40.000 or 40 rather than 40,000"),
    ],
)
def test_what_the_style_leaves_open_is_refused_with_both_readings(code, text, readings):
    assert readings in read(REQUESTS, text, code)


@pytest.mark.parametrize(
    ("code", "text", "rule"),
    [
        ("en", "0,125", "must have a point before decimals: write 0.125"),
        ("en", "2,1234", "must have a point before decimals: write 2.1234"),
        ("en", ",5", "must have a point before decimals: write 0.5"),
        ("de", "0.125", "must have a comma before decimals: write 0,125; you entered 0.125."),
        ("de", "2.5", "must have a comma before decimals: write 2,5; you entered 2.5."),
        ("de", ".5", "must have a comma before decimals: write 0,5"),
        ("de", "1,234.5", "200.000, 200k, 1,5M or 0,25; you entered 1,234.5."),
        ("fr", "0.125", "must have a comma before decimals: write 0,125"),
        ("fr", "1,234.5", "200\u202f000, 200k, 1,5M or 0,25"),
        ("ch", "2,5", "must have a point before decimals: write 2.5"),
        ("ch", "1.234,5", "200\u2019000, 200k, 1.5M or 0.25"),
        ("in", "2,5", "must have a point before decimals: write 2.5; you entered 2,5."),
        ("in", "1.2.3", "2,00,000, 200k, 1.5M or 0.25; you entered 1.2.3."),
    ],
)
def test_the_other_mark_before_decimals_is_refused_and_never_read_as_thousands(code, text, rule):
    assert rule in read(PRICE, text, code)


def test_bounds_and_what_was_entered_are_said_in_the_style():
    assert read("finance.horizon_months", "1.200", "de").endswith(
        "must be at least 1 and at most 120; you entered 1.200."
    )
    assert "at most 10.000.000.000; you entered -1.234,5." in read(REQUESTS, "-1.234,5", "de")


def test_a_range_is_read_end_by_end():
    style = STYLES["de"]
    inputs = read_inputs({REQUESTS: 40_000})
    ends = read_ranges(inputs, {REQUESTS: in_english("1.000..1.500.000,5", style)})[REQUESTS]
    assert (ends.low, ends.high) == (1000, 1_500_000.5)
    assert style.written("1,000..1,500,000.5") == "1.000..1.500.000,5"


def test_a_sentence_that_ends_with_a_number_keeps_its_full_stop():
    assert STYLES["de"].written("Between 1,000 and 2.5.") == "Between 1.000 and 2,5."


def test_a_text_is_no_number():
    with writing_in(STYLES["de"]):
        assert shown_entry("openai/gpt-4.1", "text") == "openai/gpt-4.1"


def test_in_a_sentence_names_stay_as_they_are():
    text = "GPT-4.1 and Haiku 4.5: 305,657 tokens, 1,234.5 of 2.5 %, version 2.0, 1.5 times."
    with writing_in(STYLES["de"]):
        assert in_prose(text) == (
            "GPT-4.1 and Haiku 4.5: 305.657 tokens, 1.234,5 of 2,5 %, version 2.0, 1.5 times."
        )


def test_the_style_holds_for_a_block_and_then_the_one_before():
    assert current_style() == ENGLISH
    with writing_in(STYLES["fr"]):
        use_style(STYLES["de"])
        assert in_style("1,234.5") == "1.234,5"
    assert in_style("1,234.5") == "1,234.5"


@pytest.mark.parametrize(
    ("code", "sample", "mark", "separator"),
    [
        ("en", "1,234.5", "point", ", "),
        ("de", "1.234,5", "comma", "; "),
        ("in", "12,34,567.8", "point", ", "),
    ],
)
def test_a_style_says_how_it_looks(code, sample, mark, separator):
    style = STYLES[code]
    assert (style.sample, style.decimal_name, style.separator) == (sample, mark, separator)
