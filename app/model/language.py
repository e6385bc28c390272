"""The language of the table: reading an expression, and what its names mean in a scope.

Arithmetic (+ - * / % **), comparisons, `and`, `or`, `not`, `a if test else b`, numbers, texts,
`none` (no result) and the functions below. Whatever is wrong in the table is found at import.
"""

import ast
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from typing import NamedTuple, TypeVar

from app.inputs.fields import FIELDS
from app.model.table import CONSTANTS, EVERY_APPROACH, SCOPES, TIMELINE, Quantity

FUNCTIONS = {
    "max": "the greater",
    "min": "the smaller",
    "floor": "the whole number at or below",
    "exp": "e to the power of",
    "choose": "the value that the first, a whole number from 1, picks of the others",
    "month_of_year": "the calendar month, 1 to 12, so many months after a YYYY-MM",
    "built_in": "the first, and in the months of the second the third besides",
    "ceil": "the whole number at or above, float noise of a billionth left out",
    "at_most": "the first, or the second if that is given and smaller",
    "or_else": "the first if it is given, else the second",
    "given": "whether an optional input is given",
    "any_month": "whether it holds in any month",
    "over_months": "the sum over month 0 to the last",
    "running_sum": "the sum from month 0 up to each month",
    "in_month_zero": "its value in month 0",
    "at_the_end": "its value in the last month",
    "placed": "the first in month 0, the second in months of operation (the third), else 0",
}
ACROSS_MONTHS = frozenset(
    {"any_month", "over_months", "in_month_zero", "at_the_end"}
)  # one value for the plan
CALENDAR = "timeline"  # the scope of what all approaches have in common
SHARED_GROUPS = frozenset({"workload", "finance", "labour", "quality"})
MONTH = "month"
NONE = "none"


class TableError(ValueError):
    """The table says what cannot be: a name that means nothing, a circle, a wrong unit."""


class Key(NamedTuple):
    """A quantity of a scope."""

    scope: str
    name: str

    def __str__(self) -> str:
        """Return the key as expressions write it."""
        return f"{self.scope}.{self.name}"


class Input(NamedTuple):
    """An input that an expression names."""

    group: str
    field: str

    def __str__(self) -> str:
        """Return its `group.field` name."""
        return f"{self.group}.{self.field}"


class Constant(NamedTuple):
    """A constant that an expression names, or the month."""

    name: str


Meaning = Key | Input | Constant
Item = TypeVar("Item", bound=Hashable)

QUANTITIES = {quantity.name: quantity for quantity in (*TIMELINE, *EVERY_APPROACH)}
IN_TIMELINE = frozenset(quantity.name for quantity in TIMELINE)
INPUT_GROUPS: dict[str, list[str]] = {}
for _field in FIELDS.values():
    INPUT_GROUPS.setdefault(_field.field, []).append(_field.group)


@cache
def parse(expression: str) -> ast.expr:
    """Return an expression as a tree; raises TableError for what is none."""
    try:
        return ast.parse(expression, mode="eval").body
    except SyntaxError as error:
        raise TableError(f"{expression}: {error.msg}") from None


def quantity_of(key: Key) -> Quantity:
    """Return the table's entry of a key."""
    return QUANTITIES[key.name]


@cache
def resolve(scope: str, name: str) -> Meaning:
    """Return what a name means in a scope; raises TableError if it means nothing there.

    A scope over the inputs of another one has quantities of its own only where they differ.
    """
    if "." in name:
        other, _, rest = name.partition(".")
        return resolve(other, rest)
    if name in IN_TIMELINE:
        return Key(CALENDAR, name)
    if name in QUANTITIES and scope in SCOPES:
        base = SCOPES[scope].inputs
        return Key(scope if scope == base or differs(scope, name) else base, name)
    if name in CONSTANTS or name in (MONTH, NONE):
        return Constant(name)
    groups = INPUT_GROUPS.get(name, [])
    approach = SCOPES[scope].inputs if scope in SCOPES else ""
    for group in groups:
        if group == approach or group in SHARED_GROUPS:
            return Input(group, name)
    raise TableError(f"{scope}: nothing is called {name}")


@cache
def differs(scope: str, name: str) -> bool:
    """Tell whether a quantity rests on what a scope does differently."""
    changes = SCOPES[scope].changes
    return name in changes or any(
        part in QUANTITIES and part not in IN_TIMELINE and differs(scope, part)
        for part in names(parse(QUANTITIES[name].expression))
    )


@cache
def tree(key: Key, *, shortcut: bool = False) -> ast.expr:
    """Return the expression of a quantity in its scope, without what never applies there."""
    quantity = quantity_of(key)
    changes = SCOPES[key.scope].changes if key.scope in SCOPES else {}
    expression = changes.get(key.name, quantity.expression)
    if shortcut and quantity.shortcut:
        expression = quantity.shortcut
    return fold(parse(expression), key.scope)


def fold(node: ast.expr, scope: str) -> ast.expr:
    """Return a tree without the branches of conditions that are never met in a scope."""
    match node:
        case ast.IfExp(test, body, orelse):
            condition = fold(test, scope)
            if is_never(condition):
                return fold(orelse, scope)
            kept, other = fold(body, scope), fold(orelse, scope)
            if is_zero(kept) and is_zero(other):
                return kept
            return ast.IfExp(condition, kept, other)
        case ast.BoolOp(op, values):
            folded = [fold(value, scope) for value in values]
            if isinstance(op, ast.And):
                return ast.Constant(False) if any(map(is_never, folded)) else ast.BoolOp(op, folded)
            met = [value for value in folded if not is_never(value)]
            return (
                ast.Constant(False) if not met else met[0] if len(met) == 1 else ast.BoolOp(op, met)
            )
        case ast.Call(ast.Name("any_month"), [flag]) if is_never(fold(flag, scope)):
            return ast.Constant(False)
        case ast.Call(function, arguments):
            return ast.Call(function, [fold(argument, scope) for argument in arguments], [])
        case ast.BinOp(left, op, right):
            kept, other = fold(left, scope), fold(right, scope)
            return (
                kept if isinstance(op, ast.Add) and is_zero(other) else ast.BinOp(kept, op, other)
            )
        case ast.UnaryOp(op, operand):
            return ast.UnaryOp(op, fold(operand, scope))
        case ast.Name(name):
            meaning = resolve(scope, name)
            never = isinstance(meaning, Key) and is_never(tree(meaning))
            return ast.Constant(False) if never else node
    return node


def is_never(node: ast.expr) -> bool:
    """Tell whether a condition is never met."""
    return isinstance(node, ast.Constant) and node.value is False


def is_zero(node: ast.expr) -> bool:
    """Tell whether a term adds nothing."""
    return isinstance(node, ast.Constant) and node.value == 0 and node.value is not False


def names(node: ast.AST) -> Iterator[str]:
    """Yield the names in an expression, those of functions left out, dotted ones whole."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield f"{node.value.id}.{node.attr}"
    elif isinstance(node, ast.Name):
        yield node.id
    else:
        within = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
        for child in within:
            yield from names(child)


def name_of(node: ast.expr) -> str:
    """Return the name that a tree is; raises TableError if it is more than a name."""
    found = list(names(node))
    if len(found) != 1 or not isinstance(node, ast.Name | ast.Attribute):
        raise TableError(f"{ast.unparse(node)} is not a name")
    return found[0]


@cache
def needs(key: Key, *, shortcut: bool = False) -> tuple[Meaning, ...]:
    """Return what a quantity is calculated from, each once."""
    expression = tree(key, shortcut=shortcut)
    return tuple(dict.fromkeys(resolve(key.scope, name) for name in names(expression)))


@cache
def inputs_of(key: Key) -> frozenset[Input]:
    """Return every input that a quantity rests on, through whatever it needs."""
    found: set[Input] = set()
    for needed in needs(key):
        if isinstance(needed, Input):
            found.add(needed)
        elif isinstance(needed, Key):
            found |= inputs_of(needed)
    return frozenset(found)


@cache
def monthly(meaning: Meaning) -> bool:
    """Tell whether there is a value for each month."""
    if isinstance(meaning, Key):
        return varies(tree(meaning), meaning.scope)
    return meaning == Constant(MONTH)


def varies(node: ast.AST, scope: str) -> bool:
    """Tell whether an expression has a value for each month."""
    if isinstance(node, ast.Call) and function_of(node) in ACROSS_MONTHS:
        return False
    if isinstance(node, ast.Name | ast.Attribute):
        return monthly(resolve(scope, next(names(node))))
    within = node.args if isinstance(node, ast.Call) else ast.iter_child_nodes(node)
    return any(varies(child, scope) for child in within)


def function_of(node: ast.Call) -> str:
    """Return the name of the function called; raises TableError for one that there is not."""
    if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
        raise TableError(f"{ast.unparse(node.func)} is no function of the table")
    return node.func.id


@cache
def keys() -> tuple[Key, ...]:
    """Return every quantity of every scope, those that a scope shares with another once."""
    found = [Key(CALENDAR, quantity.name) for quantity in TIMELINE]
    for scope in SCOPES:
        found += [Key(scope, quantity.name) for quantity in EVERY_APPROACH]
    return tuple(key for key in found if resolve(*key) == key)


@cache
def order() -> tuple[Key, ...]:
    """Return every quantity after those that it needs; raises TableError for a circle."""
    in_order(QUANTITIES, written)  # first, since scopes cannot be read in circles
    return in_order(keys(), needed)


def written(name: str) -> Iterator[str]:
    """Yield the quantities that the expressions of one name, whatever the scope."""
    quantity = QUANTITIES[name]
    changes = [scope.changes[name] for scope in SCOPES.values() if name in scope.changes]
    for expression in filter(None, (quantity.expression, quantity.shortcut, *changes)):
        yield from (part for part in names(parse(expression)) if part in QUANTITIES)


def needed(key: Key) -> Iterator[Key]:
    """Yield the quantities that one is calculated from, whichever way."""
    for shortcut in (False, True):
        yield from (part for part in needs(key, shortcut=shortcut) if isinstance(part, Key))


def in_order(items: Iterable[Item], needs: Callable[[Item], Iterable[Item]]) -> tuple[Item, ...]:
    """Return each item after those that it needs; raises TableError for a circle."""
    done: dict[Item, None] = {}

    def visit(item: Item, path: tuple[Item, ...]) -> None:
        if item in path:
            circle = (*path[path.index(item) :], item)
            raise TableError(f"a circle: {' needs '.join(map(str, circle))}")
        if item not in done:
            for other in needs(item):
                visit(other, (*path, item))
            done[item] = None

    for item in items:
        visit(item, ())
    return tuple(done)
