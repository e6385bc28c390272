"""The figures of the summary as formulas, for the sheets Outputs and Checks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.answers import Summary
from app.feeds.rows import APPROACH_UNITS, COMPARISON_UNITS
from app.inputs import APPROACHES, TITLES, ApproachName, Challenger
from app.model.excel import formula
from app.model.language import Key
from app.model.table import APPROACH_RESULTS, COMPARISON_RESULTS
from app.workbook.sheets.timeline import day_number
from app.workbook.standing import cheapest_of, tied_of
from app.workbook.styles import in_plan, style_of_unit

# What the server finds by trying other volumes, months to build in or numbers of examples.
SEARCHED = (
    "break_even_requests_per_month",
    "best_build_month",
    "best_build_npv",
    "best_examples",
)
WORDS = {item.name: item.words for item in (*APPROACH_RESULTS, *COMPARISON_RESULTS)} | {
    "irr": "Internal rate of return, yearly",
    "break_even_month": "Pays from month",
    "break_even_date": "Pays from",
    "break_even_month_exact": "Pays from month, interpolated",
    "break_even_requests": "Pays after so many requests",
    "discounted_break_even_month": "Pays from month, in today's money",
    "discounted_break_even_date": "Pays from, in today's money",
    "break_even_requests_per_month": "Pays from a volume of",
    "best_build_month": "Month in which building would pay most",
    "best_build_npv": "Net present value if built then",
    "best_examples": "Examples that would cost least in all",
    "cheapest": "The cheapest in today's money",
    "too_close_to_call": "Too close to call",
    "tied": "Tied with the cheapest",
}
# Months of the plan, and what they are called as dates.
DATED = {
    "break_even_month": "break_even_date",
    "discounted_break_even_month": "discounted_break_even_date",
}
IN_WORDS = ("approach", "approaches", "yes or no")  # units


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its formula, what the server makes of it."""

    name: str
    unit: str
    template: str
    value: Any

    @property
    def words(self) -> str:
        """What it is, and whose."""
        approach, _, metric = self.name.rpartition(".")
        words = WORDS[metric]
        if not approach:
            return words
        return f"{TITLES[approach]}: {words[:1].lower()}{words[1:]}"

    @property
    def style(self) -> str:
        """The name of the style of its value."""
        if self.unit in IN_WORDS:
            return "words"
        return "number" if self.name.endswith("_exact") else style_of_unit(self.unit)

    def style_in(self, currency: str) -> str:
        """Return that name where the unit says which currency it is."""
        return replace(self, unit=in_plan(self.unit, currency)).style


def figures(summary: Summary, start_month: str) -> Iterator[Figure]:
    """Yield every figure that has a formula, in the order of the sheet."""
    for name in summary.approaches:
        yield from approach_figures(name, summary)
    for challenger in summary.comparisons:
        yield from comparison_figures(challenger, summary, start_month)
    considered = tuple(name for name in APPROACHES if name in summary.approaches)
    yield Figure("cheapest", "approach", cheapest_of(considered), TITLES[summary.cheapest])
    if len(considered) > 1:
        yield from close_figures(considered, summary)


def close_figures(considered: tuple[ApproachName, ...], summary: Summary) -> Iterator[Figure]:
    """Yield who is tied with the cheapest, and whether anyone else is."""
    tied = "+".join(f"[={name}.tied]" for name in considered)
    answer = "yes" if summary.too_close_to_call else "no"
    close = f'IF({tied}>1,"yes","no")'
    yield Figure("too_close_to_call", "yes or no", close, answer)
    yield Figure("tied", "approaches", tied_of(considered), listed(summary.tied))


def listed(names: Iterable[ApproachName]) -> str:
    """Return approaches as a cell lists them."""
    return ", ".join(TITLES[name] for name in names)


def approach_figures(name: ApproachName, summary: Summary) -> Iterator[Figure]:
    """Yield what an approach costs."""
    for item in APPROACH_RESULTS:
        amount = getattr(summary.approaches[name], item.name)
        template = formula(Key(name, item.name))
        yield Figure(f"{name}.{item.name}", APPROACH_UNITS[item.name], template, amount)


def comparison_figures(name: Challenger, summary: Summary, start_month: str) -> Iterator[Figure]:
    """Yield what an approach brings against prompting, its months of break-even as dates, too."""
    templates = comparison_templates(name)
    for metric, unit in COMPARISON_UNITS.items():
        if metric in templates:
            amount = getattr(summary.comparisons[name], metric)
            yield Figure(f"{name}.{metric}", unit, templates[metric], amount)
        if metric in DATED:
            month = f"[=out.{name}.{metric}]"
            template = f'IF({month}="","",INDEX([*date],{month}+1))'
            date = date_of(start_month, amount)
            yield Figure(f"{name}.{DATED[metric]}", "date", template, date)


def date_of(start_month: str, month: int | None) -> int | None:
    """Return the first day of a month of the plan as a spreadsheet counts days; None for none."""
    return None if month is None else day_number(start_month, month)


def comparison_templates(name: Challenger) -> Mapping[str, str]:
    """Return the formulas of what an approach brings, by metric."""
    running = f"[*{name}.running]"
    month, exact = f"[=out.{name}.break_even_month]", f"[=out.{name}.break_even_month_exact]"
    before, after = f"INDEX({running},{month})", f"INDEX({running},{month}+1)"
    served = f'SUMIFS([*requests],[*month],"<"&{month})'
    begun = f"({exact}+1-{month})*INDEX([*requests],{month}+1)"
    return {item.name: formula(Key(name, item.name)) for item in COMPARISON_RESULTS} | {
        "irr": f'IF([={name}.rate]="","",(1+[={name}.rate])^[%months_per_year]-1)',
        "break_even_month": last_behind(running),
        "break_even_month_exact": (
            f'IF({month}="","",IF({month}=0,0,{month}-1-{before}/({after}-{before})))'
        ),
        "break_even_requests": f'IF({month}="","",IF({month}=0,0,{served}+{begun}))',
        "discounted_break_even_month": last_behind(f"[*{name}.discounted_running]"),
    }


def searched(summary: Summary) -> Iterator[Figure]:
    """Yield the figures that only the server finds; they stand until an input is changed."""
    for name, comparison in summary.comparisons.items():
        for metric in SEARCHED:
            amount = getattr(comparison, metric)
            yield Figure(f"{name}.{metric}", COMPARISON_UNITS[metric], "", amount)


def last_behind(running: str) -> str:
    """Return the formula of the month from which a running sum stays ahead."""
    months = f"SUMPRODUCT(MAX(({running}<0)*[*in_plan]*([*month]+1)))"
    return f'IF(INDEX({running},COLUMNS({running}))<0,"",{months})'
