"""In which inputs every cost is a straight line, whatever the others: read off the table."""

import ast
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from math import inf

from app.inputs import FIELDS, Inputs
from app.model.language import (
    Input,
    Key,
    function_of,
    inputs_of,
    is_zero,
    keys,
    name_of,
    names,
    resolve,
    tree,
)

OUTCOMES = ("prompting", "tuning", "hybrid")
PLANS = 100_000  # answers kept: those of some dozen combinations of inputs left out


def is_straight(name: str, nothing: frozenset[str] = frozenset()) -> bool:
    """Tell whether every approach's present cost is a straight line in the input `group.field`.

    `nothing` are inputs that are as good as not there, as `nothing_in` names them: without a
    maximum and without a capacity of replicas, costs are straight in the volume, too. The hybrid's
    input may follow tuning's: both must be straight.
    """
    group, field = name.split(".")
    costs = [Key(scope, "present_cost") for scope in OUTCOMES]
    moving = [Input(group, field)] + [Input("hybrid", field)] * (group == "tuning")
    rest = nothing - set(map(str, moving))
    return all(
        degree_of(key, variable, rest) <= 1
        for key in costs
        for variable in moving
        if variable in inputs_of(key)
    )


def is_straight_line(scope: str, line: str, name: str, nothing: frozenset[str]) -> bool:
    """Tell whether a line of cost of an approach is a straight line in an input in every month."""
    group, field = name.split(".")
    variable, key = Input(group, field), Key(scope, line)
    return variable not in inputs_of(key) or degree_of(key, variable, nothing - {name}) <= 1


def nothing_in(inputs: Inputs) -> frozenset[str]:
    """Return the inputs that a plan leaves out, or has too low for a condition of the table."""
    return frozenset(name for name, least in decisive().items() if is_at_most(least, name, inputs))


def is_at_most(least: float, name: str, inputs: Inputs) -> bool:
    """Tell whether an input is left out, or no higher than something; no counts as 0."""
    value = inputs.value(name)
    return value is None if FIELDS[name].optional else bool(value <= least)


@cache
def decisive() -> Mapping[str, int]:
    """Return the inputs that conditions want above a number, or given, and that number.

    Where they are not, a part of the table is left out.
    """
    return {str(item): least for key in keys() for item, least in deciding(key)}


def deciding(key: Key) -> Iterator[tuple[Input, int]]:
    """Yield what the conditions and the bounds of a quantity want of inputs."""
    wanted = [(name, 0) for name in names(tree(key)) if is_flag(key, name)]
    for node in ast.walk(tree(key)):
        match node:
            case ast.Compare(ast.Name(name), [ast.Gt()], [ast.Constant(int(least))]):
                wanted.append((name, least))
            case ast.Call(ast.Name("given"), [ast.Name(name)]):
                wanted.append((name, 0))
            case ast.Call(ast.Name("at_most" | "max"), [_, ast.Name(name)]):
                wanted.append((name, 0))
    for name, least in wanted:
        meaning = resolve(key.scope, name)
        if isinstance(meaning, Input):
            yield meaning, least


def is_flag(key: Key, name: str) -> bool:
    """Tell whether a name in a quantity's expression is an input that is yes or no."""
    meaning = resolve(key.scope, name)
    return isinstance(meaning, Input) and FIELDS[str(meaning)].kind == "yes_no"


def degree_of(key: Key, variable: Input, nothing: frozenset[str]) -> float:
    """Return the degree of a quantity in an input that it rests on: 1, 2 …; infinite for all else.

    0 where the input has no effect after all.
    """
    return known_degree(key, variable, nothing & decisive_of(key))


@cache
def decisive_of(key: Key) -> frozenset[str]:
    """Return the decisive inputs that a quantity rests on; no others change its degree."""
    return frozenset(map(str, inputs_of(key))) & decisive().keys()


@lru_cache(maxsize=PLANS)
def known_degree(key: Key, variable: Input, nothing: frozenset[str]) -> float:
    """Return the degree of a quantity, as `degree_of` does."""
    return degree(tree(key), key.scope, variable, nothing)


def degree(node: ast.expr, scope: str, variable: Input, nothing: frozenset[str]) -> float:
    """Return the degree of an expression in an input."""
    if variable not in rests_on(node, scope):
        return 0

    def of(part: ast.expr) -> float:
        return degree(part, scope, variable, nothing)

    def unless_constant(*parts: ast.expr) -> float:
        return inf if any(of(part) for part in parts) else 0

    match node:
        case ast.Name() | ast.Attribute():
            meaning = resolve(scope, name_of(node))
            return degree_of(meaning, variable, nothing) if isinstance(meaning, Key) else 1
        case ast.BinOp(left, ast.Add() | ast.Sub(), right):
            return max(of(left), of(right))
        case ast.BinOp(left, ast.Mult(), right):
            return of(left) + of(right)
        case ast.BinOp(left, ast.Div(), right):
            return of(left) + unless_constant(right)
        case ast.UnaryOp(ast.USub(), operand):
            return of(operand)
        case ast.IfExp(test, body, orelse):
            if is_never_met(test, scope, nothing):
                return of(orelse)
            if is_zero(orelse) and is_share_of(variable, test, body, scope):
                return of(body)
            return max(of(body), of(orelse)) + unless_constant(test)
        case ast.Call():
            return degree_of_call(node, scope, variable, nothing)
    return unless_constant(
        *(part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    )


@cache
def rests_on(node: ast.expr, scope: str) -> frozenset[Input]:
    """Return every input that an expression rests on, through whatever it names."""
    meanings = [resolve(scope, name) for name in names(node)]
    return frozenset(item for item in meanings if isinstance(item, Input)).union(
        *(inputs_of(item) for item in meanings if isinstance(item, Key))
    )


def degree_of_call(node: ast.Call, scope: str, variable: Input, nothing: frozenset[str]) -> float:
    """Return the degree of a function in an input."""
    found = [degree(argument, scope, variable, nothing) for argument in node.args]
    otherwise = inf if any(found) else 0
    match function_of(node), node.args:
        case (("over_months" | "running_sum" | "in_month_zero" | "at_the_end"), _):
            return found[0]
        case "or_else", _:
            return max(found)
        case "choose", _:
            return max(found[1:]) + (inf if found[0] else 0)
        case "at_most", [_, most] if is_nothing(most, scope, nothing):
            return found[0]
        case "max", [amount, least] if is_nothing(least, scope, nothing):
            return found[0] if is_never_negative(amount, scope) else otherwise
    return otherwise


def is_nothing(node: ast.expr, scope: str, nothing: frozenset[str]) -> bool:
    """Tell whether an expression is an input that is as good as not there."""
    return isinstance(node, ast.Name) and str(resolve(scope, node.id)) in nothing


@lru_cache(maxsize=PLANS)
def is_never_met(test: ast.expr, scope: str, nothing: frozenset[str]) -> bool:
    """Tell whether a condition is not met because of inputs that are as good as not there."""
    match test:
        case ast.Name(name):
            meaning = resolve(scope, name)
            if isinstance(meaning, Key):
                return is_never_met(tree(meaning), meaning.scope, nothing)
            return str(meaning) in nothing
        case ast.Call(ast.Name("given"), [item]) | ast.Compare(item, [ast.Gt()], [ast.Constant()]):
            return is_nothing(item, scope, nothing)
        case ast.BoolOp(ast.And(), values):
            return any(is_never_met(value, scope, nothing) for value in values)
    return False


def is_share_of(variable: Input, test: ast.expr, body: ast.expr, scope: str) -> bool:
    """Tell whether an amount counts if the input is above zero, and nears zero with it."""
    match test:
        case ast.Compare(ast.Name(name), [ast.Gt()], [zero]):
            is_above_zero = is_zero(zero) and resolve(scope, name) == variable
            return is_above_zero and is_factor(body, scope, variable)
    return False


def is_factor(node: ast.expr, scope: str, variable: Input) -> bool:
    """Tell whether an expression is a product of the input and others."""
    match node:
        case ast.BinOp(left, ast.Mult(), right):
            return is_factor(left, scope, variable) or is_factor(right, scope, variable)
        case ast.Name(name):
            return resolve(scope, name) == variable
    return False


def is_never_negative(node: ast.expr, scope: str) -> bool:
    """Tell whether an expression is made of inputs that are never negative, added or multiplied."""
    match node:
        case ast.BinOp(left, ast.Add() | ast.Mult() | ast.Div(), right):
            return is_never_negative(left, scope) and is_never_negative(right, scope)
        case ast.Name(name):
            meaning = resolve(scope, name)
            if isinstance(meaning, Input):
                return (FIELDS[str(meaning)].minimum or 0) >= 0
            return not isinstance(meaning, Key)  # a constant
    return False
