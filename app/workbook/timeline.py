"""The sheet Timeline: what the calendar gives, for 120 months; months outside the plan are off."""

from dataclasses import replace
from datetime import date

import numpy as np

from app.inputs import Inputs
from app.model import costs, month_code
from app.workbook.grid import LAST_MONTH, MONTHS, SINGLE, Grid

EPOCH = date(1899, 12, 30)  # day 0 of a spreadsheet's dates


def whole_timeline(inputs: Inputs) -> costs.Timeline:
    """Return the timeline of all 120 months, with requests only in those of the plan."""
    longest = inputs.replace({"finance.horizon_months": LAST_MONTH})
    time = costs.timeline(longest.workload, longest.finance)
    in_plan = inputs.finance.horizon_months >= MONTHS
    return replace(time, in_plan=in_plan, requests=np.where(in_plan, time.requests, 0.0))


def write_timeline(grid: Grid, inputs: Inputs, time: costs.Timeline) -> None:
    """Write every row of the sheet."""
    finance = inputs.finance
    elapsed = np.maximum(MONTHS - 1, 0)
    operating = time.in_plan & (MONTHS > 0)
    grid.months("month", "Month", "months", "[<month]+1", MONTHS)
    grid.sheet.write_number(grid.places.rows["month"].row, SINGLE, -1)
    grid.months(
        "date",
        "First day of the month",
        "date",
        "DATE(VALUE(LEFT([#finance.start_month],4)),VALUE(RIGHT([#finance.start_month],2))+[month],1)",
        [day_number(finance.start_month, month) for month in MONTHS.tolist()],
        "date",
    )
    in_plan = "IF([month]<=[#finance.horizon_months],1,0)"
    grid.months("in_plan", "In the plan", "flag", in_plan, time.in_plan)
    grid.months("operating", "In operation", "flag", "[in_plan]*IF([month]>0,1,0)", operating)
    grid.months("elapsed", "Months since month 1", "months", "MAX([month]-1,0)", elapsed)
    grown = "[#workload.requests_per_month]*(1+[#workload.monthly_growth])^[elapsed]"
    most = "[#workload.maximum_requests_per_month]"
    grid.months(
        "requests",
        "Requests",
        "requests",
        f"[operating]*IF(ISNUMBER({most}),MIN({grown},{most}),{grown})",
        time.requests,
    )
    grid.months(
        "price",
        "Price level: currency per US dollar, drift included",
        "ratio",
        "[#finance.exchange_rate]*(1+[#finance.provider_price_change])^([elapsed]/[%months_per_year])",
        time.price,
    )
    grid.months(
        "wage",
        "Wage level",
        "ratio",
        "(1+[#finance.wage_growth])^([elapsed]/[%months_per_year])",
        time.wage,
    )
    grid.months(
        "discount",
        "Discount factor",
        "ratio",
        "(1+[#finance.discount_rate])^(-[month]/[%months_per_year])",
        (1 + finance.discount_rate) ** (-MONTHS / costs.MONTHS_PER_YEAR),
    )


def day_number(start_month: str, month: int) -> int:
    """Return the first day of a month as a spreadsheet counts days."""
    return (date.fromisoformat(f"{month_code(start_month, month)}-01") - EPOCH).days
