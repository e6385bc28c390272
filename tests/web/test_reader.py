"""In which style a page is written: what was chosen, else what the browser asks for."""

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.inputs import STYLES
from app.web.reader import languages, style_asked_for, style_of_language
from tests.people import SMALL_QUERY, Ask

PAGE = f"/?{SMALL_QUERY}"


def style_in(response: httpx.Response) -> str:
    """Return the sample that the footer says the page is written after."""
    pressed = response.text.partition('aria-pressed="true">')[2]
    return pressed.partition("<")[0]


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("de-DE,de;q=0.9,en;q=0.8", "de"),
        ("en-US,en;q=0.9,de;q=0.8", "en"),
        ("en;q=0.5, fr-FR", "fr"),
        ("sv-SE", "fr"),
        ("pl", "fr"),
        ("pt-BR", "de"),
        ("es-ES", "de"),
        ("es-MX", "en"),
        ("de-CH", "ch"),
        ("it-CH", "ch"),
        ("fr-CH", "fr"),
        ("hi-IN", "in"),
        ("en-IN", "in"),
        ("ja", "en"),
        ("zh-Hans-CN", "en"),
        ("ar-EG", "en"),
        ("tlh, de", "de"),
        ("de;q=0, fr;q=0.1", "fr"),
        ("de;q=high, fr;q=0.1", "fr"),
        ("*", "en"),
        ("", "en"),
        ("../../etc/passwd, " + "x" * 5000, "en"),
    ],
)
def test_a_language_is_written_as_unicode_says(header, code):
    assert style_asked_for(header).code == code


@given(st.text(alphabet="deCHzUTF-_,;=q.0189* /\\", max_size=60))
def test_whatever_a_header_holds_there_is_a_style(header):
    assert style_asked_for(header).code in STYLES


def test_a_language_that_nobody_knows_has_no_style():
    assert style_of_language("tlh") is None


def test_the_preferred_language_comes_first():
    assert languages("en;q=0.2,de,fr;q=0.7") == ["de", "fr", "en"]


def test_a_page_is_written_as_the_browser_asks(get: Ask) -> None:
    assert style_in(get(PAGE)) == "1,234.5"
    german = get(PAGE, headers={"Accept-Language": "de-DE,de;q=0.9"})
    assert style_in(german) == "1.234,5"
    assert 'value="1.000"' in german.text
    assert 'name="was.style" value="de"' in german.text


def test_what_was_chosen_comes_before_what_the_browser_asks(get: Ask) -> None:
    headers = {"Accept-Language": "de", "Cookie": "crossover_numbers=ch"}
    assert style_in(get(PAGE, headers=headers)) == "1\u2019234.5"
    headers["Cookie"] = "crossover_numbers=../klingon"
    assert style_in(get(PAGE, headers=headers)) == "1.234,5"


@pytest.mark.parametrize("path", ["/", "/prices", f"/chart.svg?{SMALL_QUERY}"])
def test_a_page_says_what_its_style_depends_on(get: Ask, path: str) -> None:
    vary = {part.strip() for part in get(path).headers["vary"].split(",")}
    assert {"Accept-Language", "Cookie"} <= vary


def test_a_picture_in_another_style_is_another_one(get: Ask) -> None:
    path = "/chart.svg?preset=customer-support"
    english, german = get(path), get(path, headers={"Accept-Language": "de"})
    assert "k\u00a0$</text>" in german.text
    assert "k\u00a0$</text>" not in english.text
    assert english.headers["etag"] != german.headers["etag"]
    asked = {"Accept-Language": "de", "If-None-Match": english.headers["etag"]}
    again = get(path, headers=asked)
    assert again.status_code == 200
    asked["If-None-Match"] = german.headers["etag"]
    assert get(path, headers=asked).status_code == 304


@pytest.mark.parametrize(
    "path", ["summary", "verdict", "inputs.csv", "years.csv", "inputs", "projection"]
)
def test_programs_are_always_answered_in_english(get: Ask, path: str) -> None:
    address = f"/api/v1/{path}?preset=customer-support"
    german = get(address, headers={"Accept-Language": "de", "Cookie": "crossover_numbers=de"})
    assert german.content == get(address).content
    assert "Accept-Language" not in german.headers.get("vary", "")


# The switch


@pytest.mark.parametrize("code", ["en", "de", "fr", "ch", "in"])
def test_the_switch_is_kept_in_a_cookie_and_leads_back(post: Ask, code: str) -> None:
    response = post("/numbers", data={"style": code, "page": PAGE})
    assert (response.status_code, response.headers["location"]) == (303, PAGE)
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"crossover_numbers={code};")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize("code", ["", "klingon", "de; Path=/x"])
def test_what_is_no_style_takes_the_choice_back(post: Ask, code: str) -> None:
    cookie = post("/numbers", data={"style": code, "page": "/"}).headers["set-cookie"]
    assert cookie.startswith('crossover_numbers="";')
    assert "Max-Age=0" in cookie


@pytest.mark.parametrize(
    "page",
    [
        "",
        "https://elsewhere.test/",
        "//elsewhere.test/",
        "/\\elsewhere.test",
        "javascript:alert(1)",
    ],
)
def test_the_switch_leads_to_no_other_site(post: Ask, page: str) -> None:
    assert post("/numbers", data={"style": "de", "page": page}).headers["location"] == "/"


def test_the_page_of_a_form_leads_back_to_one_that_can_be_opened(post: Ask) -> None:
    page = post("/", data={"form": "1", "workload.requests_per_month": "many"})
    assert page.status_code == 422
    assert '<input type="hidden" name="page" value="/">' in page.text
