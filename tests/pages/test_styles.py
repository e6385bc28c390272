"""The whole journey in German style; no page lets a number through in English."""

import re
from html.parser import HTMLParser
from itertools import cycle
from urllib.parse import parse_qs, urlsplit

import pytest
from fastapi import FastAPI

from app.catalog import models, presets
from tests.conftest import asking
from tests.evidence.files import SAMPLES
from tests.pages.test_pages import Form, unfolded
from tests.people import Visitor

GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"}
FRENCH = {"Accept-Language": "fr-FR"}
SWISS = {"Accept-Language": "de-CH"}
PLAN = "preset=customer-support&workload.requests_per_month=1234567&finance.discount_rate=0.0825"
OWN = "candidates.1.name=Ours&candidates.1.error_rate=4.5%25&candidates.1.hosting_price=1234.5"
PAGES = (
    f"/?{PLAN}",
    "/?preset=legal-drafting&finance.currency=EUR&quality.error_cost=1234.5",
    f"/outlook?{PLAN}",
    f"/chart?{PLAN}",
    f"/brief?{PLAN}",
    f"/explain?{PLAN}&result=tuning.npv",
    f"/explain?{PLAN}&line=tuning.input&month=5",
    f"/explain?{PLAN}&result=tuning.break_even_requests_per_month",
    f"/methodology?{PLAN}",
    "/prices",
    "/example",
    f"/models?{PLAN}",
    f"/models?{PLAN}&approach=tuning&sort=name&page=2",
    f"/models?{PLAN}&all=yes&q=gpt&beside=openai/gpt-4o&beside=1&{OWN}",
    f"/evidence?{PLAN}",
)
SAVED_PAGES = (
    "",
    "/revisions",
    "/outlook",
    "/brief",
    "/methodology",
    "/explain?result=tuning.npv",
    "/models",
)
# Where digits are no number for people: names of models, versions, addresses, sources, code.
UNSAID = ("code", "pre", "script", "style", "option", "footer")


class Said(HTMLParser):
    """The texts of a page, those of its attributes that are read aloud among them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._silent = 0
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self._silent += tag in UNSAID
        self.texts += [
            text for name, text in attributes if name in ("aria-label", "aria-valuetext") and text
        ]

    def handle_endtag(self, tag):
        self._silent -= tag in UNSAID

    def handle_data(self, data):
        if not self._silent:
            self.texts.append(data)


@pytest.fixture(scope="module")
def german(shared_application: FastAPI) -> Visitor:
    return Visitor(partial_headers(shared_application, GERMAN))


def partial_headers(application, headers):
    """Return how a browser asks that sends these headers along."""
    ask = asking(application)
    return lambda method, path, **options: ask(
        method, path, **options | {"headers": headers | options.get("headers", {})}
    )


def sent(visitor, page, **changes):
    """Return what a page's form would send with some texts changed."""
    values = Form(visitor.get(unfolded(page)).text).values
    changes = {name.replace("__", "."): text for name, text in changes.items()}
    assert set(changes) <= set(values)
    return values | changes


def plan_address(response):
    """Return where a form leads, without the parts of it that stay open."""
    return response.headers["location"].partition("&open=")[0]


def query_of(response):
    assert response.status_code == 303, response.text
    return parse_qs(urlsplit(plan_address(response)).query)


def test_from_a_typed_number_to_a_comparison(german):
    form = sent(
        german,
        "/?preset=customer-support&finance.currency=EUR",
        workload__requests_per_month="40.000",
        finance__discount_rate="2,5 %",
        quality__error_cost="1.234,50 €",
        ranges__workload__requests_per_month="30.000..1.500.000,5",
    )
    response = german.post("/", data=form)
    query = query_of(response)
    assert query["workload.requests_per_month"] == ["40000"]
    assert query["finance.discount_rate"] == ["0.025"]
    assert query["quality.error_cost"] == ["1234.5"]
    assert query["ranges.workload.requests_per_month"] == ["30000..1500000.5"]

    address = plan_address(response)
    page = german.get(unfolded(address)).text
    assert Form(page).values["quality.error_cost"] == "1.234,5"
    assert Form(page).values["ranges.workload.requests_per_month"] == "30.000 to 1.500.000,5"
    assert re.search(r"\d\.\d{3}\u00a0€", page)
    # What nobody touches changes nothing: the same form leads to the same plan.
    assert query_of(german.post("/", data=Form(page).values)) == query

    saved = german.save("Auf Deutsch", query=urlsplit(address).query)
    assert "1.234,5" in german.get(saved).text
    edited = sent(german, f"{saved}/edit", quality__error_cost="2.000,25")
    recalculated = german.post(f"{saved}/calculation", data=edited)
    assert query_of(recalculated)["quality.error_cost"] == ["2000.25"]
    changed = urlsplit(plan_address(recalculated)).query.removeprefix("revision=1&")
    assert german.edit(saved, revision=1, query=changed).status_code == 303
    scenario = saved.rpartition("/")[2]
    both = german.get(f"/compare?s={scenario}&s={scenario}/revisions/1").text
    assert "2.000,25 EUR" in both
    assert "1.234,5 EUR" in german.get(f"{saved}/revisions").text


def test_a_form_is_read_as_it_was_written_whatever_was_chosen_since(german):
    form = sent(german, "/?preset=blank", quality__error_cost="1.234,5")
    headers = {"Accept-Language": "en-US", "Cookie": "crossover_numbers=in"}
    assert query_of(german.post("/", data=form, headers=headers))["quality.error_cost"] == [
        "1234.5"
    ]
    wrong = german.post("/", data=form | {"quality.error_cost": "2.5"}, headers=headers)
    assert wrong.status_code == 422
    assert 'name="was.style" value="de"' in wrong.text
    assert "must have a comma before decimals: write 2,5; you entered 2.5." in wrong.text


def test_a_recalculation_sends_what_differs_in_the_style_of_its_form(german, get):
    get("/?preset=customer-support")  # in English: what is kept of it is no German page's
    form = sent(german, "/?preset=customer-support", workload__requests_per_month="1,5M")
    partial = {"HX-Request-Type": "partial", "HX-Request": "true", "Accept-Language": "en"}
    answer = german.post("/", data=form, headers=partial)
    assert answer.status_code == 200
    assert 'value="1.500.000"' in answer.text
    assert answer.text.count("<input") < 20
    again = german.get(answer.headers["hx-push-url"]).text
    assert Form(again).values["workload.requests_per_month"] == "1.500.000"


def test_every_unclear_text_is_named_at_once_and_stays_as_it_was_typed(shared_application):
    french = Visitor(partial_headers(shared_application, FRENCH))
    form = sent(
        french,
        "/?preset=blank",
        workload__requests_per_month="12.500",
        quality__error_cost="2.5",
        finance__horizon_months="1 200",
    )
    page = french.post("/", data=form)
    assert page.status_code == 422
    assert "3 entries need correcting" in page.text
    assert "12.500: 12\u202f500 or 12,5?" in page.text
    assert "must have a comma before decimals: write 2,5; you entered 2.5." in page.text
    assert Form(page.text).values["workload.requests_per_month"] == "12.500"


def test_a_link_with_a_mistake_shows_its_numbers_in_the_style_of_the_page(german):
    link = "/?preset=blank&quality.error_cost=1.234&finance.horizon_months=500"
    page = german.get(link)
    assert page.status_code == 422
    form = Form(page.text).values
    assert form["quality.error_cost"] == "1,234"  # one and a quarter, as the link says
    form["finance.horizon_months"] = "24"
    assert float(query_of(german.post("/", data=form))["quality.error_cost"][0]) == 1.234


def test_what_is_saved_in_german_is_kept_in_english(german):
    saved = german.save(query="preset=blank&workload.requests_per_month=1&draws=256&" + LONG_CALL)
    feed = german.get(f"/api/v1/scenarios/{saved.rpartition('/')[2]}/projection").json()
    messages = [note["message"] for note in feed["notes"]]
    assert any("a call of 1,000,000 tokens" in message for message in messages)
    assert "a call of 1.000.000 tokens" in german.get(saved).text


LONG_CALL = (
    "prompting.model=anthropic/claude-haiku-4-5&prompting.prompt_tokens=1000000&"
    "prompting.output_tokens=0"
)


@pytest.mark.parametrize("path", PAGES)
def test_no_number_of_a_page_is_written_as_in_english(shared_application, path):
    check_written(shared_application, path)


@pytest.fixture(scope="module")
def revised(shared_application):
    """A scenario of two revisions, with large numbers, decimals and a note in it."""
    visitor = Visitor(asking(shared_application))
    saved = visitor.save(query=f"{PLAN}&{LONG_CALL}&draws=256")
    visitor.edit(saved, revision=1, query=f"{PLAN}&quality.error_cost=1234.5&draws=256")
    return saved.rpartition("/")[2]


@pytest.mark.parametrize("page", SAVED_PAGES)
@pytest.mark.parametrize("revision", ["", "/revisions/1"])
def test_no_number_of_a_saved_plan_is_written_as_in_english(
    shared_application, revised, revision, page
):
    if revision and page == "/revisions":
        return  # the history is the scenario's
    check_written(shared_application, f"/s/{revised}{revision}{page}")


def test_no_number_of_a_comparison_is_written_as_in_english(shared_application, revised):
    check_written(shared_application, f"/compare?s={revised}&s={revised}/revisions/1")


# Of each kind there are several files, whose findings come from the same lines of a template.
@pytest.mark.parametrize(
    ("sample", "reader"),
    list(zip(sorted(SAMPLES.iterdir()), cycle((SWISS, FRENCH)), strict=False)),
    ids=lambda item: getattr(item, "name", ""),
)
def test_no_number_of_what_a_file_says_is_written_as_in_english(shared_application, sample, reader):
    handed = [("file", (f"file{sample.suffix}", sample.read_bytes()))]
    sent = {"files": handed, "data": {"plan": PLAN}}
    assert leaks(said_to(shared_application, reader, "/evidence", "POST", **sent), reader) == []


def check_written(application, path):
    """Fail for a number on a page that is written as in English."""
    for reader in (SWISS, FRENCH):
        assert leaks(said_to(application, reader, path), reader) == []


def leaks(texts, reader):
    """Return the texts with a number in English.

    In Switzerland no comma stands within a number, in France no point: any that does is a leak.
    """
    mark = r"\d,\d" if reader is SWISS else POINT
    found = [text for text in texts if re.search(mark, text) and not is_cited(text)]
    return [text for text in found if reader is SWISS or re.search(mark, unnamed(text))]


def said_to(application, headers, path, method="GET", **options):
    """Return the texts of a page for whoever sends these headers."""
    response = asking(application)(method, path, headers=headers, **options)
    assert response.status_code == 200
    return Said(response.text).texts


def is_cited(text):
    """Tell whether a text quotes a source, which stays as it is."""
    origins = [origin for preset in presets().values() for origin in preset.origins.values()]
    sources = {origin.source[:40] for origin in origins if origin.source}
    return (
        "http" in text
        or "blog.gpu.net" in text
        or "Nova Lite, scaled" in text
        or any(item in text for item in sources)
    )


POINT = r"(?<!\w)\d+\.\d+"
VERSION_OR_ADDRESS = r"(version|model|genai-prices) \d+(\.\d+)+|[\w.]+=[\w.]+|[\w-]+/[\w./-]+"


def unnamed(text):
    """Return a text without names and versions, in which a point parts no decimals."""
    for title in sorted({model.title for model in models().values()}, key=len, reverse=True):
        text = text.replace(title, "")
    return re.sub(VERSION_OR_ADDRESS, "", text)
