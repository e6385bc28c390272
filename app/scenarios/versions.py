"""Saved plans of other versions of the cost model: which can be read, and how today's reads them.

What was calculated is never calculated again: this is about plans that are opened for editing,
copied or imported, and about revisions that a later Crossover has saved.
"""

from collections.abc import Collection, Mapping
from typing import Any

from app.inputs import CHALLENGERS, Challenger, Inputs
from app.inputs.inputs import SHARED
from app.model import MODEL_VERSION

Json = dict[str, Any]
FOLLOWING = (
    2,
    0,
)  # from this version on the hybrid follows tuning, and an approach can be left out
BLANK = "blank"  # the only use case of version 1 that did not describe every approach
# What a field of an approach was in `blank` of version 1, where that differs from today's default.
FORMER_DEFAULTS = {
    "batch_discount": 0.0,
    "cache_minimum_tokens": 0.0,
    "peak_factor": 1.0,
    "epochs": 1,
}


class LaterVersion(Exception):
    """A later version of the cost model calculated the revision; this process cannot read it."""

    def __init__(self, version: str) -> None:
        super().__init__(version)
        self.version = version


def numbers(version: str) -> tuple[int, int]:
    """Return the first two numbers of a version: a third one changes neither inputs nor results."""
    found = [int(part[:9]) for part in version.split(".")[:2] if part.isdecimal()]
    return (*found, 0, 0)[:2]  # type: ignore[return-value]


def check_version(version: str) -> None:
    """Raise LaterVersion if this process does not know the version."""
    if numbers(version) > numbers(MODEL_VERSION):
        raise LaterVersion(version)


def stored_inputs(inputs: Json, follows: Collection[str]) -> Inputs:
    """Return inputs as they were stored: complete, and the names of those that follow."""
    if not follows:
        return Inputs.model_validate(inputs)
    hybrid = {
        field: value
        for field, value in inputs["hybrid"].items()
        if f"hybrid.{field}" not in follows
    }
    return Inputs.model_validate(inputs | {"hybrid": hybrid})


def currency_and_calendar(inputs: Json) -> Inputs:
    """Return of stored inputs, whichever version's, what a list needs to write money and months."""
    finance = {name: inputs["finance"][name] for name in ("currency", "start_month")}
    return Inputs.model_validate({"finance": finance})


def read_today(
    version: str, preset: str, inputs: Inputs, ranges: Collection[str], named: Collection[str] = ()
) -> Inputs:
    """Return a saved plan's inputs as today's model reads them.

    Version 1 had all three approaches in every plan, and a value of its own in every field of the
    hybrid. Where it has tuning's value, and neither a range nor what the person `named` says
    otherwise, it now follows; in `blank`, an approach of which nothing was said takes no part.
    """
    if numbers(version) >= FOLLOWING:
        return inputs
    values = inputs.model_dump()
    own = {name.removeprefix("hybrid.") for name in (*ranges, *named)}
    absent = [
        name for name in CHALLENGERS if preset == BLANK and not described(name, inputs, ranges)
    ]
    following = {
        field
        for field in SHARED
        if "hybrid" in absent
        or (field not in own and values["hybrid"][field] == values["tuning"][field])
    }
    for name in absent:
        values[name]["considered"] = False
    hybrid = {field: value for field, value in values["hybrid"].items() if field not in following}
    return Inputs.model_validate(values | {"hybrid": hybrid})


def described(name: Challenger, inputs: Inputs, ranges: Collection[str]) -> bool:
    """Tell whether anything was said of an approach in version 1's `blank`."""
    usual = untouched(name)
    given = inputs.approach(name).model_dump()
    return given != usual or any(item.startswith(f"{name}.") for item in ranges)


def untouched(name: Challenger) -> Mapping[str, Any]:
    """Return an approach in version 1's `blank`, today's fields among it."""
    return Inputs().approach(name).model_dump() | FORMER_DEFAULTS
