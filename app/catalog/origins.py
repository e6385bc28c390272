"""Where a value comes from."""

from dataclasses import dataclass

from app.catalog.figures import (
    Sourced,
    announced,
    cache_lifetime,
    cache_minimum,
    find_tuned_model,
    read_fine_tuning,
)
from app.catalog.models import TOKEN_FIELDS, USUAL_CACHE_MINIMUM, find_model


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The source of a value, or the assumption that it is."""

    source: str | None = None
    as_of: str | None = None  # ISO date of the source
    assumption: str | None = None  # the reason for it
    doubtful: bool = False


def origin_of(reference: str, field: str | None = None) -> Origin:
    """Return the origin of one of the fields that a model fills, or of its prices as a whole.

    Raises UnknownModel.
    """
    model = find_model(reference)
    if field == "cache_minimum_tokens" and model.cache_minimum_tokens is None:
        return Origin(
            assumption=f"no minimum of {model.title} is known; {USUAL_CACHE_MINIMUM:,.0f} is usual"
        )
    if figure := figure_of(reference, field):
        return Origin(
            source=f"{model.title}: {figure.source}",
            as_of=figure.as_of.isoformat(),
            doubtful=figure.doubtful,
        )
    tuned = find_tuned_model(reference)
    if tuned and tuned.base and field in TOKEN_FIELDS:
        return origin_of(tuned.base, field)
    return Origin(
        source=f"{model.title}: {model.source}", as_of=model.as_of, doubtful=model.doubtful
    )


def figure_of(reference: str, field: str | None) -> Sourced | None:
    """Return the figure in fine_tuning.yaml that fills a field; None where there is none."""
    if field == "cache_minimum_tokens":
        return cache_minimum(reference) if find_model(reference).cache_minimum_tokens else None
    if field == "cache_lifetime_minutes":
        return cache_lifetime(reference) if find_model(reference).cache_lifetime_minutes else None
    tuned = find_tuned_model(reference)
    return tuned.figures.given().get(field) if tuned and field else None


def source_of(reference: str, field: str) -> Origin:
    """Return the source of one figure of a model, announced days included.

    Raises UnknownModel.
    """
    extras = read_fine_tuning()
    model, tuned = find_model(reference), find_tuned_model(reference)
    figure = figure_of(reference, field)
    if field == "fine_tuning_closes":
        figure = announced(extras.closing_fine_tuning, reference)
    if field == "retires":
        figure = announced(extras.retirements, reference)
    if figure is not None:
        return Origin(
            source=figure.source, as_of=figure.as_of.isoformat(), doubtful=figure.doubtful
        )
    if tuned and tuned.base and field in (*TOKEN_FIELDS, "context_window"):
        return source_of(tuned.base, field)
    return Origin(source=model.source, as_of=model.as_of, doubtful=model.doubtful)
