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

    @property
    def last_row(self) -> str:
        """What a chart's crosshair reads out before anybody moves it: the last month."""
        month, *amounts = self.rows[-1]
        pairs = zip(self.columns[1:], amounts, strict=True)
        return f"{month}: {', '.join(f'{title} {amount}' for title, amount in pairs)}"
