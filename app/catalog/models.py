"""Model prices: tokens from the genai-prices package, the rest from fine_tuning.yaml."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from importlib.metadata import version
from types import MappingProxyType

from genai_prices import types as genai
from genai_prices.data_snapshot import get_snapshot
from pydantic import BaseModel, ConfigDict

from app.catalog.figures import (
    Figure,
    TunedModel,
    announced,
    cache_minimum,
    read_fine_tuning,
)

# What the package lists beside chat models, and tuned models without a training price.
NO_CHAT = re.compile(
    r"embed|tts|audio|realtime|image|transcri|whisper|moderation|rerank|guard|ocr|voice|voxtral"
    r"|live|banana|sonic|orpheus|speech|^ada$|babbage|curie|davinci|^ft:|\.ft-"
)
# Some prices hold at certain hours; noon is within most of the world's working hours.
TIME_OF_DAY = time(12, tzinfo=UTC)
PRICES = ("input_price", "cached_input_price", "cache_write_price", "output_price")
OWN_MAKERS = {"own-gpu": "Your own GPU"}  # of fine_tuning.yaml, unknown to the package
TUNING_PRICES = ("hosting_price", "training_price", "training_job_price")


class UnknownModel(LookupError):
    """The catalogue has no model of this reference."""


class ModelPrice(BaseModel):
    """What one model costs.

    Token and training prices are USD per 1M tokens, hosting is USD per hour and replica, a training
    job USD per run. Only tuned models have the last three.
    """

    model_config = ConfigDict(frozen=True)

    reference: str
    provider: str
    title: str
    input_price: float
    cached_input_price: float | None = None
    cache_write_price: float | None = None
    output_price: float
    batch_discount: float | None = None
    context_window: int | None = None
    tier_threshold_tokens: int | None = None  # longer inputs cost more
    cache_minimum_tokens: int | None = None
    tuned: bool = False
    hosting_price: float | None = None
    training_price: float | None = None
    training_job_price: float | None = None
    fine_tuning_closes: str | None = None  # ISO date
    retires: str | None = None  # ISO date
    note: str = ""
    source: str
    as_of: str  # ISO date
    doubtful: bool = False

    @property
    def maker(self) -> str:
        """What the reference begins with: who offers the model."""
        return self.reference.split("/")[0]


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

    Only tuned models fill hosting and training, so that picking a base model leaves those alone.
    """
    model = find_model(reference)
    names = (*PRICES, *TUNING_PRICES) if model.tuned else PRICES
    prices = {name: getattr(model, name) for name in names}
    prices |= {name: prices[name] or 0.0 for name in TUNING_PRICES if name in prices}
    return prices | {
        "batch_discount": model.batch_discount or 0.0,
        "cache_minimum_tokens": float(model.cache_minimum_tokens or 0),
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
    """Return the model with what its provider announced for it, and its caching minimum."""
    extras = read_fine_tuning()
    closes = announced(extras.closing_fine_tuning, model.reference)
    retires = announced(extras.retirements, model.reference)
    minimum = cache_minimum(model.reference) if model.cached_input_price is not None else None
    return model.model_copy(
        update={
            "fine_tuning_closes": closes.value.isoformat() if closes else None,
            "retires": retires.value.isoformat() if retires else None,
            "cache_minimum_tokens": int(minimum.value) if minimum else None,
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
        batch_discount=batch_discount(model, moment),
        context_window=model.context_window,
        tier_threshold_tokens=threshold(prices.input_mtok),
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


def threshold(price: object) -> int | None:
    """Return the input length from which a higher price holds."""
    if not isinstance(price, genai.TieredPrices) or not price.tiers:
        return None
    return min(tier.start for tier in price.tiers)


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
    prices = {name: value_of(figures.get(name)) for name in (*PRICES, *TUNING_PRICES)}
    if inherited:
        kept = PRICES if tuned.cached_input else ("input_price", "output_price")
        prices |= {name: getattr(inherited, name) for name in kept}
    prices |= {name: prices[name] or 0.0 for name in ("input_price", "output_price")}
    words = {
        "reference": tuned.reference,
        "provider": tuned.reference.split("/")[0],
        "title": tuned.title,
        "context_window": inherited.context_window if inherited else None,
        "tuned": True,
        "note": tuned.note,
        "source": weakest.source,
        "as_of": weakest.as_of.isoformat(),
        "doubtful": weakest.doubtful,
    }
    return ModelPrice.model_validate(prices | words)


def value_of(figure: Figure | None) -> float | None:
    """Return a figure's value, or None where there is none."""
    return figure.value if figure else None
