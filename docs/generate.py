"""Writes what docs/model.md has from the code: the inputs, and every formula of the cost model.

`make docs` writes it anew, `make check` fails where that would make a difference.
"""

import argparse
import re
import sys
from collections.abc import Callable
from pathlib import Path

from app.model import LINES
from app.pages.methodology.view import (
    FormulaGroup,
    InputGroup,
    formula_groups,
    input_groups,
    result_groups,
)

PAGE = Path(__file__).parent / "model.md"
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
    """Return the names of the cost lines."""
    return f"{len(LINES)} lines: {', '.join(f'`{line}`' for line in LINES)}."


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


BLOCKS: dict[str, Callable[[], str]] = {
    "inputs": inputs,
    "lines": lines,
    "formulas": formulas,
    "results": results,
}


def generated(text: str) -> str:
    """Return the page with its blocks as the code has them."""

    def block(match: re.Match[str]) -> str:
        name = match[1]
        return f"<!-- from the code: {name} -->\n{BLOCKS[name]()}\n<!-- until here -->"

    return BLOCK.sub(block, text)


def main() -> None:
    """Write the page, or only tell whether it is as the code has it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if it differs")
    text = PAGE.read_text()
    new = generated(text)
    if parser.parse_args().check:
        sys.exit("docs/model.md is not what the code says: run make docs" if new != text else 0)
    PAGE.write_text(new)


if __name__ == "__main__":
    main()
