"""Evaluations at several sizes of the training set, from the page into the plan."""

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


def test_what_is_no_number_is_named(post):
    answer = post("/evidence/plan", data=posted(**{"size__1.1": "many"}))
    assert answer.status_code == 422
    assert "must be a number above 0" in answer.text
