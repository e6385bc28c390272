"""A plan built of a preset and a person's values, or refused with all that is wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from app.answers import FEWEST_DRAWS, MOST_DRAWS
from app.catalog import Preset, UnknownPreset, find_preset, presets
from app.inputs import (
    CHALLENGERS,
    FIELDS,
    ApproachName,
    Inputs,
    InvalidInputs,
    Problem,
    Range,
    read_inputs,
    read_ranges,
    read_sources,
)
from app.plans.currency import currency_of, in_currency, with_rate
from app.plans.named_models import (
    NEEDED_PRICES,
    catalogue_prices,
    known_prices,
    models_in,
    unknown_model,
)
from app.plans.plan import SIMULATION, Plan, usual_ranges
from app.plans.spelling import FOLLOW, NO_RANGE, RANGES, SOURCES, considered, describes

Found = TypeVar("Found")

FOLLOWING = Inputs().follows  # whatever may follow fine-tuning


@dataclass(frozen=True)
class Rule:
    """What a setting of the simulation may be."""

    allows: Callable[[int], bool]
    message: str


SIMULATION_RULES = {
    "draws": Rule(
        lambda number: FEWEST_DRAWS <= number <= MOST_DRAWS and number & (number - 1) == 0,
        f"The draws must be a power of two from {FEWEST_DRAWS} to {MOST_DRAWS:,}.",
    ),
    "seed": Rule(lambda number: True, "The seed must be a whole number from 0 to 999,999,999."),
}


def build_plan(preset_name: str, values: Mapping[str, Any]) -> Plan:
    """Return the preset with the values put in; raises InvalidInputs.

    Beside inputs, the values may hold `ranges.group.field`, `sources.group.field`, `draws` and
    `seed`.
    """
    preset = preset_called(preset_name)
    follow = {name for name, value in values.items() if is_to_follow(name, value)}
    given = {
        name: value for name, value in values.items() if not is_setting(name) and name not in follow
    }
    ranges = {
        name.removeprefix(RANGES): value
        for name, value in values.items()
        if name.startswith(RANGES)
    }
    models = models_in(given)
    problems = unpriced_models(models, given)
    settings: dict[str, Any] = collecting(problems, read_settings, values, otherwise={})
    settings |= collecting(problems, named_sources, values, otherwise={})
    given = collecting(problems, with_rate, given, otherwise=given)
    use_case = in_currency(preset, *currency_of(given))
    usual = use_case.inputs.named() | joining(preset, values)
    usual = {name: value for name, value in usual.items() if name not in follow}
    try:
        inputs = read_inputs(usual | catalogue_prices(models) | given)
        inputs = pinned(inputs, ranges)
    except InvalidInputs as error:
        raise InvalidInputs(problems + error.problems) from None
    try:
        chosen = choose_ranges(use_case, inputs, ranges)
    except InvalidInputs as error:
        raise InvalidInputs(problems + error.problems) from None
    if problems:
        raise InvalidInputs(problems)
    return Plan(preset=preset, inputs=inputs, ranges=chosen, **settings)


def unpriced_models(models: Mapping[ApproachName, str], given: Mapping[str, Any]) -> list[Problem]:
    """Return a problem for each model that neither the catalogue nor the values price."""
    return [
        Problem(f"{name}.model", unknown_model(reference))
        for name, reference in models.items()
        if not known_prices(reference)
        and any(f"{name}.{field}" not in given for field in NEEDED_PRICES)
    ]


def collecting(
    problems: list[Problem],
    read: Callable[[Mapping[str, Any]], dict[str, Found]],
    values: Mapping[str, Any],
    *,
    otherwise: dict[str, Found],
) -> dict[str, Found]:
    """Return what is read; where that fails, `otherwise`, and what is wrong joins the problems."""
    try:
        return read(values)
    except InvalidInputs as error:
        problems += error.problems
        return otherwise


def joining(preset: Preset, values: Mapping[str, Any]) -> dict[str, bool]:
    """Return who takes part because something is said of it, though not in the use case."""
    absent = set(CHALLENGERS) - set(preset.inputs.considered)
    return {considered(name): True for name in sorted(absent) if describes(name, values)}


def pinned(inputs: Inputs, ranges: Mapping[str, Any]) -> Inputs:
    """Return the inputs in which what has a range of its own no longer follows."""
    own = {name for name, ends in ranges.items() if ends not in (None, NO_RANGE)} & inputs.follows
    if not own:
        return inputs
    return read_inputs(inputs.named() | {name: inputs.value(name) for name in own})


def is_to_follow(name: str, value: Any) -> bool:
    """Tell whether a value says that a field of the hybrid follows fine-tuning."""
    return name in FOLLOWING and isinstance(value, str) and value.strip().lower() == FOLLOW


def is_setting(name: str) -> bool:
    """Tell whether a name is none of an input, but of a range, a source or the simulation."""
    return name.startswith((RANGES, SOURCES)) or name in SIMULATION


def choose_ranges(preset: Preset, inputs: Inputs, given: Mapping[str, Any]) -> dict[str, Range]:
    """Return the preset's ranges with the given ones in their place; `none` takes one away."""
    away = {name for name, value in given.items() if value in (None, NO_RANGE)}
    kept = {name: value for name, value in given.items() if name not in away}
    if unknown := [name for name in away if name not in FIELDS]:
        kept |= dict.fromkeys(unknown, NO_RANGE)
    chosen = usual_ranges(preset, inputs) | read_ranges(inputs, kept)
    return {name: chosen[name] for name in FIELDS if name in chosen and name not in away}


def named_sources(values: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    """Return the sources among the values, as a plan has them; raises InvalidInputs."""
    given = {
        name.removeprefix(SOURCES): value
        for name, value in values.items()
        if name.startswith(SOURCES)
    }
    return {"sources": read_sources(given)}


def read_settings(values: Mapping[str, Any]) -> dict[str, int]:
    """Return the number of draws and the seed, where given; raises InvalidInputs."""
    found, problems = {}, []
    for name, rule in SIMULATION_RULES.items():
        if name not in values:
            continue
        text = str(values[name]).strip()
        if text.isascii() and text.isdecimal() and len(text) < 10 and rule.allows(int(text)):
            found[name] = int(text)
        else:
            problems.append(Problem(name, rule.message))
    if problems:
        raise InvalidInputs(problems)
    return found


def preset_called(name: str) -> Preset:
    """Return the preset; raises InvalidInputs, which names those there are."""
    try:
        return find_preset(name)
    except UnknownPreset:
        message = f"There is no preset of this name; there are {', '.join(presets())}."
        raise InvalidInputs([Problem("preset", message)]) from None
