"""The results that are explained: what each is called, and how those found by search are set."""

from collections.abc import Mapping

from app.inputs import APPROACHES, in_style
from app.model import CHALLENGERS, Challenger
from app.model.formulas import formula_text
from app.model.language import Key
from app.model.table import APPROACH_RESULTS, COMPARISON_RESULTS, COST_PARTS
from app.pages.explain.explained import Floats, amount_text, split
from app.pages.explain.parts import digits
from app.plans.plan import Plan
from app.words.numbers import number, percent

VOLUME = "workload.requests_per_month"
BREAK_EVEN_VOLUME = "break_even_requests_per_month"
BEST_EXAMPLES = "best_examples"
MISTAKE_AVOIDED = "cost_per_mistake_avoided"
DISCOUNTED = frozenset(
    {"present_cost", "npv", "discounted_break_even_month", BREAK_EVEN_VOLUME, MISTAKE_AVOIDED}
)
IN_MONTH_ZERO = frozenset({"upfront_cost"})
BUILDING = "investment"  # what is paid for building, whenever that is
BREAK_EVEN = frozenset(
    {"break_even_month", "break_even_month_exact", "discounted_break_even_month"}
)
SHARES = frozenset({"value_roi", "roi", "irr", "hosting_utilisation"})
UTILISATION = "hosting_utilisation"
BREAK_EVEN_REQUESTS = "break_even_requests"
BEST_BUILD = frozenset({"best_build_month", "best_build_npv"})
WITHOUT_MONTHS = IN_MONTH_ZERO | BEST_BUILD | {BUILDING, UTILISATION, BEST_EXAMPLES}
# A cost in three parts: the quantity of each month, and its lines.
PART_OF = {
    item.name: part
    for item in APPROACH_RESULTS
    for part in COST_PARTS
    if item.expression == f"over_months({part})"
}
OF_APPROACH = {item.name: item.words for item in APPROACH_RESULTS}
# Found by search, so that no quantity of the model repeats them: how each is defined.
CROSSING = "month_before − before / (after − before)"
SEARCHED = {
    "irr": ("Internal rate of return, yearly", "(1 + monthly_return)^12 − 1"),
    "break_even_month": ("Pays from month", "month_before + 1"),
    "break_even_month_exact": ("Pays from month, interpolated", CROSSING),
    "discounted_break_even_month": ("Pays from month, in today's money", "month_before + 1"),
    BREAK_EVEN_REQUESTS: (
        "Pays after so many requests",
        "requests_before + share_of_month × requests_of_month",
    ),
    "best_build_month": (
        "Month in which building would pay most",
        "the build_month from 0 to horizon_months with the highest npv, the earliest of equals",
    ),
    "best_build_npv": (
        "Net present value if built then",
        "npv with build_month = best_build_month",
    ),
    BEST_EXAMPLES: (
        "Examples with which it would cost least",
        "the dataset_examples from 1 to 1,000,000 with the lowest present_cost, the fewest of "
        "equals",
    ),
    BREAK_EVEN_VOLUME: (
        "Pays from a volume of, requests in month 1",
        "the volume in month 1 from which npv stays at 0 or above, up to 10,000,000,000 requests",
    ),
}
OF_COMPARISON = {item.name: item.words for item in COMPARISON_RESULTS} | {
    name: words for name, (words, _) in SEARCHED.items()
}
# name -> what it is
RESULTS: Mapping[str, str] = {
    **{f"{name}.{key}": words for name in APPROACHES for key, words in OF_APPROACH.items()},
    **{f"{name}.{key}": words for name in CHALLENGERS for key, words in OF_COMPARISON.items()},
}


def definition(name: str) -> str:
    """Return the formula of a result in general."""
    approach, key = split(name)
    if key in SEARCHED:
        return f"{key} = {in_style(SEARCHED[key][1])}"
    return formula_text(Key(approach, key))


def running_savings(plan: Plan, name: Challenger, key: str) -> Floats:
    """Return the running sum of savings, in today's money where the result is."""
    quantity = "discounted_running" if key in DISCOUNTED else "running"
    return plan.projection.courses[name].quantity(quantity)


def result_text(plan: Plan, key: str, value: float | None) -> str:
    """Return a result with its unit."""
    if value is None:
        return "none"
    if key in SHARES:
        return percent(value)
    if key in (BREAK_EVEN_VOLUME, BREAK_EVEN_REQUESTS):
        return f"{number(round(value, 2))} requests"
    if key == BEST_EXAMPLES:
        return f"{number(value)} examples"
    if key in BREAK_EVEN or key == "best_build_month":
        return f"month {digits(float(value))}"
    return amount_text(plan, value)
