"""The pages speak as docs/words.md says: no word to avoid, and no name of the code."""

import html
import re
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from app.inputs import FIELDS
from app.words.sureness import CERTAIN, CHANCES, HOPELESS
from tests.evidence.files import SAMPLES
from tests.people import Ask, save_small_plan

AVOIDED = (
    "by too little to call",
    "for its fit",
    "What suits the task is",
    "never in this plan",
    "pays from never",
    "Saves at least",
    "as the middle way",
    "upfront investment",
    "upkeep",
    "approximately",
    "discounted",
    "draws, seed",
    "worth up to $0",
    "costs $0 less",
    "$0 more",
    "Return on the investment",
)
CODE = re.compile(
    r"\b(?:[a-z]+_[a-z_]+|(?:" + "|".join({f.group for f in FIELDS.values()}) + r")\.[a-z_]+)\b"
)
PLANS = (
    "preset=customer-support",
    "preset=customer-support&workload.requests_per_month=1000",
    "preset=brainstorming&workload.requests_per_month=90000",
    "preset=legal-drafting&finance.currency=EUR",
    "preset=blank",
    "preset=blank&prompting.platform_cost=100",
    "preset=blank&prompting.platform_cost=100&tuning.build_cost=50",
    "preset=customer-support&prompting.model=anthropic/claude-3-haiku&workload.request_tokens=300000",
)
Get = Callable[..., httpx.Response]


def seen(page: str) -> str:
    """Return what people see or hear of a page: its texts, and the names of its controls."""
    main = page.partition("<main")[2].partition("</main>")[0]
    main = re.sub(r"<(script|style|code|option|textarea)\b.*?</\1>", " ", main, flags=re.S)
    main = re.sub(r'<span class="reference">.*?</span>', " ", main)
    labels = re.findall(r'(?:aria-label|title|alt)="([^"]*)"', main)
    texts = re.sub(r"<[^>]*>", " ", main)
    words = html.unescape(" ".join([texts, *labels])).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", re.sub(r"https?://\S+", " ", words))


@pytest.mark.parametrize("query", PLANS)
@pytest.mark.parametrize("path", ["/", "/outlook", "/brief", "/models", "/evidence"])
def test_no_page_of_a_plan_says_what_is_to_be_avoided(get: Get, path: str, query: str) -> None:
    words = seen(get(f"{path}?{query}").text)
    assert len(words) > 180
    assert [word for word in AVOIDED if word in words] == []
    assert CODE.findall(words) == []
    assert "\u2212$0" not in words


@pytest.mark.parametrize(
    "path",
    [
        *("/prices", "/prices?kind=tuned", "/methodology", "/connect", "/example?open=all"),
        *("/explain?result=tuning.npv", "/explain?result=hybrid.break_even_month"),
        *("/explain?line=tuning.input&month=3", "/explain?line=prompting.total"),
        "/explain?result=tuning.break_even_requests_per_month",
    ],
)
def test_nor_is_a_name_of_the_code_where_things_are_explained(get: Get, path: str) -> None:
    response = get(path)
    assert response.status_code == 200
    words = seen(response.text)
    assert len(words) > 180
    assert CODE.findall(words) == []


def test_no_page_of_saved_plans_does(ask: Ask) -> None:
    one, two = save_small_plan(ask), save_small_plan(ask, name="Two")
    for path in (
        one.page,
        f"{one.page}/models",
        f"{one.page}/revisions",
        f"/compare?s={one.id}&s={two.id}",
        "/scenarios",
    ):
        words = seen(ask("GET", path).text)
        assert [word for word in AVOIDED if word in words] == [], path
        assert CODE.findall(words) == [], path


@pytest.mark.parametrize("sample", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_nor_what_a_file_says(post: Callable[..., httpx.Response], sample: Path) -> None:
    page = post("/evidence", files=[("file", (f"file{sample.suffix}", sample.read_bytes()))]).text
    words = re.sub("“[^”]*”", "", seen(page))
    for name in re.findall(r'<th scope="row" class="named">(.*?)</th>', page):
        words = words.replace(html.unescape(name), "")  # the file's own
    assert len(words) > 180
    assert [word for word in AVOIDED if word in words] == []
    assert CODE.findall(words) == []


def test_a_name_of_the_code_would_be_found() -> None:
    page = "<main><p>Change tuning.error_rate or build_hours</p><code>a_b</code></main>"
    assert CODE.findall(seen(page)) == ["tuning.error_rate", "build_hours"]


def test_the_document_lists_the_words_of_how_sure() -> None:
    document = (Path(__file__).parents[2] / "docs" / "words.md").read_text()
    assert CERTAIN in document
    assert HOPELESS in document
    assert all(f"| {word}: " in document for word in CHANCES.values())
