"""Where a value comes from."""

from dataclasses import dataclass

from app.catalog.models import find_model


@dataclass(frozen=True, kw_only=True)
class Origin:
    """The source of a value, or the assumption that it is."""

    source: str | None = None
    as_of: str | None = None  # ISO date of the source
    assumption: str | None = None  # the reason for it
    doubtful: bool = False


def origin_of(reference: str) -> Origin:
    """Return the origin of a model's prices; raises UnknownModel."""
    model = find_model(reference)
    return Origin(
        source=f"{model.title}: {model.source}", as_of=model.as_of, doubtful=model.doubtful
    )
