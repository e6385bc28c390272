"""The inputs of an approach while it serves, from its prices to its hosting."""

from app.inputs.quantity import (
    Fraction,
    Group,
    Number,
    OptionalFraction,
    OptionalNumber,
    Reference,
    Whole,
    quantity,
)


class Serving(Group):
    """What an approach costs while it serves: prices, sizes, contract, quality and hosting."""

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
        before="long_threshold_tokens",
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
        "Price of tokens read from the cache in a long call. "
        "Left empty: the cached price, raised as the input price is.",
        ge=0,
        part="Prices",
    )
    long_share: OptionalFraction = quantity(
        None,
        "Tokens in long calls",
        "fraction",
        "Share of the tokens that belong to calls over the threshold. "
        "Left empty: all or none, by the mean call.",
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
        "Turns of a conversation, or steps of an agent. "
        "Each sends the prompt again, and what came before.",
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
