"""Why the answer is what it is: three reasons, and what else is worth a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.answers import fits
from app.answers.verdict import UNDECIDED
from app.inputs import ApproachName
from app.model import LINE_TITLES, LINES, Challenger
from app.model.table import COST_PARTS
from app.plans.plan import Plan
from app.words.approaches import DOING, listed, subject
from app.words.decision import amount_of, differing, is_equal, mends, too_long
from app.words.money import about
from app.words.months import month_name
from app.words.numbers import percent

# Of revisions that version 1 of the model saved.
CLOSE = "Too close to call: the two cheapest are within 5 % of prompting's cost of each other."
WHY_CLOSE = (
    "the difference is less than a tenth of all that is gained and lost line by line, or than 1 % "
    "of the cost"
)
BUILT = {"tuning": "the tuned model", "hybrid": "both"}
TOKENS = ("input", "cached_input", "output")  # said as one
DRIVERS = 2  # named on either side
LARGE, SMALL = 0.5, 0.1  # shares of what prompting costs that are worth a word


@dataclass(frozen=True)
class Answer:
    """The reasons for the verdict, and what else there is to say."""

    reasons: list[str]
    details: list[str]


def answer(plan: Plan) -> Answer:
    """Return why the plan's verdict is what it is."""
    if mends(plan):
        return Answer([], [])
    best = best_challenger(plan)
    if best is None:
        return Answer([three_parts(plan)], [])
    details = [
        *close_call(plan),
        *(course_of(plan, name) for name in plan.summary.comparisons if name != best),
        *(words for name in plan.summary.comparisons for words in best_build(plan, name)),
        *against_the_guide(plan),
    ]
    return Answer([*explanation(plan, best), largest_part(plan)], details)


def best_challenger(plan: Plan) -> Challenger | None:
    """Return the one of fine-tuning and hybrid that the sentences and figures are about.

    It is what the verdict recommends, else the cheaper of those that can run; None where nothing
    can be compared: in a forecast, where prompting cannot run, or too little is known of one.
    """
    if plan.verdict.status in UNDECIDED:
        return None
    costs = {name: plan.summary.approaches[name].present_cost for name in plan.summary.comparisons}
    return min(
        costs,
        key=lambda name: (
            name != plan.verdict.recommendation,
            not fits(plan.projection, name),
            costs[name],
        ),
        default=None,
    )


def three_parts(plan: Plan) -> str:
    """Return how much of prompting's cost is the bill, people and tools, and mistakes."""
    parts = {
        "the AI bill": COST_PARTS["provider"],
        "people and tools": COST_PARTS["people"],
        "wrong answers": COST_PARTS["mistakes"],
    }
    amounts = {words: cost_of(plan, lines) for words, lines in parts.items()}
    said = [f"{amount_of(plan, cost)} is for {words}" for words, cost in amounts.items() if cost]
    return f"Of all that it costs, {listed(said)}."


def cost_of(plan: Plan, lines: Sequence[str]) -> float:
    """Return the present cost of some of prompting's lines."""
    return float(plan.projection.present_cost_of("prompting", lines))


def largest_part(plan: Plan) -> str:
    """Return what of prompting's cost is large or small enough to matter."""
    total = plan.summary.approaches["prompting"].present_cost
    if not total:
        return "Prompting costs nothing in this plan."
    mistakes, bill = (cost_of(plan, COST_PARTS[part]) / total for part in ("mistakes", "provider"))
    said = f"The AI bill is {percent(bill)} of what prompting costs"
    if bill < SMALL:
        return f"{said}: cheaper tokens or a shorter prompt change little."
    if mistakes > LARGE:
        return f"Wrong answers are {percent(mistakes)} of what prompting costs: count them first."
    return f"{said}, wrong answers are {percent(mistakes)}."


def close_call(plan: Plan) -> list[str]:
    """Say between which approaches money cannot tell."""
    summary = plan.summary
    if not summary.too_close_to_call:
        return []
    if not summary.tied:
        return [CLOSE]
    between = listed([DOING[name] for name in summary.tied])
    return [f"Too close to call between {between}: {WHY_CLOSE}."]


def best_build(plan: Plan, name: Challenger) -> list[str]:
    """Say in which month building would pay most, where that is not the month planned."""
    figures, finance = plan.summary.comparisons[name], plan.inputs.finance
    month = figures.best_build_month
    if month is None or figures.best_build_npv is None:
        return []
    if month == plan.inputs.approach(name).build_month:
        return []
    when = f"in {month_name(finance.start_month, month)}" if month else "at once"
    best = about(figures.best_build_npv, finance.currency)
    planned = "saves" if figures.npv > 0 else "loses"
    return [
        f"Building {BUILT[name]} {when} would pay most and save about {best}; as planned it "
        f"{planned} about {amount_of(plan, figures.npv)}."
    ]


def course_of(plan: Plan, name: Challenger) -> str:
    """Return in one sentence how an approach fares against prompting."""
    if not fits(plan.projection, name):
        return f"{subject(name)} cannot run: {too_long(plan, name)}."
    return f"{subject(name)} would {differing(plan, name)}."


def explanation(plan: Plan, name: Challenger) -> list[str]:
    """Return what an approach saves against prompting, and what it takes, by line."""
    gaps = {words: cost for words, cost in gaps_of(plan, name).items() if not is_equal(plan, cost)}
    saved = sorted((words for words in gaps if gaps[words] > 0), key=lambda words: -gaps[words])
    spent = sorted((words for words in gaps if gaps[words] < 0), key=lambda words: gaps[words])
    if not saved and not spent:
        return [f"{subject(name)} and prompting cost the same on every line."]
    saves = listed([f"{amount_of(plan, gaps[words])} on {words}" for words in saved[:DRIVERS]])
    spends = listed([f"{amount_of(plan, gaps[words])} for {words}" for words in spent[:DRIVERS]])
    said = []
    if saves:
        said.append(f"{subject(name)} saves {saves}.")
    if spends:
        said.append(f"{'It' if saves else subject(name)} takes another {spends}.")
    return said


def gaps_of(plan: Plan, name: ApproachName) -> dict[str, float]:
    """Return what an approach saves against prompting on each line in today's money.

    Tokens are one line; what is said of each is its title.
    """
    groups = {"tokens": TOKENS} | {
        LINE_TITLES[line].lower(): (line,) for line in LINES if line not in TOKENS
    }
    costs = plan.projection.present_cost_of
    return {
        words: float(costs("prompting", lines) - costs(name, lines))
        for words, lines in groups.items()
    }


def against_the_guide(plan: Plan) -> list[str]:
    """Say where the money disagrees with what is usual for the use case."""
    cheapest = plan.summary.cheapest
    costs = {name: item.present_cost for name, item in plan.summary.approaches.items()}
    compared = costs.get("tuning", 0) > costs["prompting"]  # it may be cheaper, and unable to run
    if plan.preset.leaning == "tuning" and cheapest == "prompting" and compared:
        return [
            f"{plan.preset.title} is a use for which fine-tuning is often advised. At these prices "
            "and this volume its fixed costs outweigh what it saves."
        ]
    if plan.preset.leaning == "prompting" and cheapest != "prompting":
        return [
            f"{plan.preset.title} is a use for which prompting is often advised; here only the "
            "money is counted, not the freedom to change."
        ]
    return []
