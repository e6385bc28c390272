"""/healthz says that the process answers, /readyz that it can serve people."""

import threading

import pytest

from app.store import Database, migrate, newest_revision
from app.web.watching import operations

pytestmark = pytest.mark.every_database


def test_a_migrated_database_is_ready(site):
    answer = site.get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["cache-control"] == "no-store"


def test_a_database_of_an_older_crossover_is_not(site, migrated_url):
    migrate(migrated_url, to="0001")

    answer = site.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "the database is not migrated\n")
    assert answer.headers["retry-after"] == "5"


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:///{folder}/gone/crossover.db",
        "postgresql+psycopg://postgres:secret@/none?host={folder}",
        "postgresql+psycopg://postgres:secret@127.0.0.1:1/none",
    ],
)
def test_a_database_that_is_not_there_is_not_ready_and_the_process_is_healthy(
    open_site_at, tmp_path, url
):
    site = open_site_at(url.format(folder=tmp_path))
    (tmp_path / "gone").rmdir() if "sqlite" in url else None

    answer = site.get("/readyz")

    assert (answer.status_code, answer.text) == (503, "the database cannot be reached\n")
    assert site.get("/healthz").text == "ok\n"


def test_a_database_that_does_not_answer_is_not_ready_within_seconds(site, monkeypatch):
    gave_up = threading.Event()

    def answer_late(database):
        gave_up.wait(5)
        return newest_revision()

    monkeypatch.setattr(operations, "READY_SECONDS", 0.05)
    monkeypatch.setattr(operations, "current_revision", answer_late)

    answer = site.get("/readyz")
    gave_up.set()

    assert (answer.status_code, answer.text) == (503, "the database cannot be reached\n")


def test_a_file_that_is_no_database_is_not_ready(site_of_file, file):
    file.write_text("A letter, not a database. " * 100)

    assert site_of_file.get("/readyz").status_code == 503


def test_a_server_starts_while_its_database_is_away(tmp_path):
    database = Database(f"postgresql+psycopg://postgres@/none?host={tmp_path}")
    assert operations.readiness(database) == operations.NOT_REACHED
    database.close()
