"""A saved scenario as a row of a list."""

from dataclasses import dataclass

from app.inputs import TITLES
from app.scenarios.versions import currency_and_calendar
from app.store import Entered, Saved
from app.words.actuals import in_short
from app.words.decision import stored_headline
from app.words.differences import break_even_words, npv_words, stored_comparisons
from app.words.months import day_name, moment_name


@dataclass(frozen=True, kw_only=True)
class Row:
    """What a list says of a scenario or of a revision; every value is a text."""

    id: str
    scenario_id: str
    revision: int
    name: str
    note: str
    author: str
    verdict: str
    break_even: list[str]
    npv: list[str]
    updated: str
    prices_as_of: str
    model_version: str
    expires: str
    since: str  # how what was paid stands to the plan; "" before anything was entered


def listed(saved: Saved, actuals: Entered | None = None) -> Row:
    """Return a scenario at one of its revisions as a row, with what was entered of it."""
    content = saved.content
    inputs = currency_and_calendar(content.inputs)
    comparisons = stored_comparisons(content.results)
    return Row(
        id=saved.id,
        scenario_id=saved.scenario_id,
        revision=saved.revision,
        name=content.name,
        note=content.note,
        author=content.author,
        verdict=stored_headline(content.results),
        break_even=[
            f"{TITLES[name]}: {break_even_words(figures, inputs)}"
            for name, figures in comparisons.items()
        ],
        npv=[
            f"{TITLES[name]}: {npv_words(figures, inputs)}" for name, figures in comparisons.items()
        ],
        updated=moment_name(saved.updated_at),
        prices_as_of=day_name(content.prices_as_of),
        model_version=content.model_version,
        expires=day_name(saved.expires_at.date().isoformat()) if saved.expires_at else "",
        since=in_short(actuals.results, saved.revision) if actuals else "",
    )
