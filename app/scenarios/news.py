"""What has changed for a saved plan though nobody changed it: the entries of its Atom feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from app.inputs import TITLES
from app.scenarios.moved_prices import at_todays_prices, moved_prices
from app.scenarios.occasions import ends_of_models, first_of
from app.scenarios.snapshot import SavedPlan
from app.words.decision import verdict_words
from app.words.months import day_name, month_name

NEAR = timedelta(days=31)  # before the month in which the decision is due


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One piece of news; `key` stays the same as long as it is the same news."""

    key: str
    at: datetime  # UTC
    title: str
    text: str


def news(plan: SavedPlan, today: date) -> list[Entry]:
    """Return the news of a plan, the newest first; none where all is as it was."""
    entries = [*flipped(plan), *announced(plan), *due(plan, today)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def start_of(day: date) -> datetime:
    """Return the beginning of a day, UTC."""
    return datetime.combine(day, time.min, UTC)


def flipped(plan: SavedPlan) -> Iterator[Entry]:
    """Yield that today's prices give another answer."""
    if not moved_prices(plan.saved):
        return
    today = at_todays_prices(plan)
    if today.verdict.recommendation == plan.verdict.recommendation:
        return
    yield Entry(
        key=f"flip-{today.prices_as_of}",
        at=start_of(date.fromisoformat(today.prices_as_of)),
        title="With today's prices the answer is another one",
        text=f"Prices of {day_name(today.prices_as_of)}: {verdict_words(today)} "
        f"As saved: {verdict_words(plan)}",
    )


def announced(plan: SavedPlan) -> Iterator[Entry]:
    """Yield which models of the plan are to retire."""
    for event, users in ends_of_models(plan):
        models = ", ".join(sorted(set(users.values())))
        who = ", ".join(TITLES[name].lower() for name in users)
        yield Entry(
            key=f"retires-{event.day.isoformat()}",
            at=start_of(event.as_of),
            title=f"{models} retires on {day_name(event.day.isoformat())}",
            text=f"The plan uses it for {who}. Source: {event.source}.",
        )


def due(plan: SavedPlan, today: date) -> Iterator[Entry]:
    """Yield that the month of the decision is near, or there: that in which the build begins."""
    recommended = plan.verdict.recommendation
    month = int(plan.inputs.approach(recommended).build_month) if recommended else 0
    first, after = first_of(plan, month), first_of(plan, month + 1)
    if not first - NEAR <= today < after:
        return
    name = month_name(plan.inputs.finance.start_month, month)
    yield Entry(
        key=f"decide-{first.isoformat()}",
        at=start_of(first - NEAR),
        title=f"The decision is due in {name}",
        text=f"As saved: {verdict_words(plan)}",
    )
