"""Evaluations at several sizes of the training set, from the page into the plan."""

from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

RATES = {"1.1": ("0.2", "0.18..0.22", "100"), "1.2": ("0.1", "0.09..0.11", "400")}


def posted(**changed: str) -> dict[str, str]:
    fields = {"plan": "preset=customer-support"}
    for mark, (rate, ends, size) in RATES.items():
        fields[f"of.{mark}"] = urlencode({"error_rate": rate, "ranges.error_rate": ends})
        fields[f"as.{mark}"] = "tuning" if mark == "1.2" else ""
        fields[f"size.{mark}"] = size
    return fields | {name.replace("__", "."): text for name, text in changed.items()}


def test_two_sizes_say_how_fast_errors_fall(post):
    answer = post("/evidence/plan", data=posted())
    assert answer.status_code == 303
    query = {
        key: value[0] for key, value in parse_qs(urlsplit(answer.headers["location"]).query).items()
    }
    assert query["tuning.learning_exponent"] in ("0.5", "0.50")  # half at four times the examples
    assert query["tuning.measured_examples"] == "400"
    low, high = map(float, query["ranges.tuning.learning_exponent"].split(".."))
    assert 0.3 < low < 0.5 < high < 0.7
    assert "2 numbers of examples" in query["sources.tuning.learning_exponent"]


def test_one_size_says_at_how_many_errors_were_counted(post):
    answer = post("/evidence/plan", data=posted(**{"size__1.1": ""}))
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["tuning.measured_examples"] == ["400"]
    assert "tuning.learning_exponent" not in query


def test_wrong_sizes_are_named_with_their_bounds_and_nothing_typed_is_lost(post):
    wrong = {"size__1.1": "many", "size__1.2": "0", "named__1.1": "small <1>"}
    sent = posted(**wrong) | {"take": "workload.requests_per_month=1234"}
    answer = post("/evidence/plan", data=sent)
    assert answer.status_code == 422
    text = unescape(answer.text)
    assert "Examples that small <1> was trained with must be a number, more than 0" in text
    assert "you entered many." in text
    assert "you entered 0." in text
    assert fields_of(answer.text) == sent


def test_the_corrected_page_leads_into_the_plan(post):
    sent = posted(**{"size__1.1": "many"}) | {"take": "workload.requests_per_month=1234"}
    again = fields_of(post("/evidence/plan", data=sent).text) | {"size.1.1": "100"}
    answer = post("/evidence/plan", data=again)
    query = parse_qs(urlsplit(answer.headers["location"]).query)
    assert query["tuning.learning_exponent"][0] in ("0.5", "0.50")
    assert query["workload.requests_per_month"] == ["1234"]


class Form(HTMLParser):
    """What a browser would post of the page's form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "input" and "name" in given:
            self.fields[given["name"]] = given["value"]
        if tag == "select":
            self.select = given["name"]
            self.fields[self.select] = ""
        if tag == "option" and "selected" in given:
            self.fields[self.select] = given["value"]


def fields_of(page: str) -> dict[str, str]:
    form = Form()
    form.feed(page.partition('action="/evidence/plan"')[2].partition("</form>")[0])
    return form.fields
