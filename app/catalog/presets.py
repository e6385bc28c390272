"""The use cases a plan can start from, read from presets/*.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, model_validator

from app.catalog.figures import FOLDER
from app.catalog.models import price_fields
from app.catalog.origins import Origin, origin_of
from app.inputs import APPROACHES, Inputs, read_inputs

ORDER = (
    "customer-support",
    "legal-drafting",
    "medical-documentation",
    "financial-reporting",
    "internal-tools",
    "blog-writing",
    "marketing-copy",
    "brainstorming",
    "casual-replies",
    "one-off-exploration",
    "blank",
)
COMMON = "common"  # what all use cases share


class UnknownPreset(LookupError):
    """There is no preset of this name."""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A use case: complete inputs, the ranges of what is guessed, and where each value is from.

    Its amounts are US dollars.
    """

    name: str
    title: str
    description: str
    leaning: Literal["prompting", "tuning"] | None  # what is usually advised for it
    inputs: Inputs
    ranges: Mapping[str, tuple[float, float]]
    origins: Mapping[str, Origin]


class Value(BaseModel):
    """One value of a preset, with a source and its date or with the reason for assuming it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    value: Any
    low: float | None = None
    high: float | None = None
    source: str | None = None
    as_of: date | None = None
    assumption: str | None = None
    doubtful: bool = False

    @model_validator(mode="after")
    def has_one_origin(self) -> "Value":
        """Hold every value to a dated source or to an assumption with its reason."""
        if bool(self.source) == bool(self.assumption):
            raise ValueError("a value has either a source or an assumption")
        if self.source and self.as_of is None:
            raise ValueError("a source has a date")
        if (self.low is None) != (self.high is None):
            raise ValueError("a range has two ends")
        if self.range and not self.range[0] <= self.value <= self.range[1]:
            raise ValueError("a range holds its value")
        return self

    @property
    def range(self) -> tuple[float, float] | None:
        """The lowest and the highest plausible value; None where the value is not guessed."""
        return None if self.low is None or self.high is None else (self.low, self.high)


class PresetFile(BaseModel):
    """One file: words, and values by `group.field`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str
    description: str
    leaning: Literal["prompting", "tuning"] | None = None
    values: dict[str, Value]


def find_preset(name: str) -> Preset:
    """Return a preset; raises UnknownPreset."""
    try:
        return presets()[name]
    except KeyError:
        raise UnknownPreset(name) from None


@cache
def presets() -> Mapping[str, Preset]:
    """Return every preset by its name."""
    common = read_file(COMMON).values
    return MappingProxyType(
        {name: build(name, {} if name == "blank" else common) for name in ORDER}
    )


def read_file(name: str) -> PresetFile:
    """Return one file; raises pydantic.ValidationError where it breaks its schema."""
    text = (FOLDER / "presets" / f"{name}.yaml").read_text(encoding="utf-8")
    return PresetFile.model_validate(yaml.safe_load(text))


def build(name: str, common: Mapping[str, Value]) -> Preset:
    """Return a preset: its own values over the common ones, prices from the catalogue."""
    file = read_file(name)
    given = {**common, **file.values}
    values: dict[str, Any] = {}
    origins: dict[str, Origin] = {}
    for approach in APPROACHES:
        if model := given.get(f"{approach}.model"):
            prices = price_fields(model.value)
            values |= {f"{approach}.{field}": price for field, price in prices.items()}
            origins |= {f"{approach}.{field}": origin_of(model.value, field) for field in prices}
    values |= {key: item.value for key, item in given.items()}
    origins |= {key: origin(item) for key, item in given.items()}
    inputs = read_inputs(values)
    origins |= origins_followed(inputs, origins)
    return Preset(
        name=name,
        title=file.title,
        description=file.description,
        leaning=file.leaning,
        inputs=inputs,
        ranges=MappingProxyType({key: item.range for key, item in given.items() if item.range}),
        origins=MappingProxyType(origins),
    )


def origins_followed(inputs: Inputs, origins: Mapping[str, Origin]) -> dict[str, Origin]:
    """Return the origins of what follows tuning: they are tuning's."""
    leaders = {name: name.replace("hybrid.", "tuning.", 1) for name in inputs.follows}
    return {name: origins[leader] for name, leader in leaders.items() if leader in origins}


def origin(item: Value) -> Origin:
    """Return where a value of a file comes from."""
    return Origin(
        source=item.source,
        as_of=item.as_of.isoformat() if item.as_of else None,
        assumption=item.assumption,
        doubtful=item.doubtful,
    )
