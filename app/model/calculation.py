"""The table calculated: a class whose attributes are the quantities, each when asked for.

Values are floats or arrays that broadcast to (draws, months), draws first; none is wider than it
must be. The fields of the inputs may be arrays of shape (draws, 1).
"""

import ast
import linecache
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inputs.inputs import Inputs
from app.model.arrays import ArrayPrinter, attribute, expression_of
from app.model.language import Key, inputs_of, keys, resolve
from app.model.operations import CALLED, Amount
from app.work.lazy import lazy

SOURCE = "<the cost model, {}>"  # the file that tracebacks name
CHANGES = 1_000  # combinations of inputs whose quantities are remembered


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

    def at(self, values: Mapping[str, Any], given: Mapping[Key, Amount] | None = None) -> "Model":
        """Return the same plan with other values of some inputs, as `Inputs.replace` takes them.

        What does not rest on them is not calculated again. `given` are quantities that do: what
        follows from them is calculated from these.
        """
        inputs, changed = self.inputs.replace(values), moved(frozenset(values), self.inputs)
        given = self.given if given is None else {**self.given, **given}
        if HORIZON in changed:
            return type(self)(inputs, months_of(inputs), given)
        model = type(self)(inputs, self.month, given)
        touched = resting_on(changed)
        kept = {name: value for name, value in self.__dict__.items() if name not in touched}
        model.__dict__.update(kept)
        return model

    def of_months(self, months: NDArray[np.intp]) -> "Model":
        """Return the same plan in some months alone, of quantities that look at no others.

        It is kept: what is built at once shares what it rests on.
        """
        kept: dict[bytes, Model] = self.__dict__.setdefault("of_some_months", {})
        if months.tobytes() not in kept:
            kept[months.tobytes()] = self._of_months(months)
        return kept[months.tobytes()]

    def _of_months(self, months: NDArray[np.intp]) -> "Model":
        model = type(self)(self.inputs, self.month[months])
        for name in levels():
            known = self.__dict__.get(name)
            if isinstance(known, np.ndarray) and known.shape[-1:] == self.month.shape:
                model.__dict__[name] = known[..., months]
        return model

    @lazy
    def first(self) -> "Model":
        """The same plan in month 0 alone."""
        return self.of_months(np.arange(1))

    def value(self, scope: str, name: str) -> Amount:
        """Return a quantity: a float or an array that broadcasts to (draws, months)."""
        amount: Amount = getattr(self, attribute_of(scope, name))
        return amount


# What a model does not share.
OWN = frozenset({"inputs", "month", "given", "first", "of_some_months"})
HORIZON = "finance.horizon_months"
LEVELS = frozenset({"wage", "provider_price", "price"})  # powers: dear where plans are many


def months_of(inputs: Inputs) -> NDArray[np.int64]:
    """Return month 0 to the longest horizon."""
    return np.arange(int(np.max(inputs.finance.horizon_months)) + 1)


def moved(names: frozenset[str], inputs: Inputs) -> frozenset[str]:
    """Return the inputs, and those of the hybrid that follow them."""
    fields = [name.partition(".")[2] for name in names if name.startswith("tuning.")]
    return names | ({f"hybrid.{field}" for field in fields} & inputs.follows) if fields else names


@cache
def levels() -> tuple[str, ...]:
    """Return the attributes that hold levels of prices and of wages."""
    return tuple(attribute(key) for key in keys() if key.name in LEVELS)


@lru_cache(maxsize=CHANGES)
def resting_on(names: frozenset[str]) -> frozenset[str]:
    """Return the attributes of a model that rest on one of the inputs."""
    quantities = (key for key in keys() if not names.isdisjoint(map(str, inputs_of(key))))
    return OWN.union(map(attribute, quantities))


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


@cache
def model_class(*, draws: bool) -> type[Model]:
    """Return the model, compiled once; its formulas are seen in tracebacks."""
    text, file = source(draws=draws), SOURCE.format("draws" if draws else "one plan")
    linecache.cache[file] = (len(text), None, text.splitlines(keepends=True), file)
    functions: dict[str, Any] = dict(CALLED)
    exec(compile(text, file, "exec"), functions)
    names = [attribute(key) for key in keys()]
    return type("CompiledModel", (Model,), {name: lazy(functions[name]) for name in names})


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
    month = months_of(inputs) if months is None else np.arange(months + 1)
    return model_class(draws=draws)(inputs, month, given or {})
