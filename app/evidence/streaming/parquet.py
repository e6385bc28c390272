"""Parquet tables, read as a stream of their rows, where pyarrow is installed: an optional extra.

A column's dictionary lets few bytes stand for very many, so how many rows are held at once follows
from how large the file says they are, and a file that says they are very large is refused.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from app.evidence.finding import Unreadable
from app.evidence.streaming.opening import HEAD as ALWAYS
from app.evidence.streaming.opening import MOST_EXPANDED, MOST_RATIO, Opened, part_read
from app.evidence.told import counted

if TYPE_CHECKING:
    from pyarrow import RecordBatch
    from pyarrow.parquet import ParquetFile

MISSING = (
    "This is a Parquet table, and what reads those is not installed here: "
    "pip install 'crossover[parquet]' where Crossover runs, or save it as CSV or JSON lines."
)
MOST_ROWS = 1_000  # that are held at once
BATCH = 16_000_000  # bytes of the rows that are held at once
LARGEST_ROW = 4_000_000  # bytes
BUFFER = 1 << 20  # bytes of each column that are read at once


def is_installed() -> bool:
    """Tell whether Parquet can be read here."""
    return find_spec("pyarrow") is not None


def columns_of(opened: Opened) -> tuple[str, ...]:
    """Return the names of the columns; raises Unreadable."""
    return tuple(table_of(opened).schema_arrow.names)


def rows_of(opened: Opened) -> Iterator[dict[str, Any]]:
    """Yield the rows as JSON would have them; raises Unreadable."""
    table = table_of(opened)
    with damage_told():
        for batch in table.iter_batches(batch_size=rows_at_once(table), use_threads=False):
            part_read(opened.until)
            for row in in_microseconds(batch).to_pylist():
                yield {name: plain(value) for name, value in row.items()}


@contextmanager
def damage_told() -> Iterator[None]:
    """Turn what a broken table raises into Unreadable."""
    from pyarrow import ArrowException

    try:
        yield
    except (ArrowException, ArithmeticError, OSError, RecursionError, ValueError) as error:
        raise Unreadable(
            "The Parquet table is damaged, encrypted, or of a kind that is not read "
            f"({type(error).__name__})."
        ) from None


def in_microseconds(batch: "RecordBatch") -> "RecordBatch":
    """Return rows whose moments are no finer than Python's."""
    import pyarrow

    fields = [
        field.with_type(pyarrow.timestamp("us", field.type.tz))
        if pyarrow.types.is_timestamp(field.type)
        else field
        for field in batch.schema
    ]
    return batch.cast(pyarrow.schema(fields), safe=False)


def table_of(opened: Opened) -> "ParquetFile":
    """Return the table; raises Unreadable where it is none, or says that it is far too large."""
    if not is_installed():
        raise Unreadable(MISSING)
    from pyarrow.parquet import ParquetFile

    with damage_told():
        table = ParquetFile(
            opened.binary(),
            buffer_size=BUFFER,
            pre_buffer=False,
            coerce_int96_timestamp_unit="us",
        )
    names = table.schema_arrow.names
    if len(set(names)) < len(names):
        raise Unreadable("The Parquet table has two columns of one name.")
    most = min(MOST_EXPANDED, ALWAYS + MOST_RATIO * opened.size)
    if expanded(table) > most:
        raise Unreadable(f"The Parquet table holds more than {counted(most)} bytes.")
    return table


def expanded(table: "ParquetFile") -> int:
    """Return how many bytes the table says that it holds."""
    groups = (table.metadata.row_group(number) for number in range(table.metadata.num_row_groups))
    return sum(group.total_byte_size for group in groups)


def rows_at_once(table: "ParquetFile") -> int:
    """Return how many rows are held at once; raises Unreadable where one alone is too large."""
    each = expanded(table) / max(table.metadata.num_rows, 1)
    if each > LARGEST_ROW:
        raise Unreadable(f"The rows of the Parquet table are larger than {counted(LARGEST_ROW)}.")
    return max(1, min(MOST_ROWS, int(BATCH / max(each, 1))))


def plain(value: Any) -> Any:
    """Return a value as JSON has it; what a nested object has empty, it has not."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    return value


def cell(value: Any) -> str:
    """Return a value as a table of texts has it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, default=str)
