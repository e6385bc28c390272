"""What an approach costs in each month that it serves, on the sheet Calculations."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.inputs import TITLES, ApproachName
from app.inputs.schema import Approach
from app.model import Projection, costs
from app.workbook.grid import MONTHS, Grid

Floats = NDArray[np.float64]
DATASET = "[#.dataset_examples]*[#.example_minutes]/[%minutes_per_hour]*[#labour.labeller_rate]"
RUN = (
    "([#.dataset_examples]*[#.example_tokens]*[#.epochs]*[#.training_price]/[%tokens_per_price]"
    "+[#.training_job_price])"
)
DUE = "IF(AND({0}>0,[.age]>=1),IF(MOD([.age],MAX({0},1))=0,1,0),0)"


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


@dataclass(frozen=True)
class Operation:
    """The rows of one approach's operation.

    In its templates `[.row]` is a row of its own, `[@row]` one of the approach's, and `[#.field]`
    an input of the approach.
    """

    grid: Grid
    work: Calculation
    key: str  # what the names of its rows begin with
    name: ApproachName

    @property
    def approach(self) -> Approach:
        """The approach's inputs."""
        return self.work.projection.inputs.approach(self.name)

    @cached_property
    def ages(self) -> NDArray[np.int64]:
        """The approach's age in each month."""
        return costs.age(self.approach, MONTHS)

    def add(self, row: str, label: str, unit: str, template: str, values: object) -> None:
        """Write one row."""
        template = template.replace("[#.", f"[#{self.name}.")
        template = template.replace("[.", f"[{self.key}.").replace("[@", f"[{self.name}.")
        self.grid.months(f"{self.key}.{row}", label, unit, template, values)

    def add_line(self, line: str, template: str, lines: costs.Lines) -> None:
        """Write one cost line."""
        self.add(line, line, "currency", template, lines.get(line, 0.0))


def write_operation(block: Operation, share: str | None, served: float) -> None:
    """Write what an approach costs in each month, as if it served it: live or not."""
    block.grid.heading(f"{TITLES[block.name]}: if it served the month")
    write_prompt(block)
    write_serving(block, share, served)
    write_maintenance(block)


def write_prompt(block: Operation) -> None:
    """Write the age, the prompt, and how much of it is read from the cache."""
    prompt = costs.prompt_length(block.approach, block.ages)
    block.add("age", "Age", "months", "[month]-[#.lead_time_months]", block.ages)
    grown = "[#.prompt_tokens]*(1+[#.prompt_growth])^MAX([.age]-1,0)"
    most = "[#.maximum_prompt_tokens]"
    capped = f"IF(ISNUMBER({most}),MIN({grown},{most}),{grown})"
    block.add("prompt", "Prompt", "tokens", capped, prompt)
    cached = "IF([.prompt]>=[#.cache_minimum_tokens],[#.cache_hit_rate],0)"
    hit = costs.cache_hit(block.approach, prompt)
    block.add("hit", "Share read from the cache", "fraction", cached, hit)


def write_serving(block: Operation, share: str | None, served: float) -> None:
    """Write the lines that follow the requests served; without a share, those of all requests."""
    approach, time = block.approach, block.work.time
    requests = time.requests * served
    calls = costs.calls(approach, requests)
    lines = costs.serving(approach, block.work.projection.inputs, requests, time)
    handled = "[requests]"
    if share:
        handled = "[.served]"
        block.add("served", "Requests served", "requests", f"[requests]*{share}", requests)
    block.add("calls", "Calls, retries included", "calls", f"{handled}/(1-[#.retry_rate])", calls)
    discount = 1 - approach.batch_share * approach.batch_discount
    scale = calls / costs.TOKENS_PER_PRICE * time.price * discount
    scaled = "[.calls]/[%tokens_per_price]*[price]*(1-[#.batch_share]*[#.batch_discount])"
    block.add("scale", "Millions of calls, in currency per US dollar", "ratio", scaled, scale)
    write = "[#.cache_write_price]"
    fresh = f"IF(AND(ISNUMBER({write}),[@hit]>0),{write},[#.input_price])"
    sent = f"[@prompt]*(1-[@hit])*{fresh}+[#workload.request_tokens]*[#.input_price]"
    block.add_line("input", f"[.scale]*({sent})", lines)
    read = "IF(ISNUMBER([#.cached_input_price]),[#.cached_input_price],[#.input_price])"
    block.add_line("cached_input", f"[.scale]*[@prompt]*[@hit]*{read}", lines)
    block.add_line("output", "[.scale]*[#.output_tokens]*[#.output_price]", lines)
    peak = "[.calls]*[#.peak_factor]/([%hours_per_month]*[#.replica_requests_per_hour])"
    needed = f"MAX([#.minimum_replicas],-INT(-({peak}-[%ceiling_guard])))"
    replicas = f"IF(ISNUMBER([#.replica_requests_per_hour]),{needed},[#.minimum_replicas])"
    block.add("replicas", "Replicas", "replicas", replicas, costs.replicas(approach, requests))
    hosting = "[.replicas]*[#.hosting_price]*[%hours_per_month]*[price]"
    block.add_line("hosting", hosting, lines)
    block.add_line("errors", f"{handled}*[#.error_rate]*[#quality.error_cost]", lines)
    minutes = f"{handled}*[#.review_rate]*[#quality.review_minutes]/[%minutes_per_hour]"
    block.add_line("review", f"{minutes}*[#labour.reviewer_rate]*[wage]", lines)


def write_maintenance(block: Operation) -> None:
    """Write what maintenance and retirements cost; both count where they fall together."""
    approach, inputs = block.approach, block.work.projection.inputs
    lines = costs.maintenance(approach, inputs, block.work.time)
    upkeep = costs.falls_due(approach.upkeep_every_months, block.ages)
    retirement = costs.falls_due(approach.service_life_months, block.ages)
    rebuilds = approach.on_retirement == "rebuild"
    block.add("upkeep", "Maintenance", "flag", DUE.format("[#.upkeep_every_months]"), upkeep)
    retires = f'IF([#.on_retirement]="rebuild",{DUE.format("[#.service_life_months]")},0)'
    block.add("retirement", "Retirement", "flag", retires, retirement & rebuilds)
    hours = "([.upkeep]*[#.upkeep_hours]+[.retirement]*[#.migration_hours])"
    block.add_line("engineering", f"{hours}*[#labour.engineer_rate]*[wage]", lines)
    block.add_line("dataset", f"[.upkeep]*[#.refresh_share]*{DATASET}*[wage]", lines)
    runs = "([.upkeep]*[#.upkeep_training_runs]+[.retirement]*[#.training_runs])"
    block.add_line("training", f"{runs}*{RUN}*[price]", lines)
    tests = "([.upkeep]+[.retirement])*[#.evaluation_hours]*[#labour.engineer_rate]*[wage]"
    block.add_line("evaluation", tests, lines)
