"""The plane of models: cost without mistakes against the share of wrong answers."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.candidates import Candidate, Compared, Entered, Tried
from app.charts.scale import Frame, Tick, nice_step, spread, steps_between
from app.words.money import money, short_money
from app.words.numbers import percent

WIDE_PLANE = Frame(width=560, height=330, left=64, right=24, top=28, bottom=44)
NARROW_PLANE = Frame(width=360, height=330, left=56, right=16, top=28, bottom=44)
LABEL_HEIGHT = 16.0  # least distance between two names
ROOM = 1.12  # of the highest value, so that nothing stands at the very edge
ABOVE, BELOW = 9.0, 19.0  # SVG units from a point to its name: the entered one's, one's own
LIFT = 5.0  # SVG units by which a name stands above its bar


@dataclass(frozen=True, kw_only=True)
class Bar:
    """A model of unknown error rate: from none to the share at which it costs what is entered."""

    kind: str  # best, or other
    name: str
    x: float  # where it ends
    y: float
    label_y: float


@dataclass(frozen=True, kw_only=True)
class Point:
    """What is entered, or an alternative whose error rate is known, with its range."""

    kind: str  # now, or own
    name: str
    x: float
    y: float
    low: float
    high: float
    label_x: float
    label_y: float
    is_left: bool  # its name stands left of it


@dataclass(frozen=True, kw_only=True)
class Plane:
    """Everything a template needs to draw it."""

    frame: Frame
    bars: list[Bar]
    points: list[Point]
    line: tuple[float, float, float, float]  # x and y of both ends: as dear as what is entered
    shares: list[Tick]
    amounts: list[Tick]
    description: str


class Axes:
    """From shares and amounts to places in the frame."""

    def __init__(self, frame: Frame, share: float, low: float, high: float, currency: str) -> None:
        self.frame, self.currency = frame, currency
        self.share_step = nice_step(share)
        self.shares = math.ceil(share / self.share_step)
        self.steps = steps_between(low, high)

    def x(self, share: float) -> float:
        """Return the place of a share of wrong answers."""
        plot = self.frame.end - self.frame.left
        return round(self.frame.left + plot * share / (self.shares * self.share_step), 1)

    def y(self, amount: float) -> float:
        """Return the place of an amount."""
        return self.steps.y(amount, self.frame)

    def line(self, now: Entered) -> tuple[float, float, float, float]:
        """Return the ends of the line on which everything costs what is entered."""
        bottom, *_, top = self.steps.amounts
        ends = []
        for amount, share in ((top, 0.0), (bottom, self.shares * self.share_step)):
            at_amount = (now.present_cost - amount) / now.cost_of_errors
            if 0 <= at_amount <= self.shares * self.share_step:
                ends += [self.x(at_amount), self.y(amount)]
            else:
                ends += [self.x(share), self.y(now.present_cost - share * now.cost_of_errors)]
        return ends[0], ends[1], ends[2], ends[3]

    def share_ticks(self) -> list[Tick]:
        """Return the ticks of the shares."""
        steps = [self.share_step * index for index in range(self.shares + 1)]
        return [Tick(self.x(share), percent(share)) for share in steps]

    def amount_ticks(self) -> list[Tick]:
        """Return the ticks of the amounts."""
        return [
            Tick(self.y(amount), short_money(amount, self.currency))
            for amount in self.steps.amounts
        ]


def plane(
    compared: Compared, approach: Tried, bars: Sequence[Candidate], currency: str, frame: Frame
) -> Plane | None:
    """Return the plane of an approach with these models as bars, the best first.

    None where wrong answers cost nothing: then costs alone tell.
    """
    now = compared.entered.get(approach)
    if now is None or not now.cost_of_errors:
        return None
    own = [
        item for item in compared.candidates if item.own is not None and item.approach == approach
    ]
    axes = axes_of(now, [*bars, *own], currency, frame)
    ends = [axes.y(item.cost_without_errors) for item in bars]
    labels = spread([end - LIFT for end in ends], LABEL_HEIGHT, frame.floor)
    return Plane(
        frame=frame,
        bars=[
            Bar(
                kind="other" if index else "best",
                name=item.name,
                x=axes.x(item.error_rate_allowed or 0.0),
                y=end,
                label_y=label,
            )
            for index, (item, end, label) in enumerate(zip(bars, ends, labels, strict=True))
        ],
        points=[point(now, axes, ends), *(point(item, axes, ends) for item in own)],
        line=axes.line(now),
        shares=axes.share_ticks(),
        amounts=axes.amount_ticks(),
        description=describe(now, bars, currency),
    )


def axes_of(now: Entered, items: Sequence[Candidate], currency: str, frame: Frame) -> Axes:
    """Return axes that hold what is entered and all others."""
    shares = [now.error_rate, *(item.error_rate_allowed or item.error_rate for item in items)]
    ranges = [now.error_range, *(item.error_range for item in items)]
    shares += [ends.high for ends in ranges if ends]
    amounts = [now.cost_without_errors, *(item.cost_without_errors for item in items)]
    highest, lowest = max(amounts), min(amounts)
    # Where all cost much the same, the axis begins just below them.
    low = 0.0 if lowest < highest / 2 else lowest - (highest - lowest) / 2 - highest / 50
    low, room = max(low, 0.0), (ROOM - 1) * 2
    high = highest + (highest - low) * room
    return Axes(frame, max(shares) * ROOM or 1.0, low, high or 1.0, currency)


def point(item: Candidate | Entered, axes: Axes, bars: Sequence[float]) -> Point:
    """Return where something whose error rate is known stands; its name keeps off those of bars."""
    x, y = axes.x(item.error_rate), axes.y(item.cost_without_errors)
    ends = item.error_range
    is_left = x > axes.frame.width * 0.6
    is_own = isinstance(item, Candidate)
    is_crowded = any(abs(y - bar) < LABEL_HEIGHT for bar in bars)
    return Point(
        kind="own" if is_own else "now",
        name=item.name if isinstance(item, Candidate) else f"now: {percent(item.error_rate)} wrong",
        x=x,
        y=y,
        low=axes.x(ends.low) if ends else x,
        high=axes.x(ends.high) if ends else x,
        label_x=x - 10 if is_left else x + 10,
        label_y=y + (BELOW if is_own or is_crowded else -ABOVE),
        is_left=is_left,
    )


def describe(now: Entered, bars: Sequence[Candidate], currency: str) -> str:
    """Return the plane in words, for those who do not see it."""
    said = "; ".join(
        f"{item.name} {money(item.cost_without_errors, currency)}, up to "
        f"{percent(item.error_rate_allowed)} wrong"
        for item in bars
    )
    return (
        f"Cost over the plan without mistakes, and how wrong each model may be. Now "
        f"{money(now.cost_without_errors, currency)} at {percent(now.error_rate)} wrong"
        f"{'; ' if said else ''}{said}. The table below holds every model."
    )
