"""The words of every use case at six volumes, against their own figures."""

import re
from calendar import month_name
from datetime import date
from itertools import product

import numpy as np
import pytest

from app.answers import fits
from app.catalog import presets
from app.inputs import FIELDS
from app.model import LINES
from app.pages.calculator.tiles import tiles
from app.plans.building import build_plan
from app.plans.plan import Plan
from app.words.conditions import flips, is_within_reach
from app.words.decision import verdict_headline, verdict_sentence
from app.words.fitting import fitting
from app.words.sentences import answer

VOLUMES = (1_000, 10_000, 40_000, 90_000, 150_000, 2_000_000)
AMOUNT = re.compile(r"\$([\d,.]*\d)(?: (million|billion))?")
MONTHS = list(month_name)[1:]
MONTH = re.compile(rf"({'|'.join(MONTHS)}) (\d{{4}})")
SIZES = {"": 1, "million": 1e6, "billion": 1e9}
ROUNDED = 0.0051  # three significant digits
CASES = list(product(presets(), VOLUMES))


@pytest.fixture(params=CASES, ids=lambda case: f"{case[0]}-{case[1]}", scope="module")
def plan(request: pytest.FixtureRequest) -> Plan:
    name, volume = request.param
    return build_plan(name, {"workload.requests_per_month": volume})


def amounts_in(words: str) -> list[float]:
    """Return the amounts of a text in dollars."""
    return [float(n.replace(",", "")) * SIZES[size] for n, size in AMOUNT.findall(words)]


def months_in(plan: Plan, words: str) -> list[int]:
    """Return the months of a text, counted from the decision."""
    start = date.fromisoformat(f"{plan.inputs.finance.start_month}-01")
    return [
        (int(year) - start.year) * 12 + MONTHS.index(name) + 1 - start.month
        for name, year in MONTH.findall(words)
    ]


def is_among(amount: float, figures: list[float]) -> bool:
    return any(abs(amount - abs(figure)) <= ROUNDED * amount for figure in figures)


def test_nothing_is_recommended_that_is_clearly_dearer(plan: Plan) -> None:
    recommended = plan.verdict.recommendation
    if recommended is None:
        assert plan.verdict.status == "forecast"  # of the use case that starts from nothing
        return
    costs = {
        name: {line: float(course.lines[line] @ plan.projection.discount) for line in LINES}
        for name, course in plan.projection.courses.items()
        if name == "prompting" or fits(plan.projection, name)
    }
    cheapest = min(costs, key=lambda name: sum(costs[name].values()))
    gaps = np.array([costs[recommended][line] - costs[cheapest][line] for line in LINES])
    lead, changes = gaps.sum(), np.abs(gaps).sum()
    near = max(changes / 10, sum(costs[cheapest].values()) / 100)
    assert recommended == cheapest or lead < near
    if verdict_headline(plan) == "Do both":
        assert cheapest == "hybrid"
    assert plan.verdict.status == ("close" if len(plan.verdict.tied or ()) > 1 else "clear")


def test_the_sentence_holds_one_amount_which_is_what_is_saved_or_lost(plan: Plan) -> None:
    sentence = verdict_sentence(plan)
    npvs = [item.npv for item in plan.summary.comparisons.values()]
    if not npvs:
        assert amounts_in(sentence) == []
        return
    [amount] = amounts_in(sentence)
    assert is_among(amount, npvs)
    is_gain = "saves about" in sentence or "would save about" in sentence
    assert any(is_gain == (npv > 0) and is_among(amount, [npv]) for npv in npvs)
    assert sentence.count("in today's money") == 1
    assert "prompting" in sentence


def test_a_month_in_the_sentence_is_the_one_from_which_it_pays(plan: Plan) -> None:
    months = months_in(plan, verdict_sentence(plan))
    recommended = plan.verdict.recommendation
    if recommended in (None, "prompting") or not months:
        assert months == []
        return
    [figures] = [item for name, item in plan.summary.comparisons.items() if name == recommended]
    assert months == [figures.discounted_break_even_month]


def test_every_amount_and_month_of_the_tiles_is_a_figure_of_the_plan(plan: Plan) -> None:
    summary, horizon = plan.summary, plan.inputs.finance.horizon_months
    figures = [item.present_cost for item in summary.approaches.values()]
    figures += [item.npv for item in summary.comparisons.values()]
    figures += [item.investment for item in summary.comparisons.values()]
    months = {horizon, *(item.discounted_break_even_month for item in summary.comparisons.values())}
    for tile in tiles(plan):
        words = f"{tile.value} {tile.remark}"
        assert all(is_among(amount, figures) for amount in amounts_in(words)), words
        assert set(months_in(plan, words)) <= months, words


def test_every_reason_and_price_is_a_figure_of_the_plan(plan: Plan) -> None:
    fit = fitting(plan)
    prices = [plan.verdict.price_of_fit or 0.0]
    assert all(is_among(amount, prices) for amount in amounts_in(fit.words if fit else ""))
    costs = {
        name: {line: float(course.lines[line] @ plan.projection.discount) for line in LINES}
        for name, course in plan.projection.courses.items()
    }
    tokens = ("input", "cached_input", "output")
    gaps = [
        sum(costs["prompting"][line] - costs[name][line] for line in lines)
        for name in plan.inputs.challengers
        for lines in [tokens, *([line] for line in LINES)]
    ]
    for words in answer(plan).reasons:
        assert all(is_among(amount, gaps) for amount in amounts_in(words)), words


def test_never_stands_beside_no_chance(plan: Plan) -> None:
    said = [verdict_headline(plan), verdict_sentence(plan), *answer(plan).details]
    said += [f"{tile.title} {tile.value} {tile.remark}" for tile in tiles(plan)]
    assert not any(re.search(r"\bnever\b(?! dearer)", words) for words in said)


@pytest.mark.parametrize("name", ["one-off-exploration", "brainstorming"])
def test_an_input_is_told_once_at_the_nearest_of_its_values(name: str) -> None:
    plan = build_plan(name, {})
    told = [item.what for item in flips(plan)]
    assert len(set(told)) == len(told) > 1
    [hours] = [item for item in flips(plan) if item.input == "prompting.upkeep_hours"]
    values = [item.switching_value for item in plan.thresholds if item.input == hours.input]
    assert len(values) == 2
    assert hours.address == plan.address_with(hours.input, min(filter(None, values)))


@pytest.mark.parametrize("name", ["customer-support", "internal-tools", "brainstorming"])
def test_where_it_flips_both_cost_the_same(name: str) -> None:
    plan = build_plan(name, {"workload.requests_per_month": 90_000})
    for item in flips(plan)[:3]:
        [threshold] = [
            found
            for found in plan.thresholds
            if found.input == item.input
            and plan.address_with(found.input, found.switching_value) == item.address
        ]
        assert threshold.switching_value is not None
        moved = plan.with_values({item.input: threshold.switching_value})
        npv = moved.summary.comparisons[threshold.comparison].npv
        assert abs(npv) <= 1e-6 * plan.summary.approaches["prompting"].present_cost
        assert is_within_reach(FIELDS[item.input])
