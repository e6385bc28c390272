"""Numbers as people type them: `200,000`, `200k`, `1.5M`, `8%`, `€2`, `10000/day`.

What may stand beside the digits depends on the unit: a currency beside an amount, a period beside
a number of requests, `%` beside a share.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from app.inputs.currencies import CURRENCIES
from app.inputs.money import SIGNS, currencies_of
from app.inputs.styles import ENGLISH, Style, current_style, in_style

SUFFIXES = {
    "": 1.0,
    "k": 1e3,
    "m": 1e6,
    "b": 1e9,
    "bn": 1e9,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
}
HOURS_PER_MONTH = 730
# How many of each period a month has, as a fraction: a year has 365 days and 12 months.
PER_MONTH: dict[str, tuple[int, int]] = {
    "hour": (HOURS_PER_MONTH, 1),
    "day": (365, 12),
    "week": (365, 12 * 7),
    "month": (1, 1),
    "quarter": (1, 3),
    "year": (1, 12),
}
PERIODS = {
    short: period
    for period, shorts in {
        "hour": ("hour", "hr", "h"),
        "day": ("day", "d"),
        "week": ("week", "wk", "w"),
        "month": ("month", "mo"),
        "quarter": ("quarter", "q"),
        "year": ("year", "yr", "y", "annum"),
    }.items()
    for short in shorts
}
MONEY = "|".join([*map(re.escape, sorted(SIGNS, key=len, reverse=True)), "[A-Z]{3}"])
PERIOD = "|".join(sorted(PERIODS, key=len, reverse=True))
BY_TWOS = r"[1-9]\d?(?:,\d\d)*,\d{3}"  # 12,34,567, as India writes it
GROUP = "[,_'\u2019\u00a0\u202f ]"
NUMBER = re.compile(
    rf"""(?P<sign>[+-]?)\s*
        (?:(?P<before>{MONEY})\s*)?
        (?P<digits>(?:\d{{1,3}}(?:{GROUP}\d{{3}})+ | \d+)(?:\.\d*)? | \.\d+)
        (?P<exponent>e[+-]?\d{{1,3}})?
        \s*(?P<suffix>thousand|million|billion|k|m|bn|b)?
        \s*(?P<percent>%)?
        (?:\s*(?P<after>{MONEY}))?
        (?:\s*(?:/|\bper\b|\ban?\b)\s*(?P<period>{PERIOD}))?
        """,
    re.VERBOSE | re.IGNORECASE,
)
DECIMAL_COMMA = re.compile(  # 2,50
    r"(?<![\d.,])(?P<whole>\d*),(?P<decimals>\d{1,2}|\d{4,})(?![\d,.])"
)
TYPED = re.compile(r"[.,]?\d(?:[.,\u2019\u202f]?\d)*[.,]?")  # digits with the marks of any style
NO_NUMBER = "must be a number, such as 200,000, 200k, 1.5M or 0.25"
THOUSANDS_BY_POINT = re.compile(r"[1-9]\d{0,2}(\.000)+")  # 40.000 is 40,000 in much of Europe
THREE_DECIMALS = re.compile(r"[1-9]\d{0,2}\.\d{3}")  # 12.500 is 12,500 there, too
NOTHING_IN_GROUPS = re.compile(r"0,(?P<decimals>\d{3})")  # 0,125 is no 125
COUNTED = ("requests", "tokens", "calls", "examples")  # units of what is counted begin so
SMALLEST = 1e-15  # what is nearer to zero is zero; see docs/decisions/0001-largest-amount.md
LONGEST = 64  # characters; no number worth reading is longer


@dataclass(frozen=True, kw_only=True)
class Manner:
    """What a number is of, and so what may stand beside its digits."""

    unit: str = ""  # as the schema writes it
    whole: bool = False
    currency: str = "USD"  # of the amounts that no provider bills

    @property
    def is_fraction(self) -> bool:
        """Whether `%` may stand beside it."""
        return self.unit.startswith("fraction")

    @property
    def is_count(self) -> bool:
        """Whether three decimals are more likely thousands than decimals."""
        return self.whole or self.unit.startswith(COUNTED)

    @property
    def takes_period(self) -> bool:
        """Whether it may be given per day, week or year."""
        return self.unit == "requests"

    @property
    def money(self) -> str | None:
        """The code of the currency that it is in; None for what is no amount."""
        if self.unit.startswith("USD"):
            return "USD"
        return self.currency if self.unit.startswith("currency") else None


PLAIN = Manner()
SHARE = Manner(unit="fraction")


def parse_number(value: object) -> object:
    """Return the number that `value` spells, or `value` itself if it is no text.

    Raises ValueError, in words for the person who typed it, when the text is no number.
    """
    return _parsed(value, PLAIN)


def parse_fraction(value: object) -> object:
    """Return the fraction that `value` spells (`8%` and `0.08` are the same).

    Raises ValueError as `parse_number` does.
    """
    return _parsed(value, SHARE)


def _parsed(value: object, manner: Manner) -> object:
    """Return the value as a number; zero for one so small that dividing by it leaves no number."""
    if isinstance(value, bool):
        raise ValueError("must be a number")
    number = read_typed(value, manner) if isinstance(value, str) else value
    return 0.0 if isinstance(number, float) and abs(number) < SMALLEST else number


def percent_to_fraction(text: str) -> str:
    """Return the text of a field labelled "%" with its unit said: `8` becomes `8%`."""
    stripped = text.strip()
    return stripped if not stripped or stripped.endswith("%") else f"{stripped}%"


def in_english(text: str, style: Style) -> str:
    """Return a number typed in a style, or a range of two, with the marks of English in it.

    What is wrong in the style is then wrong in English for the same reason. Raises ValueError, in
    words for the person who typed it, for a mark that the style uses for nothing.
    """
    if style == ENGLISH:
        return text
    ends = text.split("..")
    return "..".join(TYPED.sub(lambda match: _in_english(match[0], style), end) for end in ends)


def _in_english(digits: str, style: Style) -> str:
    """Return the digits of a number with the marks of English between them."""
    if style.by_twos:
        whole, point, decimals = digits.partition(".")
        is_grouped = re.fullmatch(BY_TWOS, whole)
        return f"{int(whole.replace(',', '')):,}{point}{decimals}" if is_grouped else digits
    if style.foreign and style.foreign in digits:
        _check_foreign(digits, style)
    marks = f"{style.foreign}{style.group}{style.decimal}"
    return digits.translate(str.maketrans(marks, f"{',' * (len(marks) - 1)}."))


def _check_foreign(digits: str, style: Style) -> None:
    """Raise ValueError unless a mark that the style uses for nothing can only part thousands."""
    mark, decimal = re.escape(style.foreign), re.escape(style.decimal)
    whole, _, decimals = digits.partition(style.foreign)
    if re.fullmatch(rf"[1-9]\d{{0,2}}{mark}\d{{3}}", digits):
        count = style.written(f"{int(whole + decimals):,}")
        number = style.written(f"{whole}.{decimals}".rstrip("0").rstrip("."))
        raise ValueError(f"must be clear. {digits}: {count} or {number}?")
    if re.fullmatch(r"\d*", whole) and re.fullmatch(r"\d+", decimals):
        raise ValueError(decimals_after(whole, decimals))
    if not re.fullmatch(rf"[1-9]\d{{0,2}}({mark}\d{{3}})+({decimal}\d*)?", digits):
        raise ValueError(in_style(NO_NUMBER))


def read_typed(text: str, manner: Manner) -> float:
    """Return the number that a text spells, in the unit of its input; requests per month.

    Raises ValueError, in words for the person who typed it: what the input must be, or a question.
    """
    match = _match(text)
    _check_clear(match, manner)
    _check_company(match, manner)
    digits = re.sub(r"[^\d.]", "", match["digits"])
    number = float(match["sign"] + digits + (match["exponent"] or ""))
    number *= SUFFIXES[(match["suffix"] or "").lower()]
    if match["percent"]:
        # In decimal, so that 7.1 % is the same number as 0.071.
        return float(Decimal(repr(number)) / 100)
    if match["period"]:
        times, over = PER_MONTH[PERIODS[match["period"].lower()]]
        return number * times / over
    return number


def _match(text: str) -> re.Match[str]:
    stripped = text.strip()
    if not stripped:
        raise ValueError("must not be empty: enter a number")
    match = NUMBER.fullmatch(stripped.replace("\u2212", "-")) if len(stripped) <= LONGEST else None
    if match is None or not all(map(currencies_of, _marks(match))):
        if comma := DECIMAL_COMMA.search(stripped):
            whole, decimals = comma["whole"], comma["decimals"]
            raise ValueError(decimals_after(whole, decimals))
        raise ValueError(in_style(NO_NUMBER))
    return match


def decimals_after(whole: str, decimals: str) -> str:
    """Return what is said where another mark stands before decimals."""
    mark = current_style().decimal_name
    return f"must have a {mark} before decimals: write {in_style(f'{whole or 0}.{decimals}')}"


def _marks(match: re.Match[str]) -> list[str]:
    """Return the signs and codes of currencies in the text."""
    return [mark for mark in (match["before"], match["after"]) if mark]


def _check_clear(match: re.Match[str], manner: Manner) -> None:
    """Raise ValueError where a mark may part thousands or decimals."""
    digits = match["digits"]
    if THOUSANDS_BY_POINT.fullmatch(digits):
        raise ValueError(in_style("must be clear: write 40,000 or 40 rather than 40.000"))
    if group := NOTHING_IN_GROUPS.fullmatch(digits):
        raise ValueError(decimals_after("0", group["decimals"]))
    # Nobody writes 1.234M for 1,234 millions.
    alone = not match["suffix"] and not match["exponent"]
    if manner.is_count and alone and THREE_DECIMALS.fullmatch(digits):
        readings = f"{digits.replace('.', '')} or {digits.rstrip('0')}"
        raise ValueError(in_style(f"must be clear. {digits}: {readings}?"))


def _check_company(match: re.Match[str], manner: Manner) -> None:
    """Raise ValueError for what must not stand beside this number."""
    if match["percent"] and not manner.is_fraction:
        raise ValueError("must be a plain number, without %")
    if match["period"] and not manner.takes_period:
        raise ValueError(
            "must be a plain number: only requests can be given per hour, day, week or year"
        )
    for mark in _marks(match):
        _check_money(mark, manner)


def _check_money(mark: str, manner: Manner) -> None:
    """Raise ValueError for a sign or a code of another currency, or of any beside no amount."""
    money, meant = manner.money, currencies_of(mark)
    if money is None:
        raise ValueError(f"must be a plain number, without {mark}")
    if money in meant or money not in CURRENCIES:  # a currency that is none is said elsewhere
        return
    whose = "which providers bill in" if manner.unit.startswith("USD") else "the plan's currency"
    raise ValueError(f"must be in {money}, {whose}, not in {meant[0]}")
