"""Pages in a real Chromium, on a running server."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, Page


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Open an address in a private window of its own; nothing may be complained of in it."""
    complaints: list[str] = []
    with ExitStack() as stack:

        def open_one(path: str, *, at: str = server, **options: Any) -> Page:
            context = stack.enter_context(browser.new_context(**options))
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "console",
                lambda message: (
                    complaints.append(message.text)
                    if message.type == "error"
                    and not re.search(r"status of 4(0[349]|10|22)", message.text)
                    else None
                ),
            )
            page.goto(f"{at}{path}")
            return page

        yield open_one
    assert complaints == []
