"""Feeds as CSV, as one number, and answers that a client already has."""

import csv
import io

import openpyxl
import pytest

from app.feeds.csv_text import cell, csv_text
from app.inputs import APPROACHES
from app.model import CHALLENGERS, LINES

PLAN = "preset=customer-support&draws=256"
ROW_FEEDS = ("months", "years", "summary", "inputs", "sensitivity", "thresholds", "uncertainty")


@pytest.fixture(scope="module")
def pd():
    """Pandas, which takes every process a second to load, and one of them reads it."""
    import pandas

    return pandas


@pytest.fixture
def saved(ask):
    body = {"preset": "customer-support", "draws": 256, "name": "Saved"}
    return f"/api/v1/scenarios/{ask('POST', '/api/v1/scenarios', json=body).json()['id']}"


@pytest.mark.parametrize("name", ROW_FEEDS)
def test_csv_holds_the_same_rows_as_json(get, name):
    rows = get(f"/api/v1/{name}?{PLAN}&layout=rows").json()
    response = get(f"/api/v1/{name}.csv?{PLAN}")
    assert response.headers["content-type"].startswith("text/csv; charset=utf-8")
    assert response.content.startswith(b"\xef\xbb\xbf")
    parsed = list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"), newline="")))
    assert len(parsed) == len(rows)
    for read, row in zip(parsed, rows, strict=True):
        assert list(read) == list(row)
        for column, value in row.items():
            assert read[column] == cell(value, ".")
            if isinstance(value, float):
                assert float(read[column]) == value


def test_every_line_ends_as_rfc_4180_says(get):
    text = get(f"/api/v1/summary.csv?{PLAN}&bom=0").text
    assert text.startswith("metric,approach,value,unit,text\r\n")
    assert text.count("\n") == text.count("\r\n")


def test_pandas_reads_it_in_one_line_and_it_adds_up(pd, ask, saved):
    months = pd.read_csv(io.BytesIO(ask("GET", f"{saved}/months.csv").content))
    summary = pd.read_csv(io.BytesIO(ask("GET", f"{saved}/summary.csv").content))
    totals = months.groupby("approach")["amount"].sum()
    expected = (
        summary[summary["metric"] == "total_cost"].set_index("approach")["value"].astype(float)
    )
    for name in APPROACHES:
        assert totals[name] == pytest.approx(expected[name], rel=1e-9)


def test_a_european_spreadsheet_gets_semicolons_and_commas(pd, get):
    text = get(f"/api/v1/months.csv?{PLAN}&sep=;&decimal=,&bom=0").text
    usual = pd.read_csv(io.StringIO(get(f"/api/v1/months.csv?{PLAN}&bom=0").text))
    european = pd.read_csv(io.StringIO(text), sep=";", decimal=",")
    assert (usual["amount"] == european["amount"]).all()
    assert text.startswith("month;date;approach;line;amount\r\n")


def test_months_side_by_side_may_hold_more_than_costs(pd, get):
    wide = pd.read_csv(io.StringIO(get(f"/api/v1/months.csv?{PLAN}&layout=wide&bom=0").text))
    more = get(f"/api/v1/months.csv?{PLAN}&layout=wide&lines=all&bom=0").text
    rows = pd.read_csv(io.StringIO(more))
    beside = rows[~rows["line"].isin(LINES)]
    assert list(rows.columns) == list(wide.columns)
    assert list(zip(beside["approach"], beside["line"], strict=True)) == [
        ("prompting", "requests"),
        ("prompting", "right_answers"),
        *(
            (name, line)
            for name in CHALLENGERS
            for line in ("requests", "right_answers", "savings")
        ),
    ]


def test_a_decimal_comma_between_commas_is_quoted(pd, get):
    text = get(f"/api/v1/months.csv?{PLAN}&decimal=,&bom=0").text
    european = pd.read_csv(io.StringIO(text), decimal=",")
    assert european["amount"].dtype == float


def test_months_may_be_laid_out_side_by_side(pd, get):
    text = get(f"/api/v1/months.csv?{PLAN}&layout=wide&bom=0").text
    wide = pd.read_csv(io.StringIO(text))
    assert list(wide.columns[:4]) == ["approach", "line", "2026-12", "2027-01"]
    assert wide.shape == (len(APPROACHES) * len(LINES), 2 + 25)
    long = pd.read_csv(io.StringIO(get(f"/api/v1/months.csv?{PLAN}&bom=0").text))
    assert wide.iloc[:, 2:].to_numpy().sum() == pytest.approx(long["amount"].sum())


def test_a_text_that_looks_like_a_formula_is_disarmed_and_a_number_is_not():
    rows = [{"text": "=HYPERLINK(0)", "number": -1.5}, {"text": "@x", "number": 1e-9}]
    text = csv_text(rows, ["text", "number"], byte_order_mark=False)
    assert text == "text,number\r\n'=HYPERLINK(0),-1.5\r\n'@x,1e-09\r\n"


def test_a_model_reference_cannot_carry_a_formula(get):
    query = "preset=blank&tuning.model==1%2B1&tuning.input_price=1&tuning.output_price=1&bom=0"
    text = get(f"/api/v1/inputs.csv?{query}").text
    assert "tuning.model,'=1+1," in text


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("sep=x", "sep"),
        ("bom=2", "bom"),
        ("decimal=;", "decimal"),
        ("layout=tall", "layout"),
        ("lines=some", "lines"),
    ],
)
def test_an_unknown_way_to_write_it_is_named(get, query, name):
    response = get(f"/api/v1/months.csv?{PLAN}&{query}")
    assert response.status_code == 422
    assert response.json()["errors"][0]["input"] == name


def test_only_months_are_laid_out_side_by_side(get):
    assert get(f"/api/v1/summary.csv?{PLAN}&layout=wide").status_code == 422


@pytest.mark.parametrize("feed", ["summary", "years.csv"])
def test_only_months_have_lines_beside_those_of_costs(ask, saved, feed):
    for address in (f"/api/v1/{feed}?{PLAN}&lines=all", f"{saved}/{feed}?lines=all"):
        response = ask("GET", address)
        assert response.status_code == 422
        assert response.json()["errors"][0]["input"] == "lines"


@pytest.mark.parametrize(
    "sign", [*"=+-@", *"\uff1d\uff0b\uff0d\uff20", *"\ufe66\ufe62\ufe63\ufe6b"]
)
@pytest.mark.parametrize("before", ["", "\u200b", "\ufeff", " \u2060\u00a0", "\u00ad\u200d", "\t"])
def test_a_text_that_may_be_taken_for_a_formula_is_marked_as_a_text(sign: str, before: str) -> None:
    assert cell(f"{before}{sign}1+1", ".") == f"'{before}{sign}1+1"


@pytest.mark.parametrize("text", ["", "1=1", "a-b", "\u200b", " x = y", "\u200bplan", "'=1"])
def test_other_texts_are_written_as_they_are(text: str) -> None:
    assert cell(text, ".") == text


def test_a_feed_without_rows_keeps_its_header(get):
    assert get("/api/v1/sensitivity.csv?preset=blank&bom=0").text == (
        "input,low,high,comparison,npv_low,npv_high\r\n"
    )


@pytest.mark.parametrize("path", ["summary", "months.csv", "projection", "inputs.csv"])
def test_what_a_client_has_already_is_not_sent_again(ask, saved, path):
    for address in (f"/api/v1/{path}?{PLAN}", f"{saved}/{path}"):
        first = ask("GET", address)
        tag = first.headers["etag"]
        for known in (tag, f'"other", W/{tag}', "*"):
            headers = {"If-None-Match": known}
            again = ask("GET", address, headers=headers)
            assert (again.status_code, again.content) == (304, b"")
            assert again.headers["etag"] == tag
        assert ask("GET", address, headers={"If-None-Match": '"other"'}).status_code == 200
        head = ask("HEAD", address)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["etag"] == tag


def test_asking_twice_gives_the_same_bytes(get):
    for name in ROW_FEEDS:
        assert get(f"/api/v1/{name}?{PLAN}").content == get(f"/api/v1/{name}?{PLAN}").content


def test_a_saved_scenarios_feed_is_private(ask, saved):
    assert ask("GET", f"{saved}/summary").headers["cache-control"] == "private, no-cache"
    assert ask("GET", f"/api/v1/summary?{PLAN}").headers["cache-control"] == "public, no-cache"


def test_one_number_is_plain_text(ask, saved):
    summary = ask("GET", f"{saved}/summary").json()
    npv = ask("GET", f"{saved}/value/tuning.npv.txt")
    assert npv.headers["content-type"] == "text/plain; charset=utf-8"
    assert float(npv.text) == summary["comparisons"]["tuning"]["npv"]
    assert ask("GET", f"{saved}/value/cheapest.txt").text == summary["cheapest"]
    assert summary["approaches"]["prompting"]["hosting_utilisation"] is None
    assert ask("GET", f"{saved}/value/prompting.hosting_utilisation.txt").text == ""


def test_one_number_may_be_a_chance_or_a_year(ask, saved):
    chances = ask("GET", f"{saved}/uncertainty").json()
    for name, value in (
        ("tuning.probability_cheapest", chances["probability_cheapest"]["tuning"]),
        ("hybrid.npv_p10", chances["comparisons"]["hybrid"]["npv"]["p10"]),
        (
            "tuning.break_even_month_share",
            chances["comparisons"]["tuning"]["break_even_month"]["share"],
        ),
        ("expected_value_of_perfect_information", chances["expected_value_of_perfect_information"]),
    ):
        assert float(ask("GET", f"{saved}/value/{name}.txt").text) == value, name
    years = ask("GET", f"{saved}/years").json()
    for row in (years[0], years[-1]):
        name = f"{row['approach']}.{row['line']}.{row['fiscal_year']}"
        assert float(ask("GET", f"{saved}/value/{name}.txt").text) == row["amount"], name
    german = ask("GET", f"{saved}/value/tuning.npv.txt?decimal=,").text
    assert german == ask("GET", f"{saved}/value/tuning.npv.txt").text.replace(".", ",")


def test_one_number_is_empty_where_the_plan_has_none(ask):
    body = {"preset": "blank", "inputs": {"tuning": {"build_cost": 1000}}, "name": "Without ranges"}
    kept = ask("POST", "/api/v1/scenarios", json=body).json()["id"]
    empty = ("hybrid.npv", "tuning.probability_cheapest", "tuning.total.2099", "tuning.irr")
    for name in empty:
        answer = ask("GET", f"/api/v1/scenarios/{kept}/value/{name}.txt")
        assert (answer.status_code, answer.text) == (200, ""), name


@pytest.mark.parametrize("query", ["sep=;", "layout=rows", "decimal=x", "colour=red"])
def test_one_number_takes_no_other_parameter(ask, saved, query):
    refused = ask("GET", f"{saved}/value/tuning.npv.txt?{query}")
    assert refused.status_code == 422
    assert [error["input"] for error in refused.json()["errors"]] == [query.partition("=")[0]]


def test_a_summarys_values_are_numbers_and_its_texts_stand_apart(get):
    text = get(f"/api/v1/summary.csv?{PLAN}&bom=0").text
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert all(float(row["value"]) is not None for row in rows if row["value"])
    assert not any(row["value"] and row["text"] for row in rows)
    said = {row["metric"]: row["text"] for row in rows if row["text"]}
    summary = get(f"/api/v1/summary?{PLAN}").json()
    assert said["cheapest"] == summary["cheapest"]
    assert said["too_close_to_call"] in ("yes", "no")
    note = summary["notes"][0]
    assert said[f"note_{note['code']}"].removeprefix("'") == note["message"]


def test_an_unknown_number_lists_the_known_ones(ask, saved):
    response = ask("GET", f"{saved}/value/tuning.nvp.txt")
    assert response.status_code == 404
    assert "tuning.npv" in response.json()["detail"]


def test_a_saved_scenario_takes_no_other_inputs(ask, saved):
    response = ask("GET", f"{saved}/summary?workload.requests_per_month=1")
    assert response.status_code == 422
    assert response.json()["errors"][0]["input"] == "workload.requests_per_month"


def test_the_workbook_comes_by_query_and_of_a_saved_scenario(ask, saved):
    for address in (f"/api/v1/workbook.xlsx?{PLAN}", f"{saved}/workbook.xlsx"):
        response = ask("GET", address)
        assert response.status_code == 200
        assert response.headers["content-type"].endswith("spreadsheetml.sheet")
        assert response.headers["content-disposition"].startswith('attachment; filename="Crossover')
        content = io.BytesIO(response.content)
        sheet = openpyxl.load_workbook(content, read_only=True, data_only=True)["Outputs"]
        shown = {row[1]: row[3] for row in sheet.iter_rows(min_row=5, values_only=True)}
        summary = ask("GET", "/api/v1/summary?preset=customer-support").json()
        assert shown["tuning.npv"] == pytest.approx(summary["comparisons"]["tuning"]["npv"])
        again = ask("GET", address, headers={"If-None-Match": response.headers["etag"]})
        assert again.status_code == 304
    assert ask("GET", "/api/v1/workbook.xlsx?preset=nonsense").status_code == 422
