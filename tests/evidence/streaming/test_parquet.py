"""Parquet tables say what the same rows say as JSON lines or as CSV."""

import io
import random
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.evidence.finding import Unreadable
from app.evidence.readers.usage.free_table import ColumnsWanted
from app.evidence.streaming import parquet
from app.evidence.streaming.opening import open_file
from app.work.task import NobodyWaits, working_at
from tests.evidence.files import Leaving, json_lines, read, table

pyarrow = pytest.importorskip(
    "pyarrow", reason="pyarrow is not installed: NO Parquet table was read here"
)
pytest.importorskip("pyarrow.parquet")

START = datetime(2026, 9, 1, tzinfo=UTC)
CHATS = [
    {
        "messages": [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": f"Where is order {number}?"},
            {"role": "assistant", "content": "On its way.", "weight": number % 2},
        ]
    }
    for number in range(20)
]
COLUMNS = {"time": "When", "input": "Sent", "output": "Got"}


def parquet_of(rows, schema=None, **options):
    """Return rows as a Parquet table."""
    data = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows, schema), data, **options)
    return data.getvalue()


def calls(count, unit="us"):
    """Return a table of calls, one an hour; 300 tokens in, 0 to 9 out."""
    rows = [
        {"When": START + timedelta(hours=number), "Sent": 300, "Got": number % 10}
        for number in range(count)
    ]
    types = [("When", pyarrow.timestamp(unit)), ("Sent", pyarrow.int32()), ("Got", pyarrow.int64())]
    return parquet_of(rows, pyarrow.schema(types), row_group_size=50)


def test_a_training_set_says_what_its_json_lines_say():
    of_lines, of_parquet = read(json_lines(CHATS)), read(parquet_of(CHATS))
    assert of_parquet.format == of_lines.format == "openai-chat"
    assert of_parquet.measured == of_lines.measured
    assert of_lines.measured.figures["examples"] == 20


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_table_of_calls_is_read_by_its_columns_whatever_its_moments_are_in(unit):
    content = calls(720, unit)
    with pytest.raises(ColumnsWanted):
        read(content)
    evidence = read(content, columns=COLUMNS)
    figures = evidence.measured.figures
    assert (figures["calls"], figures["input_tokens"]) == (720, 720 * 300)
    assert figures["output_tokens"] == 72 * sum(range(10))
    assert str(evidence.measured.period.end) == "2026-09-30"


def test_a_bill_says_what_its_csv_says():
    amounts = [("1.5", 2_000), ("0.25", 500)]
    names = ("BilledCost", "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit", "SkuMeter")
    lines = [f"{cost},2026-09-01T00:00:00,{tokens},Tokens,gpt 4o Inp" for cost, tokens in amounts]
    rows = [
        dict(zip(names, (Decimal(cost), START, tokens, "Tokens", "gpt 4o Inp"), strict=True))
        for cost, tokens in amounts
    ]
    of_csv, of_parquet = read(table(",".join(names), *lines)), read(parquet_of(rows))
    assert of_parquet.format == of_csv.format == "focus"
    assert of_parquet.measured.figures == of_csv.measured.figures
    assert of_csv.measured.figures["cost_usd"] == 1.75


def test_rows_of_one_group_are_held_a_few_at_a_time():
    texts = random.Random(1)
    long = [
        {"messages": [{"role": "assistant", "content": texts.randbytes(4_000).hex()}]}
        for _ in range(8_000)
    ]
    content = parquet_of(long, row_group_size=len(long))
    assert len(content) > 50_000_000
    pool = pyarrow.proxy_memory_pool(pyarrow.default_memory_pool())
    usual = pyarrow.default_memory_pool()
    pyarrow.set_memory_pool(pool)
    try:
        assert sum(1 for _ in parquet.rows_of(open_file(io.BytesIO(content), "a"))) == 8_000
    finally:
        pyarrow.set_memory_pool(usual)
    assert 0 < pool.max_memory() < 40_000_000


def test_a_table_that_holds_far_more_than_its_bytes_is_refused():
    content = parquet_of([{"messages": "x" * 2_000_000}] * 100, compression="zstd")
    assert len(content) < 100_000
    with pytest.raises(Unreadable, match=r"larger than|more than"):
        read(content)


def test_columns_of_one_name_are_refused():
    data = io.BytesIO()
    columns = [pyarrow.array([1]), pyarrow.array([2])]
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(columns, ["a", "a"]), data)
    with pytest.raises(Unreadable, match="two columns of one name"):
        read(data.getvalue())


@settings(max_examples=60)
@given(st.integers(0, 10_000), st.integers(0, 255), st.booleans())
def test_a_damaged_table_is_refused_in_words_or_read(place, byte, cut):
    content = calls(100)
    place %= len(content) - 4
    damaged = content[:place] if cut else content[:place] + bytes([byte]) + content[place + 1 :]
    with suppress(Unreadable):
        assert read(b"PAR1" + damaged[4:], columns=COLUMNS).kind == "usage"


def test_a_table_is_read_in_steps_and_no_further_once_nobody_waits():
    rows = [{"When": START, "Sent": 1, "Got": number % 3} for number in range(5_000)]
    task = Leaving(after=9)
    with working_at(task), pytest.raises(NobodyWaits):
        read(parquet_of(rows), columns=COLUMNS)
    assert task.steps == 9
