"""The ten questions and the control beside each: what a value is, and how sure."""

import re

import pytest

from app.catalog import find_preset, models
from app.inputs.currencies import CURRENCIES
from app.pages.calculator.form import build_form
from app.plans.building import build_plan
from tests.pages.test_pages import Form, address_of

DETAILS = re.compile(r'<details class="sure[^>]*id="([^"]+)-sure".*?</details>', re.DOTALL)
SUMMARY = re.compile(r"<summary[^>]*>(.*?)</summary>", re.DOTALL)


def states(page: str) -> dict[str, str]:
    """Return what the page says of every value, by the id of its field."""
    return {
        found.group(1): SUMMARY.search(found.group()).group(1) for found in DETAILS.finditer(page)
    }


@pytest.mark.parametrize(
    ("query", "name", "state"),
    [
        ("", "workload-requests_per_month", "guess"),
        ("", "workload-active_hours", "usual"),
        ("", "prompting-input_price", "published"),
        ("", "tuning-build_cost", "not set"),
        ("", "hybrid-epochs", "as fine-tuning"),
        ("", "tuning-cached_input_price", "not set"),
        ("&workload.requests_per_month=5", "workload-requests_per_month", "yours · exact"),
        (
            "&ranges.workload.requests_per_month=none",
            "workload-requests_per_month",
            "usual · exact",
        ),
        ("&finance.currency=EUR", "finance-currency", "yours"),
        ("&finance.currency=EUR", "finance-exchange_rate", "published"),
        (
            "&tuning.error_rate=0.08&ranges.tuning.error_rate=0.05..0.1",
            "tuning-error_rate",
            "yours · about",
        ),
        ("&quality.error_cost=0", "prompting-error_rate", "guess, yours · exact"),  # one row
    ],
)
def test_every_value_says_what_it_is_in_the_same_words(get, query, name, state):
    assert states(get(f"/?preset=customer-support{query}&open=all").text)[name] == state


def test_every_field_has_the_control(get):
    page = get("/?preset=customer-support&open=all").text
    alone = {
        "preset",
        "quality.error_cost",
        "together.example_minutes",
    }  # or shares that of its row
    fields = {name for name in Form(page).values if "." in name} - alone
    named = {name.replace(".", "-") for name in fields if not name.startswith(("ranges.", "was."))}
    texts = {name for name in named if name.startswith(("text-", "view-"))}
    assert named - texts <= states(page).keys()


def test_buttons_offer_what_is_not_so_yet(get):
    page = get("/?preset=customer-support&workload.requests_per_month=5000").text
    control = next(
        found.group() for found in DETAILS.finditer(page) if "requests_per_month" in found.group(1)
    )
    assert "to.about" in control
    assert "to.usual" in control
    assert "to.exact" not in control


def test_amounts_of_ones_own_say_that_they_are_not_converted(get):
    query = "preset=customer-support&labour.engineer_rate=90"
    assert "Kept as you typed it" not in get(f"/?{query}&open=all").text
    page = get(f"/?{query}&finance.currency=EUR&open=all").text
    assert page.count("Kept as you typed it: now in euros.") == 1


def test_a_currency_is_picked_by_its_name(get):
    page = get("/?preset=customer-support&open=business").text
    assert '<option value="USD" selected>US Dollar (USD)</option>' in page
    assert '<option value="EUR">Euro (EUR)</option>' in page
    assert sum(f'<option value="{code}"' in page for code in CURRENCIES) == len(CURRENCIES)


def test_a_problem_with_a_range_of_several_inputs_stands_beside_their_field(get, post):
    form = Form(get("/?preset=customer-support").text).values
    page = post("/", data=form | {"ranges.together.output_tokens": "9 to 5"}).text
    assert 'id="together-output_tokens-range-error"' in page


def test_every_model_is_in_the_list_and_those_of_the_plan_are_picked(get, post):
    page = get("/model-list?preset=customer-support&workload.requests_per_month=9000").text
    assert page.count("<option") == 2 * (len(models()) + 1)
    assert page.count(" selected") == 2
    inputs = find_preset("customer-support").inputs
    assert models()[inputs.prompting.model].title in page
    hidden = dict(re.findall(r'type="hidden" name="(was[^"]+)" value="([^"]*)"', page))
    hidden = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
    answer = post("/", data=hidden | {"prompting.model": "Claude Haiku 4.5 · Anthropic"})
    assert address_of(answer) == {
        "preset": ["customer-support"],
        "workload.requests_per_month": ["9000"],
        "prompting.model": ["anthropic/claude-haiku-4-5"],
    }


def test_a_model_that_the_catalogue_does_not_know_stays_in_the_list(get):
    query = "prompting.model=ours&prompting.input_price=1&prompting.output_price=1"
    assert '<option value="ours" selected>ours</option>' in get(f"/model-list?{query}").text


@pytest.mark.parametrize(
    ("query", "hints"),
    [
        ("preset=customer-support", 0),
        ("preset=blank", 0),
        ("preset=blank&tuning.dataset_examples=9&tuning.example_minutes=4", 1),
        ("preset=blank&tuning.example_minutes=4&labour.labeller_rate=30", 0),
        ("preset=blank&prompting.review_rate=0.1&labour.reviewer_rate=30", 1),
    ],
)
def test_who_starts_from_nothing_is_told_what_an_answer_lacks(get, query, hints):
    assert get(f"/?{query}").text.count("costs nothing yet") == hints


def test_the_questions_are_those_drawn_and_the_horizon_is_among_money_and_time():
    form = build_form(build_plan("customer-support", {}), opened=["business"])
    asked = [field.name for question in form.essentials for field in question.fields]
    assert len(form.essentials) == 10
    assert "finance.horizon_months" not in asked
    [business] = [part for part in form.parts if part.id == "part-business"]
    shown = [field.name for section in business.sections for field in section.fields]
    assert "finance.horizon_months" in shown


def test_a_link_of_which_one_value_is_wrong_shows_all_the_others(get):
    page = get(
        "/?preset=blank&prompting.model=gpt-5.4-mini&prompting.output_tokens=10"
        "&tuning.output_tokens=10&hybrid.output_tokens=10"
        "&prompting.error_rate=0.005&ranges.prompting.error_rate=0.042..0.086"
    )
    assert page.status_code == 422
    fields = Form(page.text).values
    assert fields["together.output_tokens"] == "10"
    assert fields["prompting.error_rate"] == "0.5"
    assert fields["ranges.prompting.error_rate"] == "4.2..8.6"
    assert "4.2 % to 8.6 %, must hold the entered value, 0.5 %" in page.text


def test_what_would_flip_it_opens_though_the_value_has_a_range_of_ones_own(get):
    plan = build_plan(
        "customer-support",
        {"prompting.error_rate": 0.06, "ranges.prompting.error_rate": "0.05..0.07"},
    )
    assert get(plan.address_with("prompting.error_rate", 0.01)).status_code == 200
