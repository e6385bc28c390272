"""The page of models: every one of them in a plan, and alternatives of one's own."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest

from app.candidates import compare
from app.catalog import find_model
from app.plans.building import build_plan
from app.plans.dialect import read_query
from tests.tables import rows_of

HAIKU = (
    "preset=customer-support&workload.requests_per_month=1200000&"
    "prompting.model=anthropic/claude-haiku-4-5&quality.error_cost=0.05&"
    "tuning.error_rate=0.05&hybrid.error_rate=0.05"
)
OWN = "candidates.1.name=Our%20GPU&candidates.1.error_rate=4%25&candidates.1.hosting_price=0.01"
PARTIAL = {"HX-Request-Type": "partial"}


def titles(page):
    return [row[1] for row in rows_of(page.text, "candidates")]


def links(page, words):
    """Return the addresses of the links that say this."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>([^<]+)</a>', page.text)
    return [address.replace("&amp;", "&") for address, said in found if said == words]


def test_the_best_move_is_said_and_opens_as_the_plan_with_that_model(get):
    page = get(f"/models?{HAIKU}")
    assert page.status_code == 200
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text)).replace("\u00a0", " ")
    assert re.search(r"The same prompt on Claude Haiku 5\.5 would save about \$1\d\d,\d{3},", said)
    assert "as long as it is wrong in no more than 12.3 % of answers. You have 5 % now." in said
    [address] = links(page, "Try it in the plan")
    plan = read_query(parse_qsl(urlsplit(address).query, keep_blank_values=True))
    assert plan.inputs.prompting.model == "anthropic/claude-haiku-5-5"
    assert plan.inputs.workload.requests_per_month == 1_200_000


def test_the_table_has_the_figures_of_the_candidates_cheapest_first(get):
    page = get(f"/models?{HAIKU}&all=yes&page=1")
    plan = read_query(parse_qsl(HAIKU))
    able = [item for item in compare(plan, ["prompting"]).candidates if item.feasible]
    shown = [title for title in titles(page) if "what you prompt now" not in title]
    assert len(shown) == 20
    for title, item in zip(shown, able, strict=False):
        assert title.startswith(item.name)


def test_only_current_models_are_shown_unless_others_are_asked_for(get):
    for reference in ("openai/gpt-5-nano", "google/gemini-2.0-flash"):
        model = find_model(reference)
        assert not model.is_current
        hidden = get(f"/models?{HAIKU}&q={reference}")
        assert not [title for title in titles(hidden) if "what you prompt now" not in title]
        assert "0 of " in hidden.text
        shown = get(f"/models?{HAIKU}&q={reference}&all=yes")
        assert any(title.startswith(model.title) for title in titles(shown))


def test_a_model_that_cannot_carry_the_plan_says_why_and_cannot_be_ticked(get):
    page = get(f"/models?{HAIKU}&q=openai/gpt-5-nano&all=yes")
    assert "Cannot carry the plan: it retires on 11 Dec 2026." in page.text
    assert 'value="openai/gpt-5-nano"' not in page.text.replace('id="q"', "").split("tbody")[1]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("maker=mistral", lambda model: model.maker == "mistral"),
        ("maker=mistral&maker=groq", lambda model: model.maker in ("mistral", "groq")),
        ("place=region", lambda model: "/regional." in model.reference),
        ("weights=open&q=llama", lambda model: "llama" in model.reference.casefold()),
        ("weights=closed&q=claude", lambda model: "claude" in model.reference.casefold()),
        ("approach=tuning&place=hour", lambda model: bool(model.hosting_price)),
    ],
)
def test_filters_leave_what_is_asked_for(get, query, wanted):
    page = get(f"/models?{HAIKU}&{query}")
    shown = re.findall(r'name="beside" value="([^"]+)"', page.text)
    assert shown
    assert all(wanted(find_model(reference)) for reference in shown)


def test_what_is_entered_stands_on_every_page_of_the_table(get):
    for number in (1, 2, 20):
        page = get(f"/models?{HAIKU}&page={number}")
        assert sum("what you prompt now" in title for title in titles(page)) == 1


def test_ten_come_first_and_a_link_shows_all_of_them(get):
    page = get(f"/models?{HAIKU}")
    assert len([title for title in titles(page) if "what you prompt now" not in title]) <= 10
    [(address, said)] = re.findall(
        r'<a href="([^"]+)">(Show all \d+ current models)</a>', page.text
    )
    assert len(titles(get(address.replace("&amp;", "&")))) >= 20
    assert said.removeprefix("Show all ") in page.text.replace(said, "")


def test_a_heading_sorts(get):
    page = get(f"/models?{HAIKU}&sort=name&page=1")
    names = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page.text)
    assert len(names) >= 19
    assert names == sorted(names, key=str.casefold)


def test_an_alternative_stands_in_the_table_and_in_the_form_with_what_was_typed(get):
    page = get(f"/models?{HAIKU}&{OWN}")
    [mine] = [row for row in rows_of(page.text, "candidates") if row[1].startswith("Our GPU")]
    assert "4 % wrong" in mine[1]
    assert 'name="candidates.1.hosting_price" value="0.01"' in page.text
    assert 'name="candidates.1.error_rate" value="4%"' in page.text
    assert "Your own (1)" in page.text
    # Taken away, nothing is left of it.
    [away] = links(page, "Take Our GPU away")
    assert "candidates" not in away


def test_what_is_wrong_in_an_alternative_is_said_beside_the_field_and_stays_as_typed(get):
    page = get(f"/models?{HAIKU}&candidates.1.retry_rate=cheap&candidates.1.name=Ours")
    assert page.status_code == 422
    assert 'name="candidates.1.retry_rate" value="cheap"' in page.text
    assert 'id="candidates-1-retry_rate-error"' in page.text
    assert 'href="#candidates-1-retry_rate"' in page.text


def test_a_field_can_be_added_to_an_alternative(get):
    page = get(f"/models?{HAIKU}&{OWN}&show=1.committed_spend")
    assert 'name="candidates.1.committed_spend" value=""' in page.text


@pytest.mark.parametrize("title", ["optimised by search", "with retrieval", "that reasons"])
def test_each_template_opens_with_its_assumptions_and_can_be_calculated(get, title):
    page = get(f"/models?{HAIKU}")
    [address] = [
        found.replace("&amp;", "&")
        for found, said in re.findall(r'<a href="([^"]+)">([^<]+)</a>', page.text)
        if title in said
    ]
    begun = get(address.removesuffix("#own"))
    assert begun.status_code == 200
    assert "Assumption: " in begun.text
    assert "Cheapest, how likely" in begun.text  # its error rate has a range


def test_up_to_four_stand_side_by_side_with_their_curves(get):
    ticked = ("own-gpu/8b-on-h100", "fireworks/8b-lora-dedicated", "aws/nova-micro-tuned")
    query = "&".join(f"beside={reference}" for reference in ticked)
    page = get(f"/models?preset=customer-support&approach=tuning&{query}&{OWN.replace('1.', '2.')}")
    assert len(re.findall(r'<g class="plan-\d">', page.text)) == 1 + 3
    rows = rows_of(page.text, "words")
    assert rows[0][0] == "Over the plan, in today's money"
    assert len(rows[0]) == 1 + 1 + 3
    five = "&".join(f"beside={name}" for name in ("openai/gpt-6-luna", *["openai/gpt-5.5"], "1"))
    both = get(f"/models?{HAIKU}&{OWN}&{five}&beside=openai/o3-mini&beside=openai/o1")
    assert "Only the first 4 of 5 stand here." in both.text


def test_an_approach_that_takes_no_part_has_only_ones_own(get):
    page = get(
        "/models?preset=blank&approach=tuning&candidates.1.approach=tuning"
        "&candidates.1.build_cost=1000"
    )
    assert "Fine-tuning takes no part in this plan" in page.text
    assert [title for title in titles(page) if title.startswith("Candidate 1")]


def test_where_mistakes_cost_nothing_there_is_no_plane(get):
    page = get(f"/models?{HAIKU}&quality.error_cost=0".replace("quality.error_cost=0.05&", ""))
    assert 'class="chart plane' not in page.text
    assert "Say what a wrong answer costs" in page.text


@pytest.mark.parametrize("name", ["maker", "weights", "place", "sort", "approach"])
def test_what_there_is_not_is_refused_in_words(get, name):
    page = get(f"/models?{HAIKU}&{name}=nowhere")
    assert page.status_code == 422
    assert f"There is no {name} nowhere" in page.text


def test_htmx_gets_the_part_that_changes_and_its_address(get):
    page = get(f"/models?{HAIKU}&q=haiku", headers=PARTIAL)
    assert page.text.strip().startswith('<div id="models">')
    assert page.headers["HX-Push-Url"].endswith("&q=haiku")


def test_a_saved_plan_has_the_page_and_says_of_which_day_prices_are(visitor):
    person = visitor()
    page = person.save(query="preset=customer-support&draws=256", name="Support")
    shown = person.get(f"{page}/models?q=luna")
    assert shown.status_code == 200
    assert "Prices of the other models are those of" in shown.text
    assert f'href="/api/v1/scenarios/{page.removeprefix("/s/")}/candidates.csv' in shown.text
    assert person.get(f"{page}/models?workload.requests_per_month=5").status_code == 422
    assert person.get(f"{page}/revisions/1/models").status_code == 200


def test_the_card_of_the_verdict_names_the_move_before_any_other_and_tries_it(get):
    page = get(f"/?{HAIKU}")
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text)).replace("\u00a0", " ")
    assert "Before anything else: the same prompt on Claude Haiku 5.5 would save about $12" in said
    [address] = links(page, "Try it")
    tried = get(address)
    assert "Before anything else" not in tried.text  # there is nothing better of this maker
    [models] = links(page, "every model")
    assert "The best move" in get(models).text


def test_a_saved_plan_is_not_told_of_todays_prices(visitor):
    person = visitor()
    page = person.save(query=HAIKU, name="Support")
    assert "Before anything else" not in person.get(page).text


def test_the_page_of_the_largest_plan_is_quick_to_make(get):
    plan = build_plan("customer-support", {"finance.horizon_months": 120})
    assert get(f"/models?{plan.query}").status_code == 200
