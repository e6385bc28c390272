"""Feeds: flat rows with every key in every row, for spreadsheets and scripts."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

from app.answers import Uncertainty
from app.answers.years import FiscalYear
from app.feeds.payloads import input_rows, sensitivity_rows, threshold_rows
from app.inputs import APPROACHES, ApproachName
from app.model import CHALLENGERS, LINES, Projection, month_code
from app.plans.plan import Plan
from app.words.notes import Remark, remarks

Row = dict[str, Any]

Lines = Literal["costs", "all"]

CURRENCY = "currency"  # stands for the code of `finance.currency`
APPROACH_UNITS = {
    "upfront_cost": CURRENCY,
    "running_cost": CURRENCY,
    "total_cost": CURRENCY,
    "present_cost": CURRENCY,
    "provider_cost": CURRENCY,
    "people_cost": CURRENCY,
    "mistake_cost": CURRENCY,
    "cost_per_request": f"{CURRENCY} per request",
    "cost_per_right_answer": f"{CURRENCY} per right answer",
    "value_roi": "fraction",
    "hosting_utilisation": "fraction",
}
COMPARISON_UNITS = {
    "savings": CURRENCY,
    "npv": CURRENCY,
    "investment": CURRENCY,
    "roi": "fraction",
    "irr": "fraction per year",
    "break_even_month": "month",
    "break_even_month_exact": "month",
    "break_even_requests": "requests",
    "discounted_break_even_month": "month",
    "break_even_requests_per_month": "requests per month",
    "best_build_month": "month",
    "best_build_npv": CURRENCY,
    "cost_per_mistake_avoided": f"{CURRENCY} per mistake avoided",
    "best_examples": "examples",
}
SPREAD_UNITS = {"mean": CURRENCY, "p10": CURRENCY, "p50": CURRENCY, "p90": CURRENCY}
MONTH_UNITS = {"share": "fraction", "p10": "month", "p50": "month", "p90": "month"}


def single_figures(plan: Plan) -> Iterator[Row]:
    """Yield every figure of the summary that is one value, of the approaches considered."""
    currency = plan.inputs.finance.currency
    groups: list[tuple[str, Any, dict[str, str]]] = [
        *((name, figures, APPROACH_UNITS) for name, figures in plan.summary.approaches.items()),
        *((name, figures, COMPARISON_UNITS) for name, figures in plan.summary.comparisons.items()),
    ]
    for approach, figures, units in groups:
        for metric, unit in units.items():
            yield summary_row(
                metric, approach, getattr(figures, metric), unit.replace(CURRENCY, currency)
            )
    yield summary_row("cheapest", None, plan.summary.cheapest, "approach")
    yield summary_row("too_close_to_call", None, plan.summary.too_close_to_call, "yes or no")


def summary_rows(plan: Plan) -> list[Row]:
    """Return the summary: single figures, every crossing, every note.

    A value is a number; what is a text, or yes or no, stands in a column of its own.
    """
    rows = list(single_figures(plan))
    for approach, figures in plan.summary.comparisons.items():
        rows += [
            summary_row(f"crossing_{crossing.direction}", approach, crossing.month, "month")
            for crossing in figures.crossings
        ]
        rows += [
            summary_row("crossing_requests_per_month", approach, volume, "requests per month")
            for volume in figures.crossing_requests_per_month
        ]
    rows += [note_row(remark) for remark in remarks(plan)]
    return [with_text_apart(row) for row in rows]


def with_text_apart(row: Row) -> Row:
    """Return a figure with what is no number in the column `text`; empty is neither."""
    value = row["value"]
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        return row | {"value": None, "text": value}
    return row | {"text": None}


def note_row(remark: Remark) -> Row:
    """Return a note as a row: its code as the metric, its words as the text."""
    group = remark.inputs[0].split(".")[0]
    approach = group if group in APPROACHES else None
    return summary_row(f"note_{remark.code}", approach, remark.message, remark.severity)


def summary_row(metric: str, approach: str | None, value: Any, unit: str) -> Row:
    """Return one figure."""
    return {"metric": metric, "approach": approach, "value": value, "unit": unit}


def named_values(plan: Plan) -> dict[str, Any]:
    """Return the single figures by name, such as `tuning.npv` and `cheapest`.

    Those of an approach that is not considered are None: a cell that fetches one stays empty.
    """
    names = [
        *(f"{name}.{metric}" for name in APPROACHES for metric in APPROACH_UNITS),
        *(f"{name}.{metric}" for name in CHALLENGERS for metric in COMPARISON_UNITS),
    ]
    return dict.fromkeys(names) | {
        f"{row['approach']}.{row['metric']}" if row["approach"] else row["metric"]: row["value"]
        for row in single_figures(plan)
    }


def uncertainty_rows(plan: Plan) -> list[Row]:
    """Return the simulated figures; raises InvalidInputs without ranges."""
    result = plan.uncertainty
    currency = plan.inputs.finance.currency
    rows = [
        uncertain_row("probability_cheapest", name, value=share, unit="fraction")
        for name, share in result.probability_cheapest.items()
    ]
    for name, outlook in result.comparisons.items():
        cheaper = outlook.probability_cheaper
        rows.append(uncertain_row("probability_cheaper", name, value=cheaper, unit="fraction"))
        for group, units in (("npv", SPREAD_UNITS), ("break_even_month", MONTH_UNITS)):
            spread = getattr(outlook, group)
            for figure, unit in units.items():
                unit = unit.replace(CURRENCY, currency)
                value = getattr(spread, figure)
                rows.append(uncertain_row(f"{group}_{figure}", name, value=value, unit=unit))
        for figure in ("p10", "p50", "p90"):
            amounts = getattr(outlook.cumulative_savings, figure).tolist()
            rows += [
                uncertain_row(
                    f"cumulative_savings_{figure}", name, month=month, value=amount, unit=currency
                )
                for month, amount in enumerate(amounts)
            ]
    certain = result.expected_value_of_perfect_information
    rows.append(
        uncertain_row("expected_value_of_perfect_information", value=certain, unit=currency)
    )
    rows += [
        uncertain_row("value_of_learning", learnt=item.input, value=item.value, unit=currency)
        for item in result.value_of_learning
    ]
    return rows + acceptance_rows(result, currency) + planned_test_rows(result, currency)


def acceptance_rows(result: Uncertainty, currency: str) -> list[Row]:
    """Return how likely each approach is the cheapest, at each cost of a mistake."""
    return [
        uncertain_row(
            "acceptability", name, at=point.cost, at_unit=currency, value=share, unit="fraction"
        )
        for point in result.acceptability or ()
        for name, share in point.probability_cheapest.items()
    ]


def planned_test_rows(result: Uncertainty, currency: str) -> list[Row]:
    """Return what tests of so many answers are worth and cost, and which is best."""
    units = {"worth": currency, "cost": currency, "changes_mind": "fraction"}
    rows = [
        uncertain_row(
            f"test_{metric}",
            at=test.answers,
            at_unit="answers",
            value=getattr(test, metric),
            unit=unit,
        )
        for test in result.test_plan or ()
        for metric, unit in units.items()
    ]
    return [*rows, uncertain_row("best_test", value=result.best_test, unit="answers")]


def uncertain_row(
    metric: str,
    approach: str | None = None,
    *,
    learnt: str | None = None,
    month: int | None = None,
    at: float | None = None,
    at_unit: str | None = None,
    value: Any,
    unit: str,
) -> Row:
    """Return one simulated figure; `at` is the cost of a mistake, or the size of the test."""
    return {
        "metric": metric,
        "approach": approach,
        "input": learnt,
        "month": month,
        "value": value,
        "unit": unit,
        "at": at,
        "at_unit": at_unit,
    }


def month_rows(plan: Plan, *, lines: Lines = "costs") -> list[Row]:
    """Return one flat row per month, approach and line: the cost lines alone, or all."""
    projection = plan.projection
    start = projection.inputs.finance.start_month
    tables = {name: month_lines(projection, name, lines) for name in projection.courses}
    return [
        {
            "month": month,
            "date": month_code(start, month),
            "approach": name,
            "line": line,
            "amount": amounts[month],
        }
        for month in projection.months.tolist()
        for name, table in tables.items()
        for line, amounts in table.items()
    ]


def wide_month_rows(plan: Plan, *, lines: Lines = "costs") -> list[Row]:
    """Return one row per approach and line, one column per month, named by its date."""
    projection = plan.projection
    start = projection.inputs.finance.start_month
    dates = [month_code(start, month) for month in projection.months.tolist()]
    return [
        {"approach": name, "line": line} | dict(zip(dates, amounts, strict=True))
        for name in projection.courses
        for line, amounts in month_lines(projection, name, lines).items()
    ]


def month_lines(projection: Projection, name: ApproachName, lines: Lines) -> dict[str, list[float]]:
    """Return each line of one approach by month.

    The cost lines alone add up to the total; `all` has requests, right answers and savings beside.
    """
    course = projection.courses[name]
    amounts = {line: course.lines[line] for line in LINES}
    if lines == "all":
        amounts |= {"requests": projection.requests, "right_answers": course.right_answers}
        if name != "prompting":
            amounts["savings"] = projection.savings(name)
    return {line: values.tolist() for line, values in amounts.items()}


def year_rows(plan: Plan) -> list[Row]:
    """Return one flat row per fiscal year, approach and line.

    Beside the cost lines and their total there are the requests and, of a challenger, what it saves
    against prompting.
    """
    return [
        {"fiscal_year": item.year, "approach": name, "line": line, "amount": amount}
        for item in plan.years
        for name in item.amounts
        for line, amount in year_lines(item, name).items()
    ]


def year_lines(item: FiscalYear, name: ApproachName) -> dict[str, float]:
    """Return each line of one approach in a fiscal year."""
    lines = {**item.amounts[name], "requests": item.requests}
    return lines | ({"savings": item.savings[name]} if name != "prompting" else {})


ROWS: dict[str, Callable[[Plan], list[Row]]] = {
    "months": month_rows,
    "years": year_rows,
    "summary": summary_rows,
    "inputs": input_rows,
    "sensitivity": sensitivity_rows,
    "thresholds": threshold_rows,
    "uncertainty": uncertainty_rows,
}
COLUMNS: dict[str, tuple[str, ...]] = {  # of the feeds that may have no row
    "sensitivity": ("input", "low", "high", "comparison", "npv_low", "npv_high"),
    "thresholds": ("input", "entered", "comparison", "switching_value"),
}
