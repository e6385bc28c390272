"""A table of texts."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Table:
    """A table with a heading per column and per row."""

    caption: str
    columns: list[str]
    rows: list[list[str]]
    strong: frozenset[int] = frozenset()  # rows that sum up
    # (row, column) -> the page that explains the figure there, both counted from 0
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
