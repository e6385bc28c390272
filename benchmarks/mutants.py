"""How many faults of the cost model the tests would notice: one operator, constant or choice of
app/model/table.py changed at a time, then tests/model/noticing.py asked.

Prints the mutants that nothing notices. Each runs in a process of its own, forked from this one.
"""

import argparse
import ast
import contextlib
import os
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from functools import partial
from typing import NamedTuple, cast

import numpy as np

from app.model import language, table
from tests.model.noticing import forget, notices

OTHER_OPERATORS: dict[type[ast.operator], ast.operator] = {
    ast.Add: ast.Sub(),
    ast.Sub: ast.Add(),
    ast.Mult: ast.Div(),
    ast.Div: ast.Mult(),
    ast.Mod: ast.Mult(),
    ast.Pow: ast.Mult(),
}
OTHER_COMPARISONS: dict[type[ast.cmpop], ast.cmpop] = {
    ast.LtE: ast.Lt(),
    ast.GtE: ast.Gt(),
    ast.Lt: ast.LtE(),
    ast.Gt: ast.GtE(),
}
OTHER_FUNCTIONS = {"max": "min", "min": "max"}
INSTEAD_OF_CALL = {"at_most": 0, "or_else": 1, "ceil": 0, "any_month": 0}  # this argument alone

# Not to be loaded or calculated, seen to be wrong, or neither.
FATES = ("unnoticed", "refused", "wrong")


class Mutant(NamedTuple):
    """One expression of the table with one thing changed."""

    where: str  # a quantity, with its scope where it differs there; or a constant
    before: str
    after: str
    apply: Callable[[], None]


def variants(node: ast.expr) -> Iterator[ast.expr]:
    """Yield a tree with one thing changed in it, once for each thing."""
    yield from others(node)
    for name, part in ast.iter_fields(node):
        if isinstance(part, ast.expr):
            for other in variants(part):
                yield having(node, name, other)
        elif isinstance(part, list):
            for place, item in enumerate(part):
                for other in variants(item):
                    yield having(node, name, [*part[:place], other, *part[place + 1 :]])


def others(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what may stand in the place of a tree whose parts are left as they are."""
    match node:
        case ast.BinOp(_, operator, _):
            yield having(node, "op", OTHER_OPERATORS[type(operator)])
        case ast.Compare(_, [ast.Eq()], _):
            yield ast.UnaryOp(ast.Not(), node)
        case ast.Compare(_, [operator], _):
            yield having(node, "ops", [OTHER_COMPARISONS[type(operator)]])
        case ast.BoolOp(operator, _):
            yield having(node, "op", ast.Or() if isinstance(operator, ast.And) else ast.And())
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
        case ast.Constant(bool() as flag):
            yield ast.Constant(not flag)
        case ast.Constant(int() | float() as number):
            yield ast.Constant(number + 1)
        case ast.Call(ast.Name(function), arguments) if function in OTHER_FUNCTIONS:
            yield ast.Call(ast.Name(OTHER_FUNCTIONS[function]), arguments, [])
        case ast.Call(ast.Name(function), arguments) if function in INSTEAD_OF_CALL:
            yield arguments[INSTEAD_OF_CALL[function]]


def having(node: ast.expr, name: str, value: object) -> ast.expr:
    """Return a node with another part."""
    other = copy(node)
    setattr(other, name, value)
    return other


def changed(expression: str) -> Iterator[str]:
    """Yield an expression with one thing changed in it; a quantity without one has none."""
    if expression:
        yield from map(ast.unparse, variants(language.parse(expression)))


def mutants() -> Iterator[Mutant]:
    """Yield every mutant of the table."""
    for quantity in language.QUANTITIES.values():
        for field in ("expression", "shortcut"):
            before = getattr(quantity, field)
            for after in changed(before):
                other = table.Quantity(**vars(quantity) | {field: after})
                put = partial(language.QUANTITIES.__setitem__, quantity.name, other)
                yield Mutant(quantity.name, before, after, put)
    scopes = cast(dict[str, table.Scope], table.SCOPES)
    for name, scope in scopes.items():
        changes = dict(scope.changes)
        for quantity_name, before in changes.items():
            for after in changed(before):
                other_scope = replace(scope, changes=changes | {quantity_name: after})
                put = partial(scopes.__setitem__, name, other_scope)
                yield Mutant(f"{name}.{quantity_name}", before, after, put)
    for name, constant in table.CONSTANTS.items():
        for value in (constant.value * 1.01, constant.value / 1.01):
            put = partial(table.CONSTANTS.__setitem__, name, replace(constant, value=value))
            yield Mutant(name, str(constant.value), str(value), put)


def fate_of(mutant: Mutant) -> str:
    """Return what becomes of a mutant, in a process of its own: one of FATES."""
    if child := os.fork():
        return FATES[os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])]
    fate = "refused"
    with contextlib.suppress(Exception), warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        mutant.apply()
        forget()
        fate = "wrong" if notices() else "unnoticed"
    os._exit(FATES.index(fate))


def main() -> None:
    """Print the mutants that nothing notices, and their share."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.parse_args()
    if notices():
        sys.exit("the table as it is does not agree with the cases")
    found = [(mutant, fate_of(mutant)) for mutant in mutants()]
    count = Counter(fate for _, fate in found)
    for mutant, fate in found:
        if fate == "unnoticed":
            print(f"{mutant.where}: {mutant.before}\n    -> {mutant.after}")
    print(
        f"{len(found)} mutants: {count['refused']} refused, {count['wrong']} seen to be wrong, "
        f"{count['unnoticed']} unnoticed ({count['unnoticed'] / len(found):.1%})"
    )


if __name__ == "__main__":
    main()
