"""The table as text: formulas in general, and with the values of a plan put in."""

import ast
from collections.abc import Callable, Iterator

from app.inputs import current_style, in_style
from app.model.language import (
    NONE,
    Constant,
    Input,
    Key,
    Meaning,
    name_of,
    quantity_of,
    resolve,
    tree,
)
from app.model.printing import Printer, wrap
from app.model.table import CONSTANTS, Quantity

CHOICE = 1  # rank of `… if …, else …`
AND, OR = 3, 2  # ranks


class TextPrinter(Printer):
    """Prints expressions as people write arithmetic."""

    signs = {"*": "×", "-": "\u2212", ">=": "≥", "<=": "≤", "==": "is"}  # noqa: RUF012  # read only
    functions = {  # noqa: RUF012  # read only
        "max": "max({all})",
        "min": "min({all})",
        "floor": "floor({0})",
        "exp": "exp({0})",
        "choose": "that of {0} among {others}",
        "month_of_year": "calendar month of month {1} after {0}",
        "ceil": "ceil({0})",
        "at_most": "min({all})",
        "or_else": "{0}",
        "given": "{0} is given",
        "any_month": "{0} in any month",
        "over_months": "sum over all months of {0}",
        "running_sum": "sum so far of {0}",
        "in_month_zero": "{0} of month 0",
        "at_the_end": "{0} of the last month",
    }

    def name(self, name: str, above: int) -> str:
        """Return the name as texts call it."""
        meaning = resolve(self.scope, name)
        if isinstance(meaning, Key):
            other, dot, _ = name.rpartition(".")
            return f"{other}{dot}{title_of(quantity_of(meaning))}"
        if isinstance(meaning, Constant) and meaning.name in CONSTANTS:
            return in_style(f"{CONSTANTS[meaning.name].value:,.16g}")
        return name

    def constant(self, value: object) -> str:
        """Return a number or a text."""
        return value if isinstance(value, str) else in_style(f"{value:,}")

    def binary(self, node: ast.BinOp, above: int) -> str:
        """Return arithmetic, powers without spaces."""
        text = super().binary(node, above)
        return text.replace(" ** ", "^") if isinstance(node.op, ast.Pow) else text

    def negation(self, operand: ast.expr, above: int) -> str:
        """Return the opposite."""
        return f"not {self.text(operand, AND + 1)}"

    def both(self, word: str, values: list[ast.expr], above: int) -> str:
        """Return conditions joined."""
        rank = AND if word == "and" else OR
        return wrap(f" {word} ".join(self.text(value, rank + 1) for value in values), rank, above)

    def choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr, above: int) -> str:
        """Return a choice; one that leaves no result where the test fails says just when."""
        if isinstance(orelse, ast.Name) and orelse.id == NONE:
            return self.text(body, above)
        text = f"{self.text(body, CHOICE + 1)} if {self.text(test, CHOICE + 1)}"
        return wrap(f"{text}, else {self.text(orelse, CHOICE)}", CHOICE, above)

    def call(self, function: str, arguments: list[ast.expr], above: int) -> str:
        """Return a function."""
        texts = [self.text(argument) for argument in arguments]
        separator = current_style().separator
        lists = {"all": separator.join(texts), "others": separator.join(texts[1:])}
        return self.functions[function].format(*texts, **lists)


class ValuePrinter(TextPrinter):
    """Prints expressions with values in the place of names, and of each choice what holds."""

    def __init__(
        self,
        scope: str,
        value: Callable[[Meaning], str],
        holds: Callable[[ast.expr, str], bool],
    ) -> None:
        super().__init__(scope)
        self.value = value
        self.holds = holds

    def text(self, node: ast.expr, above: int = 0) -> str:
        """Return what holds of a tree as text."""
        return super().text(self.chosen(node), above)

    def chosen(self, node: ast.expr) -> ast.expr:
        """Return a tree without the choices that it starts with."""
        return chosen(node, self.scope, self.holds)

    def call(self, function: str, arguments: list[ast.expr], above: int) -> str:
        """Return a function; of one month's value that value."""
        if function in ("in_month_zero", "at_the_end"):
            return self.text(arguments[0], above)
        return super().call(function, arguments, above)

    def name(self, name: str, above: int) -> str:
        """Return the value."""
        meaning = resolve(self.scope, name)
        if isinstance(meaning, Constant) and meaning.name in CONSTANTS:
            return super().name(name, above)
        return self.value(meaning)


def chosen(node: ast.expr, scope: str, holds: Callable[[ast.expr, str], bool]) -> ast.expr:
    """Return the side of a choice that holds; what is no choice is returned as it is."""
    match node:
        case ast.IfExp(test, body, orelse):
            return chosen(body if holds(test, scope) else orelse, scope, holds)
        case ast.Call(ast.Name("at_most"), [amount, most]):
            given = holds(ast.Call(ast.Name("given"), [most], []), scope)
            return node if given else chosen(amount, scope, holds)
        case ast.Call(ast.Name("or_else"), [first, second]):
            given = holds(ast.Call(ast.Name("given"), [first], []), scope)
            return chosen(first if given else second, scope, holds)
        case ast.Call(ast.Name("choose"), [index, *values]):
            for number, value in enumerate(values, start=1):
                if holds(ast.Compare(index, [ast.Eq()], [ast.Constant(number)]), scope):
                    return chosen(value, scope, holds)
    return node


def title_of(quantity: Quantity) -> str:
    """Return how texts call a quantity."""
    return quantity.title or quantity.name


def formula_text(key: Key) -> str:
    """Return a quantity's formula in general: `calls = served / (1 − retry_rate)`."""
    return f"{title_of(quantity_of(key))} = {TextPrinter(key.scope).text(tree(key))}"


def used(
    node: ast.expr, scope: str, holds: Callable[[ast.expr, str], bool]
) -> Iterator[Key | Input]:
    """Yield what an expression takes its value from where of each choice one side holds."""
    node = chosen(node, scope, holds)
    if isinstance(node, ast.Name | ast.Attribute):
        meaning = resolve(scope, name_of(node))
        if isinstance(meaning, Key | Input):
            yield meaning
        return
    within = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    for child in within:
        if isinstance(child, ast.expr):
            yield from used(child, scope, holds)
