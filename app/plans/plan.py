"""A plan: a preset with a person's own values, ranges and models in it, and what follows.

Naming a model of the catalogue fills the prices of its approach, naming a currency the exchange
rate; a price or a rate given beside it wins.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from weakref import ReferenceType, ref

from app.answers import (
    DRAWS,
    Band,
    Bar,
    FiscalYear,
    Note,
    Summary,
    Threshold,
    Uncertainty,
    Verdict,
    judge,
    notes_on,
    savings_bands,
    simulate,
    summarise,
    thresholds,
    tornado,
    years,
)
from app.catalog import DOLLAR, Origin, Preset, find_rate, origin_of, prices_as_of
from app.inputs import (
    CHALLENGERS,
    FIELDS,
    ApproachName,
    Challenger,
    Inputs,
    InvalidInputs,
    Problem,
    Range,
    read_inputs,
)
from app.model import MODEL_VERSION, Projection, project
from app.plans.currency import EXCHANGE_RATE, in_currency
from app.plans.named_models import NEEDED_PRICES, catalogue_prices, known_prices, models_in
from app.plans.notes import notes_on_models
from app.plans.simulating import simulating, simulation_seconds
from app.plans.spelling import FOLLOW, RANGES, SOURCES, considered, describes, encode, spell_range
from app.work.lazy import lazy

DEFAULT_PRESET = "customer-support"
NO_RANGES = (
    "No input has a range, so there is nothing to simulate: give at least one, such as "
    "ranges.workload.requests_per_month=30000..90000."
)
REMEMBERED = 32  # plans, of some 80 kB each
SEED = 1
SIMULATION = {"draws": DRAWS, "seed": SEED}
NEUTRAL = Origin(assumption="it plays no part in this use case, and has no effect as it stands")
USUAL = Origin(assumption="what holds until you say something else")
CONVENTIONS = {  # of inputs that no use case names, and that are never without effect
    "finance.discounting": Origin(assumption="amounts fall due at the end of their month"),
    "finance.fiscal_year_start": Origin(assumption="the business year is the calendar year"),
    "finance.start_month": Origin(assumption="a month soon, until you say when you decide"),
    "finance.currency": Origin(assumption="US dollars, in which providers bill"),
    "finance.exchange_rate": Origin(assumption="1, for a plan in US dollars"),
}
FOLLOWS = Origin(assumption="as for fine-tuning, until it has a value of its own")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A preset with a person's own values in it, and what follows from them."""

    preset: Preset
    inputs: Inputs
    ranges: Mapping[str, Range]
    draws: int = DRAWS
    seed: int = SEED
    sources: Mapping[str, str] = field(default_factory=dict)  # of values, as the person said

    @lazy
    def use_case(self) -> Preset:
        """The preset in the plan's currency."""
        finance = self.inputs.finance
        return in_currency(self.preset, finance.currency, finance.exchange_rate)

    @property
    def usual(self) -> Inputs:
        """The use case's own inputs, from which the person's differ."""
        return self.use_case.inputs

    @lazy
    def projection(self) -> Projection:
        """Every cost line by month and approach."""
        return project(self.inputs)

    @lazy
    def summary(self) -> Summary:
        """The figures of the projection."""
        return summarise(self.projection)

    @lazy
    def verdict(self) -> Verdict:
        """What to do."""
        return judge(self.projection, self.summary)

    @lazy
    def years(self) -> tuple[FiscalYear, ...]:
        """What it comes to by fiscal year."""
        return years(self.projection)

    @lazy
    def thresholds(self) -> list[Threshold]:
        """What would have to be true for the answer to flip."""
        return list(flips(self._asked))

    @lazy
    def notes(self) -> list[Note]:
        """What a reader should know of the inputs and of the models picked, warnings first."""
        notes = notes_on_models(self.projection) + notes_on(self.projection, self.summary)
        return sorted(notes, key=lambda note: note.severity != "warning")

    @lazy
    def uncertainty(self) -> Uncertainty:
        """What may come of the plan within its ranges; raises InvalidInputs without any."""
        if not self.ranges:
            raise InvalidInputs([Problem("ranges", NO_RANGES)])
        return simulated(self._asked)

    @lazy
    def savings_bands(self) -> Mapping[Challenger, Band]:
        """What is saved so far in today's money, over the draws; empty without ranges."""
        if not self.ranges:
            return {}
        with simulating(simulation_seconds(self.inputs, self.ranges, self.draws)):
            return savings_bands(self.inputs, self.ranges, draws=self.draws, seed=self.seed)

    @lazy
    def tornado(self) -> list[Bar]:
        """How far each ranged input alone moves the result."""
        return tornado(self.inputs, self.ranges)

    @lazy
    def changes(self) -> dict[str, Any]:
        """The values that an address must carry beside the preset: all that do not follow."""
        base = self.usual.named()
        values = self.inputs.named()
        models = {
            name: reference
            for name, reference in models_in(values).items()
            if reference != base.get(f"{name}.model")
        }
        follows = base | catalogue_prices(models)
        needed = {
            f"{name}.{field}"
            for name, reference in models.items()
            if not known_prices(reference)
            for field in NEEDED_PRICES
        }
        changed = {
            name: value
            for name, value in values.items()
            if name not in follows or value != follows[name] or name in needed
        }
        changed |= {name: FOLLOW for name in base if name in self.inputs.follows}
        changed |= self._changed_ranges | self._changed_draws
        implied = {considered(name) for name in self._joined if describes(name, changed)}
        said = {name: value for name, value in changed.items() if name not in implied}
        return said | self._left_out(changed) | self._named_sources

    @property
    def _asked(self) -> "Asked":
        inputs, ranges = self.inputs, tuple(self.ranges.items())
        return Asked(inputs, inputs.follows, ranges, self.draws, self.seed, ref(self))

    @lazy
    def _named_models(self) -> dict[ApproachName, str]:
        return models_in(self.changes)

    @property
    def _named_sources(self) -> dict[str, str]:
        return {f"{SOURCES}{name}": text for name, text in self.sources.items()}

    def _left_out(self, changed: Mapping[str, Any]) -> dict[str, bool]:
        """Return who takes no part though something is said of it, as the use case leaves it."""
        out = set(CHALLENGERS) - set(self.inputs.challengers) - set(self.preset.inputs.challengers)
        return {considered(name): False for name in sorted(out) if describes(name, changed)}

    @property
    def _joined(self) -> list[Challenger]:
        """The approaches that take part, and do not in the use case."""
        usual = self.preset.inputs.considered
        return [name for name in self.inputs.challengers if name not in usual]

    @property
    def _changed_ranges(self) -> dict[str, str]:
        usual = usual_ranges(self.use_case, self.inputs)
        names = [name for name in FIELDS if self.ranges.get(name) != usual.get(name)]
        return {f"{RANGES}{name}": spell_range(self.ranges.get(name)) for name in names}

    @property
    def _changed_draws(self) -> dict[str, int]:
        given = {"draws": self.draws, "seed": self.seed}
        return {name: value for name, value in given.items() if value != SIMULATION[name]}

    @lazy
    def query(self) -> str:
        """The shortest query that says this plan."""
        return encode(self.preset.name, self.changes)

    @property
    def mark(self) -> str:
        """A short text that another plan does not have, for what a page loads later."""
        return hashlib.sha256(self.query.encode()).hexdigest()[:12]

    def address(self, path: str, extra: str = "") -> str:
        """Return the address of something made of this plan, such as `/api/v1/summary`.

        `extra` are parameters beside the plan, as a query.
        """
        return f"{path}?{'&'.join(filter(None, (extra, self.query)))}"

    def address_with(self, name: str, value: Any) -> str:
        """Return the address of the calculator in which one input has another value.

        The range and the source of the value that was entered are not those of the other one.
        """
        of_the_entered = {f"{RANGES}{name}", f"{SOURCES}{name}"}
        changes = {k: v for k, v in self.changes.items() if k not in of_the_entered}
        return f"/?{encode(self.preset.name, changes | {name: value})}"

    @property
    def prices_as_of(self) -> str:
        """The ISO date of the catalogue that filled its prices."""
        return prices_as_of()

    @property
    def model_version(self) -> str:
        """The version of the cost model that calculated it."""
        return MODEL_VERSION

    def with_values(self, values: Mapping[str, Any]) -> "Plan":
        """Return the plan with other values in it; ranges widen where they must to hold them.

        Raises InvalidInputs.
        """
        inputs = read_inputs(self.inputs.named() | dict(values))
        ranges = {
            name: widened(ends, inputs.value(name))
            for name, ends in self.ranges.items()
            if inputs.value(name) is not None
        }
        return Plan(
            preset=self.preset,
            inputs=inputs,
            ranges=ranges,
            draws=self.draws,
            seed=self.seed,
            sources={name: text for name, text in self.sources.items() if name not in values},
        )

    def origin(self, name: str) -> Origin | None:
        """Return where an input's value comes from; None if it is the person's own.

        What follows tuning comes from where tuning's value comes from.
        """
        group, field = name.split(".")
        if name in self.sources:
            return Origin(source=self.sources[name])
        if name in self.inputs.follows:
            return self.origin(f"tuning.{field}") or FOLLOWS
        if name in self.changes:
            return None
        if name == EXCHANGE_RATE and self.inputs.finance.currency != DOLLAR:
            return rate.origin if (rate := find_rate(self.inputs.finance.currency)) else None
        models = self._named_models
        if group in models and field in known_prices(models[group]):
            return origin_of(models[group], field)
        return self.preset.origins.get(name) or CONVENTIONS.get(name) or self._default(name)

    def _default(self, name: str) -> Origin:
        """Return the origin of a value that no one names: only what is nothing has no effect."""
        return USUAL if self.inputs.value(name) else NEUTRAL


# What takes longest to find, remembered of the last plans: a page, what it then asks for and the
# workbook are requests of their own. It is kept under all the numbers that it follows from.


@dataclass(frozen=True)
class Asked:
    """A plan by its numbers, whatever it is called and however it came about."""

    inputs: Inputs
    follows: frozenset[str]  # which does not count where two inputs are compared
    ranges: tuple[tuple[str, Range], ...]
    draws: int
    seed: int
    plan: ReferenceType[Plan] = field(compare=False)  # which is not kept


@lru_cache(maxsize=REMEMBERED)
def simulated(asked: Asked) -> Uncertainty:
    """Return what may come of a plan within its ranges."""
    inputs, ranges = asked.inputs, dict(asked.ranges)
    with simulating(simulation_seconds(inputs, ranges, asked.draws)):
        return simulate(inputs, ranges, draws=asked.draws, seed=asked.seed)


@lru_cache(maxsize=REMEMBERED)
def flips(asked: Asked) -> Sequence[Threshold]:
    """Return what would have to be true for the answer of a plan to flip."""
    plan = asked.plan()
    assert plan is not None  # whoever asks has it
    return thresholds(asked.inputs, plan.summary.comparisons)


def usual_ranges(preset: Preset, inputs: Inputs) -> dict[str, Range]:
    """Return the preset's ranges of the inputs that still have the preset's value."""
    return {
        name: Range(*ends)
        for name, ends in preset.ranges.items()
        if inputs.value(name) == preset.inputs.value(name)
        and (name in preset.inputs.follows or name not in inputs.follows)
    }


def widened(ends: Range, value: float) -> Range:
    """Return a range that holds the value."""
    return Range(low=min(ends.low, value), high=max(ends.high, value))
