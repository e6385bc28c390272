"""What the schema says of each input, by its `group.field` name."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict

from app.inputs.inputs import Inputs
from app.inputs.quantity import LARGEST_AMOUNT, Part, Place
from app.inputs.reading import Manner
from app.inputs.styles import in_style

Kind = Literal["number", "fraction", "whole", "choice", "yes_no", "text"]


class InputField(BaseModel):
    """What the schema says of one input."""

    model_config = ConfigDict(frozen=True)

    name: str
    group: str
    field: str
    label: str
    unit: str
    help: str
    kind: Kind
    optional: bool
    choices: tuple[str, ...] = ()
    minimum: float | None = None
    above: float | None = None
    maximum: float | None = None
    part: str = ""  # of the form; only fields of the approaches have one
    before: str = ""  # the field above which it stands there; "": the schema's order

    @property
    def is_number(self) -> bool:
        """Whether the input is a number, and so may be given as a range."""
        return self.kind in ("number", "fraction", "whole")

    def manner(self, currency: str) -> Manner:
        """Return how its numbers are typed in a plan of this currency."""
        return Manner(unit=self.unit, whole=self.kind == "whole", currency=currency)

    @property
    def bounds(self) -> str:
        """The bounds in words, such as "more than 0 and at most 120"."""
        if self.minimum is not None and self.minimum == self.maximum:
            return in_style(f"{self.minimum:,.0f}")
        low = self.above if self.above is not None else self.minimum
        parts = []
        if low is not None:
            word = "more than" if self.above is not None else "at least"
            parts.append(f"{word} {self.spell(low)}")
        if self.maximum is not None:
            parts.append(f"at most {self.spell(self.maximum)}")
        return " and ".join(parts)

    def spell(self, number: float) -> str:
        """Return the number as this field's messages write it: shares in percent."""
        if self.kind == "fraction":
            return in_style(f"{number * 100:,.16g} %".replace("-", "\u2212"))
        return "1 quadrillion" if number == LARGEST_AMOUNT else in_style(f"{number:,.16g}")

    def contains(self, number: float) -> bool:
        """Tell whether `number` is within the bounds."""
        return not (
            (self.above is not None and number <= self.above)
            or (self.minimum is not None and number < self.minimum)
            or (self.maximum is not None and number > self.maximum)
        )


KINDS: dict[str, Kind] = {
    "number": "number",
    "integer": "whole",
    "boolean": "yes_no",
    "string": "text",
}


def _fields() -> Iterator[InputField]:
    for group, group_info in Inputs.model_fields.items():
        group_type: Any = group_info.annotation
        schema = group_type.model_json_schema(mode="serialization")["properties"]
        for field, info in group_type.model_fields.items():
            options = schema[field].get("anyOf", [schema[field]])
            main = options[0]
            unit = info.json_schema_extra["unit"]
            kind = KINDS[main["type"]]
            place = next((item for item in info.metadata if isinstance(item, Place)), None)
            choices = tuple(main.get("enum", [main["const"]] if "const" in main else []))
            yield InputField(
                name=f"{group}.{field}",
                group=group,
                field=field,
                label=info.title,
                unit=unit,
                help=info.description,
                kind="choice" if choices else "fraction" if unit.startswith("fraction") else kind,
                optional=len(options) > 1,
                choices=choices,
                minimum=main.get("minimum"),
                above=main.get("exclusiveMinimum"),
                maximum=main.get("maximum"),
                part=place.part if place else "",
                before=place.before if place else "",
            )


def _parts() -> dict[str, tuple[str, ...]]:
    rows: dict[str, dict[str, str]] = {part: {} for part in get_args(Part)}
    for item in FIELDS.values():
        if item.part:
            rows[item.part].setdefault(item.field, item.before)
    return {part: tuple(_placed(befores)) for part, befores in rows.items()}


def _placed(befores: Mapping[str, str]) -> list[str]:
    names = [name for name, before in befores.items() if not before]
    for name, before in befores.items():
        if before:
            names.insert(names.index(before), name)
    return names


FIELDS: Mapping[str, InputField] = {field.name: field for field in _fields()}
# The form's parts, each with the fields of the approaches that stand in it, from the top.
PARTS: Mapping[str, tuple[str, ...]] = _parts()
