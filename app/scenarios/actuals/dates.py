"""Months as people and spreadsheets write them; one that may be either of two is said to be.

No library of dates is asked: those that read many forms choose one meaning without a word.
"""

import re
from collections.abc import Collection
from datetime import UTC, date, datetime

from app.inputs import Inputs
from app.model import month_code

MONTH = "a month, written like 2026-12, 12/2026 or Dec 2026, or a day such as 31.12.2026"
YEAR = r"(?:19|20|21)\d\d"
YEAR_FIRST = re.compile(rf"({YEAR})[-/.](\d{{1,2}})(?:[-/.]\d{{1,2}}(?:[T ].*)?)?")
MONTH_FIRST = re.compile(rf"(\d{{1,2}})[-/.]({YEAR})")
DAY = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2({YEAR}|(?<!-)\d\d)(?: .*)?")
NAMED = (
    "%b %Y", "%B %Y", "%b-%y", "%b-%Y", "%b %y",
    "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y", "%b %d, %Y", "%B %d, %Y",
)  # fmt: skip


def plan_months(inputs: Inputs) -> list[str]:
    """Return the calendar months of a plan, as YYYY-MM, from its month 0 on."""
    finance = inputs.finance
    return [month_code(finance.start_month, month) for month in range(finance.horizon_months + 1)]


def months_in(text: str, of_plan: Collection[str]) -> list[str]:
    """Return the month that a text names, as YYYY-MM; none, or two where it may be either.

    5/1/2026 is in May in some places, in January in others: if only one of them is the first of a
    month of the plan, that is meant.
    """
    days = {f"{day:%Y-%m}": day for day in days_in(text.strip())}
    firsts = [month for month, day in days.items() if day.day == 1 and month in of_plan]
    return firsts if len(firsts) == 1 else [*days]


def days_in(text: str) -> list[date]:
    """Return the days that a text may mean, the first of a month where it names no day."""
    if match := YEAR_FIRST.fullmatch(text):
        return days_of(match[1], (match[2], "1"))
    if match := MONTH_FIRST.fullmatch(text):
        return days_of(match[2], (match[1], "1"))
    if match := DAY.fullmatch(text):
        first, mark, second, year = match.groups()
        month_first = [] if mark == "." else [(first, second)]  # nobody writes it with dots
        return days_of(year, (second, first), *month_first)
    return named_days(text)


def days_of(year: str, *ends: tuple[str, str]) -> list[date]:
    """Return those that are days, of a year and pairs of month and day."""
    found = []
    for month, day in ends:
        try:
            found.append(date(int(f"20{year}"[-4:]), int(month), int(day)))
        except ValueError:
            continue
    return found


def named_days(text: str) -> list[date]:
    """Return the day, or the first of the month, that a text names by a word."""
    for form in NAMED:
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
        return [day] if re.fullmatch(YEAR, str(day.year)) else []
    return []
