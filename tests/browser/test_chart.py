"""Reading the chart, switching it, and taking it along."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_calculator import SMALL, volume_of

CROSSHAIR = "#figure .crosshair"
READING = "#figure .reading"
COSTS = "Read the chart month by month: Cumulative cost"
SAVED = "Read the chart month by month: Saved so far against prompting"
PNG = b"\x89PNG\r\n\x1a\n"


def slider_of(page: Page) -> Locator:
    return page.get_by_role("slider", name=COSTS)


def test_the_arrow_keys_read_it_out(open_page):
    page = open_page(SMALL)
    slider = slider_of(page)
    slider.focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    expect(page.locator(READING)).to_contain_text("Month 1, January 2027: Prompting $3.00")
    expect(slider).to_have_attribute("aria-valuetext", re.compile("Month 1, January 2027"))
    page.keyboard.press("End")
    expect(page.locator(READING)).to_contain_text("Month 12")


def test_reading_it_asks_the_server_for_nothing(open_page):
    page = open_page(SMALL)
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    slider_of(page).focus()
    page.keyboard.press("End")
    page.keyboard.press("Tab")
    expect(page.locator(READING)).to_contain_text("Month 12")
    page.wait_for_timeout(100)
    assert asked == []


def test_a_pointer_moves_the_crosshair(open_page):
    page = open_page(SMALL)
    point_at(page, 0.5)
    expect(page.locator(CROSSHAIR)).to_have_class(re.compile(r"\bon\b"))
    expect(page.locator(READING)).to_contain_text("Month 6")
    point_at(page, 1.0)
    expect(page.locator(READING)).to_contain_text("Month 12")
    expect(slider_of(page)).to_have_value("12")


def test_a_finger_moves_the_crosshair(open_page):
    page = open_page(SMALL, viewport={"width": 360, "height": 800}, has_touch=True)
    chart = page.locator("#figure .chart")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator(READING)).to_contain_text(re.compile(r"Month \d+, \w+ 2027: Prompting"))
    expect(chart.locator(".crosshair")).to_have_class(re.compile(r"\bon\b"))


@pytest.mark.parametrize("javascript", [True, False])
def test_it_is_switched_to_months_todays_money_and_fewer_curves(open_page, javascript):
    page = open_page(SMALL, java_script_enabled=javascript)
    page.get_by_role("link", name="Monthly", exact=True).click()
    title = page.locator("#figure figcaption")
    expect(title).to_have_text("Cost of each month in today's money")
    page.get_by_role("link", name="As paid").click()
    expect(title).to_have_text("Cost of each month as paid")
    page.get_by_role("link", name="Hide Hybrid").click()
    expect(page.get_by_role("link", name="Show Hybrid")).to_be_visible()
    curves = page.locator("#figure .curve text:not(.amount)")
    expect(curves).to_have_text(["Prompting", "Fine-tuning"])
    if not javascript:
        page.get_by_role("link", name="Back to the plan").click()
    expect(page.locator("#answer .headline")).to_be_visible()


def test_a_switch_keeps_the_focus(open_page):
    page = open_page(SMALL)
    page.get_by_role("link", name="Monthly", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#figure figcaption")).to_contain_text("Cost of each month")
    assert page.evaluate("document.activeElement.innerText") == "Monthly"


def test_its_switches_survive_a_recalculation_and_stay_out_of_the_address(open_page):
    page = open_page(SMALL)
    page.get_by_role("link", name="Monthly", exact=True).click()
    expect(page.locator("#figure figcaption")).to_contain_text("Cost of each month")
    page.get_by_role("link", name="Hide Hybrid").click()
    expect(page.get_by_role("link", name="Show Hybrid")).to_be_visible()
    volume_of(page).fill("100k")
    page.keyboard.press("Tab")
    expect(page).to_have_url(re.compile("requests_per_month=100000"))
    expect(page.locator("#figure figcaption")).to_contain_text("Cost of each month")
    expect(page.get_by_role("link", name="Show Hybrid")).to_be_visible()
    assert "view." not in page.url


def test_its_table_holds_the_months_of_the_api(open_page, server):
    page = open_page(SMALL)
    page.locator("#figure-table > summary").click()
    rows = page.locator("#figure-table tbody tr")
    months = httpx.get(
        f"{server}/api/v1/projection{SMALL[1:]}", trust_env=False, timeout=60
    ).json()["months"]
    for row, month in zip(rows.all(), months, strict=True):
        amounts = [month[name]["cumulative"] for name in ("prompting", "tuning", "hybrid")]
        shown = [float(re.sub(r"[$,]", "", text)) for text in row.locator("td").all_inner_texts()]
        assert shown == pytest.approx(amounts, rel=0.01, abs=0.01)


def test_the_difference_is_read_by_itself(open_page):
    page = open_page(SMALL)
    costs = page.locator(READING).inner_text()
    page.get_by_role("slider", name=SAVED).focus()
    page.keyboard.press("Home")
    reading = page.locator("#difference .reading")
    expect(reading).to_contain_text("Month 0, December 2026: Fine-tuning")
    assert page.locator(READING).inner_text() == costs


def test_a_band_joins_the_difference_and_is_kept_when_nothing_changes(open_page):
    page = open_page("/?preset=customer-support")
    bands = page.locator("#difference .band")
    expect(bands).to_have_count(2)
    with page.expect_response(lambda response: response.request.method == "POST"):
        volume_of(page).fill("60000")
        page.keyboard.press("Tab")
    page.wait_for_load_state("networkidle")
    expect(bands).to_have_count(2)
    page.get_by_role("link", name="Curves alone").click()
    expect(bands).to_have_count(0)


def test_without_javascript_the_band_is_one_link_away(open_page):
    page = open_page("/?preset=customer-support", java_script_enabled=False)
    expect(page.locator("#difference .band")).to_have_count(0)
    page.get_by_role("link", name="With what may come").click()
    expect(page.locator(".band")).to_have_count(2)
    expect(page.locator("figcaption")).to_contain_text("shaded: 8 of 10 outcomes")


@pytest.mark.parametrize(
    ("place", "kind", "opening"),
    [
        ("figure", "SVG", b"<svg"),
        ("figure", "PNG", PNG),
        ("figure", "CSV", None),
        ("difference", "SVG", b"<svg"),
    ],
)
def test_it_is_taken_along(open_page, tmp_path: Path, place, kind, opening):
    page = open_page(SMALL)
    page.locator(f"#{place}-table > summary").click()
    with page.expect_download() as download:
        page.locator(f"#{place}").get_by_role("link", name=re.compile(f"^{kind}")).click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    assert saved.suffix == f".{kind.lower()}"
    assert saved.read_bytes().startswith(opening or "\ufeffmonth".encode())


def point_at(page: Page, share: float) -> None:
    """Put the pointer over the plot of the chart, at a share of its width."""
    chart = page.locator("#figure .chart")
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    left, right = (float(chart.get_attribute(f"data-{side}")) for side in ("left", "right"))
    scale = box["width"] / float(chart.get_attribute("width"))
    x = box["x"] + scale * (left + share * (right - left))
    page.mouse.move(x, box["y"] + box["height"] / 2)
