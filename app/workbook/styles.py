"""How cells look: what can be typed, numbers as finance writes them, money by its sign."""

from collections.abc import Mapping
from functools import cache
from math import ceil
from typing import Any

from app.inputs import InputField
from app.inputs.currencies import CURRENCIES
from app.words.money import symbol_of
from app.workbook.grid import PlainWorksheet

Formats = Mapping[str, Any]
CURRENCY = "currency"  # what a unit begins with that is money of the plan
Style = dict[str, Any]
TO_FILL: Style = {"bg_color": "#FFFBE6"}
BLUE: Style = {"font_color": "#0000FF"}
TYPED = TO_FILL | BLUE | {"locked": False}
FOLLOWS = TO_FILL | {"locked": False}
HEADER: Style = {"bold": True, "bg_color": "#E8EEF4", "bottom": 1}
QUIET = "#5A6472"
USUAL_WIDTH = 12  # digits, of a column of numbers; a comma takes half of one
BOUND = '[>=1E+15]"1 quadrillion";[>=1000]#,##0;General'  # of 1e15, the largest amount
QUARTER = '0000" Q"0'  # of 20273: 2027 Q3
STYLES: dict[str, Style] = {
    "title": {"bold": True, "font_size": 14},
    "heading": {"bold": True, "bottom": 1},
    "header": HEADER | {"text_wrap": True, "valign": "top"},
    "header_right": HEADER | {"text_wrap": True, "valign": "top", "align": "right"},
    "header_words": HEADER | {"valign": "top", "align": "left", "indent": 1},
    "header_date": HEADER | {"num_format": "mmm yyyy"},
    "header_volume": HEADER | {"num_format": "#,##0"},
    "header_fiscal_year": HEADER | {"num_format": "0"},
    "header_fiscal_quarter": HEADER | {"num_format": QUARTER},
    "header_typed": HEADER | TYPED | {"num_format": "@", "align": "right"},
    "key_input": TO_FILL | BLUE,
    "key_follows": TO_FILL,
    "label": {},
    "code": {"font_color": QUIET, "font_size": 9},
    "unit": {"font_color": QUIET, "indent": 1},
    "measure": {"font_color": QUIET, "indent": 1, "font_size": 9},
    "source": {"font_color": QUIET, "indent": 1, "text_wrap": True},
    "wrap": {"text_wrap": True, "valign": "top"},
    "words": {"text_wrap": True, "valign": "top", "align": "right"},
    "sentence": {"text_wrap": True, "valign": "top", "font_size": 12},
    "link": {"font_color": "#0B6E63", "underline": 1},
    # A month typed as 2027-01 stays a text and is not made a date.
    "text_input": TYPED | {"num_format": "@"},
    "constant": {"font_color": QUIET},
    "bound": {"font_color": QUIET, "num_format": BOUND},
    "share_bound": {"font_color": QUIET, "num_format": "0.0 %"},
    "year": {"num_format": "0"},
    "quarter": {"num_format": QUARTER},
    "date": {"num_format": "mmm yyyy", "align": "right"},
    "check": {"bold": True},
    "flag": {"bold": True, "font_color": "#0B6E63"},
    "wrong": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#C00000"},
    "alarm": {"bold": True, "font_color": "#C00000", "indent": 1},
    "stale": {"font_color": QUIET, "italic": True},
}
ANY_NUMBER = "#,##0.0###;[Red]-#,##0.0###"
PERCENT = "#,##0.0 %;[Red]-#,##0.0 %"
EXACT_PERCENT = "#,##0.0## %;[Red]-#,##0.0## %"  # of what somebody typed
WHOLE = "#,##0;[Red]-#,##0"
COUNTED = frozenset(  # units of what comes in whole numbers
    "requests tokens flag month months examples replicas runs passes answers".split()
)
# Kinds of money, and their decimals: amounts, what somebody typed, and what one of many costs.
MONEY = {"money": "", "unit_money": ".00##", "cost_of_one": ".0000"}


@cache
def money_format(currency: str, decimals: str = "") -> str:
    """Return the format of money in a currency, by its sign; without decimals unless given."""
    sign = f'"{symbol_of(currency)}"' if currency else ""
    number = f"{sign}#,##0{decimals}"
    return f"{number};[Red]-{number}"


def width_for(amount: float, currency: str) -> int:
    """Return how wide a column must be for money up to so much, below zero, too: in digits."""
    text = f"-{symbol_of(currency)}{amount:,.0f}"
    return max(USUAL_WIDTH, ceil(len(text) - text.count(",") / 2) + 1)


def styles_of(currency: str) -> dict[str, Style]:
    """Return every style, its money in the plan's currency."""
    money = {kind: money_format(currency, decimals) for kind, decimals in MONEY.items()}
    kinds = {
        "number": ANY_NUMBER,
        "whole": WHOLE,
        "exact_share": EXACT_PERCENT,
        **money,
        "dollars": money_format("USD", ".00####"),
    }
    plain: dict[str, Style] = {name: {"num_format": text} for name, text in kinds.items()}
    plain["share"] = {"num_format": PERCENT, "align": "right"}
    typed = {f"typed_{name}": TYPED | style for name, style in plain.items()}
    follows = {f"follows_{name}": FOLLOWS | style for name, style in plain.items()}
    total = {"total": {"num_format": money["money"], "bold": True, "top": 1}}
    return STYLES | plain | typed | follows | total


def style_of(field: InputField) -> str:
    """Return the name of the style of an input's value."""
    if not field.is_number:
        return "text"
    return style_of_unit(field.unit, whole=field.kind == "whole", exact=True)


def style_of_unit(unit: str, *, whole: bool = False, exact: bool = False) -> str:
    """Return the name of the style of a number by its unit."""
    if unit == CURRENCY:
        return "unit_money" if exact else "money"
    if unit.startswith("currency per US"):
        return "number"
    if unit.startswith(CURRENCY):
        return "unit_money" if exact else "cost_of_one"
    if unit.startswith("USD"):
        return "dollars"
    if unit == "date":
        return "date"
    if unit.startswith("fraction"):
        return "exact_share" if exact else "share"
    counted = unit in COUNTED or (unit.startswith(("requests", "calls")) and not exact)
    return "whole" if whole or counted else "number"


def in_plan(unit: str, currency: str) -> str:
    """Return a unit as inputs have it: it may say which currency the plan's is."""
    return CURRENCY + unit.removeprefix(currency) if unit.startswith(currency) else unit


def add_formats(book: Any, currency: str) -> Formats:
    """Add every style to a workbook; each format knows which kind of money it writes, if any."""
    formats = {}
    for name, style in styles_of(currency).items():
        formats[name] = book.add_format(style)
        kind = name.removeprefix("typed_").removeprefix("follows_")
        formats[name].money = "money" if kind == "total" else kind if kind in MONEY else ""
    for kind, decimals in MONEY.items():
        for code in ("", *with_a_sign()):
            format_of_sign = book.add_format({"num_format": money_format(code, decimals)})
            formats[sign_of(kind, code)] = format_of_sign
    return formats


def sign_of(kind: str, code: str) -> str:
    """Return the name of the style of a kind of money in a currency, for rules."""
    return f"{kind} in {code}"


def by_its_sign(sheet: PlainWorksheet, formats: Formats, currency: str, code: str) -> None:
    """Let the money of a sheet change its sign with the currency that is in use.

    `code` is the cell of this sheet that holds it. A currency that has no sign of its own is
    written without one: beside the title stands its code.
    """
    rules = [(f'{code}="{other}"', other) for other in with_a_sign() if other != currency]
    rules.append((f'{code}<>"{currency}"', ""))
    for kind in MONEY:
        if ranges := sheet.money_ranges(kind):
            signs = ((formula, formats[sign_of(kind, other)]) for formula, other in rules)
            sheet.look(" ".join(ranges), signs)


@cache
def with_a_sign() -> tuple[str, ...]:
    """Return the currencies that have a sign of their own."""
    return tuple(sorted(code for code in CURRENCIES if symbol_of(code).strip() != code))
