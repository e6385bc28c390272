"""Where the money goes: each approach's cost in three parts, as a bar and in figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.inputs import TITLES, ApproachName
from app.model.table import COST_PARTS
from app.plans.plan import Plan
from app.words.money import money, short_money

TITLES_OF_PARTS = {
    "provider": "The AI bill",
    "people": "People and tools",
    "mistakes": "Wrong answers",
}
LARGEST_WRITTEN_OUT = 1e7  # currency; a phone has no room for more digits
LENGTH = 100.0  # of the longest bar


@dataclass(frozen=True)
class Piece:
    """One part's piece of a bar."""

    key: str
    x: float
    width: float


@dataclass(frozen=True)
class PartsRow:
    """One approach."""

    title: str
    amounts: list[str]
    total: str
    pieces: list[Piece]


@dataclass(frozen=True, kw_only=True)
class Parts:
    """The parts of all approaches, in today's money."""

    remark: str
    sentence: str
    titles: list[tuple[str, str]]  # key, words
    rows: list[PartsRow]  # none where nothing costs anything


def parts(plan: Plan) -> Parts:
    """Return what each approach costs in today's money, in three parts that add up to it."""
    costs = {name: part_costs(plan, name) for name in plan.inputs.considered}
    longest = max(sum(amounts) for amounts in costs.values())
    currency = plan.inputs.finance.currency
    return Parts(
        remark="in today's money",
        sentence=bill_words(costs["prompting"], currency),
        titles=[(key, TITLES_OF_PARTS[key]) for key in COST_PARTS],
        rows=[
            PartsRow(
                title=TITLES[name],
                amounts=[amount_words(amount, currency) for amount in amounts],
                total=amount_words(sum(amounts), currency),
                pieces=pieces(amounts, longest),
            )
            for name, amounts in costs.items()
            if longest
        ],
    )


def part_costs(plan: Plan, name: ApproachName) -> list[float]:
    """Return the present cost of each part of an approach."""
    return [float(plan.projection.present_cost_of(name, lines)) for lines in COST_PARTS.values()]


def bill_words(prompting: Sequence[float], currency: str) -> str:
    """Return how much of prompting's cost is the bill; nothing where it costs nothing."""
    bill, *_ = prompting
    if not bill:
        return ""
    total = amount_words(sum(prompting), currency)
    return f"With prompting, your AI bill is {amount_words(bill, currency)} of {total}."


def amount_words(amount: float, currency: str) -> str:
    """Return an amount, in millions where it is large."""
    if amount < LARGEST_WRITTEN_OUT:
        return money(amount, currency)
    return short_money(float(f"{amount:.4g}"), currency)


def pieces(amounts: Sequence[float], longest: float) -> list[Piece]:
    """Return a bar's pieces, one after the other; those of nothing left out."""
    placed, x = [], 0.0
    for key, amount in zip(COST_PARTS, amounts, strict=True):
        width = LENGTH * amount / longest
        if amount > 0:
            placed.append(Piece(key, round(x, 2), round(width, 2)))
        x += width
    return placed
