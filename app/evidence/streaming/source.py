"""What readers read: a file's rows, its parsed lines, or the values of its one JSON document."""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Literal

from app.evidence.finding import Skip, Unreadable
from app.evidence.streaming.decimals import decimal_mark, in_english
from app.evidence.streaming.jsonstream import LARGEST, CutOff, Window, paths_of, walk
from app.evidence.streaming.opening import Opened, encoding_of
from app.evidence.streaming.parquet import cell, columns_of, rows_of
from app.evidence.told import counted

Layout = Literal["lines", "document", "table", "text", "archive", "parquet"]
Row = Mapping[str, Any]
Rule = Literal["inside", "outside"]  # where the cached tokens are: in the input tokens, or beside

MOST_COLUMNS = 2_000
HEAD_ROWS = 20  # rows that recognition looks at
COMPARED_ROWS = 200  # rows whose numbers say how they are written
LONGEST_CELL = LARGEST
DELIMITERS = ",;\t|"
UNREADABLE_LINE = "lines that are no JSON object"
CUT_OFF = "a row at the end that is cut off"
LINE_END = re.compile(r"\r\n|\r|\n")

csv.field_size_limit(LONGEST_CELL)


@dataclass(frozen=True, kw_only=True)
class Options:
    """What a person may say of a file."""

    approach: Literal["prompting", "tuning", "hybrid"] = "prompting"  # whom it holds for
    cached: Rule | None = None  # None: what the format's maker writes
    columns: Mapping[str, str] = field(default_factory=dict)  # meaning to name, of a free table
    threshold: float | None = None  # the score from which an answer is right
    short: bool = False  # a month's volume is wanted from fewer than 14 days, too
    prompt_tokens: float | None = None  # of the plan, where a file cannot tell
    calls_per_request: float = 1  # of the plan, likewise
    models: Mapping[str, str | None] = field(default_factory=dict)  # of the plan, by approach
    of_models: frozenset[str] = frozenset()  # of a log: whose calls count; none: everybody's
    until: float | None = None  # time.monotonic() at which reading is given up


@dataclass(frozen=True, kw_only=True)
class Head:
    """How a file begins."""

    layout: Layout
    rows: tuple[Row, ...] = ()  # the first ones of lines, or of an array
    paths: frozenset[str] = frozenset()  # of a document
    columns: tuple[str, ...] = ()  # of a table
    decimal_commas: bool = False  # whether a table's numbers are written 1.234,56
    text: str = ""
    members: tuple[str, ...] = ()  # of an archive

    def has(self, *names: str) -> bool:
        """Tell whether a table has all these columns."""
        return set(names) <= set(self.columns)

    def every(self, *keys: str) -> bool:
        """Tell whether at least half of the first rows have all these keys."""
        having = [row for row in self.rows if all(key in row for key in keys)]
        return bool(self.rows) and 2 * len(having) >= len(self.rows)


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file whose format is known."""

    opened: Opened
    head: Head
    encoding: str

    def objects(self) -> Iterator[dict[str, Any] | Skip]:
        """Yield the objects of JSON lines, or of an array; what is none as a Skip."""
        if self.head.layout == "parquet":
            yield from rows_of(self.opened)
            return
        if self.head.layout == "lines":
            yield from self.parsed_lines()
            return
        for path, value in self.values("", "data", "results"):
            if not path.endswith("[]"):
                continue
            yield value if isinstance(value, dict) else Skip("items that are no JSON object")

    def parsed_lines(self) -> Iterator[dict[str, Any] | Skip]:
        """Yield the object of every line that holds one."""
        loads = json.loads
        with self.opened.text(self.encoding) as text:
            for line in bounded_lines(text):
                try:
                    value = loads(line)
                except (ValueError, RecursionError):
                    if line.strip():
                        yield Skip(UNREADABLE_LINE)
                    continue
                yield value if isinstance(value, dict) else Skip(UNREADABLE_LINE)

    def values(self, *opened: str) -> Iterator[tuple[str, Any]]:
        """Yield the values of a JSON document by path; see `walk`. A table is an array of rows."""
        if self.head.layout == "parquet":
            yield from (("[]", row) for row in rows_of(self.opened))
            return
        with self.opened.text(self.encoding) as text:
            yield from walk(Window(text), opened)

    @contextmanager
    def table(self) -> Iterator[tuple[list[str], Iterator[list[str]]]]:
        """Give a table's header and its rows; a blank line is a row without cells."""
        if self.head.layout == "parquet":
            objects = rows_of(self.opened)
            yield list(self.head.columns), ([*map(cell, item.values())] for item in objects)
            return
        with self.opened.text(self.encoding) as text:
            rows = read_rows(text, delimiter_of(self.head.text))
            header = next(rows, [])
            yield cleaned(header), in_english(rows) if self.head.decimal_commas else rows

    def rows(self) -> Iterator[dict[str, str]]:
        """Yield a table's rows by name of column; of columns of one name the first counts."""
        with self.table() as (header, rows):
            names = unlike(header)
            length = len(header)
            for row in rows:
                if len(row) == length:
                    yield dict(zip(names, row))  # noqa: B905 they are equally long
                elif row:
                    yield dict(zip(names, [*row, *[""] * length]))  # noqa: B905 what is more is cut


def bounded_lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Yield lines; of one that is too long only that it is no JSON."""
    while line := text.readline(LARGEST):
        if len(line) < LARGEST or line[-1] in "\r\n":
            yield line
            continue
        while (rest := text.readline(LARGEST)) and rest[-1] not in "\r\n":
            pass
        yield "too long"


def read_rows(text: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the rows of a table; raises Unreadable where it is none."""
    try:
        yield from csv.reader(text, delimiter=delimiter)
    except csv.Error:
        raise Unreadable(
            "The table cannot be read: a cell is too long, or a quote is never closed."
        ) from None


def cleaned(header: list[str]) -> list[str]:
    """Return the names of a table's columns without spaces and marks around them."""
    if len(header) > MOST_COLUMNS:
        raise Unreadable(
            f"The table has {counted(len(header))} columns; at most {counted(MOST_COLUMNS)}."
        )
    return [name.strip().lstrip("\ufeff") for name in header]


def unlike(names: list[str]) -> list[str]:
    """Return the names with a number behind those that stood there before."""
    seen: Counter[str] = Counter()
    found = []
    for name in names:
        seen[name] += 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def delimiter_of(text: str) -> str:
    """Return what stands between the cells of a table's first line."""
    first = LINE_END.split(text, maxsplit=1)[0]
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count)


def source_of(opened: Opened) -> Source:
    """Return a file that is ready to be recognised and read; raises Unreadable."""
    if opened.is_parquet:
        return Source(opened=opened, head=head_of_parquet(opened), encoding="utf-8")
    if opened.members:
        head = Head(layout="archive", members=opened.members)
        return Source(opened=opened, head=head, encoding="utf-8")
    start = opened.head()
    encoding = encoding_of(start)
    text = start.decode(encoding, errors="replace").lstrip("\ufeff")
    if not text.strip():
        raise Unreadable("The file holds nothing but blanks.")
    return Source(opened=opened, head=head_of(text), encoding=encoding)


def head_of_parquet(opened: Opened) -> Head:
    """Return how a Parquet table begins: like a table, and like an array of objects."""
    first = tuple(islice(rows_of(opened), HEAD_ROWS))
    return Head(layout="parquet", columns=tuple(cleaned(list(columns_of(opened)))), rows=first)


def head_of(text: str) -> Head:
    """Return what a text's beginning is."""
    first = text.lstrip()[:1]
    if first not in ("{", "["):
        lines = [line for line in LINE_END.split(text, maxsplit=2)[:2] if line.strip()]
        rows = list(read_rows(lines[:1], delimiter_of(text)))
        columns = tuple(cleaned(rows[0])) if rows else ()
        layout: Layout = "table" if len(columns) > 1 else "text"
        return Head(
            layout=layout, columns=columns, text=text, decimal_commas=commas_before_decimals(text)
        )
    if first == "{" and (rows_of_lines := tuple(parsed(text))):
        return Head(layout="lines", rows=rows_of_lines, paths=paths(text), text=text)
    return Head(layout="document", rows=tuple(array_rows(text)), paths=paths(text), text=text)


def commas_before_decimals(text: str) -> bool:
    """Tell whether the first rows of a table have a comma before the decimals of their numbers."""
    lines = LINE_END.split(text, maxsplit=COMPARED_ROWS + 1)[1:-1]
    try:
        return decimal_mark(read_rows(lines, delimiter_of(text)), delimiter_of(text)) == ","
    except Unreadable:  # a quote that is closed further down
        return False


def parsed(text: str) -> Iterator[Row]:
    """Yield the objects that stand alone in a line, of the first lines.

    A document of one line is no lines: a reader that wants it looks at its paths.
    """
    lines = [line for line in LINE_END.split(text) if line.strip()][: HEAD_ROWS + 1]
    for line in lines[:HEAD_ROWS]:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict) and value:
            yield value


def paths(text: str) -> frozenset[str]:
    """Return the paths of a document's values, as far as the text goes."""
    return frozenset(paths_of(io.StringIO(text)))


def array_rows(text: str) -> Iterator[Row]:
    """Yield the first objects of an array at the top, or below `data` or `results`."""
    found = 0
    opened: Collection[str] = ("", "data", "results")
    try:
        for path, value in walk(Window(io.StringIO(text)), opened):
            if path.endswith("[]") and isinstance(value, dict):
                yield value
                found += 1
            if found == HEAD_ROWS:
                return
    except (CutOff, Unreadable):
        return
