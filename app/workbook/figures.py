"""The figures of the summary as formulas, for the sheets Outputs and Checks."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.answers import Summary
from app.feeds.rows import APPROACH_UNITS, COMPARISON_UNITS
from app.inputs import APPROACHES, ApproachName
from app.model import CHALLENGERS, LINES, Challenger
from app.model.excel import formula
from app.model.language import Key
from app.model.table import APPROACH_RESULTS, COMPARISON_RESULTS
from app.workbook.grid import Grid

POLISHING = 3  # steps of Newton's method after IRR, which is only good to 1e-7


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its formula, what the server makes of it."""

    name: str
    unit: str
    template: str
    value: Any


def figures(summary: Summary) -> Iterator[Figure]:
    """Yield every figure, in the order of the sheet."""
    for name in APPROACHES:
        yield from approach_figures(name, summary)
    for challenger in CHALLENGERS:
        yield from comparison_figures(challenger, summary)
    costs = [f"[=out.{name}.present_cost]" for name in APPROACHES]
    prompting, tuning, hybrid = costs
    cheapest = (
        f'IF({prompting}<=MIN({tuning},{hybrid}),"prompting",'
        f'IF({tuning}<={hybrid},"tuning","hybrid"))'
    )
    every = ",".join(costs)
    close = f'IF(MEDIAN({every})-MIN({every})<[%close_call]*{prompting},"yes","no")'
    yield Figure("cheapest", "approach", cheapest, summary.cheapest)
    answer = "yes" if summary.too_close_to_call else "no"
    yield Figure("too_close_to_call", "yes or no", close, answer)


def approach_figures(name: ApproachName, summary: Summary) -> Iterator[Figure]:
    """Yield what an approach costs."""
    for item in APPROACH_RESULTS:
        amount = getattr(summary.approaches[name], item.name)
        template = formula(Key(name, item.name))
        yield Figure(f"{name}.{item.name}", APPROACH_UNITS[item.name], template, amount)


def comparison_figures(name: Challenger, summary: Summary) -> Iterator[Figure]:
    """Yield what an approach brings against prompting."""
    running = f"[*{name}.running]"
    month = f"[=out.{name}.break_even_month]"
    before, after = f"INDEX({running},{month})", f"INDEX({running},{month}+1)"
    templates = {item.name: formula(Key(name, item.name)) for item in COMPARISON_RESULTS} | {
        "irr": f'IF([={name}.rate]="","",(1+[={name}.rate])^[%months_per_year]-1)',
        "break_even_month": last_behind(running, f"[*{name}.behind]"),
        "break_even_month_exact": (
            f'IF({month}="","",IF({month}=0,0,{month}-1-{before}/({after}-{before})))'
        ),
        "discounted_break_even_month": last_behind(
            f"[*{name}.discounted_running]", f"[*{name}.discounted_behind]"
        ),
    }
    for metric, template in templates.items():
        amount = getattr(summary.comparisons[name], metric)
        yield Figure(f"{name}.{metric}", COMPARISON_UNITS[metric], template, amount)


def last_behind(running: str, behind: str) -> str:
    """Return the formula of the month from which a running sum stays ahead."""
    return f'IF(INDEX({running},COLUMNS({running}))<0,"",MAX({behind}))'


def write_rate(grid: Grid, name: Challenger, summary: Summary) -> None:
    """Write the search for the monthly rate of return: IRR, then Newton's method."""
    irr = summary.comparisons[name].irr
    monthly: float | str = "" if irr is None else (1 + irr) ** (1 / 12) - 1
    flows = f"[*{name}.saved]"
    guesses = ("guess", "high_guess", "low_guess", "highest_guess")
    search = '""'
    for guess in reversed(guesses):
        search = f"IFERROR(IRR({flows},[%{guess}]),{search})"
    grid.single(
        f"{name}.rate.0",
        "Rate of return per month, if savings change sign once",
        "fraction",
        f'IF(SUM([*{name}.change])=1,{search},"")',
        monthly,
    )
    for step in range(1, POLISHING + 1):
        rate = f"[={name}.rate.{step - 1}]"
        # NPV discounts its first amount too, hence the factors 1 + rate.
        worth = f"NPV({rate},{flows})*(1+{rate})"
        slope = f"NPV({rate},[*{name}.timed])"
        key = f"{name}.rate" if step == POLISHING else f"{name}.rate.{step}"
        better = f'IF({rate}="","",IFERROR({rate}+{worth}/{slope},{rate}))'
        grid.single(key, f"Better by Newton's method, step {step}", "fraction", better, monthly)


def line_sum(name: ApproachName) -> str:
    """Return the formula that adds up an approach's lines over all months."""
    return "+".join(f"SUM([*{name}.{line}])" for line in LINES)
