"""Logs: a line per request, with an id, and nothing in it that opens a scenario."""

import json
import logging
import logging.config
import re
from io import StringIO

import pytest
from fastapi import Request
from sqlalchemy import text
from starlette.responses import StreamingResponse

from app.store import Database
from app.web.watching.logs import configuration, logger

SECRETS = re.compile(r"[A-Za-z0-9_-]{22}")  # an id or a key


@pytest.fixture
def written(monkeypatch):
    """Return what logging writes at its most talkative, as JSON lines."""
    stream = StringIO()
    settings = configuration(level="debug", log_format="json")
    settings["handlers"]["stderr"]["stream"] = stream
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logging.config.dictConfig(settings)
    yield stream
    root.handlers[:], level = before
    root.setLevel(level)
    for name in ("crossover", "uvicorn"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def lines(written):
    return [json.loads(line) for line in written.getvalue().splitlines()]


def requests(written):
    return [line for line in lines(written) if line["event"] == "request"]


def test_a_request_is_one_line(site, written):
    answer = site.get("/api/v1/summary?preset=blank&workload.requests_per_month=12345")

    (line,) = requests(written)
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/summary", 200)
    assert line["duration_ms"] > 0
    assert line["level"] == "info"
    assert line["request_id"] == answer.headers["x-request-id"]
    assert "12345" not in written.getvalue()


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/", "/", 200),
        ("HEAD", "/s/unknown-id", "/s/{scenario_id}", 404),
        ("GET", "/s/unknown-id", "/s/{scenario_id}", 404),
        ("DELETE", "/s/unknown-id", "/s/{scenario_id}", 405),
        ("GET", "/static/crossover.css", "/static", 200),
        ("GET", "/no/such/page", "(none)", 404),
        ("BREW", "/", "/", 405),
    ],
)
def test_the_line_names_the_route_and_never_the_path(site, written, method, path, route, status):
    site.ask(method, path)

    (line,) = requests(written)
    assert (line["route"], line["status"]) == (route, status)
    assert line["method"] == (method if method != "BREW" else "OTHER")
    assert "unknown-id" not in written.getvalue()


def test_the_logs_of_saving_reading_and_failing_hold_no_id_and_no_key(site, written, monkeypatch):
    saved = site.save()
    key = {"Authorization": f"Bearer {saved['edit_key']}"}
    for path in (f"/s/{saved['id']}", f"/api/v1/scenarios/{saved['id']}", "/s/" + "x" * 22):
        site.get(path, headers=key)
        site.get(f"{path}/nowhere?key={saved['edit_key']}")
        site.ask("PUT", path, headers=key)
    monkeypatch.setattr(Database, "glancing", fails_with(saved["id"]))
    failed = site.get(f"/s/{saved['id']}", headers=key)
    monkeypatch.setattr(Database, "glancing", fails_in_the_database(saved["id"]))
    failed_too = site.get(f"/s/{saved['id']}", headers=key)

    assert (failed.status_code, failed_too.status_code) == (500, 500)
    log = written.getvalue()
    assert len(requests(written)) == 12
    assert saved["id"] not in log
    assert saved["edit_key"] not in log
    assert not SECRETS.search(re.sub(r"[a-z_]+[.(]|\b[a-z_]+\b", "", log))


def fails_with(secret):
    def glancing(_database):
        raise ValueError(f"no such thing: {secret}")

    return glancing


def fails_in_the_database(secret):
    original = Database.glancing

    def glancing(database):
        with original(database) as connection:
            connection.execute(text("SELECT no_such_column, :id"), {"id": secret})

    return glancing


def test_a_failure_is_logged_with_its_kind_its_place_and_the_id_of_the_answer(
    site, written, monkeypatch
):
    monkeypatch.setattr(Database, "glancing", fails_with("a secret"))

    answer = site.get("/s/" + "x" * 22)

    (line,) = [line for line in lines(written) if line["event"] == "failure"]
    assert answer.status_code == 500
    assert line["request_id"] == answer.headers["x-request-id"]
    assert line["exception"].startswith("builtins.ValueError\n")
    assert re.search(r"app/scenarios/saved_plans\.py:\d+ in open_scenario", line["exception"])
    assert "a secret" not in written.getvalue() + answer.text


def test_a_failure_has_the_headers_of_every_other_answer(site, monkeypatch):
    monkeypatch.setattr(Database, "glancing", fails_with("a secret"))

    answer = site.get("/s/" + "x" * 22)

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "Try again" in answer.text


def test_a_failure_in_the_middle_of_an_answer_reaches_the_server_and_the_log(site, written):
    def breaks():
        yield "half an answer"
        raise ValueError("a secret")

    reached = []

    class Server:
        def __init__(self, app):
            self.app = app

        async def __call__(self, scope, receive, send):
            try:
                await self.app(scope, receive, send)
            except ValueError as error:
                reached.append(error)
                raise

    site.app.add_api_route("/breaks", lambda: StreamingResponse(breaks()))
    site.app.add_middleware(Server)
    site.get("/breaks")

    assert len(reached) == 1  # a server then cuts the connection
    assert [line["event"] for line in lines(written)] == ["failure", "request"]
    assert "a secret" not in written.getvalue()


def test_what_libraries_log_goes_the_same_way(site, written):
    @site.app.get("/talks")
    def talks(request: Request) -> dict[str, str]:
        logging.getLogger("uvicorn.error").warning("Invalid %s", "request")
        return {}

    answer = site.get("/talks")

    (line,) = [line for line in lines(written) if line["logger"] == "uvicorn.error"]
    assert line["event"] == "Invalid request"
    assert line["request_id"] == answer.headers["x-request-id"]


def test_a_probe_is_not_worth_a_line_while_it_succeeds(site, written):
    site.get("/healthz")

    assert [line["level"] for line in requests(written)] == ["debug"]


def test_an_id_is_taken_from_a_trusted_proxy_only(open_site):
    site = open_site(trusted_proxies="192.0.2.7, 10.0.0.0/8")
    given = {"X-Request-ID": "given-by-the-proxy"}

    for peer, is_taken in (("192.0.2.7", True), ("10.1.2.3", True), ("192.0.2.8", False)):
        answer = site.get("/healthz", peer=peer, headers=given)
        assert (answer.headers["x-request-id"] == "given-by-the-proxy") == is_taken, peer


@pytest.mark.parametrize("given", ["short", "x" * 65, "with space", 'a"quote-in-it', "ünïcödé-id"])
def test_an_id_that_is_none_is_replaced(open_site, given):
    site = open_site(trusted_proxies="192.0.2.7")

    answer = site.get("/healthz", peer="192.0.2.7", headers={"X-Request-ID": given.encode()})

    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["x-request-id"])


def test_lines_can_also_be_read(capsys):
    settings = configuration(level="info", log_format="text")
    settings["loggers"] = {}
    formatter = settings["formatters"]["lines"]["()"]("text")
    record = logging.LogRecord("uvicorn.error", logging.INFO, "", 0, "Started %d", (7,), None)

    line = formatter.format(record)

    assert "Started 7" in line
    assert not line.startswith("{")


def test_a_logger_writes_nothing_below_its_level(written):
    logging.getLogger("crossover").setLevel(logging.WARNING)

    logger("requests").info("request")

    assert written.getvalue() == ""
