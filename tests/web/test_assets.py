"""Static files with hashed addresses, and compression."""

import os
import re
from pathlib import Path

import pytest

from app.web.assets import Assets
from app.web.templating import ASSETS, STATIC

FOR_GOOD = "public, max-age=31536000, immutable"
FILES = sorted(
    str(path.relative_to(STATIC))
    for path in STATIC.rglob("*")
    if path.suffix in {".css", ".js", ".svg", ".png"}
)
ENCODINGS = ("zstd", "br", "gzip")
AS_SENT = {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("name", FILES)
def test_an_address_with_a_hash_is_kept_for_good(get, name):
    response = get(ASSETS.url(name))
    assert response.status_code == 200
    assert response.content == (STATIC / name).read_bytes()
    assert response.headers["cache-control"] == FOR_GOOD


@pytest.mark.parametrize("name", FILES)
def test_an_address_without_a_hash_works_and_is_asked_for_each_time(get, name):
    response = get(f"/static/{name}")
    assert response.content == (STATIC / name).read_bytes()
    assert response.headers["cache-control"] == "no-cache"
    again = get(f"/static/{name}", headers={"If-None-Match": response.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["cache-control"] == "no-cache"


def test_the_hash_of_another_version_gets_the_file_of_today_but_not_for_good(get):
    response = get("/static/crossover.0123456789ab.css")
    assert response.content == (STATIC / "crossover.css").read_bytes()
    assert response.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "nothing.css",
        "nothing.0123456789ab.css",
        "vendor",
        "../pyproject.toml",
        "%2e%2e/pyproject.0123456789ab.toml",
        "crossover.0123456789AB.css",
        "x" * 5000 + ".0123456789ab.css",
        "%00.0123456789ab.css",
    ],
)
def test_what_is_not_there_is_not_found(get, path):
    assert get(f"/static/{path}").status_code == 404


def test_an_address_changes_with_the_content(tmp_path: Path):
    file = tmp_path / "a.min.css"
    assets = Assets(tmp_path, "/static")
    file.write_text("one")
    first = assets.url("a.min.css")
    assert re.fullmatch(r"/static/a\.min\.[0-9a-f]{12}\.css", first)
    file.write_text("two")
    os.utime(file, ns=(1, 1))
    assert assets.url("a.min.css") != first


@pytest.mark.parametrize("path", ["/", "/prices", "/methodology", "/connect", "/nothing"])
def test_every_page_asks_for_hashed_addresses_only(get, path):
    page = get(path).text
    addresses = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(addresses) == 6
    for address in addresses:
        assert get(address).headers["cache-control"] == FOR_GOOD


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png"])
def test_icons_are_where_browsers_look_for_them(get, path):
    response = get(path)
    assert response.status_code == 200
    assert response.headers["content-type"].startswith("image/")
    assert len(response.content) < 5_000


def stated(response):
    return {part.strip().lower() for part in response.headers.get("vary", "").split(",")}


@pytest.mark.parametrize(
    "path",
    ["/", "/prices", "/api/v1/summary", "/api/v1/months.csv", "/static/crossover.css", "/api/v1/x"],
)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_answer_is_compressed_as_its_reader_can(ask, path, encoding):
    plain = ask("GET", path, headers=AS_SENT)
    response = ask("GET", path, headers={"Accept-Encoding": encoding})
    assert "content-encoding" not in plain.headers
    if len(plain.content) < 1000:
        assert "content-encoding" not in response.headers
        return
    assert response.headers["content-encoding"] == encoding
    assert response.content == plain.content  # httpx unpacks it
    assert response.num_bytes_downloaded < len(plain.content) / 2
    assert "accept-encoding" in stated(response) & stated(plain)


def test_the_best_of_several_encodings_is_taken(get):
    everything = {"Accept-Encoding": "gzip, deflate, br, zstd"}
    assert get("/", headers=everything).headers["content-encoding"] == "zstd"
    usual = {"Accept-Encoding": "gzip, deflate, br"}
    assert get("/", headers=usual).headers["content-encoding"] == "br"


def test_a_page_varies_with_htmx_and_with_the_encoding(get):
    for headers in ({"Accept-Encoding": "gzip"}, AS_SENT):
        assert stated(get("/", headers=headers)) >= {"hx-request-type", "accept-encoding"}


@pytest.mark.parametrize("encoding", ["zstd", "br", "gzip", "identity"])
def test_a_client_that_has_the_answer_is_told_so_in_every_encoding(get, encoding):
    headers = {"Accept-Encoding": encoding}
    first = get("/api/v1/months", headers=headers)
    again = get("/api/v1/months", headers=headers | {"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert "accept-encoding" in stated(again) & stated(first)
