"""Files in a browser: from a log and an evaluation to a plan that rests on them."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import expect

from tests.browser.test_accessibility import DIFFERENT, TAGS, complaints_of_axe, look_at
from tests.evidence.files import SAMPLES

FILES = [
    SAMPLES / name
    for name in (
        "openai-usage-api.synthetic.json",
        "litellm-spendlogs.synthetic.json",
        "promptfoo-v3_base-vs-tuned.synthetic.json",
    )
]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_from_files_to_a_plan_that_says_what_it_rests_on(open_page, scripts):
    page = open_page("/evidence?preset=internal-tools", java_script_enabled=scripts)
    page.get_by_label("Choose files, or drop them here").set_input_files(FILES)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("heading", name="litellm-spendlogs.synthetic.json")).to_be_visible()
    page.get_by_role("checkbox", name="Prompting: calls repeated").uncheck()
    page.get_by_label("Put openai:gpt-4o-mini, prompt 0 in as").select_option("nothing")
    page.get_by_role("button", name="Put these into the plan").click()
    expect(page).to_have_url(re.compile(r"preset=internal-tools&.*prompting\.prompt_tokens=1408"))
    assert "tuning.error_rate=0.05" in page.url
    assert "prompting.error_rate" not in page.url
    assert "retry_rate" not in page.url


def test_what_files_say_can_be_read_by_everybody(open_page):
    page = open_page("/evidence")
    page.locator("#file").set_input_files(FILES)
    page.get_by_role("button", name="Read the files").click()
    expect(page.get_by_role("button", name="Put these into the plan")).to_be_visible()
    too_wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    page.evaluate(AXE_SCRIPT)
    for width, scheme, rules in ((1280, "light", TAGS), (360, "dark", DIFFERENT)):
        look_at(page, width, scheme)
        assert complaints_of_axe(page, rules) == []
        assert not page.evaluate(too_wide)
