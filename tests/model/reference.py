"""A second reading of docs/model.md: plain Python, one month and one scalar at a time.

It shares nothing with the app, so that a slip in the app's arithmetic shows as a difference.
`inputs` is a whole plan as nested dictionaries: `Inputs.model_dump()`.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil, exp, expm1, log
from typing import Any

Plan = dict[str, dict[str, Any]]
Lines = dict[str, float]

HOURS_PER_MONTH = 730
HIGHEST_GROWTH = 40.0  # ln(1 + i) beyond which no rate is stated
APPROACHES = ("prompting", "tuning", "hybrid")
LINES = tuple(
    "engineering dataset training evaluation input cached_input output hosting platform errors "
    "review".split()
)

# Timeline


def requests(inputs: Plan, t: int) -> float:
    work = inputs["workload"]
    grown = work["requests_per_month"] * (1 + work["monthly_growth"]) ** (t - 1) if t else 0.0
    most = work["maximum_requests_per_month"]
    return float(grown if most is None else min(grown, most))


def price(inputs: Plan, t: int) -> float:
    finance = inputs["finance"]
    years = max(t - 1, 0) / 12
    return float(finance["exchange_rate"] * (1 + finance["provider_price_change"]) ** years)


def wage(inputs: Plan, t: int) -> float:
    return float((1 + inputs["finance"]["wage_growth"]) ** (max(t - 1, 0) / 12))


def own(approach: dict[str, Any], t: int) -> bool:
    age = t - approach["lead_time_months"]
    life = approach["service_life_months"]
    return bool(age >= 1 and (life == 0 or approach["on_retirement"] == "rebuild" or age <= life))


# Cost lines


def run(approach: dict[str, Any]) -> float:
    tokens = approach["dataset_examples"] * approach["example_tokens"] * approach["epochs"]
    return float(tokens * approach["training_price"] / 1e6 + approach["training_job_price"])


def dataset(inputs: Plan, approach: dict[str, Any]) -> float:
    hours = approach["dataset_examples"] * approach["example_minutes"] / 60
    return float(hours * inputs["labour"]["labeller_rate"])


def build(inputs: Plan, name: str) -> Lines:
    approach, rate = inputs[name], inputs["labour"]["engineer_rate"]
    if approach.get("already_live"):
        return dict.fromkeys(LINES, 0.0)
    return dict.fromkeys(LINES, 0.0) | {
        "engineering": approach["build_hours"] * rate + approach["build_cost"],
        "dataset": dataset(inputs, approach),
        "training": approach["training_runs"] * run(approach) * price(inputs, 0),
        "evaluation": approach["evaluation_hours"] * rate,
    }


def serving(inputs: Plan, name: str, t: int, v: float) -> Lines:
    a, quality = inputs[name], inputs["quality"]
    age = t - a["lead_time_months"]
    calls = v / (1 - a["retry_rate"])
    prompt = a["prompt_tokens"] * (1 + a["prompt_growth"]) ** (age - 1)
    if a["maximum_prompt_tokens"] is not None:
        prompt = min(prompt, a["maximum_prompt_tokens"])
    hit = a["cache_hit_rate"] if prompt >= a["cache_minimum_tokens"] else 0.0
    read, write = a["cached_input_price"], a["cache_write_price"]
    cached = a["input_price"] if read is None else read
    fresh = a["input_price"] if write is None or hit == 0 else write
    scale = calls / 1e6 * price(inputs, t) * (1 - a["batch_share"] * a["batch_discount"])
    own_text = inputs["workload"]["request_tokens"] * a["input_price"]
    review_rate = inputs["labour"]["reviewer_rate"] * wage(inputs, t)
    capacity = a["replica_requests_per_hour"]
    need = 0.0 if capacity is None else calls * a["peak_factor"] / (HOURS_PER_MONTH * capacity)
    replicas = max(a["minimum_replicas"], ceil(need - 1e-9))
    return dict.fromkeys(LINES, 0.0) | {
        "input": scale * (prompt * (1 - hit) * fresh + own_text),
        "cached_input": scale * prompt * hit * cached,
        "output": scale * a["output_tokens"] * a["output_price"],
        "hosting": replicas * a["hosting_price"] * HOURS_PER_MONTH * price(inputs, t),
        "platform": a["platform_cost"],
        "errors": v * a["error_rate"] * quality["error_cost"],
        "review": v * a["review_rate"] * quality["review_minutes"] / 60 * review_rate,
    }


def upkeep(inputs: Plan, name: str, t: int) -> Lines:
    """Return what upkeep and retirement add to an own month."""
    a, age = inputs[name], t - inputs[name]["lead_time_months"]
    every, life = a["upkeep_every_months"], a["service_life_months"]
    rate = inputs["labour"]["engineer_rate"] * wage(inputs, t)
    lines = dict.fromkeys(LINES, 0.0)
    if every > 0 and age % every == 0:
        lines["engineering"] += a["upkeep_hours"] * rate
        lines["dataset"] += a["refresh_share"] * dataset(inputs, a) * wage(inputs, t)
        lines["training"] += a["upkeep_training_runs"] * run(a) * price(inputs, t)
        lines["evaluation"] += a["evaluation_hours"] * rate
    if life > 0 and a["on_retirement"] == "rebuild" and age % life == 0:
        lines["engineering"] += a["migration_hours"] * rate
        lines["training"] += a["training_runs"] * run(a) * price(inputs, t)
        lines["evaluation"] += a["evaluation_hours"] * rate
    return lines


def month(inputs: Plan, name: str, t: int) -> tuple[Lines, float]:
    """Return the lines of a month and its right answers."""
    horizon, share = inputs["finance"]["horizon_months"], inputs[name].get("prompted_share", 0.0)
    if t == 0:
        fallen_back = not all(own(inputs[name], later) for later in range(1, horizon + 1))
        needs_prompt = name != "prompting" and (fallen_back or share > 0)
        built = build(inputs, name)
        return add(built, build(inputs, "prompting")) if needs_prompt else built, 0.0
    if not own(inputs[name], t):
        return month(inputs, "prompting", t)
    v = (1 - share) * requests(inputs, t)
    lines = add(serving(inputs, name, t, v), upkeep(inputs, name, t))
    right = v * (1 - inputs[name]["error_rate"])
    if share > 0:
        v = share * requests(inputs, t)
        lines = add(lines, serving(inputs, "prompting", t, v), upkeep(inputs, "prompting", t))
        right += v * (1 - inputs["prompting"]["error_rate"])
    return lines, right


def add(first: Lines, *others: Lines) -> Lines:
    return {line: sum((lines[line] for lines in others), first[line]) for line in LINES}


def months(inputs: Plan) -> dict[str, Any]:
    """Return the months of a worked case: requests, and lines, totals and right answers of each."""
    span = range(inputs["finance"]["horizon_months"] + 1)
    answer: dict[str, Any] = {"requests": [requests(inputs, t) for t in span]}
    for name in APPROACHES:
        course = [month(inputs, name, t) for t in span]
        total = [sum(lines.values()) for lines, _ in course]
        answer[name] = {
            "lines": {line: [lines[line] for lines, _ in course] for line in LINES},
            "total": total,
            "cumulative": list(accumulate(total)),
            "right": [right for _, right in course],
        }
    return answer


# Results


def summary(inputs: Plan) -> dict[str, Any]:
    """Return the figures of a worked case's summary; those over all volumes are left out."""
    courses = months(inputs)
    value = inputs["quality"]["request_value"]
    approaches, comparisons = {}, {}
    for name in APPROACHES:
        costs, right = courses[name]["total"], sum(courses[name]["right"])
        total = sum(costs)
        approaches[name] = {
            "upfront_cost": costs[0],
            "running_cost": total - costs[0],
            "total_cost": total,
            "present_cost": sum(discounted(inputs, costs)),
            "cost_per_request": total / sum(courses["requests"]),
            "cost_per_right_answer": total / right if right else None,
            "value_roi": (right * value - total) / total if value and total else None,
        }
        if name != "prompting":
            pairs = zip(courses["prompting"]["total"], costs, strict=True)
            comparisons[name] = compared(inputs, [theirs - ours for theirs, ours in pairs])
    present = {name: approaches[name]["present_cost"] for name in APPROACHES}
    first, second, _ = sorted(present.values())
    return {
        "approaches": approaches,
        "comparisons": comparisons,
        "cheapest": min(present, key=lambda name: present[name]),
        "too_close_to_call": second - first < 0.05 * present["prompting"],
    }


def discounted(inputs: Plan, amounts: Sequence[float]) -> list[float]:
    monthly = (1 + inputs["finance"]["discount_rate"]) ** (1 / 12) - 1
    return [amount / (1 + monthly) ** t for t, amount in enumerate(amounts)]


def compared(inputs: Plan, flow: Sequence[float]) -> dict[str, Any]:
    running = list(accumulate(flow))
    return {
        "savings": running[-1],
        "npv": sum(discounted(inputs, flow)),
        "investment": -flow[0],
        "roi": running[-1] / -flow[0] if flow[0] < 0 else None,
        "irr": irr(flow),
        "break_even_month": break_even(running)[0],
        "break_even_month_exact": break_even(running)[1],
        "discounted_break_even_month": break_even(list(accumulate(discounted(inputs, flow))))[0],
        "crossings": crossings(running),
    }


def crossings(running: Sequence[float]) -> list[dict[str, Any]]:
    return [
        {"month": t - before / (after - before), "direction": "ahead" if before < 0 else "behind"}
        for t, (before, after) in enumerate(pairwise(running))
        if (before < 0) != (after < 0)
    ]


def break_even(running: Sequence[float]) -> tuple[int | None, float | None]:
    """Return the whole month, and the interpolated one."""
    if running[-1] < 0:
        return None, None
    if min(running) >= 0:
        return 0, 0.0
    last = max(t for t, amount in enumerate(running) if amount < 0)
    return last + 1, crossings(running)[-1]["month"]


def irr(flow: Sequence[float]) -> float | None:
    """Return the yearly rate, by halving what holds the logarithm of (1 + i)."""
    spent = [(t, log(abs(amount)), amount > 0) for t, amount in enumerate(flow) if amount]
    if sum(one[2] != other[2] for one, other in pairwise(spent)) != 1:
        return None
    low, high = -HIGHEST_GROWTH, HIGHEST_GROWTH
    for _ in range(100):
        middle = (low + high) / 2
        largest = max(size - t * middle for t, size, _ in spent)
        terms = [(exp(size - t * middle - largest), positive) for t, size, positive in spent]
        positive = sum(term if is_gain else -term for term, is_gain in terms) > 0
        # At the highest growth only the first flow counts.
        low, high = (low, middle) if positive == spent[0][2] else (middle, high)
    return expm1(12 * low) if abs(low) < 0.999 * HIGHEST_GROWTH else None
