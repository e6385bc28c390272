"""/metrics: counts by route for whoever has the token, over all processes of a server."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.plans.simulating import LOOKING
from app.web.watching.metrics import forget_the_dead

TOKEN = "a-token-of-the-operator"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def measured(open_site):
    return open_site(metrics_token=TOKEN)


def read(site):
    """Return each sample's value by its name and labels."""
    answer = site.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return {
        (sample.name, *sorted(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_they_are_off_unless_there_is_a_token(site):
    assert site.get("/metrics").status_code == 404
    assert site.get("/metrics", headers=BEARER).status_code == 404
    assert site.get("/metrics", headers={"Authorization": "Bearer None"}).status_code == 404


@pytest.mark.parametrize(
    "given", ["", TOKEN, f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", "Bearer ünïcödé"]
)
def test_they_need_the_token(measured, given):
    answer = measured.get("/metrics", headers={"Authorization": given.encode()})

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_requests_are_counted_by_method_route_and_status(measured):
    for _ in range(3):
        measured.get("/api/v1/summary?preset=blank")
    measured.get("/s/an-id-nobody-may-read")
    measured.get("/no/such/page")
    measured.ask("BREW", "/no/such/page")

    counts = read(measured)

    assert counts["crossover_requests_total", "/api/v1/summary", "200", "GET"] == 3
    assert counts["crossover_requests_total", "/s/{scenario_id}", "404", "GET"] == 1
    assert counts["crossover_requests_total", "(none)", "404", "GET"] == 1
    assert counts["crossover_requests_total", "(none)", "404", "OTHER"] == 1
    assert counts["crossover_request_duration_seconds_count", "/api/v1/summary", "GET"] == 3
    assert counts[("crossover_requests_in_progress",)] == 1  # the one that reads them
    assert "an-id-nobody-may-read" not in measured.get("/metrics", headers=BEARER).text


def test_simulations_at_work_are_counted(measured):
    assert read(measured)[("crossover_simulations_running",)] == 0
    with LOOKING.take():
        assert read(measured)[("crossover_simulations_running",)] == 1
    assert read(measured)[("crossover_simulations_running",)] == 0


WORKER = """
import os, sys
from app.web.watching.metrics import Metrics
metrics = Metrics()
metrics.requests.labels("GET", "/", "200").inc()
metrics.in_progress.inc()
print(metrics.text().decode(), flush=True)
if sys.argv[1] == "stay":
    sys.stdin.read()
"""


def worker(folder: Path, stays: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, stays],
        env=os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(folder)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_processes_count_together_and_the_dead_do_nothing(tmp_path):
    worker(tmp_path, "end").communicate(timeout=60)
    with worker(tmp_path, "end") as last:
        text = last.stdout.read()
    forget_the_dead(tmp_path)

    assert 'crossover_requests_total{method="GET",route="/",status="200"} 2.0' in text
    assert "crossover_requests_in_progress 1.0" in text
    assert not list(tmp_path.glob("gauge_*"))
    assert list(tmp_path.glob("counter_*"))


def test_a_process_that_lives_is_not_forgotten(tmp_path):
    with worker(tmp_path, "stay") as process:
        process.stdout.readline()
        forget_the_dead(tmp_path)
        assert list(tmp_path.glob(f"gauge_livesum_{process.pid}.db"))
        process.communicate(timeout=60)


def test_simulations_wait_for_a_turn_and_not_for_ever(site, monkeypatch):
    monkeypatch.setattr(LOOKING, "seconds", 0.05)
    with LOOKING.take(), LOOKING.take():
        program = site.get("/api/v1/uncertainty?preset=customer-support&draws=256")
        page = site.get("/outlook?preset=customer-support")
        fragment = site.get(
            "/outlook?preset=customer-support", headers={"HX-Request-Type": "partial"}
        )

    assert program.status_code == page.status_code == fragment.status_code == 503
    assert program.headers["retry-after"] == "10"
    assert program.headers["content-type"] == "application/problem+json"
    assert '<a href="/outlook?preset=customer-support">Try again</a>' in page.text
    assert "<html" in page.text
    assert "<html" not in fragment.text
    assert site.get("/outlook?preset=customer-support").status_code == 200


def test_when_too_many_wait_the_next_is_told_at_once(site):
    with LOOKING.take(), LOOKING.take():
        threads = [threading.Thread(target=take_a_turn) for _ in range(16)]
        for thread in threads:
            thread.start()
        while len(LOOKING.waiting) < LOOKING.most_waiting:
            pass
        answer = site.get("/api/v1/uncertainty?preset=customer-support&draws=256")
    for thread in threads:
        thread.join()

    assert answer.status_code == 503
    assert answer.elapsed.total_seconds() < LOOKING.seconds / 2


def take_a_turn() -> None:
    with LOOKING.take():
        pass
