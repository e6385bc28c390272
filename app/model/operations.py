"""What the printed expressions call: choices, powers, products and sums over arrays of any width.

Most plans have most inputs at 0 or 1, and few that vary by draw: products and sums multiply and
add what is narrow first, and leave out what changes nothing.
"""

from collections.abc import Callable, Mapping
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

Amount = float | NDArray[Any]
MANY = 256  # draws, from which it is worth saving passes over them
SIZE, SHAPE = attrgetter("size"), attrgetter("shape")  # of an array
STEP = 1e-12  # months; periods that differ by less are the same

# Choices


def pick(
    test: bool | NDArray[np.bool_],
    body: Callable[[], Amount],
    orelse: Callable[[], Amount],
    *,
    divides: bool = False,
) -> Amount:
    """Return `body` where the test holds; one side alone where it holds everywhere or nowhere.

    If a side `divides`, it may divide by zero where it is not picked.
    """
    if not isinstance(test, np.ndarray):
        return body() if test else orelse()
    holds = np.count_nonzero(test)
    if not holds:
        return orelse()
    if holds == test.size:
        return body()
    if not divides:
        return chosen(test, body(), orelse())
    with np.errstate(divide="ignore", invalid="ignore"):
        return chosen(test, body(), orelse())


def chosen(test: NDArray[np.bool_], one: Any, other: Any) -> NDArray[Any]:
    """Return numpy.where; of many draws in a third of its time where the months alone decide."""
    if test.ndim > 1 or not (is_wide(one) or is_wide(other)):
        everywhere: NDArray[Any] = np.where(test, one, other)
        return everywhere
    sides = one, other
    most, few, columns = (*sides, ~test) if 2 * test.sum() >= test.size else (*sides[::-1], test)
    wide = np.broadcast_shapes(np.shape(most), np.shape(few), test.shape)
    picked = np.array(np.broadcast_to(most, wide), np.result_type(most, few))
    picked[..., columns] = few[..., columns] if np.shape(few)[-1:] == test.shape else few
    return picked


def is_wide(amount: Any) -> bool:
    """Tell whether an amount varies by draw, of which there are many."""
    return isinstance(amount, np.ndarray) and amount.ndim > 1 and len(amount) >= MANY


def every(first: Any, second: Callable[[], Any]) -> Any:
    """Return where both flags hold."""
    if not isinstance(first, np.ndarray):
        return second() if first else first
    return np.logical_and(first, second()) if first.any() else first


def either(first: Any, second: Callable[[], Any]) -> Any:
    """Return where one of the flags holds."""
    if not isinstance(first, np.ndarray):
        return first if first else second()
    return first if first.all() else np.logical_or(first, second())


def anywhere(flag: Any) -> bool:
    """Tell whether a flag holds at all."""
    return bool(flag.any()) if isinstance(flag, np.ndarray) else bool(flag)


# Products, sums and powers


def multiplied(*factors: Amount) -> Amount:
    """Return the product, the narrowest factors multiplied first; those of 1 change nothing."""
    single: Amount = 1.0
    wide: list[NDArray[Any]] = []
    for factor in factors:
        if isinstance(factor, np.ndarray) and factor.ndim:
            wide.append(factor)
        else:
            single *= factor
    if not wide or single == 0:
        return single
    return combined(np.multiply, wide, None if single == 1 else single)


def added(*terms: Amount) -> Amount:
    """Return the sum, the narrowest terms added first; those of 0 change nothing."""
    single: Amount = 0.0
    wide: list[NDArray[Any]] = []
    for term in terms:
        if isinstance(term, np.ndarray) and term.ndim:
            wide.append(term)
        else:
            single += term
    return combined(np.add, wide, None if single == 0 else single) if wide else single


def combined(function: Any, wide: list[NDArray[Any]], single: Amount | None) -> NDArray[Any]:
    """Return what a function makes of arrays, those of one shape first, and of a single value."""
    if len(wide) > 1:
        wide.sort(key=SIZE)
    if len(wide) > 2:
        wide = [together(function, [*alike]) for _, alike in groupby(wide, SHAPE)]
    first = wide[0] if single is None else function(wide[0], single)
    if len(wide) == 1:
        return first
    if len(wide) == 2:
        return function(first, wide[1], order="F")  # type: ignore[no-any-return]
    return together(function, [first, *wide[1:]])


def together(function: Any, arrays: list[NDArray[Any]]) -> NDArray[Any]:
    """Return what a function makes of arrays one after the other; in one place where it fits.

    The draws of a month stand side by side: all that is wide is calculated along them.
    """
    result = arrays[0]
    for array in arrays[1:]:
        ours = result is not arrays[0] and result.shape == np.broadcast(result, array).shape
        result = function(result, array, out=result if ours else None, order="F")
    return result


def power(base: Any, exponent: Any) -> Any:
    """Return base ** exponent; of many bases by months, from powers of two of one step."""
    if not anywhere(base != 1.0):
        return 1.0
    if np.ndim(base) < 2 or np.ndim(exponent) != 1 or (first := even_from(exponent)) is None:
        return np.power(base, exponent)
    powers = np.empty((np.shape(base)[0], exponent.size), order="F")
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


def running_sum(amounts: NDArray[Any]) -> NDArray[Any]:
    """Return the sum up to each month; of many draws month by month, in half the time."""
    if amounts.ndim < 2:
        return np.cumsum(amounts)
    sums = np.array(amounts, order="F")
    for month in range(1, amounts.shape[-1]):
        np.add(sums[:, month - 1], sums[:, month], out=sums[:, month])
    return sums


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


def weighed(amounts: Amount, weights: Amount) -> NDArray[Any]:
    """Return the sum over all months of amounts × weights; amounts that are no array are 0."""
    if isinstance(amounts, np.ndarray) and np.ndim(weights) == 1:
        return np.asarray((amounts @ weights)[..., np.newaxis])
    return over_months(np.atleast_1d(amounts * weights))


def placed(building: Amount, serving: Amount, operating: NDArray[np.bool_]) -> Amount:
    """Return `building` of month 0 in it, `serving` in the months of operation, else 0."""
    first = building[..., :1] if np.ndim(building) else building  # type: ignore[index]
    months = np.asarray(serving if np.all(operating[..., 1:]) else np.where(operating, serving, 0))
    whole = spread(months, np.broadcast_shapes(np.shape(first), months.shape, operating.shape))
    whole[..., :1] = first
    return whole


def built_in(model: Any, amounts: Any, building: NDArray[np.bool_], built: Any) -> Any:
    """Return the amounts with what is built in its months.

    `built` is that of a model, which is asked for those months alone.
    """
    if np.ndim(building) > 1:  # it varies by draw when
        return amounts + np.where(building, built(model), 0.0)
    months = np.flatnonzero(building)
    if not months.size:
        return amounts
    added = np.asarray(built(model.of_months(months)), float)
    shapes = np.shape(amounts), (*added.shape[:-1], 1), model.month.shape
    whole = spread(amounts, np.broadcast_shapes(*shapes))
    whole[..., months] += added
    return whole


def spread(amounts: Amount, shape: tuple[int, ...]) -> NDArray[Any]:
    """Return the amounts in an array of their own, the draws of a month side by side."""
    whole = np.empty(shape, order="F")
    whole[...] = amounts
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
    "either": either,
    "every": every,
    "in_month_zero": in_month_zero,
    "logical_not": np.logical_not,
    "maximum": np.maximum,
    "minimum": np.minimum,
    "nan": float("nan"),
    "over_months": over_months,
    "pick": pick,
    "multiplied": multiplied,
    "added": added,
    "placed": placed,
    "power": power,
    "running_sum": running_sum,
    "weighed": weighed,
}
