"""Traces for OpenTelemetry, if the standard variables name a collector; else nothing is loaded.

The spans are our own. FastAPI's, and those of OpenTelemetry's libraries for it and SQLAlchemy, hold
whole addresses, statements or messages, and with them what opens a scenario.
"""

import os
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from sqlalchemy import Engine, event
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.watching.request_log import PROBES, method_of, route_of

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

ENDPOINTS = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
TIMEOUTS = ("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT")
EXPORT_SECONDS = 3  # unless those say otherwise; a collector that is away must not delay a stop
# FastAPI's would otherwise start with FASTAPI_OTEL_AUTO_CONFIGURE, or beside another's provider.
NONE_OF_FASTAPI: TelemetryConfig = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "auto_configure": False,
}
SPAN = "crossover_span"  # where a statement's context keeps its span


def is_wanted() -> bool:
    """Tell whether a collector is named."""
    return any(os.environ.get(name) for name in ENDPOINTS)


def add_tracing(app: FastAPI) -> None:
    """Send the app's spans to the collector that the standard variables name."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    bounded = any(os.environ.get(name) for name in TIMEOUTS)
    exporter = OTLPSpanExporter(timeout=None if bounded else EXPORT_SECONDS)
    trace(app, provider_of(BatchSpanProcessor(exporter)))


def provider_of(processor: "SpanProcessor") -> "TracerProvider":
    """Return what makes spans and hands them to the processor."""
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

    name = os.environ.get("OTEL_SERVICE_NAME", "crossover")
    provider = TracerProvider(resource=Resource.create({"service.name": name}))
    provider.add_span_processor(processor)
    return provider


def trace(app: FastAPI, provider: "TracerProvider") -> None:
    """Make a span of every request, and of every statement below it."""
    app.state.tracing = provider
    trace_statements(app.state.database.engine, provider)
    app.add_middleware(Traced, provider=provider)


def end_tracing(app: FastAPI) -> None:
    """Send the spans that wait: a process that a signal ends would take them along."""
    if hasattr(app.state, "tracing"):
        app.state.tracing.shutdown()


def trace_statements(engine: Engine, provider: "TracerProvider") -> None:
    """Make a span of every statement, named after its first word, such as SELECT."""
    from opentelemetry.trace import SpanKind, Status, StatusCode

    tracer = provider.get_tracer("crossover")

    def begin(_connection: Any, _cursor: Any, statement: str, _values: Any, *known: Any) -> None:
        attributes = {"db.system.name": engine.dialect.name}
        word = statement.split(maxsplit=1)[0].upper()
        span = tracer.start_span(word, kind=SpanKind.CLIENT, attributes=attributes)
        setattr(known[0], SPAN, span)

    def end(_connection: Any, _cursor: Any, _statement: str, _values: Any, *known: Any) -> None:
        getattr(known[0], SPAN).end()

    def fail(failure: Any) -> None:
        span = getattr(failure.execution_context, SPAN, None)
        if span is not None:
            span.set_status(Status(StatusCode.ERROR))
            span.end()

    event.listen(engine, "before_cursor_execute", begin)
    event.listen(engine, "after_cursor_execute", end)
    event.listen(engine, "handle_error", fail)


class Traced:
    """Makes a span of every request, named after its route."""

    def __init__(self, app: ASGIApp, *, provider: "TracerProvider") -> None:
        self.app = app
        self.tracer = provider.get_tracer("crossover")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on within its span."""
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind, Status, StatusCode

        if scope["type"] != "http" or scope["path"] in PROBES:
            await self.app(scope, receive, send)
            return
        method = method_of(scope)
        with self.tracer.start_as_current_span(
            method,
            context=extract(dict(Headers(scope=scope))),
            kind=SpanKind.SERVER,
            record_exception=False,  # its message would be exported
            set_status_on_exception=False,
        ) as span:

            async def send_noting(message: Message) -> None:
                if message["type"] == "http.response.start":
                    span.set_attribute("http.response.status_code", message["status"])
                    if message["status"] >= 500:
                        span.set_status(Status(StatusCode.ERROR))
                await send(message)

            try:
                await self.app(scope, receive, send_noting)
            finally:
                span.update_name(f"{method} {route_of(scope)}")
                span.set_attribute("http.request.method", method)
                span.set_attribute("http.route", route_of(scope))
