"""Pages in a real Chromium, on a running server; nothing may go wrong in them unnoticed."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Response, expect

from tests.browser.examples import Examples, save_examples

# What a content security policy refuses becomes an error of the console, like any other.
REPORT_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) => console.error(
  `Content-Security-Policy: ${event.violatedDirective} refused ${event.blockedURI}`));"""
REFUSAL = re.compile("the server responded with a status of 4..")  # a page that we mean to see


LONGEST = 60_000  # milliseconds
USUAL_SIZE = {"width": 1280, "height": 720}  # as Playwright's

# The first answer of a new server, while three processes of tests work, may take this long.
expect.set_options(timeout=LONGEST)


@pytest.fixture
def complaints() -> list[str]:
    """What browsers complain of; a test that provokes one looks at it and clears it."""
    return []


@dataclass
class Window:
    """A page of its own context, in which one test after the other opens what it looks at."""

    page: Page
    complaints: list[str]  # of the test that has it

    def take(self, complaints: list[str], viewport: Any, color_scheme: Any) -> Page:
        """Return the page as if it were new, except that it holds our scripts."""
        self.complaints = complaints
        if self.page.viewport_size != viewport:
            self.page.set_viewport_size(viewport)
        self.page.emulate_media(media="null", color_scheme=color_scheme)
        return self.page

    def leave(self) -> None:
        """Forget what a test did; what its page still asks for is nobody's."""
        self.complaints = []
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.context.set_offline(False)
        self.page.context.clear_cookies()
        self.page.mouse.move(0, 0)


Windows = Callable[..., AbstractContextManager[Page]]


@pytest.fixture(scope="session")
def windows(browser: Browser) -> Iterator[Windows]:
    """Hand out windows: a new one takes two thirds of the time that most tests take.

    One that is to be fresh has no history, either.
    """
    idle: dict[tuple[tuple[str, Any], ...], list[Window]] = {}
    with ExitStack() as stack:

        def open_window(**options: Any) -> Window:
            window = Window(cast(Page, None), [])
            opened = private_window(browser, lambda text: window.complaints.append(text), **options)
            window.page = stack.enter_context(opened)
            return window

        @contextmanager
        def lend(
            complaints: list[str],
            *,
            viewport: Any = USUAL_SIZE,
            color_scheme: str = "light",
            fresh: bool = False,
            **options: Any,
        ) -> Iterator[Page]:
            alike = idle.setdefault(tuple(sorted(options.items())), [])
            is_new = fresh or not alike
            window = open_window(viewport=viewport, **options) if is_new else alike.pop()
            yield window.take(complaints, viewport, color_scheme)
            if not window.page.is_closed():
                window.leave()
                alike.append(window)

        yield lend


@pytest.fixture
def open_page(
    windows: Windows, server: str, complaints: list[str]
) -> Iterator[Callable[..., Page]]:
    """Open an address in a private window of its own; nothing may be complained of in it."""
    with ExitStack() as stack:

        def open_one(path: str, *, at: str = server, **options: Any) -> Page:
            page = stack.enter_context(windows(complaints, **options))
            page.goto(f"{at}{path}")
            return page

        yield open_one
    assert complaints == []


@contextmanager
def private_window(
    browser: Browser, complain: Callable[[str], None], **options: Any
) -> Iterator[Page]:
    """Open an empty page, whose errors, refused contents and failed requests are told."""

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not REFUSAL.search(message.text):
            complain(message.text)

    def look(response: Response) -> None:
        if response.status >= 500:
            complain(f"{response.status} {response.url}")

    def ask(request: Request) -> None:
        if not re.match(r"http://127\.0\.0\.1:|data:|blob:|about:", request.url):
            complain(f"asks another host: {request.url}")

    still = {"reduced_motion": "reduce"}  # a colour that is still changing has no contrast
    with browser.new_context(**still | options) as context:
        context.add_init_script(REPORT_VIOLATIONS)
        context.set_default_timeout(LONGEST)
        page = context.new_page()
        page.on("pageerror", lambda error: complain(str(error)))
        page.on("console", hear)
        page.on("request", ask)
        page.on("response", look)
        yield page


@pytest.fixture(scope="session")
def examples(server: str) -> Examples:
    """Saved scenarios for whoever only looks."""
    return save_examples(server)
