"""A second reading of docs/model.md: plain Python, one month and one scalar at a time.

It shares nothing with the app, so that a slip in the app's arithmetic shows as a difference.
`inputs` is a whole plan as nested dictionaries: `Inputs.model_dump()`.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import ceil, exp, expm1, floor, log, log1p
from typing import Any

Plan = dict[str, dict[str, Any]]
Lines = dict[str, float]

HIGHEST_GROWTH = log1p(1e6) / 12  # ln(1 + i) of a month beyond which no rate is stated
LOWEST_GROWTH = log(0.01)
APPROACHES = ("prompting", "tuning", "hybrid")
LINES = tuple(
    "engineering dataset training evaluation input cached_input output services hosting commitment "
    "platform errors review".split()
)
USAGE = ("input", "cached_input", "output", "services", "hosting")
MONTHS = (
    "january february march april may june july august september october november december"
).split()

# Timeline


def considered(inputs: Plan) -> list[str]:
    return [name for name in APPROACHES if inputs[name]["considered"]]


def requests(inputs: Plan, t: int) -> float:
    work = inputs["workload"]
    if not t:
        return 0.0
    grown = work["requests_per_month"] * (1 + work["monthly_growth"]) ** (t - 1)
    most = work["maximum_requests_per_month"]
    first = int(inputs["finance"]["start_month"].split("-")[1])
    season = work[MONTHS[(first - 1 + t) % 12]]
    return float((grown if most is None else min(grown, most)) * season)


def price(inputs: Plan, name: str, t: int) -> float:
    finance, drift = inputs["finance"], inputs[name]["price_change"]
    drift = finance["provider_price_change"] if drift is None else drift
    return float(finance["exchange_rate"] * (1 + drift) ** (max(t - 1, 0) / 12))


def wage(inputs: Plan, t: int) -> float:
    return float((1 + inputs["finance"]["wage_growth"]) ** (max(t - 1, 0) / 12))


def age_of(approach: dict[str, Any], t: int) -> int:
    return int(t - approach["build_month"] - approach["lead_time_months"])


def own(approach: dict[str, Any], t: int) -> bool:
    age, life = age_of(approach, t), approach["service_life_months"]
    return bool(age >= 1 and (life == 0 or approach["on_retirement"] == "rebuild" or age <= life))


# Cost lines


def run(approach: dict[str, Any]) -> float:
    tokens = approach["dataset_examples"] * approach["example_tokens"] * approach["epochs"]
    tokens += approach["validation_tokens"]
    billed = max(tokens * approach["training_price"] / 1e6, approach["training_minimum"])
    return float(billed + approach["training_job_price"])


def dataset(inputs: Plan, approach: dict[str, Any]) -> float:
    labelling = approach["example_minutes"] / 60 * inputs["labour"]["labeller_rate"]
    return float(approach["dataset_examples"] * (labelling + approach["example_cost"]))


def build(inputs: Plan, name: str, t: int) -> Lines:
    approach, rate = inputs[name], inputs["labour"]["engineer_rate"] * wage(inputs, t)
    if approach.get("already_live"):
        return dict.fromkeys(LINES, 0.0)
    return dict.fromkeys(LINES, 0.0) | {
        "engineering": approach["build_hours"] * rate + approach["build_cost"],
        "dataset": dataset(inputs, approach) * wage(inputs, t),
        "training": approach["training_runs"] * run(approach) * price(inputs, name, t),
        "evaluation": approach["evaluation_hours"] * rate,
    }


def sent(a: dict[str, Any], work: dict[str, Any], prompt: float) -> tuple[float, float, float]:
    """Return the tokens of a request that are repeated, written and sent once, call by call."""
    n, u, o = a["calls_per_request"], work["request_tokens"], a["output_tokens"]
    h, whole = work["history_share"], floor(a["calls_per_request"])
    repeated = written = 0.0
    for call in range(2, ceil(n) + 1):  # a call begun counts by its share
        share = 1.0 if call <= whole else n - whole
        repeated += share * (prompt + h * u + h * (u + o) * (call - 2))
        written += share * h * (u + o)
    return repeated, written, n * u - h * (n - 1) * u


def rates(a: dict[str, Any], length: float) -> dict[str, float]:
    """Return the USD per 1M tokens of calls of a mean length; `up` multiplies the others."""
    over = 0.0
    if a["long_threshold_tokens"] is not None:
        over = float(length > a["long_threshold_tokens"])
        over = over if a["long_share"] is None else a["long_share"]
    base, long = a["input_price"], a["long_input_price"]
    up = long / base if long and base else 1.0
    cached = base if a["cached_input_price"] is None else a["cached_input_price"]
    pairs = {
        "input": (base, base if long is None else long),
        "up": (1.0, up),
        "cached": (cached, a["long_cached_input_price"]),
        "output": (a["output_price"], a["long_output_price"]),
    }
    if pairs["cached"][1] is None:
        pairs["cached"] = cached, cached * up
    if pairs["output"][1] is None:
        pairs["output"] = a["output_price"], a["output_price"]
    return {name: (1 - over) * usual + over * dear for name, (usual, dear) in pairs.items()}


def prompt_of(a: dict[str, Any], t: int) -> float:
    prompt = a["prompt_tokens"] * (1 + a["prompt_growth"]) ** max(age_of(a, t) - 1, 0)
    most = a["maximum_prompt_tokens"]
    return float(prompt if most is None else min(prompt, most))


def longest_call(inputs: Plan, name: str, t: int) -> float:
    """Return the tokens of a request's last call in a month, its answer included."""
    a, work = inputs[name], inputs["workload"]
    before = (a["calls_per_request"] - 1) * (work["request_tokens"] + a["output_tokens"])
    answer = a["output_tokens"] + a["reasoning_tokens"]
    asked = prompt_of(a, t) + work["request_tokens"]
    return float(asked + work["history_share"] * before + answer)


def usage(inputs: Plan, name: str, t: int, v: float) -> Lines:
    """Return what the provider bills for serving v requests."""
    a, work = inputs[name], inputs["workload"]
    called, n = v * (1 - work["answer_cache_share"]), a["calls_per_request"]
    calls = called * n / (1 - a["retry_rate"])
    prompt = prompt_of(a, t)
    repeated, written, single = sent(a, work, prompt)
    rate = rates(a, (prompt + repeated + written + single) / n)
    life, least = a["cache_lifetime_minutes"], a["cache_minimum_tokens"]
    gone = 0.0 if life is None else exp(-called / (work["active_hours"] * 60) * life)
    hit = a["cache_hit_rate"] * (1 - gone) if prompt >= least else 0.0
    again = a["cache_hit_rate"] if n > 1 and repeated / (n - 1) >= least else 0.0
    write = a["input_price"] if a["cache_write_price"] is None else a["cache_write_price"]
    fresh = write if a["cache_hit_rate"] > 0 and prompt >= least else a["input_price"]
    renewed = write if again > 0 else a["input_price"]
    missed = prompt * (1 - hit) * fresh + (repeated * (1 - again) + written) * renewed
    off, level = 1 - a["list_discount"], price(inputs, name, t)
    batched = 1 - a["batch_share"] * a["batch_discount"]
    scale = called / (1 - a["retry_rate"]) / 1e6 * level * batched * off
    return {
        "input": scale * (missed * rate["up"] + single * rate["input"]),
        "cached_input": scale * (prompt * hit + repeated * again) * rate["cached"],
        "output": scale * n * (a["output_tokens"] + a["reasoning_tokens"]) * rate["output"],
        "services": (calls * a["call_price"] * off + a["storage_price"]) * level,
        "hosting": replicas(a, calls) * a["hosting_price"] * a["hosting_hours"] * level * off,
    }


def replicas(a: dict[str, Any], calls: float) -> float:
    capacity, running = a["replica_requests_per_hour"], float(a["minimum_replicas"])
    if capacity is None:
        return running
    need = calls * a["peak_factor"] / (a["hosting_hours"] * capacity)
    step = a["replica_step"]
    return float(running + step * max(0, ceil((need - running) / step - 1e-9)))


def committed(inputs: Plan, name: str) -> float:
    return float(inputs[name]["committed_spend"] * inputs["finance"]["exchange_rate"])


def serving(inputs: Plan, name: str, t: int, v: float, called: float | None = None) -> Lines:
    """Return what v requests cost, of which the model is asked `called`: v, if not given."""
    a, quality = inputs[name], inputs["quality"]
    billed = usage(inputs, name, t, v if called is None else called)
    minutes = v * a["review_rate"] * quality["review_minutes"]
    return (
        dict.fromkeys(LINES, 0.0)
        | billed
        | {
            "commitment": max(0.0, committed(inputs, name) - sum(billed.values())),
            "platform": a["platform_cost"],
            "errors": v * error(a) * quality["error_cost"],
            "review": minutes / 60 * inputs["labour"]["reviewer_rate"] * wage(inputs, t),
        }
    )


def error(a: dict[str, Any]) -> float:
    """Return the share of wrong answers with as many examples as there are."""
    has, speed = a["dataset_examples"], a["learning_exponent"]
    then = has if a["measured_examples"] is None else a["measured_examples"]
    if not (speed and has and then):
        return float(a["error_rate"])
    least = min(a["error_floor"], a["error_rate"])
    return float(min(1, least + (a["error_rate"] - least) * (then / has) ** speed))


def upkeep(inputs: Plan, name: str, t: int) -> Lines:
    """Return what upkeep and retirement add to an own month."""
    a, age = inputs[name], age_of(inputs[name], t)
    every, life = a["upkeep_every_months"], a["service_life_months"]
    rate = inputs["labour"]["engineer_rate"] * wage(inputs, t)
    lines = dict.fromkeys(LINES, 0.0)
    if every > 0 and age % every == 0:
        lines["engineering"] += a["upkeep_hours"] * rate
        lines["dataset"] += a["refresh_share"] * dataset(inputs, a) * wage(inputs, t)
        lines["training"] += a["upkeep_training_runs"] * run(a) * price(inputs, name, t)
        lines["evaluation"] += a["evaluation_hours"] * rate
    if life > 0 and a["on_retirement"] == "rebuild" and age % life == 0:
        lines["engineering"] += a["migration_hours"] * rate
        lines["training"] += a["training_runs"] * run(a) * price(inputs, name, t)
        lines["evaluation"] += a["evaluation_hours"] * rate
    return lines


def needs_prompt(inputs: Plan, name: str) -> bool:
    horizon = inputs["finance"]["horizon_months"]
    fallen_back = not all(own(inputs[name], t) for t in range(1, horizon + 1))
    return name != "prompting" and (fallen_back or inputs[name].get("prompted_share", 0) > 0)


def building(inputs: Plan, name: str, t: int) -> Lines:
    """Return what building costs in a month, the prompt where it is needed included."""
    lines = dict.fromkeys(LINES, 0.0)
    if t == inputs[name]["build_month"]:
        lines = add(lines, build(inputs, name, t))
    if t == 0 and needs_prompt(inputs, name):
        lines = add(lines, build(inputs, "prompting", 0))
    return lines


def operation(inputs: Plan, name: str, t: int) -> tuple[Lines, float]:
    """Return what serving the requests of a month costs, and the right answers."""
    if not own(inputs[name], t):
        return operation(inputs, "prompting", t)
    a, whole = inputs[name], requests(inputs, t)
    share = a.get("prompted_share", 0.0)
    v = (1 - share) * whole
    called = whole if a.get("routing") == "cascade" else v
    lines = add(serving(inputs, name, t, v, called), upkeep(inputs, name, t))
    right = v * (1 - error(a))
    if share > 0:
        left = share * whole
        theirs = serving(inputs, "prompting", t, left)
        if a["one_contract"]:
            used = sum(lines[line] + theirs[line] for line in USAGE)
            promised = max(committed(inputs, name), committed(inputs, "prompting"))
            lines["commitment"], theirs["commitment"] = max(0.0, promised - used), 0.0
        lines = add(lines, theirs, upkeep(inputs, "prompting", t))
        right += left * (1 - error(inputs["prompting"]))
    return lines, right


def month(inputs: Plan, name: str, t: int) -> tuple[Lines, float]:
    """Return the lines of a month and its right answers."""
    if t == 0:
        return building(inputs, name, 0), 0.0
    lines, right = operation(inputs, name, t)
    return add(lines, building(inputs, name, t)), right


def add(first: Lines, *others: Lines) -> Lines:
    return {line: sum((lines[line] for lines in others), first[line]) for line in LINES}


def months(inputs: Plan) -> dict[str, Any]:
    """Return the months of a worked case: requests, and lines, totals and right answers of each."""
    span = range(inputs["finance"]["horizon_months"] + 1)
    answer: dict[str, Any] = {"requests": [requests(inputs, t) for t in span]}
    for name in considered(inputs):
        course = [month(inputs, name, t) for t in span]
        total = [sum(lines.values()) for lines, _ in course]
        answer[name] = {
            "lines": {line: [lines[line] for lines, _ in course] for line in LINES},
            "total": total,
            "cumulative": list(accumulate(total)),
            "right": [right for _, right in course],
        }
    return answer


def years(inputs: Plan, amounts: Sequence[float]) -> dict[int, float]:
    """Return what amounts by month come to in each fiscal year, counting month by month."""
    year, month = (int(part) for part in inputs["finance"]["start_month"].split("-"))
    begins = inputs["finance"]["fiscal_year_start"]
    found: dict[int, float] = {}
    for amount in amounts:
        ends = year + 1 if 1 < begins <= month else year
        found[ends] = found.get(ends, 0.0) + amount
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


# Results

PROVIDER = ("training", *USAGE, "commitment")
PEOPLE = ("engineering", "dataset", "evaluation", "review", "platform")


def summary(inputs: Plan) -> dict[str, Any]:
    """Return the figures of a worked case's summary; those over all volumes are left out."""
    courses = months(inputs)
    approaches, comparisons = {}, {}
    for name in considered(inputs):
        approaches[name] = figures(inputs, name, courses)
        if name != "prompting":
            comparisons[name] = compared(inputs, name, courses)
    present = {name: approaches[name]["present_cost"] for name in approaches}
    cheapest = min(present, key=lambda name: present[name])
    lines = {name: present_lines(inputs, courses[name]["lines"]) for name in present}
    tied = [name for name in present if is_tied(lines[name], lines[cheapest])]
    return {
        "approaches": approaches,
        "comparisons": comparisons,
        "cheapest": cheapest,
        "tied": tied,
        "too_close_to_call": len(tied) > 1,
    }


def figures(inputs: Plan, name: str, courses: dict[str, Any]) -> dict[str, Any]:
    costs, right = courses[name]["total"], sum(courses[name]["right"])
    value, served = inputs["quality"]["request_value"], sum(courses["requests"])
    total, by_line = sum(costs), {line: sum(v) for line, v in courses[name]["lines"].items()}
    return {
        "upfront_cost": costs[0],
        "running_cost": total - costs[0],
        "total_cost": total,
        "present_cost": sum(discounted(inputs, costs)),
        "provider_cost": sum(by_line[line] for line in PROVIDER),
        "people_cost": sum(by_line[line] for line in PEOPLE),
        "mistake_cost": by_line["errors"],
        "cost_per_request": total / served if served else None,
        "cost_per_right_answer": total / right if right else None,
        "value_roi": (right * value - total) / total if value and total else None,
        "hosting_utilisation": utilisation(inputs, name),
    }


def utilisation(inputs: Plan, name: str) -> float | None:
    """Return what share of the calls that its own replicas could serve they do serve."""
    a, busy, room = inputs[name], 0.0, 0.0
    capacity = a["replica_requests_per_hour"]
    if capacity is None or not a["hosting_price"]:
        return None
    for t in range(1, inputs["finance"]["horizon_months"] + 1):
        if own(a, t):
            share = a.get("prompted_share", 0.0) if a.get("routing") != "cascade" else 0.0
            called = (1 - share) * requests(inputs, t)
            called *= 1 - inputs["workload"]["answer_cache_share"]
            calls = called * a["calls_per_request"] / (1 - a["retry_rate"])
            busy += calls
            room += replicas(a, calls) * a["hosting_hours"] * capacity
    return busy / room if room else None


def present_lines(inputs: Plan, lines: dict[str, list[float]]) -> list[float]:
    return [sum(discounted(inputs, amounts)) for amounts in lines.values()]


def is_tied(lines: list[float], lowest: list[float]) -> bool:
    gaps = [ours - theirs for ours, theirs in zip(lines, lowest, strict=True)]
    return sum(gaps) == 0 or sum(gaps) < max(0.1 * sum(map(abs, gaps)), 0.01 * sum(lowest))


def discounted(inputs: Plan, amounts: Sequence[float]) -> list[float]:
    finance = inputs["finance"]
    early = 0.5 if finance["discounting"] == "middle" else 0.0
    monthly = (1 + finance["discount_rate"]) ** (1 / 12) - 1
    return [amount * (1 + monthly) ** -(t - early if t else 0) for t, amount in enumerate(amounts)]


def built(inputs: Plan, name: str) -> float:
    span = range(inputs["finance"]["horizon_months"] + 1)
    return sum(sum(building(inputs, name, t).values()) for t in span)


def compared(inputs: Plan, name: str, courses: dict[str, Any]) -> dict[str, Any]:
    pairs = zip(courses["prompting"]["total"], courses[name]["total"], strict=True)
    flow = [theirs - ours for theirs, ours in pairs]
    running = list(accumulate(flow))
    invested = built(inputs, name) - built(inputs, "prompting")
    whole, exact = break_even(running)
    return {
        "savings": running[-1],
        "npv": sum(discounted(inputs, flow)),
        "investment": invested,
        "roi": running[-1] / invested if invested > 0 else None,
        "irr": irr(flow),
        "break_even_month": whole,
        "break_even_month_exact": exact,
        "break_even_requests": None if exact is None else served_until(inputs, exact),
        "discounted_break_even_month": break_even(list(accumulate(discounted(inputs, flow))))[0],
        "crossings": crossings(running),
        "cost_per_mistake_avoided": per_mistake_avoided(inputs, name, courses),
    }


def per_mistake_avoided(inputs: Plan, name: str, courses: dict[str, Any]) -> float | None:
    """Return what a mistake fewer than with prompting costs; None unless there are fewer."""
    wrong, clean = {}, {}
    for who in ("prompting", name):
        served, right = courses["requests"], courses[who]["right"]
        amiss = [whole - well for whole, well in zip(served, right, strict=True)]
        wrong[who] = sum(discounted(inputs, amiss))
        harm = sum(discounted(inputs, courses[who]["lines"]["errors"]))
        clean[who] = sum(discounted(inputs, courses[who]["total"])) - harm
    avoided = wrong["prompting"] - wrong[name]
    rounding = 1e-12 * sum(discounted(inputs, courses["requests"]))  # of what is not right
    if avoided <= max(1e-9 * wrong["prompting"], rounding):
        return None
    return (clean[name] - clean["prompting"]) / avoided


def served_until(inputs: Plan, exact: float) -> float:
    whole = floor(exact)
    served = sum(requests(inputs, t) for t in range(1, whole + 1))
    return served + (exact - whole) * requests(inputs, whole + 1)


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
    if not spent or spent[0][2]:
        return None
    running = [total for total in accumulate(flow) if total]
    if sum(one[2] != other[2] for one, other in pairwise(spent)) == 1:
        lowest = LOWEST_GROWTH
    elif sum((a > 0) != (b > 0) for a, b in pairwise(running)) == 1 and sum(flow) > 0:
        lowest = 0.0
    else:
        return None

    def gains(growth: float) -> bool:
        largest = max(size - t * growth for t, size, _ in spent)
        terms = [(exp(size - t * growth - largest), positive) for t, size, positive in spent]
        return sum(term if is_gain else -term for term, is_gain in terms) > 0

    low, high = lowest, HIGHEST_GROWTH
    if gains(low) == gains(high):
        return None
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (middle, high) if gains(middle) else (low, middle)
    return expm1(12 * low)
