"""How sure the answer is: probabilities, bands, the tornado, what is worth measuring."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.answers import Band, Bar, Spread
from app.charts.chart import Frame, Scale, Tick
from app.inputs import APPROACHES, FIELDS, TITLES
from app.model import Challenger
from app.plans.plan import Plan
from app.words.approaches import DOING, subject
from app.words.money import money
from app.words.numbers import ABSENT
from app.words.tables import Table
from app.words.units import quantity

NEGLIGIBLE = 0.01  # currency; less is float noise
SIGNIFICANT = 2  # digits of a simulated figure; more would be noise
BAR_HEIGHT = 34.0  # SVG units from one bar of the tornado to the next
LONGEST_TORNADO = 12  # bars
BAND = Frame(width=380, height=270, left=64, right=16)


def likely_words(plan: Plan) -> list[str]:
    """Return in sentences how sure the answer is, and what to measure first."""
    result = plan.uncertainty
    currency = plan.inputs.finance.currency
    return [
        cheapest_words(plan),
        *(saving_words(name, item.npv, currency) for name, item in result.comparisons.items()),
        *learning_words(plan),
    ]


def cheapest_words(plan: Plan) -> str:
    """Return how often each approach is cheapest, and whether that is not what is recommended."""
    chances = plan.uncertainty.probability_cheapest
    order = sorted(chances, key=lambda name: -chances[name])
    shares = [f"{DOING[name]} {chance(chances[name])}" for name in order]
    said = f"How likely each is the cheapest: {', '.join(shares)}."
    recommended = plan.verdict.recommendation
    if recommended in (None, order[0]):
        return said
    return (
        f"{said} What is entered speaks for {DOING[recommended]}; over all that it may "
        f"turn out to be, {DOING[order[0]]} is the cheapest more often."
    )


def saving_words(name: Challenger, npv: Spread, currency: str) -> str:
    """Return what an approach saves nine times in ten."""
    title = subject(name)
    if npv.p10 >= 0:
        return (
            f"{title}: a 9 in 10 chance of saving at least {rough(npv.p10, currency)} against "
            "prompting, in today's money."
        )
    if npv.p90 <= 0:
        return (
            f"{title}: a 9 in 10 chance of costing at least {rough(-npv.p90, currency)} more than "
            "prompting, in today's money."
        )
    return (
        f"{title}: a 9 in 10 chance of losing no more than {rough(-npv.p10, currency)} against "
        f"prompting, and a 1 in 10 chance of saving more than {rough(npv.p90, currency)}, in "
        "today's money."
    )


def learning_words(plan: Plan) -> list[str]:
    """Return what is worth measuring before deciding."""
    result = plan.uncertainty
    currency = plan.inputs.finance.currency
    first = result.value_of_learning[0]
    certain = result.expected_value_of_perfect_information
    if rough(first.value, currency) == money(0.0, currency):
        return ["Nothing is worth measuring first: the same approach is the cheapest either way."]
    return [
        f"Measure this first: learning “{name_of(first.input)}” is worth up to "
        f"{rough(first.value, currency)}. Knowing everything would be worth "
        f"{rough(certain, currency)}."
    ]


def name_of(name: str) -> str:
    """Return an input's label with its approach."""
    field = FIELDS[name]
    whose = next((name for name in APPROACHES if name == field.group), None)
    return f"{field.label} of {DOING[whose]}" if whose else field.label


def chance(probability: float) -> str:
    """Return a simulated probability, no surer than it is."""
    if 0 < probability < 0.01:
        return "under 1 %"
    if 0.99 < probability < 1:
        return "over 99 %"
    return f"{probability * 100:.0f} %"


def rough(amount: float, currency: str) -> str:
    """Return a simulated amount to two significant digits."""
    if abs(amount) < NEGLIGIBLE:
        return money(0.0, currency)
    digits = SIGNIFICANT - 1 - math.floor(math.log10(abs(amount)))
    return money(round(amount, digits), currency)


def outlook_table(plan: Plan) -> Table:
    """Return the simulated figures."""
    result = plan.uncertainty
    currency = plan.inputs.finance.currency
    outlooks = list(result.comparisons.values())
    rows = [
        ["Chance of being the cheapest of all"]
        + [chance(result.probability_cheapest[name]) for name in result.comparisons],
        ["Chance of costing less than prompting"]
        + [chance(item.probability_cheaper) for item in outlooks],
        ["On average it"] + [on_average(item.npv.mean, currency) for item in outlooks],
        ["In 9 of 10 cases it"] + [at_least(item.npv.p10, currency) for item in outlooks],
        ["In 5 of 10 cases it"] + [at_least(item.npv.p50, currency) for item in outlooks],
        ["In 1 of 10 cases it"] + [at_least(item.npv.p90, currency) for item in outlooks],
        ["Chance of paying back"] + [chance(item.break_even_month.share) for item in outlooks],
        ["In half of those it pays by month"]
        + [month_or_none(item.break_even_month.p50) for item in outlooks],
        ["In 9 of 10 of those it pays by month"]
        + [month_or_none(item.break_even_month.p90) for item in outlooks],
    ]
    columns = ["", *(TITLES[name] for name in result.comparisons)]
    return Table("Against prompting, in today's money", columns, rows)


def on_average(amount: float, currency: str) -> str:
    """Return what an approach saves or loses on average."""
    return f"{'saves' if amount >= 0 else 'loses'} {rough(abs(amount), currency)}"


def at_least(amount: float, currency: str) -> str:
    """Return what an approach saves at least, or loses at most."""
    if amount >= 0:
        return f"saves at least {rough(amount, currency)}"
    return f"loses no more than {rough(-amount, currency)}"


def month_or_none(month: int | None) -> str:
    """Return a month, or a dash where there is none."""
    return ABSENT if month is None else str(month)


def learning_table(plan: Plan) -> Table:
    """Return what learning each ranged input is worth."""
    currency = plan.inputs.finance.currency
    rows = [
        [name_of(item.input), *range_words(plan, item.input), rough(item.value, currency)]
        for item in plan.uncertainty.value_of_learning
    ]
    columns = ["Input", "Low", "Entered", "High", "Worth learning"]
    return Table("What is uncertain, and what learning it is worth", columns, rows)


def range_words(plan: Plan, name: str) -> list[str]:
    """Return an input's low, entered and high value with its unit."""
    field, ends = FIELDS[name], plan.ranges[name]
    return [
        quantity(value, field, plan.inputs.finance.currency)
        for value in (ends.low, float(plan.inputs.value(name)), ends.high)
    ]


@dataclass(frozen=True, kw_only=True)
class BandChart:
    """The band that holds eight draws in ten of the cumulative savings, and its middle."""

    name: Challenger
    frame: Frame
    title: str
    band: str
    middle: str
    zero: float
    months: list[Tick]
    amounts: list[Tick]
    description: str


def band_charts(plan: Plan) -> list[BandChart]:
    """Return a chart of cumulative savings for each challenger."""
    return [band_chart(plan, name, BAND) for name in plan.inputs.challengers]


def band_chart(plan: Plan, name: Challenger, frame: Frame) -> BandChart:
    """Return the chart of one challenger."""
    finance = plan.inputs.finance
    band = plan.uncertainty.comparisons[name].cumulative_savings
    lowest, highest = float(np.min(band.p10)), float(np.max(band.p90))
    scale = Scale(frame, len(band.p50) - 1, finance.currency, lowest=lowest, highest=highest)
    low, middle, high = (points(scale, values) for values in (band.p10, band.p50, band.p90))
    return BandChart(
        name=name,
        frame=frame,
        title=f"{TITLES[name]}: savings against prompting so far, as paid",
        band=" ".join([*high, *reversed(low)]),
        middle=" ".join(middle),
        zero=scale.y(0.0),
        months=scale.month_ticks(),
        amounts=scale.amount_ticks(),
        description=band_words(name, band, finance.currency),
    )


def points(scale: Scale, values: NDArray[np.float64]) -> list[str]:
    """Return the places of a curve."""
    return [f"{scale.x(month)},{scale.y(float(value))}" for month, value in enumerate(values)]


def band_words(name: Challenger, band: Band, currency: str) -> str:
    """Return the band's end in words."""
    ends = (band.p10, band.p50, band.p90)
    low, middle, high = (rough(float(values[-1]), currency) for values in ends)
    return (
        f"{TITLES[name]} against prompting at the end of the plan, as paid: 8 in 10 draws lie "
        f"between {low} and {high}, half of them above {middle}; below zero is a loss."
    )


@dataclass(frozen=True)
class TornadoBar:
    """One input's bar."""

    y: float
    x: float
    width: float
    label: str


@dataclass(frozen=True, kw_only=True)
class Tornado:
    """How far each uncertain input alone moves the result, the longest first."""

    frame: Frame
    name: Challenger
    title: str
    bars: list[TornadoBar]
    zero: float
    entered: float
    amounts: list[Tick]
    table: Table


def tornado_chart(plan: Plan, name: Challenger) -> Tornado:
    """Return the tornado of one challenger with its table."""
    currency = plan.inputs.finance.currency
    bars = [bar for bar in plan.tornado if bar.comparison == name][:LONGEST_TORNADO]
    npv = plan.summary.comparisons[name].npv
    ends = [npv, 0.0, *(bar.npv_low for bar in bars), *(bar.npv_high for bar in bars)]
    frame = Frame(
        width=380, height=36 + BAR_HEIGHT * len(bars), left=24, right=24, top=4, bottom=30
    )
    scale = Scale(frame, 1, currency, lowest=min(ends), highest=max(ends))
    return Tornado(
        frame=frame,
        name=name,
        title=f"{TITLES[name]}: what moves what it saves, one input at a time",
        bars=[tornado_bar(bar, index, scale, frame) for index, bar in enumerate(bars)],
        zero=scale.across(0.0),
        entered=scale.across(npv),
        amounts=[
            Tick(scale.across(scale.step * tick.step), tick.text, tick.step)
            for tick in scale.amount_ticks()
        ],
        table=tornado_table(plan, name, bars),
    )


def tornado_bar(bar: Bar, index: int, scale: Scale, frame: Frame) -> TornadoBar:
    """Return one bar's place."""
    left, right = sorted((scale.across(bar.npv_low), scale.across(bar.npv_high)))
    return TornadoBar(
        y=frame.top + BAR_HEIGHT * index,
        x=left,
        width=round(max(right - left, 1.0), 1),
        label=name_of(bar.input),
    )


def tornado_table(plan: Plan, name: Challenger, bars: list[Bar]) -> Table:
    """Return the tornado's figures."""
    currency = plan.inputs.finance.currency
    rows = []
    for bar in bars:
        low, _, high = range_words(plan, bar.input)
        npvs = (money(bar.npv_low, currency), money(bar.npv_high, currency))
        rows.append([name_of(bar.input), low, npvs[0], high, npvs[1]])
    columns = ["Input", "Low", "Net present value then", "High", "Net present value then"]
    return Table(f"{TITLES[name]}: one input at a time, at both ends of its range", columns, rows)
