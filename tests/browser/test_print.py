"""What comes out of the printer."""

import io
import re

import pytest
from pypdf import PdfReader

A4 = (595, 842)  # points


def printed(page) -> list[str]:
    """Return the text of every printed page."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    for sheet in reader.pages:
        assert tuple(map(round, sheet.mediabox[2:])) == pytest.approx(A4, abs=1)
    return [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in reader.pages]


def test_a_scenario_is_printed_without_its_buttons_and_links_to_edit(open_page, examples):
    page = open_page("/")
    examples.give_keys(page)
    page.goto(examples.server + examples.support.page)
    page.wait_for_load_state("networkidle")
    text = " ".join(printed(page))
    assert "Support desk, all languages" in text
    assert page.locator(".verdict").inner_text() in text
    assert "Cumulative cost" in text
    assert "How likely each is the cheapest" in text
    for control in ("Edit link", "Replace the read link", "Save a copy", "My scenarios", "Monthly"):
        assert control not in text
    assert examples.support.key not in text


def test_a_plan_is_printed_without_its_form(open_page):
    page = open_page("/?preset=legal-drafting")
    page.wait_for_load_state("networkidle")
    text = " ".join(printed(page))
    assert page.locator(".verdict").inner_text() in text
    for control in ("How many requests a month?", "Save and get a link", "Calculated when"):
        assert control not in text


def test_the_brief_fits_on_one_page_of_a4(open_page, examples):
    page = open_page(f"{examples.support.page}/brief")
    sheets = printed(page)
    assert len(sheets) == 1
    assert page.locator(".verdict").inner_text() in sheets[0]
    assert "Back" not in sheets[0]


def test_what_is_printed_from_a_dark_screen_is_dark_on_white(open_page):
    page = open_page("/?preset=legal-drafting", color_scheme="dark")
    page.emulate_media(media="print")
    ground, ink = page.evaluate(
        "[document.documentElement, document.querySelector('.verdict')].map((place, i) => "
        "getComputedStyle(place)[i ? 'color' : 'backgroundColor'])"
    )
    assert lightness(ground) > 0.9
    assert lightness(ink) < 0.3


def lightness(colour: str) -> float:
    """Return the mean of red, green and blue of a colour such as rgb(0, 0, 0), from 0 to 1."""
    return sum(map(int, re.findall(r"\d+", colour)[:3])) / (3 * 255)
