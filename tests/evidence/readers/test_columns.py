"""Tables read by column say what they say row by row."""

from dataclasses import asdict

import numpy as np
import pytest

from app.evidence.readers import columns
from app.evidence.values import BadValue, amount, count, seconds
from tests.evidence.files import SAMPLES, read, read_sample

TABLES = (
    "openai-dashboard-usage.synthetic.csv",
    "anthropic-console-tokens.synthetic.csv",
    "openrouter-activity-generations.synthetic.csv",
    "helicone-export.synthetic.csv",
    "langfuse-observations.synthetic.csv",
    "openai-dashboard-cost.synthetic.csv",
)
READERS = (
    "usage.openai_dashboard",
    "usage.anthropic_console",
    "usage.openrouter",
    "usage.helicone",
    "usage.langfuse_observations",
    "bills.openai_cost",
)


@pytest.mark.parametrize("name", TABLES)
def test_columns_and_rows_come_to_the_same(name, monkeypatch):
    by_column = comparable(read_sample(name))
    monkeypatch.setattr(columns, "ROWS_AT_ONCE", 7)
    assert comparable(read_sample(name)) == by_column
    real = columns.by_column

    def by_row_alone(source, make, by_row):
        def refuse(_):
            raise columns.NoColumn

        return real(source, refuse, by_row)

    for module in READERS:
        monkeypatch.setattr(f"app.evidence.readers.{module}.by_column", by_row_alone)
    assert comparable(read_sample(name)) == by_column


def comparable(evidence):
    """Return what a file says, in ten digits: sums of sums round differently."""
    said = asdict(evidence)
    said["measured"]["requests"] = sorted(said["measured"]["requests"] or [])
    return in_ten_digits(said)


def in_ten_digits(value):
    if isinstance(value, float):
        return float(f"{value:.10g}")
    if isinstance(value, dict):
        return {key: in_ten_digits(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [in_ten_digits(item) for item in value]
    return value


@pytest.mark.parametrize("name", TABLES[:3])  # whose cells hold no commas
@pytest.mark.parametrize("cell", ["-5", "many", "nan", ""])
def test_one_wrong_number_costs_one_row_at_the_most(name, cell):
    header, first, second, *rest = (SAMPLES / name).read_text().splitlines()
    place = header.split(",").index(
        next(item for item in header.split(",") if item.startswith(("output_tok", "usage_out",
                                                                    "tokens_compl")))
    )  # fmt: skip
    cells = second.split(",")
    cells[place] = cell
    evidence = read("\n".join([header, first, ",".join(cells), *rest]))
    assert evidence.measured.used >= 1 + len(rest)
    assert evidence.rows == 2 + len(rest)


def test_a_row_that_is_shorter_is_read_by_itself():
    text = (SAMPLES / TABLES[0]).read_text()
    short = read(text + "1788220800,1788307200\n")
    assert short.measured.used == read(text).measured.used
    assert short.measured.skipped == {"empty buckets": 1}


@pytest.mark.parametrize("name", TABLES)
def test_a_column_without_a_name_counts_for_nothing(name):
    """Such as the numbers of rows that pandas writes."""
    header, *rows = (SAMPLES / name).read_text().splitlines()
    numbered = "\n".join([f",{header}", *(f"{n},{row}" for n, row in enumerate(rows))])
    assert comparable(read(numbered))["measured"] == comparable(read_sample(name))["measured"]


@pytest.mark.parametrize("blanks", [1, columns.ROWS_AT_ONCE, 3 * columns.ROWS_AT_ONCE])
def test_blank_lines_in_a_table_do_not_end_it(blanks):
    header, *rows = (SAMPLES / TABLES[0]).read_text().splitlines()
    parted = "\n".join([header, *rows[:5], *[""] * blanks, *rows[5:]])
    assert read(parted).measured.figures == read_sample(TABLES[0]).measured.figures


@pytest.mark.parametrize(
    "cells",
    [
        ["2026-09-01T07:30:43.181Z", "2026-09-01T07:30:43+00:00"],
        ["2026-09-01T07:30:43.181Z", "2026-09-01T09:30:43+02:00"],
        ["2026-09-01T07:30:43+02:00"] * 2,
        ["2026-09-01 07:30:43", "2026-09-01"],
        ["2026-09-01T07:30:43Z", ""],
        ["1788220800", "1788220800000"],
        ["20260901", "2026090112"],
        ["09/01/2026", "01.09.2026"],
        ["1999-09-01T07:30:43Z", "2199-09-01T07:30:43Z", "2026-09-01T07:30:43Z"],
        ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"],
    ],
    ids=str,
)
def test_a_column_of_moments_has_what_each_of_them_is(cells):
    found = [None if np.isnan(moment) else moment for moment in columns.moments(cells)]
    assert found == [seconds(cell) for cell in cells]


@pytest.mark.parametrize(
    "cells", [["1", "2.5"], ["", "1e-5"], ["NULL", "3"], ["-1", " 4 "], ["nan"], ["1e14"], ["x"]]
)
def test_a_column_of_amounts_has_what_each_of_them_is(cells):
    assert said(columns.amounts, cells) == said(lambda each: list(map(amount, each)), cells)


@pytest.mark.parametrize(
    "numbers",
    [[1, 2], [0, None], [True], [-1], [10**13], [10**14], [10**400], ["5"], [1.5], [[]], [{}]],
)
def test_counts_out_of_json_are_what_each_of_them_is(numbers):
    assert said(columns.whole, numbers) == said(lambda each: list(map(count, each)), numbers)


def said(reader, cells):
    """Return what is read of some cells; None where a value cannot be."""
    try:
        return list(reader(cells))
    except (BadValue, OverflowError):
        return None
