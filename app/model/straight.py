"""In which inputs every cost is a straight line, whatever the others: read off the table."""

import ast
from functools import lru_cache
from math import inf

from app.model.language import Input, Key, function_of, inputs_of, name_of, resolve, tree

OUTCOMES = ("prompting", "tuning", "hybrid")
PLANS = 100_000  # answers kept: those of some dozen combinations of optional inputs


@lru_cache(maxsize=PLANS)
def is_straight(name: str, absent: frozenset[str] = frozenset()) -> bool:
    """Tell whether every approach's present cost is a straight line in the input `group.field`.

    `absent` are the optional inputs that the plan leaves out: without a maximum and without a
    capacity of replicas, costs are straight in the volume, too.
    """
    group, field = name.split(".")
    return all(
        degree_of(Key(scope, "present_cost"), Input(group, field), absent) <= 1
        for scope in OUTCOMES
    )


@lru_cache(maxsize=PLANS)
def degree_of(key: Key, variable: Input, absent: frozenset[str]) -> float:
    """Return the degree of a quantity in an input: 0, 1, 2 …; infinite for anything else."""
    if variable not in inputs_of(key):
        return 0
    return degree(tree(key), key.scope, variable, absent)


def degree(node: ast.expr, scope: str, variable: Input, absent: frozenset[str]) -> float:
    """Return the degree of an expression in an input."""

    def of(part: ast.expr) -> float:
        return degree(part, scope, variable, absent)

    def unless_constant(*parts: ast.expr) -> float:
        return inf if any(of(part) for part in parts) else 0

    match node:
        case ast.Name() | ast.Attribute():
            meaning = resolve(scope, name_of(node))
            if isinstance(meaning, Key):
                return degree_of(meaning, variable, absent)
            return float(meaning == variable)
        case ast.Constant():
            return 0
        case ast.BinOp(left, ast.Add() | ast.Sub(), right):
            return max(of(left), of(right))
        case ast.BinOp(left, ast.Mult(), right):
            return of(left) + of(right)
        case ast.BinOp(left, ast.Div(), right):
            return of(left) + unless_constant(right)
        case ast.UnaryOp(ast.USub(), operand):
            return of(operand)
        case ast.IfExp(ast.Call(ast.Name("given"), [ast.Name(name)]), body, orelse):
            return of(orelse if is_absent(name, scope, absent) else body)
        case ast.IfExp(test, body, orelse):
            return max(of(body), of(orelse)) + unless_constant(test)
        case ast.Call(_, arguments):
            function = function_of(node)
            if function in ("over_months", "running_sum", "in_month_zero", "at_the_end"):
                return of(arguments[0])
            if function == "or_else":
                return max(map(of, arguments))
            if function == "at_most" and is_absent(name_of(arguments[1]), scope, absent):
                return of(arguments[0])
            return unless_constant(*arguments)
    return unless_constant(
        *(part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    )


def is_absent(name: str, scope: str, absent: frozenset[str]) -> bool:
    """Tell whether an optional input that an expression names is left out."""
    return str(resolve(scope, name)) in absent
