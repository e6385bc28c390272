"""Model prices: tokens from the genai-prices package, the rest from fine_tuning.yaml."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from genai_prices import types as genai
from genai_prices.data_snapshot import get_snapshot
from pydantic import BaseModel, ConfigDict

from app.catalog.figures import (
    Figure,
    TunedModel,
    announced,
    cache_lifetime,
    cache_minimum,
    read_fine_tuning,
)
from app.inputs.approaches import Approach

# What the package lists beside chat models, and tuned models without a training price.
NO_CHAT = re.compile(
    r"embed|tts|audio|realtime|image|transcri|whisper|moderation|rerank|guard|ocr|voice|voxtral"
    r"|live|banana|sonic|orpheus|speech|^ada$|babbage|curie|davinci|^ft:|\.ft-"
)
# Some prices hold at certain hours; noon is within most of the world's working hours.
TIME_OF_DAY = time(12, tzinfo=UTC)
PRICES = ("input_price", "cached_input_price", "cache_write_price", "output_price")
# By the price of which of the package's units, in calls over the threshold.
LONG_PRICES = {
    "long_input_price": "input_mtok",
    "long_cached_input_price": "cache_read_mtok",
    "long_output_price": "output_mtok",
}
TOKEN_FIELDS = (*PRICES, "long_threshold_tokens", *LONG_PRICES)
UNCACHED_FIELDS = tuple(name for name in TOKEN_FIELDS if "cache" not in name)
OWN_MAKERS = {"own-gpu": "Your own GPU"}  # of fine_tuning.yaml, unknown to the package
TUNING_PRICES = (
    "hosting_price",
    "storage_price",
    "training_price",
    "training_minimum",
    "training_job_price",
)
FILLED = frozenset(  # fields of an approach that picking a model may fill
    [
        *(*TOKEN_FIELDS, *TUNING_PRICES, "call_price", "batch_discount"),
        *("cache_minimum_tokens", "cache_lifetime_minutes"),
    ]
)
# Where a provider says nothing of its cache, what most of them have.
USUAL_CACHE_MINIMUM: float = Approach.model_fields["cache_minimum_tokens"].default  # tokens


class UnknownModel(LookupError):
    """The catalogue has no model of this reference."""


class ModelPrice(BaseModel):
    """What one model costs.

    Token and training prices are USD per 1M tokens, `call_price` is USD per call, hosting USD per
    hour and replica, storage USD per month, a training job and its least charge USD per run. Only
    tuned models have hosting, storage and training. Calls whose input is longer than
    `long_threshold_tokens` are billed at the long prices.
    """

    model_config = ConfigDict(frozen=True)

    reference: str
    provider: str
    title: str
    input_price: float
    cached_input_price: float | None = None
    cache_write_price: float | None = None
    output_price: float
    long_threshold_tokens: int | None = None
    long_input_price: float | None = None
    long_cached_input_price: float | None = None
    long_output_price: float | None = None
    call_price: float | None = None
    batch_discount: float | None = None
    context_window: int | None = None
    cache_minimum_tokens: int | None = None
    cache_lifetime_minutes: float | None = None
    tuned: bool = False
    hosting_price: float | None = None
    storage_price: float | None = None
    training_price: float | None = None
    training_minimum: float | None = None
    training_job_price: float | None = None
    fine_tuning_closes: str | None = None  # ISO date
    retires: str | None = None  # ISO date
    families: str = ""  # open models that the price of a size holds for, as people call them
    deprecated: bool = False  # its provider advises against building on it
    note: str = ""
    source: str
    as_of: str  # ISO date
    doubtful: bool = False

    @property
    def maker(self) -> str:
        """What the reference begins with: who offers the model."""
        return self.reference.split("/")[0]

    @property
    def is_current(self) -> bool:
        """Whether its provider has announced no end of it, or of its training."""
        return not (self.deprecated or self.retires or self.fine_tuning_closes)


@cache
def makers() -> Mapping[str, str]:
    """Return who offers models, by what their references begin with: {"openai": "OpenAI"}."""
    names = {provider.id: provider.name for provider, _ in known_models()} | OWN_MAKERS
    known = {reference.split("/")[0] for reference in models()}
    return MappingProxyType({key: name for key, name in names.items() if key in known})


def find_model(reference: str) -> ModelPrice:
    """Return a model; raises UnknownModel."""
    try:
        return models()[reference]
    except KeyError:
        raise UnknownModel(reference) from None


def price_fields(reference: str) -> Mapping[str, float | None]:
    """Return what picking a model puts into an approach's fields; raises UnknownModel.

    Only tuned models fill hosting, storage and training, and only models that bill calls fill
    `call_price`, so that picking another one leaves those alone.
    """
    model = find_model(reference)
    names = (*TOKEN_FIELDS, *TUNING_PRICES) if model.tuned else TOKEN_FIELDS
    prices = {name: getattr(model, name) for name in names}
    prices |= {name: prices[name] or 0.0 for name in TUNING_PRICES if name in prices}
    if model.call_price is not None:
        prices["call_price"] = model.call_price
    minimum = model.cache_minimum_tokens
    return prices | {
        "batch_discount": model.batch_discount or 0.0,
        "cache_minimum_tokens": USUAL_CACHE_MINIMUM if minimum is None else float(minimum),
        "cache_lifetime_minutes": model.cache_lifetime_minutes,
    }


def prices_as_of() -> str:
    """Return the day whose token prices are shown, YYYY-MM-DD.

    genai-prices carries no date of its own: fine_tuning.yaml says on which day its version was
    taken over, and of its dated prices those of that day are used.
    """
    return read_fine_tuning().token_prices.as_of.isoformat()


@cache
def models() -> Mapping[str, ModelPrice]:
    """Return every model by its reference."""
    base = {model.reference: model for model in base_models(read_fine_tuning().token_prices.as_of)}
    tuned = [tuned_model(model, base) for model in read_fine_tuning().tuned_models]
    found = base | {model.reference: model for model in tuned}
    return MappingProxyType({name: with_announcements(model) for name, model in found.items()})


def with_announcements(model: ModelPrice) -> ModelPrice:
    """Return the model with what its provider announced for it, and how it caches."""
    extras = read_fine_tuning()
    closes = announced(extras.closing_fine_tuning, model.reference)
    retires = announced(extras.retirements, model.reference)
    caches = model.cached_input_price is not None
    minimum = cache_minimum(model.reference) if caches else None
    lifetime = cache_lifetime(model.reference) if caches else None
    return model.model_copy(
        update={
            "fine_tuning_closes": closes.value.isoformat() if closes else None,
            "retires": retires.value.isoformat() if retires else None,
            "cache_minimum_tokens": int(minimum.value) if minimum else None,
            "cache_lifetime_minutes": lifetime.value if lifetime else None,
        }
    )


def base_models(day: date) -> Iterator[ModelPrice]:
    """Yield the chat models of genai-prices that have prices, as they are at noon UTC of `day`."""
    moment = datetime.combine(day, TIME_OF_DAY)
    for provider, model in known_models():
        prices = model.get_prices(moment)
        if NO_CHAT.search(model.id) or not (prices.input_mtok and prices.output_mtok):
            continue
        yield base_model(provider, model, moment)


def known_models() -> Iterator[tuple[genai.Provider, genai.ModelInfo]]:
    """Yield every model of the providers that the catalogue takes from genai-prices."""
    known = read_fine_tuning().token_prices.providers
    for provider in get_snapshot().providers:
        if provider.id in known:
            yield from ((provider, model) for model in provider.models)


def base_model(provider: genai.Provider, model: genai.ModelInfo, moment: datetime) -> ModelPrice:
    """Return one model of genai-prices at its prices of `moment`."""
    prices = model.get_prices(moment)
    return ModelPrice(
        reference=f"{provider.id}/{model.id}",
        provider=provider.name,
        title=model.name or model.id,
        input_price=base_price(prices.input_mtok),
        cached_input_price=optional_price(prices.cache_read_mtok),
        cache_write_price=optional_price(prices.cache_write_mtok),
        output_price=base_price(prices.output_mtok),
        **long_prices(prices),
        call_price=price_per_call(prices),
        batch_discount=batch_discount(model, moment),
        context_window=model.context_window,
        deprecated=bool(model.deprecated),
        note=" ".join(remarks(model, moment.date())),
        source=price_source(),
        as_of=moment.date().isoformat(),
    )


@cache
def price_source() -> str:
    """Return what a token price's source is called; reading the version takes a millisecond."""
    return f"genai-prices {version('genai-prices')}"


def remarks(model: genai.ModelInfo, day: date) -> Iterator[str]:
    """Yield what the package says of a model's price beyond the figures."""
    if model.deprecated:
        yield "The provider calls it deprecated."
    if not isinstance(model.prices, list):
        return
    rules = [price.constraint for price in model.prices]
    starts = [rule.start_date for rule in rules if isinstance(rule, genai.StartDateConstraint)]
    if change := min((start for start in starts if start > day), default=None):
        yield f"The price changes on {change.isoformat()}."
    if any(isinstance(rule, genai.TimeOfDateConstraint) for rule in rules):
        yield f"Price at {TIME_OF_DAY:%H:%M} UTC; it varies with the time of day."


def base_price(price: object) -> float:
    """Return a price, or the price of its lowest tier."""
    return float(price.base if isinstance(price, genai.TieredPrices) else price)  # type: ignore[arg-type]


def optional_price(price: object) -> float | None:
    """Return a price, or None where there is none."""
    return None if price is None else base_price(price)


def long_prices(prices: genai.ModelPrice) -> dict[str, Any]:
    """Return from which input length higher prices hold, in tokens, and those prices.

    Nothing where a model has none; a price that stays as it is, is None. The lowest of several
    thresholds counts: it is the first that a longer call meets.
    """
    found = {name: getattr(prices, unit) for name, unit in LONG_PRICES.items()}
    starts = [tier.start for price in found.values() for tier in tiers_of(price)]
    if not starts:
        return {}
    lowest = min(starts)
    return {"long_threshold_tokens": lowest} | {
        name: price_above(price, lowest) for name, price in found.items()
    }


def tiers_of(price: object) -> list[genai.Tier]:
    """Return the higher prices of longer inputs; none where the price is always the same."""
    return price.tiers if isinstance(price, genai.TieredPrices) else []


def price_above(price: object, tokens: int) -> float | None:
    """Return the price of inputs just longer than `tokens`, where it differs from the base."""
    reached = [tier for tier in tiers_of(price) if tier.start <= tokens]
    return float(max(reached, key=lambda tier: tier.start).price) if reached else None


def price_per_call(prices: genai.ModelPrice) -> float | None:
    """Return what one call costs beside its tokens, USD; None where it costs nothing."""
    per_thousand = optional_price(prices.requests_kcount)
    return None if per_thousand is None else per_thousand / 1000


def batch_discount(model: genai.ModelInfo, moment: datetime) -> float | None:
    """Return what the batch interface takes off the output price; None where there is none."""
    price = base_price(model.get_prices(moment).output_mtok)
    batch = base_price(model.get_prices(moment, {"processing": "batch"}).output_mtok)
    return None if batch == price else round(1 - batch / price, 6)


def tuned_model(tuned: TunedModel, base: Mapping[str, ModelPrice]) -> ModelPrice:
    """Return a tuned model: its own figures, or its base model's token prices."""
    figures = tuned.figures.given()
    weakest = max(figures.values(), key=lambda figure: figure.doubtful)
    inherited = base[tuned.base] if tuned.base else None
    prices = {name: value_of(figures.get(name)) for name in (*TOKEN_FIELDS, *TUNING_PRICES)}
    if inherited:
        kept = TOKEN_FIELDS if tuned.cached_input else UNCACHED_FIELDS
        prices |= {name: getattr(inherited, name) for name in kept}
    prices |= {name: prices[name] or 0.0 for name in ("input_price", "output_price")}
    words = {
        "reference": tuned.reference,
        "provider": tuned.reference.split("/")[0],
        "title": tuned.title,
        "context_window": inherited.context_window if inherited else None,
        "tuned": True,
        "families": tuned.families,
        "deprecated": tuned.deprecated,
        "note": tuned.note,
        "source": weakest.source,
        "as_of": weakest.as_of.isoformat(),
        "doubtful": weakest.doubtful,
    }
    return ModelPrice.model_validate(prices | words)


def value_of(figure: Figure | None) -> float | None:
    """Return a figure's value, or None where there is none."""
    return figure.value if figure else None
