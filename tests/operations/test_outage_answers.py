"""A database that cannot answer for now: 503, when to ask again, and nothing typed is lost."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

import pytest
from sqlalchemy import event, text

from app.store import Database, engine
from app.store.outages import BUSY, FULL, UNREACHABLE

pytestmark = pytest.mark.every_database

TYPED = {
    "query": "preset=blank&workload.requests_per_month=5000",
    "name": 'Ada\'s "plan" <b>&amp;</b>',
    "note": "First line\nsecond line",
}


class Forms(HTMLParser):
    """The forms of a page: what each would send, and where to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        attribute = dict(attributes)
        if tag == "form":
            self.forms.append(attribute | {"fields": {}})
        elif tag == "input" and self.forms:
            self.forms[-1]["fields"][attribute["name"]] = attribute["value"]


@contextmanager
def lock(site: Any) -> Iterator[None]:
    """Keep the site's database locked, as another process would."""
    other = Database(str(site.app.state.database.engine.url))
    with other.writing() as session:
        if session.connection().dialect.name == "postgresql":  # it locks what a statement touches
            session.execute(text("LOCK TABLE scenario IN EXCLUSIVE MODE"))
        yield
    other.close()


@pytest.fixture
def locked(site: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A site whose database somebody else keeps locked."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MILLISECONDS", 50)
    with lock(site):
        yield site


@pytest.fixture
def full(site_of_file: Any) -> Any:
    """A site whose disk is full."""

    @event.listens_for(site_of_file.app.state.database.engine, "connect")
    def leave_no_room(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # SQLite then keeps to the present size

    return site_of_file


def test_a_locked_database_answers_a_program_with_503_and_when_to_ask_again(locked):
    answer = locked.post("/api/v1/scenarios", json={"name": "A", "preset": "blank"})

    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == str(BUSY.retry_after)
    assert answer.json()["detail"] == BUSY.detail


def test_a_locked_database_costs_nobody_what_they_typed(locked):
    answer = locked.post("/scenarios", data=TYPED)

    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert answer.headers["cache-control"] == "private, no-store"
    (form,) = Forms(answer.text).forms
    assert (form["method"], form["action"]) == ("post", "/scenarios")
    assert form["fields"] == TYPED
    assert "<b>" not in answer.text


def test_trying_again_saves_it(site, monkeypatch):
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MILLISECONDS", 50)
    with lock(site):
        (form,) = Forms(site.post("/scenarios", data=TYPED).text).forms

    saved = site.post(form["action"], data=form["fields"])

    assert saved.status_code == 303
    assert "Ada&#39;s &#34;plan&#34;" in site.get(saved.headers["location"]).text


def test_a_full_disk_is_named_to_programs_and_people(full):
    program = full.post("/api/v1/scenarios", json={"name": "A", "preset": "blank"})
    person = full.post("/scenarios", data=TYPED)

    assert (program.status_code, person.status_code) == (503, 503)
    assert program.json()["detail"] == FULL.detail
    assert FULL.detail in person.text
    assert Forms(person.text).forms[0]["fields"] == TYPED


def test_reading_goes_on_while_another_writes(locked):
    assert locked.get("/api/v1/summary?preset=blank").status_code == 200
    assert locked.get(f"/api/v1/scenarios/{'x' * 22}").status_code == 404


def test_a_database_that_is_gone_is_answered_with_503(site_of_file, file):
    file.unlink()
    file.mkdir()

    answer = site_of_file.get(f"/api/v1/scenarios/{'x' * 22}")

    assert (answer.status_code, answer.json()["detail"]) == (503, UNREACHABLE.detail)


def test_a_page_that_could_not_be_read_links_to_itself(open_site_at, tmp_path):
    site = open_site_at(f"sqlite:///{tmp_path / 'gone' / 'crossover.db'}")
    (tmp_path / "gone").rename(tmp_path / "elsewhere")

    page = site.get(f"/s/{'x' * 22}?a=%22%3E<b>").text

    assert f'<a href="/s/{"x" * 22}?a=%22%3E' in page
    assert "<b>" not in page


@pytest.mark.parametrize("path", ["//evil.example/scenarios", "/\\evil.example"])
def test_what_was_typed_is_never_sent_to_another_site(open_site, path):
    site = open_site(write_limit="1/minute")
    site.post(path, data=TYPED)

    page = site.ask("POST", f"http://test{path}", data=TYPED)

    assert page.status_code == 429
    for form in Forms(page.text).forms:
        assert form["action"].startswith("/")
        assert not form["action"].startswith(("//", "/\\"))


def test_a_form_that_holds_a_file_is_not_kept(full):
    answer = full.ask("POST", "/scenarios", data=TYPED, files={"file": b"x"})

    assert Forms(answer.text).forms == []


def test_a_mistake_of_ours_stays_a_mistake(site, monkeypatch):
    def fail(_database: Database) -> None:
        raise FileNotFoundError(errno.ENOENT, "No such file")

    monkeypatch.setattr(Database, "writing", fail)

    answer = site.post("/api/v1/scenarios", json={"name": "A", "preset": "blank"})
    assert answer.status_code == 500
