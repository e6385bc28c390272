"""A scenario's history, and its pictures."""

import html
import re
from xml.etree import ElementTree

import pytest
from fastapi import FastAPI

from app.charts import PICTURE, PREVIEW
from app.charts.draw import LARGEST_TITLE, LETTER, fitting
from tests.conftest import asking
from tests.people import Ask, Visitor

# Fine-tuning costs $1,000 up front against 100,000 × 1,000 tokens × $2 / 1M = $200 a month.
FIRST = (
    "preset=blank&draws=256&tuning.build_cost=1000&workload.requests_per_month=100000"
    "&prompting.output_tokens=1000&prompting.output_price=2&hybrid.build_cost=90000"
)
SECOND = FIRST.replace("requests_per_month=100000", "requests_per_month=50000")  # $100 a month
THIRD = f"{SECOND}&ranges.tuning.build_cost=900..1100"


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@pytest.fixture(scope="module")
def owner(ask: Ask) -> Visitor:
    return Visitor(ask)


@pytest.fixture(scope="module")
def page(owner: Visitor) -> str:
    saved = owner.save("Plan", FIRST, note="First offer", author="Ada")
    owner.edit(saved, revision=1, query=SECOND, note="Half the volume", author="Grace")
    owner.edit(saved, revision=2, query=THIRD, name="Renamed")
    return saved


def words(text: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))


def test_the_history_says_who_changed_what_when_and_what_that_did(
    owner: Visitor, page: str
) -> None:
    shown = words(owner.get(f"{page}/revisions").text)
    third, second, first = re.split(r"Revision [321] ", shown.partition("Revisions ")[2])[1:]

    assert "Ada" in first
    assert "First offer" in first
    assert "Fine-tuning: May 2027 (month 5) Hybrid: not within the plan" in first
    assert "Grace" in second
    assert "1 input changed" in second
    assert "Volume: requests per month 100,000 requests 50,000 requests" in second
    # 12 × $200 - $1,000 = $1,400, and 12 × $100 - $1,000 = $200
    assert "Fine-tuning against prompting, in today's money: saves $1,400 → saves $200" in second
    assert " May 2027 (month 5) → October 2027 (month 10)." in second
    assert "Renamed from “Plan”." in third
    assert "Fine-tuning: other one-off cost, range none 900 to 1,100 USD" in third
    assert "Fine-tuning against prompting, in today's money: saves $200, as before" in third
    assert "pays from: October 2027 (month 10), as before." in third


def test_any_two_revisions_are_compared(owner: Visitor, page: str) -> None:
    shown = words(owner.get(f"{page}/revisions?from=3&to=1").text)
    between = shown.partition("From revision 3 to 1")[2].partition("Revisions ")[0]
    assert "The name changed from “Renamed” to “Plan”." in between
    assert "Volume: requests per month 50,000 requests 100,000 requests" in between
    assert "range 900 to 1,100 USD none" in between
    assert "saves $200 → saves $1,400" in between


TOO_LONG = f"000000001{'9' * 5_000}"  # more digits than Python makes a number of


@pytest.mark.parametrize(
    "query",
    ["from=0&to=1", "from=1&to=4", "from=x", "to=%00", "from=1e3", f"from={TOO_LONG}"],
    ids=lambda query: query[:12],
)
def test_a_revision_that_is_not_there_is_named(owner: Visitor, page: str, query: str) -> None:
    refused = owner.get(f"{page}/revisions?{query}")
    assert refused.status_code == 422
    assert "There is no revision" in refused.text


def test_a_frozen_revision_says_so_and_leads_to_the_latest(owner: Visitor, page: str) -> None:
    shown = owner.get(f"{page}/revisions/1").text
    assert "Revision 1, which never changes." in shown
    assert f'<a href="{page}">The latest version</a>' in shown
    assert "/edit#" not in shown  # what the owner can do is on the latest


def test_a_copy_in_the_calculator_has_the_values_of_its_revision(owner: Visitor, page: str) -> None:
    first = owner.get(f"{page}/revisions/1/copy").headers["location"]
    assert "workload.requests_per_month=100000" in first
    latest = owner.get(f"{page}/copy?tuning.build_cost=700").headers["location"]
    assert "workload.requests_per_month=50000" in latest
    assert "tuning.build_cost=700" in latest
    assert owner.get(f"{page}/copy?tuning.colour=red").status_code == 422


# Pictures


@pytest.mark.parametrize("where", ["", "/revisions/2"])
def test_the_chart_is_a_picture_that_stands_alone(owner: Visitor, page: str, where: str) -> None:
    drawing = owner.get(f"{page}{where}/chart.svg")
    assert drawing.headers["content-type"].startswith("image/svg+xml")
    assert drawing.headers["content-disposition"] == 'attachment; filename="crossover-chart.svg"'
    picture = ElementTree.fromstring(drawing.content)
    assert picture.get("width") == str(PICTURE.width)
    assert not re.findall(rb"<(script|style|image|link)|href=|url\(", drawing.content)
    texts = ["".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Prompting", "Fine-tuning", "Hybrid"} <= set(texts)

    pixels = owner.get(f"{page}{where}/chart.png").content
    assert pixels.startswith(b"\x89PNG")
    width, height = (int.from_bytes(pixels[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (PICTURE.width * 2, PICTURE.height * 2)


def test_a_query_has_its_pictures_too(ask: Ask) -> None:
    assert ask("GET", f"/chart.svg?{FIRST}").status_code == 200
    assert ask("GET", f"/chart.png?{FIRST}").content.startswith(b"\x89PNG")
    assert ask("GET", "/chart.png?preset=nonsense").status_code == 422


def test_the_words_of_a_picture_are_drawn(ask: Ask) -> None:
    """A renderer without a font leaves texts out without a word."""
    usual = ask("GET", f"/chart.png?{FIRST}").content
    assert len(usual) > 30_000  # bytes; the lines alone come to less than half
    assert usual != ask("GET", f"/chart.png?{SECOND}").content


@pytest.mark.parametrize("size", [PICTURE, PREVIEW])
@pytest.mark.parametrize("letters", [1, 40, 60, 90, 120])
def test_a_title_fits_into_a_picture(size, letters: int) -> None:
    width = size.width - 48  # 24 on either side
    shown, font_size = fitting("N" * letters, width)
    assert len(shown) * font_size * LETTER <= width + len(shown)  # sizes are rounded
    assert shown.rstrip("…") == "N" * len(shown.rstrip("…"))
    assert 11.9 <= font_size <= LARGEST_TITLE
    if letters * LARGEST_TITLE * LETTER <= width:
        assert (shown, font_size) == ("N" * letters, LARGEST_TITLE)


def test_a_long_history_is_shown_a_page_at_a_time(owner: Visitor) -> None:
    saved = owner.save("Long", FIRST)
    for number in range(1, 23):
        owner.edit(saved, revision=number, query=SECOND if number % 2 else FIRST, name="Long")

    first = owner.get(f"{saved}/revisions?from=1&to=2").text
    second = owner.get(f"{saved}/revisions?page=2").text

    assert re.findall(r'<li value="(\d+)">', first) == [str(n) for n in range(23, 3, -1)]
    assert re.findall(r'<li value="(\d+)">', second) == ["3", "2", "1"]
    assert f'<a href="{saved}/revisions?from=1&amp;to=2&amp;page=2" rel="next">' in first
    assert "From revision 1 to 2" in first
    assert f'<a href="{saved}/revisions?page=1" rel="prev">' in second
    assert "1 input changed" in words(first.partition('<li value="4">')[2])  # against revision 3
    assert owner.get(f"{saved}/revisions?page=9").text == second.replace("page=2", "page=9")


@pytest.mark.parametrize("number", ["0", "-1", "two", "1e3", "99999999999"])
def test_a_page_that_is_none_is_refused(owner: Visitor, page: str, number: str) -> None:
    answer = owner.get(f"{page}/revisions?page={number}")

    assert answer.status_code == 422
    assert "The page must be a whole number" in answer.text
