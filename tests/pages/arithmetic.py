"""A second reading of the formulas, of inputs and expressions only: no code of the model."""

import math

from app.inputs import FIELDS
from app.pages.explain.formulas import LINE_FORMULAS, SERVED, STEPS, Event


def ceil(value):
    return math.ceil(value - 1e-9)  # float noise must not start a replica, says docs/model.md


FUNCTIONS = {"min": min, "max": max, "ceil": ceil, "__builtins__": {}}


class Names(dict):
    """The inputs of an approach and the steps, each calculated when it is asked for."""

    def __init__(self, inputs, approach, month, served="all"):
        super().__init__()
        groups = ("workload", "finance", "labour", "quality", approach)
        for field in FIELDS.values():
            if field.group in groups:
                self[field.field] = inputs.value(field.name)
        self["prompted_share"] = inputs.hybrid.prompted_share
        self["month"] = month
        self.formulas = {**STEPS, "served": SERVED[served]}
        for name in ("maximum_requests_per_month", "maximum_prompt_tokens"):
            self[name] = math.inf if self[name] is None else self[name]
        if self["replica_requests_per_hour"] is None:
            self["replica_requests_per_hour"] = math.inf
        for name in ("cached_input_price", "cache_write_price"):
            self[name] = self["input_price"] if self[name] is None else self[name]

    def __missing__(self, name):
        self[name] = evaluate(self.formulas[name].expression, self)
        return self[name]


def evaluate(expression, names):
    return eval(expression, FUNCTIONS, names)


def is_due(every, age):
    return every > 0 and age >= 1 and age % every == 0


def own_line(inputs, approach, line, month, served):
    """Return a line of an approach in a month of its own."""
    names = Names(inputs, approach, month, served)
    events: list[Event] = ["serving"]
    if is_due(names["upkeep_every_months"], names["age"]):
        events.append("upkeep")
    if names["on_retirement"] == "rebuild" and is_due(names["service_life_months"], names["age"]):
        events.append("retirement")
    formulas = [LINE_FORMULAS[event][line] for event in events if line in LINE_FORMULAS[event]]
    return sum(evaluate(formula.expression, names) for formula in formulas)


def is_own(inputs, approach, month):
    group = inputs.approach(approach)
    age = month - group.lead_time_months
    life = group.service_life_months
    return age >= 1 and (life == 0 or group.on_retirement == "rebuild" or age <= life)


def built(inputs, approach, line):
    formula = LINE_FORMULAS["build"].get(line)
    return evaluate(formula.expression, Names(inputs, approach, 0)) if formula else 0.0


def line_amount(inputs, approach, line, month):
    """Return a line of a month, by the rules in words of docs/model.md."""
    share = inputs.hybrid.prompted_share if approach == "hybrid" else 0.0
    horizon = inputs.finance.horizon_months
    if month == 0:
        prompt = 0.0 if inputs.prompting.already_live else built(inputs, "prompting", line)
        if approach == "prompting":
            return prompt
        needed = share > 0 or not all(is_own(inputs, approach, t) for t in range(1, horizon + 1))
        return built(inputs, approach, line) + (prompt if needed else 0.0)
    if not is_own(inputs, approach, month):
        return own_line(inputs, "prompting", line, month, "all")
    if share:
        routed = own_line(inputs, "prompting", line, month, "routed")
        return own_line(inputs, approach, line, month, "own") + routed
    return own_line(inputs, approach, line, month, "all")
