"""The cost model as a page: from the schema and the formulas, and one plan worked through."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.answers.fit import FOR_PROMPTING, FOR_TUNING
from app.inputs import (
    APPROACHES,
    FIELDS,
    TITLES,
    ApproachName,
    InputField,
    Inputs,
    InvalidInputs,
    Problem,
    in_style,
    shown_entry,
)
from app.model import LINE_TITLES, LINES
from app.model.formulas import formula_text
from app.model.language import CALENDAR, Key, order, quantity_of
from app.model.table import (
    APPROACH_RESULTS,
    COMPARISON_RESULTS,
    COST_PARTS,
    EVENT_QUANTITIES,
    EVENT_WORDS,
    SAVED,
    SCOPES,
    STEPS,
    SUMS,
    TIMELINE,
)
from app.pages.explain.definitions import RESULTS, SEARCHED, definition
from app.pages.explain.explained import (
    TOTAL,
    Link,
    amount_text,
    amounts_of,
    explain_address,
    month_title,
    remark_on_version,
)
from app.pages.explain.parts import Part, Step, line_parts
from app.pages.explain.results import explain_result
from app.plans.plan import Plan
from app.words.factors import first_month
from app.words.units import GROUP_TITLES
from app.work.task import step

OTHERWISE = {
    "hybrid": "What the hybrid calculates otherwise, for its tuned model",
    "routed": "What it calculates otherwise, for the share left to prompting",
}
GENERAL = "tuning"  # the approach whose formulas hold for every one
IN_WORDS = frozenset({"shares", "sunk"})  # the page says these in sentences
OF_A_MONTH = (*COST_PARTS, "busy", "capacity", "paid_for_building")  # what sums add up
EVERY_APPROACH = "A"  # stands for the three in a name


@dataclass(frozen=True, kw_only=True)
class InputRow:
    """One input as the schema defines it; for several approaches at once where they agree."""

    names: tuple[str, ...]
    shown_as: str
    label: str
    unit: str
    bounds: str
    default: str
    help: str


@dataclass(frozen=True, kw_only=True)
class InputGroup:
    """The inputs of one group."""

    title: str
    rows: list[InputRow]


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A formula in general, and what it gives."""

    text: str
    words: str


@dataclass(frozen=True, kw_only=True)
class FormulaGroup:
    """Formulas under one heading."""

    title: str
    formulas: list[Formula]


@dataclass(frozen=True, kw_only=True)
class Served:
    """What an approach serves in a month: the steps its lines share, and the lines."""

    title: str
    steps: list[Step]
    lines: list[Step]


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month of an approach, worked through."""

    title: str
    served: list[Served]
    amounts: list[Link]  # every line, and their total


@dataclass(frozen=True, kw_only=True)
class Result:
    """A result, worked through."""

    link: Link
    steps: list[Step]
    remarks: list[str]


@dataclass(frozen=True, kw_only=True)
class Worked:
    """One approach of a plan, worked through."""

    title: str
    months: list[Month]
    results: list[Result]


# The schema


def input_groups() -> list[InputGroup]:
    """Return every input; those that all approaches share are said once."""
    groups: dict[str, list[InputField]] = {}
    for field in FIELDS.values():
        title = "Each approach" if field.group in APPROACHES else GROUP_TITLES[field.group]
        groups.setdefault(title, []).append(field)
    return [InputGroup(title=title, rows=list(merged(found))) for title, found in groups.items()]


def merged(found: list[InputField]) -> Iterator[InputRow]:
    """Yield a row for all fields that the schema says the same of."""
    same: dict[tuple[str, ...], list[InputField]] = {}
    for field in found:
        same.setdefault((field.field, *facts(field)), []).append(field)
    for (name, label, unit, bounds, default, text), alike in same.items():
        names = tuple(field.name for field in alike)
        everybody = len(names) == len(APPROACHES)
        yield InputRow(
            names=names,
            shown_as=f"{EVERY_APPROACH}.{name}" if everybody else ", ".join(names),
            label=label,
            unit=unit,
            bounds=bounds,
            default=default,
            help=text,
        )


def facts(field: InputField) -> tuple[str, str, str, str, str]:
    """Return what the schema says of a field: label, unit, bounds, default, help."""
    choices = ("yes", "no") if field.kind == "yes_no" else field.choices
    bounds = " or ".join(choices) if choices else field.bounds
    default = shown_entry(Inputs().value(field.name), field.kind)
    optional = "may be left out" if field.optional else ""
    return (
        field.label,
        field.unit,
        "; ".join(filter(None, [bounds, optional])),
        default + (" %" if field.kind == "fraction" else ""),
        in_style(field.help),
    )


def shown(scope: str, name: str) -> Formula:
    """Return the formula of a quantity."""
    key = Key(scope, name)
    return Formula(text=formula_text(key), words=quantity_of(key).words)


def formula_groups() -> list[FormulaGroup]:
    """Return every formula of the lines."""
    names = [item.name for item in STEPS if item.name not in IN_WORDS]
    return [
        FormulaGroup(
            title="What the calendar gives",
            formulas=[shown(CALENDAR, item.name) for item in TIMELINE],
        ),
        FormulaGroup(
            title="What the lines are made of", formulas=[shown(GENERAL, name) for name in names]
        ),
        *(
            FormulaGroup(
                title=title, formulas=[shown(scope, name) for name in SCOPES[scope].changes]
            )
            for scope, title in OTHERWISE.items()
        ),
        *(
            FormulaGroup(
                title=EVENT_WORDS[event],
                formulas=[shown(GENERAL, item.name) for item in quantities.values()],
            )
            for event, quantities in EVENT_QUANTITIES.items()
        ),
    ]


def result_groups() -> list[FormulaGroup]:
    """Return the formulas of every result."""
    searched = [
        Formula(text=definition(f"{GENERAL}.{key}"), words=SEARCHED[key][0]) for key in SEARCHED
    ]
    return [
        FormulaGroup(
            title="Of each approach",
            formulas=[shown(GENERAL, item.name) for item in APPROACH_RESULTS],
        ),
        FormulaGroup(
            title="Of fine-tuning and hybrid, against prompting",
            formulas=[
                *(shown(GENERAL, item.name) for item in (*SAVED, *COMPARISON_RESULTS)),
                *searched,
            ],
        ),
        FormulaGroup(
            title="What they are made of",
            formulas=[
                shown(GENERAL, name)
                for name in ("total", "cumulative", *OF_A_MONTH, *(q.name for q in SUMS))
            ],
        ),
    ]


def questions() -> dict[str, list[str]]:
    """Return the eight questions, by what a yes to them points to."""
    return {
        "fine-tuning": [FIELDS[f"fit.{name}"].label for name in FOR_TUNING],
        "prompting": [FIELDS[f"fit.{name}"].label for name in FOR_PROMPTING],
    }


# One plan


def month_shown(plan: Plan, text: str | None) -> int:
    """Return the month to work through: the one asked for, else the first with a challenger live.

    Raises InvalidInputs for a month that is not in the plan.
    """
    horizon = plan.inputs.finance.horizon_months
    if text is None or not text.strip():
        compared = (*plan.inputs.challengers, *plan.inputs.considered)
        return min(first_month(plan, compared[0]), horizon)
    if text.isascii() and text.isdecimal() and len(text) < 5 and 1 <= int(text) <= horizon:
        return int(text)
    message = f"The month must be from 1 to {horizon}, the length of the plan."
    raise InvalidInputs([Problem("month", message)])


def worked_example(plan: Plan, month: int) -> list[Worked]:
    """Return a plan worked through: month 0, one month of operation, and every result."""
    return [
        Worked(
            title=TITLES[name],
            months=[worked_month(plan, name, each) for each in months_worked(plan, name, month)],
            results=[
                worked_result(plan, result) for result in RESULTS if result.startswith(f"{name}.")
            ],
        )
        for name in plan.inputs.considered
    ]


def months_worked(plan: Plan, name: ApproachName, month: int) -> list[int]:
    """Return the months to work through: month 0, that of the build, and the one shown."""
    built = plan.inputs.approach(name).build_month
    return sorted({0, month} | ({built} if built <= plan.inputs.finance.horizon_months else set()))


def worked_month(plan: Plan, name: ApproachName, month: int) -> Month:
    """Return every line of an approach in a month."""
    found: dict[str, list[Part]] = {}
    for line in () if remark_on_version(plan) else LINES:
        for part in line_parts(plan, name, line, month):
            found.setdefault(part.key.scope, []).append(part)
    return Month(
        title=month_title(plan, month),
        served=[served(parts) for parts in found.values()],
        amounts=[
            Link(
                title=LINE_TITLES.get(line, "Total"),
                text=amount_text(plan, amounts_of(plan, name, line)[month]),
                address=explain_address(plan, line=f"{name}.{line}", month=month),
            )
            for line in (*LINES, TOTAL)
        ],
    )


def served(parts: list[Part]) -> Served:
    """Return parts that share their steps."""
    step()
    needed = {key for part in parts for key in part.needed}
    return Served(
        title=f"With {TITLES[parts[0].approach].lower()}'s inputs",
        steps=[parts[0].reading.step(key) for key in order() if key in needed],
        lines=[part.step for part in parts],
    )


def worked_result(plan: Plan, name: str) -> Result:
    """Return a result with its formula and values."""
    step()
    shown = explain_result(plan, name, whole=False)
    link = Link(title=RESULTS[name], text=shown.value, address=explain_address(plan, result=name))
    return Result(link=link, steps=shown.steps[-1:], remarks=shown.remarks)
