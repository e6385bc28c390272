"""The pages over the real app, as a browser without JavaScript sees them."""

import html
import re
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

import pytest

from app.catalog import find_preset, models, presets, price_fields
from app.inputs import FIELDS


class Form(HTMLParser):
    """What the calculator's form would send."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select: str | None = None
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attribute = dict(attributes)
        if tag == "form":
            self._inside = attribute.get("id") == "form"
        elif not self._inside:
            return
        elif tag == "input" and "name" in attribute:
            self.values[attribute["name"]] = attribute.get("value", "")
        elif tag == "select":
            self._select = attribute["name"]
        elif tag == "option" and self._select and "selected" in attribute:
            self.values[self._select] = attribute["value"]

    def handle_endtag(self, tag):
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = None


def unfolded(path: str) -> str:
    """Return the address of a calculator's page with every part of its form open."""
    return f"{path}{'&' if '?' in path else '?'}open=all"


@pytest.fixture
def submit(get, post):
    """Open a page, change some fields, press the button; return the response."""

    def send(path, **changes):
        form = Form(get(unfolded(path)).text).values
        changes = {name.replace("__", "."): value for name, value in changes.items()}
        assert set(changes) <= set(form)
        return post("/", data=form | changes)

    return send


def address_of(response):
    assert response.status_code == 303
    address = parse_qs(urlsplit(response.headers["location"]).query, keep_blank_values=True)
    return {name: values for name, values in address.items() if name != "open"}


def test_every_preset_has_a_page_with_an_answer(get):
    for name, preset in presets().items():
        page = get("/", params={"preset": name})
        assert page.status_code == 200, name
        assert preset.title in page.text
        assert 'class="headline"' in page.text


def test_the_form_has_a_field_for_every_input(get):
    values = Form(get(unfolded("/")).text).values
    assert set(values) >= set(FIELDS) | {"preset"}


@pytest.mark.parametrize("name", list(presets()))
def test_sending_the_form_untouched_changes_nothing(submit, name):
    assert address_of(submit(f"/?preset={name}")) == {"preset": [name]}


def test_the_address_carries_only_what_differs(submit):
    response = submit("/?preset=internal-tools", workload__requests_per_month="200k")
    assert address_of(response) == {
        "preset": ["internal-tools"],
        "workload.requests_per_month": ["200000"],
        "ranges.workload.requests_per_month": ["150000..250000"],
    }


@pytest.mark.parametrize(("typed", "fraction"), [("8", "0.08"), ("8%", "0.08"), ("7.1", "0.071")])
def test_shares_are_typed_in_percent(submit, typed, fraction):
    address = address_of(submit("/?preset=blank", workload__monthly_growth=typed))
    assert address["workload.monthly_growth"] == [fraction]


def test_a_shown_value_survives_the_form_to_the_last_digit(submit):
    query = "/?preset=blank&workload.monthly_growth=0.0123456789012345&tuning.input_price=0.1234567"
    assert address_of(submit(query)) == {
        "preset": ["blank"],
        "workload.monthly_growth": ["0.0123456789012345"],
        "tuning.input_price": ["0.1234567"],
    }


def test_picking_a_model_fills_its_prices(get, submit):
    preset = find_preset("internal-tools")
    reference = next(
        name
        for name in models()
        if price_fields(name)["input_price"] != preset.inputs.prompting.input_price
    )
    address = address_of(submit("/?preset=internal-tools", prompting__model=reference))
    assert address == {"preset": ["internal-tools"], "prompting.model": [reference]}
    page = get(
        "/", params={"open": "all", "preset": "internal-tools", "prompting.model": reference}
    ).text
    shown = float(Form(page).values["prompting.input_price"].replace(",", ""))
    assert shown == price_fields(reference)["input_price"]


def test_picking_another_use_case_keeps_what_was_changed(submit):
    response = submit(
        "/?preset=internal-tools&workload.requests_per_month=123456", preset="blog-writing"
    )
    assert address_of(response) == {
        "preset": ["blog-writing"],
        "workload.requests_per_month": ["123456"],
    }


def test_a_changed_field_is_marked_and_can_be_reset(get):
    page = get(unfolded("/?preset=blank&workload.requests_per_month=5000&tuning.epochs=2")).text
    assert page.count(">yours · exact<") == 2
    assert 'name="to.usual" value="workload.requests_per_month"' in page
    assert "yours" not in get("/?preset=blank").text


def test_bad_input_is_named_twice_and_loses_nothing(submit):
    response = submit(
        "/?preset=internal-tools",
        workload__requests_per_month="a lot",
        tuning__dataset_examples="777",
        finance__horizon_months="1e9",
    )
    assert response.status_code == 422
    page = response.text
    message = "Length of the plan must be at least 1 and at most 120; you entered 1,000,000,000."
    assert page.count(message) == 2  # at the top and beside the field
    values = Form(page).values
    assert values["workload.requests_per_month"] == "a lot"
    assert values["finance.horizon_months"] == "1e9"
    assert values["tuning.dataset_examples"] == "777"
    assert 'aria-invalid="true"' in page


def test_a_bad_link_shows_percentages_as_percentages(get):
    page = get(unfolded("/?preset=blank&workload.monthly_growth=0.08&tuning.epochs=x"))
    assert page.status_code == 422
    assert Form(page.text).values["workload.monthly_growth"] == "8"


def test_an_unknown_preset_or_field_in_a_link_is_named(get):
    page = get("/?preset=nonsense&tuning.colour=red")
    assert page.status_code == 422
    assert "There is no preset of this name" in page.text


def test_what_is_typed_is_escaped(submit):
    page = submit("/?preset=blank", tuning__model='"><script>alert(1)</script>').text
    assert "<script>alert" not in page


def test_the_page_and_the_api_show_the_same_figures(get):
    query = "?preset=customer-support&workload.requests_per_month=500000"
    page, summary = get(f"/{query}").text, get(f"/api/v1/summary{query}").json()
    for figures in summary["approaches"].values():
        assert f"${figures['total_cost']:,.0f}" in page


def test_htmx_gets_the_part_that_changes_and_the_address_to_push(get, post):
    form = Form(get("/?preset=blank").text).values | {"tuning.epochs": "2"}
    response = post("/", data=form, headers={"HX-Request-Type": "partial"})
    assert response.status_code == 200
    assert response.text.lstrip().startswith('<hx-partial id="made-from"')
    assert response.headers["hx-push-url"] == "/?preset=blank&tuning.epochs=2"
    assert "HX-Request-Type" in response.headers["vary"]


@pytest.mark.parametrize(
    "path", ["/", "/prices", "/methodology", "/connect", "/explain?result=tuning.npv"]
)
def test_every_link_to_a_page_of_the_plan_keeps_it(get, path):
    query = "preset=blank&tuning.build_cost=1000"
    page = get(f"{path}{'&' if '?' in path else '?'}{query}").text
    footer = page[page.index("<footer") :]
    for target in ("/prices", "/methodology"):
        assert f'href="{target}?{html.escape(query)}"' in footer
    header = page[: page.index("</header>")]
    for target in ("/", "/prices", "/methodology", "/connect"):
        assert f'href="{target}?{html.escape(query)}"' in header


def test_a_saved_scenario_is_shown_to_whoever_has_the_link(ask):
    query = "preset=blank&tuning.build_cost=1000"
    created = ask("POST", "/scenarios", data={"query": query, "name": "Plan <b>"})
    assert created.status_code == 303
    page = ask("GET", created.headers["location"])
    assert page.status_code == 200
    assert "Plan &lt;b&gt;" in page.text
    assert f'href="{created.headers["location"]}/copy"' in page.text
    assert ask("GET", f"{created.headers['location']}/copy").headers["location"] == f"/?{query}"
    assert page.headers["x-robots-tag"] == "noindex"
    assert 'name="tuning.build_cost"' not in page.text


def test_saving_without_a_name_says_so_and_keeps_the_answer(post):
    response = post(
        "/scenarios", data={"query": "preset=blank&tuning.build_cost=1000", "name": " "}
    )
    assert response.status_code == 422
    assert "The name must not be empty." in response.text
    assert "tuning.build_cost=1000" in Form(response.text).values["was.query"]


def test_an_address_without_a_page_says_so(ask):
    for path in ("/nothing", "/s/nothing"):
        page = ask("GET", path)
        assert page.status_code == 404
        assert "There is nothing at this address" in page.text


def test_no_page_runs_or_loads_anything_foreign(get):
    page = get("/")
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert not re.findall(r"<script(?![^>]* src=)", page.text)
    assert not re.findall(r" style=|<style", page.text)
    assert not re.findall(r'(?:src|href)="(?:https?:)?//', page.text.split("<body>")[0])


def test_the_server_says_that_it_is_well(ask):
    assert ask("GET", "/healthz").text == "ok\n"
    assert ask("GET", "/readyz").text == "ok\n"
