"""The days of a saved plan as an iCalendar (RFC 5545), for calendars that subscribe to it."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from icalendar import Calendar, Event, vDuration, vText

from app.scenarios.occasions import Occasion

PRODUCT = "-//Crossover//Plans//EN"
REFRESH = timedelta(days=1)
MONTHLY = "MONTHLY"


def calendar(
    occasions: Sequence[Occasion], *, name: str, uid: str, link: str, changed_at: datetime
) -> bytes:
    """Return the calendar; `link` is where the plan is read, `changed_at` when it changed last."""
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole["name"] = whole["x-wr-calname"] = vText(f"Crossover: {name}")
    refresh = vDuration(REFRESH)
    refresh.params["value"] = "DURATION"
    whole["refresh-interval"] = refresh
    for item in occasions:
        whole.add_component(event(item, name=name, uid=uid, link=link, changed_at=changed_at))
    return bytes(whole.to_ical())


def event(item: Occasion, *, name: str, uid: str, link: str, changed_at: datetime) -> Event:
    """Return one occasion: a day that keeps nobody busy."""
    found = Event()
    found.add("uid", f"{item.key}@{uid}.crossover")
    found.add("dtstamp", changed_at.replace(microsecond=0))
    found.add("dtstart", item.day)
    found.add("dtend", item.day + timedelta(days=1))
    if item.times > 1:
        found.add("rrule", {"freq": MONTHLY, "count": item.times})
    found.add("summary", f"{name}: {item.title}")
    found.add("description", f"{item.text} {link}")
    found.add("url", link)
    found.add("transp", "TRANSPARENT")
    return found
