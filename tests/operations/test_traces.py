"""Traces: spans that say which route was slow, and nothing that opens a scenario."""

import os
import subprocess
import sys
from contextlib import suppress

import opentelemetry.trace
import pytest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from starlette.responses import StreamingResponse

from app.store import Database
from app.web.watching import telemetry
from app.web.watching.telemetry import provider_of, trace


@pytest.fixture
def exporter():
    return InMemorySpanExporter()


@pytest.fixture
def traced(site, exporter):
    provider = provider_of(SimpleSpanProcessor(exporter))
    trace(site.app, provider)
    yield site
    provider.shutdown()


def server_span(exporter):
    (span,) = [span for span in exporter.get_finished_spans() if span.kind.name == "SERVER"]
    return span


def test_a_request_is_a_span_named_after_its_route(traced, exporter):
    traced.get("/api/v1/summary?preset=blank&workload.requests_per_month=12345")

    span = server_span(exporter)
    assert span.name == "GET /api/v1/summary"
    assert span.attributes == {
        "http.request.method": "GET",
        "http.route": "/api/v1/summary",
        "http.response.status_code": 200,
    }
    assert span.resource.attributes["service.name"] == "crossover"
    assert span.end_time > span.start_time


def test_its_statements_are_spans_below_it(traced, exporter):
    traced.get(f"/api/v1/scenarios/{'x' * 22}")

    spans = exporter.get_finished_spans()
    request = server_span(exporter)
    (select,) = [span for span in spans if span.name == "SELECT"]
    assert select.context.trace_id == request.context.trace_id
    assert select.parent.span_id == request.context.span_id
    system = traced.app.state.database.engine.dialect.name
    assert select.attributes == {"db.system.name": system}


def test_a_trace_that_began_elsewhere_goes_on(traced, exporter):
    traced.get("/", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})

    assert f"{server_span(exporter).context.trace_id:x}" == "ab" * 16


def test_spans_of_saving_reading_and_failing_hold_no_id_and_no_key(traced, exporter, monkeypatch):
    saved = traced.save("A secret name")
    key = {"Authorization": f"Bearer {saved['edit_key']}"}
    for path in (f"/s/{saved['id']}", f"/api/v1/scenarios/{saved['id']}", f"/x/{saved['id']}"):
        traced.get(f"{path}?key={saved['edit_key']}", headers=key)

    def fail(_database):
        raise ValueError(saved["id"])

    monkeypatch.setattr(Database, "glancing", fail)
    traced.get(f"/s/{saved['id']}")
    with suppress(IntegrityError), traced.app.state.database.engine.begin() as connection:
        connection.execute(text("UPDATE scenario SET id = NULL"))

    spans = exporter.get_finished_spans()
    everything = "".join(span.to_json() for span in spans)
    assert len(spans) > 8
    assert saved["id"] not in everything
    assert saved["edit_key"] not in everything
    assert "A secret name" not in everything
    assert "crossover.db" not in everything
    failed = {span.name for span in spans if span.status.status_code.name == "ERROR"}
    assert failed == {"GET /s/{scenario_id}", "UPDATE"}
    assert not any(span.events or span.status.description for span in spans)


def test_a_failure_in_the_middle_of_an_answer_keeps_its_message_to_itself(traced, exporter):
    def breaks():
        yield "half an answer"
        raise ValueError("a secret")

    traced.app.add_api_route("/breaks", lambda: StreamingResponse(breaks()))
    traced.get("/breaks")

    assert server_span(exporter).name == "GET /breaks"
    assert "a secret" not in server_span(exporter).to_json()


def test_probes_are_not_traced(traced, exporter):
    traced.get("/healthz")

    assert exporter.get_finished_spans() == ()


def test_the_frameworks_own_spans_stay_off_beside_them(site, exporter, monkeypatch):
    provider = provider_of(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(opentelemetry.trace, "_TRACER_PROVIDER", provider)

    site.get("/s/an-id-nobody-may-read?preset=blank")

    assert exporter.get_finished_spans() == ()
    provider.shutdown()


@pytest.mark.parametrize("name", telemetry.ENDPOINTS)
def test_the_standard_variables_turn_it_on(monkeypatch, name):
    for other in telemetry.ENDPOINTS:
        monkeypatch.delenv(other, raising=False)
    assert not telemetry.is_wanted()
    monkeypatch.setenv(name, "http://localhost:4318")
    assert telemetry.is_wanted()


def test_without_them_nothing_of_it_is_loaded():
    loaded = "import sys, app.main; app.main.app_from_environment(); print(*sys.modules, sep='\\n')"
    names = subprocess.run(
        [sys.executable, "-c", loaded],
        env={k: v for k, v in os.environ.items() if not k.startswith("OTEL_")},
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert "app.web.watching.telemetry" in names
    assert "opentelemetry.sdk" not in names
