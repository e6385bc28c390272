"""One way to do it: a model in the place of the entered one, or an alternative of one's own."""

from dataclasses import dataclass
from typing import Literal

from app.inputs import Range

Tried = Literal["prompting", "tuning"]
TRIED: tuple[Tried, ...] = ("prompting", "tuning")


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What a plan costs with something else in an approach, in `finance.currency`."""

    approach: Tried
    name: str
    reference: str | None  # of the catalogue
    maker: str | None  # who offers it
    own: int | None  # number of one's own; None for a model of the catalogue
    present_cost: float
    difference: float | None  # present_cost less the entered one's; None where none is entered
    provider_cost: float  # the bill over the plan, as paid
    error_rate: float  # share of wrong answers that its cost is calculated with
    error_range: Range | None  # that it is thought to lie in
    error_rate_allowed: float | None  # at which it costs what the entered one does
    cost_of_errors: float  # present cost of wrong answers if every one is
    reasons: tuple[str, ...]  # codes of notes, why it cannot carry the plan
    retires: str | None  # ISO date
    query: str  # opens it in the calculator
    probability_cheapest: float | None = None  # among those compared; None without a range

    @property
    def feasible(self) -> bool:
        """Whether it can carry the plan, as far as the catalogue knows."""
        return not self.reasons

    @property
    def cost_without_errors(self) -> float:
        """Present cost if it were never wrong."""
        return self.present_cost - self.error_rate * self.cost_of_errors


@dataclass(frozen=True, kw_only=True)
class Entered:
    """An approach as it stands in the plan, which the others are measured against."""

    approach: Tried
    reference: str | None
    present_cost: float
    error_rate: float
    error_range: Range | None
    cost_of_errors: float  # present cost of wrong answers if every one is
    provider_cost: float
    probability_cheapest: float | None = None

    @property
    def cost_without_errors(self) -> float:
        """Present cost if it were never wrong."""
        return self.present_cost - self.error_rate * self.cost_of_errors


@dataclass(frozen=True, kw_only=True)
class Compared:
    """Everything tried in a plan, the cheapest first."""

    entered: dict[Tried, Entered]  # of the approaches that take part
    candidates: tuple[Candidate, ...]
