"""The cost model as data: every quantity once, with its unit, its words and its expression.

An expression is arithmetic over inputs (by field name), constants, other quantities and `month`;
`prompting.calls` is a quantity of another scope, and language.py lists the functions there are.
NumPy, the workbook's formulas and every text are printed from here: no formula stands elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

Event = Literal["build", "serving", "upkeep", "retirement"]
EVENTS: tuple[Event, ...] = ("build", "serving", "upkeep", "retirement")
Part = Literal["provider", "people", "mistakes"]


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """How one number follows from others."""

    name: str
    unit: str
    words: str  # what it is
    expression: str
    shortcut: str = ""  # the same, cheaper for a computer and harder to read
    title: str = ""  # how texts call it, where that is not its name
    inline: bool = False  # the workbook puts its formula into those that use it
    gathered: bool = False  # a sum that NumPy calculates by common factors, not term by term
    whole: bool = False  # one of those factors, though it is a sum or a product itself


@dataclass(frozen=True)
class CostLine:
    """What a cost line is called, which part of the costs it is of, and what it grows with."""

    title: str
    part: Part
    is_per_request: bool = False  # it grows with the requests


@dataclass(frozen=True)
class Constant:
    """A number that the model takes for granted."""

    value: float
    unit: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The table once more, over the inputs of one approach."""

    inputs: str  # the group of its fields
    changes: Mapping[str, str]  # expressions that differ here, by quantity


def q(name: str, unit: str, words: str, expression: str, **more: Any) -> Quantity:
    """Return a quantity."""
    return Quantity(name=name, unit=unit, words=words, expression=expression, **more)


CONSTANTS: dict[str, Constant] = {
    "months_per_year": Constant(12, "months per year", "months of a year"),
    "minutes_per_hour": Constant(60, "minutes per hour", "minutes of an hour"),
    "tokens_per_price": Constant(1e6, "tokens per 1M tokens", "tokens that a price is for"),
    "noise": Constant(1e-9, "ratio", "what rounding alone may leave of a sum"),
}

# The cost lines, in the order of every table.
COST_LINES: Mapping[str, CostLine] = {
    "engineering": CostLine("Engineering", "people"),
    "dataset": CostLine("Dataset preparation", "people"),
    "training": CostLine("Training", "provider"),
    "evaluation": CostLine("Evaluation", "people"),
    "input": CostLine("Input tokens", "provider", is_per_request=True),
    "cached_input": CostLine("Cached input tokens", "provider", is_per_request=True),
    "output": CostLine("Output tokens", "provider", is_per_request=True),
    "services": CostLine("Services per call", "provider", is_per_request=True),
    "hosting": CostLine("Hosting", "provider"),
    "commitment": CostLine("Unused commitment", "provider"),
    "platform": CostLine("Platform", "people"),
    "errors": CostLine("Wrong answers", "mistakes", is_per_request=True),
    "review": CostLine("Review", "people", is_per_request=True),
}
LINES = tuple(COST_LINES)
LINE_TITLES: Mapping[str, str] = {name: line.title for name, line in COST_LINES.items()}
PER_REQUEST = tuple(name for name, line in COST_LINES.items() if line.is_per_request)
PART_WORDS: Mapping[Part, str] = {
    "provider": "The provider's bill",
    "people": "People and tools",
    "mistakes": "Mistakes",
}
COST_PARTS: Mapping[Part, tuple[str, ...]] = {
    part: tuple(name for name, line in COST_LINES.items() if line.part == part)
    for part in PART_WORDS
}
# What counts against a commitment: all that the provider bills in a month, but what is unused.
USED = tuple(line for line in COST_PARTS["provider"] if line not in {"training", "commitment"})
CALENDAR_MONTHS = (
    "january february march april may june july august september october november december"
).split()

TIMELINE = (
    q("in_plan", "flag", "the month is in the plan", "month <= horizon_months"),
    q("operating", "flag", "a month of operation", "in_plan and month > 0"),
    q("elapsed", "months", "months since month 1", "max(month - 1, 0)"),
    q(
        "calendar_month",
        "month",
        "the calendar month, 1 for January",
        "month_of_year(start_month, month)",
    ),
    q(
        "season",
        "ratio",
        "requests of the calendar month against the trend",
        f"choose(calendar_month, {', '.join(CALENDAR_MONTHS)})",
    ),
    q(
        "requests",
        "requests",
        "requests of the month",
        "at_most(requests_per_month * (1 + monthly_growth) ** elapsed, maximum_requests_per_month)"
        " * season if operating else 0",
    ),
    q(
        "wage",
        "ratio",
        "level of wages in the month",
        "(1 + wage_growth) ** (elapsed / months_per_year)",
    ),
    q(
        "provider_price",
        "currency per USD",
        "what a US dollar of a provider costs in the month, unless an approach says otherwise",
        "exchange_rate * (1 + provider_price_change) ** (elapsed / months_per_year)",
        inline=True,
    ),
    q(
        "monthly_rate",
        "fraction per month",
        "cost of capital per month",
        "(1 + discount_rate) ** (1 / months_per_year) - 1",
    ),
    q(
        "discount",
        "ratio",
        "what an amount of the month is worth in today's money",
        "(1 + monthly_rate) ** (0.5 - month) if discounting == 'middle' and month > 0 "
        "else (1 + monthly_rate) ** -month",
    ),
)

STEPS = (
    q(
        "price",
        "currency per USD",
        "what a US dollar of the approach's provider costs in the month",
        "exchange_rate * (1 + or_else(price_change, provider_price_change)) "
        "** (elapsed / months_per_year)",
        shortcut="exchange_rate * (1 + price_change) ** (elapsed / months_per_year) "
        "if given(price_change) else provider_price",
        whole=True,
    ),
    q(
        "age",
        "months",
        "months since go-live, 1 in the first",
        "month - build_month - lead_time_months",
    ),
    q(
        "own",
        "flag",
        "the approach serves the month by itself",
        "operating and age >= 1 and (service_life_months == 0 or on_retirement == 'rebuild' "
        "or age <= service_life_months)",
    ),
    q("borrowed", "flag", "prompting serves the month instead", "operating and not own"),
    q("answered", "requests", "requests whose answer is the approach's", "requests"),
    q("served", "requests", "requests it serves", "answered"),
    q(
        "called",
        "requests",
        "requests that call the model; the others are answered from a store",
        "served * (1 - answer_cache_share)",
    ),
    q(
        "calls",
        "calls",
        "calls, those repeated included",
        "called * calls_per_request / (1 - retry_rate)",
    ),
    q(
        "prompt",
        "tokens",
        "tokens of the prompt",
        "at_most(prompt_tokens * (1 + prompt_growth) ** max(age - 1, 0), maximum_prompt_tokens)",
    ),
    q(
        "pairs",
        "ratio",
        "how often a text is sent that two or more calls ago was new",
        "(floor(calls_per_request) - 1) * (floor(calls_per_request) - 2) / 2 "
        "+ (calls_per_request - floor(calls_per_request)) * (floor(calls_per_request) - 1)",
    ),
    q(
        "repeated",
        "tokens",
        "tokens of a request that an earlier call of it sent already",
        "(calls_per_request - 1) * (prompt + history_share * request_tokens) "
        "+ history_share * (request_tokens + output_tokens) * pairs",
        whole=True,
    ),
    q(
        "written",
        "tokens",
        "tokens of a request that one call sends first and the next again",
        "history_share * (calls_per_request - 1) * (request_tokens + output_tokens)",
    ),
    q(
        "single",
        "tokens",
        "tokens of a request that are sent once",
        "calls_per_request * request_tokens "
        "- history_share * (calls_per_request - 1) * request_tokens",
    ),
    q(
        "call_length",
        "tokens",
        "tokens that the mean call sends",
        "(prompt + repeated + written + single) / calls_per_request",
        inline=True,
    ),
    q(
        "longest_call",
        "tokens",
        "what the last call of a request takes up: all that it sends, and its answer",
        "prompt + request_tokens "
        "+ history_share * (calls_per_request - 1) * (request_tokens + output_tokens) "
        "+ output_tokens + reasoning_tokens",
    ),
    q(
        "kept",
        "tokens",
        "mean beginning of the further calls of a request",
        "repeated / (calls_per_request - 1 if calls_per_request > 1 else 1)",
        inline=True,
    ),
    q(
        "warm",
        "fraction",
        "how likely the cache still holds the prompt",
        "1 - exp(-called / (active_hours * minutes_per_hour) * cache_lifetime_minutes) "
        "if given(cache_lifetime_minutes) else 1",
        inline=True,
    ),
    q(
        "hit",
        "fraction",
        "share of a first call's prompt read from the cache; a short prompt is never cached",
        "cache_hit_rate * warm if prompt >= cache_minimum_tokens else 0",
    ),
    q(
        "again",
        "fraction",
        "share of the repeated tokens read from the cache",
        "cache_hit_rate if kept >= cache_minimum_tokens and calls_per_request > 1 else 0",
    ),
    q(
        "fresh",
        "USD per 1M tokens",
        "price of prompt tokens that are not read from the cache",
        "or_else(cache_write_price, input_price) "
        "if cache_hit_rate > 0 and prompt >= cache_minimum_tokens else input_price",
        inline=True,
        whole=True,
    ),
    q(
        "renewed",
        "USD per 1M tokens",
        "price of repeated tokens that are not read from the cache",
        "or_else(cache_write_price, input_price) if again > 0 else input_price",
        inline=True,
        whole=True,
    ),
    q(
        "over",
        "fraction",
        "share of the tokens billed at the long prices",
        "(long_share if given(long_share) else (1 if call_length > long_threshold_tokens else 0)) "
        "if given(long_threshold_tokens) else 0",
    ),
    q(
        "up",
        "ratio",
        "long input price over the usual one",
        "(long_input_price / input_price if input_price > 0 and long_input_price > 0 else 1) "
        "if given(long_input_price) else 1",
    ),
    q(
        "surcharge",
        "ratio",
        "what long calls make of a price that has no long one of its own",
        "1 - over + over * up",
        inline=True,
        whole=True,
    ),
    q(
        "input_rate",
        "USD per 1M tokens",
        "price of tokens sent once",
        "(1 - over) * input_price + over * or_else(long_input_price, input_price)",
        inline=True,
        whole=True,
    ),
    q(
        "cached_rate",
        "USD per 1M tokens",
        "price of tokens read from the cache",
        "(1 - over) * or_else(cached_input_price, input_price) + over "
        "* or_else(long_cached_input_price, or_else(cached_input_price, input_price) * up)",
        inline=True,
        whole=True,
    ),
    q(
        "output_rate",
        "USD per 1M tokens",
        "price of tokens written",
        "(1 - over) * output_price + over * or_else(long_output_price, output_price)",
        inline=True,
        whole=True,
    ),
    q(
        "scale",
        "currency per USD per 1M tokens",
        "millions of requests called, repeats included, at the month's price level, discounted",
        "called / (1 - retry_rate) / tokens_per_price * price "
        "* (1 - batch_share * batch_discount) * (1 - list_discount)",
    ),
    q(
        "need",
        "replicas",
        "replicas that the peak needs",
        "calls * peak_factor / (hosting_hours * replica_requests_per_hour) "
        "if given(replica_requests_per_hour) else 0",
        inline=True,
    ),
    q(
        "replicas",
        "replicas",
        "replicas that run, whole; ceil rounds up",
        "minimum_replicas + replica_step * max(0, ceil((need - minimum_replicas) / replica_step)) "
        "if given(replica_requests_per_hour) else minimum_replicas",
    ),
    q(
        "run",
        "USD",
        "US dollars of one training run",
        "max((dataset_examples * example_tokens * epochs + validation_tokens) * training_price "
        "/ tokens_per_price, training_minimum) + training_job_price",
    ),
    q(
        "whole_dataset",
        "currency",
        "what preparing every example costs",
        "dataset_examples * (example_minutes / minutes_per_hour * labeller_rate + example_cost)",
    ),
    q(
        "error_at_best",
        "fraction",
        "wrong answers that stay, however many examples there are",
        "min(error_floor, error_rate)",
        inline=True,
    ),
    q(
        "error",
        "fraction",
        "share of wrong answers, with as many examples as there are",
        "min(1, error_at_best + (error_rate - error_at_best) "
        "* (measured_examples / max(dataset_examples, 1)) ** learning_exponent) "
        "if learning_exponent > 0 and given(measured_examples) and dataset_examples > 0 "
        "else error_rate",
    ),
    q(
        "usage",
        "currency",
        "what the provider bills for use",
        " + ".join(f"serving_{line}" for line in USED),
        inline=True,
    ),
    q("building", "flag", "the build is paid for", "in_plan and month == build_month"),
    q(
        "upkeep",
        "flag",
        "maintenance falls due",
        "upkeep_every_months > 0 and age >= 1 and age % max(upkeep_every_months, 1) == 0",
    ),
    q(
        "life_ends",
        "flag",
        "the base model retires",
        "service_life_months > 0 and age >= 1 and age % max(service_life_months, 1) == 0",
        inline=True,
    ),
    q(
        "retirement",
        "flag",
        "the base model retires and is replaced",
        "life_ends and on_retirement == 'rebuild'",
    ),
    q(
        "needs_prompt",
        "flag",
        "the approach pays for building the prompt, too",
        "any_month(borrowed) or shares",
    ),
    q("shares", "flag", "a share of the requests is left to prompting", "False", inline=True),
    q("sunk", "flag", "what it cost to build is spent", "False", inline=True),
)

# line -> words and expression, by what makes it fall due.
EVENT_LINES: Mapping[Event, Mapping[str, tuple[str, str]]] = {
    "build": {
        "engineering": (
            "engineers until go-live",
            "build_hours * engineer_rate * wage + build_cost",
        ),
        "dataset": ("preparing every example", "whole_dataset * wage"),
        "training": ("runs until one is good enough", "training_runs * run * price"),
        "evaluation": ("testing the release", "evaluation_hours * (engineer_rate * wage)"),
    },
    "serving": {
        "input": (
            "tokens sent, those read from the cache left out",
            "scale * (prompt * (1 - hit) * fresh * surcharge "
            "+ (repeated * (1 - again) + written) * (renewed * surcharge) + single * input_rate)",
        ),
        "cached_input": (
            "tokens read from the cache",
            "scale * (prompt * hit + repeated * again) * cached_rate",
        ),
        "output": (
            "tokens written, reasoning included",
            "scale * calls_per_request * (output_tokens + reasoning_tokens) * output_rate",
        ),
        "services": (
            "what calls cost beside tokens, and storage",
            "(calls * call_price * (1 - list_discount) + storage_price) * price",
        ),
        "hosting": (
            "replicas, for the hours that they run",
            "replicas * hosting_price * hosting_hours * price * (1 - list_discount) "
            "if hosting_price > 0 else 0",
        ),
        "commitment": (
            "what the provider bills though it was not used",
            "max(0, committed_spend * exchange_rate - usage) if committed_spend > 0 else 0",
        ),
        "platform": ("monitoring and licences", "platform_cost"),
        "errors": ("what wrong answers cost", "answered * error * error_cost"),
        "review": (
            "people who review answers",
            "answered * review_rate * review_minutes / minutes_per_hour * reviewer_rate * wage",
        ),
    },
    "upkeep": {
        "engineering": ("engineers of one maintenance", "upkeep_hours * (engineer_rate * wage)"),
        "dataset": ("examples renewed", "refresh_share * whole_dataset * wage"),
        "training": ("runs of one maintenance", "upkeep_training_runs * run * price"),
        "evaluation": ("testing the release", "evaluation_hours * (engineer_rate * wage)"),
    },
    "retirement": {
        "engineering": ("moving to a new model", "migration_hours * (engineer_rate * wage)"),
        "training": ("training the new model", "training_runs * run * price"),
        "evaluation": ("testing the release", "evaluation_hours * (engineer_rate * wage)"),
    },
}
EVENT_WORDS: Mapping[Event, str] = {
    "build": "Building, in the month of build_month",
    "serving": "Serving, in every month of its own",
    "upkeep": "Maintenance, where upkeep_every_months > 0 and age is a multiple of it",
    "retirement": "Retirement of the base model, where service_life_months > 0, on_retirement is "
    "rebuild and age is a multiple of it",
}
EVENT_QUANTITIES: Mapping[Event, Mapping[str, Quantity]] = {
    event: {
        line: q(
            f"{event}_{line}",
            "currency",
            words,
            expression,
            title=line,
            inline=event != "serving",  # the commitment needs these too
        )
        for line, (words, expression) in EVENT_LINES[event].items()
    }
    for event in EVENTS
}


def due(event: Event, line: str) -> list[str]:
    """Return what an event adds to a line of a month, as a term; nothing for most lines."""
    if line not in EVENT_LINES[event]:
        return []
    term = f"{event}_{line}"
    return [term if event == "serving" else f"({term} if {event} else 0)"]


def own_month(line: str) -> str:
    """Return what a line comes to in a month that the approach serves by itself."""
    terms = due("serving", line) + due("upkeep", line) + due("retirement", line)
    return " + ".join(terms)


def serving_month(monthly: str) -> str:
    """Return what a line, or their total, comes to in a month of operation, whoever serves it."""
    return f"(prompting.{monthly} if borrowed else {monthly} + (routed.{monthly} if shares else 0))"


def lent_month(built: str) -> str:
    """Return what building the prompt adds in month 0 for whoever needs it."""
    return f"(prompting.{built} if needs_prompt else 0)"


def of_month(built: str, monthly: str) -> str:
    """Return what a line comes to in any month, from its parts."""
    serving = f"({serving_month(monthly)} if operating else 0)"
    if not built:
        return serving
    return f"{serving} + ({built} if building else 0) + ({lent_month(built)} if month == 0 else 0)"


MONTHLY = {line: f"monthly_{line}" for line in LINES}
BUILT = {line: f"built_{line}" if line in EVENT_LINES["build"] else "" for line in LINES}

LENT = "(in_month_zero(prompting.built) if needs_prompt else 0)"
SERVED = f"placed({LENT}, {serving_month('monthly')}, operating)"
TOTAL = f"built_in({SERVED}, building, built)"
ITS_OWN = "(0 if borrowed else discount)"
WRONG = (
    f"over_months(answered * {ITS_OWN}) * error "
    f"+ (over_months(routed.answered * {ITS_OWN}) * routed.error if shares else 0) "
    "+ (over_months(requests * (discount if borrowed else 0)) * prompting.error "
    "if any_month(borrowed) else 0)"
)

COURSE = (
    *(
        q(
            BUILT[line],
            "currency",
            f"{LINE_TITLES[line].lower()}: building",
            f"0 if sunk else build_{line}",
        )
        for line in LINES
        if BUILT[line]
    ),
    *(
        q(
            MONTHLY[line],
            "currency",
            f"{LINE_TITLES[line].lower()}: a month of its own",
            own_month(line),
        )
        for line in LINES
    ),
    *(
        q(line, "currency", LINE_TITLES[line].lower(), of_month(BUILT[line], MONTHLY[line]))
        for line in LINES
    ),
    q("built", "currency", "building, all of it", " + ".join(filter(None, BUILT.values()))),
    q(
        "monthly",
        "currency",
        "a month of its own, all of it",
        " + ".join(MONTHLY.values()),
        gathered=True,
    ),
    q("total", "currency", "total", " + ".join(LINES), shortcut=TOTAL),
    q("cumulative", "currency", "running total", "running_sum(total)"),
    q("monthly_right", "answers", "right answers", "answered * (1 - error)", inline=True),
    q("monthly_wrong", "answers", "wrong answers", "answered * error", inline=True),
    q(
        "paid_for_building",
        "currency",
        "what building costs in the month, the prompt where it is needed included",
        f"(built if building else 0) + ({lent_month('built')} if month == 0 else 0)",
    ),
    *(
        q(part, "currency", PART_WORDS[part].lower(), " + ".join(lines), inline=True)
        for part, lines in COST_PARTS.items()
    ),
    q(
        "busy",
        "calls",
        "calls that its own replicas serve",
        "calls if own else 0",
    ),
    q(
        "capacity",
        "calls",
        "calls that its own replicas could serve",
        "(replicas * hosting_hours * replica_requests_per_hour if own else 0) "
        "if given(replica_requests_per_hour) else 0",
    ),
    q("right", "answers", "right answers", of_month("", "monthly_right")),
    q("wrong", "answers", "wrong answers", of_month("", "monthly_wrong")),
)

APPROACH_RESULTS = (
    q("upfront_cost", "currency", "Up front, month 0", "in_month_zero(total)"),
    q("running_cost", "currency", "Running, all months after month 0", "total_cost - upfront_cost"),
    q("total_cost", "currency", "Total over the plan", "at_the_end(cumulative)"),
    q("present_cost", "currency", "Total in today's money", "over_months(total * discount)"),
    q("provider_cost", "currency", "The provider's bill", "over_months(provider)"),
    q("people_cost", "currency", "People and tools", "over_months(people)"),
    q("mistake_cost", "currency", "Mistakes", "over_months(mistakes)"),
    q(
        "cost_per_request",
        "currency",
        "Cost per request",
        "total_cost / all_requests if all_requests > 0 else none",
    ),
    q(
        "cost_per_right_answer",
        "currency",
        "Cost per right answer",
        "total_cost / right_answers if right_answers > 0 else none",
    ),
    q(
        "value_roi",
        "fraction",
        "Return on all it costs",
        "(right_answers * request_value - total_cost) / total_cost "
        "if request_value > 0 and total_cost > 0 else none",
    ),
    q(
        "hosting_utilisation",
        "fraction",
        "Use of the hosting",
        "all_busy / all_capacity if all_capacity > 0 and hosting_price > 0 else none",
    ),
)
SUMS = (
    q("all_requests", "requests", "requests of the plan", "over_months(requests)", inline=True),
    q(
        "right_answers",
        "answers",
        "right answers of the plan, in each month those of whoever serves the requests",
        "over_months(right)",
        inline=True,
    ),
    q(
        "wrong_answers",
        "answers",
        "wrong answers of the plan, weighed as money of their month is in today's",
        "over_months(wrong * discount)",
        shortcut=WRONG,
        inline=True,
    ),
    q(
        "harm",
        "currency",
        "what wrong answers cost, in today's money",
        "over_months(errors * discount)",
        inline=True,
    ),
    q("all_busy", "calls", "calls of the plan", "over_months(busy)", inline=True),
    q("all_capacity", "calls", "calls that could be served", "over_months(capacity)", inline=True),
    q(
        "building_cost",
        "currency",
        "what building costs",
        "over_months(paid_for_building)",
        inline=True,
    ),
)
# Against prompting; of fine-tuning and hybrid alone.
SAVED = (
    q("saved", "currency", "saved against prompting in the month", "prompting.total - total"),
    q("running", "currency", "saved so far", "running_sum(saved)"),
    q("discounted", "currency", "saved in today's money", "saved * discount"),
    q(
        "discounted_running",
        "currency",
        "saved so far, in today's money",
        "running_sum(discounted)",
    ),
)
COMPARISON_RESULTS = (
    q("savings", "currency", "Savings", "at_the_end(running)"),
    q(
        "npv",
        "currency",
        "Net present value, the savings in today's money",
        "over_months(saved * discount)",
    ),
    q(
        "investment",
        "currency",
        "Investment up front",
        "building_cost - prompting.building_cost",
    ),
    q(
        "roi",
        "fraction",
        "Return on the investment",
        "savings / investment if investment > 0 else none",
    ),
    q(
        "cost_per_mistake_avoided",
        "currency per answer",
        "Cost per mistake avoided, in today's money",
        "(present_cost - harm - (prompting.present_cost - prompting.harm)) "
        "/ (prompting.wrong_answers - wrong_answers) "
        "if prompting.wrong_answers - wrong_answers > noise * prompting.wrong_answers else none",
    ),
)

EVERY_APPROACH = (
    *STEPS,
    *(quantity for lines in EVENT_QUANTITIES.values() for quantity in lines.values()),
    *COURSE,
    *SUMS,
    *APPROACH_RESULTS,
    *SAVED,
    *COMPARISON_RESULTS,
)

# The approaches, and what each does differently.
SCOPES: Mapping[str, Scope] = {
    "prompting": Scope(inputs="prompting", changes={"borrowed": "False", "sunk": "already_live"}),
    "tuning": Scope(inputs="tuning", changes={}),
    "hybrid": Scope(
        inputs="hybrid",
        changes={
            "shares": "prompted_share > 0",
            "answered": "requests * (1 - prompted_share)",
            "served": "requests if routing == 'cascade' else answered",
            "serving_commitment": (
                "(max(0, max(committed_spend, prompting.committed_spend) * exchange_rate "
                "- usage - routed.usage) if one_contract and shares else "
                "(max(0, committed_spend * exchange_rate - usage) if committed_spend > 0 else 0))"
            ),
        },
    ),
    # What the hybrid leaves to prompting.
    "routed": Scope(
        inputs="prompting",
        changes={
            "answered": "requests * hybrid.prompted_share",
            "serving_commitment": (
                "0 if hybrid.one_contract else "
                "(max(0, committed_spend * exchange_rate - usage) if committed_spend > 0 else 0)"
            ),
        },
    ),
}
