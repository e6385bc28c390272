"""An app for a module, whose answers are held to its document, and what is saved in it."""

from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from tests.api.openapi import Description
from tests.conftest import asking
from tests.people import OTHER_PLAN, Ask, Kept, save_small_plan


@pytest.fixture(scope="module")
def document(shared_application: FastAPI) -> dict[str, Any]:
    answer: dict[str, Any] = asking(shared_application)("GET", "/api/v1/openapi.json").json()
    return answer


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI, document: dict[str, Any]) -> Ask:
    send, description = asking(shared_application), Description(document)

    def send_and_check(method: str, path: str, **options: Any) -> httpx.Response:
        response = send(method, path, **options)
        if path.startswith("/api/"):
            description.check(method, path, response)
        return response

    return send_and_check


@pytest.fixture(scope="module")
def untouched(ask: Ask) -> Kept:
    """A scenario that no test changes."""
    return save_small_plan(ask)


@pytest.fixture(scope="module")
def revised(ask: Ask) -> Kept:
    """A scenario of two revisions, the second dearer and without a range, that no test changes."""
    kept = save_small_plan(ask, note="First", author="Ada")
    said = {"name": "Second", "note": "A second offer", "author": "Grace"}
    body = OTHER_PLAN | {"ranges": {}} | said
    assert ask("PUT", kept.api, json=body, headers=kept.at(1)).status_code == 200
    return kept
