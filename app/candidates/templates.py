"""What an alternative of one's own can be started from: the plan's figures, and assumptions."""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict

from app.candidates.candidate import Tried
from app.candidates.moves import cheaper_model
from app.candidates.own import ERROR_RANGE, Own
from app.catalog import Origin
from app.inputs import FIELDS, Inputs
from app.plans.plan import Plan
from app.plans.spelling import spell

FILE = Path(__file__).parent / "templates.yaml"
APPROACH: Tried = "prompting"
SPENT = ("build_hours", "build_cost")  # of a prompt that is live already


class Guess(BaseModel):
    """How a figure comes from the plan's own, and on which assumption or source."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str | None = None
    as_of: date | None = None  # of the source
    assumption: str | None = None
    doubtful: bool = False
    times: float = 1.0
    plus: float = 0.0
    value: float | None = None  # in the place of the plan's own
    low: float | None = None  # times, of an error rate
    high: float | None = None

    @property
    def origin(self) -> Origin:
        """Where the figure comes from."""
        day = self.as_of.isoformat() if self.as_of else None
        return Origin(
            source=self.source, as_of=day, assumption=self.assumption, doubtful=self.doubtful
        )

    def of(self, own: float, rate: float) -> float:
        """Return the figure where the plan has its own; `rate` is what a dollar costs."""
        return (own if self.value is None else self.value) * self.times + self.plus * rate


class Template(BaseModel):
    """An alternative to start from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    called: str  # the alternative's own name
    description: str
    cheaper: bool = False  # it is another model of the same maker
    fields: Mapping[str, Guess]


@cache
def templates() -> tuple[Template, ...]:
    """Return the templates; raises pydantic.ValidationError where the file breaks its schema."""
    items = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return tuple(Template.model_validate(item) for item in items)


def started(plan: Plan, template: Template, number: int) -> Own:
    """Return an alternative begun from a template, with the plan's own figures in it."""
    return Own(
        number=number,
        name=template.called,
        approach=APPROACH,
        values=dict(figures(plan, template)),
    )


def figures(plan: Plan, template: Template) -> Iterator[tuple[str, str]]:
    """Yield the fields of an alternative begun from a template, as an address writes them."""
    if template.cheaper and (model := cheaper_model(plan)):
        yield "model", model.reference or ""
    live = plan.inputs.prompting.already_live and any(name in SPENT for name in template.fields)
    if live:  # or building the alternative would count as spent, too
        yield "already_live", "no"
    for field, guess in template.fields.items():
        own = 0.0 if live and field in SPENT else plan.inputs.value(f"{APPROACH}.{field}")
        figure = bounded(field, guess.of(own, dollar(plan.inputs, field)))
        yield field, spell(figure)
        if guess.low is not None and guess.high is not None and own:
            ends = (bounded(field, own * guess.low), bounded(field, own * guess.high))
            yield ERROR_RANGE, "..".join(map(spell, ends))
    for field in SPENT:
        if live and field not in template.fields:
            yield field, "0"


def bounded(field: str, figure: float) -> float:
    """Return a figure to six digits, no higher than its input may be."""
    most = FIELDS[f"{APPROACH}.{field}"].maximum
    rounded = float(f"{figure:.6g}")
    return rounded if most is None else min(rounded, float(most))


def dollar(inputs: Inputs, field: str) -> float:
    """Return what one US dollar is in the unit of a field that is paid in the plan's currency."""
    unit = FIELDS[f"{APPROACH}.{field}"].unit
    return inputs.finance.exchange_rate if unit.startswith("currency") else 1.0
