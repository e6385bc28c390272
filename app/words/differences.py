"""What differs between two plans, input by input, and what it does to the figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.answers import differing_inputs
from app.inputs import FIELDS, TITLES, Inputs, Range, shown_entry
from app.model import CHALLENGERS
from app.model.table import CALENDAR_MONTHS
from app.plans.plan import Plan
from app.words.money import money
from app.words.months import month_text
from app.words.numbers import ABSENT
from app.words.units import GROUP_TITLES, spoken_unit


@dataclass(frozen=True)
class Difference:
    """One input that differs, its range, or the name; `before` and `after` are texts with units."""

    input: str
    label: str
    before: str
    after: str


def differences(before: Plan, after: Plan) -> list[Difference]:
    """Return every input that differs between two plans, then every range.

    What follows fine-tuning before and after goes with it, and is not said again.
    """
    first, second = before.inputs, after.inputs
    following = first.follows & second.follows
    return [
        Difference(name, label(name), value_words(first, name), value_words(second, name))
        for name in differing_inputs(first, second)
        if name not in following
    ] + range_differences(before.ranges, after.ranges, second)


def range_differences(
    before: Mapping[str, Range], after: Mapping[str, Range], inputs: Inputs
) -> list[Difference]:
    """Return every range that differs."""
    return [
        Difference(
            f"ranges.{name}",
            f"{label(name)}, range",
            range_words(before.get(name), name, inputs),
            range_words(after.get(name), name, inputs),
        )
        for name in FIELDS
        if before.get(name) != after.get(name)
    ]


def label(name: str) -> str:
    """Return an input's label with its group, such as “Fine-tuning: prompt length”."""
    field = FIELDS[name]
    if field.field in CALENDAR_MONTHS:
        return f"Season: {field.label}"
    return f"{GROUP_TITLES[field.group]}: {field.label[0].lower()}{field.label[1:]}"


def value_words(inputs: Inputs, name: str) -> str:
    """Return an input's value with its unit; a dash where there is none."""
    return words_of(inputs.value(name), name, inputs)


def words_of(value: Any, name: str, inputs: Inputs) -> str:
    """Return a value of an input with its unit; a dash where there is none."""
    field = FIELDS[name]
    text = number_text(value, field.kind)
    if not text:
        return ABSENT
    if field.is_number:
        text = text.replace("-", "\u2212", 1)
    return f"{text} {spoken_unit(field, inputs.finance.currency)}".strip()


def range_words(ends: Range | None, name: str, inputs: Inputs) -> str:
    """Return a range with its unit."""
    if ends is None:
        return "none"
    return f"{number_text(ends.low, FIELDS[name].kind)} to {words_of(ends.high, name, inputs)}"


def number_text(value: Any, kind: str) -> str:
    """Return a value as its field takes it; what has decimals to six digits."""
    has_decimals = isinstance(value, float) and not value.is_integer()
    return shown_entry(float(f"{value:.6g}") if has_decimals else value, kind)


@dataclass(frozen=True)
class Effect:
    """What a change did to one approach against prompting."""

    title: str
    npv_before: str
    npv_after: str
    break_even_before: str
    break_even_after: str


def effects(
    before: Mapping[str, Any], after: Mapping[str, Any], first: Inputs, second: Inputs
) -> list[Effect]:
    """Return what a change did, from two summaries as they are stored.

    An approach that neither considers is left out; where one does not, a dash stands.
    """
    then, now = (stored_comparisons(summary) for summary in (before, after))
    return [
        Effect(
            TITLES[name],
            npv_words(then.get(name), first),
            npv_words(now.get(name), second),
            break_even_words(then.get(name), first),
            break_even_words(now.get(name), second),
        )
        for name in CHALLENGERS
        if name in then or name in now
    ]


def stored_comparisons(summary: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return a stored summary's comparisons, without the approaches that are not considered."""
    return {name: figures for name, figures in summary["comparisons"].items() if figures}


def npv_words(comparison: Mapping[str, Any] | None, inputs: Inputs) -> str:
    """Return what a stored comparison saves or costs in today's money; a dash where none is."""
    return ABSENT if comparison is None else saves(comparison["npv"], inputs.finance.currency)


def saves(npv: float, currency: str) -> str:
    """Return what an approach saves against prompting, or what it costs more."""
    return f"saves {money(npv, currency)}" if npv >= 0 else f"costs {money(-npv, currency)} more"


def break_even_words(comparison: Mapping[str, Any] | None, inputs: Inputs) -> str:
    """Return a stored comparison's month of break-even; a dash where there is none."""
    if comparison is None:
        return ABSENT
    return month_text(comparison["discounted_break_even_month"], inputs.finance.start_month)
