"""An answer that refuses is not to be larger than any screen, whatever was sent."""

import json
from typing import Any

import pytest

from tests.people import SMALL_QUERY, Ask, Visitor

MUCH = 110_000  # characters; a body may have nine times as many
LARGEST = 100_000  # bytes of an answer for programs
LONG = ('"' * MUCH, "\u2028" * MUCH)
MANY = {f"{number:05}": 1 for number in range(MUCH // 11)}


def bodies() -> dict[str, Any]:
    """Return bodies that are wrong in every place that is read."""
    found: dict[str, Any] = {
        "many fields": MANY,
        "many inputs": {"inputs": MANY},
        "many in a group": {"inputs": {"tuning": MANY}},
        "many ranges": {"ranges": MANY},
        "many sources": {"sources": MANY},
        "many scenarios": {"format": "crossover-scenarios", "version": 1, "scenarios": [1] * 9_999},
        "many candidates": {"candidates": [{}] * 9_999},
        "many fields of one": {"candidates": [MANY]},
    }
    for number, text in enumerate(LONG):
        found |= {
            f"a long field {number}": {text: 1},
            f"a long input {number}": {"inputs": {"tuning": {text: 1}}},
            f"a long value {number}": {"inputs": {"tuning": {"epochs": text}}},
            f"a long model {number}": {"inputs": {"tuning": {"model": text}}},
            f"a long preset {number}": {"preset": text},
            f"a long source {number}": {"sources": {"tuning.epochs": text}},
            f"a long name {number}": {"preset": "blank", "name": text},
            f"a long end {number}": {"expires_at": text},
            f"a long setting {number}": {"format": text, "model": text, "text": text},
        }
    return found


BODIES = bodies()


@pytest.mark.parametrize("path", ["inputs", "scenarios", "scenarios/imports", "candidates"])
def test_what_the_api_refuses_is_told_in_some_kilobytes(ask: Ask, path: str) -> None:
    for what, body in BODIES.items():
        content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        refused = ask("POST", f"/api/v1/{path}", content=content)
        if refused.is_error:
            assert len(refused.content) < LARGEST, (what, refused.status_code)


@pytest.mark.parametrize("field", ["name", "note", "query", "expires", "no-such"])
def test_a_form_that_no_page_could_show_again_is_refused_without_it(ask: Ask, field: str) -> None:
    person = Visitor(ask)
    sent = {"query": SMALL_QUERY, "name": "Plan"} | {field: '"' * 300_000}
    refused = person.post("/scenarios", data=sent)
    assert refused.status_code == 422
    assert "more than 200,000 characters" in refused.text
    assert len(refused.content) < LARGEST


@pytest.mark.parametrize("name", ["size.1.1", "take", "text.1.1", "n" * 250_000])
def test_a_form_of_findings_is_refused_without_what_is_too_long(ask: Ask, name: str) -> None:
    fields = {"size.1.2": "many"} | {name: '"' * 210_000}
    refused = Visitor(ask).post("/evidence/plan", data=fields)
    assert refused.status_code == 422
    assert "more than 200,000 characters" in refused.text
    assert len(refused.content) < LARGEST


@pytest.mark.parametrize("path", ["/evidence", "/evidence/actuals", "/api/v1/evidence"])
def test_a_form_with_files_is_refused_without_what_is_too_long(ask: Ask, path: str) -> None:
    texts = dict.fromkeys(("threshold", "approach", "columns.time"), '"' * 150_000)
    refused = ask("POST", path, data=texts, files={"file": ("log.csv", b"a,b")})
    assert refused.status_code == 422
    assert "more than 200,000 characters" in refused.text
    assert len(refused.content) < LARGEST


def test_what_a_person_typed_too_much_of_is_still_on_the_page(ask: Ask) -> None:
    note = "<&\"' " * 1_000  # 5,000 characters where 2,000 may be given
    refused = Visitor(ask).post(
        "/scenarios", data={"query": SMALL_QUERY, "name": "Plan", "note": note}
    )
    assert refused.status_code == 422
    assert refused.text.count("&lt;&amp;&#34;&#39; ") == 1_000


@pytest.mark.parametrize(("quote", "offered"), [("%22", True), ('"', False)])
def test_a_page_that_asks_once_more_is_not_far_larger_than_what_was_sent(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, quote: str, offered: bool
) -> None:
    """A browser writes a quotation mark as %22; one as it is comes from no form of ours."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("app.pages.scenarios.saved.save_plan", fail)
    body = f"query=preset=blank&name=Plan&note={quote * 60_000}".encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    failed = ask("POST", "/scenarios", content=body, headers=headers)
    assert failed.status_code == 500
    assert ("Try again" in failed.text) == offered
    assert len(failed.content) < 2 * len(body) + LARGEST
