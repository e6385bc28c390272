"""Tables of a page as texts."""

import re
from html.parser import HTMLParser


class Tables(HTMLParser):
    """The rows of every table of a class, cell by cell, as one reads them."""

    def __init__(self, page: str, kind: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._kind = kind
        self._inside = self._in_cell = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag == "table":
            self._inside = self._kind in (dict(attributes).get("class") or "").split()
            if self._inside:
                self.tables.append([])
        elif self._inside and tag == "tr":
            self.tables[-1].append([])
        elif self._inside and tag in ("th", "td"):
            self.tables[-1][-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag):
        if tag in ("th", "td"):
            self._in_cell = False
        elif tag == "table":
            self._inside = False

    def handle_data(self, text):
        if self._inside and self._in_cell:
            self.tables[-1][-1][-1] += text


def rows_of(page, kind, *, split=False):
    """Return the body rows of the tables of a class; `split` keeps the tables apart."""
    tables = [
        [[re.sub(r"\s+", " ", cell).strip() for cell in row] for row in table[1:]]
        for table in Tables(page, kind).tables
    ]
    return tables if split else [row for table in tables for row in table]
