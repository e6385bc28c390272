"""Pages in a real Chromium, on a running server; nothing may go wrong in them unnoticed."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

from tests.browser.examples import Examples, save_examples

# What a content security policy refuses becomes an error of the console, like any other.
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
  `Content-Security-Policy: ${event.violatedDirective} refused ${event.blockedURI}`));"""
REFUSAL = re.compile("the server responded with a status of 4..")  # a page that we mean to see


# The first answer of a new server, while three processes of tests work, may take this long.
expect.set_options(timeout=20_000)  # milliseconds


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complain of; a test that provokes one looks at it and clears it."""
    return []


@pytest.fixture
def open_page(
    browser: Browser, server: str, complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open an address in a private window of its own; nothing may be complained of in it."""
    with ExitStack() as stack:

        def open_one(path: str, *, at: str = server, **options: Any) -> Page:
            page = stack.enter_context(private_window(browser, complaints, **options))
            page.goto(f"{at}{path}")
            return page

        yield open_one
    assert complaints == []


@contextmanager
def private_window(browser: Browser, complaints: list[str], **options: Any) -> Iterator[Page]:
    """Open an empty page, whose errors, refused contents and failed requests are collected."""

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSAL.search(message.text):
            complaints.append(message.text)

    def look(response: Response) -> None:
        if response.status >= 500:
            complaints.append(f"{response.status} {response.url}")

    def ask(request: Request) -> None:
        if not re.match(r"http://127\.0\.0\.1:|data:|blob:|about:", request.url):
            complaints.append(f"asks another host: {request.url}")

    still = {"reduced_motion": "reduce"}  # a colour that is still changing has no contrast
    with browser.new_context(**still | options) as context:
        context.add_init_script(REPORT_VIOLATIONS)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", hear)
        page.on("request", ask)
        page.on("response", look)
        yield page


@pytest.fixture(scope="session")
def examples(server: str) -> Examples:
    """Saved scenarios for whoever only looks."""
    return save_examples(server)
