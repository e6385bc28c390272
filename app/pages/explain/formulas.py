"""The formulas of the cost model as data: one table, shown in general and with values put in.

An expression is Python arithmetic over names: inputs without their group, steps of this table, and
`month`, the month of the plan. docs/model.md defines them; a test evaluates every one and compares
it with the projection.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from app.inputs import FIELDS

Event = Literal["build", "serving", "upkeep", "retirement"]


@dataclass(frozen=True)
class Formula:
    """How one quantity follows from others."""

    name: str
    words: str  # what it is
    expression: str
    is_sum: bool = False  # the expression is added up over month 0 to the last

    @property
    def names(self) -> list[str]:
        """The names in the expression, each once."""
        found = NAME.findall(self.expression)
        return [name for name in dict.fromkeys(found) if name not in WORDS]

    @property
    def text(self) -> str:
        """The formula in general, as people write arithmetic."""
        return f"{self.name} = {self.sum_sign}{spell(self.expression)}"

    @property
    def sum_sign(self) -> str:
        """What stands before an expression that is added up over the months."""
        return "sum over all months of " if self.is_sum else ""

    def with_values(self, values: Mapping[str, str]) -> str:
        """Return the expression with a value for every name."""
        put_in = NAME.sub(lambda match: values.get(match[0], match[0]), self.expression)
        return spell(put_in)


NAME = re.compile(r"\b[a-z_][a-z_]*\b")
WORDS = frozenset({"min", "max", "ceil", "if", "else"})
SIGNS = {" ** ": "^", " * ": " × ", " - ": " − ", ">=": "≥", "1000000": "1,000,000"}


def spell(expression: str) -> str:
    """Return an expression in the signs of arithmetic."""
    for sign, shown in SIGNS.items():
        expression = expression.replace(sign, shown)
    return expression


def table(*formulas: Formula) -> dict[str, Formula]:
    """Return the formulas by name."""
    return {formula.name: formula for formula in formulas}


# What the lines are made of. `served` is what an approach serves of a month's requests.
STEPS = table(
    Formula(
        "requests",
        "requests of the month",
        "min(requests_per_month * (1 + monthly_growth) ** (month - 1), maximum_requests_per_month)",
    ),
    Formula("age", "months since go-live, 1 in the first", "month - lead_time_months"),
    Formula(
        "price",
        "what a US dollar of provider prices costs in the month",
        "exchange_rate * (1 + provider_price_change) ** ((month - 1) / 12)",
    ),
    Formula("wage", "level of wages in the month", "(1 + wage_growth) ** ((month - 1) / 12)"),
    Formula("calls", "calls, those repeated included", "served / (1 - retry_rate)"),
    Formula(
        "prompt",
        "tokens of the prompt",
        "min(prompt_tokens * (1 + prompt_growth) ** (age - 1), maximum_prompt_tokens)",
    ),
    Formula(
        "hit",
        "share of the prompt read from the cache; a short prompt is never cached",
        "cache_hit_rate if prompt >= cache_minimum_tokens else 0",
    ),
    Formula(
        "fresh",
        "price of prompt tokens that are not read from the cache",
        "cache_write_price if hit > 0 else input_price",
    ),
    Formula(
        "replicas",
        "replicas that serve the peak, whole; ceil rounds up",
        "max(minimum_replicas, ceil(calls * peak_factor / (730 * replica_requests_per_hour)))",
    ),
    Formula(
        "run",
        "US dollars of one training run",
        "dataset_examples * example_tokens * epochs * training_price / 1000000 + "
        "training_job_price",
    ),
    Formula(
        "whole_dataset",
        "what the dataset cost when it was built",
        "dataset_examples * example_minutes / 60 * labeller_rate",
    ),
)
# What an approach serves, by whose requests they are.
SERVED = {
    "all": Formula("served", "requests served", "requests"),
    "own": Formula("served", "requests the tuned model serves", "requests * (1 - prompted_share)"),
    "routed": Formula("served", "requests left to prompting", "requests * prompted_share"),
}
SCALE = "calls / 1000000 * price * (1 - batch_share * batch_discount)"
LINE_FORMULAS: Mapping[Event, Mapping[str, Formula]] = {
    "build": table(
        Formula(
            "engineering", "engineers until go-live", "build_hours * engineer_rate + build_cost"
        ),
        Formula(
            "dataset",
            "preparing every example",
            "dataset_examples * example_minutes / 60 * labeller_rate",
        ),
        Formula("training", "runs until one is good enough", "training_runs * run * exchange_rate"),
        Formula("evaluation", "testing the release", "evaluation_hours * engineer_rate"),
    ),
    "serving": table(
        Formula(
            "input",
            "tokens sent, those read from the cache left out",
            f"{SCALE} * (prompt * (1 - hit) * fresh + request_tokens * input_price)",
        ),
        Formula(
            "cached_input",
            "prompt tokens read from the cache",
            f"{SCALE} * prompt * hit * cached_input_price",
        ),
        Formula("output", "tokens written", f"{SCALE} * output_tokens * output_price"),
        Formula(
            "hosting",
            "replicas, 730 hours a month",
            "replicas * hosting_price * 730 * price",
        ),
        Formula("platform", "monitoring, storage and licences", "platform_cost"),
        Formula("errors", "what wrong answers cost", "served * error_rate * error_cost"),
        Formula(
            "review",
            "people who review answers",
            "served * review_rate * review_minutes / 60 * reviewer_rate * wage",
        ),
    ),
    "upkeep": table(
        Formula(
            "engineering", "engineers of one maintenance", "upkeep_hours * engineer_rate * wage"
        ),
        Formula("dataset", "examples renewed", "refresh_share * whole_dataset * wage"),
        Formula("training", "runs of one maintenance", "upkeep_training_runs * run * price"),
        Formula("evaluation", "testing the release", "evaluation_hours * engineer_rate * wage"),
    ),
    "retirement": table(
        Formula("engineering", "moving to a new model", "migration_hours * engineer_rate * wage"),
        Formula("training", "training the new model", "training_runs * run * price"),
        Formula("evaluation", "testing the release", "evaluation_hours * engineer_rate * wage"),
    ),
}
EVENT_WORDS: Mapping[Event, str] = {
    "build": "Building, in month 0",
    "serving": "Serving, in every month of its own",
    "upkeep": "Maintenance, where upkeep_every_months > 0 and age is a multiple of it",
    "retirement": "Retirement of the base model, where service_life_months > 0, on_retirement is "
    "rebuild and age is a multiple of it",
}
# `total` is the sum of the eleven lines in a month, `prompting_total` that of prompting.
RATE = Formula("monthly_rate", "cost of capital per month", "(1 + discount_rate) ** (1 / 12) - 1")
APPROACH_RESULTS = table(
    Formula("upfront_cost", "Up front, month 0", "total_of_month_zero"),
    Formula("running_cost", "Running, all months after month 0", "total_cost - upfront_cost"),
    Formula("total_cost", "Total over the plan", "total", is_sum=True),
    Formula(
        "present_cost",
        "Total in today's money",
        "total / (1 + monthly_rate) ** month",
        is_sum=True,
    ),
    Formula("cost_per_request", "Cost per request", "total_cost / all_requests"),
    Formula("cost_per_right_answer", "Cost per right answer", "total_cost / right_answers"),
    Formula(
        "value_roi",
        "Return on all it costs",
        "(right_answers * request_value - total_cost) / total_cost",
    ),
)
# s(t) of docs/model.md is prompting_total - total; `before` and `after` are its running sum in the
# last month in which that is below zero, and in the next.
CROSSING = "month_before - before / (after - before)"
COMPARISON_RESULTS = table(
    Formula("savings", "Savings", "prompting_total - total", is_sum=True),
    Formula(
        "npv",
        "Net present value, the savings in today's money",
        "(prompting_total - total) / (1 + monthly_rate) ** month",
        is_sum=True,
    ),
    Formula(
        "investment", "Investment up front", "total_of_month_zero - prompting_total_of_month_zero"
    ),
    Formula("roi", "Return on the investment", "savings / investment"),
    Formula("irr", "Internal rate of return, yearly", "(1 + monthly_return) ** 12 - 1"),
    Formula("break_even_month", "Pays from month", "month_before + 1"),
    Formula("break_even_month_exact", "Pays from month, interpolated", CROSSING),
    Formula("discounted_break_even_month", "Pays from month, in today's money", "month_before + 1"),
)
# Found by a search over volumes, which no formula repeats.
SEARCHED = table(
    Formula(
        "break_even_requests_per_month",
        "Pays from a volume of, requests in month 1",
        "the volume in month 1 from which npv stays at 0 or above, up to 10,000,000,000 requests",
    ),
)
SUMS = table(
    Formula("all_requests", "requests of the plan", "requests", is_sum=True),
    Formula(
        "right_answers",
        "right answers of the plan; of whoever serves the request",
        "served * (1 - error_rate)",
        is_sum=True,
    ),
)


def inputs_of(
    formula: Formula, steps: Mapping[str, Formula], name_of: Callable[[str], str]
) -> list[str]:
    """Return the inputs that a formula rests on, through its steps, by `group.field` name."""
    found: dict[str, None] = {}
    for name in formula.names:
        if name in steps and steps[name] is not formula:
            found |= dict.fromkeys(inputs_of(steps[name], steps, name_of))
        elif (full := name_of(name)) in FIELDS:
            found[full] = None
    return list(found)


def steps_of(formula: Formula, steps: Mapping[str, Formula]) -> Iterator[Formula]:
    """Yield the steps that lead to a formula, each once, the first to be calculated first."""
    seen: set[str] = set()

    def walk(item: Formula) -> Iterator[Formula]:
        for name in item.names:
            if name in steps and name not in seen and steps[name] is not item:
                seen.add(name)
                yield from walk(steps[name])
                yield steps[name]

    yield from walk(formula)
