"""The Connect page: what it offers to copy works as it stands."""

import html
import re
import subprocess
import sys

import httpx
import pytest


def code_of(page: str, name: str) -> str:
    return html.unescape(re.search(f'<code id="{name}-code">(.*?)</code>', page, re.S)[1])


@pytest.fixture(params=["query", "saved"])
def page(request, server):
    with httpx.Client(base_url=server, trust_env=False, timeout=60) as client:
        if request.param == "query":
            return client.get("/connect?preset=blank&tuning.build_cost=1000").text
        body = {"preset": "blank", "inputs": {"tuning": {"build_cost": 1000}}, "name": "One"}
        saved = client.post("/api/v1/scenarios", json=body).json()
        return client.get(f"/connect?s={saved['id']}").text


def test_two_lines_of_pandas_give_a_table(page):
    snippet = code_of(page, "pandas")
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
