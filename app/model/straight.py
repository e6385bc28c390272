"""In which inputs every cost is a straight line, whatever the others: read off the table."""

import ast
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from math import inf

from app.inputs import FIELDS, Inputs
from app.model.language import (
    Input,
    Key,
    Meaning,
    function_of,
    inputs_of,
    is_zero,
    keys,
    name_of,
    names,
    needs,
    resolve,
    tree,
)

OUTCOMES = ("prompting", "tuning", "hybrid")
PLANS = 100_000  # answers kept: those of some dozen combinations of inputs left out


@dataclass(frozen=True)
class Question:
    """In what a degree is asked for."""

    moving: frozenset[Input | Key]  # all together: their product is of degree 2
    nothing: frozenset[str]  # inputs as good as not there, as `nothing_in` names them
    held: frozenset[Key] = frozenset()  # quantities that do not move along


@lru_cache(maxsize=PLANS)
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
        degree_of(key, Question(frozenset({variable}), rest)) <= 1
        for key in costs
        for variable in moving
        if variable in inputs_of(key)
    )


def is_straight_line(
    scope: str, line: str, name: str, nothing: frozenset[str], bends: frozenset[Key] = frozenset()
) -> bool:
    """Tell whether a line of cost of an approach is a straight line in an input in every month.

    It may be bent by `bends` if it is straight in the input while they stand still, and in them.
    """
    group, field = name.split(".")
    key, rest = Key(scope, line), nothing - {name}
    in_input = Question(frozenset({Input(group, field)}), rest, held=bends)
    return degree_of(key, in_input) <= 1 and degree_of(key, Question(bends, rest)) <= 1


def bends_of(scopes: Sequence[str], name: str, nothing: frozenset[str]) -> frozenset[Key]:
    """Return the exponentials of an input that costs of approaches rest on."""
    group, field = name.split(".")
    question = Question(frozenset({Input(group, field)}), nothing - {name})
    found = (key for scope in scopes for key in exponentials(scope))
    return frozenset(key for key in found if degree_of(key, question))


@cache
def exponentials(scope: str) -> frozenset[Key]:
    """Return the quantities that costs of an approach rest on, and that call exp."""
    costs = behind(Key(scope, "present_cost"))
    return frozenset(key for key in costs if isinstance(key, Key) and calls_exp(key))


def calls_exp(key: Key) -> bool:
    """Tell whether the expression of a quantity is an exponential."""
    calls = (node for node in ast.walk(tree(key)) if isinstance(node, ast.Call))
    return any(function_of(node) == "exp" for node in calls)


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


def degree_of(key: Key, question: Question) -> float:
    """Return the degree of a quantity in what moves: 1, 2 …; infinite for all that has none.

    0 where that has no effect after all.
    """
    decisive_here = question.nothing & decisive_of(key)
    return known_degree(key, replace(question, nothing=decisive_here))


@cache
def decisive_of(key: Key) -> frozenset[str]:
    """Return the decisive inputs that a quantity rests on; no others change its degree."""
    return frozenset(map(str, inputs_of(key))) & decisive().keys()


@lru_cache(maxsize=PLANS)
def known_degree(key: Key, question: Question) -> float:
    """Return the degree of a quantity, as `degree_of` does."""
    return degree(tree(key), key.scope, question)


def degree(node: ast.expr, scope: str, question: Question) -> float:
    """Return the degree of an expression in what moves."""
    if question.moving.isdisjoint(rests_on(node, scope)):
        return 0

    def of(part: ast.expr) -> float:
        return degree(part, scope, question)

    def unless_constant(*parts: ast.expr) -> float:
        return inf if any(of(part) for part in parts) else 0

    match node:
        case ast.Name() | ast.Attribute():
            return degree_of_name(resolve(scope, name_of(node)), question)
        case ast.BinOp(left, ast.Add() | ast.Sub(), right):
            return max(of(left), of(right))
        case ast.BinOp(left, ast.Mult(), right):
            return of(left) + of(right)
        case ast.BinOp(left, ast.Div(), right):
            return of(left) + unless_constant(right)
        case ast.UnaryOp(ast.USub(), operand):
            return of(operand)
        case ast.IfExp(test, body, orelse):
            if is_never_met(test, scope, question.nothing):
                return of(orelse)
            if is_zero(orelse) and is_share_of(question.moving, test, body, scope):
                return of(body)
            return max(of(body), of(orelse)) + unless_constant(test)
        case ast.Call():
            return degree_of_call(node, scope, question)
    return unless_constant(
        *(part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr))
    )


def degree_of_name(meaning: Meaning, question: Question) -> float:
    """Return the degree of what a name means, which rests on what moves."""
    if meaning in question.moving:
        return 1
    if not isinstance(meaning, Key) or meaning in question.held:
        return 0
    return degree_of(meaning, question)


@cache
def rests_on(node: ast.expr, scope: str) -> frozenset[Meaning]:
    """Return every input and quantity that an expression rests on, through whatever it names."""
    meanings = [resolve(scope, name) for name in names(node)]
    return frozenset(meanings).union(*(behind(item) for item in meanings if isinstance(item, Key)))


@cache
def behind(key: Key) -> frozenset[Meaning]:
    """Return every input and quantity that a quantity rests on, through whatever it needs."""
    return frozenset(needs(key)).union(
        *(behind(item) for item in needs(key) if isinstance(item, Key))
    )


def degree_of_call(node: ast.Call, scope: str, question: Question) -> float:
    """Return the degree of a function in what moves."""
    found = [degree(argument, scope, question) for argument in node.args]
    nothing = question.nothing
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


def is_share_of(moving: frozenset[Input | Key], test: ast.expr, body: ast.expr, scope: str) -> bool:
    """Tell whether an amount counts if an input is above zero, and nears zero with it."""
    match test:
        case ast.Compare(ast.Name(name), [ast.Gt()], [zero]):
            meaning = resolve(scope, name)
            return meaning in moving and is_zero(zero) and is_factor(body, scope, meaning)
    return False


def is_factor(node: ast.expr, scope: str, variable: Meaning) -> bool:
    """Tell whether an expression is a product of a variable and others."""
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
