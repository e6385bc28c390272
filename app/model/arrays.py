"""The table as NumPy: a class whose attributes are the quantities, each calculated when asked for.

Values are floats or arrays that broadcast to (draws, months), draws first; none is wider than it
must be. The fields of the inputs may be arrays of shape (draws, 1). One plan is calculated in the
order in which the table is written; thousands of draws with the same arithmetic rearranged, so that
few wide arrays are made: equal but for rounding, as a test holds.
"""

import ast
import linecache
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, reduce
from operator import and_, itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inputs.schema import Inputs
from app.model.language import (
    CALENDAR,
    NONE,
    Input,
    Key,
    Meaning,
    is_zero,
    keys,
    monthly,
    name_of,
    quantity_of,
    resolve,
    tree,
    varies,
)
from app.model.printing import TIGHT, Printer, wrap
from app.model.table import CONSTANTS

Amount = float | NDArray[Any]
SOURCE = "<the cost model, {}>"  # the file that tracebacks name
CEILING_GUARD = 1e-9  # float noise that must not start another replica
STEP = 1e-12  # months; periods that differ by less are the same


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
        "running_sum": "cumsum({0}, -1)",
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
        return f"pick({self.text(test)}, lambda: {self.text(body)}, lambda: {self.text(orelse)})"

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
        """Return arithmetic, the factors of a product in another order."""
        if isinstance(node.op, ast.Mult | ast.Div) and varies(node, self.scope):
            return product(self.factors(node), above)
        return super().binary(node, above)

    def factors(self, node: ast.expr, power: int = 1) -> "Term":
        """Return what a product is made of."""
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div):
            other = power if isinstance(node.op, ast.Mult) else -power
            return self.factors(node.left, power).times(self.factors(node.right, other))
        return Term.of(self.text(node, TIGHT), power, moving=varies(node, self.scope))

    def call(self, function: str, arguments: list[ast.expr], above: int) -> str:
        """Return a function; of a weighted sum, one that needs no array for the products."""
        if function == "over_months" and isinstance(node := arguments[0], ast.BinOp):
            return f"weighed({self.text(node.left)}, {self.text(node.right)})"
        return super().call(function, arguments, above)


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
    parts = [part for part in (term.still, term.moving) if part]
    if len(parts) == 2:
        moving = chain(term.moving)
        moving = moving if len(term.moving) == 1 and term.moving[0][1] > 0 else f"({moving})"
        return wrap(f"({chain(term.still)}) * {moving}", 6, above)
    return wrap(chain(parts[0]) if parts else "1.0", 6, above)


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
    parts: list[str] = []
    for flag in dict.fromkeys(flag for term in found for flag in term.flags):
        inside = [replace(term, flags=()) for term in found if flag in term.flags]
        parts.append(f"when({flag}, lambda: {gather(inside)})")
    rest = [term for term in found if not term.flags]
    narrow = [product(term) for term in rest if not term.moving]
    rest = [term for term in rest if term.moving]
    while rest:
        counted = Counter(text for term in rest for text, power in set(term.moving) if power > 0)
        factor, times = max(counted.items(), key=itemgetter(1), default=("", 0))
        if times < 2:
            parts += [product(term) for term in rest]
            break
        shared = [term.without(factor) for term in rest if (factor, 1) in term.moving]
        parts.append(times_factor(shared, factor))
        rest = [term for term in rest if (factor, 1) not in term.moving]
    return " + ".join(narrow + parts)


def times_factor(found: list[Term], factor: str) -> str:
    """Return a sum of terms times a factor that varies by month, and then what else they share.

    That comes last, for an input that is drawn makes the array wide.
    """
    still = tuple(reduce(and_, (Counter(term.still) for term in found)).elements())
    by_month = f"({gather([term.less(still) for term in found])}) * {factor}"
    return f"({by_month}) * ({chain(still)})" if still else by_month


# What the printed expressions call


def pick(
    test: bool | NDArray[np.bool_], body: Callable[[], Amount], orelse: Callable[[], Amount]
) -> Amount:
    """Return `body` where the test holds; one side alone where it holds everywhere or nowhere.

    What is not picked may divide by zero.
    """
    if not isinstance(test, np.ndarray):
        return body() if test else orelse()
    holds = np.count_nonzero(test)
    if not holds:
        return orelse()
    if holds == test.size:
        return body()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(test, body(), orelse())


def when(flag: bool | NDArray[np.bool_], amount: Callable[[], Amount]) -> Amount:
    """Return the amount where the flag holds, 0 elsewhere."""
    return flag * amount() if np.any(flag) else 0.0


def every(first: Any, second: Callable[[], Any]) -> Any:
    """Return where both flags hold."""
    return np.logical_and(first, second()) if np.any(first) else first


def either(first: Any, second: Callable[[], Any]) -> Any:
    """Return where one of the flags holds."""
    return first if np.all(first) else np.logical_or(first, second())


def power(base: Any, exponent: Any) -> Any:
    """Return base ** exponent; of many bases by months, from powers of two of one step."""
    if not np.any(base - 1.0):
        return 1.0
    if np.ndim(base) < 2 or np.ndim(exponent) != 1 or (first := even_from(exponent)) is None:
        return np.power(base, exponent)
    powers = np.empty((np.shape(base)[0], exponent.size))
    powers[:, : first + 1] = np.power(base, exponent[0])
    step, filled = exponent[-1] - exponent[-2], 1
    while first + filled < exponent.size:
        more = min(filled, exponent.size - first - filled)
        start = first + filled
        factor = np.power(base, step * filled)
        np.multiply(powers[:, first : first + more], factor, out=powers[:, start : start + more])
        filled += more
    return powers


def even_from(exponent: NDArray[Any]) -> int | None:
    """Return from where periods, the same until then, grow by equal steps; None if they do not."""
    steps = np.diff(exponent)
    if not steps.size or not steps[-1]:
        return None
    first = int(np.argmax(np.abs(steps) > STEP))
    even = np.abs(steps[first:] - steps[-1]).max() < STEP
    return first if even else None


def at_most(amount: Amount, most: Amount | None) -> Amount:
    """Return the amount, or `most` where that is given and smaller."""
    return amount if most is None else np.minimum(amount, most)


def any_month(flag: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return whether a flag holds in any month."""
    met: NDArray[np.bool_] = np.any(flag, axis=-1, keepdims=True)
    return met


def over_months(amounts: NDArray[Any]) -> NDArray[Any]:
    """Return the sum over all months."""
    return np.asarray(np.sum(amounts, axis=-1, keepdims=True))


def weighed(amounts: NDArray[Any], weights: Amount) -> NDArray[Any]:
    """Return the sum over all months of amounts × weights."""
    if np.ndim(weights) == 1:
        return np.asarray((amounts @ weights)[..., np.newaxis])
    return over_months(amounts * weights)


def placed(building: Amount, serving: Amount, operating: NDArray[np.bool_]) -> Amount:
    """Return `building` of month 0 in it, `serving` in the months of operation, else 0."""
    first = building[..., :1] if np.ndim(building) else building  # type: ignore[index]
    months = np.asarray(serving if np.all(operating[..., 1:]) else np.where(operating, serving, 0))
    wide = np.broadcast_shapes(np.shape(first), months.shape, operating.shape)
    whole = np.array(np.broadcast_to(months, wide))
    whole[..., :1] = first
    return whole


def built_in(amounts: Any, building: NDArray[np.bool_], built: Amount) -> Any:
    """Return the amounts with what is built in its months; they are ours to change."""
    if np.ndim(building) > 1 or np.ndim(built) > np.ndim(amounts):  # nothing but the build is drawn
        return amounts + np.where(building, built, 0.0)
    wide = np.broadcast_shapes(amounts.shape, np.shape(built))
    whole = amounts if wide == amounts.shape else np.array(np.broadcast_to(amounts, wide))
    added = np.broadcast_to(built, wide)
    for month in np.flatnonzero(building):
        whole[..., month] += added[..., month]
    return whole


def month_of_year(start_month: str, months: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the calendar month, 1 to 12, of each month after `start_month`."""
    return (int(start_month[5:]) - 1 + months) % 12 + 1


def choose(index: NDArray[np.int64], *values: Amount) -> Amount:
    """Return of each month the value that its number picks."""
    if all(not np.ndim(value) and value == 1 for value in values):
        return 1.0
    columns = np.broadcast_arrays(*(np.asarray(value, float) for value in values))
    return np.concatenate([np.atleast_1d(column) for column in columns], axis=-1)[..., index - 1]


def in_month_zero(amounts: NDArray[Any]) -> NDArray[Any]:
    """Return the amount of month 0."""
    return amounts[..., :1]


def at_the_end(amounts: NDArray[Any]) -> NDArray[Any]:
    """Return the amount of the last month."""
    return amounts[..., -1:]


CALLED: Mapping[str, Any] = {
    "at_most": at_most,
    "any_month": any_month,
    "at_the_end": at_the_end,
    "built_in": built_in,
    "month_of_year": month_of_year,
    "ceil": np.ceil,
    "choose": choose,
    "exp": np.exp,
    "floor": np.floor,
    "cumsum": np.cumsum,
    "either": either,
    "every": every,
    "in_month_zero": in_month_zero,
    "logical_not": np.logical_not,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "nan": float("nan"),
    "over_months": over_months,
    "pick": pick,
    "placed": placed,
    "power": power,
    "weighed": weighed,
    "when": when,
}


class Lazy:
    """An attribute calculated when first asked for: a cached_property without a lock."""

    def __init__(self, name: str, function: Callable[[Any], Amount]) -> None:
        self.name, self.function = name, function

    def __get__(self, model: Any, owner: type) -> Any:
        """Return the value, and keep it on the model."""
        value = model.__dict__[self.name] = self.function(model)
        return value


@dataclass(frozen=True)
class Model:
    """A plan calculated: any quantity of the table, by scope and name.

    `given` are values of quantities that are not to be calculated, as of a plan saved earlier.
    """

    inputs: Inputs
    month: NDArray[np.int64]  # 0 … H
    given: Mapping[Key, Amount] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Take what is given as calculated."""
        self.__dict__.update({attribute(key): value for key, value in self.given.items()})

    def value(self, scope: str, name: str) -> Amount:
        """Return a quantity: a float or an array that broadcasts to (draws, months)."""
        amount: Amount = getattr(self, attribute_of(scope, name))
        return amount


@cache
def attribute_of(scope: str, name: str) -> str:
    """Return the attribute of a quantity that a scope may share with another."""
    key = resolve(scope, name)
    if not isinstance(key, Key):
        raise KeyError(f"{scope}.{name} is no quantity")
    return attribute(key)


def source(*, draws: bool) -> str:
    """Return the whole table as Python."""
    return "\n\n".join(
        f"def {attribute(key)}(m):\n    return {expression_of(key, draws=draws)}" for key in keys()
    )


def expression_of(key: Key, *, draws: bool) -> str:
    """Return a quantity as Python: as the table is written, or rearranged for many draws."""
    if not draws:
        return ArrayPrinter(key.scope).text(tree(key))
    node = tree(key, shortcut=True)
    if quantity_of(key).gathered:
        return gather(list(terms(node, key.scope)))
    return DrawsPrinter(key.scope).text(node)


@cache
def model_class(*, draws: bool) -> type[Model]:
    """Return the model, compiled once; its formulas are seen in tracebacks."""
    text, file = source(draws=draws), SOURCE.format("draws" if draws else "one plan")
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    functions: dict[str, Any] = dict(CALLED)
    exec(compile(text, file, "exec"), functions)
    names = [attribute(key) for key in keys()]
    return type("CompiledModel", (Model,), {name: Lazy(name, functions[name]) for name in names})


def evaluate(model: Model, node: ast.expr, scope: str) -> Any:
    """Return what an expression of a scope comes to, as an array or a single value."""
    return eval(ArrayPrinter(scope).text(node), dict(CALLED) | {"m": model})


def calculate(
    inputs: Inputs,
    months: int | None = None,
    given: Mapping[Key, Amount] | None = None,
    *,
    draws: bool = False,
) -> Model:
    """Return the model over `inputs`, for month 0 to the longest horizon or to `months`.

    With `draws` the arithmetic is arranged for thousands of rows.
    """
    last = int(np.max(inputs.finance.horizon_months)) if months is None else months
    return model_class(draws=draws)(inputs, np.arange(last + 1), given or {})
