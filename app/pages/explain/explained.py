"""What every explanation is made of: amounts that link to the page that explains them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import numpy as np
from numpy.typing import NDArray

from app.inputs import APPROACHES, TITLES, ApproachName, InvalidInputs, Problem
from app.model import CHALLENGERS, MODEL_VERSION, Challenger
from app.pages.explain.parts import InputUsed, Part, Step, digits
from app.plans.plan import Plan
from app.words.money import symbol_of
from app.words.months import month_name

Floats = NDArray[np.floating[Any]]

TOTAL = "total"  # the sum of a month's lines, explained like one of them


@dataclass(frozen=True, kw_only=True)
class Link:
    """An amount, and the page that explains it."""

    title: str
    text: str
    address: str


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """One month of a sum."""

    title: str
    cells: list[str]
    address: str


@dataclass(frozen=True, kw_only=True)
class Months:
    """Every month of a sum."""

    columns: list[str]
    rows: list[MonthRow]


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """What a page of explanation shows; what does not apply is empty."""

    title: str
    value: str
    remarks: list[str]
    steps: list[Step]  # the last of them is the figure itself
    parts: list[Part]
    links: list[Link]  # to what it is made of
    months: Months | None
    inputs: list[InputUsed]


def explain_address(
    plan: Plan, *, result: str | None = None, line: str | None = None, month: int | None = None
) -> str:
    """Return the page that explains `result="tuning.npv"`, or `line="tuning.hosting"`.

    A line is explained in a `month`, or over the whole plan without one.
    """
    asked = {"result": result, "line": line, "month": month}
    own = urlencode({name: value for name, value in asked.items() if value is not None})
    return plan.address("/explain", own)


def unknown(kind: str, name: str, known: Iterable[str]) -> InvalidInputs:
    """Return the error for a name that there is not."""
    message = f"There is no {kind} {name[:60]}; there are {', '.join(known)}."
    return InvalidInputs([Problem(kind, message)])


def check_part(plan: Plan, kind: str, approach: ApproachName) -> None:
    """Raise InvalidInputs if the approach takes no part in the plan."""
    if approach not in plan.inputs.considered:
        message = (
            f"{TITLES[approach]} takes no part in this plan, so it has no figures: "
            f"{approach}.considered=yes compares it."
        )
        raise InvalidInputs([Problem(kind, message)])


def remark_on_version(plan: Plan) -> list[str]:
    """Say that another version of the model calculated the plan, whose formulas are not today's."""
    if plan.model_version == MODEL_VERSION:
        return []
    return [
        f"Calculated with version {plan.model_version} of the cost model, and kept as it was. The "
        f"formulas of version {MODEL_VERSION}, in use today, are not those of this figure."
    ]


def amounts_of(plan: Plan, approach: ApproachName, line: str) -> Floats:
    """Return a line, or the total, by month."""
    course = plan.projection.courses[approach]
    return course.total if line == TOTAL else course.lines[line]


def split(name: str) -> tuple[ApproachName, str]:
    """Return the approach and the rest of a name such as `tuning.npv`."""
    approach, key = name.split(".")
    return next(item for item in APPROACHES if item == approach), key


def challenger(approach: ApproachName) -> Challenger:
    """Return an approach that is compared with prompting as such."""
    return next(item for item in CHALLENGERS if item == approach)


def month_title(plan: Plan, month: int) -> str:
    """Return a month with its date: month 7 (Jul 2027)."""
    return f"month {month} ({month_name(plan.inputs.finance.start_month, month)})"


def amount_text(plan: Plan, amount: float) -> str:
    """Return an amount of the plan to six digits, from 100 on at most to the cent."""
    return digits(float(amount), symbol_of(plan.inputs.finance.currency))
