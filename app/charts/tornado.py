"""How far each uncertain input alone moves the result, as bars on one scale."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.answers import Bar
from app.charts.scale import nice_step
from app.inputs import FIELDS, TITLES
from app.model import Challenger
from app.plans.plan import Plan
from app.words.differences import label
from app.words.money import money
from app.words.units import quantity

LENGTH = 100.0  # of the scale
LONGEST = 10  # bars of one approach
NEGLIGIBLE = 1e-4  # of the longest bar; shorter ones move nothing that anybody could see


@dataclass(frozen=True, kw_only=True)
class TornadoBar:
    """One input's bar, from its worse end to its better one."""

    label: str
    worse: str  # npv there
    worse_at: str  # the input's value there
    better: str
    better_at: str
    x: float
    width: float


@dataclass(frozen=True, kw_only=True)
class Tornado:
    """The bars of one approach, the longest first."""

    name: Challenger
    title: str
    zero: float
    entered: float
    entered_words: str
    bars: list[TornadoBar]
    rest: str  # what is left out, in words


@dataclass(frozen=True)
class Line:
    """The scale that all bars share."""

    low: float
    high: float

    def place(self, npv: float) -> float:
        """Return where an npv stands."""
        return round(LENGTH * (npv - self.low) / (self.high - self.low), 2)


def tornados(plan: Plan) -> list[Tornado]:
    """Return a tornado for each challenger that some ranged input moves, all on one scale."""
    longest = max((length(bar) for bar in plan.tornado), default=0.0)
    moving = {
        name: [
            bar
            for bar in plan.tornado
            if bar.comparison == name and length(bar) > NEGLIGIBLE * longest
        ]
        for name in plan.inputs.challengers
    }
    shown = [bar for bars in moving.values() for bar in bars[:LONGEST]]
    line = line_of([*(plan.summary.comparisons[name].npv for name in moving), *ends(shown)])
    return [tornado_of(plan, name, bars, line) for name, bars in moving.items() if bars]


def length(bar: Bar) -> float:
    """Return how far an input alone moves npv."""
    return abs(bar.npv_high - bar.npv_low)


def ends(bars: Sequence[Bar]) -> list[float]:
    """Return the npvs at both ends of the bars."""
    return [npv for bar in bars for npv in (bar.npv_low, bar.npv_high)]


def line_of(npvs: Sequence[float]) -> Line:
    """Return a scale from one tick below zero and all npvs to one above."""
    low, high = min(0.0, *npvs), max(0.0, *npvs)
    step = nice_step(high - low)
    return Line(math.floor(low / step) * step, math.ceil(high / step) * step)


def tornado_of(plan: Plan, name: Challenger, bars: Sequence[Bar], line: Line) -> Tornado:
    """Return one approach's bars."""
    npv = plan.summary.comparisons[name].npv
    return Tornado(
        name=name,
        title=f"{TITLES[name]}: what it saves, one number at a time at both ends of its range",
        zero=line.place(0.0),
        entered=line.place(npv),
        entered_words=f"Dashed: as entered, {money(npv, plan.inputs.finance.currency)}.",
        bars=[bar_of(plan, bar, line) for bar in bars[:LONGEST]],
        rest=rest_words(plan, name, bars),
    )


def bar_of(plan: Plan, bar: Bar, line: Line) -> TornadoBar:
    """Return one input's bar."""
    currency = plan.inputs.finance.currency
    worse, better = sorted(((bar.npv_low, bar.low), (bar.npv_high, bar.high)))
    left = line.place(worse[0])
    field = FIELDS[bar.input]
    return TornadoBar(
        label=label(bar.input),
        worse=money(worse[0], currency),
        worse_at=quantity(worse[1], field, currency),
        better=money(better[0], currency),
        better_at=quantity(better[1], field, currency),
        x=left,
        width=round(max(line.place(better[0]) - left, 0.3), 2),
    )


def rest_words(plan: Plan, name: Challenger, bars: Sequence[Bar]) -> str:
    """Return how many ranged inputs have no bar, and why."""
    less = len(bars) - LONGEST
    nothing = sum(bar.comparison == name for bar in plan.tornado) - len(bars)
    said = []
    if less > 0:
        said.append(f"{less} more {'moves' if less == 1 else 'move'} it less")
    if nothing:
        others = "1 other number moves" if nothing == 1 else f"{nothing} other numbers move"
        said.append(f"{others} nothing")
    return f"{'; '.join(said)}." if said else ""
