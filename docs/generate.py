"""Writes what docs/model.md and docs/notes.md have from the code: inputs, formulas, notes.

`make docs` writes it anew, `make check` fails where that would make a difference.
"""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from app.answers.notes import KINDS
from app.model.table import COST_LINES, PART_WORDS, USED
from app.pages.methodology.view import (
    FormulaGroup,
    InputGroup,
    formula_groups,
    input_groups,
    result_groups,
)

PAGES = tuple(Path(__file__).parent / name for name in ("model.md", "notes.md"))
BLOCK = re.compile(r"<!-- from the code: (\w+) -->\n.*?<!-- until here -->", re.DOTALL)


def inputs() -> str:
    """Return a table of every input, group by group."""
    return "\n\n".join(map(input_table, input_groups()))


def input_table(group: InputGroup) -> str:
    """Return the inputs of one group."""
    head = "| Field | Unit | Bounds | Default | Meaning |\n|---|---|---|---|---|"
    rows = [
        f"| {row.shown_as} | {row.unit} | {row.bounds} | {row.default} | {row.help} |"
        for row in group.rows
    ]
    return "\n".join([f"**{group.title}**", "", head, *rows])


def lines() -> str:
    """Return a table of the cost lines: what each is part of, and what becomes of it."""
    head = "| Line | Title | Part | Grows with the requests | Counts against a commitment |"
    rows = [
        f"| `{name}` | {line.title} | {PART_WORDS[line.part]} | {mark(line.is_per_request)} "
        f"| {mark(name in USED)} |"
        for name, line in COST_LINES.items()
    ]
    return "\n".join([head, "|---|---|---|---|---|", *rows])


def mark(holds: bool) -> str:
    """Return what stands in a table where something holds, or does not."""
    return "yes" if holds else ""


def formulas() -> str:
    """Return the formulas of the lines."""
    return "\n\n".join(map(formula_list, formula_groups()))


def results() -> str:
    """Return the formulas of the results."""
    return "\n\n".join(map(formula_list, result_groups()))


def formula_list(group: FormulaGroup) -> str:
    """Return the formulas of one group."""
    items = [f"- `{formula.text}`: {formula.words}" for formula in group.formulas]
    return "\n".join([f"**{group.title}**", *items])


def notes() -> str:
    """Return a table of every note that there can be."""
    rows = [f"| `{code}` | {kind.severity} | {kind.when} |" for code, kind in KINDS.items()]
    return "\n".join(["| Code | Severity | When |", "|---|---|---|", *rows])


BLOCKS: dict[str, Callable[[], str]] = {
    "inputs": inputs,
    "lines": lines,
    "formulas": formulas,
    "results": results,
    "notes": notes,
}


def generated(text: str) -> str:
    """Return the page with its blocks as the code has them."""

    def block(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- from the code: {name} -->\n{BLOCKS[name]()}\n<!-- until here -->"

    return BLOCK.sub(block, text)


def main() -> None:
    """Write the pages, or only tell whether they are as the code has them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it differs")
    texts = {page: page.read_text() for page in PAGES}
    new = {page: generated(text) for page, text in texts.items()}
    if parser.parse_args().check:
        stale = [f"docs/{page.name}" for page in PAGES if new[page] != texts[page]]
        sys.exit(f"{' and '.join(stale)}: not what the code says; run make docs" if stale else 0)
    for page in PAGES:
        page.write_text(new[page])


if __name__ == "__main__":
    main()
