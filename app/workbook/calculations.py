"""The sheet Calculations: every line of every approach, month by month."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.calculator import (
    APPROACHES,
    CHALLENGERS,
    LINES,
    TITLES,
    ApproachName,
    Challenger,
    Projection,
    costs,
)
from app.workbook.grid import MONTHS, Grid

Floats = NDArray[np.float64]
BUILD_LINES = ("engineering", "dataset", "training", "evaluation")
ROUTED = "routed"  # what the hybrid leaves to prompting


@dataclass(frozen=True)
class Calculation:
    """What the rows are calculated from: the plan, and the timeline of all months."""

    projection: Projection
    time: costs.Timeline

    @property
    def operating(self) -> Floats:
        """1 in the months of operation."""
        return np.where(self.time.in_plan & (MONTHS > 0), 1.0, 0.0)

    def padded(self, amounts: NDArray[Any], *, last: bool = False) -> Floats:
        """Return a plan's amounts over all months: zero, or the last one, after its end."""
        missing = MONTHS.size - amounts.size
        return np.pad(np.asarray(amounts, float), (0, missing), mode="edge" if last else "constant")


def write_calculations(grid: Grid, work: Calculation) -> None:
    """Write every row of the sheet."""
    share = work.projection.inputs.hybrid.prompted_share
    write_operation(grid, work, "prompting", "prompting", "1", 1.0)
    write_operation(grid, work, "tuning", "tuning", "1", 1.0)
    write_operation(grid, work, "hybrid", "hybrid", "(1-[#hybrid.prompted_share])", 1 - share)
    write_operation(grid, work, ROUTED, "prompting", "[#hybrid.prompted_share]", share)
    for name in APPROACHES:
        write_build(grid, work, name)
    write_prompting(grid, work)
    for name in CHALLENGERS:
        write_challenger(grid, work, name)
    for name in CHALLENGERS:
        write_savings(grid, work, name)


def write_operation(
    grid: Grid, work: Calculation, key: str, name: ApproachName, share: str, served: float
) -> None:
    """Write what serving a share of the requests costs in each month, live or not."""
    inputs, time = work.projection.inputs, work.time
    approach = inputs.approach(name)
    title = f"{TITLES[name]}" if key == name else "Prompting, for the hybrid's share"
    grid.heading(f"{title}: if it served the month")
    ages = costs.age(approach, MONTHS)
    requests = time.requests * served
    prompt = costs.prompt_length(approach, ages)
    calls = costs.calls(approach, requests)
    discount = 1 - approach.batch_share * approach.batch_discount
    lines = costs.operation(approach, inputs, requests, time)
    upkeep, retirement = flags(name, work, ages)
    at = f"#{name}."

    def add(row: str, label: str, unit: str, template: str, values: object) -> None:
        template = template.replace("[#.", f"[{at}").replace("[.", f"[{key}.")
        grid.months(f"{key}.{row}", label, unit, template, values)

    add("age", "Age", "months", "[month]-[#.lead_time_months]", ages)
    add("served", "Requests served", "requests", f"[requests]*{share}", requests)
    add("calls", "Calls, retries included", "calls", "[.served]/(1-[#.retry_rate])", calls)
    grown = "[#.prompt_tokens]*(1+[#.prompt_growth])^MAX([.age]-1,0)"
    most = "[#.maximum_prompt_tokens]"
    capped = f"IF(ISNUMBER({most}),MIN({grown},{most}),{grown})"
    add("prompt", "Prompt", "tokens", capped, prompt)
    cached = "IF([.prompt]>=[#.cache_minimum_tokens],[#.cache_hit_rate],0)"
    add("hit", "Share read from the cache", "fraction", cached, costs.cache_hit(approach, prompt))
    scale = calls / costs.TOKENS_PER_PRICE * time.price * discount
    scaled = "[.calls]/[%tokens_per_price]*[price]*(1-[#.batch_share]*[#.batch_discount])"
    add("scale", "Millions of calls, in currency per US dollar", "ratio", scaled, scale)
    fresh = (
        "IF(AND(ISNUMBER([#.cache_write_price]),[.hit]>0),[#.cache_write_price],[#.input_price])"
    )
    sent = f"[.prompt]*(1-[.hit])*{fresh}+[#workload.request_tokens]*[#.input_price]"
    read = "IF(ISNUMBER([#.cached_input_price]),[#.cached_input_price],[#.input_price])"
    add("input", "input", "currency", f"[.scale]*({sent})", lines["input"])
    cached_input = f"[.scale]*[.prompt]*[.hit]*{read}"
    add("cached_input", "cached_input", "currency", cached_input, lines["cached_input"])
    output = "[.scale]*[#.output_tokens]*[#.output_price]"
    add("output", "output", "currency", output, lines["output"])
    peak = "[.calls]*[#.peak_factor]/([%hours_per_month]*[#.replica_requests_per_hour])"
    needed = f"MAX([#.minimum_replicas],-INT(-({peak}-[%ceiling_guard])))"
    replicas = f"IF(ISNUMBER([#.replica_requests_per_hour]),{needed},[#.minimum_replicas])"
    add("replicas", "Replicas", "replicas", replicas, costs.replicas(approach, requests))
    hosting = "[.replicas]*[#.hosting_price]*[%hours_per_month]*[price]"
    add("hosting", "hosting", "currency", hosting, lines["hosting"])
    add("platform", "platform", "currency", "[#.platform_cost]", lines["platform"])
    errors = "[.served]*[#.error_rate]*[#quality.error_cost]"
    add("errors", "errors", "currency", errors, lines["errors"])
    minutes = "[.served]*[#.review_rate]*[#quality.review_minutes]/[%minutes_per_hour]"
    review = f"{minutes}*[#labour.reviewer_rate]*[wage]"
    add("review", "review", "currency", review, lines["review"])
    due = "IF(AND({0}>0,[.age]>=1),IF(MOD([.age],MAX({0},1))=0,1,0),0)"
    add("upkeep", "Maintenance", "flag", due.format("[#.upkeep_every_months]"), upkeep)
    retires = f'IF([#.on_retirement]="rebuild",{due.format("[#.service_life_months]")},0)'
    add("retirement", "Retirement", "flag", retires, retirement)
    hours = "([.upkeep]*[#.upkeep_hours]+[.retirement]*[#.migration_hours])"
    engineering = f"{hours}*[#labour.engineer_rate]*[wage]"
    add("engineering", "engineering", "currency", engineering, lines.get("engineering", 0.0))
    dataset = f"[.upkeep]*[#.refresh_share]*{DATASET}*[wage]"
    add("dataset", "dataset", "currency", dataset, lines.get("dataset", 0.0))
    runs = "([.upkeep]*[#.upkeep_training_runs]+[.retirement]*[#.training_runs])"
    add("training", "training", "currency", f"{runs}*{RUN}*[price]", lines.get("training", 0.0))
    tests = "([.upkeep]+[.retirement])*[#.evaluation_hours]*[#labour.engineer_rate]*[wage]"
    add("evaluation", "evaluation", "currency", tests, lines.get("evaluation", 0.0))


DATASET = "[#.dataset_examples]*[#.example_minutes]/[%minutes_per_hour]*[#labour.labeller_rate]"
RUN = (
    "([#.dataset_examples]*[#.example_tokens]*[#.epochs]*[#.training_price]/[%tokens_per_price]"
    "+[#.training_job_price])"
)
BUILD = {
    "engineering": "[#.build_hours]*[#labour.engineer_rate]+[#.build_cost]",
    "dataset": DATASET,
    "training": f"[#.training_runs]*{RUN}*[#finance.exchange_rate]",
    "evaluation": "[#.evaluation_hours]*[#labour.engineer_rate]",
}


def flags(name: ApproachName, work: Calculation, ages: NDArray[np.int64]) -> tuple[Floats, Floats]:
    """Return in which months maintenance and a retirement fall."""
    approach = work.projection.inputs.approach(name)
    upkeep = costs.falls_due(approach.upkeep_every_months, ages)
    retirement = costs.falls_due(approach.service_life_months, ages)
    rebuilds = approach.on_retirement == "rebuild"
    return np.where(upkeep, 1.0, 0.0), np.where(retirement & rebuilds, 1.0, 0.0)


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
        values = np.where(MONTHS == 0, 0.0 if sunk else amounts[line], 0.0)
        template = f"IF([month]=0,{template},0)"
        grid.months(f"{name}.build.{line}", line, "currency", template, values)


def write_prompting(grid: Grid, work: Calculation) -> None:
    """Write prompting's lines, its total and its running total."""
    grid.heading("Prompting")
    for line in LINES:
        build = f"[prompting.build.{line}]+" if line in BUILD_LINES else ""
        template = f"{build}[operating]*[prompting.{line}]"
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
        build = ""
        if line in BUILD_LINES:
            build = f"[{name}.build.{line}]+[={name}.needs]*[prompting.build.{line}]+"
        serves = f"[{name}.{line}]"
        if name == "hybrid":
            serves += f"+IF([#hybrid.prompted_share]>0,[{ROUTED}.{line}],0)"
        template = f"{build}[operating]*IF([{name}.own]=1,{serves},[prompting.{line}])"
        write_line(grid, work, name, line, template)
    right = f"1-[#{name}.error_rate]"
    if name == "hybrid":
        part = "[#hybrid.prompted_share]"
        right = f"(1-{part})*({right})+{part}*(1-[#prompting.error_rate])"
    right = f"[requests]*IF([{name}.own]=1,{right},1-[#prompting.error_rate])"
    write_totals(grid, work, name, right)


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
