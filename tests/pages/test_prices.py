"""The price page."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from app.catalog import find_model, makers, models, price_fields
from app.inputs import ApproachName
from app.pages.prices.view import (
    COLUMNS,
    CURRENT,
    NAMES,
    SEEN,
    PriceQuery,
    in_order,
    matching,
    price_list,
    use_address,
)
from app.words.numbers import ABSENT
from tests.tables import rows_of

PARTIAL = {"HX-Request-Type": "partial"}


def references(page):
    return re.findall(r'<tr data-model="([^"]+)"', page.text)


def every_row(**query):
    """Return the rows of all pages."""
    first = price_list(PriceQuery(**query))
    total = int(re.match(r"\d+", first.found)[0])
    pages = [price_list(PriceQuery(**query, page=page)).rows for page in range(1, total // 40 + 2)]
    assert pages[0][: len(first.rows)] == first.rows
    return [row for rows in pages for row in rows]


def test_every_model_of_the_catalogue_is_on_some_page_once():
    shown = [row.reference for row in every_row()]
    assert len(shown) == len(set(shown)) == len(models())
    assert set(shown) == set(models())


def test_every_row_has_a_dated_source_and_every_figure_its_own_or_a_number():
    for row in every_row():
        assert re.search(r", \d+ \w{3} 20\d\d$", row.source), row
        assert len(row.cells) == len(SEEN)
        missing = [cell for cell in row.cells if cell.text == ABSENT]
        known = [
            item for item in COLUMNS if getattr(find_model(row.reference), item.field) is not None
        ]
        assert len(row.cells) - len(missing) + len(row.more) == len(known)
    listed = price_list(PriceQuery(words="nova-lite-tuned"))
    [tuned] = [row for row in listed.rows if row.reference == "aws/nova-lite-tuned"]
    price = tuned.cells[[column.field for column in SEEN].index("input_price")]
    run = dict(tuned.more)["Training, flat per run"]
    assert "published experiment" in tuned.source
    assert "genai-prices" in listed.sources[price.source - 1]
    assert (price.doubtful, run.doubtful, run.source) == (False, True, None)


def test_announced_days_and_doubtful_figures_are_marked(get):
    [cells] = rows_of(get("/prices?q=azure/gpt-4.1-tuned").text, "prices")
    assert re.match(r"14 Oct 2026 \?\d", cells[-2])
    assert re.match(r"14 Oct 2027 \?\d", cells[-1])
    assert cells[-3] == "$1.70 ?"


def test_what_long_calls_cost_stands_beside_what_short_ones_do(get):
    [row] = [row for row in every_row(words="gpt-5.5") if row.reference == "openai/gpt-5.5"]
    assert row.cells[2].text == "$30.00"
    long = [cell.text for title, cell in row.more if title.startswith("Long")]
    assert long == ["272,000", "$10.00", "$1.00", "$45.00"]


def test_calls_storage_and_the_least_charge_of_a_run_are_shown_where_there_are_any(get):
    assert "$0.012" in get("/prices?q=perplexity/sonar").text
    assert "$1.95" in get("/prices?q=nova-lite-tuned").text
    page = get("/prices?q=ministral-8b-tuned").text
    assert "$4.00" in page
    assert "$2.00" in page


def test_a_price_is_shown_to_its_last_digit(get):
    reference = next(name for name, model in models().items() if model.input_price == 0.075)
    assert "$0.075" in get("/prices", params={"q": reference}).text


def test_a_search_finds_every_word_in_any_order(get):
    found = references(get("/prices?q=MINI gpt-4.1"))
    assert "openai/gpt-4.1-mini" in found
    assert all("mini" in name and "gpt-4.1" in name for name in found)


@pytest.mark.parametrize("words", ["Llama", "qwen 8b", "ministral"])
def test_open_models_that_one_tunes_are_found_by_their_names(get, words):
    found = references(get("/prices", params={"q": words, "kind": "tuned"}))
    assert "own-gpu/8b-on-h100" in found
    assert "Such as Llama 3.1 8B" in get("/prices?q=own-gpu").text


def test_the_list_opens_with_current_models_by_maker_the_newest_first():
    rows = every_row()
    gone = ["deprecated" in (find_model(row.reference).note) for row in rows]
    assert gone == sorted(gone)
    staying = [row for row in rows if not find_model(row.reference).retires and not row.tuned]
    current = [row for row in staying if "deprecated" not in row.remarks]
    makers_of = [row.maker.casefold() for row in current]
    assert makers_of == sorted(makers_of)
    asked = ["Claude Haiku 5.5", "Claude Sonnet 5", "Claude Haiku 4.5"]
    assert [
        row.title for row in current if row.title in asked and row.maker == "Anthropic"
    ] == asked


def test_no_reference_is_on_the_page(get):
    page = get("/prices?maker=openai").text
    assert ">openai/" not in page


def test_a_search_without_a_hit_says_so(get):
    page = get("/prices?q=nonsuch")
    assert page.status_code == 200
    assert "No model is called that." in page.text


def test_makers_and_kinds_filter(get):
    found = references(get("/prices?maker=openai&kind=tuned"))
    assert found
    assert all(find_model(name).tuned and name.startswith("openai/") for name in found)


@pytest.mark.parametrize(
    "name", [name for name in NAMES if name not in (CURRENT, "title", "maker")]
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_sorting_puts_the_models_in_order_and_the_unknown_last(name, sign):
    query = PriceQuery(sort=sign + name)
    values = [getattr(model, name) for model in in_order(matching(query), query)]
    assert len(values) == len(models())
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=bool(sign))
    assert values[: len(known)] == known


def test_the_pages_hold_the_models_in_their_order():
    query = PriceQuery(sort="-output_price")
    sorted_models = [model.reference for model in in_order(matching(query), query)]
    assert [row.reference for row in every_row(sort=query.sort)] == sorted_models


def test_a_heading_sorts_and_then_turns_round(get):
    page = get("/prices?q=mini&sort=output_price").text
    assert 'aria-sort="ascending"><a href="/prices?q=mini&amp;sort=-output_price">Output' in page
    assert page.count("aria-sort") == 1
    again = get("/prices?q=mini&sort=-output_price").text
    assert 'aria-sort="descending"><a href="/prices?q=mini&amp;sort=output_price">Output' in again


def test_pages_lead_to_each_other_and_stop_at_the_ends(get):
    first, last = get("/prices?page=1").text, get("/prices?page=99999").text
    assert 'href="/prices?page=2">Next page' in first
    assert "Previous page" not in first
    assert "Next page" not in last
    assert get("/prices?page=x").text.count("Show all") == 1


def test_a_dozen_models_come_first_and_a_link_shows_all_that_were_found(get):
    page = get("/prices?q=haiku&sort=title").text
    assert page.count("<tr data-model=") == 12
    [address, title] = re.findall(r'<a href="([^"]+)">Show all (\d+) models', page)[0]
    everything = get(address.replace("&amp;", "&")).text
    assert everything.count("<tr data-model=") == int(title) > 12
    assert "Show all" not in everything
    assert "Show all" not in get("/prices?q=nova-lite-tuned").text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("maker=acme", "There is no maker acme; there are anthropic"),
        ("sort=colour", "There is no sort colour; there are current, title"),
        ("kind=odd", "There is no kind odd; there are base, tuned."),
        ("tuning.colour=red", "no input called tuning.colour"),
    ],
)
def test_a_name_that_there_is_not_is_answered_with_those_there_are(get, query, words):
    page = get(f"/prices?{query}")
    assert page.status_code == 422
    assert words in page.text


def test_htmx_gets_the_list_only_and_the_address_to_push(get):
    query = "?q=mini&maker=&kind=&sort=current"
    part = get(f"/prices{query}", headers=PARTIAL)
    assert part.text.lstrip().startswith('<section id="price-list"')
    assert part.headers["hx-push-url"] == "/prices?q=mini"
    assert "HX-Request-Type" in part.headers["vary"]


def test_the_page_stays_light(get):
    assert len(get("/prices").content) < 100_000


def used(address):
    return parse_qs(urlsplit(address).query, keep_blank_values=True)


def test_a_model_is_used_for_prompting_and_a_tuned_one_for_fine_tuning(get):
    page = get("/prices?q=gpt-4.1-mini&maker=openai").text
    query = "/?preset=customer-support&amp;"
    assert f'href="{query}prompting.model=openai/gpt-4.1-mini"' in page
    assert f'href="{query}tuning.model=openai/gpt-4.1-mini-tuned"' in page


def test_a_model_goes_into_the_plan_that_the_page_was_opened_with(get):
    page = get(
        "/prices?q=gpt-4.1-mini&maker=openai&preset=blank&workload.requests_per_month=5000"
        "&prompting.input_price=9&prompting.output_tokens=10&sort=title"
    ).text
    [address] = re.findall(r'href="(/\?[^"]*prompting\.model=openai/gpt-4\.1-mini)"', page)
    assert used(address.replace("&amp;", "&")) == {
        "preset": ["blank"],
        "workload.requests_per_month": ["5000"],
        "prompting.output_tokens": ["10"],
        "prompting.model": ["openai/gpt-4.1-mini"],
    }
    assert (
        "workload.requests_per_month=5000" in re.search('aria-sort[^>]*><a href="([^"]*)', page)[1]
    )
    assert 'name="workload.requests_per_month" value="5000"' in page


@pytest.mark.parametrize("reference", [*list(models())[::37], "aws/nova-lite-tuned"])
def test_every_use_opens_the_calculator_with_the_models_prices(get, reference):
    name: ApproachName = "tuning" if find_model(reference).tuned else "prompting"
    address = use_address(None, name, reference)
    answer = get(address.replace("/?", "/api/v1/projection?"))
    assert answer.status_code == 200
    inputs = answer.json()["inputs"][name]
    assert {field: inputs[field] for field in price_fields(reference)} == price_fields(reference)


def test_what_is_announced_and_what_changed_is_listed_latest_first(get):
    page = get("/prices").text
    announced, changed = rows_of(page, "events", split=True)
    assert [row[0] for row in announced][:2] == ["14 Oct 2027", "1 Oct 2027"]
    closing = next(row for row in announced if row[0] == "6 Jan 2027")
    assert closing[1] == "No new fine-tuning"
    assert "deprecations, 23 Nov 2026" in closing[3]
    steps = next(row[1] for row in changed if row[0] == "29 Oct 2026")
    assert "input $1.36 → $0.70" in steps
    days = [row[0][-4:] for row in announced + changed]
    assert days == sorted(days, reverse=True)


def test_everybody_who_offers_a_model_can_be_chosen(get):
    page = get("/prices").text
    for key in {name.split("/")[0] for name in models()}:
        assert f'<option value="{key}">{makers()[key]}</option>' in page
