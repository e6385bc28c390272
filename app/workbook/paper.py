"""How the sheets are printed and protected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, starmap

from app.workbook.facts import Facts
from app.workbook.grid import FIRST_ROW, PlainWorksheet
from app.workbook.sheets.inputs import AS_OF, HEADING_ROW, SOURCE, UNIT

A4 = 9
MONTHS_A_PAGE = 12
SCALE = 46  # percent: a year of months beside their names, where amounts are short
PAGE_WIDTH = 784  # points between the margins of a sheet across
POINTS = 0.75 * 1.33  # of a pixel, in a font as wide as LibreOffice's where it has not Excel's
LINES_A_PAGE = 64  # at that scale
# Whoever likes may choose and widen what is locked, and copy it; there is no password.
ALLOWED = {
    "format_columns": True,
    "format_rows": True,
    "autofilter": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}
Area = tuple[int, int, int, int]  # first row and column, last row and column
UPRIGHT = ("About",)
PAGES_HIGH = {"About": 1, "Outputs": 1, "Checks": 1}  # the others: as many as it takes
HEADED = {"Inputs": HEADING_ROW, "Outputs": FIRST_ROW - 1, "Candidates": FIRST_ROW - 1}


@dataclass(frozen=True)
class Breaks:
    """Where the pages of a long sheet may begin."""

    rows: Sequence[int]  # of headings
    columns: Sequence[int]  # where they do
    first_column: int  # beside the names of the rows
    last_column: int
    head: int = FIRST_ROW  # rows that stand on each page


@dataclass(frozen=True)
class Areas:
    """What is printed of a sheet: each area begins a page."""

    areas: Sequence[Area]


def arrange(
    sheets: Mapping[str, PlainWorksheet], facts: Facts, breaks: Mapping[str, Breaks | Areas]
) -> None:
    """Settle how the sheets are printed, what is locked, and which one opens."""
    for title, sheet in sheets.items():
        if title not in UPRIGHT:
            sheet.set_landscape()
        sheet.set_paper(A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.7)
        sheet.set_header(f"&L&8{facts.title.replace('&', '&&')[:180]}&R&8&A")
        sheet.set_footer(f"&L&8{facts.made.replace('&', '&&')}&R&8Page &P of &N")
        if title in HEADED:
            sheet.repeat_rows(HEADED[title])
        how = breaks.get(title)
        if isinstance(how, Breaks):
            break_pages(sheet, how)
        elif isinstance(how, Areas):
            print_areas(sheet, how.areas)
        else:
            sheet.fit_to_pages(1, PAGES_HIGH.get(title, 0))
        sheet.protect("", ALLOWED)
    print_inputs(sheets["Inputs"])
    sheets["About"].activate()


def break_pages(sheet: PlainWorksheet, breaks: Breaks) -> None:
    """Print a year of months a page, their names on each, and begin pages at headings."""
    pages = pairwise([breaks.first_column, *breaks.columns, breaks.last_column + 1])
    sheet.set_print_scale(scale_of(sheet, starmap(range, pages), SCALE))
    sheet.repeat_rows(0, breaks.head - 1)
    sheet.repeat_columns(0, 0)
    sheet.print_area(0, breaks.first_column, sheet.dim_rowmax, breaks.last_column)
    sheet.set_v_pagebreaks(list(breaks.columns))
    rows, begun = [], 0
    for row, after in pairwise([*breaks.rows, sheet.dim_rowmax + 1]):
        if after - begun > LINES_A_PAGE:
            rows.append(row)
            begun = row
    sheet.set_h_pagebreaks(rows)


def print_areas(sheet: PlainWorksheet, areas: Sequence[Area]) -> None:
    """Print each area on a page of its own."""
    most = max(last - first + 1 for first, _, last, _ in areas)
    spans = (range(first, last + 1) for _, first, _, last in areas)
    sheet.set_print_scale(scale_of(sheet, spans, min(SCALE, SCALE * LINES_A_PAGE // most)))
    settle_areas(sheet, areas)


def print_inputs(sheet: PlainWorksheet) -> None:
    """Print the values of Inputs, then their sources; the bounds are left out."""
    last = sheet.dim_rowmax
    settle_areas(sheet, [(0, 0, last, UNIT), (HEADING_ROW, SOURCE, last, AS_OF)])


def settle_areas(sheet: PlainWorksheet, areas: Sequence[Area]) -> None:
    """Print several areas, each beside the names of its rows."""
    sheet.repeat_columns(0, 0)
    sheet.print_area_range = ",".join(sheet._convert_name_area(*area) for area in areas)


def scale_of(sheet: PlainWorksheet, spans: Iterable[range], largest: int) -> int:
    """Return at how many percent each span of columns is no wider than a page, beside the names."""
    pixels = max(sum(sheet.col_info[column].width for column in {0, *span}) for span in spans)
    return min(largest, int(100 * PAGE_WIDTH / (POINTS * pixels)))
