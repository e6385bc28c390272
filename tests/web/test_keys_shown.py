"""Pages and answers that show an edit key."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.addresses import addresses_of
from tests.conftest import asking
from tests.people import Ask, Visitor, key_on, save_small_plan

MakeVisitor = Callable[[], Visitor]


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


def test_whatever_shows_a_key_is_kept_by_nobody(
    visitor: MakeVisitor, shared_application: FastAPI
) -> None:
    owner = visitor()
    page = owner.save()
    key = key_on(owner.get(page).text)
    assert key
    answers: dict[str, httpx.Response] = {}
    for path in addresses_of(shared_application):
        named = {"number": 1, "name": "tuning.npv", "feed": "years"}
        filled = path.format(scenario_id=page.removeprefix("/s/"), **named)
        asked = f"?s={page}&s={page}" if path in ("/compare", "/connect") else ""
        answers[path] = owner.get(filled + asked)
    showing = [path for path, answer in answers.items() if key in answer.text]
    assert showing == ["/s/{scenario_id}"]
    for path in showing:
        assert answers[path].headers["cache-control"] == "private, no-store"


def test_answers_that_hand_out_a_key_are_kept_by_nobody(ask: Ask) -> None:
    kept = save_small_plan(ask)
    body: dict[str, Any] = {"preset": "blank", "name": "Plan"}
    file = ask("GET", f"{kept.api}/export").json()
    for path, sent in (
        ("/api/v1/scenarios", body),
        (f"{kept.api}/copies", {}),
        ("/api/v1/scenarios/imports", file),
    ):
        answer = ask("POST", path, json=sent)
        assert "edit_key" in answer.text
        assert answer.headers["cache-control"] == "private, no-store"
