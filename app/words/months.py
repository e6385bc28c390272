"""Months, days and moments in words."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import cache, lru_cache
from itertools import pairwise

from babel.dates import format_date

from app.model import month_code
from app.words.approaches import listed
from app.words.numbers import LOCALE

MONTHS_OF_A_YEAR = 12
LONGEST_MONTH = 31  # days
YEARS = {  # as they are said; more are said in months
    1: "one year",
    2: "two years",
    3: "three years",
    4: "four years",
    5: "five years",
    10: "ten years",
}
DAYS_KEPT = 1000  # a page names the same few days again and again


@cache
def month_name(start_month: str, month: int) -> str:
    """Return the calendar month as people write it: December 2026."""
    return format_date(
        date.fromisoformat(f"{month_code(start_month, month)}-01"), "MMMM y", locale=LOCALE
    )


def months_named(codes: Iterable[str]) -> str:
    """Return months, YYYY-MM, as a sentence lists them: March to May and August 2026."""
    runs: list[list[date]] = []
    for day in sorted(date.fromisoformat(f"{code}-01") for code in codes):
        follows = bool(runs) and (day - runs[-1][-1]).days <= LONGEST_MONTH
        runs = [*runs[:-1], [*runs[-1], day]] if follows else [*runs, [day]]
    parts = [
        part
        for run in runs
        for part in ([[run[0], run[-1]]] if len(run) > 2 else [[day] for day in run])
    ]
    ends = [day for part in parts for day in part]
    names = {
        day: format_date(day, "MMMM" if day.year == after.year else "MMMM y", locale=LOCALE)
        for day, after in pairwise([*ends, date.max])
    }
    return listed([" to ".join(names[day] for day in part) for part in parts])


def moment_name(moment: datetime) -> str:
    """Return a point in time as people write it: 24 Nov 2026, 15:04 UTC."""
    return f"{format_date(moment, 'd MMM y', locale=LOCALE)}, {moment:%H:%M} UTC"


@lru_cache(DAYS_KEPT)
def day_name(iso_date: str) -> str:
    """Return a day as people write it: 24 Nov 2026."""
    return format_date(date.fromisoformat(iso_date), "d MMM y", locale=LOCALE)


def month_text(month: int | None, start_month: str) -> str:
    """Return a break-even month with its date."""
    if month is None:
        return "not within the plan"
    return "the start" if month == 0 else f"{month_name(start_month, month)} (month {month})"


def month_count(months: int) -> str:
    """Return so many months in words: 1 month, 12 months."""
    return "1 month" if months == 1 else f"{months} months"


def span_words(months: int) -> str:
    """Return so many months as people say it: two years, 18 months."""
    years, rest = divmod(months, MONTHS_OF_A_YEAR)
    if rest or years not in YEARS:
        return month_count(months)
    return YEARS[years]
