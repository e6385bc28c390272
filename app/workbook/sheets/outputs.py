"""The sheet Outputs: the summary's figures, unrounded, each with a name, and the chart."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.answers import Summary
from app.inputs import TITLES
from app.plans.plan import Plan
from app.workbook.cases import BASE, SERVED, most_money
from app.workbook.figures import Figure, figures, listed, searched
from app.workbook.flags import write_flag
from app.workbook.grid import (
    COLUMNS,
    FIRST,
    FIRST_ROW,
    LAST_MONTH,
    SINGLE,
    Place,
    Places,
    PlainWorksheet,
    unit_words,
)
from app.workbook.lines import fit_row, lines_of
from app.workbook.packing import PackedWorkbook
from app.workbook.sheets.inputs import CASE_NUMBER, CHOSEN, as_generated, changed, spelled
from app.workbook.styles import CURRENCY, Formats, width_for

COLOURS = {"prompting": "#B4530A", "tuning": "#0B6E63", "hybrid": "#5B45B0"}  # as on the pages
GENERATED = SINGLE + 1  # the first column of what the server found, a column a case
AGREES = GENERATED + len(SERVED)
CHART = AGREES + 2  # its left column
WIDTH = 18  # characters, at least, of a column of figures
IN_USE = "In use"
ONLY_SERVER = (
    "Found by the server, which tries other volumes, months and numbers of examples: empty once "
    "an input is changed or another case chosen, until a new workbook is fetched."
)
OWN_CASES = "A case of your own is In use, live, while it is chosen."
HEADINGS = ("Figure", "Code name", "Unit", IN_USE, *SERVED, "Agrees")


def figures_of(plan: Plan, summary: Summary) -> Iterator[Figure]:
    """Yield the figures of a summary of the plan, or of one of its cases."""
    return figures(summary, plan.inputs.finance.start_month)


def place_outputs(plan: Plan, places: Places) -> None:
    """Settle the row of every figure, before formulas elsewhere name it."""
    for row, figure in enumerate(figures_of(plan, plan.summary), start=FIRST_ROW):
        places.rows[f"out.{figure.name}"] = Place("Outputs", row)


def agreeing(places: Places) -> str:
    """Return the cells that say of each figure whether it is the server's, for other sheets."""
    rows = [place.row + 1 for name, place in places.rows.items() if name.startswith("out.")]
    return f"Outputs!${COLUMNS[AGREES]}${min(rows)}:${COLUMNS[AGREES]}${max(rows)}"


def write_outputs(
    book: PackedWorkbook,
    sheet: PlainWorksheet,
    plan: Plan,
    found: Mapping[str, Summary],
    generated_at: datetime,
    formats: Formats,
    places: Places,
) -> None:
    """Write the figures of the case in use beside the server's of each case, and the chart."""
    write_top(sheet, generated_at, formats, places)
    by_case = [list(figures_of(plan, found[case])) for case in SERVED]
    row = FIRST_ROW
    for figure, *others in zip(by_case[0], *by_case, strict=True):
        write_figure(book, sheet, row, figure, formats)
        formula = places.formula(figure.template, "Outputs")
        write_result(sheet, row, formula, figure, formats)
        write_served(sheet, row, others, formats, places)
        row += 1
    write_searched(book, sheet, row + 1, plan, formats, places)
    width = max(WIDTH, width_for(most_money(found), plan.inputs.finance.currency))
    fit_row(sheet, row - 1, lines_of(listed(plan.inputs.considered), width))  # who is tied
    sheet.set_widths((60, 34, 27, *[width] * (1 + len(SERVED)), 9))
    sheet.freeze_panes(FIRST_ROW, 1)
    write_chart(book, sheet, plan, places)


def write_top(
    sheet: PlainWorksheet, generated_at: datetime, formats: Formats, places: Places
) -> None:
    """Write which case is in use, whether the checks hold, and of when the server's figures are."""
    sheet.write_value(0, 0, "Outputs", formats["title"])
    sheet.write_value(1, 0, "Case in use", formats["heading"])
    sheet.write_formulas(1, SINGLE, [CHOSEN], formats["flag"], [BASE])
    words = f"The server's, of {generated_at:%Y-%m-%d}"
    moved = f"{words}, before inputs were changed"
    dated = f'IF({changed(places.inputs)}>0,"{moved}","{words}")'
    sheet.write_formulas(1, GENERATED, [dated], formats["unit"], [words])
    write_flag(sheet, 2, SINGLE, formats, places)
    sheet.write_value(2, GENERATED, OWN_CASES, formats["unit"])
    write_headings(sheet, FIRST_ROW - 1, HEADINGS, formats)
    named = f'"{IN_USE}: "&{CHOSEN}'
    header = formats["header_right"]
    sheet.write_formulas(FIRST_ROW - 1, SINGLE, [named], header, [f"{IN_USE}: {BASE}"])


def write_dated(
    sheet: PlainWorksheet, words: str, moved: str, formats: Formats, places: Places
) -> None:
    """Write below the title what a sheet of values is, and more once they are of the past.

    Of each text a formula takes 255 characters.
    """
    formula = f'"{words}"&IF({as_generated(places.inputs)},""," {moved}")'
    sheet.write_formulas(1, 0, [formula], formats["unit"], [words])


def write_headings(
    sheet: PlainWorksheet, row: int, headings: Sequence[str], formats: Formats
) -> None:
    """Write headings, those of numbers to the right."""
    sheet.write_row(row, 0, headings[:SINGLE], formats["header"])
    sheet.write_row(row, SINGLE, headings[SINGLE:], formats["header_right"])


def write_served(
    sheet: PlainWorksheet,
    row: int,
    by_case: list[Figure],
    formats: Formats,
    places: Places,
) -> None:
    """Write what the server made of a figure in each case, and whether the workbook agrees.

    Where the server knows no figure of what is in use, nothing is compared, and nothing said.
    """
    for column, figure in enumerate(by_case, start=GENERATED):
        sheet.write_value(row, column, spelled(figure.value), formats[figure.style])
    here = f"${COLUMNS[SINGLE]}{row + 1}"
    base, low, high = (f"${COLUMNS[column]}{row + 1}" for column in range(GENERATED, AGREES))
    server = f"IF({CASE_NUMBER}=2,{low},IF({CASE_NUMBER}=3,{high},{base}))"
    size = "ABS([=out.prompting.total_cost])" if by_case[0].unit == CURRENCY else "0"
    near = f"ABS({here}-{server})<=[%agreement]*MAX(1,ABS({here}),{size})"
    same = f'IF(ISNUMBER({here}),IF(ISNUMBER({server}),{near},FALSE),{here}&""={server}&"")'
    elsewhere = f"OR({changed(places.inputs)}>0,{CASE_NUMBER}<1,{CASE_NUMBER}>{len(SERVED)})"
    formula = places.formula(f'IF({elsewhere},"",IF({same},1,0))', "Outputs")
    sheet.write_formulas(row, AGREES, [formula], formats["constant"], [1])


def write_searched(
    book: PackedWorkbook,
    sheet: PlainWorksheet,
    row: int,
    plan: Plan,
    formats: Formats,
    places: Places,
) -> None:
    """Write what only the server finds, if anything is compared."""
    listed = list(searched(plan.summary))
    if not listed:
        return
    sheet.write_value(row, 0, ONLY_SERVER, formats["unit"])
    heading = [*HEADINGS[: SINGLE + 1], "As generated"]
    write_headings(sheet, row + 1, heading, formats)
    for number, figure in enumerate(listed, start=row + 2):
        write_figure(book, sheet, number, figure, formats)
        sheet.write_value(number, GENERATED, figure.value, formats[figure.style])
        cell = f"${COLUMNS[GENERATED]}${number + 1}"
        stays = f"AND({as_generated(places.inputs)},NOT(ISBLANK({cell})))"
        write_result(sheet, number, f'IF({stays},{cell},"")', figure, formats)


def write_figure(
    book: PackedWorkbook, sheet: PlainWorksheet, row: int, figure: Figure, formats: Formats
) -> None:
    """Write the words, the name and the unit of a figure, and give its cell that name."""
    sheet.write_value(row, 0, figure.words, formats["label"])
    sheet.write_value(row, 1, figure.name, formats["code"])
    sheet.write_value(row, 2, unit_words(figure.unit), formats["measure"])
    name = figure.name.replace(".", "_")
    book.name_cell(name, f"Outputs!${COLUMNS[SINGLE]}${row + 1}")


def write_result(
    sheet: PlainWorksheet, row: int, formula: str, figure: Figure, formats: Formats
) -> None:
    """Write the formula of a figure, empty where the server has no value."""
    shown: Any = "" if figure.value is None else figure.value
    sheet.write_formulas(row, SINGLE, [formula], formats[figure.style], [shown])


def write_chart(book: PackedWorkbook, sheet: PlainWorksheet, plan: Plan, places: Places) -> None:
    """Write the curves of the months of the plan, however long it is made.

    The points of later months lie on that of its last one, so that the axis ends there.
    """
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    last = FIRST + LAST_MONTH
    shown = places.rows["shown_month"].row
    for name in plan.inputs.considered:
        row = places.rows[f"{name}.cumulative"].row
        chart.add_series(
            {
                "name": TITLES[name],
                "categories": ["Timeline", shown, FIRST, shown, last],
                "values": ["Calculations", row, FIRST, row, last],
                "line": {"color": COLOURS[name], "width": 2},
            }
        )
    chart.set_title({"name": "Cumulative cost", "name_font": {"size": 12}})
    chart.set_x_axis({"name": "Month of the plan", "min": 0, "major_gridlines": {"visible": False}})
    chart.set_y_axis({"num_format": "#,##0", "major_gridlines": {"visible": True}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 760, "height": 420})
    sheet.insert_chart(FIRST_ROW, CHART, chart)
