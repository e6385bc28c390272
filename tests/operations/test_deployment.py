"""Dockerfile, compose.yaml, nginx.conf and the documents agree with the code."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings
from app.web.serving import SHUTDOWN_SECONDS

ROOT = Path(__file__).resolve().parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
NGINX = (ROOT / "deploy" / "nginx.conf").read_text()
DOCUMENTS = (
    *("Dockerfile", "compose.yaml", "deploy/env.example", "deploy/nginx.conf"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"),
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("docs/**/*.md")),
)
ASK = """
import asyncio, os, httpx
from app.main import app_from_environment
from app.store import migrate
migrate(os.environ["CROSSOVER_DATABASE_URL"])
app = app_from_environment()
async def ask():
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        for path in ("/", "/static/icon.svg", "/readyz", "/api/v1/workbook.xlsx?preset=blank"):
            print((await client.get(path)).status_code)
asyncio.run(ask())
"""


@pytest.fixture
def services() -> dict[str, Any]:
    return dict(yaml.safe_load((ROOT / "compose.yaml").read_text())["services"])


def copied() -> list[str]:
    """Return what the Dockerfile copies from this folder."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M)
    return [name for line in lines for name in line.split()]


def test_every_setting_that_is_named_exists() -> None:
    named = [
        (document, name.lower())
        for document in DOCUMENTS
        for name in re.findall(r"CROSSOVER_([A-Z_]+)", (ROOT / document).read_text())
    ]

    assert [(where, name) for where, name in named if name not in Settings.model_fields] == []


def test_every_file_that_is_linked_or_named_is_there() -> None:
    missing = []
    for document in (name for name in DOCUMENTS if name.endswith(".md")):
        text = (ROOT / document).read_text()
        links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
        tests = re.findall(r"`(tests/[\w/]+\.py)`", text)
        missing += [link for link in links if not ((ROOT / document).parent / link).exists()]
        missing += [test for test in tests if not (ROOT / test).is_file()]

    assert missing == []


def test_every_test_that_security_names_exists() -> None:
    named = re.findall(r"`(test_\w+)`", (ROOT / "SECURITY.md").read_text())
    written = "".join(path.read_text() for path in ROOT.glob("tests/**/test_*.py"))

    assert len(named) >= 10
    for name in named:
        assert f"def {name}(" in written, name


def test_what_the_image_holds_is_enough_to_serve(tmp_path: Path) -> None:
    for name in copied():
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)

    run = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=tmp_path,  # before the installed one
        env=os.environ | {"CROSSOVER_DATABASE_URL": f"sqlite:///{tmp_path / 'crossover.db'}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stdout.split() == ["200"] * 4, run.stderr


def test_the_image_is_handed_all_that_it_copies() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()

    assert "*" in lines
    assert {line[1:] for line in lines if line.startswith("!")} == set(copied())


def test_the_image_runs_as_nobody_in_particular_with_a_python_that_is_supported() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.M)
    (python,) = set(re.findall(r"^FROM python:(\S+)-slim", DOCKERFILE, re.M))

    assert users == ["crossover"]
    assert python in ("3.11", "3.12", "3.13")


def test_containers_cannot_write_and_hold_no_password(services: dict[str, Any]) -> None:
    for name, service in services.items():
        assert service["read_only"], name
        assert service["healthcheck"], name
        for variable, value in service["environment"].items():
            if re.search("PASSWORD|TOKEN", variable):
                assert re.fullmatch(r"\$\{[A-Z_]+:[-?].*\}", value), variable
    assert ":" not in services["app"]["environment"]["CROSSOVER_DATABASE_URL"].split("//")[1]


def test_what_compose_asks_for_is_in_the_example(services: dict[str, Any]) -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+):", (ROOT / "compose.yaml").read_text()))
    example = re.findall(r"^([A-Z_]+)=(.*)$", (ROOT / "deploy" / "env.example").read_text(), re.M)

    assert {name for name, _ in example} == asked
    assert not any(value for _, value in example)


def test_nginx_asks_the_processes_that_compose_starts(services: dict[str, Any]) -> None:
    first, last = re.match(r"127\.0\.0\.1:(\d+)-(\d+):8000", services["app"]["ports"][0]).groups()
    upstream = re.findall(r"server 127\.0\.0\.1:(\d+)", NGINX)

    assert upstream == [str(port) for port in range(int(first), int(last) + 1)]
    assert len(upstream) == services["app"]["deploy"]["replicas"]


def test_requests_in_flight_are_given_their_time(services: dict[str, Any]) -> None:
    assert int(services["app"]["stop_grace_period"].removesuffix("s")) > SHUTDOWN_SECONDS


def test_nginx_repeats_no_write_and_logs_no_address() -> None:
    directives = re.sub(r"#.*", "", NGINX)

    assert "non_idempotent" not in directives
    (log_format,) = re.findall(r"log_format [^;]+;", directives)
    assert not re.search(
        r"\$(request_uri|request|uri|args|query_string|http_referer)\b", log_format
    )
    assert re.search(r"error_log \S+ crit;", directives)
    assert "X-Forwarded-For $remote_addr;" in directives  # not what the client wrote
