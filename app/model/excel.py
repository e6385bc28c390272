"""The table as formulas of a spreadsheet, in the brackets of app/workbook/grid.py.

`[tuning.calls]` is the same month of a row, `[=tuning.run]` a single cell, `[*tuning.total]` all
months of a row, `[<tuning.cumulative]` the month before, `[#tuning.retry_rate]` an input and
`[%hours_per_month]` a constant. Flags are 1 and 0.
"""

import ast
from functools import cache

from app.inputs.fields import FIELDS
from app.model.language import (
    CALENDAR,
    MONTH,
    NONE,
    Input,
    Key,
    TableError,
    monthly,
    name_of,
    quantity_of,
    resolve,
    tree,
)
from app.model.printing import OPERATORS, TIGHT, Printer, wrap
from app.model.table import APPROACH_RESULTS, COMPARISON_RESULTS

RESULTS = frozenset(item.name for item in (*APPROACH_RESULTS, *COMPARISON_RESULTS))


class ExcelPrinter(Printer):
    """Prints expressions as templates of formulas."""

    signs = {"**": "^", "==": "="}  # noqa: RUF012  # read only
    functions = {  # noqa: RUF012  # read only
        "max": "MAX({all})",
        "min": "MIN({all})",
        "floor": "INT({0})",
        "exp": "EXP({0})",
        "choose": "CHOOSE({all})",
        "month_of_year": "MONTH([date])",
        "ceil": "-INT(-({0}-[%ceiling_guard]))",
        "at_most": "IF(ISNUMBER({1}),MIN({0},{1}),{0})",
        "or_else": "IF(ISNUMBER({0}),{0},{1})",
        "given": "ISNUMBER({0})",
    }

    def name(self, name: str, above: int) -> str:
        """Return a cell, or the formula of what has none."""
        meaning = resolve(self.scope, name)
        if isinstance(meaning, Input):
            cell = f"[#{meaning}]"
            return f'({cell}="yes")' if FIELDS[str(meaning)].kind == "yes_no" else cell
        if not isinstance(meaning, Key):
            return {MONTH: f"[{MONTH}]", NONE: '""'}.get(meaning.name, f"[%{meaning.name}]")
        if is_inline(meaning):
            return ExcelPrinter(meaning.scope).text(tree(meaning), above)
        return f"[{place(meaning)}]" if monthly(meaning) else f"[={place(meaning)}]"

    def constant(self, value: object) -> str:
        """Return a number, a text or a truth value."""
        if isinstance(value, bool):
            return str(value).upper()
        return f'"{value}"' if isinstance(value, str) else repr(value)

    def negation(self, operand: ast.expr, above: int) -> str:
        """Return the flag turned round."""
        return f"NOT({self.text(operand)})"

    def both(self, word: str, values: list[ast.expr], above: int) -> str:
        """Return flags joined."""
        return f"{word.upper()}({','.join(map(self.text, values))})"

    def choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr, above: int) -> str:
        """Return a choice."""
        return f"IF({self.text(test)},{self.text(body)},{self.text(orelse)})"

    def binary(self, node: ast.BinOp, above: int) -> str:
        """Return arithmetic; a remainder is a function."""
        if isinstance(node.op, ast.Mod):
            return f"MOD({self.text(node.left)},{self.text(node.right)})"
        return super().binary(node, above)

    def call(self, function: str, arguments: list[ast.expr], above: int) -> str:
        """Return a function; those across the months take whole rows."""
        first = arguments[0]
        if function == "any_month":
            return wrap(f"SUM({self.row(first)})>0", 4, above)
        if function == "in_month_zero":
            return f"INDEX({self.row(first)},1)"
        if function == "at_the_end":
            row = self.row(first)
            return f"INDEX({row},COLUMNS({row}))"
        if function == "over_months":
            return self.added(first, above)
        texts = [
            self.text(argument, TIGHT if "-" in self.functions[function] else 0)
            for argument in arguments
        ]
        return self.functions[function].format(*texts, all=",".join(texts))

    def added(self, node: ast.expr, above: int) -> str:
        """Return the sum over all months, term by term where there is no row of the terms."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            terms = (self.added(side, OPERATORS[ast.Add].rank) for side in (node.left, node.right))
            return wrap("+".join(terms), OPERATORS[ast.Add].rank, above)
        if isinstance(node, ast.BinOp):
            return f"SUMPRODUCT({self.row(node.left)},{self.row(node.right)})"
        meaning = resolve(self.scope, name_of(node))
        if isinstance(meaning, Key) and is_inline(meaning):
            return ExcelPrinter(meaning.scope).added(tree(meaning), above)
        return f"SUM({self.row(node)})"

    def row(self, node: ast.expr) -> str:
        """Return all months of a quantity."""
        meaning = resolve(self.scope, name_of(node))
        if not isinstance(meaning, Key):
            raise TableError(f"{ast.unparse(node)} has no row")
        if is_inline(meaning):
            return ExcelPrinter(meaning.scope).row(tree(meaning))
        return f"[*{place(meaning)}]"


@cache
def is_inline(key: Key) -> bool:
    """Tell whether a quantity has no cell: its formula stands in those that use it."""
    node = tree(key)
    if not isinstance(node, ast.Name | ast.Attribute):
        return quantity_of(key).inline
    other = resolve(key.scope, name_of(node))  # another name for a row that there is
    return quantity_of(key).inline or (isinstance(other, Key) and not quantity_of(other).inline)


def place(key: Key) -> str:
    """Return the name of a quantity's row or cell."""
    if key.scope == CALENDAR:
        return key.name
    return f"out.{key}" if key.name in RESULTS else str(key)


@cache
def formula(key: Key) -> str:
    """Return the template of a quantity's formula, without its `=`."""
    node = tree(key)
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "running_sum":
        return f"[<{place(key)}]+{ExcelPrinter(key.scope).text(node.args[0])}"
    text = ExcelPrinter(key.scope).text(node).replace(" ", "")
    return f"IF({text},1,0)" if quantity_of(key).unit == "flag" else text
