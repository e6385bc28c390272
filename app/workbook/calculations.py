"""The sheet Calculations: every line of every approach, month by month."""

import numpy as np
from numpy.typing import NDArray

from app.inputs import APPROACHES, TITLES, ApproachName
from app.model import CHALLENGERS, LINES, Challenger, costs
from app.workbook.grid import MONTHS, Grid
from app.workbook.operation import (
    DATASET,
    RUN,
    Calculation,
    Operation,
    write_operation,
    write_serving,
)

Floats = NDArray[np.float64]
BUILD_LINES = ("engineering", "dataset", "training", "evaluation")
ROUTED = "routed"  # what the hybrid leaves to prompting
# The lines that follow the requests served; the others are paid in full by whoever serves any.
SHARED_OUT = ("input", "cached_input", "output", "hosting", "errors", "review")


def write_calculations(grid: Grid, work: Calculation) -> None:
    """Write every row of the sheet."""
    for name in APPROACHES:
        share = "(1-[#hybrid.prompted_share])" if name == "hybrid" else None
        served = 1 - work.projection.inputs.hybrid.prompted_share if name == "hybrid" else 1.0
        write_operation(Operation(grid, work, name, name), share, served)
    routed = work.projection.inputs.hybrid.prompted_share
    grid.heading("Prompting, for the share of the requests that the hybrid leaves to it")
    write_serving(Operation(grid, work, ROUTED, "prompting"), "[#hybrid.prompted_share]", routed)
    for name in APPROACHES:
        write_build(grid, work, name)
    write_prompting(grid, work)
    for name in CHALLENGERS:
        write_challenger(grid, work, name)
    for name in CHALLENGERS:
        write_savings(grid, work, name)


BUILD = {
    "engineering": "[#.build_hours]*[#labour.engineer_rate]+[#.build_cost]",
    "dataset": DATASET,
    "training": f"[#.training_runs]*{RUN}*[#finance.exchange_rate]",
    "evaluation": "[#.evaluation_hours]*[#labour.engineer_rate]",
}


def write_build(grid: Grid, work: Calculation, name: ApproachName) -> None:
    """Write what is paid in month 0."""
    inputs = work.projection.inputs
    grid.heading(f"{TITLES[name]}: build")
    amounts = costs.build(inputs.approach(name), inputs.labour, inputs.finance)
    sunk = name == "prompting" and inputs.prompting.already_live
    for line in BUILD_LINES:
        template = BUILD[line].replace("[#.", f"[#{name}.")
        if name == "prompting":
            template = f'IF([#prompting.already_live]="yes",0,{template})'
        value = 0.0 if sunk else float(amounts[line])
        grid.single(f"{name}.build.{line}", line, "currency", template, value, "money")


def write_prompting(grid: Grid, work: Calculation) -> None:
    """Write prompting's lines, its total and its running total."""
    grid.heading("Prompting")
    for line in LINES:
        template = f"[operating]*{operated('prompting', line)}"
        if line in BUILD_LINES:
            template = f"IF([month]=0,[=prompting.build.{line}],{template})"
        write_line(grid, work, "prompting", line, template)
    write_totals(grid, work, "prompting", "[requests]*(1-[#prompting.error_rate])")


def write_challenger(grid: Grid, work: Calculation, name: Challenger) -> None:
    """Write the lines of fine-tuning or hybrid: its own months, and those prompting serves."""
    projection = work.projection
    grid.heading(TITLES[name])
    life = f"[#{name}.service_life_months]"
    alive = f'OR([#{name}.on_retirement]="rebuild",{life}=0,[{name}.age]<={life})'
    own = work.padded(projection.courses[name].own)
    grid.months(
        f"{name}.own",
        "Serves by itself",
        "flag",
        f"[operating]*IF(AND([{name}.age]>=1,{alive}),1,0)",
        own,
    )
    share = projection.inputs.hybrid.prompted_share if name == "hybrid" else 0.0
    borrowed = f"SUM([*operating])-SUM([*{name}.own])>0"
    routed = "[#hybrid.prompted_share]>0" if name == "hybrid" else ""
    needs = f"IF(OR({borrowed},{routed}),1,0)" if routed else f"IF({borrowed},1,0)"
    pays = 1 if share > 0 or np.sum(work.operating) > np.sum(own) else 0
    grid.single(f"{name}.needs", "Pays for the prompt too", "flag", needs, pays)
    for line in LINES:
        serves = operated(name, line)
        if name == "hybrid":
            also = ROUTED if line in SHARED_OUT else "prompting"
            serves += f"+IF([#hybrid.prompted_share]>0,{operated(also, line)},0)"
        template = f"[operating]*IF([{name}.own]=1,{serves},{operated('prompting', line)})"
        if line in BUILD_LINES:
            build = f"[={name}.build.{line}]+[={name}.needs]*[=prompting.build.{line}]"
            template = f"IF([month]=0,{build},{template})"
        write_line(grid, work, name, line, template)
    right = f"1-[#{name}.error_rate]"
    if name == "hybrid":
        part = "[#hybrid.prompted_share]"
        right = f"(1-{part})*({right})+{part}*(1-[#prompting.error_rate])"
    right = f"[requests]*IF([{name}.own]=1,{right},1-[#prompting.error_rate])"
    write_totals(grid, work, name, right)


def operated(key: str, line: str) -> str:
    """Return what names a line of an operation; the platform's is an input, the same each month."""
    return f"[#{key}.platform_cost]" if line == "platform" else f"[{key}.{line}]"


def write_line(grid: Grid, work: Calculation, name: ApproachName, line: str, template: str) -> None:
    """Write one cost line of an approach."""
    values = work.padded(work.projection.courses[name].lines[line])
    grid.months(f"{name}.final.{line}", line, "currency", template, values, "money")


def write_totals(grid: Grid, work: Calculation, name: ApproachName, right: str) -> None:
    """Write an approach's total, running total and right answers."""
    course = work.projection.courses[name]
    total = "+".join(f"[{name}.final.{line}]" for line in LINES)
    grid.months(f"{name}.total", "Total", "currency", total, work.padded(course.total), "total")
    grid.months(
        f"{name}.cumulative",
        "Running total",
        "currency",
        f"[<{name}.cumulative]+[{name}.total]",
        work.padded(course.cumulative, last=True),
        "money",
    )
    answers = work.padded(np.asarray(course.right_answers))
    grid.months(f"{name}.right", "Right answers", "answers", right, answers)


def write_savings(grid: Grid, work: Calculation, name: Challenger) -> None:
    """Write what the approach saves against prompting, and the rows behind its figures."""
    projection = work.projection
    grid.heading(f"{TITLES[name]} against prompting")
    savings = work.padded(projection.savings(name))
    running = np.cumsum(savings)
    discounted = savings * grid.places.values["discount"]

    def add(row: str, label: str, unit: str, template: str, values: object) -> None:
        template = template.replace("[.", f"[{name}.").replace("[<.", f"[<{name}.")
        grid.months(f"{name}.{row}", label, unit, template, values, "money")

    saved = f"[prompting.total]-[{name}.total]"
    add("savings", "Savings", "currency", saved, savings)
    add("running", "Savings so far", "currency", "[<.running]+[.savings]", running)
    add("discounted", "Discounted savings", "currency", "[.savings]*[discount]", discounted)
    so_far = "[<.discounted_running]+[.discounted]"
    add("discounted_running", "Discounted, so far", "currency", so_far, np.cumsum(discounted))
    behind = "IF(AND([in_plan]=1,{}<0),[month]+1,0)"
    in_plan = work.time.in_plan
    for row, key, sums in (
        ("behind", "running", running),
        ("discounted_behind", "discounted_running", np.cumsum(discounted)),
    ):
        values = np.where(in_plan & (sums < 0), MONTHS + 1, 0)
        add(row, "Next month, where still behind", "months", behind.format(f"[.{key}]"), values)
    timed = "[month]*[.savings]"
    add("timed", "Month × savings", "currency × months", timed, MONTHS * savings)
    signs = carried_signs(savings)
    carried = "IF([.savings]=0,[<.sign],SIGN([.savings]))"
    add("sign", "Sign of the last saving or loss", "sign", carried, signs)
    before = np.concatenate([[0.0], signs[:-1]])
    changes = "IF(AND([<.sign]<>0,[.sign]<>[<.sign]),1,0)"
    add("change", "Change of sign", "flag", changes, (before != 0) & (signs != before))


def carried_signs(savings: Floats) -> Floats:
    """Return each month's sign, or that of the last month that was not zero."""
    signs = np.sign(savings)
    positions = np.maximum.accumulate(np.where(signs != 0, MONTHS, 0))
    return signs[positions]
