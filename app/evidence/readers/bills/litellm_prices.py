"""LiteLLM's list of prices: dollars per token by model."""

from collections.abc import Iterator
from typing import Any

from app.evidence.finding import Finding, Skip, Variant
from app.evidence.readers.format import Format, Record, converted
from app.evidence.streaming.source import Head, Options, Source
from app.evidence.values import LONGEST_LABEL, amount, given

PER_MILLION = 1_000_000
EXAMPLE = "sample_spec"  # the first key, which explains the others
PRICES = {
    "input_price": "input_cost_per_token",
    "cached_input_price": "cache_read_input_token_cost",
    "cache_write_price": "cache_creation_input_token_cost",
    "output_price": "output_cost_per_token",
}
BATCHES = "output_cost_per_token_batches"


def matches(head: Head) -> bool:
    """Tell whether models have prices per token."""
    return any(path.endswith((".input_cost_per_token", ".litellm_provider")) for path in head.paths)


def read(source: Source, options: Options) -> Iterator[Record]:
    """Yield every model's prices."""
    yield from converted(source.values(""), lambda found: prices(found[0], found[1], options))


def prices(name: str, entry: Any, options: Options) -> Record:
    """Return a model's prices in USD per 1M tokens; findings if it is the plan's own model."""
    if name == EXAMPLE or not isinstance(entry, dict):
        return Skip("entries that are no model")
    figures: dict[str, int | float | None] = {
        field: round(amount(entry[key]) * PER_MILLION, 9) if given(entry.get(key)) else None
        for field, key in PRICES.items()
    }
    if not any(figures.values()):
        return Skip("models without a price per token")
    whole = figures["output_price"]
    if given(entry.get(BATCHES)) and whole:
        figures["batch_discount"] = round(1 - amount(entry[BATCHES]) * PER_MILLION / whole, 6)
    return Variant(
        label=name[:LONGEST_LABEL],
        model=name,
        figures=figures,
        findings=list(findings(name, figures, options)),
    )


def findings(
    name: str, figures: dict[str, int | float | None], options: Options
) -> Iterator[Finding]:
    """Yield the prices as findings where the plan names the model."""
    for approach, reference in options.models.items():
        if reference is None or reference.rpartition("/")[2] != name.rpartition("/")[2]:
            continue
        for field, value in figures.items():
            if value is not None and approach == options.approach:
                yield Finding(
                    input=f"{approach}.{field}",
                    value=value,
                    low=value,
                    high=value,
                    n=1,
                    method="The list price per token × 1,000,000.",
                )


FORMAT = Format(
    name="litellm-prices", title="LiteLLM price list", kind="prices", matches=matches, read=read
)
