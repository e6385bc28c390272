"""Whatever a header holds, the answer is one that is meant, and never a failure of ours."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NewDatabase, asking, serving
from tests.fuzz.test_dialect import looking
from tests.people import Ask, Kept, save_small_plan

APP = Path(__file__).parents[2] / "app"
FORM = "application/x-www-form-urlencoded"
# Every header that the app reads, or a library for it, with values that are nearly meant.
HEADERS: dict[str, list[str]] = {
    "accept-encoding": ["gzip", "zstd;q=1e999", "br;q=-1", "*;q=0", "gzip;q=nan, identity;q=0"],
    "accept-language": ["de-DE,de;q=0.9", "en;q=nan", "x-" * 99, "zh-Hant-x-private-1", "de@x=y"],
    "access-control-request-headers": ["If-Match", "\x7f", ","],
    "access-control-request-method": ["PUT", "GET GET", ""],
    "authorization": ["Bearer", "Bearer \xe9", "bearer  x", "Basic Og==", "Bearer " + "x" * 9000],
    "content-length": ["0", "-1", "1e3", "\xb2", "9" * 30, "\u0663"],
    "content-type": [
        *("application/json; charset=none", "multipart/form-data; boundary=", FORM),
        *("multipart/form-data; boundary=" + "x" * 99, "text/plain; =; ;", f"{FORM}; charset=\xff"),
    ],
    "cookie": [
        *(
            "crossover_keys=x.y",
            "crossover_numbers=de",
            'a="\\777"',
            "=;=;",
            "crossover_done=saved",
        ),
        *("crossover_keys", "crossover_numbers=; crossover_numbers=\xff", "a=" + "b" * 9000),
    ],
    "host": [
        "[::1",
        "[::1]:x",
        "a:99999",
        "",
        "a b",
        "//",
        "x@y",
        "[v1.x]",
        "a:-1",
        "\u2100.example",
    ],
    "hx-request-type": ["partial", "full", ""],
    "idempotency-key": ["x" * 20, "\xe9" * 200, "x" * 201, "", " " * 30],
    "if-match": ['"1"', 'W/"1', "*", ",,,", '"99999999999999999999"'],
    "if-modified-since": [
        "Thu, 26 Nov 2026 10:00:00 +999999999999999",
        "Thu, 26 Nov 2026 10:00:00 GMT",
        "Thu, 99 Nov 99999 99:99:99 -0000",
        "1 Jan 1 00:00 +2400",
    ],
    "if-none-match": ['"x"', "*", 'W/"', "," * 999],
    "if-range": ['"x"', "Thu, 26 Nov 2026 10:00:00 +999999999999999"],
    "origin": ["http://[::1", "null", "http://test", "://", "http://a]", "http://\u2100.example"],
    "range": [
        "bytes=0-1",
        "bytes=-",
        "bytes=9-1",
        "bytes=" + "0-1," * 200,
        "bytes=\xb2-3",
        "x=1-2",
    ],
    "sec-fetch-site": ["same-origin", "cross-site", ""],
    "x-forwarded-for": ["[::1", "1.2.3.4, x", "unknown", ",", "::ffff:1.2.3.4%eth0"],
    "x-forwarded-proto": ["https", "HTTPS,x", "", "javascript"],
    "x-request-id": ["12345678", "x" * 65, "\xe9" * 9],
}
FILE = (
    '{"format": "crossover-scenarios", "version": 1, "scenarios": [{"revisions": [{"name": "A", '
    '"preset": "blank", "inputs": {}, "prices_as_of": "2026-11-23", '
    '"created_at": "2026-11-24T15:04:00Z"}]}]}'
)
BLANK = "preset=blank"  # as quickly calculated as a plan can be
# A request of every kind; {id} is a saved scenario.
REQUESTS: list[tuple[str, str, bytes | None]] = [
    ("GET", f"/?{BLANK}", None),
    ("POST", "/", BLANK.encode()),
    ("GET", "/prices", None),
    ("GET", "/s/{id}", None),
    ("GET", "/s/{id}/edit", None),
    ("POST", "/s/{id}/name", b"name=x"),
    ("POST", "/s/{id}/key", b"key=x"),
    ("GET", "/scenarios", None),
    ("POST", "/scenarios/import", b"text=x"),
    ("POST", "/numbers", b"style=de&page=/"),
    ("POST", "/evidence", b"--x\r\n"),
    ("GET", f"/chart.svg?{BLANK}", None),
    ("GET", "/api/v1/scenarios/{id}", None),
    ("GET", "/api/v1/scenarios/{id}/months.csv", None),
    ("GET", "/api/v1/scenarios/{id}/value/tuning.npv.txt", None),
    ("PUT", "/api/v1/scenarios/{id}", b"{}"),
    ("DELETE", "/api/v1/scenarios/{id}", None),
    ("GET", f"/api/v1/summary?{BLANK}", None),
    ("POST", "/api/v1/inputs", b"{}"),
    ("POST", "/api/v1/evidence", b"--x\r\n"),
    ("POST", "/api/v1/scenarios/imports", FILE.encode()),
    ("OPTIONS", "/api/v1/summary", None),
    ("HEAD", "/static/icon.svg", None),
    ("GET", "/static/icon.svg", None),
    ("GET", "/favicon.ico", None),
    ("GET", "/healthz", None),
    ("GET", "/metrics", None),
    ("GET", "/no/such/page", None),
]
TEXT = st.text(st.characters(max_codepoint=0xFF, exclude_characters="\r\n\0"), max_size=30)


@st.composite
def header(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A header with one of its values, whole or cut and put together anew."""
    name = draw(st.sampled_from([*HEADERS]))
    value = draw(st.sampled_from(HEADERS[name]))
    if draw(st.booleans()):
        at = draw(st.integers(0, len(value)))
        value = value[:at] + draw(TEXT) + draw(st.sampled_from([value[at:], value, ""]))
    return name.encode(), value.encode("latin-1", errors="replace")


@pytest.fixture(scope="module")
def application(new_database: NewDatabase) -> Iterator[FastAPI]:
    """An app that has /metrics, and believes what stands before it."""
    settings = {"metrics_token": "x" * 16, "trusted_proxies": "127.0.0.1"}
    with new_database(migrated=True) as url, serving(url, **settings) as app:
        yield app


@pytest.fixture(scope="module")
def ask(application: FastAPI) -> Ask:
    return asking(application)


@pytest.fixture(scope="module")
def kept(ask: Ask) -> Kept:
    return save_small_plan(ask)


def status(
    ask: Ask, kept: Kept, sent: tuple[str, str, bytes | None], *more: tuple[bytes, bytes]
) -> int:
    """Return how a request is answered that has these headers beside the usual ones."""
    method, path, content = sent
    usual = {b"content-type": b"application/json" if "/api/" in path else FORM.encode()}
    headers = [*((usual if content else {}) | dict(more)).items()]
    return ask(method, path.format(id=kept.id), content=content, headers=headers).status_code


# A header is read in one place: its first value meets every request, the others one of each kind.
# A page of a plan is of the kind of a saved one, and is calculated.
ONE_OF_EACH_KIND = [
    sent
    for sent in REQUESTS
    if sent[:2]
    in {
        *(("GET", "/s/{id}"), ("GET", "/scenarios"), ("POST", "/s/{id}/name")),
        *(("POST", "/numbers"), ("POST", "/evidence"), ("GET", "/api/v1/scenarios/{id}")),
        *(("PUT", "/api/v1/scenarios/{id}"), ("OPTIONS", "/api/v1/summary")),
        *(("GET", "/static/icon.svg"), ("GET", "/metrics")),
    }
]


@pytest.mark.parametrize("name", HEADERS)
def test_a_header_that_is_nearly_meant_is_no_failure(ask: Ask, kept: Kept, name: str) -> None:
    first, *others = HEADERS[name]
    sent_with = [(sent, first) for sent in REQUESTS]
    sent_with += [(sent, value) for value in others for sent in ONE_OF_EACH_KIND]
    failures = [
        (sent, value)
        for sent, value in sent_with
        if status(ask, kept, sent, (name.encode(), value.encode("latin-1", "replace"))) >= 500
    ]
    assert failures == []


def test_there_is_one_of_each_kind() -> None:
    assert len(ONE_OF_EACH_KIND) == 10


@looking(150)
@given(sent=st.sampled_from(REQUESTS), headers=st.lists(header(), min_size=1, max_size=3))
def test_any_header_is_no_failure(
    ask: Ask, kept: Kept, sent: tuple[str, str, bytes | None], headers: list[tuple[bytes, bytes]]
) -> None:
    assert status(ask, kept, sent, *headers) < 500


def test_every_header_that_is_read_is_tried() -> None:
    read = {name for file in APP.rglob("*.py") for name in headers_read(file)}
    assert len(read) > 8
    assert read - {"cookie"} <= HEADERS.keys()


def headers_read(file: Path) -> Iterator[str]:
    """Yield the names of headers that a module gets from a request."""
    for node in ast.walk(ast.parse(file.read_text())):
        match node:
            case ast.Call(
                func=ast.Attribute(
                    attr="get", value=ast.Name(id="headers") | ast.Attribute(attr="headers")
                ),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name.lower()
            case ast.Call(
                func=ast.Attribute(attr="get", value=ast.Call(func=ast.Name(id="Headers"))),
                args=[ast.Constant(value=str(name)), *_],
            ):
                yield name.lower()
