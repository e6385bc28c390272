"""The table as NumPy: every expression printed as Python over a model called `m`.

One plan is calculated in the order in which the table is written; thousands of draws with the same
arithmetic rearranged, so that few wide arrays are made: equal but for rounding, as a test holds.
"""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, reduce
from math import inf
from operator import and_

from app.model.language import (
    ACROSS_MONTHS,
    CALENDAR,
    NONE,
    Input,
    Key,
    Meaning,
    function_of,
    is_zero,
    keys,
    monthly,
    name_of,
    needs,
    quantity_of,
    resolve,
    tree,
    varies,
)
from app.model.printing import TIGHT, Printer, wrap
from app.model.table import CONSTANTS

CEILING_GUARD = 1e-9  # float noise that must not start another replica


class ArrayPrinter(Printer):
    """Prints expressions as Python over a model called `m`, in the order of the table."""

    functions = {  # noqa: RUF012  # read only
        "max": "maximum({all})",
        "min": "minimum({all})",
        "floor": "floor({0})",
        "exp": "exp({0})",
        "choose": "choose({all})",
        "month_of_year": "month_of_year({all})",
        "built_in": "built_in({all})",
        "ceil": f"ceil({{0}} - {CEILING_GUARD})",
        "at_most": "at_most({all})",
        "or_else": "({1} if {0} is None else {0})",
        "given": "({0} is not None)",
        "any_month": "any_month({0})",
        "over_months": "over_months({0})",
        "running_sum": "running_sum({0})",
        "in_month_zero": "in_month_zero({0})",
        "placed": "placed({all})",
        "at_the_end": "at_the_end({0})",
    }

    def name(self, name: str, above: int) -> str:
        """Return an attribute of the model, or a constant."""
        return spell(resolve(self.scope, name))

    def constant(self, value: object) -> str:
        """Return the number or text as Python writes it."""
        return repr(value)

    def negation(self, operand: ast.expr, above: int) -> str:
        """Return the flags turned round."""
        return f"logical_not({self.text(operand)})"

    def both(self, word: str, values: list[ast.expr], above: int) -> str:
        """Return flags joined, the later ones only looked at where the first leave it open."""
        text = self.text(values[0])
        for value in values[1:]:
            text = f"{'every' if word == 'and' else 'either'}({text}, lambda: {self.text(value)})"
        return text

    def choice(self, test: ast.expr, body: ast.expr, orelse: ast.expr, above: int) -> str:
        """Return a choice of which one side alone is calculated where it holds everywhere."""
        sides = f"lambda: {self.text(body)}, lambda: {self.text(orelse)}"
        divides = ", divides=True" if divides_in(body) or divides_in(orelse) else ""
        return f"pick({self.text(test)}, {sides}{divides})"

    def binary(self, node: ast.BinOp, above: int) -> str:
        """Return arithmetic."""
        if isinstance(node.op, ast.Pow):
            return f"power({self.text(node.left)}, {self.text(node.right)})"
        return super().binary(node, above)

    def call(self, function: str, arguments: list[ast.expr], above: int) -> str:
        """Return a function."""
        texts = [self.text(argument) for argument in arguments]
        return self.functions[function].format(*texts, all=", ".join(texts))


class DrawsPrinter(ArrayPrinter):
    """The same for many draws: what is the same in every month is multiplied first."""

    def binary(self, node: ast.BinOp, above: int) -> str:
        """Return arithmetic, the factors of a product and the terms of a sum in another order."""
        if isinstance(node.op, ast.Mult | ast.Div) and varies(node, self.scope):
            return product(self.factors(node), above)
        if isinstance(node.op, ast.Add) and varies(node, self.scope):
            return joined("added", [self.text(part) for part in summands(node)])
        return super().binary(node, above)

    def factors(self, node: ast.expr, power: int = 1) -> "Term":
        """Return what a product is made of."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
            other = power if isinstance(node.op, ast.Mult) else -power
            return self.factors(node.left, power).times(self.factors(node.right, other))
        return Term.of(self.text(node, TIGHT), power, moving=varies(node, self.scope))

    def call(self, function: str, arguments: list[ast.expr], above: int) -> str:
        """Return a function.

        A weighted sum needs no array for the products, and what is built only its own months.
        """
        match function, arguments:
            case "over_months", [ast.BinOp(amounts, ast.Mult(), weights)]:
                return f"weighed({self.text(amounts)}, {self.text(weights)})"
            case "in_month_zero", [amount] if self.is_by_itself(amount):
                return f"(lambda m: {self.text(amount)})(m.first)"
            case "built_in", _:
                total, building, built = map(self.text, arguments)
                return f"built_in(m, {total}, {building}, lambda m: {built})"
        return super().call(function, arguments, above)

    def is_by_itself(self, node: ast.expr) -> bool:
        """Tell whether a name is a quantity whose value of a month needs no other month."""
        meaning = resolve(self.scope, name_of(node))
        return isinstance(meaning, Key) and not looks_across(meaning)


def divides_in(node: ast.expr) -> bool:
    """Tell whether an expression divides."""
    parts = (part.op for part in ast.walk(node) if isinstance(part, ast.BinOp))
    return any(isinstance(operator, ast.Div | ast.Mod) for operator in parts)


def summands(node: ast.expr) -> Iterator[ast.expr]:
    """Yield the terms of a sum."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        yield from summands(node.left)
        yield from summands(node.right)
    else:
        yield node


@cache
def looks_across(key: Key) -> bool:
    """Tell whether a quantity of one month rests on other months, too."""
    calls = (part for part in ast.walk(tree(key)) if isinstance(part, ast.Call))
    return any(function_of(part) in ACROSS_MONTHS | {"running_sum"} for part in calls) or any(
        looks_across(part) for part in needs(key) if isinstance(part, Key)
    )


def spell(meaning: Meaning) -> str:
    """Return what a name means as an attribute of the model, or as a number."""
    if isinstance(meaning, Key):
        return f"m.{attribute(meaning)}"
    if isinstance(meaning, Input):
        return f"m.inputs.{meaning.group}.{meaning.field}"
    if meaning.name == NONE:
        return "nan"
    return repr(CONSTANTS[meaning.name].value) if meaning.name in CONSTANTS else "m.month"


def attribute(key: Key) -> str:
    """Return the attribute of the model that holds a quantity."""
    return "__".join(key)


# Sums by common factors


Factors = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Term:
    """A product: its factors as Python, those that vary by month apart; powers are 1 or -1."""

    still: Factors = ()
    moving: Factors = ()
    flags: tuple[str, ...] = ()  # months in which it counts at all

    @classmethod
    def of(cls, text: str, power: int = 1, *, moving: bool) -> "Term":
        """Return a term of one factor."""
        return cls(moving=((text, power),)) if moving else cls(still=((text, power),))

    def times(self, other: "Term") -> "Term":
        """Return the product of two terms."""
        return Term(self.still + other.still, self.moving + other.moving, self.flags + other.flags)

    def without(self, factor: str) -> "Term":
        """Return the term divided by one of its factors."""
        moving = list(self.moving)
        moving.remove((factor, 1))
        return replace(self, moving=tuple(moving))

    def less(self, still: Factors) -> "Term":
        """Return the term divided by some of its factors that are the same in every month."""
        return replace(self, still=tuple((Counter(self.still) - Counter(still)).elements()))


def chain(factors: Factors) -> str:
    """Return factors multiplied, then divided by what divides."""
    above = [text for text, power in factors if power > 0] or ["1.0"]
    return " * ".join(above) + "".join(f" / {text}" for text, power in factors if power < 0)


def product(term: Term, above: int = 0) -> str:
    """Return a term's factors multiplied: those that are the same in every month first."""
    if not term.moving:
        return wrap(chain(term.still), 6, above)
    factors = [text for text, power in term.moving if power > 0]
    if term.still:
        factors.insert(0, chain(term.still))
    above_line = joined("multiplied", factors)
    below = "".join(f" / {text}" for text, power in term.moving if power < 0)
    return wrap(f"{above_line}{below}", 6, above) if below else above_line


def joined(function: str, parts: list[str]) -> str:
    """Return a call of the function; a single part as it is, and 1 where there is none."""
    return f"{function}({', '.join(parts)})" if len(parts) > 1 else (parts or ["1.0"])[0]


def terms(node: ast.expr, scope: str) -> Iterator[Term]:
    """Yield the terms that a sum comes to once its products are multiplied out."""
    printer = DrawsPrinter(scope)
    match node:
        case ast.BinOp(left, ast.Add(), right):
            yield from terms(left, scope)
            yield from terms(right, scope)
        case ast.BinOp(left, ast.Mult(), right):
            for term in terms(left, scope):
                for other in terms(right, scope):
                    yield term.times(other)
        case ast.BinOp(left, ast.Div(), right):
            divisor = Term.of(printer.text(right, TIGHT), -1, moving=varies(right, scope))
            for term in terms(left, scope):
                yield term.times(divisor)
        case ast.IfExp(ast.Name(flag), body, orelse) if is_zero(orelse):
            met = Term(flags=(printer.text(ast.Name(flag)),))
            for term in terms(body, scope):
                yield met.times(term)
        case ast.Name() | ast.Attribute() if opens(meaning := resolve(scope, name_of(node))):
            assert isinstance(meaning, Key)
            yield from terms(tree(meaning), meaning.scope)
        case _:
            yield Term.of(printer.text(node, TIGHT), moving=varies(node, scope))


def opens(meaning: Meaning) -> bool:
    """Tell whether a quantity is a sum or a product that may be multiplied out."""
    if not isinstance(meaning, Key) or meaning.scope == CALENDAR or not monthly(meaning):
        return False
    if quantity_of(meaning).whole:
        return False
    node = tree(meaning)
    if isinstance(node, ast.Name):
        return True
    if isinstance(node, ast.IfExp):
        return isinstance(node.test, ast.Name) and is_zero(node.orelse)
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mult | ast.Div)


def gather(found: list[Term]) -> str:
    """Return a sum of terms with what they share taken out, so that few wide arrays are made."""
    always = [term for term in found if not term.flags]
    whole = gather_always(always) if always else "0.0"
    for flag in dict.fromkeys(flag for term in found for flag in term.flags):
        inside = [replace(term, flags=()) for term in found if flag in term.flags]
        whole = f"built_in(m, {whole}, {flag}, lambda m: {gather(inside)})"
    return whole


def gather_always(found: list[Term]) -> str:
    """Return a sum of terms that count in every month."""
    parts: list[str] = []
    narrow = [product(term) for term in found if not term.moving]
    rest = [term for term in found if term.moving]
    while rest:
        counted = Counter(text for term in rest for text, power in set(term.moving) if power > 0)
        often = [text for text, times in counted.items() if times > 1]
        if not often:
            parts += [product(term) for term in rest]
            break
        factor = min(often, key=place)
        shared = [term.without(factor) for term in rest if (factor, 1) in term.moving]
        parts.append(times_factor(shared, factor))
        rest = [term for term in rest if (factor, 1) not in term.moving]
    return joined("added", narrow + parts)


@cache
def places() -> dict[str, int]:
    """Return where each quantity stands in the table, as it is spelt."""
    return {spell(key): place for place, key in enumerate(keys())}


def place(factor: str) -> float:
    """Return where a factor stands in the table; what is no quantity comes last.

    What stands first, such as tokens and a level of prices, varies by month and draw. The prices
    below rarely do, and are then a single value if nothing wide was taken into their sum.
    """
    return places().get(factor, inf)


def times_factor(found: list[Term], factor: str) -> str:
    """Return a sum of terms times a factor that varies by month, and then what else they share.

    That comes last, for an input that is drawn makes the array wide.
    """
    still = tuple(reduce(and_, (Counter(term.still) for term in found)).elements())
    by_month = gather([term.less(still) for term in found])
    return joined("multiplied", [by_month, factor, *([chain(still)] if still else [])])


# Expressions


def expression_of(key: Key, *, draws: bool) -> str:
    """Return a quantity as Python: as the table is written, or rearranged for many draws."""
    if not draws:
        return ArrayPrinter(key.scope).text(tree(key))
    node = tree(key, shortcut=True)
    if quantity_of(key).gathered:
        return gather(list(terms(node, key.scope)))
    return DrawsPrinter(key.scope).text(node)
