"""Units checked: what is added, compared or chosen between must be of one kind.

Counts (requests, calls, answers, replicas, runs …), shares and ratios have no dimension, nor has
"a month" in what falls in each month; money, tokens and time have.
"""

import ast
from collections import Counter
from collections.abc import Mapping

from app.inputs.fields import FIELDS
from app.model.language import (
    Constant,
    Input,
    Key,
    Meaning,
    TableError,
    function_of,
    keys,
    name_of,
    quantity_of,
    resolve,
    tree,
)
from app.model.table import CONSTANTS

Dimension = frozenset[tuple[str, int]]  # money, tokens, time, each with its power
NUMBER: Dimension = frozenset()
ANY = None  # a bare number, `none` or a text goes with everything


def dimension(**powers: int) -> Dimension:
    """Return a dimension by its powers."""
    return frozenset(powers.items())


CURRENCY, USD, HOURS = dimension(currency=1), dimension(usd=1), dimension(hours=1)
TOKENS, MONTHS = dimension(tokens=1), dimension(months=1)
UNITS: Mapping[str, Dimension] = {
    **dict.fromkeys(
        (
            "",
            "answers",
            "calls",
            "examples",
            "flag",
            "fraction",
            "passes",
            "ratio",
            "replicas",
            "requests",
            "runs",
        ),
        NUMBER,
    ),
    **dict.fromkeys(("currency", "currency per month"), CURRENCY),
    **dict.fromkeys(("USD", "USD per month"), USD),
    **dict.fromkeys(("hours", "hours per month", "engineer hours"), HOURS),
    "minutes": dimension(minutes=1),
    "tokens": TOKENS,
    **dict.fromkeys(("month", "months"), MONTHS),
    "currency per USD": dimension(currency=1, usd=-1),
    "currency per US dollar": dimension(currency=1, usd=-1),
    "currency per USD per 1M tokens": dimension(currency=1, usd=-1, tokens=-1, price_tokens=1),
    "currency per hour": dimension(currency=1, hours=-1),
    "calls per hour": dimension(hours=-1),
    "USD per hour and replica": dimension(usd=1, hours=-1),
    "USD per 1M tokens": dimension(usd=1, price_tokens=-1),
    "tokens per 1M tokens": dimension(tokens=1, price_tokens=-1),
    "minutes per hour": dimension(minutes=1, hours=-1),
    "months per year": dimension(months=1, years=-1),
    "fraction per month": dimension(months=-1),
    "fraction per year": dimension(years=-1),
}
# What has no dimension of its own: an amount per one of these, such as USD per run, is an amount.
COUNTED = frozenset("answer call example release replica request run upkeep".split())


def check_units() -> None:
    """Raise TableError for the first quantity whose expression is not of its unit."""
    for key in keys():
        for shortcut in (False, True):
            found = of_node(tree(key, shortcut=shortcut), key.scope)
            if found is not ANY and found != of_meaning(key):
                raise TableError(f"{key} is in {quantity_of(key).unit}, its expression is not")


def of_meaning(meaning: Meaning) -> Dimension | None:
    """Return the dimension of a quantity, an input, a constant or the month."""
    if isinstance(meaning, Key):
        return of_unit(quantity_of(meaning).unit, str(meaning))
    if isinstance(meaning, Input):
        return of_unit(FIELDS[str(meaning)].unit, str(meaning))
    if meaning.name in CONSTANTS:
        return of_unit(CONSTANTS[meaning.name].unit, meaning.name)
    return MONTHS if meaning == Constant("month") else ANY


def of_unit(unit: str, name: str) -> Dimension:
    """Return what a unit measures; raises TableError for one that is not in the list."""
    whole, per, counted = unit.rpartition(" per ")
    if unit not in UNITS and per and counted.split()[-1] in COUNTED:
        return of_unit(whole, name)
    if unit not in UNITS:
        raise TableError(f"{name}: the unit {unit!r} is not known to app/model/units.py")
    return UNITS[unit]


def of_node(node: ast.expr, scope: str) -> Dimension | None:
    """Return the dimension of an expression; raises TableError where parts do not go together."""
    match node:
        case ast.Name() | ast.Attribute():
            return of_meaning(resolve(scope, name_of(node)))
        case ast.Constant():
            return ANY
        case ast.BinOp(left, ast.Mult(), right):
            return combined(of_node(left, scope), of_node(right, scope), 1)
        case ast.BinOp(left, ast.Div(), right):
            return combined(of_node(left, scope), of_node(right, scope), -1)
        case ast.BinOp(left, ast.Pow(), right):
            return of_power(left, right, scope)
        case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mod(), right):
            return alike(node, [left, right], scope)
        case ast.UnaryOp(ast.USub(), operand):
            return of_node(operand, scope)
        case ast.UnaryOp(ast.Not(), operand):
            check_condition(operand, scope)
            return NUMBER
        case ast.BoolOp(_, values):
            for value in values:
                check_condition(value, scope)
            return NUMBER
        case ast.Compare(left, [ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE() | ast.Eq()], [right]):
            alike(node, [left, right], scope)
            return NUMBER
        case ast.IfExp(test, body, orelse):
            check_condition(test, scope)
            return alike(node, [body, orelse], scope)
        case ast.Call():
            return of_call(node, scope)
    raise TableError(f"{ast.unparse(node)} is no expression of the table")


def of_call(node: ast.Call, scope: str) -> Dimension | None:
    """Return the dimension of a function of the table, by those of its arguments."""
    arguments = node.args
    match function_of(node):
        case "given" | "exp":
            of_node(arguments[0], scope)
            return NUMBER
        case "month_of_year":
            return MONTHS
        case "placed":
            building, serving, operating = arguments
            check_condition(operating, scope)
            return alike(node, [building, serving], scope)
        case "choose":
            return alike(node, arguments[1:], scope)
        case "built_in":
            return alike(node, [arguments[0], arguments[2]], scope)
        case _:
            return alike(node, arguments, scope)


def check_condition(node: ast.expr, scope: str) -> None:
    """Raise TableError for a condition that is money, tokens or time."""
    if of_node(node, scope) not in (NUMBER, ANY):
        raise TableError(f"{ast.unparse(node)} is no condition")


def of_power(base: ast.expr, exponent: ast.expr, scope: str) -> Dimension | None:
    """Return the dimension of growth, (1 + a rate) ** periods, whose units must match.

    A quotient of counts may have a power, too, which is a number.
    """
    match base:
        case ast.BinOp(ast.Constant(1), ast.Add(), rate):
            pass
        case ast.BinOp(_, ast.Div(), _) if of_node(base, scope) == of_node(exponent, scope):
            rate = base
        case _:
            raise TableError(f"{ast.unparse(base)}: only (1 + a rate) has a power")
    grown = combined(of_node(rate, scope), of_node(exponent, scope), 1)
    if grown in (NUMBER, dimension(months=-1)):  # the twelfth root of a yearly rate is monthly
        return grown
    raise TableError(f"{ast.unparse(rate)} does not grow by {ast.unparse(exponent)}")


def alike(node: ast.expr, parts: list[ast.expr], scope: str) -> Dimension | None:
    """Return the dimension that all parts have; raises TableError if they differ."""
    found = {of_node(part, scope) for part in parts} - {ANY}
    if len(found) > 1:
        raise TableError(f"{ast.unparse(node)}: its parts are of different units")
    return found.pop() if found else ANY


def combined(first: Dimension | None, second: Dimension | None, sign: int) -> Dimension | None:
    """Return the dimension of a product, or of a quotient."""
    powers: Counter[str] = Counter(dict(first or NUMBER))
    for name, power in second or NUMBER:
        powers[name] += sign * power
    return frozenset((name, power) for name, power in powers.items() if power)
