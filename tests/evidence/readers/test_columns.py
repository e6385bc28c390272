"""Tables read by column say what they say row by row."""

from dataclasses import replace

import pytest

from app.evidence.readers.usage import columns
from tests.evidence.files import SAMPLES, read, read_sample

TABLES = (
    "openai-dashboard-usage.synthetic.csv",
    "anthropic-console-tokens.synthetic.csv",
    "openrouter-activity-generations.synthetic.csv",
    "helicone-export.synthetic.csv",
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

    for module in ("openai_dashboard", "anthropic_console", "openrouter", "helicone"):
        monkeypatch.setattr(f"app.evidence.readers.usage.{module}.by_column", by_row_alone)
    assert comparable(read_sample(name)) == by_column


def twelve_digits(number):
    return float(f"{number:.12g}")


def comparable(evidence):
    """Return what a file says, its costs to twelve digits: sums of sums round differently."""
    measured = evidence.measured
    figures = {
        name: twelve_digits(value) if isinstance(value, float) else value
        for name, value in measured.figures.items()
    }
    months = [replace(month, cost=twelve_digits(month.cost)) for month in measured.months]
    ids = sorted(measured.requests) if measured.requests else None
    return replace(
        evidence, measured=replace(measured, figures=figures, months=months, requests=ids)
    )


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
