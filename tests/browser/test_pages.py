"""Prices, methodology and explanations in a browser."""

import re

from playwright.sync_api import expect


def test_typing_a_search_narrows_the_list_without_a_page_load(open_page):
    page = open_page("/prices")
    page.evaluate("window.loadedOnce = true")
    page.get_by_label("Search", exact=True).press_sequentially("nova-lite-tuned")
    expect(page.locator("#found")).to_have_text("1 model")
    expect(page).to_have_url(re.compile(r"/prices\?q=nova-lite-tuned$"))
    expect(page.get_by_label("Search", exact=True)).to_be_focused()
    assert page.evaluate("window.loadedOnce")
    page.get_by_label("Kind").select_option("base")
    expect(page.locator("#found")).to_have_text("No model is called that.")


def test_the_kind_that_was_chosen_is_kept_while_one_types(open_page):
    page = open_page("/prices")
    page.get_by_label("Kind").select_option("tuned")
    expect(page).to_have_url(re.compile("kind=tuned"))
    page.get_by_label("Search", exact=True).press_sequentially("Llama")
    expect(page.locator("#found")).to_have_text("5 models")
    expect(page.get_by_label("Kind")).to_have_value("tuned")
    expect(page).to_have_url(re.compile("q=Llama&kind=tuned"))


def test_the_list_of_prices_fits_a_desk(open_page):
    page = open_page("/prices", viewport={"width": 1280, "height": 800})
    scroller = page.get_by_role("region", name="Prices by model")
    assert scroller.evaluate("region => region.scrollWidth <= region.clientWidth")


def test_without_javascript_the_button_searches(open_page):
    page = open_page("/prices", java_script_enabled=False)
    page.get_by_label("Search", exact=True).fill("nova-lite-tuned")
    page.get_by_role("button", name="Search").click()
    expect(page.locator("#found")).to_have_text("1 model")


def test_a_heading_sorts_and_the_name_stays_in_sight(open_page):
    page = open_page("/prices?maker=openai", viewport={"width": 768, "height": 800})
    page.get_by_role("link", name="Output", exact=True).click()
    heading = page.get_by_role("columnheader", name=re.compile("^Output"))
    expect(heading).to_have_attribute("aria-sort", "ascending")
    scroller = page.get_by_role("region", name="Prices by model")
    scroller.evaluate("region => { region.scrollLeft = 300 }")
    name = page.locator("table.prices tbody th").first.bounding_box()
    assert name["x"] >= 0
    assert name["x"] + name["width"] < 350  # room is left for figures


def test_on_a_phone_the_list_of_prices_sorts_and_does_not_scroll_sideways(open_page):
    page = open_page("/prices?maker=openai", viewport={"width": 360, "height": 800})
    page.get_by_role("link", name="Output", exact=True).click()
    expect(page.locator("[aria-sort=ascending]")).to_have_text("Output")
    scroller = page.get_by_role("region", name="Prices by model")
    assert scroller.evaluate("region => region.scrollWidth <= region.clientWidth")


def test_a_model_is_used_in_the_plan_that_the_page_was_opened_with(open_page):
    page = open_page("/prices?q=gpt-4.1-mini&maker=openai&preset=blank&tuning.build_cost=1000")
    page.get_by_role("link", name="Use gpt 4.1 mini for prompting").click()
    expect(page.locator("#prompting-model")).to_have_value("gpt 4.1 mini · OpenAI")
    expect(page).to_have_url(re.compile(r"tuning\.build_cost=1000"))


def test_from_a_result_to_the_source_of_an_input_in_two_steps(open_page):
    page = open_page("/explain?result=tuning.total_cost&preset=customer-support")
    page.get_by_role("link", name="Fine-tuning: wrong answers").click()
    page.locator("#months > summary").click()
    page.get_by_role("link", name="month 7 (July 2027)", exact=True).click()
    row = page.locator("table.inputs tr", has_text="Cost of a wrong answer")
    expect(row).to_contain_text("published costs of a contact, which a wrong answer brings")
    row.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("/methodology#quality.error_cost$"))


def test_another_use_case_is_worked_through(open_page):
    page = open_page("/methodology")
    page.locator("summary", has_text="A worked example").click()
    page.get_by_label("Use case").select_option("legal-drafting")
    page.get_by_role("button", name="Work it through").click()
    expect(page.locator("#example + p")).to_contain_text("Legal")
