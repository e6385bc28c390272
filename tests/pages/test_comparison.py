"""Two to four saved scenarios side by side."""

import html
import re
from collections.abc import Callable

import pytest
from fastapi import FastAPI

from tests.conftest import asking
from tests.people import Ask, Visitor
from tests.tables import rows_of

MakeVisitor = Callable[[], Visitor]
# 1,000 requests a month; fine-tuning costs what its training costs, and 12M tokens × $2 = $24.
FIRST = (
    "preset=blank&draws=256&tuning.build_cost=1000&tuning.output_tokens=1000&tuning.output_price=2"
)
# $500 more up front, and a price that makes it 12M × $1 = $12 less: $488 more in all.
SECOND = FIRST.replace("build_cost=1000", "build_cost=1500").replace("price=2", "price=1")
THIRD = FIRST.replace("build_cost=1000", "build_cost=400")
MONTHS = "Fine-tuning, cumulative cost by month, in today&#39;s money"
EUROS = f"{FIRST}&finance.currency=EUR&finance.exchange_rate=0.8"


@pytest.fixture(scope="module")
def ask(shared_application: FastAPI) -> Ask:
    return asking(shared_application)


@pytest.fixture(scope="module")
def reader(ask: Ask) -> Visitor:
    """A person with nothing but the links."""
    return Visitor(ask)


@pytest.fixture(scope="module")
def owner(ask: Ask) -> Visitor:
    return Visitor(ask)


@pytest.fixture(scope="module")
def first(owner: Visitor) -> str:
    """A scenario of two revisions, the second of which is the first one's plan again, renamed."""
    page = owner.save("One", SECOND)
    owner.edit(page, revision=1, query=FIRST, name="One")
    return id_of(page)


@pytest.fixture(scope="module")
def second(owner: Visitor) -> str:
    return id_of(owner.save("Two", SECOND))


@pytest.fixture(scope="module")
def third(owner: Visitor) -> str:
    return id_of(owner.save("Three", THIRD))


@pytest.fixture(scope="module")
def euros(owner: Visitor) -> str:
    return id_of(owner.save("In euros", EUROS))


def id_of(page: str) -> str:
    return page.removeprefix("/s/")


def compare(person: Visitor, *links: str, status: int = 200, **more: str) -> str:
    """Return the text of the page that compares what the links name."""
    query = [*(("s", link) for link in links), *more.items()]
    response = person.get("/compare", params=query)
    assert response.status_code == status, response.text
    return response.text


def words(page: str) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page)))


def table(page: str, caption: str) -> list[list[str]]:
    """Return the rows of the table with a caption, its heading first."""
    found = page.partition(f"<caption>{caption}</caption>")[2].partition("</table>")[0]
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    return [[words(cell) for cell in cells.findall(row)] for row in found.split("</tr>")[:-1]]


def test_the_driver_is_the_input_that_explains_most(
    reader: Visitor, first: str, second: str
) -> None:
    shown = words(compare(reader, first, second))
    assert (
        "Fine-tuning costs $488 more in “Two” (2) than in “One” (1), in today's money. What drives "
        "it most is “Fine-tuning: other one-off cost”: 1,500 USD rather than 1,000 USD, which "
        "alone makes it $500 dearer."
    ) in shown
    rows = table(compare(reader, first, second), "What each input alone does, from 1 to 2")
    assert rows[1:] == [
        ["Fine-tuning: other one-off cost", "1,000 USD", "1,500 USD", "$500 dearer"],
        [
            *("Fine-tuning: output price", "2 USD per 1M tokens"),
            *("1 USD per 1M tokens", "$12.00 cheaper"),
        ],
    ]


def test_every_scenario_after_the_first_is_explained_from_the_first(
    reader: Visitor, first: str, second: str, third: str
) -> None:
    shown = words(compare(reader, first, second, third))
    assert "$488 more in “Two” (2) than in “One” (1)" in shown
    assert "$600 less in “Three” (3) than in “One” (1)" in shown
    assert "which alone makes it $600 cheaper" in shown


def test_figures_and_only_the_inputs_that_differ_stand_side_by_side(
    reader: Visitor, first: str, second: str, third: str
) -> None:
    page = compare(reader, first, second, third)
    figures = table(page, "The figures side by side")
    assert figures[0][1:] == ["1. One", "2. Two", "3. Three"]
    by_title = {row[0]: row[1:] for row in figures[1:]}
    assert by_title["Fine-tuning: total, as paid"] == ["$1,024", "$1,512", "$424"]
    assert by_title["Fine-tuning: against prompting, in today's money"] == [
        *("costs $1,024 more", "costs $1,512 more", "costs $424 more"),
    ]
    assert table(page, "The inputs that differ")[1:] == [
        ["Fine-tuning: output price", *(f"{price} USD per 1M tokens" for price in (2, 1, 2))],
        ["Fine-tuning: other one-off cost", "1,000 USD", "1,500 USD", "400 USD"],
    ]


def test_the_curves_are_of_the_approach_that_one_picks(
    reader: Visitor, first: str, second: str
) -> None:
    tuning = compare(reader, first, second)
    assert tuning.count('<polyline points="0,4') == 2  # the two names below the curves
    assert (
        "Cumulative cost of fine-tuning, in today&#39;s money. At the end: One $1,024, " in tuning
    )
    assert (
        "Fine-tuning costs least in “One” (1): $1,024 over 12 months, in today's money, and "
        in (words(tuning))
    )
    prompting = compare(reader, first, second, approach="prompting")
    assert "Prompting costs the same in “One” (1) and in “Two” (2)." in words(prompting)
    months = table(tuning, MONTHS)
    assert months[1] == ["0", "$1,000", "$1,500"]
    assert months[13] == ["12", "$1,024", "$1,512"]


def test_a_plan_that_is_shorter_ends_before_the_other(
    reader: Visitor, owner: Visitor, first: str
) -> None:
    short = id_of(owner.save("Short", f"{FIRST}&finance.horizon_months=6"))
    months = table(compare(reader, first, short), MONTHS)
    assert months[7] == ["6", "$1,012", "$1,012"]  # 6M tokens × $2
    assert months[8] == ["7", "$1,014", "–"]


def test_a_revision_is_compared_as_it_was(reader: Visitor, first: str, second: str) -> None:
    page = compare(reader, f"{first}/revisions/1", first)
    assert "1. One (revision 1)" in page
    assert "$488 less in “One” (2) than in revision 1 of “One” (1)" in words(page)
    same = compare(reader, f"{first}/revisions/1", second)
    assert "Fine-tuning costs the same in revision 1 of “One” (1) and in “Two” (2)." in words(same)


@pytest.mark.parametrize(
    "link",
    [
        *("{}", "/s/{}", "http://test/s/{}", "https://other.example/base/s/{}/", " {} "),
        *("http://test/s/{}?utm_source=mail", "http://test/s/{}#answer", "http://test/s/{}/brief"),
        *("http://test/s/{}/edit", "http://test/s/{}/revisions/2", "{}/revisions/2"),
        "http://test/s/{}/revisions/2/outlook",
    ],
)
def test_a_pasted_link_will_do(reader: Visitor, first: str, second: str, link: str) -> None:
    assert "$488 more" in compare(reader, link.format(first), second)


def test_the_address_can_be_shared_and_pulled(
    ask: Ask, reader: Visitor, first: str, second: str
) -> None:
    page = compare(reader, f"http://test/s/{first}/", f" {second}", approach="hybrid")
    query = f"s={first}&amp;s={second}&amp;approach=hybrid"
    for address in ("/compare", "/api/v1/comparison", "/api/v1/comparison.csv"):
        assert f'href="{address}?{query}"' in page
        assert ask("GET", html.unescape(f"{address}?{query}")).status_code == 200


def test_currencies_that_differ_are_not_subtracted(
    ask: Ask, reader: Visitor, first: str, euros: str
) -> None:
    page = compare(reader, first, euros)
    shown = words(page)
    assert (
        "“One” (1) is in USD and “In euros” (2) in EUR: their amounts are not subtracted from each "
        "other."
    ) in shown
    assert "in US dollars at each scenario's own exchange rate" in shown
    # $1,000 is an amount in the plan's currency; $24 of tokens are 24 × 0.8 = €19.20.
    figures = {row[0]: row[1:] for row in table(page, "The figures side by side")}
    assert figures["Fine-tuning: total, as paid"] == ["$1,024", "€1,019"]
    assert "One $1,024, In euros $1,274" in page  # €1,019.20 / 0.8
    answer = ask("GET", f"/api/v1/comparison?s={first}&s={euros}").json()
    assert [item["currency"] for item in answer["scenarios"]] == ["USD", "EUR"]
    assert answer["drivers"] == [{"scenario": euros, "contributions": None}]


def test_coming_from_a_scenario_one_picks_the_others(
    owner: Visitor, reader: Visitor, first: str
) -> None:
    page = compare(owner, first)
    assert 'role="alert"' not in page
    offered = page.partition('<select id="s" ')[2].partition("</select>")[0]
    assert f'<option value="{first}" selected>One</option>' in offered
    assert ">Two<" in offered
    assert f'value="{first}"' in compare(reader, first)  # whose name this browser does not know
    assert ">One<" not in compare(reader, first)
    assert reader.get("/compare").status_code == 200


@pytest.mark.parametrize(
    ("links", "more", "message"),
    [
        (["{0}", ""], {}, "Name two to four scenarios to compare; there are 1 here."),
        (["{0}"] * 5, {}, "there are 5 here"),
        (["{0}", "none"], {}, "There is no scenario at the second link: copy it whole."),
        (["", "{0}", "{0}/revisions/3"], {}, "no scenario at the second link"),
        (["{0}/revisions/0", "{0}"], {}, "no scenario at the first link"),
        (["{0}", "{0}/revisions/9999999"], {}, "no scenario at the second link"),
        (["{0}", "<b>"], {}, "no scenario at the second link"),
        (["{0}", "x" * 10_000], {}, "no scenario at the second link"),
        (["{0}", "{0}"], {"approach": "both"}, "The approach must be one of prompting, tuning"),
        (["{0}", "{0}"], {"colour": "red"}, "A comparison takes s and approach, not colour."),
    ],
)
def test_what_cannot_be_compared_is_named_and_stays_in_the_fields(
    reader: Visitor, first: str, links: list[str], more: dict[str, str], message: str
) -> None:
    filled = [link.format(first) for link in links]
    page = compare(reader, *filled, status=422, **more)
    assert message in words(page)
    for link in [link for link in filled if link][:4]:
        assert f'value="{html.escape(link)}"' in page


def test_a_deleted_scenario_is_no_longer_there(reader: Visitor, owner: Visitor, first: str) -> None:
    page = owner.save("Gone", FIRST)
    owner.post(f"{page}/deletion")
    shown = compare(reader, first, page, status=422)
    assert "The scenario at the second link is no longer there." in words(shown)


def test_a_plan_that_costs_nothing_is_compared_too(reader: Visitor, owner: Visitor) -> None:
    nothing = id_of(owner.save("Nothing", "preset=blank&draws=256"))
    page = compare(reader, nothing, nothing)
    assert page.count("<polyline") == 4
    assert "Prompting: cumulative cost" in page  # nothing else takes part


def test_what_takes_no_part_in_a_plan_has_dashes_and_no_curve(
    reader: Visitor, owner: Visitor
) -> None:
    forecast = id_of(owner.save("Forecast", "preset=blank&prompting.platform_cost=9"))
    both = id_of(owner.save("Both", "preset=customer-support&draws=256"))
    page = compare(reader, forecast, both)
    assert re.findall(r'<g class="(plan-\d)"><polyline', page) == ["plan-2"]
    assert "Fine-tuning takes no part in “Forecast” (1)." in page
    rows = {row[0]: row[1:] for row in rows_of(page, "months")}
    assert rows["0"][0] == "–"
    alone = compare(reader, forecast, forecast, approach="hybrid")
    assert "Hybrid takes no part in any of them" in alone


def test_the_picker_shows_names_of_what_is_compared_and_takes_a_link(
    reader: Visitor, first: str, second: str, third: str
) -> None:
    page = compare(reader, first, second)
    for name, place in (("One", "s"), ("Two", "s2")):
        picked = page.partition(f'<select id="{place}" ')[2].partition("</select>")[0]
        assert re.findall(r'<option value="[^"]+" selected>(.*?)</option>', picked) == [name]
    assert 'id="pasted"' in page
    assert "Three" in compare(reader, first, second, "", "", f"http://test/s/{third}")


def test_the_winner_of_plans_of_other_lengths_costs_least_for_a_right_answer(
    reader: Visitor, owner: Visitor, first: str, second: str
) -> None:
    # $1,024 for 12,000 answers, and $1,036 for 18,000; $1,024 and $1,512 are told apart as they are
    longer = id_of(owner.save("Longer", f"{FIRST}&finance.horizon_months=18"))
    shown = words(compare(reader, first, longer))
    assert "Fine-tuning costs least in “Longer” (2): $0.058 for a right answer, as paid" in shown
    same = words(compare(reader, first, first))
    assert "With fine-tuning, no scenario costs less than all others." in same


def test_names_are_only_words(reader: Visitor, owner: Visitor, first: str) -> None:
    hostile = id_of(owner.save("<script>alert(1)</script>", SECOND))
    assert "<script>alert" not in compare(reader, first, hostile)
