"""A cost line of one month, from its formula to its inputs, with the plan's values put in."""

import ast
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from app.inputs import APPROACHES, FIELDS, TITLES, ApproachName, in_style, shown_entry
from app.model.calculation import Model, evaluate
from app.model.formulas import ValuePrinter, chosen, formula_text, title_of, used
from app.model.language import Input, Key, Meaning, name_of, quantity_of, resolve, tree
from app.model.table import EVENT_QUANTITIES, SCOPES, Event
from app.plans.plan import Plan
from app.words.money import signed, symbol_of
from app.words.numbers import ABSENT, percent
from app.words.sources import dated
from app.words.units import GROUP_TITLES, unit_of

DIGITS = 6  # significant ones of a value in a formula
MOST_DECIMALS = 15
HUNDRED, CENTS = 100, 2  # from so much on, so many decimals
MINUS = "\u2212"
FLAG = "flag"
EVENT_TITLES: Mapping[Event, str] = {
    "build": "building",
    "serving": "serving",
    "upkeep": "maintenance",
    "retirement": "retirement of the base model",
}
RUNNING: tuple[Event, ...] = ("serving", "upkeep", "retirement")
ADDRESS = re.compile(r"https?://[^\s)]+")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A formula with values put in, and what comes of it."""

    name: str
    words: str
    formula: str
    values: str
    result: str


@dataclass(frozen=True)
class Reading:
    """A plan's values in one month, by what the names of formulas mean."""

    model: Model
    currency: str
    month: int

    def value(self, meaning: Meaning) -> float:
        """Return a quantity, an input or the month as a number."""
        if isinstance(meaning, Key):
            return self.in_month(self.model.value(*meaning))
        if isinstance(meaning, Input):
            return float(self.model.inputs.value(str(meaning)))
        return float(self.month)

    def text(self, meaning: Meaning) -> str:
        """Return a value as it stands in a formula."""
        if isinstance(meaning, Input) and FIELDS[str(meaning)].kind == "text":
            return str(self.model.inputs.value(str(meaning)))
        text = value_text(unit_of_meaning(meaning), self.value(meaning), self.currency)
        return f"({text})" if text.startswith(MINUS) else text

    def holds(self, condition: ast.expr, scope: str) -> bool:
        """Tell whether a condition of a formula is met in the month."""
        return bool(self.in_month(evaluate(self.model, condition, scope)))

    def in_month(self, amounts: object) -> float:
        """Return the month's value of what may have one value for all months."""
        values = np.ravel(np.asarray(amounts))
        return float(values[self.month] if values.size > 1 else values[0])

    def step(self, key: Key) -> Step:
        """Return a quantity's formula with the values put in."""
        quantity = quantity_of(key)
        return Step(
            name=title_of(quantity),
            words=quantity.words,
            formula=formula_text(key),
            values=ValuePrinter(key.scope, self.text, self.holds).text(tree(key)),
            result=value_text(quantity.unit, self.value(key), self.currency),
        )

    def keys(self, key: Key) -> Iterator[Key]:
        """Yield what a quantity is calculated from, each after what it needs; conditions apart."""
        for meaning in used(tree(key), key.scope, self.holds):
            if isinstance(meaning, Key) and quantity_of(meaning).unit != FLAG:
                yield from self.keys(meaning)
                yield meaning

    def inputs(self, key: Key) -> Iterator[str]:
        """Yield the inputs that a quantity rests on in the month, with those that conditions ask.

        What only says when something falls due is left out.
        """
        for meaning in self.met(tree(key), key.scope):
            if isinstance(meaning, Input):
                yield str(meaning)
            elif isinstance(meaning, Key) and quantity_of(meaning).unit != FLAG:
                yield from self.inputs(meaning)

    def met(self, node: ast.expr, scope: str) -> Iterator[Meaning]:
        """Yield what the names mean that count in the month: of a choice, the side that holds."""
        match node:
            case ast.IfExp(test, body, orelse):
                yield from self.met(test, scope)
                yield from self.met(body if self.holds(test, scope) else orelse, scope)
            case ast.Call(ast.Name("choose"), [index, *_]):
                yield from self.met(index, scope)
                yield from self.met(chosen(node, scope, self.holds), scope)
            case ast.Call(ast.Name("at_most" | "or_else"), _):
                picked = chosen(node, scope, self.holds)
                parts = node.args if picked is node else [picked]
                for part in parts:
                    yield from self.met(part, scope)
            case ast.Name() | ast.Attribute():
                yield resolve(scope, name_of(node))
            case ast.Call(_, arguments):
                for argument in arguments:
                    yield from self.met(argument, scope)
            case _:
                for child in ast.iter_child_nodes(node):
                    if isinstance(child, ast.expr):
                        yield from self.met(child, scope)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One amount of a line: what it is for, its formula, and the steps that lead to it."""

    key: Key  # the quantity, in the scope whose inputs it takes
    approach: ApproachName  # whose inputs those are
    heading: str
    reading: Reading

    @property
    def amount(self) -> float:
        """What it comes to, in the plan's currency."""
        return self.reading.value(self.key)

    @property
    def step(self) -> Step:
        """The line's own formula."""
        return self.reading.step(self.key)

    @property
    def needed(self) -> list[Key]:
        """What the formula needs, the first to be calculated first."""
        return list(dict.fromkeys(self.reading.keys(self.key)))

    @property
    def steps(self) -> list[Step]:
        """The formulas of what it needs."""
        return [self.reading.step(key) for key in self.needed]

    @property
    def inputs(self) -> list[str]:
        """The inputs it rests on, by `group.field`."""
        return list(dict.fromkeys(self.reading.inputs(self.key)))


@dataclass(frozen=True, kw_only=True)
class InputUsed:
    """An input with its value, and where that comes from."""

    name: str
    label: str
    value: str
    unit: str
    source: str
    link: str | None  # the page that the source names


def reading_of(plan: Plan, month: int) -> Reading:
    """Return the plan's values in a month."""
    return Reading(plan.projection.model, plan.inputs.finance.currency, month)


def line_parts(plan: Plan, approach: ApproachName, line: str, month: int) -> list[Part]:
    """Return the amounts that make up a line of an approach in a month; they add up to it."""
    found = list(parts_of_month(plan, approach, line, month))
    return [part for part in found if part.amount] or found


def parts_of_month(plan: Plan, approach: ApproachName, line: str, month: int) -> Iterator[Part]:
    """Yield every amount that may fall due in a line."""
    reading = reading_of(plan, month)
    yield from parts_of_building(plan, reading, approach, line)
    if month == 0:
        return
    if not plan.projection.courses[approach].own[month]:
        why = f"{TITLES[approach].lower()} is not live, so prompting serves this month"
        yield from parts(reading, "prompting", line, RUNNING, why)
        return
    yield from parts(reading, approach, line, RUNNING)
    if approach == "hybrid" and plan.inputs.hybrid.prompted_share:
        yield from parts(reading, "routed", line, RUNNING, left_to_prompting(plan))


def parts_of_building(
    plan: Plan, reading: Reading, approach: ApproachName, line: str
) -> Iterator[Part]:
    """Yield what building costs in the month; the prompt is always built in month 0."""
    sunk = plan.inputs.prompting.already_live
    is_due = reading.holds(ast.Name("building"), approach)
    if is_due and not (approach == "prompting" and sunk):
        yield from parts(reading, approach, line, ("build",))
    lent = approach != "prompting" and not sunk and reading.month == 0
    if lent and reading.value(Key(approach, "needs_prompt")):
        why = "the prompt, which it needs too"
        yield from parts(reading, "prompting", line, ("build",), why)


def left_to_prompting(plan: Plan) -> str:
    """Return which requests of the hybrid prompting serves."""
    share = percent(plan.inputs.hybrid.prompted_share)
    if plan.inputs.hybrid.routing == "cascade":
        return f"the {share} of the requests that the tuned model tries and passes on"
    return f"the {share} of the requests that are left to it"


def parts(
    reading: Reading, scope: str, line: str, events: tuple[Event, ...], why: str = ""
) -> Iterator[Part]:
    """Yield what the inputs of a scope give for a line, event by event."""
    approach = next(name for name in APPROACHES if name == SCOPES[scope].inputs)
    for event in events:
        if line not in EVENT_QUANTITIES[event]:
            continue
        key = resolve(scope, EVENT_QUANTITIES[event][line].name)
        is_due = event in ("build", "serving") or reading.holds(ast.Name(event), scope)
        if not is_due or not isinstance(key, Key):
            continue
        heading = f"{TITLES[approach]}, {EVENT_TITLES[event]}"
        yield Part(
            key=key,
            approach=approach,
            heading=f"{heading}: {why}" if why else heading,
            reading=reading,
        )


def unit_of_meaning(meaning: Meaning) -> str:
    """Return the unit of what a name means."""
    if isinstance(meaning, Key):
        return quantity_of(meaning).unit
    return FIELDS[str(meaning)].unit if isinstance(meaning, Input) else ""


def value_text(unit: str, value: float, currency: str) -> str:
    """Return a value of a unit: amounts with their sign of currency."""
    if unit.startswith("USD"):
        return digits(value, "$")
    if unit.startswith("currency") and not unit.startswith("currency per US"):
        return digits(value, symbol_of(currency))
    return digits(value)


def digits(value: float, sign: str = "") -> str:
    """Return a number to six significant digits, an amount with its sign and two decimals."""
    size = abs(value)
    decimals = DIGITS - 1 - math.floor(math.log10(size)) if size else 0
    if sign and size >= HUNDRED:  # nobody pays less than a cent
        decimals = min(decimals, CENTS)
    text = f"{size:,.{min(max(decimals, 0), MOST_DECIMALS)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, point, rest = text.partition(".")
    if sign and point:
        text = f"{whole}.{rest.ljust(2, '0')}"
    return signed(value, sign, in_style(text))


def inputs_used(plan: Plan, names: list[str]) -> list[InputUsed]:
    """Return inputs with their values and sources."""
    return [input_used(plan, name) for name in FIELDS if name in set(names)]


def input_used(plan: Plan, name: str) -> InputUsed:
    """Return one input with its value and source."""
    field = FIELDS[name]
    source = dated(plan.origin(name)) or ""
    link = ADDRESS.search(source)
    return InputUsed(
        name=name,
        label=f"{GROUP_TITLES[field.group]}: {field.label}",
        value=shown_entry(plan.inputs.value(name), field.kind) or ABSENT,
        unit=unit_of(field, plan.inputs.finance.currency),
        source=source,
        link=link[0] if link else None,
    )
