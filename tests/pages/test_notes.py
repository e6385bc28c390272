"""Notes on the pages."""

import html
import re
from urllib.parse import parse_qsl

from app.pages.brief.view import MOST_NOTES
from app.plans.dialect import read_query
from app.words.notes import remarks

QUERY = (
    "preset=blank&prompting.prompt_tokens=1000&prompting.cache_hit_rate=0.5"
    "&prompting.batch_share=0.5&prompting.batch_discount=0&tuning.lead_time_months=12"
    "&tuning.replica_requests_per_hour=5"
)


def listed(page):
    """Return what stands in the lists of notes, warnings first, without marks."""
    items = "".join(re.findall(r'<ul class="notes">(.*?)</ul>', page, re.DOTALL))
    return [
        html.unescape(re.sub("<[^>]+>", "", item)).replace("\u00a0", " ").strip()
        for item in re.findall(r"<li[^>]*>(.*?)</li>", items, re.DOTALL)
    ]


def spoken():
    """Return the plan's notes as a page says them."""
    plan = read_query(parse_qsl(QUERY))
    marks = {"warning": "Warning: ", "information": ""}
    return [
        (marks[remark.severity] + remark.message).replace("\u00a0", " ") for remark in remarks(plan)
    ]


def test_the_calculator_says_every_note_and_which_are_warnings(get):
    expected = spoken()
    assert [text.startswith("Warning: ") for text in expected] == [True, True, True, False]
    assert listed(get(f"/?{QUERY}").text) == expected


def test_the_page_to_print_has_the_gravest_and_says_how_many_more(get):
    page = get(f"/brief?{QUERY}").text
    assert listed(page) == spoken()[:MOST_NOTES]
    assert f"and {len(spoken()) - MOST_NOTES} more, at the link below." in page


def test_a_page_to_print_without_notes_has_no_list_of_them(get):
    page = get("/brief?preset=blank&tuning.build_cost=1000").text
    assert "Worth knowing" not in page


def test_a_saved_page_says_every_note(ask, save):
    values = dict(pair.split("=") for pair in QUERY.split("&"))
    inputs: dict[str, dict[str, str]] = {}
    for name in values.keys() - {"preset"}:
        group, field = name.split(".")
        inputs.setdefault(group, {})[field] = values[name]
    kept = save(preset="blank", inputs=inputs, ranges={})
    assert listed(ask("GET", kept.page).text) == spoken()
    assert listed(ask("GET", f"{kept.page}/brief").text) == spoken()[:MOST_NOTES]
