"""The JSON API over the real app."""

from typing import Any

import pytest

from app.catalog import find_preset, find_rate, models, presets, price_fields, rates
from app.inputs import APPROACHES, FIELDS, Inputs
from app.model import LINES

BIG = "/api/v1/summary?preset=customer-support&workload.requests_per_month=500000"


def test_the_summary_has_the_documented_shape(get):
    response = get(BIG)
    assert response.status_code == 200
    answer = response.json()
    assert list(answer) == [
        "currency",
        "approaches",
        "comparisons",
        "cheapest",
        "too_close_to_call",
        "notes",
    ]
    assert answer["currency"] == "USD"
    assert list(answer["approaches"]) == list(APPROACHES)
    assert set(answer["approaches"]["tuning"]) == set(
        "upfront_cost running_cost total_cost present_cost provider_cost people_cost mistake_cost "
        "cost_per_request cost_per_right_answer value_roi hosting_utilisation".split()
    )
    assert list(answer["comparisons"]) == ["tuning", "hybrid"]
    assert set(answer["comparisons"]["hybrid"]) == set(
        "savings npv investment roi irr break_even_month break_even_month_exact "
        "break_even_requests discounted_break_even_month crossings break_even_requests_per_month "
        "crossing_requests_per_month best_build_month best_build_npv "
        "cost_per_mistake_avoided best_examples".split()
    )
    assert answer["cheapest"] in APPROACHES
    assert answer["notes"]
    assert set(answer["notes"][0]) == {"severity", "code", "message", "inputs"}


def test_the_verdict_has_the_documented_shape(get):
    answer = get("/api/v1/verdict?preset=customer-support&draws=256").json()
    assert set(answer) == set(
        "headline words recommendation reason status cheapest too_close_to_call tied fit "
        "price_of_fit price_of_recommendation probability_cheapest notes".split()
    )
    assert answer["status"] in ("clear", "close")
    assert answer["recommendation"] in answer["tied"]
    assert list(answer["probability_cheapest"]) == list(APPROACHES)
    assert answer["notes"] == get("/api/v1/summary?preset=customer-support").json()["notes"]


def test_the_projection_repeats_everything_it_was_calculated_from(get):
    answer = get("/api/v1/projection", params={"preset": "legal-drafting"}).json()
    assert list(answer) == [
        "preset",
        "model_version",
        "prices_as_of",
        "currency",
        "inputs",
        "sources",
        "notes",
        "summary",
        "months",
    ]
    assert answer["sources"] == {}
    assert answer["notes"] == answer["summary"]["notes"]
    inputs = Inputs.model_validate(answer["inputs"])
    assert inputs == find_preset("legal-drafting").inputs
    assert len(answer["months"]) == inputs.finance.horizon_months + 1
    assert answer["months"][0]["date"] == inputs.finance.start_month
    whole = {*LINES, "total", "cumulative", "right_answers"}
    assert set(answer["months"][0]["prompting"]) == whole
    assert set(answer["months"][0]["hybrid"]) == {*whole, "savings", "cumulative_savings"}


def test_the_months_of_a_projection_carry_what_they_are_worth_today(get):
    answer = get("/api/v1/projection?preset=customer-support&finance.discount_rate=0.1").json()
    for name, figures in answer["summary"]["approaches"].items():
        worth = sum(month["discount"] * month[name]["total"] for month in answer["months"])
        assert worth == pytest.approx(figures["present_cost"], rel=1e-9)
    for name, comparison in answer["summary"]["comparisons"].items():
        saved = [month[name]["savings"] for month in answer["months"]]
        assert sum(saved) == pytest.approx(comparison["savings"], rel=1e-9)
        assert answer["months"][-1][name]["cumulative_savings"] == pytest.approx(sum(saved))


def test_a_query_and_a_body_give_the_same_answer(get, post):
    body = {
        "preset": "internal-tools",
        "inputs": {"workload": {"requests_per_month": "200k", "monthly_growth": "8%"}},
    }
    query = "preset=internal-tools&workload.requests_per_month=200,000&workload.monthly_growth=0.08"
    for feed in ("projection", "summary", "months", "years", "inputs", "verdict"):
        asked = get(f"/api/v1/{feed}?{query}")
        assert asked.json() == post(f"/api/v1/{feed}", json=body).json()


def test_the_flat_months_add_up_to_the_totals(get):
    rows = get(BIG.replace("summary", "months")).json()
    summary = get(BIG).json()
    assert list(rows[0]) == ["month", "date", "approach", "line", "amount"]
    for name in APPROACHES:
        total = sum(row["amount"] for row in rows if row["approach"] == name)
        assert total == pytest.approx(summary["approaches"][name]["total_cost"], rel=1e-9)


def test_flat_months_may_hold_more_than_costs(get):
    costs = get(BIG.replace("summary", "months")).json()
    rows = get(BIG.replace("summary", "months") + "&lines=all").json()
    months = get(BIG.replace("summary", "projection")).json()["months"]
    beside = {"requests", "right_answers", "savings"}
    assert [row for row in rows if row["line"] not in beside] == costs
    found = {(row["month"], row["approach"], row["line"]): row["amount"] for row in rows}
    for month in months:
        at = month["month"]
        for name in APPROACHES:
            assert found[at, name, "requests"] == month["requests"]
            assert found[at, name, "right_answers"] == month[name]["right_answers"]
        for name in ("tuning", "hybrid"):
            assert found[at, name, "savings"] == month[name]["savings"]
        assert (at, "prompting", "savings") not in found


def test_the_fiscal_years_add_up_to_the_totals(get):
    query = BIG.replace("summary", "years") + "&finance.fiscal_year_start=4"
    rows = get(query).json()
    summary = get(BIG).json()
    assert list(rows[0]) == ["fiscal_year", "approach", "line", "amount"]
    for name in APPROACHES:
        amounts: dict[str, float] = {}
        for row in rows:
            if row["approach"] == name:
                amounts[row["line"]] = amounts.get(row["line"], 0) + row["amount"]
        total = summary["approaches"][name]["total_cost"]
        assert amounts["total"] == pytest.approx(total, rel=1e-9)
        assert sum(amounts[line] for line in LINES) == pytest.approx(total, rel=1e-9)
        if name != "prompting":
            saved = summary["comparisons"][name]["savings"]
            assert amounts["savings"] == pytest.approx(saved, rel=1e-9)


def test_the_flat_inputs_say_where_each_value_comes_from(get):
    rows = {row["input"]: row for row in get(BIG.replace("summary", "inputs")).json()}
    assert list(rows) == list(FIELDS)
    volume = rows["workload.requests_per_month"]
    assert volume["value"] == 500_000
    assert volume["source"] == "entered by you"
    price = rows["prompting.output_price"]
    assert price["unit"] == "USD per 1M tokens"
    assert price["source"]
    assert price["as_of"]


def test_naming_a_model_fills_its_prices_and_a_price_beside_it_wins(get):
    reference = next(
        name
        for name in models()
        if name != find_preset("customer-support").inputs.prompting.model
        and price_fields(name)["cached_input_price"] is not None
    )
    params = {"prompting.model": reference, "prompting.output_price": "1.23"}
    inputs = get("/api/v1/projection", params=params).json()["inputs"]["prompting"]
    assert inputs["input_price"] == price_fields(reference)["input_price"]
    assert inputs["cached_input_price"] == price_fields(reference)["cached_input_price"]
    assert inputs["output_price"] == 1.23


def test_an_unknown_model_needs_its_prices_beside_it(get):
    params = {"tuning.model": "acme/one"}
    refused = get("/api/v1/summary", params=params)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["input"] == "tuning.model"
    params |= {"tuning.input_price": "1", "tuning.output_price": "2"}
    assert get("/api/v1/summary", params=params).status_code == 200


@pytest.mark.parametrize(
    ("query", "name", "message"),
    [
        ("workload.requests_per_month=abc", "workload.requests_per_month", "must be a number"),
        ("workload.requests_per_month=-5", "workload.requests_per_month", "more than 0"),
        ("workload.requests_per_month=", "workload.requests_per_month", "must not be empty"),
        ("finance.horizon_months=1e9", "finance.horizon_months", "at least 1 and at most 120"),
        ("tuning.retry_rate=95%", "tuning.retry_rate", "at most 90 %"),
        ("tuning.colour=red", "tuning.colour", "no input called tuning.colour"),
        ("preset=nonsense", "preset", "customer-support"),
        ("tuning.epochs=1&tuning.epochs=2", "tuning.epochs", "given twice"),
    ],
)
def test_a_bad_query_is_answered_with_field_and_bound(get, query, name, message):
    response = get(f"/api/v1/summary?{query}")
    assert response.status_code == 422
    assert response.headers["content-type"] == "application/problem+json"
    answer = response.json()
    assert (answer["status"], answer["title"]) == (422, "Unprocessable Content")
    [error] = answer["errors"]
    assert error["input"] == name
    assert message in error["message"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{",
        "[]",
        "7",
        '{"inputs": 7}',
        '{"inputs": {"workload": 7}}',
        '{"inputs": {"workload": {"requests_per_month": {}}}}',
        '{"inputs": {"workload": {"requests_per_month": NaN}}}',
        '{"inputs": {"workload": {"requests_per_month": 1e999}}}',
        '{"inputs": {"workload": {"requests_per_month": true}}}',
        '{"preset": []}',
        '{"surprise": 1}',
        "[" * 100_000,
        '{"inputs": {"workload": {"requests_per_month": ' + "9" * 5000 + "}}}",
        '{"inputs": {"tuning": {"model": "\\ud800"}}}',
    ],
)
def test_a_bad_body_is_answered_with_422(post, body):
    response = post("/api/v1/projection", content=body)
    assert response.status_code == 422, response.text[:300]
    assert response.json()["errors"]


@pytest.mark.parametrize("announced", [True, False])
def test_a_body_of_ten_megabytes_is_refused(post, announced):
    async def stream():
        for _ in range(10):
            yield b" " * 1_000_000

    content = b" " * 10_000_000 if announced else stream()
    response = post("/api/v1/projection", content=content)
    assert response.status_code == 413
    assert "1,000,000 bytes" in response.json()["detail"]


def test_a_scenario_is_saved_and_read_with_the_same_figures(ask):
    body = {"preset": "internal-tools", "inputs": {"workload": {"requests_per_month": 200_000}}}
    created = ask("POST", "/api/v1/scenarios", json=body | {"name": " Tools "})
    assert created.status_code == 201
    answer = created.json()
    path = f"/api/v1/scenarios/{answer['id']}"
    assert created.headers["location"].endswith(path)
    assert len(answer["id"]) >= 22  # 128 bits in base 64
    assert answer["name"] == "Tools"
    assert answer["edit_key"] not in ask("GET", path).text
    read = ask("GET", path).json()
    assert list(read) == [
        "id",
        "name",
        "preset",
        "inputs",
        "ranges",
        "sources",
        "revision",
        "prices_as_of",
        "model_version",
        "created_at",
        "updated_at",
        "read_url",
    ]
    for feed in ("projection", "summary", "months", "years", "inputs", "verdict"):
        assert (
            ask("GET", f"{path}/{feed}").json() == ask("POST", f"/api/v1/{feed}", json=body).json()
        )


@pytest.mark.parametrize("name", [None, "", "   ", 7, "x" * 121, "a\u0000b"])
def test_a_scenario_needs_a_name(post, name):
    response = post("/api/v1/scenarios", json={"preset": "blank", "name": name})
    assert response.status_code == 422
    assert response.json()["errors"][0]["input"] == "name"


def test_an_unknown_scenario_is_not_found(ask):
    for path in ("/api/v1/scenarios/none", "/api/v1/scenarios/none/summary", "/api/v1/nothing"):
        response = ask("GET", path)
        assert response.status_code == 404
        assert response.headers["content-type"] == "application/problem+json"


def test_the_catalogue_is_listed(get):
    listed = get("/api/v1/models").json()
    assert {model["reference"] for model in listed} == set(models())
    assert all(model["source"] and model["as_of"] for model in listed)
    assert [preset["name"] for preset in get("/api/v1/presets").json()] == list(presets())


def test_exchange_rates_are_listed_with_their_day_and_source(get):
    listed = {item["currency"]: item for item in get("/api/v1/rates").json()}
    assert set(listed) == set(rates())
    assert listed["JPY"] == {
        "currency": "JPY",
        "rate": find_rate("JPY").rate,
        "as_of": find_rate("JPY").as_of,
        "source": "European Central Bank, euro foreign exchange reference rates",
    }
    filled = get("/api/v1/projection", params={"finance.currency": "JPY"}).json()["inputs"]
    assert filled["finance"]["exchange_rate"] == listed["JPY"]["rate"]


def test_a_currency_without_a_rate_is_answered_with_the_input_that_wants_one(get):
    answer = get("/api/v1/summary", params={"finance.currency": "NGN"})
    assert answer.status_code == 422
    assert [error["input"] for error in answer.json()["errors"]] == ["finance.exchange_rate"]


def test_every_read_address_answers_head_and_any_origin(ask):
    for path in ("summary", "months", "inputs", "projection", "models", "presets", "rates"):
        response = ask("HEAD", f"/api/v1/{path}", headers={"Origin": "https://sheets.example"})
        assert response.status_code == 200
        assert response.headers["access-control-allow-origin"] == "*"


def test_the_description_lists_every_input_with_its_bounds(get):
    document = get("/api/v1/openapi.json").json()
    referred = document["paths"]["/api/v1/summary"]["get"]["parameters"]
    shared = document["components"]["parameters"]
    parameters = [shared[item["$ref"].rpartition("/")[2]] for item in referred]
    described = {parameter["name"]: parameter["description"] for parameter in parameters}
    volume = "workload.requests_per_month"
    beside = {"preset", f"ranges.{volume}", f"sources.{volume}", "draws", "seed"}
    assert set(described) == {*FIELDS, *beside}
    assert "at least 1 and at most 120" in described["finance.horizon_months"]
    schemas = {parameter["name"]: parameter["schema"] for parameter in parameters}
    for name, field in FIELDS.items():
        number, *_ = schemas[name].get("anyOf", [schemas[name]])
        if field.is_number:
            keys = ("minimum", "exclusiveMinimum", "maximum")
            said = [number.get(key) for key in keys]
            assert said == [field.minimum, field.above, field.maximum], name
            assert number["type"] == ("integer" if field.kind == "whole" else "number"), name
        elif field.choices:
            assert number["enum"] == list(field.choices), name
    assert schemas["prompting.already_live"] == {"type": "boolean"}


def test_the_examples_of_the_description_work(ask):
    document = ask("GET", "/api/v1/openapi.json").json()
    for path, operations in document["paths"].items():
        if body := operations.get("post", {}).get("requestBody"):
            [(kind, described)] = body["content"].items()
            assert ask("POST", path, **sent_as(kind, described["example"])).is_success, path


def sent_as(kind: str, example: dict[str, Any]) -> dict[str, Any]:
    """Return an example as httpx sends it: as JSON, or as a form with a file."""
    if kind == "application/json":
        return {"json": example}
    assert kind == "multipart/form-data"
    fields = {name: value for name, value in example.items() if name != "file"}
    return {"files": {"file": ("file", example["file"])}, "data": fields}


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/summary", "GET, HEAD, POST"),
        ("OPTIONS", "/api/v1/scenarios/AAAAAAAAAAAAAAAAAAAAAA", "DELETE, GET, HEAD, PUT"),
        ("PATCH", "/api/v1/scenarios/imports", "POST"),
    ],
)
def test_what_an_address_takes_is_said_in_full(ask, method, path, allowed):
    response = ask(method, path)
    assert response.status_code == 405
    assert response.headers["allow"] == allowed
