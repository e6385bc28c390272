"""A recalculation sends what changes: put into the page, it is the page of the new plan."""

import gzip

import pytest

from app.pages.calculator.form import build_form
from app.pages.calculator.layout import OPEN, layouts
from app.pages.calculator.pieces import MARKED, changed_pieces, pieces, plain_form
from app.plans.building import build_plan
from app.plans.form import PLAN, WAS
from tests.pages.test_pages import Form
from tests.screen import Places, part, patched, sent

PARTIAL = {"HX-Request-Type": "partial"}
VOLUME = "workload.requests_per_month"
ALWAYS = {
    "list-link",
    "makers-field",
    "answer",
    "made-from",
    "problems-place",
    "peek",
    "guide",
    "notice",
}
MOST_BYTES = 10_000
TUNED, PROMPTED = "openai/gpt-4.1-tuned", "anthropic/claude-haiku-4-5"
CHANGES = {
    "volume": {VOLUME: "300k"},
    "use case": {"preset": "legal-drafting"},
    "currency": {"finance.currency": "EUR"},
    "prompted model": {"prompting.model": PROMPTED},
    "tuned model, which the hybrid follows": {"tuning.model": TUNED},
    "a field of the hybrid": {"hybrid.epochs": "5"},
    "an approach that leaves": {"hybrid.considered": "no"},
    "a range": {f"ranges.{VOLUME}": "1000..90000"},
    "a season": {"workload.june": "1.5"},
    "a field for several": {"together.dataset_examples": "700"},
    "two at once": {VOLUME: "9000", "finance.discount_rate": "12"},
    "nothing": {},
}


def calculator(page):
    """Return the calculator; how sure a new answer is, it asks at once, not when one comes near."""
    return part(page, "calculator").replace("revealed from:#answer rootMargin:100%", "load")


@pytest.fixture
def change(post):
    """Change fields of a page as htmx sends them; return the page after it, and the answer."""

    def send(page, values, **options):
        form = Form(page).values
        assert set(values) <= set(form)
        response = post("/", data=form | values, headers=PARTIAL | options)
        assert sent(response.text)
        return patched(page, response.text), response

    return send


FULL, SPARSE = "preset=customer-support", f"preset=blank&{VOLUME}=5000&tuning.build_cost=900"
IN_BOTH = ("use case", "tuned model, which the hybrid follows", "two at once", "nothing")


@pytest.mark.parametrize(
    ("start", "values"),
    [
        *(pytest.param(FULL, values, id=what) for what, values in CHANGES.items()),
        *(pytest.param(SPARSE, CHANGES[what], id=f"{what}, blank") for what in IN_BOTH),
    ],
)
def test_what_is_sent_makes_the_page_that_of_the_new_plan(get, change, start, values):
    page, response = change(get(f"/?open=all&{start}").text, values)
    anew = get(f"{response.headers['hx-push-url']}&open=all").text
    assert calculator(page) == calculator(anew)


def test_a_volume_that_is_the_persons_own_already_sends_its_field_alone(get, change):
    page = get(f"/?preset=customer-support&{VOLUME}=60000").text
    _, response = change(page, {VOLUME: "70000"})
    assert sent(response.text).keys() == ALWAYS | {"workload-requests_per_month-field"}


def test_a_changed_volume_is_ten_kilobytes_at_most(get, change):
    page = get("/?preset=customer-support").text
    _, response = change(page, {VOLUME: "300k"})
    assert len(gzip.compress(response.content, 5)) <= MOST_BYTES


def test_an_entry_that_is_refused_is_marked_and_mended_in_its_place(get, post, change):
    page = get(f"/?preset=customer-support&{VOLUME}=60000&open=all").text
    wrong = {VOLUME: "many", "finance.discount_rate": "11"}
    whole = post("/", data=Form(page).values | wrong)  # as without JavaScript
    page, response = change(page, wrong)
    assert response.status_code == whole.status_code == 422
    assert calculator(page) == calculator(whole.text)
    assert "many" in part(page, "workload-requests_per_month-field")

    page, response = change(page, {VOLUME: "60,000"})  # as it was before
    assert response.status_code == 200
    anew = get(f"{response.headers['hx-push-url']}&open=all").text
    assert "discount_rate=0.11" in response.headers["hx-push-url"]
    assert calculator(page) == calculator(anew)


def test_the_count_of_a_pasted_text_stands_until_the_next_answer(get, post, change):
    page = get("/?preset=blank&open=all").text
    text = {"text.prompting.prompt_tokens": "A secret of ours. " * 30}
    response = post("/", data=Form(page).values | text, headers=PARTIAL)
    page = patched(page, response.text)
    assert "in your 120 words" in part(page, "prompting-prompt_tokens-field")
    page, response = change(page, {VOLUME: "9000"})
    anew = get(f"{response.headers['hx-push-url']}&open=all").text
    assert calculator(page) == calculator(anew)


def test_the_guide_of_the_example_leaves_with_the_first_change(get, change):
    page = get("/example").text
    assert part(page, "guide")
    page, _ = change(page, {VOLUME: "9000"})
    assert 'id="guide"' not in page


def test_a_page_that_does_not_say_what_it_shows_is_replaced(get, post):
    form = Form(get("/?preset=blank").text).values
    del form[MARKED]
    response = post("/", data=form | {VOLUME: "9000"}, headers=PARTIAL)
    assert response.text.lstrip().startswith('<div id="calculator"')


@pytest.mark.parametrize("query", ["preset=nothing", f"preset=blank&{VOLUME}=many"])
def test_a_page_that_was_made_from_no_plan_is_replaced(query):
    assert changed_pieces({MARKED: "", PLAN: query}, plain_form("preset=blank")) is None


def test_every_field_of_the_form_is_in_one_piece(get):
    page = get("/?preset=customer-support&open=all").text
    found = Places(page).found
    inside = [
        name
        for piece in pieces(plain_form("preset=customer-support", opened=frozenset(layouts())))
        for name in Form(f'<form id="form">{page[found[piece].outer]}</form>').values
    ]
    assert len(inside) == len(set(inside))
    sent_of_the_plan = {name for name in Form(page).values if not name.startswith(WAS)}
    assert sent_of_the_plan == {*inside, OPEN, "makers"}


def test_a_closed_part_has_no_field_until_it_is_opened(get, change):
    page = get("/?preset=customer-support").text
    assert "finance.discount_rate" not in Form(page).values
    page, response = change(page, {OPEN: "business"})
    assert sent(response.text).keys() == {"made-from", "part-business-fields"}
    assert "hx-push-url" not in response.headers
    assert calculator(page) == calculator(get("/?preset=customer-support&open=business").text)


def test_a_page_that_does_not_say_what_it_shows_gets_the_whole_block_with_the_part(get, post):
    values = Form(get("/?preset=customer-support").text).values
    del values[MARKED]
    response = post("/", data=values | {OPEN: "business"}, headers=PARTIAL)
    anew = get("/?preset=customer-support&open=business").text
    assert part(response.text, "calculator") == part(anew, "calculator")


def test_a_part_that_is_opened_while_something_changes_has_the_new_values(get, change):
    page = get("/?preset=customer-support").text
    page, response = change(page, {OPEN: "business seasons", "preset": "legal-drafting"})
    anew = get(f"{response.headers['hx-push-url']}&open=business+seasons").text
    assert calculator(page) == calculator(anew)
    page, response = change(page, {"finance.discount_rate": "12"})
    assert "part-business-fields" not in sent(response.text)
    anew = get(f"{response.headers['hx-push-url']}&open=business+seasons").text
    assert calculator(page) == calculator(anew)


def test_without_javascript_a_part_is_opened_by_a_button_and_nothing_typed_is_lost(get, post):
    page = get("/?preset=customer-support").text
    response = post("/", data=Form(page).values | {VOLUME: "70000", OPEN: "people"})
    assert f"&{VOLUME}=70000&" in response.headers["location"]
    assert response.headers["location"].endswith("&open=people#part-people")
    page = get(response.headers["location"]).text
    assert '<details id="part-people" class="card part" data-part="people" open>' in page
    response = post("/", data=Form(page).values | {OPEN: "seasons"})
    assert response.headers["location"].endswith("&open=people+seasons#part-seasons")


def test_an_error_in_a_closed_part_brings_its_fields(get, change):
    page = get("/?preset=customer-support").text
    page, response = change(page, {OPEN: "business"})
    page, response = change(page, {"workload.monthly_growth": "much"})
    assert response.status_code == 422
    wrong = get("/?preset=customer-support&workload.monthly_growth=much").text
    assert "much" in part(wrong, "part-business")
    assert "finance.discount_rate" in Form(wrong).values


def test_parts_that_nobody_has_are_not_opened(get):
    anew = get("/?preset=customer-support&open=nothing").text
    assert part(anew, "calculator") == part(get("/?preset=customer-support").text, "calculator")


def test_a_plan_in_an_address_has_the_form_of_its_page():
    values = {VOLUME: "123456.5", "finance.currency": "EUR", f"ranges.{VOLUME}": "1..1e6"}
    plan = build_plan("legal-drafting", values)
    assert plain_form(plan.query) == build_form(plan)


FIRST = "preset=blog-writing&workload.requests_per_month=1200000&prompting.model="


def test_models_of_other_makers_are_looked_at_first_where_a_person_asks_for_them(get, change):
    query = f"{FIRST}{PROMPTED}"
    start = get(f"/?{query}&open=all").text
    assert "Claude Haiku 5.5 would save about $240,000" in start  # of the same maker
    page, response = change(start, {"makers": "any"})
    assert response.headers["hx-push-url"] == f"/?makers=any&{query}"
    assert calculator(page) == calculator(get(f"/?makers=any&{query}&open=all").text)
    assert "Claude Haiku 5.5 would save" not in page
    page, _ = change(page, {VOLUME: "1.3M"})  # the choice stays
    assert '<option value="any" selected>any maker</option>' in page
    assert "GPT" in part(get(f"/?makers=openai&{query}").text, "answer").partition("tiles")[0]
    nobody = get(f"/?makers=nobody&{query}&open=all").text
    assert part(nobody, "calculator") == part(start, "calculator")
