"""The `crossover` command, as a process of its own where that matters."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app import cli
from app.store import Database, current_revision, newest_revision
from tests.servers import running_server

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = {
    "crossover": [str(Path(sys.executable).with_name("crossover"))],
    "python -m app": [sys.executable, "-m", "app"],
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_both_spellings_bring_a_database_up_to_date(command: list[str], tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'crossover.db'}"
    subprocess.run(
        [*command, "migrate"],
        cwd=ROOT,
        env=os.environ | {"CROSSOVER_DATABASE_URL": url},
        check=True,
    )

    database = Database(url)
    assert current_revision(database) == newest_revision()
    database.close()


def test_a_new_database_is_nobody_elses_to_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", f"sqlite:///{tmp_path / 'var' / 'crossover.db'}")
    before = os.umask(0o022)
    try:
        cli.main(["migrate"])
    finally:
        os.umask(before)

    modes = [stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "var").rglob("*")]
    assert modes == [0o600]
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


def test_serve_migrates_and_answers(tmp_path: Path, database_url: str) -> None:
    with running_server(folder=tmp_path, database_url=database_url) as base_url:
        assert httpx.get(f"{base_url}/readyz", timeout=60).text == "ok\n"


def test_serve_says_which_options_it_takes(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["serve", "--help"])

    assert caught.value.code == 0
    printed = capsys.readouterr().out
    for words in ("--host", "127.0.0.1", "--port", "8000", "--workers"):
        assert words in printed


def test_the_options_reach_the_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    passed = {}
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", f"sqlite:///{tmp_path / 'crossover.db'}")
    monkeypatch.setenv("CROSSOVER_LOG_LEVEL", "warning")
    monkeypatch.setattr("app.cli.uvicorn.run", lambda _app, **options: passed.update(options))

    cli.main(["serve", "--host", "0.0.0.0", "--port", "65535", "--workers", "3"])

    assert (passed["host"], passed["port"], passed["workers"]) == ("0.0.0.0", 65_535, 3)
    assert passed["log_level"] == "warning"
    assert not passed["access_log"]  # an id in a log lets its reader read the scenario


@pytest.mark.parametrize("port", ["-1", "65536", "abc", "80.5", "", "²"])
def test_a_port_that_is_none_is_refused(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["serve", f"--port={port}"])

    assert caught.value.code == 2
    assert "argument --port: must be a whole number from 0 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize("workers", ["0", "-1", "two"])
def test_there_is_at_least_one_worker(workers: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["serve", f"--workers={workers}"])

    assert caught.value.code == 2
    assert "argument --workers: must be a whole number from 1" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [[], ["sing"]])
def test_a_command_is_needed(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(arguments)

    assert caught.value.code == 2
    assert "{serve,migrate,backup,restore,measure}" in capsys.readouterr().err


def test_a_wrong_setting_is_named_without_its_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CROSSOVER_PUBLIC_URL", "secret")
    monkeypatch.setenv("CROSSOVER_LOG_LEVEL", "loud")

    with pytest.raises(SystemExit) as caught:
        cli.main(["migrate"])

    message = str(caught.value.code)
    assert "CROSSOVER_PUBLIC_URL: Input should be a valid URL" in message
    assert "CROSSOVER_LOG_LEVEL: Input should be 'debug', 'info'" in message
    assert "secret" not in message


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("secret", "CROSSOVER_DATABASE_URL: Could not parse"),
        ("sqlite://", "CROSSOVER_DATABASE_URL: An SQLite database needs a file"),
        ("fox://u:secret@h/d", "CROSSOVER_DATABASE_URL: Can't load plugin"),
        ("sqlite:////proc/secret-less/no.db", "cannot use the database: "),
    ],
)
def test_an_unusable_database_is_named_without_its_address(
    monkeypatch: pytest.MonkeyPatch, url: str, message: str
) -> None:
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", url)

    with pytest.raises(SystemExit) as caught:
        cli.main(["migrate"])

    assert str(caught.value.code).startswith(message)
    assert "secret@" not in str(caught.value.code)


def test_a_file_that_is_no_database_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "crossover.db").write_text("A letter, not a database. " * 100)
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", f"sqlite:///{tmp_path / 'crossover.db'}")

    with pytest.raises(SystemExit, match="cannot use the database: file is not a database"):
        cli.main(["migrate"])


def test_a_database_of_a_newer_crossover_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CROSSOVER_DATABASE_URL", f"sqlite:///{tmp_path / 'crossover.db'}")
    cli.main(["migrate"])
    with sqlite3.connect(tmp_path / "crossover.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    with pytest.raises(SystemExit, match=r"cannot use the database: .*9999"):
        cli.main(["migrate"])
