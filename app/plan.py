"""From a query or a JSON body to a plan, and from a plan back to its address.

The query dialect is the same everywhere: `preset=NAME` and any `group.field=value` that differs.
Naming a model of the catalogue fills the prices of its approach; a price given beside it wins.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

from app.calculator import (
    APPROACHES,
    FIELDS,
    ApproachName,
    Inputs,
    InvalidInputs,
    Note,
    Problem,
    Projection,
    Summary,
    Threshold,
    Verdict,
    judge,
    notes_on,
    percent_to_fraction,
    project,
    read_inputs,
    summarise,
    thresholds,
)
from app.catalog import (
    Origin,
    Preset,
    UnknownModel,
    UnknownPreset,
    find_preset,
    notes_on_models,
    origin_of,
    presets,
    price_fields,
)

DEFAULT_PRESET = "customer-support"
FORM = "form"  # the marker of a query that the page's form sent
WAS = "was."  # what a form field was before, where changing it changes other fields
# Without these two a model that the catalogue does not know would cost what another one costs.
NEEDED_PRICES = ("input_price", "output_price")
NEUTRAL = Origin(assumption="it plays no part in this use case, and has no effect as it stands")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A preset with a person's own values in it, and what follows from them."""

    preset: Preset
    inputs: Inputs

    @cached_property
    def projection(self) -> Projection:
        """Every cost line by month and approach."""
        return project(self.inputs)

    @cached_property
    def summary(self) -> Summary:
        """The figures of the projection."""
        return summarise(self.projection)

    @cached_property
    def verdict(self) -> Verdict:
        """What to do."""
        return judge(self.inputs, self.summary)

    @cached_property
    def thresholds(self) -> list[Threshold]:
        """What would have to be true for the answer to flip."""
        return thresholds(self.inputs)

    @cached_property
    def notes(self) -> list[Note]:
        """What a reader should know of the inputs and of the models picked."""
        return notes_on_models(self.inputs) + notes_on(self.projection, self.summary)

    @cached_property
    def changes(self) -> dict[str, Any]:
        """The values that an address must carry beside the preset: all that do not follow."""
        base = self.preset.inputs.values()
        values = self.inputs.values()
        models = {
            name: reference
            for name, reference in models_in(values).items()
            if reference != base[f"{name}.model"]
        }
        follows = base | catalogue_prices(models)
        return {name: value for name, value in values.items() if value != follows[name]}

    @property
    def query(self) -> str:
        """The shortest query that says this plan."""
        return encode(self.preset.name, self.changes)

    @property
    def resets(self) -> dict[str, str]:
        """For every input that is the person's own, the query in which it is not."""
        changes = self.changes
        return {
            name: encode(self.preset.name, {k: v for k, v in changes.items() if k != name})
            for name in changes
        }

    def query_with(self, name: str, value: Any) -> str:
        """Return the query in which one input has another value."""
        return encode(self.preset.name, self.changes | {name: value})

    def origin(self, name: str) -> Origin | None:
        """Return where an input's value comes from; None if it is the person's own."""
        group, field = name.split(".")
        if name in self.changes:
            return None
        models = models_in(self.changes)
        if group in models and field in known_prices(models[group]):
            return origin_of(models[group], field)
        return self.preset.origins.get(name, NEUTRAL)


def encode(preset_name: str, changes: Mapping[str, Any]) -> str:
    """Return a query of a preset and of what differs from it."""
    texts = {name: "" if value is None else spell(value) for name, value in changes.items()}
    return urlencode({"preset": preset_name} | texts, quote_via=quote, safe="/")


def spell(value: Any) -> str:
    """Return a value as an address writes it; reading it back gives the same value."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def read_query(pairs: Iterable[tuple[str, str]]) -> Plan:
    """Return the plan of a query; raises InvalidInputs, naming whatever is wrong in it."""
    values: dict[str, str] = {}
    problems = []
    for name, text in pairs:
        if name in values and values[name] != text:
            problems.append(Problem(name, f"{name} is given twice, with different values."))
        values[name] = text
    if FORM in values:
        values = read_form(values)
    preset = values.pop("preset", DEFAULT_PRESET)
    if problems:
        raise InvalidInputs(problems)
    return build_plan(preset, values)


def read_form(values: Mapping[str, str]) -> dict[str, str]:
    """Return what the page's form means: bare numbers in fields labelled % are percentages.

    Picking another model drops the prices of the former one. Picking another use case drops all
    values but those that the person had changed.
    """
    entered = {
        name: percent_to_fraction(text)
        if name in FIELDS and FIELDS[name].kind == "fraction"
        else text
        for name, text in values.items()
        if name != FORM and not name.startswith(WAS)
    }
    for name in APPROACHES:
        before = values.get(f"{WAS}{name}.model")
        after = entered.get(f"{name}.model")
        if before is not None and after and after != before:
            for field in known_prices(after):
                entered.pop(f"{name}.{field}", None)
    before = values.get(f"{WAS}preset")
    if before is not None and entered.get("preset", before) != before:
        former = build_plan(before, {k: v for k, v in entered.items() if k != "preset"})
        changes = {name: spell(value) for name, value in former.changes.items()}
        entered = {"preset": entered["preset"]} | changes
    return entered


def read_body(body: Any) -> Plan:
    """Return the plan of a JSON body `{"preset", "inputs"}`; raises InvalidInputs."""
    if not isinstance(body, dict):
        raise InvalidInputs([Problem("", 'The body must be an object: {"preset", "inputs"}.')])
    unknown = [name for name in body if name not in ("preset", "inputs", "ranges")]
    preset = body.get("preset", DEFAULT_PRESET)
    groups = body.get("inputs", {})
    problems = [Problem(name, f"There is no {name} in a body.") for name in unknown]
    if not isinstance(preset, str):
        problems.append(Problem("preset", "The preset must be a name."))
    if not isinstance(groups, dict):
        problems.append(Problem("inputs", "The inputs must be an object of groups."))
    if problems:
        raise InvalidInputs(problems)
    return build_plan(preset, flatten(groups))


def flatten(groups: Mapping[str, Any]) -> dict[str, Any]:
    """Return nested inputs by their `group.field` names, which may also be given as they are."""
    values: dict[str, Any] = {}
    for group, fields in groups.items():
        if isinstance(fields, dict):
            values |= {f"{group}.{field}": value for field, value in fields.items()}
        else:
            values[group] = fields
    return values


def build_plan(preset_name: str, values: Mapping[str, Any]) -> Plan:
    """Return the preset with the values put in; raises InvalidInputs."""
    preset = preset_called(preset_name)
    models = models_in(values)
    problems = [
        Problem(f"{name}.model", unknown_model(reference))
        for name, reference in models.items()
        if not known_prices(reference)
        and any(f"{name}.{field}" not in values for field in NEEDED_PRICES)
    ]
    merged = preset.inputs.values() | catalogue_prices(models) | dict(values)
    try:
        inputs = read_inputs(merged)
    except InvalidInputs as error:
        raise InvalidInputs(problems + error.problems) from None
    if problems:
        raise InvalidInputs(problems)
    return Plan(preset=preset, inputs=inputs)


def preset_called(name: str) -> Preset:
    """Return the preset; raises InvalidInputs, which names those there are."""
    try:
        return find_preset(name)
    except UnknownPreset:
        message = f"There is no preset of this name; there are {', '.join(presets())}."
        raise InvalidInputs([Problem("preset", message)]) from None


def models_in(values: Mapping[str, Any]) -> dict[ApproachName, str]:
    """Return the model that the values name for each approach."""
    return {
        name: reference.strip()
        for name in APPROACHES
        if isinstance(reference := values.get(f"{name}.model"), str) and reference.strip()
    }


def catalogue_prices(models: Mapping[ApproachName, str]) -> dict[str, float | None]:
    """Return the prices that the models give to the fields of their approaches."""
    return {
        f"{name}.{field}": price
        for name, reference in models.items()
        for field, price in known_prices(reference).items()
    }


def known_prices(reference: str) -> Mapping[str, float | None]:
    """Return the prices of a catalogue model; none for another one."""
    try:
        return price_fields(reference)
    except UnknownModel:
        return {}


def unknown_model(reference: str) -> str:
    """Return the message for a model that is not in the catalogue."""
    return (
        f"The catalogue has no model {reference[:80]}: pick another one, or give "
        f"{' and '.join(NEEDED_PRICES)} beside it."
    )
