"""What a month did cost against the plan, in three parts: volume, price and the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers.actuals.course import Happened
from app.answers.actuals.paid import TOTAL, MonthPaid
from app.inputs import ApproachName
from app.model.table import PER_REQUEST

OTHERS = "others"  # what was paid for lines that nobody told apart


@dataclass(frozen=True, kw_only=True)
class Variance:
    """An amount against the plan, in `finance.currency`; the three parts add up to the whole."""

    line: str  # a cost line, `others` or `total`
    planned: float
    actual: float
    volume: float  # from more or fewer requests than planned
    price: float  # from prices other than planned, at the requests that came
    rest: float  # what is left

    @property
    def variance(self) -> float:
        """What was paid more than planned."""
        return self.actual - self.planned


@dataclass(frozen=True, kw_only=True)
class MonthVariance:
    """One month that was entered; only the lines entered are compared."""

    month: int
    approach: ApproachName  # in use, as entered
    planned_requests: float
    requests: float | None  # None where nobody said: then as planned
    covered: tuple[str, ...]
    total: Variance
    lines: tuple[Variance, ...]  # adding up to the total; none where no line is known


def month_variance(happened: Happened, item: MonthPaid) -> MonthVariance:
    """Return what a month did cost against the plan."""
    prices = happened.price_effects(item)
    planned = planned_lines(happened, item)
    growth = volume_growth(happened, item)
    known = [
        split(line, planned[line], amount, [line], growth, prices, planned)
        for line, amount in item.lines.items()
    ]
    others = [line for line in item.covered if line not in item.lines]
    if known and others:
        amount = item.paid - sum(item.lines.values())
        cost = sum(planned[line] for line in others)
        known.append(split(OTHERS, cost, amount, others, growth, prices, planned))
    whole = sum(planned.values())
    return MonthVariance(
        month=item.month,
        approach=item.approach,
        planned_requests=float(happened.plan.requests[item.month]),
        requests=item.requests,
        covered=item.covered,
        total=split(TOTAL, whole, item.paid, item.covered, growth, prices, planned),
        lines=tuple(known),
    )


def planned_lines(happened: Happened, item: MonthPaid) -> dict[str, float]:
    """Return what the plan has for the lines that were entered."""
    lines = happened.plan.courses[happened.followed[item.month]].lines
    return {line: float(lines[line][item.month]) for line in item.covered}


def volume_growth(happened: Happened, item: MonthPaid) -> float:
    """Return how many requests more than planned came, over those planned; 0 without either."""
    planned = float(happened.plan.requests[item.month])
    return (item.requests - planned) / planned if item.requests is not None and planned else 0.0


def split(
    name: str,
    planned: float,
    actual: float,
    lines: Sequence[str],
    growth: float,
    prices: dict[str, float],
    by_line: dict[str, float],
) -> Variance:
    """Return an amount of some lines against the plan."""
    volume = growth * sum(by_line[line] for line in lines if line in PER_REQUEST)
    price = sum(prices.get(line, 0.0) for line in lines)
    return Variance(
        line=name,
        planned=planned,
        actual=actual,
        volume=volume,
        price=price,
        rest=actual - planned - volume - price,
    )


def summed(name: str, parts: Sequence[Variance]) -> Variance:
    """Return several amounts against the plan as one."""
    return Variance(
        line=name,
        planned=sum(part.planned for part in parts),
        actual=sum(part.actual for part in parts),
        volume=sum(part.volume for part in parts),
        price=sum(part.price for part in parts),
        rest=sum(part.rest for part in parts),
    )
