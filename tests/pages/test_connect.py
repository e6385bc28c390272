"""The Connect page: what it offers to copy works as it stands."""

import html
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree

import httpx
import pytest


def code_of(page: str, name: str) -> str:
    return html.unescape(re.search(f'<code id="{name}-code">(.*?)</code>', page, re.S)[1])


@pytest.fixture(scope="module")
def of_query(server):
    address = f"{server}/connect?preset=blank&tuning.build_cost=1000"
    return httpx.get(address, trust_env=False, timeout=60).text


@pytest.fixture(scope="module")
def of_saved(server):
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        body = {"preset": "blank", "inputs": {"tuning": {"build_cost": 1000}}, "name": "One"}
        saved = client.post("/api/v1/scenarios", json=body).json()
        return client.get(f"/connect?s={saved['id']}").text


@pytest.fixture(params=["of_query", "of_saved"])
def page(request):
    return request.getfixturevalue(request.param)


def test_two_lines_of_pandas_give_a_table(of_query):
    snippet = code_of(of_query, "pandas")
    assert len(snippet.splitlines()) == 2
    script = f"{snippet}\nprint(months.groupby('approach')['amount'].sum()['tuning'])"
    shown = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert shown.stdout == "1000.0\n"


def test_the_command_line_works(page):
    answer = subprocess.run(
        ["sh", "-c", code_of(page, "curl")], capture_output=True, text=True, check=True
    )
    assert '"total_cost":1000.0' in answer.stdout


@pytest.mark.parametrize("name", ["importcsv", "importdata", "libreoffice"])
def test_every_address_on_the_page_answers(page, name):
    address = re.search(r'https?://[^"]+', code_of(page, name))[0]
    answer = httpx.get(address, trust_env=False, timeout=60)
    assert answer.status_code == 200
    assert "month,date,approach,line,amount" in answer.text


def test_power_query_has_base_and_path_apart(page):
    query = code_of(page, "power-query")
    base, path = re.search(r'Web.Contents\("([^"]+)", \[RelativePath = "([^"]+)"', query).groups()
    fields = dict(re.findall(r'#"([^"]+)" = "([^"]*)"', query))
    answer = httpx.get(f"{base}/{path}", params=fields, trust_env=False, timeout=60)
    assert answer.text.startswith("\ufeffmonth,")
    assert re.search(r"https?://[^/]+$", base)


def test_one_figure_is_offered_where_there_is_a_scenario(page):
    if "This plan is not saved" in page:
        assert "WEBSERVICE" not in page
    else:
        address = re.search(r'https?://[^"]+', code_of(page, "webservice"))[0]
        assert httpx.get(address, trust_env=False, timeout=60).text == "-1000.0"


# A connection file for Excel

ODC = "{urn:schemas-microsoft-com:office:odc}"
MASHUP = "{http://schemas.microsoft.com/DataMashup}"


def connection(page, feed):
    address = re.search(rf'<a href="([^"]+)" download>{feed.capitalize()}</a>', page)[1]
    return html.unescape(address)


@pytest.mark.parametrize("feed", ["months", "years"])
def test_excel_opens_a_file_with_the_query_in_it(page, server, feed):
    answer = httpx.get(f"{server}{connection(page, feed)}", trust_env=False, timeout=60)

    assert answer.headers["content-type"] == "text/x-ms-odc; charset=utf-8"
    assert f'filename="crossover-{feed}.odc"' in answer.headers["content-disposition"]
    # [MS-ODCFF]: a connection and beside it the query, as XML escaped once more
    file = ElementTree.fromstring(answer.text)
    told = file.find(f".//{ODC}PowerQueryConnection/{ODC}ConnectionString").text
    name = f"Crossover_{feed.capitalize()}"
    assert f"Provider=Microsoft.Mashup.OleDb.1;Data Source=$Workbook$;Location={name};" in told
    mashup = ElementTree.fromstring(file.find(f".//{ODC}PowerQueryMashupData").text)
    formula = mashup.find(f".//{MASHUP}Formula").text
    if feed == "months":
        assert formula == code_of(page, "power-query")
    columns = re.findall(r'\{"(\w+)", ', formula)
    base, path = re.search(r'Web.Contents\("([^"]+)", \[RelativePath = "([^"]+)"', formula).groups()
    fields = dict(re.findall(r'#"([^"]+)" = "([^"]*)"', formula))
    rows = httpx.get(f"{base}/{path}", params=fields, trust_env=False, timeout=60).text
    assert rows.removeprefix("\ufeff").splitlines()[0] == ",".join(columns)


def test_a_saved_plan_has_a_file_for_its_variance(page, server):
    if "This plan is not saved" in page:
        assert "variance.odc" not in page
        assert (
            httpx.get(f"{server}/connect/variance.odc?preset=blank", trust_env=False).status_code
            == 404
        )
        return
    answer = httpx.get(f"{server}{connection(page, 'variance')}", trust_env=False, timeout=60)
    assert "variance.csv" in answer.text
    assert (
        httpx.get(
            f"{server}{connection(page, 'variance')}".replace("variance", "luck"), trust_env=False
        ).status_code
        == 404
    )


@pytest.mark.parametrize("name", ["sheets-years", "sheets-variance"])
def test_formulas_for_google_sheets_name_columns_that_are_there(page, name):
    if name == "sheets-variance" and "This plan is not saved" in page:
        assert name not in page
        return
    formula = code_of(page, name)
    address, query = re.fullmatch(
        r'=QUERY\(IMPORTDATA\("([^"]+)"\), "([^"]+)", 1\)', formula
    ).groups()
    columns = httpx.get(address, trust_env=False, timeout=60).text.splitlines()[0].split(",")
    named = {columns[int(number) - 1] for number in re.findall(r"Col(\d+)", query)}
    assert (
        named
        == {
            "sheets-years": {"fiscal_year", "approach", "line", "amount"},
            "sheets-variance": {
                "date",
                "line",
                "planned",
                "actual",
                "variance",
                "volume",
                "price",
                "rest",
            },
        }[name]
    )
