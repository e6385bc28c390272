"""From any figure one step to its formula with the plan's values, and on to the sources."""

import html
import re

import pytest

from app.feeds.rows import named_values
from app.inputs import APPROACHES, FIELDS
from app.model import LINES
from app.pages.explain.definitions import RESULTS
from app.pages.explain.explained import explain_address
from app.pages.explain.lines import EXPLAINED_LINES, explain_line
from app.pages.explain.results import explain_result
from app.plans.building import build_plan
from tests.pages.test_formulas import PLANS, calculated
from tests.tables import rows_of

GROUPS = {field.group for field in FIELDS.values()}
PLAN = "preset=customer-support&workload.requests_per_month=500000"


def test_the_results_explained_are_the_figures_of_the_summary():
    figures = {name for name in named_values(build_plan("customer-support", {})) if "." in name}
    assert set(RESULTS) == figures


@pytest.mark.parametrize(
    "name", ["pays", "internal-tools", "nothing yet", "everything", "second version"]
)
def test_the_values_put_into_a_result_give_what_stands_beside_them(name):
    for result in RESULTS:
        shown = explain_result(PLANS[name], result)
        assert shown.title, result
        assert shown.value, result
        for step in shown.steps:
            if "…" in step.values:
                continue
            text = re.sub(r"^month | requests$|,? to (above|below) zero$", "", step.result)
            value = calculated(text.removesuffix(" %")) / (100 if text.endswith("%") else 1)
            # Percentages are shown with one decimal.
            wanted = pytest.approx(calculated(step.values), rel=1e-3, abs=6e-4)
            assert value == wanted, (result, step)


@pytest.mark.parametrize("approach", APPROACHES)
@pytest.mark.parametrize("result", ["total_cost", "present_cost", "savings", "npv"])
def test_the_months_of_a_result_add_up_to_what_it_says(approach, result):
    if f"{approach}.{result}" in RESULTS:
        shown = explain_result(PLANS["everything"], f"{approach}.{result}")
        assert shown.months.rows[-1].cells[-1] == shown.value


def test_the_largest_lines_of_a_comparison_are_those_that_differ_most():
    plan = PLANS["customer-support"]
    shown = explain_result(plan, "tuning.npv")
    courses = plan.projection.courses
    rate = plan.projection.model.value("timeline", "monthly_rate")

    def gap(line):
        gaps = courses["tuning"].lines[line] - courses["prompting"].lines[line]
        return abs(sum(g / (1 + float(rate)) ** t for t, g in enumerate(gaps.tolist())))

    largest = sorted(LINES, key=gap, reverse=True)[:3]
    named = [re.search(r"line=tuning\.(\w+)", link.address) for link in shown.links]
    assert [match[1] for match in named if match] == largest
    assert len(shown.links) == 6  # each beside prompting's


def test_a_result_that_there_is_not_says_why():
    plan = build_plan("blank", {"tuning.build_cost": 1000, "hybrid.build_cost": 0})
    reasons = {
        "prompting.value_roi": "answers carry no value",
        "hybrid.roi": "nothing is invested",
        "tuning.irr": "change their sign 0 times",
        "tuning.break_even_month": "ends below zero",
        "tuning.break_even_requests": "does not pay within the plan",
        "tuning.hosting_utilisation": "nothing is hosted",
        "tuning.best_build_month": "whenever it is built",
        "tuning.best_build_npv": "whenever it is built",
        "tuning.break_even_requests_per_month": "at the highest volumes it is below zero",
    }
    for name, words in reasons.items():
        shown = explain_result(plan, name)
        assert shown.value == "none", name
        assert any(words in remark for remark in shown.remarks), shown.remarks


def test_every_result_has_a_page_whose_links_lead_on(get):
    links = set()
    for name in RESULTS:
        page = get(f"/explain?result={name}&{PLAN}")
        assert page.status_code == 200, name
        links |= {*re.findall(r'href="(/explain[^"]*)"', page.text)[:8]}
    assert len(links) > len(RESULTS)
    for address in links:
        assert get(html.unescape(address)).status_code == 200, address


@pytest.mark.parametrize("name", EXPLAINED_LINES)
def test_every_line_has_a_page_for_the_plan_and_for_a_month(get, name):
    for month in ("", "&month=0", "&month=7"):
        assert get(f"/explain?line={name}{month}&{PLAN}").status_code == 200


def test_a_line_is_explained_down_to_the_source_of_each_input(get):
    page = get(f"/explain?line=tuning.output&month=7&{PLAN}").text
    rows = {row[0]: row for row in rows_of(page, "inputs")}
    price = rows["Fine-tuning: Output price"]
    assert "genai-prices" in price[3]
    volume = rows["Volume: Requests per month"]
    assert volume[1:] == ["500,000", "requests", "entered by you"]
    formula = html.unescape(page).replace("\u00a0", " ")
    assert "output = scale × calls per request × (output tokens" in formula


def test_a_line_over_the_plan_shows_the_formula_of_its_largest_month_at_once():
    plan = PLANS["customer-support"]  # fine-tuning is live after 3 months
    shown = explain_line(plan, "tuning.output", None)
    amounts = plan.projection.courses["tuning"].lines["output"]
    largest = 4 + int(amounts[4:].argmax())
    assert f"formula of month {largest} (" in shown.remarks[0]
    assert sum(part.amount for part in shown.parts) == pytest.approx(amounts[largest])
    assert [part.approach for part in shown.parts] == ["tuning"]
    assert shown.inputs
    built = explain_line(plan, "tuning.dataset", None)
    assert "formula of month 0 (" in built.remarks[0]
    assert explain_line(plan, "tuning.commitment", None).remarks == [
        "Nothing of it falls due in this plan."
    ]
    total = explain_line(plan, "tuning.total", None)
    assert not total.parts
    assert "The largest is month " in total.remarks[0]


@pytest.mark.parametrize(
    "asked", ["line=tuning.output", "line=hybrid.input&month=7", "result=tuning.npv"]
)
def test_no_name_of_the_code_is_on_the_page(get, asked):
    page = get(f"/explain?{asked}&{PLAN}").text
    main = re.sub(r"<[^>]*>", " ", page[page.index("<main") : page.index("</main>")])
    main = re.sub(r"https?://\S+", "", html.unescape(main))
    assert not re.findall(r"[a-z]_[a-z]", main)
    assert not re.findall(rf"\b(?:{'|'.join(GROUPS)})\.[a-z]", main)


def test_a_month_before_go_live_is_explained_by_prompting():
    plan = PLANS["customer-support"]  # live after 3 months
    shown = explain_line(plan, "tuning.errors", 2)
    [part] = shown.parts
    assert part.heading.startswith("Prompting, serving: fine-tuning is not live")
    assert "prompting.error_rate" in part.inputs


def test_a_month_in_which_a_line_does_not_occur_says_so():
    shown = explain_line(PLANS["customer-support"], "tuning.errors", 0)
    assert shown.remarks == ["Nothing of this line falls due in this month."]


def test_a_total_of_a_month_lists_its_lines_the_largest_first():
    plan = PLANS["everything"]
    shown = explain_line(plan, "hybrid.total", 9)
    assert len(shown.links) == len(LINES)
    amounts = [calculated(link.text) for link in shown.links]
    assert amounts == sorted(amounts, reverse=True)
    assert calculated(shown.value) == pytest.approx(sum(amounts), rel=1e-4)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Say which result or which line"),
        ("result=tuning.npv&line=tuning.input", "Say which result or which line"),
        ("result=tuning.colour", "There is no result tuning.colour; there are prompting.upfront"),
        ("result=prompting.npv", "There is no result prompting.npv"),
        ("result=", "There is no result"),
        ("line=tuning", "There is no line tuning; there are prompting.engineering"),
        ("line=tuning.input&month=x", "The month must be a whole number"),
        ("line=tuning.input&month=-1", "The month must be a whole number"),
        ("line=tuning.input&month=1000", "The month must be from 0 to 24"),
        ("result=tuning.npv&tuning.epochs=x", "must be a number"),
    ],
)
def test_a_name_that_there_is_not_is_answered_with_those_there_are(get, query, words):
    page = get(f"/explain?{query}")
    assert page.status_code == 422
    assert words in html.unescape(page.text)


def test_a_cost_in_three_parts_is_explained_by_its_lines():
    plan = PLANS["second version"]
    for part, line in (("provider", "input"), ("people", "engineering"), ("mistake", "errors")):
        shown = explain_result(plan, f"prompting.{part}_cost")
        assert shown.months.rows[-1].cells[-1] == shown.value
        assert any(f"line=prompting.{line}" in link.address for link in shown.links)
    bill = explain_result(plan, "prompting.provider_cost")
    assert "provider = training + input + cached_input + output" in bill.remarks[0]
    assert not any("line=prompting.engineering" in link.address for link in bill.links)


def test_an_investment_that_waits_is_explained_by_what_building_costs():
    plan = build_plan("customer-support", {"tuning.build_month": 5})
    shown = explain_result(plan, "tuning.investment")
    engineering = next(link for link in shown.links if "line=tuning.engineering" in link.address)
    # What month 5 costs beside building is not in it.
    built = plan.projection.courses["tuning"].quantity("built_engineering")[5]
    assert calculated(engineering.text.split(", ")[0]) == pytest.approx(float(built), rel=1e-5)
    assert float(plan.projection.courses["tuning"].lines["engineering"][0]) == 0


def test_the_best_month_to_build_is_explained_beside_the_one_planned():
    plan = build_plan("customer-support", {"workload.requests_per_month": 500_000})
    figures = plan.summary.comparisons["tuning"]
    shown = explain_result(plan, "tuning.best_build_month")
    assert shown.value == f"month {figures.best_build_month}"
    assert "Building in month 0 (December 2026), as planned" in " ".join(shown.remarks)


@pytest.mark.parametrize("asked", ["result=tuning.npv", "line=tuning.input", "line=hybrid.total"])
def test_an_approach_that_takes_no_part_has_nothing_to_explain(get, asked):
    page = get(f"/explain?{asked}&preset=blank&prompting.input_price=2")
    assert page.status_code == 422
    assert "takes no part in this plan" in page.text


def test_an_address_of_an_explanation_carries_the_whole_plan():
    plan = build_plan("blank", {"tuning.build_cost": 1000})
    assert explain_address(plan, result="tuning.npv") == (
        "/explain?result=tuning.npv&preset=blank&tuning.build_cost=1000"
    )
    assert explain_address(plan, line="tuning.input", month=0).startswith(
        "/explain?line=tuning.input&month=0&preset=blank"
    )


EXTREMES: dict[str, dict[str, float]] = {
    "one month, never live": {"finance.horizon_months": 1, "tuning.lead_time_months": 24},
    "the longest and largest": {
        "finance.horizon_months": 120,
        "finance.provider_price_change": 1,
        "workload.requests_per_month": 1e10,
        "workload.monthly_growth": 1,
        "tuning.hosting_price": 1e15,
        "tuning.replica_requests_per_hour": 1e-9,
        "tuning.prompt_growth": 1,
        "quality.error_cost": 1e15,
    },
    "the smallest": {"workload.requests_per_month": 1e-12, "finance.exchange_rate": 1e-15},
    "all prices fall away": {
        "finance.provider_price_change": -0.9,
        "workload.monthly_growth": -0.5,
    },
    "nothing right": {f"{name}.error_rate": 1 for name in APPROACHES},
}


@pytest.mark.parametrize("name", list(EXTREMES))
def test_an_extreme_plan_is_explained_too(get, name):
    plan = build_plan("customer-support", EXTREMES[name])
    for result in RESULTS:
        assert explain_result(plan, result).value
    horizon = plan.inputs.finance.horizon_months
    for line in EXPLAINED_LINES:
        for month in (None, 0, 1, horizon):
            assert explain_line(plan, line, month).value
    for page in ("/methodology", "/prices", "/"):
        assert get(f"{page}?{plan.query}").status_code == 200
