"""Inputs: the one schema of everything a plan is calculated from.

Every field carries its unit, bounds, label, help and place in the form; forms, JSON, the workbook
and the methodology page read them from here. Names match model.md letter for letter and are written
`group.field`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from app.inputs.currencies import CURRENCIES
from app.inputs.reading import parse_fraction, parse_number
from app.inputs.texts import unprintable

ApproachName = Literal["prompting", "tuning", "hybrid"]
APPROACHES: tuple[ApproachName, ...] = ("prompting", "tuning", "hybrid")
Challenger = Literal["tuning", "hybrid"]
CHALLENGERS: tuple[Challenger, ...] = ("tuning", "hybrid")
TITLES: dict[str, str] = {
    "prompting": "Prompting",
    "tuning": "Fine-tuning",
    "hybrid": "Hybrid",
}
LARGEST_AMOUNT = 1e15  # keeps every result finite; see docs/decisions/0001-largest-amount.md


def _empty_is_absent(value: object) -> object:
    """Read an empty text as "not given", for the inputs that may be left out."""
    return None if isinstance(value, str) and not value.strip() else parse_number(value)


def _empty_or_fraction(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else parse_fraction(value)


def _always(taken: bool) -> bool:
    if not taken:
        raise ValueError("must be yes: every plan is measured against prompting")
    return taken


def _known_currency(code: str) -> str:
    if code not in CURRENCIES:
        raise ValueError("must be an ISO 4217 currency code, such as USD or EUR")
    return code


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


def _empty_reference_is_absent(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _printable(reference: str | None) -> str | None:
    if reference is not None and unprintable(reference, line_breaks=False):
        raise ValueError("must not hold control characters")
    return reference


Number = Annotated[float, BeforeValidator(parse_number)]
Fraction = Annotated[float, BeforeValidator(parse_fraction)]
Whole = Annotated[int, BeforeValidator(parse_number)]
OptionalFraction = Annotated[float | None, BeforeValidator(_empty_or_fraction)]
OptionalNumber = Annotated[float | None, BeforeValidator(_empty_is_absent)]
Currency = Annotated[str, BeforeValidator(_upper), AfterValidator(_known_currency)]
Reference = Annotated[
    str | None, BeforeValidator(_empty_reference_is_absent), AfterValidator(_printable)
]
Answer = Literal["yes", "no", "unsure"]
Part = Literal[  # of the form, in which the approaches stand side by side
    "Who takes part",
    "Prices",
    "Prompt and answer",
    "Conversations and agents",
    "Contract with the provider",
    "Quality",
    "Hosting and platform",
    "Building",
    "Dataset and training",
    "Timing",
    "Maintenance and retirement",
]


@dataclass(frozen=True)
class Place:
    """Where the form shows a field of the approaches."""

    part: Part
    before: str  # the field that it stands above; "": the schema's order


def quantity(
    default: Any,
    label: str,
    unit: str,
    text: str,
    *,
    part: Part | None = None,
    before: str = "",
    **bounds: Any,
) -> Any:
    """Return a field with its label, unit and help; amounts without a bound get the largest one.

    Fields of the approaches have a part of the form; the others stand below their group's name.
    """
    if unit not in ("", "fraction", "fraction per month", "fraction per year") and not (
        {"le", "lt", "pattern", "max_length"} & bounds.keys()
    ):
        bounds["le"] = LARGEST_AMOUNT
    info = Field(default, title=label, description=text, json_schema_extra={"unit": unit}, **bounds)
    if part:
        info.metadata.append(Place(part, before))
    return info


def season(month: str) -> Any:
    """Return the field of a calendar month's season."""
    text = f"Requests of a {month} against the trend: 1 is as usual, 1.5 half as many again."
    return quantity(1.0, month, "ratio", text, ge=0, le=100)


class Group(BaseModel):
    """One group of inputs; immutable, finite numbers only, no unknown names."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Workload(Group):
    """What the business asks of the model."""

    requests_per_month: Number = quantity(
        1000.0,
        "Requests per month",
        "requests",
        "How many times a month the task runs, in month 1.",
        gt=0,
        le=1e10,
    )
    monthly_growth: Fraction = quantity(
        0.0,
        "Growth of requests",
        "fraction per month",
        "How much the number of requests grows from one month to the next.",
        ge=-0.5,
        le=1,
    )
    maximum_requests_per_month: OptionalNumber = quantity(
        None,
        "Growth stops at",
        "requests",
        "The most requests a month you expect. Left empty, growth never stops.",
        gt=0,
    )
    january: Number = season("January")
    february: Number = season("February")
    march: Number = season("March")
    april: Number = season("April")
    may: Number = season("May")
    june: Number = season("June")
    july: Number = season("July")
    august: Number = season("August")
    september: Number = season("September")
    october: Number = season("October")
    november: Number = season("November")
    december: Number = season("December")
    active_hours: Number = quantity(
        730.0,
        "Busy hours",
        "hours per month",
        "Hours of a month in which requests come. It decides how warm a cache stays.",
        gt=0,
        le=730,
    )
    answer_cache_share: Fraction = quantity(
        0.0,
        "Answered from a store",
        "fraction",
        "Share of the requests answered from a store of former answers, with no model call.",
        ge=0,
        le=0.99,
    )
    request_tokens: Number = quantity(
        0.0,
        "Tokens of one request",
        "tokens",
        "The user's own text and its context in one request, the same for every approach. "
        "A token is about three quarters of an English word.",
        ge=0,
        le=1e6,
    )
    history_share: Fraction = quantity(
        1.0,
        "History sent again",
        "fraction",
        "Share of the earlier texts and answers of a conversation that every further call sends again.",
        ge=0,
        le=1,
    )


class Finance(Group):
    """The plan's length, and how money is counted."""

    horizon_months: Whole = quantity(
        12,
        "Length of the plan",
        "months",
        "How many months of operation to compare, after the decision.",
        ge=1,
        le=120,
    )
    discount_rate: Fraction = quantity(
        0.0,
        "Cost of capital",
        "fraction per year",
        "What money costs your business a year; later amounts count for less. "
        "It is an effective yearly rate.",
        ge=0,
        le=1,
    )
    discounting: Literal["end", "middle"] = quantity(
        "end",
        "Amounts fall at the",
        "",
        "Where in its month an amount falls when it is discounted: at its end, or in its middle.",
    )
    fiscal_year_start: Whole = quantity(
        1,
        "Business year starts in month",
        "month",
        "The calendar month in which your business's year begins: 1 for January, 10 for October.",
        ge=1,
        le=12,
    )
    currency: Currency = quantity(
        "USD", "Currency", "", "The currency of wages and of every amount that no provider bills."
    )
    exchange_rate: Number = quantity(
        1.0,
        "Exchange rate",
        "currency per US dollar",
        "How much one US dollar costs in your currency; providers bill in dollars.",
        gt=0,
    )
    provider_price_change: Fraction = quantity(
        0.0,
        "Change of provider prices",
        "fraction per year",
        "How all provider prices drift: -20% means a fifth cheaper every year.",
        ge=-0.9,
        le=1,
    )
    wage_growth: Fraction = quantity(
        0.0,
        "Growth of wages",
        "fraction per year",
        "How all hourly rates drift from year to year.",
        ge=-0.2,
        le=0.5,
    )
    start_month: str = quantity(
        "2026-12",
        "Month of the decision",
        "YYYY-MM",
        "Month 0 on the calendar, when everything that is built is paid for.",
        pattern=r"^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$",
    )


class Labour(Group):
    """What an hour of the people involved costs."""

    engineer_rate: Number = quantity(
        0.0,
        "Engineer",
        "currency per hour",
        "Full hourly cost of an engineer who writes prompts, trains and evaluates.",
        ge=0,
    )
    labeller_rate: Number = quantity(
        0.0,
        "Data preparer",
        "currency per hour",
        "Full hourly cost of the people who write, clean and check examples.",
        ge=0,
    )
    reviewer_rate: Number = quantity(
        0.0,
        "Reviewer",
        "currency per hour",
        "Full hourly cost of the people who review answers.",
        ge=0,
    )


class Quality(Group):
    """What right and wrong answers are worth."""

    error_cost: Number = quantity(
        0.0,
        "Cost of a wrong answer",
        "currency per wrong answer",
        "What one wrong answer costs the business: rework, refunds, a lost customer.",
        ge=0,
    )
    error_correlation: Fraction = quantity(
        0.7,
        "Fail together",
        "fraction",
        "How far the approaches fail on the same requests: 0 not at all, 100 % always. Only the ranges use it.",
        ge=0,
        le=1,
    )
    review_minutes: Number = quantity(
        0.0,
        "Time to review one answer",
        "minutes per reviewed answer",
        "How long a person takes to review one answer.",
        ge=0,
    )
    request_value: Number = quantity(
        0.0,
        "Value of a right answer",
        "currency per right answer",
        "What one right answer brings in. 0 leaves value out of the comparison.",
        ge=0,
    )


class Approach(Group):
    """One way of doing the task: its prices, sizes, effort and cadence."""

    considered: bool = quantity(
        True,
        "Takes part",
        "",
        "No leaves the approach out: it has no costs, no curve and no say in the answer.",
        part="Who takes part",
    )
    model: Reference = quantity(
        None,
        "Model",
        "",
        "The catalogue model whose prices fill the fields below. It enters no formula.",
        max_length=200,
        part="Prices",
    )
    input_price: Number = quantity(
        0.0,
        "Input price",
        "USD per 1M tokens",
        "Price of the tokens sent to the model.",
        ge=0,
        part="Prices",
    )
    output_price: Number = quantity(
        0.0,
        "Output price",
        "USD per 1M tokens",
        "Price of the tokens the model writes.",
        ge=0,
        part="Prices",
        before="batch_share",
    )
    cached_input_price: OptionalNumber = quantity(
        None,
        "Cached input price",
        "USD per 1M tokens",
        "Price of prompt tokens read from the provider's cache. Left empty: the input price.",
        ge=0,
        part="Prices",
    )
    cache_write_price: OptionalNumber = quantity(
        None,
        "Cache write price",
        "USD per 1M tokens",
        "Price of prompt tokens not found in the cache while caching is in use. "
        "Left empty: the input price.",
        ge=0,
        part="Prices",
    )
    long_threshold_tokens: OptionalNumber = quantity(
        None,
        "Long calls begin above",
        "tokens",
        "Calls whose input is longer are billed at the long prices. Left empty: there are none.",
        gt=0,
        part="Prices",
    )
    long_input_price: OptionalNumber = quantity(
        None,
        "Long input price",
        "USD per 1M tokens",
        "Price of the tokens sent in a long call. Left empty: the input price.",
        ge=0,
        part="Prices",
    )
    long_output_price: OptionalNumber = quantity(
        None,
        "Long output price",
        "USD per 1M tokens",
        "Price of the tokens written in a long call. Left empty: the output price.",
        ge=0,
        part="Prices",
    )
    long_cached_input_price: OptionalNumber = quantity(
        None,
        "Long cached input price",
        "USD per 1M tokens",
        "Price of tokens read from the cache in a long call. Left empty: the cached price, raised as the input price is.",
        ge=0,
        part="Prices",
    )
    long_share: OptionalFraction = quantity(
        None,
        "Tokens in long calls",
        "fraction",
        "Share of the tokens that belong to calls over the threshold. Left empty: all or none, by the mean call.",
        ge=0,
        le=1,
        part="Prices",
    )
    call_price: Number = quantity(
        0.0,
        "Price per call",
        "USD per call",
        "What a call costs beside its tokens: retrieval, search, tools, images, or a flat price.",
        ge=0,
        part="Prices",
    )
    batch_share: Fraction = quantity(
        0.0,
        "Share sent in batches",
        "fraction",
        "Share of the calls that can wait hours and go through the provider's batch interface.",
        ge=0,
        le=1,
        part="Prices",
    )
    batch_discount: Fraction = quantity(
        0.5,
        "Batch discount",
        "fraction",
        "What the batch interface takes off the price.",
        ge=0,
        le=1,
        part="Prices",
    )
    list_discount: Fraction = quantity(
        0.0,
        "Negotiated discount",
        "fraction",
        "Discount on the list prices of tokens, calls and hosting.",
        ge=0,
        le=1,
        part="Contract with the provider",
    )
    committed_spend: Number = quantity(
        0.0,
        "Committed spend",
        "USD per month",
        "What the provider bills at least each month.",
        ge=0,
        part="Contract with the provider",
    )
    price_change: OptionalFraction = quantity(
        None,
        "Change of its prices",
        "fraction per year",
        "How this provider's prices drift. Left empty: as all provider prices.",
        ge=-0.9,
        le=1,
        part="Contract with the provider",
    )
    calls_per_request: Number = quantity(
        1.0,
        "Calls per request",
        "calls",
        "Turns of a conversation, or steps of an agent. Each sends the prompt and what came before again.",
        ge=1,
        le=1000,
        part="Conversations and agents",
    )
    prompt_tokens: Number = quantity(
        0.0,
        "Prompt length",
        "tokens",
        "Instructions and examples sent with every request, in the first live month.",
        ge=0,
        le=1e6,
        part="Prompt and answer",
    )
    prompt_growth: Fraction = quantity(
        0.0,
        "Growth of the prompt",
        "fraction per month",
        "How the prompt grows from month to month as rules and exceptions are added.",
        ge=-0.5,
        le=1,
        part="Prompt and answer",
    )
    maximum_prompt_tokens: OptionalNumber = quantity(
        None,
        "The prompt stops growing at",
        "tokens",
        "The longest the prompt gets. Left empty, it grows without end.",
        ge=0,
        part="Prompt and answer",
    )
    cache_hit_rate: Fraction = quantity(
        0.0,
        "Cache hit rate",
        "fraction",
        "Share of the prompt's tokens that the provider reads from its cache.",
        ge=0,
        le=1,
        part="Prompt and answer",
    )
    cache_lifetime_minutes: OptionalNumber = quantity(
        None,
        "Cache keeps a prompt for",
        "minutes",
        "How long the cache keeps a prompt after its last use. Left empty: it is always warm.",
        gt=0,
        part="Prompt and answer",
    )
    cache_minimum_tokens: Number = quantity(
        1024.0,
        "Shortest cacheable prompt",
        "tokens",
        "A prompt shorter than this is never cached.",
        ge=0,
        part="Prompt and answer",
    )
    output_tokens: Number = quantity(
        0.0,
        "Answer length",
        "tokens",
        "Tokens of one answer, the model's reasoning included.",
        ge=0,
        le=1e6,
        part="Prompt and answer",
    )
    reasoning_tokens: Number = quantity(
        0.0,
        "Reasoning",
        "tokens",
        "Hidden reasoning of one call; billed as output, never sent again.",
        ge=0,
        le=1e6,
        part="Conversations and agents",
    )
    retry_rate: Fraction = quantity(
        0.0,
        "Calls repeated",
        "fraction",
        "Share of the calls that are repeated because the answer is unusable.",
        ge=0,
        le=0.9,
        part="Quality",
    )
    error_rate: Fraction = quantity(
        0.0,
        "Wrong answers",
        "fraction",
        "Share of the requests that end in a wrong answer.",
        ge=0,
        le=1,
        part="Quality",
    )
    review_rate: Fraction = quantity(
        0.0,
        "Answers reviewed",
        "fraction",
        "Share of the requests whose answer a person reviews.",
        ge=0,
        le=1,
        part="Quality",
    )
    hosting_price: Number = quantity(
        0.0,
        "Hosting price",
        "USD per hour and replica",
        "Price of a dedicated endpoint or of your own GPUs. 0: none is needed.",
        ge=0,
        part="Hosting and platform",
    )
    hosting_hours: Number = quantity(
        730.0,
        "Hours of hosting",
        "hours per month",
        "Hours of a month in which replicas run and are billed.",
        gt=0,
        le=730,
        part="Hosting and platform",
    )
    minimum_replicas: Whole = quantity(
        1,
        "Replicas at least",
        "replicas",
        "How many copies of the endpoint run at all times. 0: none in a month without requests.",
        ge=0,
        part="Hosting and platform",
    )
    replica_step: Whole = quantity(
        1,
        "Replicas are bought by",
        "replicas",
        "Replicas beyond the minimum come in steps of so many.",
        ge=1,
        part="Hosting and platform",
    )
    replica_requests_per_hour: OptionalNumber = quantity(
        None,
        "Capacity of a replica",
        "calls per hour",
        "How many calls one replica can serve in an hour. Left empty: no limit.",
        gt=0,
        part="Hosting and platform",
    )
    peak_factor: Number = quantity(
        3.0,
        "Peak over average load",
        "ratio",
        "How much busier the busiest hour is than the average one.",
        ge=1,
        part="Hosting and platform",
    )
    platform_cost: Number = quantity(
        0.0,
        "Platform",
        "currency per month",
        "Monitoring, storage and licences.",
        ge=0,
        part="Hosting and platform",
    )
    storage_price: Number = quantity(
        0.0,
        "Storage",
        "USD per month",
        "What the provider bills for keeping the tuned model or the index.",
        ge=0,
        part="Hosting and platform",
    )
    build_hours: Number = quantity(
        0.0,
        "Engineering before go-live",
        "hours",
        "Engineer hours until the first live day.",
        ge=0,
        part="Building",
    )
    build_cost: Number = quantity(
        0.0,
        "Other one-off cost",
        "currency",
        "Anything else that is paid once, at the decision.",
        ge=0,
        part="Building",
    )
    evaluation_hours: Number = quantity(
        0.0,
        "Evaluation of a release",
        "hours per release",
        "Engineer hours to test one release against benchmarks.",
        ge=0,
        part="Building",
    )
    dataset_examples: Whole = quantity(
        0,
        "Examples in the dataset",
        "examples",
        "How many examples the model is trained on: from 50, usually 500 to 5,000.",
        ge=0,
        part="Dataset and training",
    )
    example_minutes: Number = quantity(
        0.0,
        "Preparing one example",
        "minutes per example",
        "Time to collect, clean, label and check one example.",
        ge=0,
        part="Dataset and training",
    )
    example_cost: Number = quantity(
        0.0,
        "Price of an example",
        "currency per example",
        "What an example costs beside the time: bought, or written by another model.",
        ge=0,
        part="Dataset and training",
    )
    example_tokens: Number = quantity(
        0.0,
        "Length of an example",
        "tokens per example",
        "Tokens of one training example.",
        ge=0,
        part="Dataset and training",
    )
    epochs: Whole = quantity(
        3,
        "Passes over the dataset",
        "passes",
        "How often training reads every example.",
        ge=1,
        part="Dataset and training",
    )
    validation_tokens: Number = quantity(
        0.0,
        "Validation tokens",
        "tokens per run",
        "Tokens of validation that a run bills, all evaluations together.",
        ge=0,
        part="Dataset and training",
    )
    training_price: Number = quantity(
        0.0,
        "Training price",
        "USD per 1M tokens",
        "Price of the tokens trained on.",
        ge=0,
        part="Dataset and training",
    )
    training_minimum: Number = quantity(
        0.0,
        "Least charge of a run",
        "USD per run",
        "The least that is billed for the tokens of one run.",
        ge=0,
        part="Dataset and training",
    )
    training_job_price: Number = quantity(
        0.0,
        "Flat price of a training run",
        "USD per run",
        "Flat charge, or rent of the GPUs, for one run.",
        ge=0,
        part="Dataset and training",
    )
    training_runs: Whole = quantity(
        0,
        "Training runs of a release",
        "runs per release",
        "Runs until one is good enough.",
        ge=0,
        part="Dataset and training",
    )
    build_month: Whole = quantity(
        0,
        "Build in month",
        "month",
        "Month in which the build is paid for. Later: the decision waits, and prompting serves until then.",
        ge=0,
        le=120,
        part="Timing",
    )
    lead_time_months: Whole = quantity(
        0,
        "Months until go-live",
        "months",
        "Months from the decision to go-live; until then prompting serves the requests.",
        ge=0,
        le=24,
        part="Building",
    )
    upkeep_every_months: Whole = quantity(
        0,
        "Maintenance every",
        "months",
        "Months between two rounds of maintenance. 0: never.",
        ge=0,
        le=120,
        part="Maintenance and retirement",
    )
    upkeep_hours: Number = quantity(
        0.0,
        "Engineering per maintenance",
        "engineer hours per upkeep",
        "Engineer hours of one round of maintenance.",
        ge=0,
        part="Maintenance and retirement",
    )
    refresh_share: Fraction = quantity(
        0.0,
        "Dataset renewed per maintenance",
        "fraction",
        "Share of the dataset that one round of maintenance renews.",
        ge=0,
        le=1,
        part="Maintenance and retirement",
    )
    upkeep_training_runs: Whole = quantity(
        0,
        "Training runs per maintenance",
        "runs per upkeep",
        "Training runs of one round of maintenance.",
        ge=0,
        part="Maintenance and retirement",
    )
    service_life_months: Whole = quantity(
        0,
        "Life of the base model",
        "months",
        "Months from go-live until the provider retires the base model. 0: no end.",
        ge=0,
        le=120,
        part="Maintenance and retirement",
    )
    on_retirement: Literal["rebuild", "prompting"] = quantity(
        "rebuild",
        "When the base model retires",
        "",
        "Train again on a new base model, or fall back to prompting for good.",
        part="Maintenance and retirement",
    )
    migration_hours: Number = quantity(
        0.0,
        "Engineering per retirement",
        "engineer hours",
        "Engineer hours to move to a new base model.",
        ge=0,
        part="Maintenance and retirement",
    )


class Prompting(Approach):
    """Prompt engineering: the baseline the others are measured against."""

    considered: Annotated[bool, AfterValidator(_always)] = quantity(
        True,
        "Takes part",
        "",
        "Always yes: every plan is measured against prompting.",
        part="Who takes part",
    )
    build_month: Whole = quantity(
        0,
        "Build in month",
        "month",
        "Always 0: prompting is what you have.",
        ge=0,
        le=0,
        part="Timing",
    )
    lead_time_months: Whole = quantity(
        0,
        "Months until go-live",
        "months",
        "Always 0: prompting serves from the first month.",
        ge=0,
        le=0,
        part="Building",
    )
    on_retirement: Literal["rebuild"] = quantity(
        "rebuild",
        "When the base model retires",
        "",
        "Always rebuild: prompting has nothing to fall back to.",
        part="Maintenance and retirement",
    )
    already_live: bool = quantity(
        False,
        "The prompt already exists",
        "",
        "Yes if the prompt is in use today: what it cost to build is spent and left out.",
        part="Building",
        before="build_hours",
    )


class Tuning(Approach):
    """Fine-tuning: a trained model with a short prompt."""


class Hybrid(Approach):
    """Both: a tuned model that still gets prompts, with a share left to the prompted model."""

    prompted_share: Fraction = quantity(
        0.0,
        "Share left to prompting",
        "fraction",
        "Share of the requests that still go to the prompted model.",
        ge=0,
        le=1,
        part="Building",
    )
    routing: Literal["split", "cascade"] = quantity(
        "split",
        "How requests are shared out",
        "",
        "Split: some requests go to the prompted model alone. Cascade: the tuned model tries every "
        "request, and passes those on.",
        part="Building",
        before="build_hours",
    )
    one_contract: bool = quantity(
        False,
        "One contract for both",
        "",
        "Both parts are billed under one commitment, the larger of the two.",
        part="Contract with the provider",
    )


class Fit(Group):
    """Eight questions on what suits the task, whatever it costs."""

    consistent_format: Answer = quantity(
        "unsure",
        "Do answers need one format and tone?",
        "",
        "Training builds a format in; a prompt can only ask for it.",
    )
    repeats_at_scale: Answer = quantity(
        "unsure",
        "Does the same task repeat thousands of times?",
        "",
        "The work of training is shared out over every request.",
    )
    specialised_domain: Answer = quantity(
        "unsure",
        "Is the field highly specialised?",
        "",
        "A tuned model picks up the language of a field from examples.",
    )
    errors_costly: Answer = quantity(
        "unsure",
        "Are errors costly, risky or regulated?",
        "",
        "A tuned model can be tested and frozen; strict rules are hard to enforce by prompt.",
    )
    changes_often: Answer = quantity(
        "unsure",
        "Does the task change often?",
        "",
        "A prompt changes in minutes; a tuned model needs new examples and training.",
    )
    creative: Answer = quantity(
        "unsure",
        "Is variety wanted?",
        "",
        "Training narrows what a model writes; ideas gain from its whole breadth.",
    )
    needed_now: Answer = quantity(
        "unsure",
        "Must it work this month?",
        "",
        "A prompt starts at once; examples, training and tests take weeks.",
    )
    no_ml_skills: Answer = quantity(
        "unsure",
        "Is there no machine-learning expertise to hand?",
        "",
        "Training and evaluation need people who have done it before.",
    )


class Inputs(BaseModel):
    """Everything a plan is calculated from.

    What the hybrid shares with tuning and nobody named has tuning's value: it follows.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    workload: Workload = Workload()
    finance: Finance = Finance()
    labour: Labour = Labour()
    quality: Quality = Quality()
    prompting: Prompting = Prompting()
    tuning: Tuning = Tuning()
    hybrid: Hybrid = Hybrid()
    fit: Fit = Fit()

    @model_validator(mode="after")
    def _follow(self) -> "Inputs":
        followed = {field: getattr(self.tuning, field) for field in self._following}
        self.__dict__["hybrid"] = unnamed(self.hybrid, followed)
        return self

    @property
    def _following(self) -> frozenset[str]:
        return SHARED - self.hybrid.model_fields_set

    @property
    def follows(self) -> frozenset[str]:
        """The `hybrid.field` names whose value is tuning's, whatever that is."""
        return frozenset(f"hybrid.{field}" for field in self._following)

    @property
    def considered(self) -> tuple[ApproachName, ...]:
        """The approaches that take part."""
        return tuple(name for name in APPROACHES if self.approach(name).considered)

    @property
    def challengers(self) -> tuple[Challenger, ...]:
        """The approaches that take part beside prompting."""
        return tuple(name for name in CHALLENGERS if self.approach(name).considered)

    def approach(self, name: ApproachName) -> Approach:
        """Return the approach called `name`: prompting, tuning or hybrid."""
        approach: Approach = getattr(self, name)
        return approach

    def value(self, name: str) -> Any:
        """Return the value of the input called `group.field`."""
        group, field = name.split(".")
        return getattr(getattr(self, group), field)

    def values(self) -> dict[str, Any]:
        """Return every value by its `group.field` name, in the order of the schema."""
        return {
            f"{group}.{field}": getattr(getattr(self, group), field)
            for group in type(self).model_fields
            for field in type(getattr(self, group)).model_fields
        }

    def named(self) -> dict[str, Any]:
        """Return `values` without those that follow: what reading gives the same inputs from."""
        return {name: value for name, value in self.values().items() if name not in self.follows}

    def replace(self, values: Mapping[str, Any]) -> "Inputs":
        """Return a copy with the named values put in, unchecked; what follows tuning moves along.

        A value may be an array of shape (draws, 1): the projection then has one row per draw.
        """
        changes: dict[str, dict[str, Any]] = {}
        for name, value in values.items():
            group, field = name.split(".")
            changes.setdefault(group, {})[field] = value
        groups = {
            group: getattr(self, group).model_copy(update=fields)
            for group, fields in changes.items()
        }
        moved = changes.get("tuning", {}).keys() & (
            self._following - changes.get("hybrid", {}).keys()
        )
        if moved:
            followed = {field: changes["tuning"][field] for field in moved}
            groups["hybrid"] = unnamed(groups.get("hybrid", self.hybrid), followed)
        return self.model_copy(update=groups)


SHARED = frozenset(Tuning.model_fields.keys() & Hybrid.model_fields.keys() - {"considered"})


def unnamed(group: Group, values: Mapping[str, Any]) -> Group:
    """Return the group with values that nobody named for it."""
    copy = group.model_copy()
    copy.__dict__.update(values)
    return copy
