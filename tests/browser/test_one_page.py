"""The plan on one page, as Chromium prints it: exactly one page of A4, with all that belongs."""

import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page
from pypdf import PageObject, PdfReader

from app.catalog import find_preset, presets
from app.inputs import FIELDS

A4 = (210, 297)  # millimetres
POINTS = 72 / 25.4  # to the millimetre
PRICES = "of 23 Nov 2026"
Print = Callable[[str], PageObject]


@pytest.fixture(scope="module")
def sheet(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.fixture(scope="module")
def printed(sheet: Page, server: str) -> Print:
    """Print an address and return its only page."""

    def make(path: str) -> PageObject:
        sheet.goto(f"{server}{path}")
        content = sheet.pdf(format="A4", prefer_css_page_size=True)
        pages = PdfReader(io.BytesIO(content)).pages
        assert len(pages) == 1
        box = pages[0].mediabox
        size = [float(box.width) / POINTS, float(box.height) / POINTS]
        assert size == pytest.approx(A4, abs=0.2)
        return pages[0]

    return make


@pytest.fixture(scope="module")
def api(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        yield client


def words(page: PageObject) -> str:
    """Return the text of a page as one line."""
    return one_line(page.extract_text().replace("-\n", "-").replace("/\n", "/"))


def one_line(text: str) -> str:
    """Return a text without line breaks, ligatures and spaces that do not break."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text))


def smallest_letters(page: PageObject) -> float:
    """Return the size of the smallest text outside the chart's own, in points."""
    sizes: list[float] = []

    def visit(text: str, _user: Any, matrix: list[float], _font: Any, size: float) -> None:
        if len(text.strip()) > 12:  # ticks and labels of the chart are shorter
            sizes.append(abs(matrix[3]) * size)

    page.extract_text(visitor_text=visit)
    return min(sizes)


@pytest.mark.parametrize("preset", ["blank", "customer-support", "legal-drafting"])
def test_a_use_case_is_one_page(printed: Print, server: str, preset: str) -> None:
    shown = words(printed(f"/brief?preset={preset}"))
    assert find_preset(preset).title in shown
    assert f"{server}/?preset={preset}" in shown
    assert PRICES in shown
    assert "Nothing: every value is the use case's own." in shown


@pytest.mark.parametrize("preset", presets())
def test_a_saved_plan_is_one_page(
    printed: Print, server: str, api: httpx.Client, preset: str
) -> None:
    body = {"preset": preset, "name": f"Our {preset}", "draws": 256}
    saved = api.post("/api/v1/scenarios", json=body).json()
    page = printed(f"/s/{saved['id']}/brief")
    shown = words(page)
    assert f"Our {preset}" in shown
    verdict = api.get(f"/api/v1/scenarios/{saved['id']}/verdict").json()
    assert sentence_of(verdict) in shown
    assert saved["read_url"] in shown
    assert f"prices {PRICES}" in shown
    assert f"cost model {saved['model_version']}" in shown
    assert "Revision 1" in shown
    for heading in ("Cost over", "How sure", "What drives it", "What differs from"):
        assert heading in shown


def sentence_of(verdict: dict[str, str]) -> str:
    """Return the sentence of a verdict in words, without headline and confidence."""
    said = verdict["words"].removeprefix(f"{verdict['headline']}. ")
    return f"{said.partition('. ')[0].removesuffix('.')}."


def changed(count: int) -> dict[str, float]:
    """Return other values for so many inputs of a full use case."""
    usual, values = find_preset("customer-support").inputs, {}
    for name, field in FIELDS.items():
        value = usual.value(name)
        if isinstance(value, float) and value > 0 and field.kind != "whole":
            more = value * 1.37
            values[name] = value / 2 if field.maximum is not None and more > field.maximum else more
    return dict(list(values.items())[:count])


def test_the_worst_case_is_one_page_too(printed: Print, api: httpx.Client) -> None:
    """The longest name in the widest letters, a long note, 40 inputs changed, huge amounts."""
    values = changed(39) | {"finance.exchange_rate": 1e6, "finance.currency": "MGA"}
    ranges = {
        name: {"low": max(value / 2, FIELDS[name].minimum or 0), "high": value}
        for name, value in changed(39).items()
        if name != "finance.exchange_rate"
    }
    body = {
        "preset": "customer-support",
        "inputs": values,
        "ranges": ranges,
        "draws": 256,
        "name": "W" * 120,
        "note": "A note of some length. " * 85,
        "author": "W" * 120,
    }
    saved = api.post("/api/v1/scenarios", json=body)
    assert saved.status_code == 201, saved.text

    page = printed(f"/s/{saved.json()['id']}/brief")

    shown = words(page)
    assert shown.count("W") >= 160  # the name, and whose it is
    assert "A note of some length. A note of some length." in shown
    assert "MGA" in shown
    assert "Worth knowing" in shown
    assert "and 2 more, at the link below." in shown  # notes: two of four fit
    assert len(values) >= 40
    assert f"and {len(values) - 6} more, at the link below." in shown
    assert saved.json()["read_url"] in shown
    assert f"prices {PRICES}" in shown
    assert smallest_letters(page) >= 8  # points


def test_a_long_verdict_is_one_page(printed: Print, api: httpx.Client) -> None:
    values = {name: 0.37 for name in changed(60) if name.startswith("labour.")}
    body = {"preset": "customer-support", "inputs": values, "draws": 256, "name": "Long " * 24}
    saved = api.post("/api/v1/scenarios", json=body).json()
    verdict = api.get(f"/api/v1/scenarios/{saved['id']}/verdict").json()
    assert len(verdict["words"]) > 150
    assert one_line(sentence_of(verdict)) in words(printed(f"/s/{saved['id']}/brief"))


def test_a_long_link_is_cut_on_paper_and_whole_behind_it(printed: Print, server: str) -> None:
    query = "&".join(f"{name}={value}" for name, value in changed(60).items())
    page = printed(f"/brief?preset=customer-support&{query}")
    links = [item.get_object()["/A"]["/URI"] for item in page.annotations or ()]
    [link] = {link for link in links if "/?preset=" in link}
    assert len(link) > 1000
    assert httpx.get(link, trust_env=False, timeout=60).status_code == 200
    assert link not in words(page)
    assert link[:300] in words(page).replace(" ", "")


def test_whoever_reads_in_the_dark_prints_dark_lines_on_white(
    browser: Browser, server: str
) -> None:
    context = browser.new_context(color_scheme="dark")
    page = context.new_page()
    page.goto(f"{server}/brief?preset=customer-support")
    page.emulate_media(media="print")
    colours = page.evaluate(
        """() => ["h1", "svg .tuning polyline", "svg .grid text"].map((name) => {
          const style = getComputedStyle(document.querySelector(`.brief ${name}`));
          return name === "h1" ? style.color : name.endsWith("text") ? style.fill : style.stroke;
        })"""
    )
    context.close()
    for colour in colours:
        assert sum(map(int, re.findall(r"\d+", colour)[:3])) < 3 * 128, colours
