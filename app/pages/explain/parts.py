"""A cost line of one month, from its formula to its inputs, with the plan's values put in."""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from app.inputs import FIELDS, TITLES, ApproachName
from app.model import costs
from app.pages.explain.formulas import (
    LINE_FORMULAS,
    SERVED,
    STEPS,
    Event,
    Formula,
    inputs_of,
    steps_of,
)
from app.plans.plan import Plan
from app.words.money import symbol_of
from app.words.numbers import ABSENT, entry, percent
from app.words.sources import dated
from app.words.units import GROUP_TITLES, unit_of

DIGITS = 6  # significant ones of a value in a formula
MOST_DECIMALS = 15
MINUS = "\u2212"
MONEY = frozenset(
    "money whole_dataset total total_cost upfront_cost running_cost present_cost cost_per_request "
    "cost_per_right_answer prompting_total total_of_month_zero prompting_total_of_month_zero "
    "savings npv investment before after".split()
)  # amounts in the plan's currency; of inputs their unit says so
DOLLARS = frozenset({"run", "fresh"})
# What an optional input stands for where it is not given.
WITHOUT = {
    "maximum_requests_per_month": math.inf,
    "maximum_prompt_tokens": math.inf,
    "replica_requests_per_hour": math.inf,
    "cached_input_price": "input_price",
    "cache_write_price": "input_price",
}
EVENT_TITLES: Mapping[Event, str] = {
    "build": "building",
    "serving": "serving",
    "upkeep": "maintenance",
    "retirement": "retirement of the base model",
}
ADDRESS = re.compile(r"https?://[^\s)]+")


@dataclass(frozen=True, kw_only=True)
class Step:
    """A formula with values put in, and what comes of it."""

    name: str
    words: str
    formula: str
    values: str
    result: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """One amount of a line: what it is for, its formula, and the steps that lead to it."""

    event: Event
    approach: ApproachName  # whose inputs
    heading: str
    amount: float
    formula: Formula
    served: Formula
    symbols: Mapping[str, float]
    currency: str

    @property
    def step(self) -> Step:
        """The line's own formula."""
        return shown_step(self.formula, self.symbols, self.amount, self.currency)

    @property
    def steps(self) -> list[Step]:
        """What the formula needs, the first to be calculated first."""
        return [
            shown_step(formula, self.symbols, self.symbols[formula.name], self.currency)
            for formula in steps_of(self.formula, self.table)
        ]

    @property
    def table(self) -> dict[str, Formula]:
        """The steps there are, with what this part serves."""
        return {**STEPS, "served": self.served}

    @property
    def inputs(self) -> list[str]:
        """The inputs it rests on."""
        return inputs_of(self.formula, self.table, lambda name: full_name(name, self.approach))


@dataclass(frozen=True, kw_only=True)
class InputUsed:
    """An input with its value, and where that comes from."""

    name: str
    label: str
    value: str
    unit: str
    source: str
    link: str | None  # the page that the source names


def line_parts(plan: Plan, approach: ApproachName, line: str, month: int) -> list[Part]:
    """Return the amounts that make up a line of an approach in a month; they add up to it."""
    found = list(parts_of_month(plan, approach, line, month))
    return [part for part in found if part.amount] or found


def parts_of_month(plan: Plan, approach: ApproachName, line: str, month: int) -> Iterator[Part]:
    """Yield every amount that may fall due in a line."""
    if month == 0:
        if not (approach == "prompting" and plan.inputs.prompting.already_live):
            yield from parts(plan, approach, line, month, ("build",), "all")
        if approach != "prompting" and needs_the_prompt(plan, approach):
            yield from parts(
                plan, "prompting", line, month, ("build",), "all", "the prompt, which it needs too"
            )
        return
    running: tuple[Event, ...] = ("serving", "upkeep", "retirement")
    share = plan.inputs.hybrid.prompted_share
    if not plan.projection.courses[approach].own[month]:
        why = f"{TITLES[approach].lower()} is not live, so prompting serves this month"
        yield from parts(plan, "prompting", line, month, running, "all", why)
    elif approach == "hybrid" and share:
        yield from parts(plan, approach, line, month, running, "own")
        why = f"the {percent(share)} of the requests that are left to it"
        yield from parts(plan, "prompting", line, month, running, "routed", why)
    else:
        yield from parts(plan, approach, line, month, running, "all")


def needs_the_prompt(plan: Plan, approach: ApproachName) -> bool:
    """Tell whether an approach pays for building the prompt, which serves requests of its too."""
    if plan.inputs.prompting.already_live:
        return False
    borrows = not plan.projection.courses[approach].own[1:].all()
    return borrows or (approach == "hybrid" and plan.inputs.hybrid.prompted_share > 0)


def parts(
    plan: Plan,
    approach: ApproachName,
    line: str,
    month: int,
    events: tuple[Event, ...],
    share: str,
    why: str = "",
) -> Iterator[Part]:
    """Yield what an approach's inputs give for a line, event by event."""
    values = symbols(plan, approach, month, share)
    for event in events:
        amounts = event_lines(plan, approach, event, values["served"], month)
        if line not in LINE_FORMULAS[event] or line not in amounts:
            continue
        heading = f"{TITLES[approach]}, {EVENT_TITLES[event]}"
        yield Part(
            event=event,
            approach=approach,
            heading=f"{heading}: {why}" if why else heading,
            amount=amounts[line],
            formula=LINE_FORMULAS[event][line],
            served=SERVED[share],
            symbols=values,
            currency=plan.inputs.finance.currency,
        )


def event_lines(
    plan: Plan, name: ApproachName, event: Event, served: float, month: int
) -> dict[str, float]:
    """Return the lines of one event in a month, by the model itself; none if it is not due."""
    inputs, time, approach = plan.inputs, plan.projection.time, plan.inputs.approach(name)
    if event == "build":
        return in_month(costs.build(approach, inputs.labour, inputs.finance), 0)
    if event == "serving":
        requests = np.full(time.months.shape, served)
        return in_month(costs.serving(approach, inputs, requests, time), month)
    every = "upkeep_every_months" if event == "upkeep" else "service_life_months"
    if event == "retirement" and approach.on_retirement != "rebuild":
        return {}
    ages = costs.age(approach, time.months)
    if not costs.falls_due(getattr(approach, every), ages)[month]:
        return {}
    other = "service_life_months" if event == "upkeep" else "upkeep_every_months"
    alone = approach.model_copy(update={other: 0})
    return in_month(costs.maintenance(alone, inputs, time), month)


def in_month(lines: Mapping[str, Any], month: int) -> dict[str, float]:
    """Return each line's amount in a month."""
    return {
        line: float(amount[month] if np.ndim(amount) else amount) for line, amount in lines.items()
    }


def symbols(plan: Plan, name: ApproachName, month: int, share: str) -> dict[str, float]:
    """Return the value of every name that a line's formula may hold."""
    inputs, time, approach = plan.inputs, plan.projection.time, plan.inputs.approach(name)
    values = input_symbols(plan, name)
    requests = float(time.requests[month])
    part = {"all": 1.0, "own": 1 - values["prompted_share"], "routed": values["prompted_share"]}
    served = requests * part[share]
    ages = costs.age(approach, time.months)
    prompt = costs.prompt_length(approach, ages)
    hit = costs.cache_hit(approach, prompt)
    steps = {
        "prompt": prompt,
        "hit": hit,
        "price": time.price,
        "wage": time.wage,
        "age": ages,
    }
    values |= in_month(steps, month)
    values |= {
        "month": float(month),
        "requests": requests,
        "served": served,
        "calls": float(costs.calls(approach, served)),
        "fresh": values["cache_write_price"] if values["hit"] > 0 else values["input_price"],
        "replicas": float(costs.replicas(approach, served)),
        "run": float(costs.training_run_usd(approach)),
        "whole_dataset": float(costs.dataset_cost(approach, inputs.labour)),
    }
    return values


def input_symbols(plan: Plan, name: ApproachName) -> dict[str, float]:
    """Return the value of every numeric input by its name without a group."""
    values = {
        field.field: plan.inputs.value(full_name(field.field, name))
        for field in FIELDS.values()
        if field.is_number
    }
    for field, instead in WITHOUT.items():
        if values[field] is None:
            values[field] = values[instead] if isinstance(instead, str) else instead
    return values


@cache
def full_name(field: str, approach: ApproachName) -> str:
    """Return the `group.field` name of a name in a formula; the name itself if it is no input."""
    groups = [name.split(".")[0] for name in FIELDS if name.endswith(f".{field}")]
    if not groups:
        return field
    return f"{approach if approach in groups else groups[0]}.{field}"


def shown_step(formula: Formula, values: Mapping[str, float], result: float, currency: str) -> Step:
    """Return a formula with its values, as texts."""
    texts = {name: value_text(name, values[name], currency) for name in formula.names}
    is_line = any(formula.name in formulas for formulas in LINE_FORMULAS.values())
    return Step(
        name=formula.name,
        words=formula.words,
        formula=formula.text,
        values=formula.with_values({name: in_brackets(text) for name, text in texts.items()}),
        result=value_text("money" if is_line else formula.name, result, currency),
    )


def in_brackets(text: str) -> str:
    """Return a value as it stands in a formula: what is below zero in brackets."""
    return f"({text})" if text.startswith(MINUS) else text


def value_text(name: str, value: float, currency: str) -> str:
    """Return a value under its name in a formula: amounts with their sign of currency."""
    unit = unit_in_formula(name)
    if name in DOLLARS or unit.startswith("USD"):
        return digits(value, "$")
    if name in MONEY or (unit.startswith("currency") and name != "exchange_rate"):
        return digits(value, symbol_of(currency))
    return digits(value)


@cache
def unit_in_formula(name: str) -> str:
    """Return the unit of the inputs of this name; "" for anything else."""
    return next((field.unit for field in FIELDS.values() if field.field == name), "")


def digits(value: float, sign: str = "") -> str:
    """Return a number to six significant digits, an amount with its sign and two decimals."""
    if math.isinf(value):
        return "∞"
    size = abs(value)
    decimals = DIGITS - 1 - math.floor(math.log10(size)) if size else 0
    text = f"{size:,.{min(max(decimals, 0), MOST_DECIMALS)}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, point, rest = text.partition(".")
    if sign and point:
        text = f"{whole}.{rest.ljust(2, '0')}"
    return f"{MINUS if value < 0 else ''}{sign}{text}"


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
        value=entry(plan.inputs.value(name), field.kind) or ABSENT,
        unit=unit_of(field, plan.inputs.finance.currency),
        source=source,
        link=link[0] if link else None,
    )
