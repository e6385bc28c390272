"""A database file that is moved away under the server: nothing is acknowledged that is lost."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import event

from app.store import migrate
from app.store.outages import MOVED

SMALL = {"name": "A", "preset": "blank"}


def move(file: Path, to: Path) -> None:
    """Move a database with what SQLite has beside it."""
    to.mkdir()
    for part in file.parent.glob(f"{file.name}*"):
        part.rename(to / part.name)


def test_nothing_is_saved_into_a_file_that_was_moved_away(
    site_of_file: Any, file: Path, tmp_path: Path
) -> None:
    before = site_of_file.post("/api/v1/scenarios", json=SMALL)
    assert before.status_code == 201
    move(file, tmp_path / "elsewhere")

    for method, path, status in (("POST", "/api/v1/scenarios", 503), ("GET", "/readyz", 503)):
        answer = site_of_file.ask(method, path, json=SMALL)
        assert (answer.status_code, "retry-after" in answer.headers) == (status, True)
    detail = site_of_file.post("/api/v1/scenarios", json=SMALL).json()["detail"]
    assert detail == MOVED.detail
    read = site_of_file.get(f"/api/v1/scenarios/{before.json()['id']}")
    assert read.status_code == 503
    assert not file.exists()  # nor is another one begun in its place


def test_a_file_that_was_put_back_is_used_again_at_once(
    site_of_file: Any, file: Path, tmp_path: Path
) -> None:
    kept = site_of_file.post("/api/v1/scenarios", json=SMALL).json()
    move(file, tmp_path / "elsewhere")
    assert site_of_file.get("/readyz").status_code == 503
    for part in (tmp_path / "elsewhere").iterdir():
        part.rename(file.parent / part.name)

    assert site_of_file.get("/readyz").status_code == 200
    assert site_of_file.get(f"/api/v1/scenarios/{kept['id']}").status_code == 200
    assert site_of_file.post("/api/v1/scenarios", json=SMALL).status_code == 201


def test_another_file_in_its_place_is_opened_anew(
    site_of_file: Any, file: Path, tmp_path: Path
) -> None:
    kept = site_of_file.post("/api/v1/scenarios", json=SMALL).json()
    other = tmp_path / "other.db"
    migrate(f"sqlite:///{other}")
    move(file, tmp_path / "elsewhere")
    shutil.copy(other, file)

    assert site_of_file.get("/readyz").status_code == 200
    assert site_of_file.get(f"/api/v1/scenarios/{kept['id']}").status_code == 404
    assert site_of_file.post("/api/v1/scenarios", json=SMALL).status_code == 201


def test_a_save_that_is_under_way_when_the_file_goes_is_not_acknowledged(
    site_of_file: Any, file: Path, tmp_path: Path
) -> None:
    @event.listens_for(site_of_file.app.state.database.engine, "before_cursor_execute")
    def move_within(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith("INSERT INTO scenario") and file.exists():
            move(file, tmp_path / "elsewhere")

    answer = site_of_file.post("/api/v1/scenarios", json=SMALL)
    assert (answer.status_code, answer.json()["detail"]) == (503, MOVED.detail)
