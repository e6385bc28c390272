"""The calendar and the feed of a saved plan: what is in them, when, and that the link is enough."""

import datetime
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from icalendar import Calendar

from app.catalog import events
from app.scenarios.news import Entry, news
from app.scenarios.occasions import occasions
from app.scenarios.saved_plans import open_scenario
from app.scenarios.snapshot import SavedPlan
from tests.pages.test_actuals import QUERY, TABLE
from tests.people import Visitor

MakeVisitor = Callable[[], Visitor]
ATOM = "{http://www.w3.org/2005/Atom}"
ENDING = next(event for event in events() if event.kind == "retires" and event.is_ahead)


@pytest.fixture
def owner(visitor: MakeVisitor) -> Visitor:
    return visitor()


@pytest.fixture
def opened(application: FastAPI) -> Callable[[str], SavedPlan]:
    """Return what opens the plan of a page."""
    return lambda page: open_scenario(application.state.database, page.split("/")[2])


def calendar_of(owner: Visitor, page: str) -> Calendar:
    answer = owner.get(f"{page}/calendar.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.content.split(b"\r\n"))  # RFC 5545, 3.1
    return Calendar.from_ical(answer.content)


def titles(calendar: Calendar) -> dict[str, date]:
    found = calendar.walk("VEVENT")
    return {str(event["summary"]): event.decoded("dtstart") for event in found}


def test_a_calendar_has_the_months_to_enter_and_the_one_in_which_it_pays(
    owner: Visitor, visitor: MakeVisitor
) -> None:
    page = owner.save("Support; all, of it", QUERY)
    calendar = calendar_of(visitor(), page)  # the link is enough

    assert titles(calendar) == {
        "Support; all, of it: Enter what was paid last month": date(2027, 1, 1),
        "Support; all, of it: Fine-tuning is expected to pay from this month on, by the plan": date(
            2027, 5, 1
        ),
    }
    enter = next(event for event in calendar.walk("VEVENT") if "rrule" in event)
    assert enter["rrule"] == {"FREQ": ["MONTHLY"], "COUNT": [13]}
    assert str(enter["url"]) == f"http://test{page}/actuals"
    assert str(enter["transp"]) == "TRANSPARENT"
    assert len({str(event["uid"]) for event in calendar.walk("VEVENT")}) == 2
    assert "X-WR-CALNAME:Crossover: Support\\; all\\, of it" in calendar.to_ical().decode()


def test_what_was_paid_moves_the_month_in_which_it_pays(owner: Visitor) -> None:
    page = owner.save("Support", QUERY)
    owner.post(f"{page}/actuals", data={"table": TABLE, "number": "0"})

    # 80 % of the requests: $2,200 ÷ ($800 - $360 - $50) = 5.6
    assert titles(calendar_of(owner, page))[
        "Support: Fine-tuning is expected to pay from this month on, by what was paid so far"
    ] == date(2027, 6, 1)


def test_what_never_pays_is_not_in_the_calendar(owner: Visitor) -> None:
    page = owner.save("Support", f"{QUERY}&tuning.storage_price=5000")
    assert len(titles(calendar_of(owner, page))) == 1
    owner.post(f"{page}/actuals", data={"table": TABLE, "number": "0"})
    assert len(titles(calendar_of(owner, page))) == 1


def test_ends_of_models_are_in_the_calendar(
    owner: Visitor, opened: Callable[[str], SavedPlan]
) -> None:
    model = ENDING.references[0]
    query = f"preset=blank&finance.start_month=2026-12&prompting.model={model}&draws=256"
    page = owner.save("Support", f"{query}&prompting.service_life_months=5")

    found = titles(calendar_of(owner, page))
    assert found[f"Support: A model of the plan retires: {model}"] == ENDING.day
    ends = [day for title, day in found.items() if "expects its base model" in title]
    assert ends == [date(2027, 10, 1)]  # months 5 and 10 have one title


def feed(owner: Visitor, page: str) -> ElementTree.Element:
    answer = owner.get(f"{page}/news.atom")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.text)


def entries(root: ElementTree.Element) -> list[dict[str, str]]:
    return [
        {part.tag.removeprefix(ATOM): part.text or "" for part in entry}
        for entry in root.findall(f"{ATOM}entry")
    ]


FAR = "finance.start_month=2099-01"
LATER = QUERY.replace("finance.start_month=2026-12", FAR)


def test_a_feed_without_news_is_empty_and_valid(owner: Visitor, visitor: MakeVisitor) -> None:
    page = owner.save("A & <B>", LATER)
    root = feed(visitor(), page)

    assert entries(root) == []
    assert root.findtext(f"{ATOM}title") == "Crossover: A & <B>"
    assert root.findtext(f"{ATOM}id") == f"http://test{page}/news.atom"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Crossover"
    updated = root.findtext(f"{ATOM}updated")
    assert updated
    assert datetime.datetime.fromisoformat(updated).tzinfo
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"http://test{page}/news.atom", "alternate": f"http://test{page}"}


def test_a_model_that_is_to_retire_is_news(owner: Visitor) -> None:
    model = ENDING.references[0]
    page = owner.save("Support", f"preset=blank&{FAR}&prompting.model={model}")

    [entry] = entries(feed(owner, page))
    assert entry["title"].startswith(f"{model} retires on ")
    assert entry["id"] == f"http://test{page}/news.atom#retires-{ENDING.day.isoformat()}"
    assert entry["updated"] == f"{ENDING.as_of.isoformat()}T00:00:00+00:00"
    assert "The plan uses it for prompting." in entry["summary"]


@pytest.mark.parametrize(
    ("today", "keys"),
    [
        ("2026-10-30", []),
        ("2026-10-31", ["decide-2026-12-01"]),  # 31 days before
        ("2026-12-31", ["decide-2026-12-01"]),
        ("2027-01-01", []),
    ],
)
def test_the_month_of_the_decision_is_news_when_it_is_near(
    owner: Visitor, opened: Callable[[str], SavedPlan], today: str, keys: list[str]
) -> None:
    plan = opened(owner.save("Support", QUERY))

    found = news(plan, date.fromisoformat(today))
    assert [entry.key for entry in found] == keys
    assert all("Fine-tun" in entry.text for entry in found)


def test_a_build_that_waits_is_decided_later(
    owner: Visitor, opened: Callable[[str], SavedPlan]
) -> None:
    plan = opened(owner.save("Support", f"{QUERY}&tuning.build_month=3"))

    assert news(plan, date(2026, 12, 1)) == []
    assert [entry.key for entry in news(plan, date(2027, 3, 1))] == ["decide-2027-03-01"]


def test_an_answer_that_todays_prices_flip_is_news(
    owner: Visitor, opened: Callable[[str], SavedPlan], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = opened(owner.save("Support", LATER))
    today: Any = plan.live.with_values({"prompting.input_price": 0.1})
    assert today.verdict.recommendation == "prompting" != plan.verdict.recommendation
    monkeypatch.setattr("app.scenarios.news.moved_prices", lambda saved: [object()])

    monkeypatch.setattr("app.scenarios.news.at_todays_prices", lambda plan: plan.live)
    assert news(plan, date(2026, 11, 1)) == []
    monkeypatch.setattr("app.scenarios.news.at_todays_prices", lambda plan: today)
    [entry] = news(plan, date(2026, 11, 1))
    assert isinstance(entry, Entry)
    assert entry.key == f"flip-{today.prices_as_of}"
    assert "Keep prompting" in entry.text
    assert "As saved: Fine-tune" in entry.text


def test_both_end_with_the_link(owner: Visitor) -> None:
    page = owner.save("Support", QUERY)
    answer = owner.get(f"{page}/calendar.ics")
    known = {"If-None-Match": answer.headers["etag"]}
    assert owner.get(f"{page}/calendar.ics", headers=known).status_code == 304
    assert "private" in answer.headers["cache-control"]
    assert not re.search(r"edit", answer.text)

    owner.post(f"{page}/links")
    for path in ("calendar.ics", "news.atom"):
        assert owner.get(f"{page}/{path}").status_code == 410


def test_occasions_are_in_order(owner: Visitor, opened: Callable[[str], SavedPlan]) -> None:
    from app.scenarios.actuals.kept import Since
    from app.store import Entered

    plan = opened(owner.save("Support", f"{QUERY}&tuning.service_life_months=2"))
    days = [item.day for item in occasions(plan, Since(plan, Entered()))]

    assert days == sorted(days)
    assert len(days) > 3
    assert replace(occasions(plan, Since(plan, Entered()))[0], times=1)
