"""Tables read by column say what they say row by row."""

from dataclasses import asdict

import pytest

from app.evidence.readers import columns
from tests.evidence.files import SAMPLES, read, read_sample

TABLES = (
    "openai-dashboard-usage.synthetic.csv",
    "anthropic-console-tokens.synthetic.csv",
    "openrouter-activity-generations.synthetic.csv",
    "helicone-export.synthetic.csv",
    "openai-dashboard-cost.synthetic.csv",
)
READERS = (
    "usage.openai_dashboard",
    "usage.anthropic_console",
    "usage.openrouter",
    "usage.helicone",
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
